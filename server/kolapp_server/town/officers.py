# SPDX-License-Identifier: EUPL-1.2
"""Named officers in a town's file: their units, and whom a visitor may ask for. Both blocks may be left out.

A name is written only where the town has decided to; `show_name: yes` lets visitors see it, else staff alone do. It is kept in
a table of words, and stands in no journal, on no board and on no slip.
"""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from kolapp_server.town.faults import Fault, nearest
from kolapp_server.town.section import Section

Texts = Mapping[str, str]
Lines = MutableMapping[tuple[str, str], int]
UNIT_LONGEST = FUNCTION_LONGEST = 32
"""Letters that have room on a card in two lines."""
HOURS_LONGEST = 48
ADDRESS = r"https?://[!-~]{1,480}"
EMAIL = r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,180}"
ANSWER_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """Where officers belong, as visitors know it."""

    unit_id: str
    names: Texts


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody whom a visitor may ask for by function, and by name where `is_name_shown`. Empty texts: the town says nothing."""

    officer_id: str
    unit_id: str
    function: Texts
    hours: Texts
    errand: str
    deputy: str
    answer_minutes: int
    name: str
    is_name_shown: bool
    clerk: str
    calendar: str
    email: str
    webhook: str


def read_units(file: Section, languages: Sequence[str]) -> Iterator[Unit]:
    """The units, in the order in which they are shown."""
    block = file.optional_section("units")
    for code in block.values if block else ():
        yield Unit(code, block.texts(code, languages, UNIT_LONGEST) if block else {})
    if block:
        block.finish()


def read_officers(file: Section, languages: Sequence[str], lines: Lines) -> Iterator[Officer]:
    """Everybody who may be asked for, in the order in which they are shown."""
    for code, block in file.optional_sections("officers"):
        lines["officer", code] = block.line
        yield _officer(code, block, languages)
        block.finish()


def _officer(code: str, block: Section, languages: Sequence[str]) -> Officer:
    has_hours = block.optional_section("hours") is not None
    return Officer(
        officer_id=code,
        unit_id=block.code("unit"),
        function=block.texts("function", languages, FUNCTION_LONGEST),
        hours=block.texts("hours", languages, HOURS_LONGEST) if has_hours else {},
        errand=block.code("errand"),
        deputy=_optional(block, "deputy"),
        answer_minutes=block.number("answer_minutes", 1, 60, default=ANSWER_MINUTES),
        name=_optional(block, "name"),
        is_name_shown=block.flag("show_name", default=False),
        clerk=_optional(block, "sign_in"),
        calendar=_optional(block, "calendar", ADDRESS, "https://kalender.ekvik.example/1/ledigt.ics"),
        email=_optional(block, "email", EMAIL, "bygglov@ekvik.example"),
        webhook=_optional(block, "webhook", ADDRESS, "https://chatt.ekvik.example/krok/1"),
    )


def _optional(block: Section, key: str, pattern: str = "", example: str = "") -> str:
    block.known.add(key)
    if key not in block.values:
        return ""
    return block.matching(key, pattern, example) if pattern else block.text(key)


def check_officers(
    officers: Sequence[Officer], units: Sequence[Unit], errands: Sequence[str], lines: Mapping[tuple[str, str], int]
) -> Iterator[Fault]:
    """Each belongs to a unit that is there, is asked for with an errand that is there, and has a deputy who is somebody else."""
    known, codes = [unit.unit_id for unit in units], [officer.officer_id for officer in officers]
    for officer in officers:
        line, name = lines["officer", officer.officer_id], f'the officer "{officer.officer_id}"'
        if officer.unit_id and officer.unit_id not in known:
            yield Fault(line, f'{name} is of the unit "{officer.unit_id}", which is not there{nearest(officer.unit_id, known)}')
        if officer.errand and officer.errand not in errands:
            yield Fault(line, f'{name} is met with "{officer.errand}", which is no errand{nearest(officer.errand, errands)}')
        if officer.deputy and (officer.deputy not in codes or officer.deputy == officer.officer_id):
            others = [code for code in codes if code != officer.officer_id]
            yield Fault(
                line, f'{name} has the deputy "{officer.deputy}", who is no other officer{nearest(officer.deputy, others)}'
            )
        if officer.is_name_shown and not officer.name:
            yield Fault(line, f"{name} has no name that could be shown")
