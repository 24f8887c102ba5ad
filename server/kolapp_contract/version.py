# SPDX-License-Identifier: EUPL-1.2
"""Which agreement a program speaks. A device sends it in each heartbeat; the server refuses only removed majors (426)."""

CONTRACT_VERSION = 1
CONTRACT_HEADER = "Kolapp-Contract"
