# SPDX-License-Identifier: EUPL-1.2
"""A kiosk without a window as a process of its own, for a namespace of its own.

    python -m tests.support.tapping SERVER_URL FOLDER PAIRED_JSON

It reads a word a line and answers each with a line of JSON: `tap` with what the visitor was told, `tell` when the server has all.
Its log goes the other way out.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import structlog

from kolapp_contract.devices import Paired
from tests.support.visitors import Recorder
from tests.support.windowless_kiosk import WindowlessKiosk


async def serve(url: str, folder: Path, paired: Paired) -> None:
    """Answers until there are no more words."""
    book = Recorder()
    async with WindowlessKiosk(url, folder, paired, book) as kiosk:
        while word := (await asyncio.to_thread(sys.stdin.readline)).strip():
            print(json.dumps(await answer(word, kiosk, book)), flush=True)


async def answer(word: str, kiosk: WindowlessKiosk, book: Recorder) -> Any:
    """What came of a word."""
    if word == "tell":
        return await kiosk.until_told()
    before = len(book.operations)
    await kiosk.tap()
    return [asdict(one) for one in book.operations[before:]]


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), Paired.model_validate_json(sys.argv[3])))
