# SPDX-License-Identifier: EUPL-1.2
"""An answer stands beside the ticket and never in its way; a card leads to its errands by one touch."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kolapp_contract.code_look import CardOpens, CodeOpens
from kolapp_contract.codes import CodeKind
from kolapp_contract.tickets import IssueTicket, Way
from kolapp_kiosk.flow import answers, keys
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.effects import Effect, Issue, TellRead
from kolapp_kiosk.flow.events import CodeOpened, Event, Scanned, Ticked, Touched
from kolapp_kiosk.flow.keys import AnswerKey, ErrandKey, GroupKey, Standing, offered
from kolapp_kiosk.flow.state import Answers, CardErrands, Errands, Issuing, NotOpened, Reading, Shut, State, Welcome, Wishes
from tests.kiosk import town

LARGE = Wishes(is_large=True)


def touched(state: State, target: keys.Target) -> tuple[State, tuple[Effect, ...]]:
    return flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), target))


def asked_for(state: State, target: keys.Target) -> IssueTicket:
    """What the touch asks of the server."""
    issue = next(effect for effect in touched(state, target)[1] if isinstance(effect, Issue))
    return issue.body


def carded(holder_id: str, *, is_revoked: bool = False) -> State:
    state = town.after(town.kiosk(), Scanned(town.MORNING + timedelta(seconds=1), town.draft(), town.CARD_CODE))
    opens = CodeOpens(kind=CodeKind.CARD, card=CardOpens(holder_id=holder_id, is_revoked=is_revoked))
    return town.after(state, CodeOpened(state.now, town.draft(), town.CARD_CODE, opens))


def reading(state: State | None = None) -> State:
    return town.touch(state or town.kiosk(), GroupKey("bygga"), Standing.ANSWERS, AnswerKey("bygglov"))


def told(state: State, *events: Event) -> list[TellRead]:
    """What is counted while those events happen."""
    found: list[TellRead] = []
    for event in events:
        state, effects = flow.step(state, event)
        found += [effect for effect in effects if isinstance(effect, TellRead)]
    return found


def quiet(state: State, seconds: int) -> list[Event]:
    return [Ticked(state.now + timedelta(seconds=second), town.draft()) for second in range(1, seconds)]


def test_two_touches_give_a_ticket_as_before_where_answers_can_be_read() -> None:
    group = town.touch(town.kiosk(), GroupKey("bygga"))
    assert Standing.ANSWERS in offered(group)
    assert isinstance(town.touch(group, ErrandKey("bygglov")).screen, Issuing)


def test_from_an_answer_a_ticket_for_it_and_a_human_are_one_touch_away() -> None:
    assert offered(reading())[0] == ErrandKey("bygglov")
    assert Standing.HUMAN in offered(reading())
    assert asked_for(reading(), ErrandKey("bygglov")).errand_id == "bygglov"


def test_only_errands_with_an_answer_are_offered_to_read_and_back_leads_to_the_cards() -> None:
    state = town.touch(town.kiosk(), GroupKey("bygga"), Standing.ANSWERS)
    assert keys.choices(state) == (AnswerKey("bygglov"), AnswerKey("avfall"))
    assert town.touch(state, Standing.BACK).screen == Errands("bygga")
    assert town.touch(reading(), Standing.BACK).screen == Answers(Errands("bygga"))


def test_a_group_without_answers_has_no_key_for_them() -> None:
    assert Standing.ANSWERS not in offered(town.touch(town.kiosk(), GroupKey("skola")))


def test_where_there_is_one_answer_it_is_read_at_once() -> None:
    state = town.touch(town.kiosk(), Standing.DIRECT, Standing.ANSWERS)
    assert isinstance(state.screen, Reading)
    assert state.screen.errand_id == "bygglov"


def test_who_reads_and_leaves_is_counted_without_a_ticket() -> None:
    state = reading()
    assert told(state, *quiet(state, 70)) == [TellRead("bygglov", state.now, has_ticket=False)]


def test_who_reads_and_takes_a_ticket_is_counted_with_it() -> None:
    state = town.answered(town.touch(reading(), ErrandKey("bygglov")))
    assert [read.has_ticket for read in told(state, *quiet(state, 70))] == [True]


def test_who_takes_the_ticket_back_is_counted_without_one() -> None:
    state = town.touch(town.answered(town.touch(reading(), ErrandKey("bygglov"))), Standing.UNDO)
    assert [read.has_ticket for read in told(state, *quiet(state, 70))] == [False]


def test_an_answer_that_is_opened_twice_is_counted_once_and_nothing_is_left_for_the_next_visitor() -> None:
    state = town.touch(reading(), Standing.BACK, AnswerKey("bygglov"), Standing.BACK, AnswerKey("avfall"))
    assert {read.errand_id for read in told(state, *quiet(state, 70))} == {"bygglov", "avfall"}
    assert town.later(state, 70).reads == ()
    assert town.later(state, 70).screen == Welcome()


def test_who_reads_nothing_is_not_counted() -> None:
    state = town.touch(town.kiosk(), GroupKey("bygga"))
    assert told(state, *quiet(state, 70)) == []


@pytest.mark.parametrize("code", town.LANGUAGES)
def test_in_large_letters_an_answer_is_read_part_by_part_and_whole(code: str) -> None:
    state = reading(replace(town.kiosk(is_landscape=True), wishes=replace(LARGE, language=code)))
    parts = answers.parts(state, "bygglov")
    assert parts[-1] == ""
    assert " ".join(parts[:-1]) == town.PERMIT_ANSWER.texts[code]
    assert max(map(len, parts)) <= answers.LONGEST_PART
    assert Standing.MORE in offered(state)
    seen = [state.screen.page for state in (state, town.touch(state, Standing.MORE)) if isinstance(state.screen, Reading)]
    assert seen == [0, 1]
    assert town.touch(state, *[Standing.MORE] * len(parts)).screen == state.screen


def test_the_direct_lane_gives_a_specialists_ticket_in_two_touches_and_says_so() -> None:
    state = town.touch(town.kiosk(), Standing.DIRECT)
    body = asked_for(state, ErrandKey("bygglov"))
    assert (body.errand_id, body.way, body.holder_id) == ("bygglov", Way.DIRECT, None)


def test_who_goes_by_the_groups_or_asks_for_a_human_did_not_go_straight() -> None:
    group = town.touch(town.kiosk(), GroupKey("bygga"))
    assert asked_for(group, ErrandKey("bygglov")).way is None
    assert asked_for(town.touch(town.kiosk(), Standing.DIRECT), Standing.HUMAN).way is None


def test_a_card_gives_a_specialists_ticket_by_one_touch() -> None:
    state = carded("byggare")
    assert keys.choices(state) == (ErrandKey("bygglov"), ErrandKey("adress"), ErrandKey("bostad"))
    body = asked_for(state, ErrandKey("adress"))
    assert (body.errand_id, body.way, body.holder_id) == ("adress", Way.CARD, "byggare")


def test_several_errands_of_a_card_stand_on_one_ticket_in_the_order_of_the_touches() -> None:
    state = town.touch(carded("byggare"), Standing.SEVERAL, ErrandKey("bostad"), ErrandKey("bygglov"), ErrandKey("adress"))
    state = town.touch(state, ErrandKey("bygglov"))
    body = asked_for(state, Standing.TAKE)
    assert (body.errand_id, body.further_errands, body.way, body.holder_id) == ("bostad", ("adress",), Way.CARD, "byggare")


def test_nothing_is_taken_before_an_errand_is_chosen_and_one_touch_is_a_ticket_again_afterwards() -> None:
    gathering = town.touch(carded("byggare"), Standing.SEVERAL)
    assert Standing.TAKE not in offered(gathering)
    assert asked_for(town.touch(gathering, Standing.SEVERAL), ErrandKey("adress")).further_errands == ()


def test_who_gathered_errands_and_asks_for_a_human_takes_none_of_them_along() -> None:
    body = asked_for(town.touch(carded("byggare"), Standing.SEVERAL, ErrandKey("bygglov")), Standing.HUMAN)
    assert (body.errand_id, body.further_errands, body.way) == (None, (), None)


def test_a_revoked_card_says_so_and_a_human_and_the_way_back_are_there() -> None:
    state = carded("byggare", is_revoked=True)
    assert state.screen == NotOpened(Shut.REVOKED)
    assert {Standing.HUMAN, Standing.BACK} <= set(offered(state))
    assert Standing.CODE not in keys.choices(state)


def test_a_card_of_a_kind_that_the_town_no_longer_has_opens_nothing() -> None:
    assert carded("stamgast").screen == NotOpened(Shut.UNKNOWN)


def test_nothing_of_a_card_is_left_for_the_next_visitor() -> None:
    state = town.later(carded("byggare"), 70)
    assert state.screen == Welcome()
    assert "byggare" not in repr(replace(state, world=replace(state.world, catalogue=None)))
    assert isinstance(carded("byggare").screen, CardErrands)
