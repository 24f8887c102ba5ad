# SPDX-License-Identifier: EUPL-1.2
"""Makes Kivy ready for a kiosk, before its window is imported: its own settings folder, no keys that leave the program.

Kivy reads all of this from the environment and from its configuration at import, so this runs first, once in a process.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kolapp_kiosk.ui.look import Surface

if TYPE_CHECKING:
    from kivy.config import ConfigParser

MOST_FRAMES_PER_S = 30
NO_STYLE = Path(__file__).parent / "no_style"


def prepare(surface: Surface, home: Path, *, is_fullscreen: bool = False) -> None:
    """Kivy will open a window of that glass, and leave arguments and the user's home alone."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "KIVY_HOME": str(home.resolve()),
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_FILELOG": "1",
        "KIVY_LOG_MODE": "PYTHON",
        "KIVY_TEXT": "pil",
        "KIVY_DPI": str(surface.dpi),
        "KIVY_METRICS_DENSITY": "1",
        "KIVY_METRICS_FONTSCALE": "1",
    }
    _configure(surface, is_fullscreen=is_fullscreen)
    _style_nothing()


def _style_nothing() -> None:
    """Kivy reads the looks of its own widgets when it begins. None of them stands on our screens, which are drawn."""
    import kivy

    known, kivy.kivy_data_dir = kivy.kivy_data_dir, str(NO_STYLE)
    try:
        import kivy.lang.builder
    finally:
        kivy.kivy_data_dir = known


def _configure(surface: Surface, *, is_fullscreen: bool) -> None:
    from kivy.config import Config

    _find_fingers(Config)
    for section, key, value in (
        ("kivy", "exit_on_escape", "0"),
        ("kivy", "log_level", "warning"),
        ("kivy", "keyboard_mode", ""),
        ("graphics", "width", str(surface.width_px)),
        ("graphics", "height", str(surface.height_px)),
        ("graphics", "maxfps", str(MOST_FRAMES_PER_S)),
        ("graphics", "multisamples", "0"),
        ("graphics", "resizable", "0"),
        ("graphics", "show_cursor", "0" if is_fullscreen else "1"),
        ("graphics", "fullscreen", "auto" if is_fullscreen else "0"),
    ):
        Config.set(section, key, value)


def _find_fingers(config: "ConfigParser") -> None:
    """The mouse, which a touchscreen under X is, and touchscreens that speak for themselves; nothing else is looked for."""
    config.remove_section("input")
    config.add_section("input")
    config.set("input", "mouse", "mouse,disable_multitouch")
