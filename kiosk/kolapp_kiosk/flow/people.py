# SPDX-License-Identifier: EUPL-1.2
""" "Jag ska träffa en person": who can be asked for, found by unit or by the first letter of a name on large keys (K11, K12).

Two screens and no keyboard: a unit or some letters, then the person. What a visitor wants to say is told to a guide and never
typed: what stands on a glass in an open room is read by whoever stands behind, and a name or a telephone number would be kept
by a machine that needs neither. So a message is a ticket for a guide, who passes it on as a code.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kolapp_contract.officers import Officer, OfficerWish, Unit
from kolapp_kiosk.flow import offers

if TYPE_CHECKING:
    from kolapp_kiosk.flow.state import State, World

MOST_RANGES = 6
SWEDISH_LAST = str.maketrans({"Å": "Z1", "Ä": "Z2", "Ö": "Z3", "Æ": "Z2", "Ø": "Z3"})


@dataclass(frozen=True, slots=True)
class Request:
    """Whom the ticket is for, and what is wanted of them."""

    officer_id: str
    wish: OfficerWish


def officers(world: "World") -> tuple[Officer, ...]:
    """Everybody who can be asked for. Without the server nobody: nobody could be told."""
    return world.directory.officers if world.is_answering and world.is_wired else ()


def units(state: "State") -> tuple[Unit, ...]:
    """The units that somebody can be asked for in."""
    held = {officer.unit_id for officer in officers(state.world)}
    return tuple(unit for unit in state.world.directory.units if unit.unit_id in held)


def unit(state: "State", unit_id: str) -> Unit | None:
    """The unit of that id."""
    return next((each for each in units(state) if each.unit_id == unit_id), None)


def officer(state: "State", officer_id: str) -> Officer | None:
    """The officer of that id, while the town has them."""
    return next((each for each in officers(state.world) if each.officer_id == officer_id), None)


def in_unit(state: "State", unit_id: str) -> tuple[Officer, ...]:
    """Who belongs there, in the town's order."""
    return tuple(each for each in officers(state.world) if each.unit_id == unit_id)


def named(state: "State", letters: str) -> tuple[Officer, ...]:
    """Whose surname begins with one of those letters, by name."""
    found = [each for each in officers(state.world) if each.name and initial(each.name) in letters]
    return tuple(sorted(found, key=lambda each: in_order(surname(each.name or ""))))


def ranges(state: "State") -> tuple[str, ...]:
    """The first letters of all shown names, in at most six groups; none where the town shows no name."""
    letters = sorted({initial(each.name) for each in officers(state.world) if each.name}, key=in_order)
    size = -(-len(letters) // MOST_RANGES) or 1
    return tuple("".join(letters[start : start + size]) for start in range(0, len(letters), size))


def surname(name: str) -> str:
    """The last word of a name."""
    return name.split()[-1].upper() if name.split() else ""


def initial(name: str) -> str:
    """The letter under which a name is looked for."""
    return surname(name)[:1]


def in_order(word: str) -> str:
    """By which a word is sorted: Å, Ä and Ö come last, as in Swedish."""
    return word.translate(SWEDISH_LAST)


def listed(state: "State", unit_id: str, letters: str) -> tuple[Officer, ...]:
    """Whom a list shows: a unit's, or those under some letters."""
    return in_unit(state, unit_id) if unit_id else named(state, letters)


def shown(state: "State", unit_id: str, letters: str, page: int) -> tuple[Officer, ...]:
    """Those on one page of a list."""
    return offers.on_page(state, listed(state, unit_id, letters), page)
