# SPDX-License-Identifier: EUPL-1.2
"""Over HTTP: answers for the desk and for everybody, what a kiosk counts, cards from making to revoking, and the figures."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import uuid_utils

from kolapp_contract import entrance as wire
from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, hashed, read_code
from kolapp_server.foundation import now_utc
from kolapp_server.store import cards as card_rows
from kolapp_server.store import contacts as contact_rows
from tests.support.running_server import OTHER_BRANCH, Running, path

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


def uuid7() -> str:
    """An id as devices make them."""
    return str(uuid_utils.uuid7())


async def get(server: Running, pattern: str, who: str = "manager", **params: str) -> Any:
    answer = await server.http.get(path(pattern), params=params, headers=server.by_role[who].headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def post(server: Running, pattern: str, body: dict[str, Any], who: str = "manager", **more: str) -> Any:
    sent = {"request_id": uuid7(), **body}
    return await server.http.post(path(pattern, **more), json=sent, headers=server.by_role[who].headers)


async def ticket(server: Running, errand_id: str, who: str = "kiosk", **more: Any) -> str:
    ticket_id = uuid7()
    body = {"errand_id": errand_id, "language": "sv", **more}
    answer = await server.http.put(path(paths.TICKET, ticket_id=ticket_id), json=body, headers=server.by_role[who].headers)
    assert answer.status_code == 201, answer.text
    return ticket_id


async def card(server: Running, holder_id: str = "byggare", **more: Any) -> wire.CardMade:
    answer = await post(server, paths.CARDS, {"holder_id": holder_id, **more})
    assert answer.status_code == 201, answer.text
    return wire.CardMade.model_validate_json(answer.content)


async def look(server: Running, code: str, who: str = "kiosk") -> Any:
    headers = server.by_role[who].headers
    prefix = who.rpartition(":")[0]
    address = path(paths.CODE_LOOK, **({"branch_id": prefix} if prefix else {}))
    return await server.http.post(address, json={"code": code}, headers=headers)


async def test_the_desk_reads_every_answer_and_the_catalogue_holds_the_public_ones_alone(server: Running) -> None:
    told = wire.Answers.model_validate(await get(server, paths.ANSWERS, "clerk")).answers
    by_errand = {answer.errand_id: answer for answer in told}
    catalogue = await get(server, paths.CATALOGUE, "kiosk")
    public = {e["errand_id"] for g in catalogue["groups"] for e in g["errands"] if e.get("answer")}
    assert public == {errand for errand, answer in by_errand.items() if answer.is_public}
    internal = by_errand["ekonomiskt-bistand"]
    assert (internal.is_public, internal.owner) == (False, "Enheten för ekonomiskt bistånd")
    assert internal.texts["sv"] not in str(catalogue)


async def test_an_answer_whose_review_date_has_passed_is_stale(server: Running) -> None:
    told = wire.Answers.model_validate(await get(server, paths.ANSWERS, "clerk")).answers
    today = now_utc().date()
    assert {answer.errand_id for answer in told if answer.is_stale} == {a.errand_id for a in told if a.review_by < today}


async def test_a_card_leads_to_the_errands_of_its_holder_until_it_is_revoked(server: Running) -> None:
    made = await card(server)
    assert read_code(made.code)[0] is CodeKind.CARD
    opened = (await look(server, made.code)).json()
    assert opened["card"] == {"holder_id": "byggare", "is_revoked": False}
    revoked = await post(server, paths.CARD_REVOKE, {}, card_id=str(made.card.card_id))
    assert revoked.status_code == 204
    assert (await look(server, made.code)).json()["card"]["is_revoked"]
    listed = wire.Cards.model_validate(await get(server, paths.CARDS)).cards
    assert next(one for one in listed if one.card_id == made.card.card_id).revoked_at is not None


async def test_a_card_of_another_branch_is_unknown(server: Running) -> None:
    made = await card(server)
    answer = await look(server, made.code, f"{OTHER_BRANCH}:kiosk")
    assert answer.status_code == 404
    assert (await post(server, paths.CARD_REVOKE, {}, card_id=uuid7())).status_code == 404


async def test_cards_have_numbers_and_codes_of_their_own_and_no_code_is_kept(server: Running) -> None:
    one, other = await card(server), await card(server)
    assert other.card.number == one.card.number + 1
    assert one.code != other.code
    rows = await server.foundation.branches.read(lambda connection: card_rows.cards_of(connection, "ekvik"))
    assert hashed(one.code) in {row.code_hash for row in rows}
    assert one.code not in str(await get(server, paths.CARDS))


async def test_a_card_that_is_asked_for_again_since_no_answer_came_is_one_card(server: Running) -> None:
    name = uuid7()
    first, again = await card(server, request_id=name), await card(server, request_id=name)
    assert first.card == again.card
    assert (await look(server, first.code)).status_code == 404
    assert (await look(server, again.code)).status_code == 200
    other = await post(server, paths.CARDS, {"request_id": name, "holder_id": "ombud"})
    assert other.status_code == 422


async def test_no_card_is_made_for_a_kind_that_the_town_does_not_know(server: Running) -> None:
    assert (await post(server, paths.CARDS, {"holder_id": "stamgast"})).status_code == 422


async def test_the_card_to_be_printed_says_kind_number_and_code_and_nothing_that_runs(server: Running) -> None:
    made = await card(server, "restaurang")
    root = ElementTree.fromstring(made.picture)
    words = " ".join(text for text in root.itertext())
    assert (root.get("width"), root.get("height")) == ("85.6mm", "54.0mm")
    assert all(word in words for word in ("Restaurang", str(made.card.number), made.code, "Ekviks kommun"))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "title", "rect", "text", "path"}
    assert not any(name.startswith("on") or name in {"style", "href"} for element in root.iter() for name in element.attrib)


async def test_who_goes_straight_to_a_specialist_leaves_a_record_and_is_counted(server: Running) -> None:
    direct = await ticket(server, "bygglov", way="direct")
    await ticket(server, "bygglov")
    record = await server.foundation.branches.read(lambda connection: contact_rows.record_of(connection, direct))
    assert record is not None
    assert (record.errand, record.ticket_id, record.channel) == ("bygglov", direct, "visit")
    for _ in range(5):
        await ticket(server, "servering", way="card", holder_id="restaurang")
    found = wire.EntranceFigures.model_validate(await get(server, paths.ENTRANCE_FIGURES))
    ways = {(figure.way.value, figure.holder_id): figure.tickets for figure in found.ways}
    assert ways["direct", None].is_few
    assert ways["card", "restaurang"].count == 5


async def test_contacts_are_counted_by_channel_with_the_visits(server: Running) -> None:
    for _ in range(5):
        body = {"errand_id": "bygglov", "channel": "telephone", "outcome": "solved"}
        answer = await post(server, paths.CONTACTS, body, "clerk")
        assert answer.status_code == 200, answer.text
    found = wire.EntranceFigures.model_validate(await get(server, paths.ENTRANCE_FIGURES))
    assert {figure.channel.value: figure.contacts.count for figure in found.channels}["telephone"] == 5


async def test_an_answer_was_enough_where_no_ticket_came_of_it(server: Running) -> None:
    async def read(errand_id: str, *, has_ticket: bool = False, minutes_ago: float = 0, request_id: str = "") -> None:
        opened_at = now_utc() - timedelta(minutes=minutes_ago)
        body = {"errand_id": errand_id, "opened_at": opened_at.isoformat(), "has_ticket": has_ticket}
        answer = await post(server, paths.ANSWER_READS, body | ({"request_id": request_id} if request_id else {}), "kiosk")
        assert answer.status_code == 204, answer.text

    for _ in range(5):
        await read("avfall", minutes_ago=30)
    await read("avfall", has_ticket=True)
    for _ in range(5):
        await read("forskola", minutes_ago=5)
    await ticket(server, "forskola")
    same = uuid7()
    for _ in range(6):
        await read("skolskjuts", request_id=same)
    found = wire.EntranceFigures.model_validate(await get(server, paths.ENTRANCE_FIGURES))
    reads = {figure.errand_id: figure for figure in found.answers}
    assert (reads["avfall"].opened.count, reads["avfall"].enough.count) == (6, 5)
    assert (reads["forskola"].opened.count, reads["forskola"].enough.count) == (5, 0)
    assert reads["skolskjuts"].opened.is_few


async def test_a_ticket_of_another_kiosk_does_not_undo_an_answer(server: Running) -> None:
    for _ in range(5):
        body = {"errand_id": "faktura-och-avgift", "opened_at": now_utc().isoformat(), "has_ticket": False}
        await post(server, paths.ANSWER_READS, body, "kiosk")
    await ticket(server, "faktura-och-avgift", who="clerk")
    found = wire.EntranceFigures.model_validate(await get(server, paths.ENTRANCE_FIGURES))
    assert next(f for f in found.answers if f.errand_id == "faktura-och-avgift").enough.count == 5


async def test_a_clerk_makes_no_cards_and_a_kiosk_reads_no_staff_answers(server: Running) -> None:
    assert (await post(server, paths.CARDS, {"holder_id": "byggare"}, "clerk")).status_code == 403
    headers = server.by_role["kiosk"].headers
    assert (await server.http.get(path(paths.ANSWERS), headers=headers)).status_code == 403
