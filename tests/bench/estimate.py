# SPDX-License-Identifier: EUPL-1.2
"""How far estimates are from the wait that follows, beside simpler estimators, on days after those that were learned from.

Each is asked at the moment when somebody takes a ticket and is not called at once. What is scored is what a visitor reads:
rounded, and told in the morning's knowledge, since a day teaches only when it is over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import fmean

from kolapp_server.domain.commands import Command
from kolapp_server.domain.estimate import Booking, Estimate, forecast
from kolapp_server.domain.events import TicketCalled
from kolapp_server.domain.learning import Learned, Told, learn_visits, learn_wait
from kolapp_server.domain.ticket import ErrandId, TicketId
from kolapp_server.simulation.living import Called, live
from kolapp_server.simulation.reception import DomainReception
from kolapp_server.simulation.traces import DayTrace, Visit
from tests.bench import figures, pictures
from tests.bench.figures import Figure
from tests.bench.grounds import GROUNDS, Ground, spread_out

DAYS = 80
LEARNING_SHARE = 0.25
"""Of the days: the first of them teach only, and are not scored."""
OWN, HEAD, LAST, SAME, WHOLE = (
    "Kölapp",
    "Head of line",
    "Last to be called",
    "Same errand x mean / desks",
    "Whole queue / desks",
)


@dataclass(slots=True)
class Guess:
    """What was said to one visitor, by each estimator in minutes, and the wait that followed."""

    told: Estimate
    at_s: int
    others: dict[str, float]
    waited: float = 0.0


@dataclass(slots=True)
class Guessed:
    """A ground's scored guesses, as (what each said, low, high, the wait)."""

    said: dict[str, list[float]] = field(default_factory=dict)
    bands: list[tuple[float, float]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def add(self, guess: Guess) -> None:
        """One more."""
        assert guess.told.minutes is not None
        assert guess.told.low is not None
        assert guess.told.high is not None
        for name, minutes in {OWN: float(guess.told.minutes), **guess.others}.items():
            self.said.setdefault(name, []).append(minutes)
        self.bands.append((guess.told.low, guess.told.high))
        self.waits.append(guess.waited)

    def missed_by(self, name: str) -> float:
        """Mean absolute error in minutes."""
        return fmean(abs(said - wait) for said, wait in zip(self.said[name], self.waits, strict=True))

    def errors(self) -> dict[str, float]:
        """By estimator."""
        return {name: self.missed_by(name) for name in self.said}

    def bias(self, name: str) -> float:
        """Minutes that are said too much, on average."""
        return fmean(self.said[name]) - fmean(self.waits)

    @property
    def covered(self) -> float:
        """The share of the waits that lay within the band as it was told."""
        return fmean(low <= wait <= high for (low, high), wait in zip(self.bands, self.waits, strict=True))


class GuessingReception(DomainReception):
    """The domain, asked how long everybody will wait who comes. `learned` stays as it was in the morning."""

    learned: Learned
    trace: DayTrace

    def prepare(self, learned: Learned, trace: DayTrace) -> None:
        """What is known, and who has booked."""
        self.learned = self.tomorrow = learned
        self.trace = trace
        self.guesses: dict[TicketId, Guess] = {}
        self.last_waits: dict[ErrandId, float] = {}
        self.booked = [who for who in trace.visits if who.booked_s is not None]

    def arrives(self, visit: int, who: Visit, at_s: int) -> Called:
        """A ticket, and what is said of its wait."""
        called = list(super().arrives(visit, who, at_s))
        ticket = TicketId(str(visit))
        if ticket not in {TicketId(str(place)) for place, _ in called}:
            said = forecast(self.day, self.opening + timedelta(seconds=at_s), self.learned, self._bookings(at_s))
            told = said.by_ticket[ticket]
            if told.minutes is not None:
                self.guesses[ticket] = Guess(told, at_s, self._simply(ticket, at_s))
        return called

    def ask(self, command: Command, at_s: int) -> Iterator[tuple[int, int]]:
        """As the domain; what is seen is for tomorrow."""
        before, known = self.day, len(self.happened)
        called = super().ask(command, at_s)
        if not hasattr(self, "trace"):
            return called
        new = self.happened[known:]
        self.tomorrow = learn_visits(self.tomorrow, before, new)
        for event in new:
            if isinstance(event, TicketCalled):
                self._note_call(event)
        return called

    def _note_call(self, event: TicketCalled) -> None:
        leg, guess = self.day.tickets[event.ticket_id].leg, self.guesses.get(event.ticket_id)
        self.last_waits[leg.errand] = (event.at - leg.arrived_at).total_seconds() / 60
        if guess is not None and guess.waited == 0:
            said_at = self.opening + timedelta(seconds=guess.at_s)
            guess.waited = (event.at - said_at).total_seconds() / 60
            self.tomorrow = learn_wait(self.tomorrow, Told(guess.told.expected or 0, said_at), event.at)

    def _bookings(self, at_s: int) -> Sequence[Booking]:
        return [
            Booking(who.stretches[0].errand, self.opening + timedelta(seconds=who.booked_s))
            for who in self.booked
            if who.booked_s is not None and who.at_s > at_s
        ]

    def _simply(self, ticket: TicketId, at_s: int) -> dict[str, float]:
        day, errand = self.day, self.day.tickets[ticket].leg.errand
        now = self.opening + timedelta(seconds=at_s)
        able = [desk for desk in day.desks if errand in day.served_by(desk)]
        ahead = [entry for entry in day.lines[errand] if entry.ticket_id != ticket]
        rivals = {each for desk in able for each in day.served_by(desk)}
        means = {each: self._minutes(each) for each in rivals}
        whole = sum(means[each] * len(day.lines.get(each, ())) for each in rivals) - means[errand]
        return {
            HEAD: (now - min(entry.leg.arrived_at for entry in ahead)).total_seconds() / 60 if ahead else 0.0,
            LAST: self.last_waits.get(errand, 0.0),
            SAME: len(ahead) * means[errand] / len(able),
            WHOLE: whole / len(able),
        }

    def _minutes(self, errand: ErrandId) -> float:
        return self.learned.minutes(errand, self.day.rules.errand_by_id[errand].expected_minutes)


def _guess(piece: tuple[Ground, int]) -> Guessed:
    """All days of one ground, one after the other; each morning knows the days before."""
    ground, days = piece
    learned, guessed = Learned(), Guessed()
    for number in range(days):
        trace = ground.day(number)
        reception = GuessingReception(ground.hall, trace.weekday)
        reception.prepare(learned, trace)
        live(ground.hall, trace, reception)
        learned = reception.tomorrow
        if number >= LEARNING_SHARE * days:
            for guess in reception.guesses.values():
                if guess.waited > 0:
                    guessed.add(guess)
    return guessed


def measure(days: int | None = None) -> bool:
    """Whether all targets were met. Writes var/bench/estimate.json and its pictures."""
    found = dict(zip(GROUNDS, spread_out(_guess, [(ground, days or DAYS) for ground in GROUNDS]), strict=True))
    every = list(found.values())
    to_wait = [each.missed_by(OWN) / fmean(each.waits) for each in every]
    to_head = [each.missed_by(OWN) / each.missed_by(HEAD) for each in every]
    covered = [each.covered for each in every]
    whole = _together(every)
    told = [
        Figure("error_to_mean_wait", tuple(to_wait), 0.30, "lower", over_all=whole.missed_by(OWN) / fmean(whole.waits)),
        Figure("error_to_head_of_line", tuple(to_head), 0.5, "lower", over_all=whole.missed_by(OWN) / whole.missed_by(HEAD)),
        Figure("band_covers_at_least", tuple(covered), 0.77, "higher", over_all=whole.covered),
        Figure("band_covers_at_most", tuple(covered), 0.83, "lower", over_all=whole.covered),
    ]
    rows = {ground.name: _row(each) for ground, each in found.items()} | {"all": _row(whole)}
    figures.write("estimate", told, {"days": days or DAYS, "rows": rows})
    for name, row in rows.items():
        print(f"   {name}: {row}")
    pictures.errors(whole.errors(), fmean(whole.waits))
    pictures.coverage({ground.name: each.covered for ground, each in found.items()}, whole.covered)
    return all(figure.is_met for figure in told)


def _row(guessed: Guessed) -> dict[str, object]:
    biases = {name: guessed.bias(name) for name in guessed.said}
    known = {"waits": len(guessed.waits), "mean_wait": fmean(guessed.waits), "covered": guessed.covered}
    return {**known, "error": guessed.errors(), "bias": biases}


def _together(every: Sequence[Guessed]) -> Guessed:
    whole = Guessed()
    for each in every:
        whole.waits += each.waits
        whole.bands += each.bands
        for name, said in each.said.items():
            whole.said.setdefault(name, []).extend(said)
    return whole
