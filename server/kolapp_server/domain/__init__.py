# SPDX-License-Identifier: EUPL-1.2
"""What must be true of a queue. Pure: no clock, no disk, no wire; it can be run at a Python prompt.

Read it in this order: `ticket` (what a visitor holds, and its steps), `rules` (what the branch decided), `day` (one branch's
day), `calling` (whose turn it is), `commands` -> `decisions.decide` -> `events` -> `folding.fold`, and `refusals`.
"""
