# SPDX-License-Identifier: EUPL-1.2
"""How widgets stand: in a stack, in a line (mirrored in right-to-left), or in the named areas of the grid.

Heights follow texts: a widget's width is set first and its height read after, in one pass and without waiting for a frame.
"""

from dataclasses import replace

from kivy.app import App
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kolapp_kiosk.ui.grid import GAP, Area
from kolapp_kiosk.ui.look import Look


def current_look() -> Look:
    """The look of the running app."""
    return App.get_running_app().look


class Arranged(Widget):
    """A widget that places its children whenever it, or one of them, changes."""

    area = StringProperty("")
    spacing = NumericProperty(0)
    inset = NumericProperty(0)
    hugs = BooleanProperty(False)

    def __init__(self, **values: object) -> None:
        self._is_arranging = False
        super().__init__(**{"size": (0, 0), **values})
        self.look = current_look()
        for name in ("pos", "size", "spacing", "inset"):
            self.fbind(name, self.arrange)
        self.arrange()

    def add_widget(self, widget: Widget, *args: object, **values: object) -> None:
        """The child stands in its place."""
        super().add_widget(widget, *args, **values)
        widget.fbind("size", self.arrange)
        self.arrange()

    def arrange(self, *_: object) -> None:
        """Every child stands in its place."""
        if self._is_arranging or not hasattr(self, "look"):
            return
        self._is_arranging = True
        try:
            self.place()
        finally:
            self._is_arranging = False

    def place(self) -> None:
        """Places the children."""

    def in_order(self) -> list[Widget]:
        """The children as they were added, without those that have nothing to show."""
        return [child for child in reversed(self.children) if not getattr(child, "is_empty", False)]


class OneForEach(Arranged):
    """One child for each of `keys`, made anew when they change."""

    keys = ObjectProperty(())

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.fbind("keys", self.fill_in)
        self.fill_in()

    def fill_in(self, *_: object) -> None:
        """The children are those of the keys."""
        self.clear_widgets()
        for facts in self.keys:
            self.add_widget(self.made_of(facts))
        self.arrange()

    def made_of(self, facts: object) -> Widget:
        """The child that shows `facts`."""
        raise NotImplementedError


def is_fixed(widget: Widget) -> bool:
    """Whether a widget brings its own width."""
    return bool(getattr(widget, "natural", False))


class Stack(Arranged):
    """From the top down. `valign` is "top", "middle" or "bottom"; with `hugs` it is as high as what it holds."""

    valign = StringProperty("top")
    halign = StringProperty("start")

    def place(self) -> None:
        """Places the children."""
        children = self.in_order()
        inner = max(0, self.width - 2 * self.inset)
        for child in children:
            if not is_fixed(child):
                child.width = inner
        self.needed = sum(child.height for child in children) + self.spacing * max(0, len(children) - 1) + 2 * self.inset
        if self.hugs:
            self.height = self.needed
        spare = {"top": 0, "middle": (self.height - self.needed) / 2, "bottom": self.height - self.needed}[self.valign]
        y = self.top - self.inset - spare
        for child in children:
            y -= child.height
            child.pos = (round(self._x_of(child, inner)), round(y))
            y -= self.spacing

    def _x_of(self, child: Widget, inner: float) -> float:
        share = 0.5 if self.halign == "centre" else float(self.look.is_rtl)
        return self.x + self.inset + (inner - child.width) * share


class Line(Arranged):
    """Along the reading direction, middles aligned. A child that is not of fixed width takes what is left over."""

    is_centred = BooleanProperty(False)

    def place(self) -> None:
        """Places the children."""
        children = self.in_order()
        fixed = sum(child.width for child in children if is_fixed(child))
        spare = max(0, self.width - 2 * self.inset - fixed - self.spacing * max(0, len(children) - 1))
        growing = [child for child in children if not is_fixed(child)]
        for child in growing:
            child.width = spare / len(growing)
        if self.hugs:
            self.height = max((child.height for child in children), default=0) + 2 * self.inset
        x = self.x + self.inset + (spare / 2 if self.is_centred and not growing else 0)
        for child in children:
            left = self.x + self.right - x - child.width if self.look.is_rtl else x
            child.pos = (round(left), round(self.center_y - child.height / 2))
            x += child.width + self.spacing


class Spring(Widget):
    """Takes what is left over in a line."""

    def __init__(self, height: float = 0) -> None:
        super().__init__(size=(0, height))


class Board(Arranged):
    """The whole glass: each child stands in the area of the grid that it names.

    A panel of words that are too many for it takes what the reading above it leaves empty.
    """

    def place(self) -> None:
        """Places the children. Who wishes for a height comes last, when it is known what the reading leaves."""
        for child in sorted(self.children, key=lambda child: hasattr(child, "wish_height")):
            self._place_in(child, self._area_of(child))

    def _area_of(self, child: Widget) -> Area:
        """Its place in the grid; what is read ends above a panel that stands beneath it."""
        areas = self.look.grid.areas
        area, panel = areas[child.area], areas["panel"]
        if child.area != "reading" or panel.x != area.x or all(other.area != "panel" for other in self.children):
            return area
        return replace(area, height=min(area.height, panel.y - GAP - area.y))

    def _place_in(self, child: Widget, area: Area) -> None:
        grid, look = self.look.grid, self.look
        left = self.x + (self.width - look.px(grid.width)) / 2
        top = self.top - (self.height - look.px(grid.height)) / 2
        x = grid.width - area.x - area.width if look.is_rtl else area.x
        width, height = look.px(area.width), look.px(area.height)
        if hasattr(child, "wish_height"):
            height += max(0, min(child.wish_height(width) - height, self._left_over(area)))
        child.size = (width, height)
        child.pos = (round(left + look.px(x)), round(top - look.px(area.y + area.height)))

    def _left_over(self, area: Area) -> float:
        """What the reading above that area leaves empty."""
        reading = next((child for child in self.children if child.area == "reading"), None)
        is_above = reading is not None and self.look.grid.areas["reading"].x == area.x
        return reading.height - reading.needed if is_above else 0
