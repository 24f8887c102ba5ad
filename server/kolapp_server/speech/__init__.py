# SPDX-License-Identifier: EUPL-1.2
"""A call, spoken. The server speaks for all devices."""
