# SPDX-License-Identifier: EUPL-1.2
"""What the kiosk has promised, on its own disk: written before it is sent or shown, and told to the server later."""
