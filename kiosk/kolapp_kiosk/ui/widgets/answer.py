# SPDX-License-Identifier: EUPL-1.2
"""An answer on a quiet panel: its words as large as they can be, and a code to be photographed where more stands."""

from dataclasses import dataclass

from kolapp_kiosk.ui.widgets.arranged import Line, Stack
from kolapp_kiosk.ui.widgets.drawn import Code, Words
from kolapp_kiosk.ui.widgets.ticket import Panel

CODE_UNITS = (300, 240, 180)
"""From the best to the least that a telephone still reads at arm's length (45 mm)."""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """`link_icon` is the address in the code; `more` the words beside it."""

    text: str
    link_icon: str = ""
    more: str = ""

    @property
    def address(self) -> str:
        """The address as somebody would type it."""
        return self.link_icon.removeprefix("https://")


class AnswerPanel(Panel):
    """The answer. Its words are whole; the code gives way where there is no room for both."""

    def build(self) -> Stack | Line:
        """What stands in the panel."""
        for span in (*CODE_UNITS, 0) if self.facts.link_icon else (0,):
            stack = self._beside(span) if self.look.surface.is_landscape else self._below(span)
            stack.size = self.size
            stack.arrange()
            if self._fits(stack):
                break
        return stack

    def _fits(self, stack: Stack | Line) -> bool:
        room = self.height - 2 * self.look.px(24)
        return max(child.height for child in stack.children) <= room and getattr(stack, "needed", 0) <= self.height

    def _below(self, span: int) -> Stack:
        look = self.look
        stack = Stack(valign="middle", inset=look.px(40), spacing=look.px(36))
        if self.facts.text:
            stack.add_widget(Words(text=self.facts.text, style=look.type.lead))
        if span:
            line = Line(hugs=True, spacing=look.px(36))
            line.add_widget(Code(content=self.facts.link_icon, span=span))
            line.add_widget(self._where())
            stack.add_widget(line)
        return stack

    def _beside(self, span: int) -> Line:
        look = self.look
        line = Line(inset=look.px(40), spacing=look.px(40))
        words = Stack(hugs=True, spacing=look.px(20))
        if self.facts.text:
            words.add_widget(Words(text=self.facts.text, style=look.type.lead))
        if span:
            words.add_widget(self._where())
        line.add_widget(words)
        line.add_widget(Code(content=self.facts.link_icon if span else "", span=span or 1))
        return line

    def _where(self) -> Stack:
        look = self.look
        where = Stack(hugs=True)
        where.add_widget(Words(text=self.facts.more, style=look.type.least, color="ink2"))
        if not look.is_large:
            where.add_widget(Words(text=self.facts.address, style=look.type.least, color="ink2", code="sv"))
        return where
