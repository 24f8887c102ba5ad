# SPDX-License-Identifier: EUPL-1.2
"""Which agreement a program speaks. A device sends it in each heartbeat; the server refuses only removed majors (426)."""

CONTRACT_VERSION = 1
OLDEST_CONTRACT = max(1, CONTRACT_VERSION - 1)
"""The last two agreements are served: a kiosk goes on issuing until somebody has time to update it."""
CONTRACT_HEADER = "Kolapp-Contract"
REQUEST_ID_HEADER = "Kolapp-Request-Id"
"""What a request is about: the ticket's id, or the print job's. The logs of kiosk, server and printer have it in common."""
