# SPDX-License-Identifier: EUPL-1.2
"""What can be set for a display, by environment variables that begin with KOLAPP_DISPLAY_."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from kolapp_contract.wire import Language


class Layout(StrEnum):
    """What the screen is for."""

    WAITING = "waiting"
    FACILITY = "facility"
    NEAR = "near"


class ThemeName(StrEnum):
    """Which colours it wears."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Settings(BaseSettings):
    """The settings of one display."""

    model_config = SettingsConfigDict(env_prefix="KOLAPP_DISPLAY_", extra="forbid")

    server_url: str = Field(default="http://127.0.0.1:8080", description="Address of the server")
    pairing_code: SecretStr | None = Field(default=None, description="One-time code to pair with at start, if not yet paired")
    token_file: Path = Field(default=Path("var/display/token.json"), description="Where the display keeps its token")
    state_folder: Path = Field(default=Path("var/display"), description="Where the last catalogue and the sounds lie")
    font_folder: Path = Field(default=Path("var/fonts"), description="Where the cut typefaces lie")
    layout: Layout = Field(
        default=Layout.WAITING,
        description="waiting: calls for a waiting room; near: the same at eye height (1.4 to 1.6 m), with more to read; "
        "facility: state of the branch",
    )
    language: Language = Field(default="sv", description="Language of the screen's own words")
    theme: ThemeName = Field(default=ThemeName.LIGHT, description="Colours: light, dark or contrast")
    width: int = Field(default=1920, ge=320, description="Width of the picture in pixels")
    height: int = Field(default=1080, ge=320, description="Height of the picture in pixels")
    dpi: float = Field(default=40.0, gt=0, description="Pixels per inch of the screen: 40 for 55 inches at 1920x1080")
    last_seat_m: float = Field(
        default=5.0,
        gt=0,
        le=30,
        description="Metres to the last seat: called numbers get capitals of 12.2 mm for each metre (EN 301 549, 5.1.4)",
    )
    hearing_loop: bool = Field(default=False, description="Say on the screen that the room has a hearing loop")
    fullscreen: bool = Field(default=False, description="Fill the whole screen")
    smooth_edges: bool = Field(default=True, description="Smooth slanting edges; without a graphics card it draws faster without")
    no_motion: bool = Field(default=False, description="Nothing pulses when a number is called")
    sound: bool = Field(default=True, description="Chime and voice when a number is called")
    plugin: str | None = Field(default=None, description="A Python module with attach(display), called when the window is up")
