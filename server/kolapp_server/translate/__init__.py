# SPDX-License-Identifier: EUPL-1.2
"""Domain to contract and back, and nothing else. No decision is made here."""
