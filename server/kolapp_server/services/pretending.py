# SPDX-License-Identifier: EUPL-1.2
"""Visitors who do not exist, for those who practise: who comes next, with what, and how long after the one before.

Short errands come more often than long ones, as at a real desk; now and then somebody has a need, or speaks another language.
"""

from dataclasses import dataclass
from random import Random

from kolapp_server.domain.rules import Rules
from kolapp_server.domain.ticket import ErrandId, Kind

MEAN_GAP_S = 75.0
"""With one desk open: so that somebody waits most of the time, and nobody drowns."""
LANGUAGES = ("sv", "sv", "sv", "sv", "en", "fi", "ar")
NEEDS = ("sitting", "hearing", "sight", "interpreter", "more_time", "fetch_me")
NEEDS_SHARE, PRIORITY_SHARE = 0.2, 0.1


@dataclass(frozen=True, slots=True)
class Pretended:
    """Somebody who does not exist. The next one comes `next_after_s` seconds later."""

    errand: ErrandId
    kind: Kind
    language: str
    needs: tuple[str, ...]
    next_after_s: float


def pretended(rules: Rules, seed: str, desks: int) -> Pretended:
    """The same seed gives the same visitor."""
    random = Random(seed)  # noqa: S311 (chance that makes visitors keeps no secret)
    weights = [1 / each.expected_minutes for each in rules.errands]
    errand = random.choices(rules.errands, weights)[0].errand_id
    kind = Kind.PRIORITY if random.random() < PRIORITY_SHARE else Kind.WALK_IN
    needs = (random.choice(NEEDS),) if random.random() < NEEDS_SHARE else ()
    return Pretended(errand, kind, random.choice(LANGUAGES), needs, random.expovariate(max(1, desks) / MEAN_GAP_S))
