# SPDX-License-Identifier: EUPL-1.2
"""What must be true of a branch as a whole, so that every visitor can be called and every screen can be drawn."""

from collections.abc import Iterator, Mapping
from datetime import time
from itertools import pairwise

from kolapp_server.town.branch import Lane, Town
from kolapp_server.town.faults import Fault, nearest
from kolapp_server.town.officers import check_officers

MOST_CARDS = 6
"""Choices on one screen of the kiosk."""
DAY_TURNS_AT = time(4)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Lines = Mapping[tuple[str, str], int]


def check_town(town: Town, lines: Lines) -> Iterator[Fault]:
    """Every fault that shows only when the whole branch is seen."""
    yield from check_cards(town, lines)
    yield from check_series(town, lines)
    yield from check_human(town, lines)
    yield from check_profiles(town, lines)
    yield from check_desks(town, lines)
    yield from check_hours(town, lines)
    yield from check_card_holders(town, lines)
    yield from check_officers(town.officers, town.units, [errand.errand_id for errand in town.errands], lines)


def check_cards(town: Town, lines: Lines) -> Iterator[Fault]:
    """Between one and six cards on each screen."""
    if len(town.groups) > MOST_CARDS:
        yield Fault(lines["file", "groups"], f"{len(town.groups)} groups; {MOST_CARDS} is the most that a screen has room for")
    for group in town.groups:
        line = lines["group", group.group_id]
        if not group.errands:
            yield Fault(line, f'the group "{group.group_id}" has no errand')
        if len(group.errands) > MOST_CARDS:
            yield Fault(line, f'the group "{group.group_id}" has {len(group.errands)} errands; {MOST_CARDS} is the most')


def check_series(town: Town, lines: Lines) -> Iterator[Fault]:
    """A letter belongs to one group, since it stands for the group on the board."""
    owner: dict[str, str] = {}
    for group in town.groups:
        if group.series and owner.setdefault(group.series, group.group_id) != group.group_id:
            text = f'the letter {group.series} of "{group.group_id}" is already that of "{owner[group.series]}"'
            yield Fault(lines["group", group.group_id], text)
    for group in town.groups:
        for errand in group.errands:
            if errand.series and owner.setdefault(errand.series, group.group_id) != group.group_id:
                text = f'the letter {errand.series} of "{errand.errand_id}" is that of the group "{owner[errand.series]}"'
                yield Fault(lines["errand", errand.errand_id], text)


def check_human(town: Town, lines: Lines) -> Iterator[Fault]:
    """Whoever wants to talk to a human gets an errand that a guide takes."""
    errands = {errand.errand_id: errand for errand in town.errands}
    wanted, line = town.human_errand_id, lines["file", "human_errand"]
    if wanted and wanted not in errands:
        yield Fault(line, f'there is no errand "{wanted}" for "human_errand"{nearest(wanted, errands)}')
    elif wanted and errands[wanted].lane is not Lane.GUIDE:
        yield Fault(line, f'"{wanted}" is in the lane of specialists; whoever asks for a human meets a guide')


def check_profiles(town: Town, lines: Lines) -> Iterator[Fault]:
    """Each errand can be called by some profile, and each profile knows its errands."""
    errands = {errand.errand_id for errand in town.errands}
    for profile in town.profiles:
        at = f"profile {profile.profile_id}"
        if not profile.errands:
            yield Fault(lines["profile", profile.profile_id], f'the profile "{profile.profile_id}" has no errand')
        for errand in profile.errands:
            if errand and errand not in errands:
                text = f'the profile "{profile.profile_id}" names "{errand}", which is no errand{nearest(errand, errands)}'
                yield Fault(lines[at, errand], text)
            if errand and profile.errands.count(errand) > 1:
                yield Fault(lines[at, errand], f'the profile "{profile.profile_id}" names "{errand}" more than once')
    served = {errand for profile in town.profiles for errand in profile.errands}
    for errand in sorted(errands - served):
        yield Fault(lines["errand", errand], f'no profile serves "{errand}", so nobody could ever call its tickets')


def check_desks(town: Town, lines: Lines) -> Iterator[Fault]:
    """There is a desk, and no two have the same sign."""
    if not town.desks:
        yield Fault(lines["file", "desks"], "a branch needs a desk")
    if not town.profiles:
        yield Fault(lines["file", "profiles"], "a branch needs a profile")
    first: dict[str, str] = {}
    for desk in town.desks:
        if desk.sign and first.setdefault(desk.sign, desk.desk_id) != desk.desk_id:
            text = f'the desks "{first[desk.sign]}" and "{desk.desk_id}" have the same sign {desk.sign}'
            yield Fault(lines["desk", desk.desk_id], text)


def check_card_holders(town: Town, lines: Lines) -> Iterator[Fault]:
    """A professional card opens between one and six errands, all of them in the lane of specialists: nobody goes a detour."""
    lanes = {errand.errand_id: errand.lane for errand in town.errands}
    for holder in town.card_holders:
        at, line = f"card holder {holder.holder_id}", lines["card holder", holder.holder_id]
        if not 1 <= len(set(holder.errands)) == len(holder.errands) <= MOST_CARDS:
            yield Fault(line, f'the card holder "{holder.holder_id}" needs one to {MOST_CARDS} errands, each of them once')
        for errand in holder.errands:
            if errand and errand not in lanes:
                text = f'the card holder "{holder.holder_id}" names "{errand}", which is no errand{nearest(errand, lanes)}'
                yield Fault(lines[at, errand], text)
            elif errand and lanes[errand] is not Lane.SPECIALIST:
                yield Fault(lines[at, errand], f'"{errand}" is a guide\'s errand; a card leads straight to a specialist')


def check_hours(town: Town, lines: Lines) -> Iterator[Fault]:
    """Each stretch ends after it began, on the same service day, and before the next begins."""
    if not town.hours:
        yield Fault(lines["file", "hours"], "the branch is never open")
    for hours in town.hours:
        line, day = lines["day", str(hours.day)], WEEKDAYS[hours.day]
        if hours.closes <= hours.opens:
            yield Fault(line, f"{day} closes at {hours.closes:%H:%M}, which is not after {hours.opens:%H:%M}")
        elif hours.opens < DAY_TURNS_AT < hours.closes:
            yield Fault(line, f"{day} is open over 04:00, when the day turns and every ticket ends")
    for earlier, later in pairwise(sorted(town.hours, key=lambda hours: (hours.day, hours.opens))):
        if earlier.day == later.day and later.opens < earlier.closes:
            yield Fault(lines["day", str(later.day)], f"two stretches of {WEEKDAYS[later.day]} overlap")
