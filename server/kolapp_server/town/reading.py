# SPDX-License-Identifier: EUPL-1.2
"""From the words of a town's file to a `Town`."""

import re
from collections.abc import Iterator, Sequence
from datetime import time
from zoneinfo import available_timezones

import yaml
from yaml.nodes import MappingNode, Node

from kolapp_server.town.bookings import Stretch, read_booking
from kolapp_server.town.branch import (
    Answer,
    CardHolder,
    Desk,
    Direction,
    Errand,
    Group,
    HeadStarts,
    Lane,
    OpenTime,
    Profile,
    Texts,
    Town,
)
from kolapp_server.town.checks import check_town
from kolapp_server.town.faults import Fault, TownFaults, nearest
from kolapp_server.town.officers import read_officers, read_units
from kolapp_server.town.own_texts import read_own_texts
from kolapp_server.town.retention import read_retention
from kolapp_server.town.section import CODE, CODE_LONGEST, Section
from kolapp_server.town.translations import TRANSLATIONS, take_translations
from kolapp_words.languages import LANGUAGES

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAME_LONGEST = 32
"""Letters that have room on a card in two lines."""
MOST_ITEMS = 8
LINE_LONGEST = 48
"""Letters that have room under a name in two lines."""
SERIES = "ACDEFGHJLMNPQRSTUVWXYZ"
"""B, I and O look like figures; K is kept for kiosks that are offline."""
ICONS = (
    "bell", "calendar", "chair", "check", "clock", "globe", "handover", "heart", "house", "human", "note", "people", "phone",
    "purse", "question", "repeat", "school", "screen", "shield", "shop", "sign", "ticket",
)  # fmt: skip
LINK = re.compile(r"https://[!-~]{1,192}")
STRETCH = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
Lines = dict[tuple[str, str], int]
"""Where each group, errand, desk and profile stands, for faults that show only when the whole is seen."""


def read_town(text: str) -> Town:
    """The branch that `text` (YAML) describes. Raises `TownFaults` with all its faults; nothing is taken then."""
    faults: list[Fault] = []
    root = compose(text)
    reading = Reading(Section(root, "the file", faults.append, take_translations(root, faults.append)))
    town = reading.town()
    faults.extend(check_town(town, reading.lines))
    if faults:
        raise TownFaults(faults)
    return town


