# SPDX-License-Identifier: EUPL-1.2
"""What is drawn and played. `waiting` and `facility` lay marks on a sheet and know no window; `paint` draws the marks."""
