# SPDX-License-Identifier: EUPL-1.2
"""Who has the code of an earlier contact gets a ticket to those who met the errand then, with no further touch."""

from datetime import timedelta
from uuid import UUID

import pytest

from kolapp_contract.code_look import CodeOpens, ContactOpens
from kolapp_contract.codes import CodeKind, code_of
from kolapp_contract.paths import contact_url
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.effects import Issue, LookAtCode
from kolapp_kiosk.flow.events import CodeOpened, Scanned
from kolapp_kiosk.flow.state import Issuing, LookingUp, State
from tests.kiosk import town

CODE = code_of(CodeKind.CONTACT, bytes(range(11)))


def scanned() -> State:
    """The receipt's QR has been held in front of the scanner."""
    state = town.kiosk()
    assert state.world.catalogue is not None
    text = contact_url(state.world.catalogue.public_url, CODE)
    state, effects = flow.step(state, Scanned(state.now + timedelta(seconds=1), town.draft(), text))
    assert isinstance(state.screen, LookingUp)
    assert [effect.code for effect in effects if isinstance(effect, LookAtCode)] == [CODE]
    return state


def opened(errand_id: str) -> tuple[State, list[Issue]]:
    """The server has said what the code opens."""
    state = scanned()
    opens = CodeOpens(kind=CodeKind.CONTACT, contact=ContactOpens(contact_id=UUID(int=7), errand_id=errand_id))
    state, effects = flow.step(state, CodeOpened(state.now + timedelta(seconds=0.2), town.draft(), CODE, opens))
    return state, [effect for effect in effects if isinstance(effect, Issue)]


def test_the_receipt_gives_a_ticket_with_the_same_errand_and_the_code_goes_along() -> None:
    state, (issue,) = opened("bygglov")
    assert isinstance(state.screen, Issuing)
    assert (issue.body.errand_id, issue.body.contact_code) == ("bygglov", CODE)
    assert issue.ticket_id == state.screen.pending.ticket_id


@pytest.mark.parametrize("errand_id", ["finns-inte-mer"])
def test_where_the_errand_is_offered_no_more_a_person_is_asked_for(errand_id: str) -> None:
    _, (issue,) = opened(errand_id)
    assert (issue.body.errand_id, issue.body.contact_code) == (None, CODE)