def compose(text: str) -> Node:
    """The file's outermost block. Raises `TownFaults` where it is no YAML."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise TownFaults([Fault(mark.line + 1 if mark else 1, f"this is not YAML: {error.problem}")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise TownFaults([Fault(line, "this is not YAML: a character or a depth that no such file has")]) from error
    if not isinstance(node, MappingNode):
        raise TownFaults([Fault(1, "the file must be a block of keys and values, beginning with branch, town and names")])
    return node


class Reading:
    """One file being read: its languages, and the lines where things stand."""

    def __init__(self, file: Section) -> None:
        self.file = file
        self.lines: Lines = {}
        self.languages = self._languages()

    def _languages(self) -> tuple[str, ...]:
        found = []
        for code, line in self.file.words("languages"):
            if code not in LANGUAGES:
                self.file.fault(f'Kölapp does not speak "{code}"{nearest(code, LANGUAGES)}', line)
            elif code in found:
                self.file.fault(f'the language "{code}" stands twice', line)
            else:
                found.append(code)
        if "sv" not in found:
            self.file.fault('"languages" must hold sv, which every other language falls back on', self.file.line_at("languages"))
        self.file.known.add(TRANSLATIONS)
        for code in sorted(self.file.may_lack - set(found)):
            self.file.fault(
                f'there is a list of translations into {code}, which "languages" does not hold', self.file.line_at(TRANSLATIONS)
            )
        return tuple(found)

    def town(self) -> Town:
        """The whole branch, as far as it can be read."""
        file, languages = self.file, self.languages
        town = Town(
            branch_id=file.code("branch"),
            town=file.texts("town", languages),
            names=file.texts("names", languages),
            time_zone=file.one_of("time_zone", available_timezones()),
            accent=file.matching("accent", r"#[0-9A-Fa-f]{6}", '"#0F3D6B"'),
            languages=languages,
            where_to_sit=file.texts("where_to_sit", languages),
            human_errand_id=file.code("human_errand"),
            board_is_public=file.flag("board_is_public", default=True),
            head_starts=self.head_starts(),
            hours=tuple(self.hours()),
            groups=tuple(self.group(code, block) for code, block in file.sections("groups")),
            desks=tuple(self.desk(code, block) for code, block in file.sections("desks")),
            profiles=tuple(self.profile(code, block) for code, block in file.sections("profiles")),
            auto_call_seconds=file.number("auto_call_seconds", 0, 600, default=0),
            room_limit=file.number("room_limit", 0, 1000, default=0),
            is_practice=file.flag("is_practice", default=False),
            complain=file.texts("complain", languages) if "complain" in file.values else {},
            card_holders=tuple(self.card_holder(code, block) for code, block in file.optional_sections("card_holders")),
            units=tuple(read_units(file, languages)),
            officers=tuple(read_officers(file, languages, self.lines)),
            texts=tuple(read_own_texts(file, languages)),
            retention=tuple(read_retention(file)),
        )
        self.lines |= {("file", key): file.line_at(key) for key in ("human_errand", "groups", "desks", "profiles", "hours")}
        file.finish()
        return town

    def group(self, code: str, block: Section) -> Group:
        """One card of the first screen, with its errands."""
        self.lines["group", code] = block.line
        series = self.series(block)
        group = Group(
            group_id=code,
            names=block.texts("names", self.languages, NAME_LONGEST),
            examples=block.texts("examples", self.languages, LINE_LONGEST),
            icon=block.one_of("icon", ICONS),
            series=series,
            errands=tuple(self.errand(inner, found, series) for inner, found in block.sections("errands")),
        )
        block.finish()
        return group

    def errand(self, code: str, block: Section, group_series: str) -> Errand:
        """One errand. Its tickets have the group's letter unless it has one of its own."""
        self.refuse_third_level(code, block)
        owner = block.text("owner")
        errand = Errand(
            errand_id=code,
            names=block.texts("names", self.languages, NAME_LONGEST),
            hints=block.texts("hints", self.languages, LINE_LONGEST),
            synonyms=block.word_lists("synonyms", self.languages),
            icon=block.one_of("icon", ICONS),
            series=self.series(block, group_series),
            lane=block.choice("lane", Lane),
            is_sensitive=block.flag("sensitive", default=False),
            expected_minutes=block.number("expected_minutes", 1, 240),
            target_minutes=block.number("target_minutes", 1, 240, default=15),
            owner=owner,
            review_by=block.day("review_by"),
            is_digital_help=block.flag("digital_help", default=False),
            answer=self.answer(block, owner),
            booking=read_booking(block, self.times),
            checklist=self.checklist(code, block),
            preparation_minutes=block.number("preparation_minutes", 0, 60, default=0),
        )
        block.finish()
        return errand

    def checklist(self, code: str, errand: Section) -> dict[str, Texts]:
        """What a specialist needs at a hand-over: a code for each, and its words."""
        block = errand.optional_section("checklist")
        if block is None:
            return {}
        items: dict[str, Texts] = {item: block.texts(item, self.languages, LINE_LONGEST) for item in block.values}
        for item in items:
            if not CODE.fullmatch(item) or len(item) > CODE_LONGEST:
                block.fault(
                    f'"{item}" is no good code; write small letters a-z, digits and hyphens: drawing', block.line_at(item)
                )
        if len(items) > MOST_ITEMS:
            block.fault(f'the checklist of "{code}" has {len(items)} items; {MOST_ITEMS} is the most that is read before a call')
        block.finish()
        return items

    def answer(self, errand: Section, owner: str) -> Answer | None:
        """What visitors to that errand can read instead, if the town has written it. The errand's owner answers for it."""
        block = errand.optional_section("answer")
        if block is None:
            return None
        found = Answer(
            texts=block.texts("text", self.languages),
            owner=block.text("owner", default=owner),
            review_by=block.day("review_by"),
            is_public=block.flag("public", default=False),
            link=block.matching("link", LINK.pattern, "https://www.ekvik.example/bygglov") if "link" in block.values else "",
        )
        block.finish()
        return found

    def card_holder(self, code: str, block: Section) -> CardHolder:
        """A kind of holder of the professional card."""
        self.lines["card holder", code] = block.line
        wanted = block.words("errands")
        self.lines |= {(f"card holder {code}", errand): line for errand, line in wanted}
        holder = CardHolder(code, block.texts("names", self.languages, NAME_LONGEST), tuple(errand for errand, _ in wanted))
        block.finish()
        return holder

    def refuse_third_level(self, code: str, block: Section) -> None:
        """A visitor reaches a ticket in two touches, so below an errand there is nothing."""
        if ("errand", code) in self.lines:
            block.fault(f'the errand "{code}" stands twice, the first time on line {self.lines["errand", code]}')
        self.lines.setdefault(("errand", code), block.line)
        for key in ("errands", "groups"):
            if key in block.values:
                block.known.add(key)
                block.fault(f'"{code}" is an errand and cannot hold {key}: a catalogue has two levels', block.lines[key])

    def series(self, block: Section, default: str | None = None) -> str:
        """The letter on the tickets."""
        letter = block.text("series", default=default)
        if letter and (len(letter) != 1 or letter not in SERIES):
            block.fault(f'"{letter}" cannot be a series; the letters are {" ".join(SERIES)}', block.line_at("series"))
            return default or ""
        return letter

    def desk(self, code: str, block: Section) -> Desk:
        """One place where visitors are met."""
        self.lines["desk", code] = block.line
        desk = Desk(
            desk_id=code,
            sign=block.matching("sign", r"[A-Z0-9]{1,2}", "3 or B1"),
            direction=block.choice("direction", Direction, Direction.AHEAD),
            names=block.texts("names", self.languages),
            colour=block.matching("colour", r"#[0-9A-Fa-f]{6}", '"#7A1F5C"', default=""),
        )
        block.finish()
        return desk

    def profile(self, code: str, block: Section) -> Profile:
        """One set of errands that a desk serves."""
        self.lines["profile", code] = block.line
        wanted = block.words("errands")
        self.lines |= {(f"profile {code}", errand): line for errand, line in wanted}
        profile = Profile(code, block.texts("names", self.languages), tuple(errand for errand, _ in wanted))
        block.finish()
        return profile

    def head_starts(self) -> HeadStarts:
        """Minutes; the town's own, or those that Kölapp was tried with."""
        if "head_starts" not in self.file.values:
            self.file.known.add("head_starts")
            return HeadStarts(20, 60, 10)
        block = self.file.section("head_starts") or self.file
        found = HeadStarts(
            priority=block.number("priority", 0, 60, default=20),
            booked=block.number("booked", 0, 120, default=60),
            returning=block.number("returning", 0, 60, default=10),
        )
        block.finish()
        return found

    def hours(self) -> Iterator[OpenTime]:
        """The open stretches of the week; a day that is left out is closed."""
        block = self.file.section("hours")
        if block is None:
            return
        for number, day in enumerate(DAYS):
            block.known.add(day)
            for stretch, line in block.words(day) if day in block.values else ():
                self.lines.setdefault(("day", str(number)), line)
                yield from self.stretch(number, stretch, line)
        block.finish()

    def times(self, day: int, written: str, line: int) -> Sequence[Stretch]:
        """One stretch in which an errand can be booked."""
        return [(one.day, one.opens, one.closes) for one in self.stretch(day, written, line)]

    def stretch(self, day: int, stretch: str, line: int) -> Sequence[OpenTime]:
        """One stretch written as 08:00-17:00."""
        found = STRETCH.fullmatch(stretch)
        if not found:
            if stretch:
                self.file.fault(f'"{stretch}" is no stretch of time; write for instance 08:00-17:00', line)
            return ()
        hour, minute, until_hour, until_minute = map(int, found.groups())
        return (OpenTime(day, time(hour, minute), time(until_hour, until_minute)),)
