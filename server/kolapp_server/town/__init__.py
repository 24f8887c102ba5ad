# SPDX-License-Identifier: EUPL-1.2
"""A branch as its town writes it down: one readable YAML file, taken whole or not at all.

`read_town(text)` gives a `Town`, or raises `TownFaults` with every fault of the file at once, each named by its line. Pure: it
opens no file, knows no database and nothing of the wire.
"""

from kolapp_server.town.branch import Desk, Direction, Errand, Group, HeadStarts, Lane, OpenTime, Profile, Town
from kolapp_server.town.faults import Fault, TownFaults
from kolapp_server.town.reading import read_town

__all__ = [
    "Desk",
    "Direction",
    "Errand",
    "Fault",
    "Group",
    "HeadStarts",
    "Lane",
    "OpenTime",
    "Profile",
    "Town",
    "TownFaults",
    "read_town",
]
