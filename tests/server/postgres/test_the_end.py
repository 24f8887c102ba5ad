# SPDX-License-Identifier: EUPL-1.2
"""A server ends while threads of it are in the middle of a question: no connection stays open, and nobody leads by mistake."""

from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Connection, text

from kolapp_server.store.engine import close_for_good, open_reading
from kolapp_server.store.leading import Lead
from kolapp_server.store.reading import Reader
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.slow
WITHIN_S = 30.0


def test_a_question_on_its_way_gets_its_answer_and_leaves_nothing_open(a_postgres: PostgresServer) -> None:
    engine = open_reading(a_postgres.new_database())
    asked, may_end, answers, wires = Event(), Event(), list[int](), list[Any]()

    def question(connection: Connection) -> None:
        wires.append(connection.connection.driver_connection)
        asked.set()
        assert may_end.wait(WITHIN_S)
        answers.append(connection.scalar(text("SELECT 7")) or 0)

    thread = Thread(target=Reader(engine).read, args=(question,))
    thread.start()
    assert asked.wait(WITHIN_S)
    close_for_good(engine)
    may_end.set()
    thread.join(WITHIN_S)
    assert answers == [7]
    assert [wire.closed for wire in wires] == [True]


def test_whoever_has_given_up_does_not_lead_again(a_postgres: PostgresServer) -> None:
    url = a_postgres.new_database()
    engines = [open_reading(url), open_reading(url)]
    try:
        ended, other = (Lead(engine) for engine in engines)
        ended.give_up()
        assert not ended.is_ours()
        assert other.is_ours()
        other.give_up()
    finally:
        for engine in engines:
            close_for_good(engine)
