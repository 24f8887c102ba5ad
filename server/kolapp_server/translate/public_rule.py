# SPDX-License-Identifier: EUPL-1.2
"""The branch's public rule in plain words, made from the settings in force: whoever changes a head start changes the page."""

from datetime import timedelta

from babel.dates import get_day_names

from kolapp_contract.desk import Rule
from kolapp_server.domain import rules as settings
from kolapp_server.domain.rules import Rules
from kolapp_server.translate.sentences import LOCALE
from kolapp_words.languages import language as spoken
from kolapp_words.own import Own, Part, town_texts
from kolapp_words.texts import Texts

EVERY_DAY = range(7)


def public_rule(rules: Rules, language: str, own: Own = ()) -> Rule:
    """The rule as it is now, in the town's own words where it has any. A head start of 0 minutes is not in it."""
    texts = town_texts(LOCALE, spoken(language).code, Part.WEB, own)
    lines = tuple(_lines(rules, texts))
    return Rule(
        language=texts.language.code, title=texts("rule.title"), lead=texts("rule.lead"), lines=lines, hours=_hours(rules, texts)
    )


def _lines(rules: Rules, texts: Texts) -> list[str]:
    head = rules.head_starts
    priority, booked, returning = (_minutes(length) for length in (head.priority, head.booked, head.returning))
    early = _minutes(settings.BOOKING_OPENS_BEFORE)
    return [
        texts("rule.walk_in"),
        *([texts("rule.priority", n=priority)] if priority else []),
        *([texts("rule.booked", n=booked, early=early)] if booked else []),
        texts("rule.late", n=_minutes(settings.BOOKING_LATE_AFTER)),
        *([texts("rule.returning", n=returning)] if returning else []),
        texts("rule.largest"),
        texts("rule.bound", n=_minutes(settings.BINDING_LASTS)),
        texts("rule.language"),
        texts("rule.absent"),
        texts("rule.blind"),
        texts("rule.manual"),
    ]


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


def _hours(rules: Rules, texts: Texts) -> tuple[str, ...]:
    """Each weekday with its open stretches; a day without any is closed."""
    names = get_day_names("wide", "stand-alone", locale=texts.language.dated_in)
    return tuple(f"{names[day]} {_stretches(rules, day) or texts('rule.closed')}" for day in EVERY_DAY)


def _stretches(rules: Rules, day: int) -> str:
    open_times = sorted((time.opens, time.closes) for time in rules.hours if time.day == day)
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in open_times)
