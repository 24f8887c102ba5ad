# SPDX-License-Identifier: EUPL-1.2
"""Work that the writer's thread has the loop do is done once, whoever comes to it first."""

import asyncio
import threading

import pytest

from kolapp_server.store.errand import Errand


async def test_the_loop_does_it() -> None:
    loop = asyncio.get_running_loop()
    assert await asyncio.to_thread(Errand(threading.get_ident).done_in, loop) == threading.get_ident()


async def test_what_it_raises_is_raised_where_it_is_waited_for() -> None:
    def fails() -> None:
        raise KeyError("planted")

    with pytest.raises(KeyError, match="planted"):
        await asyncio.to_thread(Errand(fails).done_in, asyncio.get_running_loop())


async def test_a_loop_that_is_held_up_is_not_waited_for() -> None:
    done: list[int] = []
    waiting = threading.Thread(
        target=Errand(lambda: done.append(threading.get_ident())).done_in, args=(asyncio.get_running_loop(),)
    )
    waiting.start()
    # Held up on purpose: whoever stops the server waits like this for the writer to end.
    waiting.join(timeout=20)
    assert done == [waiting.ident]
    await asyncio.sleep(0)
    assert len(done) == 1


def test_a_closed_loop_is_not_waited_for() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    assert Errand(threading.get_ident).done_in(loop) == threading.get_ident()
