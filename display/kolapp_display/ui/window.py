# SPDX-License-Identifier: EUPL-1.2
"""How Kivy is told to behave before it opens its window. It reads its environment once, when it is first imported."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen that the display hangs on."""

    width_px: int
    height_px: int
    dpi: float
    is_fullscreen: bool
    home: Path
    is_smooth: bool = True
    """Whether slanting edges are smoothed. The picture that is asked of a window is drawn apart, and never is."""


def prepare(screen: Screen) -> None:
    """Kivy will open a quiet window of that size, draw text with Pillow, and leave arguments and the user's home alone."""
    screen.home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        KIVY_NO_ARGS="1",
        KIVY_NO_FILELOG="1",
        KIVY_LOG_MODE="PYTHON",
        KIVY_TEXT="pil",
        KIVY_AUDIO="sdl2",
        KIVY_HOME=str(screen.home.resolve()),
        KIVY_DPI=str(screen.dpi),
        KIVY_METRICS_DENSITY="1",
        KIVY_METRICS_FONTSCALE="1",
    )
    from kivy.config import Config

    # Nobody touches a screen that hangs under a ceiling, and probing for devices fills the log with what is not there.
    Config.remove_section("input")
    Config.add_section("input")
    for section, key, value in (
        ("kivy", "exit_on_escape", "0"),
        ("kivy", "log_enable", "0"),
        ("kivy", "log_level", "critical"),
        ("graphics", "maxfps", "30"),
        ("graphics", "width", str(screen.width_px)),
        ("graphics", "height", str(screen.height_px)),
        ("graphics", "resizable", "0"),
        ("graphics", "multisamples", "4" if screen.is_smooth else "0"),
        ("graphics", "show_cursor", "0"),
        ("graphics", "fullscreen", "1" if screen.is_fullscreen else "0"),
    ):
        Config.set(section, key, value)


def assert_text_is_shaped() -> None:
    """Text in any script is joined, ordered and wrapped rightly. Raises `RuntimeError` where the machine cannot do it."""
    from kivy.core.text import Label
    from PIL import features

    if Label.__name__ != "LabelPIL" or not features.check("raqm"):
        raise RuntimeError("text cannot be shaped: Kivy must draw with Pillow, and Pillow must have raqm")
