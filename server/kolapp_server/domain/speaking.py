# SPDX-License-Identifier: EUPL-1.2
"""Who speaks the visitor's language: a need that is met where it costs nobody anything. Pure.

Of several desks that stand ready and would each call the same visitor now, one that speaks the visitor's language does so;
else the one that has stood ready longest, as always. Nothing else changes: nobody is called later, or after somebody else, than
without the need. A desk that meets nobody is never held back for a language, since all who wait would wait longer.

A language that is not the house's own is a need. Easy Swedish is Swedish to whoever listens.
"""

from kolapp_server.domain.day import Day
from kolapp_server.domain.ticket import DeskId

HOUSE_LANGUAGE = "sv"


def needed_language(language: str) -> str | None:
    """The language that somebody should speak with whoever chose that one; None for Swedish, which everybody here does."""
    return None if language.partition("-")[0] == HOUSE_LANGUAGE else language


def speaks(day: Day, desk: DeskId, language: str) -> bool:
    """Whether whoever sits at that desk has said so."""
    return language in day.desks[desk].languages


def speaking_desks(day: Day, language: str) -> tuple[DeskId, ...]:
    """The open desks where that language is spoken."""
    needed = needed_language(language)
    return tuple(sorted(desk for desk in day.desks if speaks(day, desk, needed))) if needed is not None else ()
