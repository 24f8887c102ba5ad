# SPDX-License-Identifier: EUPL-1.2
"""The window: shows a state, and tells whoever listens which key was touched. Decides nothing."""

import asyncio
import io
from collections import deque
from collections.abc import Callable

from kivy.app import App
from kivy.core.window import Window
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget
from PIL import Image

from kolapp_kiosk.flow import timers
from kolapp_kiosk.flow.effects import Saying
from kolapp_kiosk.flow.keys import Target
from kolapp_kiosk.flow.state import (
    Cancelled,
    Direct,
    Errands,
    Languages,
    Refused,
    State,
    StillThere,
    Support,
    TicketReady,
    Unreachable,
    Welcome,
)
from kolapp_kiosk.ui import facts, language, saying
from kolapp_kiosk.ui.lettering import assert_shaping
from kolapp_kiosk.ui.look import Look, Surface, look_of
from kolapp_kiosk.ui.screens.all import SCREENS
from kolapp_kiosk.ui.screens.screen import KioskScreen
from kolapp_kiosk.ui.theme import rgba
from kolapp_kiosk.ui.widgets.keys import Key
from kolapp_kiosk.ui.widgets.ring import FocusRing

KEPT = (Welcome, Errands, Direct, Languages, Support)
"""Screens that are the same for everybody: made once, they are shown again as they are. Nothing of a visitor stands on them."""
MOST_KEPT = 24


class KioskApp(App):
    """`on_target` hears of each key that was touched. `stands` is set once the first picture is on the glass."""

    title = "Kölapp"

    def __init__(self, surface: Surface, first: State, on_target: Callable[[Target], None], **values: object) -> None:
        super().__init__(**values)
        assert_shaping()
        self.surface = surface
        self.state = first
        self.on_target = on_target
        self.look: Look = look_of(first, surface)
        self.screen: KioskScreen | None = None
        self.seconds_left, self.seconds_whole = 0, 1
        self.flips = 0
        self.stands = asyncio.Event()
        self._flip = asyncio.Event()
        self._shown: tuple[object, ...] = ()
        self._kept: deque[tuple[tuple[object, ...], KioskScreen]] = deque(maxlen=MOST_KEPT)
        self.ground: Widget | None = None
        self.ring = FocusRing()

    def open_settings(self, *_: object) -> bool:
        """Kivy's own panel never opens, whatever key is pressed."""
        return False

    def build(self) -> Widget:
        """The root that screens stand in; the first state is shown."""
        Window.size = (self.surface.width_px, self.surface.height_px)
        Window.bind(on_flip=self._flipped)
        self.ground = Widget()
        with self.ground.canvas.before:
            self._paper = Color(1, 1, 1, 1)
            self._sheet = Rectangle()
        self.ground.canvas.after.add(self.ring)
        self.ground.bind(size=self._fit, pos=self._fit)
        self.show(self.state)
        return self.ground

    def next_flip(self) -> asyncio.Event:
        """Set once the next frame is on the glass."""
        self.ground.canvas.ask_update()
        return self._flip

    def _flipped(self, *_: object) -> bool:
        self.flips += 1
        self.stands.set()
        self._flip.set()
        self._flip = asyncio.Event()
        return False

    def _fit(self, *_: object) -> None:
        self._sheet.size, self._sheet.pos = self.ground.size, self.ground.pos
        if self.screen is not None:
            self.screen.size, self.screen.pos = self.ground.size, self.ground.pos

    def show(self, state: State) -> bool:
        """The state is on the glass; True when something else than the time left had to be drawn."""
        self.state = state
        if self.ground is None:
            # The window is still being made; its first picture is of the state that stands by then.
            return False
        self._count(state)
        shown = self._to_show(state)
        is_new = shown != self._shown
        if is_new:
            self._draw(state, shown)
        self._focus(state)
        return is_new

    def _draw(self, state: State, shown: tuple[object, ...]) -> None:
        before, self._shown, self.look = self._shown, shown, shown[1]
        if before[:3] == shown[:3] and self.screen is not None and self.screen.told(shown[3]):
            return
        self._paper.rgba = rgba(self.look.palette.paper)
        self.ground.clear_widgets()
        self.screen = self._screen(state, shown)
        self.ground.add_widget(self.screen)

    def _focus(self, state: State) -> None:
        """The ring stands round the key that the keypad stands on."""
        is_free = state.focus is None or self.screen is None
        keys = () if is_free else (one for one in self.screen.walk() if isinstance(one, Key) and not one.disabled)
        self.ring.put(next((key for key in keys if key.facts.target == state.focus), None), self.look)

    def said(self, state: State, what: Saying, code: str) -> tuple[saying.Piece, ...]:
        """What is heard of the state in that language, made of the same facts as its screen."""
        t = saying.ear(code, state.world.catalogue)
        return saying.said(state, what, SCREENS[type(state.screen)].facts_of(state, t), facts.frame(state, t), t)

    def warm(self, state: State) -> None:
        """The state's screen has been made out of sight: it is there at once when it is wanted."""
        if self.ground is not None:
            self._screen(state, self._to_show(state))

    def _to_show(self, state: State) -> tuple[type[KioskScreen], Look, facts.Frame, object]:
        texts, kind = language.texts(state.wishes.language, state.world.catalogue), SCREENS[type(state.screen)]
        return kind, look_of(state, self.surface), facts.frame(state, texts), kind.facts_of(state, texts)

    def _screen(self, state: State, shown: tuple[type[KioskScreen], Look, facts.Frame, object]) -> KioskScreen:
        kind, _, frame, said = shown
        is_kept = isinstance(state.screen, KEPT)
        known = next((screen for key, screen in self._kept if key == shown), None) if is_kept else None
        if known is not None:
            known.size, known.pos = self.ground.size, self.ground.pos
            return known
        made = kind(frame=frame, facts=said, size=self.ground.size, pos=self.ground.pos)
        if is_kept:
            self._kept.append((shown, made))
        return made

    def picture_png(self) -> bytes:
        """What stands on the glass, as a PNG file."""
        texture = self.ground.export_as_image().texture
        picture = Image.frombytes("RGBA", texture.size, texture.pixels).convert("RGB")
        file = io.BytesIO()
        picture.save(file, "PNG", compress_level=3)
        return file.getvalue()

    def _count(self, state: State) -> None:
        left = timers.seconds_left(state)
        if left is None:
            return
        has_passed = left != self.seconds_left
        self.seconds_whole, self.seconds_left = _whole_s(state), left
        if has_passed and self.screen is not None:
            self.screen.count()

    def touched(self, target: Target) -> None:
        """A key was touched."""
        self.on_target(target)


def _whole_s(state: State) -> int:
    match state.screen:
        case StillThere():
            return int(timers.WARNING.total_seconds())
        case TicketReady() | Cancelled() | Refused() | Unreachable():
            return int(timers.stays(state.screen).total_seconds())
        case _:
            return 1
