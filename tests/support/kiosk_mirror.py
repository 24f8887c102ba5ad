# SPDX-License-Identifier: EUPL-1.2
"""A loopback mirror of a running kiosk: its picture, its keys, and a finger, for tests and for machines without a screen.

A plugin of the kiosk (KOLAPP_KIOSK_PLUGIN=tests.support.kiosk_mirror), never in the wheel. KOLAPP_MIRROR_PORT says which
port of 127.0.0.1 it listens on (0: any); KOLAPP_MIRROR_FILE names a file that then holds the port. With KOLAPP_MIRROR_PATIENCE_S
the kiosk waits so many seconds for the server's answer instead of 0.8, and for the printer's instead of 3: on a machine that does
much else it gives no number of its own where a test wants the server's, and knows of each slip what became of it.

    GET  /picture.png   what stands on the glass now
    GET  /state.json    {"screen", "language", "frames", "first_frame_at" (Unix time of the first frame that a visitor can touch),
                         "keys": {"group:bygga": {"text", "x", "y", "width", "height"}},
                         "texts", "focus", "is_spoken", "is_speaking", "number", "paper", "wired", "answering",
                         "offline" (of the shown ticket),
                         "journal": {"file", "unsent", "unresolved", "counter", "epoch", "taken_upto"},
                         "now" (the server's time as the kiosk reckons it), "clock_sure"}
    GET  /spoken.json   {"spoken": [[piece, ...], ...]}: what was said since the last question, in order
    POST /press         {"key": "right"}: a key of the machine, down and up, as a keypad sends it. Answers as a touch does.
    POST /scan          {"text": "R-7KQM-..."}: a scanner that types as a keyboard does, with the line's end
    POST /touch         {"x", "y"} or {"key": "group:bygga"}, and where it is lifted if elsewhere, "slide_to": [x, y]:
                        a real touch, down and up, through the window.
                        Answers, once a frame has been drawn after it, with the state and "touch_ms" from finger up to that frame;
                        404 where there is no such key. A touch waits until the kiosk's half second against trembling has passed.

All rectangles and touches are in pixels of the picture: from the left, from the top.
"""

import asyncio
import json
import os
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
LONGEST_BODY = 1000
FRAME_WITHIN_S = 3.0
ASKED_WITHIN_S = 30.0
"""Long enough for a machine that does much else; whoever asks would take an early end for a kiosk that is gone."""


