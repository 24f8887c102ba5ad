# SPDX-License-Identifier: EUPL-1.2
"""A town's file as the rules that the queue follows, and as the catalogue that devices show."""

from datetime import time, timedelta

from pydantic import TypeAdapter

from kolapp_contract import catalogue as wire
from kolapp_contract.own_text import OwnText, TextPart
from kolapp_server.domain import rules
from kolapp_server.domain.ticket import DeskId, ErrandId, ProfileId
from kolapp_server.town import branch as file
from kolapp_server.town.bookings import Booking


def rules_of(town: file.Town) -> rules.Rules:
    """What the queue must know of a town: codes and times."""
    return rules.Rules(
        time_zone=town.time_zone,
        human_errand=ErrandId(town.human_errand_id),
        errands=tuple(_errand_rule(errand, group.group_id) for group in town.groups for errand in group.errands),
        profiles=tuple(
            rules.ProfileRule(ProfileId(profile.profile_id), tuple(map(ErrandId, profile.errands))) for profile in town.profiles
        ),
        desks=tuple(DeskId(desk.desk_id) for desk in town.desks),
        hours=tuple(rules.OpenTime(hours.day, hours.opens, hours.closes) for hours in town.hours),
        head_starts=rules.HeadStarts(
            priority=timedelta(minutes=town.head_starts.priority),
            booked=timedelta(minutes=town.head_starts.booked),
            returning=timedelta(minutes=town.head_starts.returning),
        ),
        auto_call_after=timedelta(seconds=town.auto_call_seconds) if town.auto_call_seconds else None,
        room_limit=town.room_limit or None,
        is_practice=town.is_practice,
    )


def _errand_rule(errand: file.Errand, group_id: str) -> rules.ErrandRule:
    minutes, items = (errand.expected_minutes, errand.target_minutes), tuple(errand.checklist)
    return rules.ErrandRule(ErrandId(errand.errand_id), group_id, errand.series, *minutes, checklist=items)


def catalogue_of(town: file.Town, version: int, public_url: str) -> wire.Catalogue:
    """What devices may know of a town: all that can be shown."""
    return wire.Catalogue(
        version=version,
        branch_id=town.branch_id,
        town=dict(town.town),
        names=dict(town.names),
        time_zone=town.time_zone,
        public_url=public_url,
        accent=town.accent,
        languages=town.languages,
        where_to_sit=dict(town.where_to_sit),
        complain=dict(town.complain),
        human_errand_id=town.human_errand_id,
        groups=tuple(_group(group) for group in town.groups),
        desks=tuple(_desk(desk) for desk in town.desks),
        profiles=tuple(_profile(profile) for profile in town.profiles),
        hours=tuple(wire.OpenTime(day=h.day, opens=_clock(h.opens), closes=_clock(h.closes)) for h in town.hours),
        head_starts=wire.HeadStarts(
            priority=town.head_starts.priority, booked=town.head_starts.booked, returning=town.head_starts.returning
        ),
        board_is_public=town.board_is_public,
        is_practice=town.is_practice,
        card_holders=tuple(map(_card_holder, town.card_holders)),
        retention=tuple(wire.Retention(rule=one.rule, days=one.days, decision=one.decision) for one in town.retention),
        texts=tuple(OwnText(part=TextPart(one.part), key=one.key, language=one.language, forms=one.forms) for one in town.texts),
    )


def _clock(clock: time) -> str:
    return f"{clock:%H:%M}"


def _group(group: file.Group) -> wire.Group:
    return wire.Group(
        group_id=group.group_id,
        names=dict(group.names),
        examples=dict(group.examples),
        icon=group.icon,
        series=group.series,
        errands=tuple(_errand(errand) for errand in group.errands),
    )


def _errand(errand: file.Errand) -> wire.Errand:
    return wire.Errand(
        errand_id=errand.errand_id,
        names=dict(errand.names),
        hints=dict(errand.hints),
        icon=errand.icon,
        series=errand.series,
        lane=wire.Lane(errand.lane),
        is_sensitive=errand.is_sensitive,
        expected_minutes=errand.expected_minutes,
        target_minutes=errand.target_minutes,
        checklist=tuple(wire.CheckItem(item_id=code, names=dict(names)) for code, names in errand.checklist.items()),
        preparation_minutes=errand.preparation_minutes,
        synonyms={language: words for language, words in errand.synonyms.items() if words},
        is_digital_help=errand.is_digital_help,
        answer=_answer(errand.answer) if errand.answer and errand.answer.is_public else None,
        booking=_booking(errand.booking) if errand.booking else None,
    )


def _booking(booking: Booking) -> wire.BookingPlan:
    return wire.BookingPlan(
        minutes=booking.minutes,
        places=booking.places,
        lead_hours=booking.lead_hours,
        days_ahead=booking.days_ahead,
        times=tuple(wire.OpenTime(day=day, opens=_clock(opens), closes=_clock(closes)) for day, opens, closes in booking.times),
    )


def _answer(answer: file.Answer) -> wire.Answer:
    return wire.Answer(texts=dict(answer.texts), owner=answer.owner, review_by=answer.review_by, link=answer.link or None)


DESK_ANSWERS = TypeAdapter(dict[str, wire.Answer])


def answers_of(town: file.Town) -> str:
    """What may be read at the desk and nowhere else, as JSON: the answers that are not public, by errand."""
    found = {e.errand_id: _answer(e.answer) for e in town.errands if e.answer and not e.answer.is_public}
    return DESK_ANSWERS.dump_json(found).decode()


def _card_holder(holder: file.CardHolder) -> wire.CardHolder:
    return wire.CardHolder(holder_id=holder.holder_id, names=dict(holder.names), errands=holder.errands)


def _desk(desk: file.Desk) -> wire.DeskInfo:
    direction = wire.Direction(desk.direction)
    colour = desk.colour or None
    return wire.DeskInfo(desk_id=desk.desk_id, sign=desk.sign, direction=direction, names=dict(desk.names), colour=colour)


def _profile(profile: file.Profile) -> wire.Profile:
    return wire.Profile(profile_id=profile.profile_id, names=dict(profile.names), errands=profile.errands)
