# SPDX-License-Identifier: EUPL-1.2
"""Whatever a town offers: two levels at most, six choices (of languages all), a human on every screen, and no dead end;
by finger and by keypad.

The whole tree of screens is walked, from the welcome through every key that leads on.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kolapp_contract.board import WaitLine
from kolapp_contract.catalogue import Catalogue, Errand, Group, Lane
from kolapp_kiosk.flow import focus, keys
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.events import CatalogueChanged, Pressed, Touched, ViewChanged
from kolapp_kiosk.flow.keys import CharacterKey, ErrandKey, GroupKey, LanguageKey, Standing, Target
from kolapp_kiosk.flow.pad import Pad
from kolapp_kiosk.flow.state import Alternatives, Errands, Issuing, Languages, Screen, State, Welcome
from kolapp_words.languages import LANGUAGES
from tests.kiosk import town

Walk = Callable[[State, Target], State]
SIZES = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 63)), min_size=1, max_size=6)
LOOKS_ONLY = frozenset({Standing.CONTRAST, Standing.LARGE, Standing.LOW, Standing.PRIORITY})
SPOKEN = tuple(LANGUAGES)
DEEPEST = 20
"""Keys from the welcome; with pages to turn no tree is deeper."""


def catalogue(sizes: list[tuple[int, int]], languages: tuple[str, ...]) -> Catalogue:
    """A catalogue of so many groups and errands; the bits say which of them a specialist meets."""
    groups = tuple(
        Group(
            group_id=f"g{g}",
            names={"sv": f"Grupp {g}"},
            icon="question",
            series="A",
            errands=tuple(
                Errand(
                    errand_id=f"e{g}-{e}",
                    names={"sv": f"Ärende {g} {e}"},
                    icon="question",
                    series="A",
                    lane=Lane.SPECIALIST if bits >> e & 1 else Lane.GUIDE,
                    expected_minutes=10,
                )
                for e in range(count)
            ),
        )
        for g, (count, bits) in enumerate(sizes)
    )
    return town.CATALOGUE.model_copy(update={"groups": groups, "languages": languages, "human_errand_id": "e0-0"})


def kiosk(given: Catalogue, absent: int, **wishes: bool) -> State:
    """A kiosk with that catalogue; the bits of `absent` say whose desk is empty now."""
    ids = [errand.errand_id for group in given.groups for errand in group.errands]
    waits = tuple(WaitLine(key=one, waiting=0, is_staffed=not absent >> place & 1) for place, one in enumerate(ids))
    state = town.after(town.kiosk(), CatalogueChanged(town.MORNING, town.draft(), given, given.languages))
    state = town.after(state, ViewChanged(town.MORNING, town.draft(), town.OPEN, waits))
    return replace(state, wishes=replace(state.wishes, **wishes))


def by_finger(state: State, target: Target) -> State:
    return flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), target))[0]


class Keypad:
    """Goes from key to key until it stands on the wanted one, and chooses it.

    One round over a screen's keys is enough for all of them: from the same key the same press leads to the same screen.
    """

    def __init__(self) -> None:
        self._on: State | None = None
        self._round: dict[Target | None, State] = {}

    def __call__(self, state: State, target: Target) -> State:
        if state is not self._on:
            self._on, self._round = state, dict(self._stations(state))
        assert target in self._round, f"{target} is never reached on {state.screen}"
        stands = self._round[target]
        return flow.step(stands, Pressed(stands.now + timedelta(seconds=1), town.draft(), Pad.CHOOSE))[0]

    @staticmethod
    def _stations(state: State) -> Iterator[tuple[Target | None, State]]:
        """Each key that the keypad comes to, and the state that stands then."""
        for _ in focus.order(state):
            state = flow.step(state, Pressed(state.now + timedelta(seconds=1), town.draft(), Pad.NEXT))[0]
            yield state.focus, state


by_keypad = Keypad()


def screens(start: State, walk: Walk) -> Iterator[tuple[State, tuple[Target, ...]]]:
    """Every screen that can be reached, with the shortest way to it."""
    seen, front = {timeless(start.screen)}, [(start, ())]
    while front:
        state, way = front.pop(0)
        yield state, way
        if isinstance(state.screen, Issuing):
            continue
        for target in keys.offered(state):
            if target in LOOKS_ONLY or isinstance(target, LanguageKey | CharacterKey):
                continue
            after = walk(state, target)
            shown = timeless(after.screen)
            if shown not in seen:
                seen.add(shown)
                front.append((replace(after, touched_at=None, focus=None), (*way, target)))


def timeless(screen: Screen) -> object:
    """What makes a screen another one: not when it came."""
    if isinstance(screen, Issuing):
        return Issuing
    at = {"since": town.MORNING} if hasattr(screen, "since") else {}
    under = {"under": timeless(screen.under)} if hasattr(screen, "under") else {}
    return replace(screen, **at, **under)


def leads_home(state: State, walk: Walk, home: set[object]) -> bool:
    """Whether one step back, again and again, ends at the welcome, or at a screen of which that is known: those of `home`."""
    way: list[object] = []
    for _ in range(DEEPEST):
        way.append(timeless(state.screen))
        if way[-1] in home or (isinstance(state.screen, Welcome) and state.screen.page == 0):
            home.update(way)
            return True
        ways = [key for key in (Standing.BACK, Standing.UNDO, Standing.DONE) if key in keys.offered(state)]
        if not ways:
            return False
        state = replace(walk(state, ways[0]), focus=None)
    return False


def proven(start: State, walk: Walk) -> None:
    """All that is promised of a catalogue's screens holds on each of them."""
    reached, home, given = set(), set(), start.world.catalogue
    assert given is not None
    for state, way in screens(start, walk):
        levels = [target for target in way if isinstance(target, GroupKey | ErrandKey)]
        assert len(levels) <= 2, way
        assert len(way) <= DEEPEST, way
        assert len(keys.choices(state)) <= (len(SPOKEN) if isinstance(state.screen, Languages) else 6)
        assert keys.offered(state).count(Standing.HUMAN) == 1
        assert set(focus.order(state)) == set(keys.offered(state))
        assert leads_home(state, walk, home), way
        if isinstance(state.screen, Welcome):
            reached |= {g.errands[0].errand_id for g in given.groups if GroupKey(g.group_id) in keys.choices(state)}
        if isinstance(state.screen, Errands):
            reached |= {target.errand_id for target in keys.choices(state) if isinstance(target, ErrandKey)}
        if isinstance(state.screen, Alternatives):
            assert Standing.ANYWAY in keys.offered(state)
    assert reached >= {errand.errand_id for group in given.groups if len(group.errands) > 1 for errand in group.errands}


