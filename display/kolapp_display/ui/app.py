# SPDX-License-Identifier: EUPL-1.2
"""The display's one window: a sheet that is laid anew when the picture changes."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kivy.app import App
from PIL import Image

from kolapp_display.facility import FacilityPicture
from kolapp_display.picture import WaitingPicture
from kolapp_display.ui.facility import facility_sheet
from kolapp_display.ui.marks import CAPITAL, Mark, mirrored
from kolapp_display.ui.near import near_sheet
from kolapp_display.ui.paint import LEAST_FACILITY_SIZE, LEAST_SIZE, Sheet
from kolapp_display.ui.theme import THEMES, Theme, in_town_colour
from kolapp_display.ui.waiting import Style, waiting_sheet
from kolapp_words.languages import LANGUAGES
from kolapp_words.own import Own, Part, town_texts

LOCALE = Path(__file__).parent / "locale"
EYE = 0.0122
"""The height of a capital over the distance it is read from: 0.7 degrees (EN 301 549, 5.1.4)."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where the screen hangs. `is_near`: at eye height, to be walked up to."""

    dpi: float = 40.0
    last_seat_m: float = 0.0
    is_near: bool = False

    def least_size(self, unit_px: float) -> float:
        """The size, in units of the sheet, that is read from the last seat."""
        return EYE * self.last_seat_m * 1000 * self.dpi / 25.4 / CAPITAL / unit_px


class DisplayApp(App):
    """The screen. `show` is all that anybody tells it."""

    def __init__(
        self, font_folder: Path, language: str = "sv", theme: str = "light", room: Room | None = None, **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        self.sheet = Sheet(font_folder)
        self.room = room or Room()
        self.picture: WaitingPicture | FacilityPicture | None = None
        self._language, self._theme = language, THEMES[theme]
        self._style = style_of(language, self._theme)

    def build(self) -> Sheet:
        """The sheet fills the window."""
        self.sheet.bind(size=lambda *_: self._lay())
        return self.sheet

    def open_settings(self, *_: object) -> bool:
        """F1 opens nothing: the display has no settings for those who pass by."""
        return False

    def wear(self, accent: str, own: Own = ()) -> None:
        """The town's own colour and words are used from now on."""
        self._style = style_of(self._language, in_town_colour(self._theme, accent), own)
        self._lay()

    def show(self, picture: WaitingPicture | FacilityPicture) -> None:
        """The screen shows `picture`."""
        if picture != self.picture:
            self.picture = picture
            self.sheet.always_lies = isinstance(picture, FacilityPicture)
            self.sheet.least_size = LEAST_FACILITY_SIZE if self.sheet.always_lies else LEAST_SIZE
            self._lay()

    def picture_png(self) -> bytes:
        """The screen as it is now, as a PNG file."""
        texture = self.sheet.export_as_image().texture
        image = Image.frombytes("RGBA", texture.size, texture.pixels).convert("RGB")
        file = io.BytesIO()
        image.save(file, "PNG", compress_level=1)
        return file.getvalue()

    def _lay(self) -> None:
        width, height = self.sheet.sheet_size
        if self.picture is None or min(width, height) < 100:
            return
        sheet = self._sheet_of(self.picture)
        style = replace(self._style, least_size=self.room.least_size(self.sheet.unit))
        marks = sheet(self.picture, style, width, height)
        self.sheet.lay(mirrored(marks, width) if self._style.words.language.is_rtl else marks)

    def _sheet_of(self, picture: WaitingPicture | FacilityPicture) -> Callable[..., tuple[Mark, ...]]:
        if isinstance(picture, FacilityPicture):
            return facility_sheet
        return near_sheet if self.room.is_near else waiting_sheet


def style_of(language: str, theme: Theme, own: Own = ()) -> Style:
    """The texts of all languages, the town's own words over them, and the colours."""
    words_of = {code: town_texts(LOCALE, code, Part.DISPLAY, own) for code in LANGUAGES}
    return Style(town_texts(LOCALE, language, Part.DISPLAY, own), words_of, theme)