class Mirror:
    """Answers one question a connection. `kiosk` is the running `kolapp_kiosk.runner.Kiosk`."""

    def __init__(self, kiosk: Any) -> None:
        self.kiosk = kiosk
        self.server: asyncio.Server | None = None
        self.one_finger = asyncio.Lock()
        self.spoken: list[list[str]] = []
        self.first_frame_at: float | None = None
        self._await_first_frame()
        kiosk.voice.on_words = lambda utterance: self.spoken.append(list(utterance.pieces))

    async def open(self, port: int, port_file: Path | None) -> None:
        """The mirror can be asked; its port stands in `port_file`."""
        self.server = await asyncio.start_server(self._answer, "127.0.0.1", port)
        if port_file is not None:
            unfinished = port_file.with_suffix(".part")
            unfinished.write_text(str(self.server.sockets[0].getsockname()[1]))
            unfinished.replace(port_file)

    def _await_first_frame(self) -> None:
        from kivy.core.window import Window

        def flipped(*_: object) -> None:
            if self._keys():
                self.first_frame_at = time.time()
                Window.unbind(on_flip=flipped)

        Window.bind(on_flip=flipped)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), ASKED_WITHIN_S)).decode("latin-1")
            length = next((int(line[15:]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0)
            body = await reader.readexactly(min(length, LONGEST_BODY))
            writer.write(await self._page(*head.split(" ")[:2], body))
            await writer.drain()
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _page(self, method: str, path: str, body: bytes) -> bytes:
        match method, path:
            case "GET", "/picture.png":
                await self._drawn()
                return _ok("image/png", self.kiosk.app.picture_png())
            case "GET", "/state.json":
                return _json(self.state())
            case "GET", "/spoken.json":
                spoken, self.spoken = self.spoken, []
                return _json({"spoken": spoken})
            case "POST", "/press":
                return await self._press(json.loads(body)["key"])
            case "POST", "/scan":
                return await self._scan(json.loads(body)["text"])
            case "POST", "/touch":
                return await self._touch(json.loads(body))
            case _:
                return NOT_FOUND

    def state(self) -> dict[str, Any]:
        """What stands on the glass, in facts."""
        kiosk, app = self.kiosk, self.kiosk.app
        from kolapp_kiosk.flow.keys import name

        ticket = getattr(kiosk.state.screen, "ticket", None)
        return {
            "screen": app.screen.screen_name,
            "language": kiosk.state.wishes.language,
            "frames": app.flips,
            "first_frame_at": self.first_frame_at,
            "width": app.surface.width_px,
            "height": app.surface.height_px,
            "keys": {key.key_name: self._key(key) for key in self._keys()},
            "texts": [widget.text for widget in app.screen.walk() if getattr(widget, "lettering", None) and widget.text],
            "number": ticket.number if ticket else None,
            "ticket_id": str(ticket.ticket_id) if ticket else None,
            "focus": kiosk.state.focus and name(kiosk.state.focus),
            "is_spoken": kiosk.state.wishes.is_spoken,
            "is_speaking": kiosk.state.speaking_since is not None,
            "paper": str(getattr(kiosk.state.screen, "paper", "")) or None,
            "wired": kiosk.state.world.is_wired,
            "answering": kiosk.state.world.is_answering,
            "offline": getattr(kiosk.state.screen, "is_offline", None),
            "now": kiosk.recorder.now().isoformat(),
            "clock_sure": kiosk.recorder.reckoning.is_sure,
            "journal": self._journal(),
            "printer": kiosk.press.state and str(kiosk.press.state),
        }

    def _journal(self) -> dict[str, Any]:
        recorder, ledger = self.kiosk.recorder, self.kiosk.recorder.ledger
        return {
            "file": str(self.kiosk.journal_path),
            "unsent": recorder.unsent,
            "unresolved": sorted(map(str, ledger.unresolved)),
            "counter": ledger.counter,
            "epoch": ledger.epoch,
            "taken_upto": ledger.taken_upto,
        }

    def _keys(self) -> list[Any]:
        from kolapp_kiosk.ui.widgets.keys import Key

        return [widget for widget in self.kiosk.app.screen.walk() if isinstance(widget, Key) and not widget.disabled]

    def _key(self, key: Any) -> dict[str, Any]:
        top = self.kiosk.app.surface.height_px - key.top
        return {
            "text": key.facts.text,
            "x": round(key.x),
            "y": round(top),
            "width": round(key.width),
            "height": round(key.height),
        }

    async def _touch(self, wish: dict[str, Any]) -> bytes:
        async with self.one_finger:
            await self._until_calm()
            keys = {key.key_name: key for key in self._keys()}
            if "key" in wish and wish["key"] not in keys:
                return NOT_FOUND
            x, y = keys[wish["key"]].center if "key" in wish else (wish["x"], self.kiosk.app.surface.height_px - wish["y"])
            began_s = time.monotonic()
            self._finger(float(x), float(y), wish.get("slide_to"))
            await self._drawn()
            return _json({**self.state(), "touch_ms": round((time.monotonic() - began_s) * 1000, 1)})

    async def _press(self, key: str) -> bytes:
        from kivy.core.window import Window

        from kolapp_kiosk.ui.keypad import code_of

        async with self.one_finger:
            await self._until_calm()
            Window.dispatch("on_key_down", code_of(key), 0, None, [])
            Window.dispatch("on_key_up", code_of(key), 0)
            await self._drawn()
            return _json(self.state())

    async def _scan(self, text: str) -> bytes:
        from kivy.core.window import Window

        from kolapp_kiosk.ui.scanner_keys import ENTER

        async with self.one_finger:
            for character in text:
                Window.dispatch("on_textinput", character)
            Window.dispatch("on_key_down", min(ENTER), 0, None, [])
            Window.dispatch("on_key_up", min(ENTER), 0)
            await self._drawn()
            return _json(self.state())

    async def _until_calm(self) -> None:
        from kolapp_kiosk.flow.step import DEBOUNCE

        last = self.kiosk.state.touched_at
        if last is not None:
            await asyncio.sleep(max(0.0, (last + DEBOUNCE - self.kiosk.now()).total_seconds() + 0.01))

    def _finger(self, x: float, y: float, slide_to: list[float] | None = None) -> None:
        """Down and up, through the window as any finger comes: at one place, or lifted somewhere else."""
        from kivy.base import EventLoop
        from kivy.tests.common import UnitTestTouch

        EventLoop.ensure_window()
        touch = UnitTestTouch(x, y)
        touch.touch_down()
        if slide_to is not None:
            touch.touch_move(slide_to[0], self.kiosk.app.surface.height_px - slide_to[1])
        touch.touch_up()

    async def _drawn(self) -> None:
        """A frame has been flipped since now."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FRAME_WITHIN_S):
                await self.kiosk.app.next_flip().wait()


def _json(value: dict[str, Any]) -> bytes:
    return _ok("application/json", json.dumps(value, ensure_ascii=False).encode())


def _ok(kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def be_patient(kiosk: Any, seconds: float) -> None:
    """The kiosk waits so long for any answer of the server's and of the printer's."""
    from kolapp_printers.printer import STATUS_SHARE

    if kiosk.press.printer is not None:
        kiosk.press.printer.seconds, kiosk.press.printer.status_seconds = seconds, seconds * STATUS_SHARE
    for name, module in tuple(sys.modules.items()):
        for wait in ("ANSWER_WITHIN", "LOOKED_WITHIN"):
            if name.startswith("kolapp_kiosk.flow.") and hasattr(module, wait):
                setattr(module, wait, timedelta(seconds=seconds))


def attach(kiosk: Any) -> None:
    """The mirror of `kiosk` opens; called by the kiosk within its running loop."""
    if seconds := os.environ.get("KOLAPP_MIRROR_PATIENCE_S"):
        be_patient(kiosk, float(seconds))
    mirror = Mirror(kiosk)
    port_file = os.environ.get("KOLAPP_MIRROR_FILE")
    opening = mirror.open(int(os.environ.get("KOLAPP_MIRROR_PORT", "0")), Path(port_file) if port_file else None)
    # The loop holds its tasks weakly, so the mirror is kept by what it shows.
    vars(kiosk)["mirror"] = (mirror, asyncio.get_running_loop().create_task(opening))
