# SPDX-License-Identifier: EUPL-1.2
"""How a device talks to the server: what is known of a live view (`stream`, pure), and the wires that carry it."""
