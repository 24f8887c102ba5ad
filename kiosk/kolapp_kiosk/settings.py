# SPDX-License-Identifier: EUPL-1.2
"""What can be set for a kiosk, by environment variables that begin with KOLAPP_KIOSK_."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

KEYPAD = "back=left next=right choose=enter choose=numpadenter repeat=up volume=down help=f1 plugged=f15 unplugged=f14"


class Settings(BaseSettings):
    """The settings of one kiosk."""

    model_config = SettingsConfigDict(env_prefix="KOLAPP_KIOSK_", extra="forbid")

    server_url: str = Field(default="http://127.0.0.1:8080", description="Address of the server")
    pairing_code: SecretStr | None = Field(default=None, description="One-time code to pair with at start, if not yet paired")
    token_file: Path = Field(default=Path("var/kiosk/token.json"), description="Where the kiosk keeps its token")
    state_folder: Path = Field(
        default=Path("var/kiosk"), description="Where the journal and the last catalogue lie; a disk that outlives a power cut"
    )
    font_folder: Path = Field(default=Path("var/fonts"), description="Where the cut typefaces lie")
    printer_address: str | None = Field(
        default=None, description="The printer, as tcp://host:9100 or usb://; none: numbers on screen"
    )
    paper_width_dots: int = Field(
        default=576, ge=256, le=1024, description="Dots across the paper: 576 or 512 (80 mm), 384 (58 mm)"
    )
    paper_dpi: int = Field(default=203, ge=100, le=400, description="Dots per inch of the print head: 203 or 180")
    printer_profile: str = Field(default="TM-T20II", description="The printer's model in python-escpos; it says how paper is cut")
    width_px: int = Field(default=1080, ge=320, description="Width of the screen in pixels; wider than high means landscape")
    height_px: int = Field(default=1920, ge=320, description="Height of the screen in pixels")
    dpi: int = Field(default=102, ge=40, description="Pixels per inch of the screen: 102 for 21.5 inches at 1080x1920")
    fullscreen: bool = Field(default=False, description="Fill the whole screen")
    scanner_device: Path | None = Field(
        default=None, description="Device of a scanner that sends lines, as /dev/ttyACM0; one that types as a keyboard needs none"
    )
    keypad: str = Field(
        default=KEYPAD,
        description="Which keys are the keypad's, by Kivy's names or codes; plugged, unplugged: its headphones",
    )
    is_spoken: bool = Field(default=True, description="Speak to whoever asks for it; off for a kiosk without a loudspeaker")
    speech_most_mb: int = Field(default=1000, ge=1, description="Disk for the sounds of what is spoken, in megabytes")
    plugin: str | None = Field(default=None, description="A Python module with attach(kiosk), called when the window is up")
