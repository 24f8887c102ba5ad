# SPDX-License-Identifier: EUPL-1.2
"""How everybody who looks is kept up to date."""
