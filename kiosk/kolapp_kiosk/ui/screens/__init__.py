# SPDX-License-Identifier: EUPL-1.2
"""One pair of files for each state of the flow: what it says (.py) and how it stands (.kv)."""