@given(SIZES, st.integers(1, len(SPOKEN)), st.integers(0, 2**36 - 1), st.booleans(), st.booleans())
@example([(6, 63)] * 6, len(SPOKEN), 5, False, False)
@settings(max_examples=3, deadline=None)
def test_a_catalogue_is_walked_by_finger(
    sizes: list[tuple[int, int]], languages: int, absent: int, is_large: bool, is_low: bool
) -> None:
    proven(kiosk(catalogue(sizes, SPOKEN[:languages]), absent, is_large=is_large, is_low=is_low), by_finger)


@pytest.mark.slow
@pytest.mark.parametrize("walk", [by_finger, by_keypad], ids=["finger", "keypad"])
@given(SIZES, st.integers(0, 2**36 - 1), st.booleans(), st.booleans())
@settings(max_examples=20, deadline=None)
def test_any_catalogue_is_walked_by_finger_and_by_keypad(
    walk: Walk, sizes: list[tuple[int, int]], absent: int, is_large: bool, is_low: bool
) -> None:
    proven(kiosk(catalogue(sizes, SPOKEN), absent, is_large=is_large, is_low=is_low), walk)


def test_a_screen_without_a_way_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "foot", lambda _state: ())
    with pytest.raises(AssertionError):
        proven(kiosk(catalogue([(2, 0)], ("sv",)), 0), by_finger)
