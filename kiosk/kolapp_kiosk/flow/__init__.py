# SPDX-License-Identifier: EUPL-1.2
"""What the kiosk decides: `step(state, event) -> state, effects`. Pure: it can be run at a Python prompt, without a window.

Read `state`, then `events` and `effects`, then `keys` (what each screen offers) and `step`.
"""
