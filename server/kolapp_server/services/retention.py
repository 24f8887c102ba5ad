# SPDX-License-Identifier: EUPL-1.2
"""What is not needed any more is destroyed: by a rule, after a decision, written down before, and counted in the log.

Every hour. A rule without a decision of the town is carried out all the same where the promise to visitors
asks for it, and says "beslut saknas" until somebody has decided. The journal and the tickets are kept until the town says for
how many days.
"""

import csv
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from kolapp_server.domain.commands import Configure, PostNotice
from kolapp_server.services.branches import Branches
from kolapp_server.store import retention as rows
from kolapp_server.store.retention import RULES, Among, Rule

NO_DECISION = "beslut saknas"
NOTES_LAST = timedelta(hours=23)
"""Looked at every hour, so that no note is older than a day."""
SECRETS_LAST = timedelta()
SESSIONS_LAST = timedelta(days=1)
CODES_LAST = timedelta(days=1)
PRINT_JOBS_LAST = timedelta(days=1)
WAYS_LAST = timedelta(days=400)
"""So that a month can be laid beside the same month of the year before."""
CARDS_LAST = timedelta(days=90)
"""After it was revoked; a card that is valid stays."""
REQUESTS_LAST = timedelta(days=7)
OFFICER_CALLS_LAST = timedelta(days=90)
"""As far back as the figures of reachability go."""
OFFICER_MAIL_LASTS = timedelta(days=1)
OFFICER_HANDS_LAST = timedelta()
CONTACT_NOTES_LAST = timedelta(days=90)
CONTACTS_LAST = timedelta(days=400)
"""The codes and times of a matter, so that a figure can be set beside that of the year before."""
BOOKINGS_LAST = timedelta(days=400)
"""After the booked time: codes and times, for the same figure of the year before."""
CONTACT_READINGS_LAST = timedelta(days=730)
INCIDENTS_LAST = timedelta(days=365)
INCIDENT_READINGS_LAST = timedelta(days=730)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Term:
    """How long a rule's rows are kept, and who decided it. `is_own`: a branch's town has said so in its file."""

    rule: Rule
    lasts: timedelta
    decision: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What a rule destroyed; `export` is where it was written down before."""

    rule: str
    count: int
    decision: str
    export: Path | None = None


def terms(decisions: Mapping[str, str], journal_days: int) -> tuple[Term, ...]:
    """Every rule that is in force. `journal_days` of 0 keeps journal and tickets."""
    lasting = {
        "notes": NOTES_LAST,
        "secrets": SECRETS_LAST,
        "sessions": SESSIONS_LAST,
        "codes": CODES_LAST,
        "print_jobs": PRINT_JOBS_LAST,
        "contact_notes": CONTACT_NOTES_LAST,
        "contact_readings": CONTACT_READINGS_LAST,
        "contact_renewals": CONTACT_READINGS_LAST,
        "contact_records": CONTACTS_LAST,
        "contacts": CONTACTS_LAST,
        "incidents": INCIDENTS_LAST,
        "incident_readings": INCIDENT_READINGS_LAST,
        "answer_reads": WAYS_LAST,
        "ticket_ways": WAYS_LAST,
        "cards": CARDS_LAST,
        "bookings": BOOKINGS_LAST,
        "requests": REQUESTS_LAST,
        "officer_calls": OFFICER_CALLS_LAST,
        "officer_mail": OFFICER_MAIL_LASTS,
        "officer_hands": OFFICER_HANDS_LAST,
    }
    if journal_days:
        lasting |= {"tickets": timedelta(days=journal_days), "journal": timedelta(days=journal_days)}
    return tuple(Term(RULES[name], lasts, decisions.get(name, NO_DECISION)) for name, lasts in lasting.items())


def own_terms(catalogue: str) -> dict[str, Term]:
    """What the town of a branch has set in its file, by rule."""
    told = ((RULES.get(one["rule"]), one) for one in json.loads(catalogue).get("retention", ()))
    known = ((rule, one["days"], one["decision"]) for rule, one in told if rule is not None)
    return {rule.name: Term(rule, timedelta(days=days), decision, is_own=True) for rule, days, decision in known}


@dataclass(slots=True)
class Destroyer:
    """Carries out the rules. `exports` is the folder where each destruction is written down."""

    branches: Branches
    exports: Path
    terms: tuple[Term, ...]

    async def destroy_what_is_over(self, now: datetime) -> tuple[Destroyed, ...]:
        """Nothing is kept longer than its rule says."""
        done = tuple([found for term in self.terms for found in await self._carry_out_everywhere(term, now)])
        for found in done:
            if found.count:
                log.info("destroyed", rule=found.rule, count=found.count, decision=found.decision, export=str(found.export))
        await self._let_the_journal_go_on(now)
        return done

    def terms_in(self, branch_id: str) -> tuple[Term, ...]:
        """Every rule as it holds in that branch."""
        own = own_terms(self.branches.words_of(branch_id).catalogue)
        return tuple(own.get(term.rule.name, term) for term in self.terms)

    async def _carry_out_everywhere(self, term: Term, now: datetime) -> list[Destroyed]:
        """In the branches whose towns have set the rule as they have, in all others as usual."""
        found = ((branch_id, own_terms(words.catalogue).get(term.rule.name)) for branch_id, words in self.branches.words.items())
        own = {branch_id: set_by for branch_id, set_by in found if set_by is not None}
        usual = await self._carry_out(term, now, Among(besides=frozenset(own)))
        return [usual, *[await self._carry_out(set_by, now, Among(only=branch_id)) for branch_id, set_by in own.items()]]

    async def _carry_out(self, term: Term, now: datetime, among: Among) -> Destroyed:
        before, count, export = now - term.lasts, 0, self._export(term.rule, now)
        while found := await self.branches.read(lambda connection: rows.take_slice(connection, term.rule, before, among)):
            write_down(export, term, found)
            destroyed = await self.branches.writer.run(lambda connection: rows.destroy(connection, term.rule, found))
            count += destroyed
            if not destroyed:
                break
        return Destroyed(term.rule.name, count, term.decision, export if count else None)

    def _export(self, rule: Rule, now: datetime) -> Path:
        return self.exports / f"{now:%Y-%m-%d}-{rule.name}.csv"

    async def _let_the_journal_go_on(self, now: datetime) -> None:
        """The rules and the notice are said once more, so that the old rows which said it can go when their time is over."""
        term = next((term for term in self.terms if term.rule.name == "journal"), None)
        if term is None:
            return
        for day in self.branches.writer.days().values():
            said_at = await self.branches.read(partial(rows.oldest_configuration, branch_id=day.branch_id, epoch=day.epoch))
            if said_at is not None and said_at < now - term.lasts:
                for command in (Configure(day.rules), PostNotice(has_text=day.has_notice)):
                    request = f"kept-{now:%Y%m%d}-{type(command).__name__.lower()}"
                    await self.branches.carry_out(day.branch_id, command, request, None)


def write_down(export: Path, term: Term, found: list[dict[str, Any]]) -> None:
    """What is about to be destroyed stands in the export, on the disk. Raises `OSError`; then nothing may be destroyed."""
    export.parent.mkdir(parents=True, exist_ok=True)
    is_new = not export.exists()
    ours_alone = os.open(export, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(ours_alone, "a", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, [*term.rule.kept, "decision"], extrasaction="ignore")
        if is_new:
            lines.writeheader()
        lines.writerows({**row, "decision": term.decision} for row in found)
        file.flush()
        os.fsync(file.fileno())
