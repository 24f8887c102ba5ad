# SPDX-License-Identifier: EUPL-1.2
"""Who asks, and what that one may do."""
