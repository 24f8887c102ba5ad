# SPDX-License-Identifier: EUPL-1.2
"""What all screens have: the frame, and facts that their own layout draws."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kivy.lang import Builder
from kivy.properties import ObjectProperty

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui.facts import Frame, KeyFacts, Reading
from kolapp_kiosk.ui.widgets import ticket
from kolapp_kiosk.ui.widgets.arranged import Board
from kolapp_kiosk.ui.widgets.frame import Bar, Header, HumanKey, LeftKey
from kolapp_kiosk.ui.widgets.keys import Cards
from kolapp_kiosk.ui.widgets.rows import RowKey
from kolapp_words.texts import Texts


@dataclass(frozen=True, slots=True)
class Choices:
    """The facts of a screen that is read and chosen from. `panel_icon` and `panel_text` are those of a message."""

    reading: Reading
    cards: tuple[KeyFacts, ...] = ()
    row: tuple[KeyFacts, ...] = ()
    panel_icon: str = ""
    panel_text: str = ""

    @property
    def cards_area(self) -> str:
        """Where the cards stand: lower where a row stands above them."""
        return "cards_under_row" if self.row else "cards"


class KioskScreen(Board):
    """A screen. Its layout is the .kv file beside its module."""

    facts = ObjectProperty(None)
    screen_name: ClassVar[str] = ""

    @staticmethod
    def facts_of(state: State, t: Texts) -> object:
        """What the screen says in that state."""
        raise NotImplementedError

    def __init__(self, frame: Frame, **values: object) -> None:
        super().__init__(**values)
        self.add_widget(Header(frame=frame, area="header"))
        self.add_widget(HumanKey(facts=frame.human, area="human" if frame.left or self.look.is_large else "foot"))
        if frame.left:
            self.add_widget(LeftKey(facts=frame.left, area="left"))
        if frame.more:
            self.add_widget(RowKey(facts=frame.more, area="more"))
        self.add_widget(Bar(keys=frame.bar, area="bar"))

    def count(self) -> None:
        """Whatever tells the time that is left tells it anew."""
        for child in self.children:
            if isinstance(child, ticket.DoneKey):
                child.count()

    def told(self, facts: object) -> bool:  # noqa: ARG002 (a screen of its own kind may take them)
        """Whether the screen could show `facts` as it stands; else it is made anew."""
        return False

    @property
    def cards(self) -> Cards | None:
        return next((child for child in self.children if isinstance(child, Cards)), None)


def load_layout(module_file: str) -> None:
    """The .kv file beside that module is known to Kivy."""
    Builder.load_file(str(Path(module_file).with_suffix(".kv")))
