# SPDX-License-Identifier: EUPL-1.2
"""How the tables have grown, one step a file. Steps named `pre` run before a roll-out, `post` after it."""
