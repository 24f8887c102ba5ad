# SPDX-License-Identifier: EUPL-1.2
"""The routes, one file per caller."""
