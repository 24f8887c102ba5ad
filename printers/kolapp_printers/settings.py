# SPDX-License-Identifier: EUPL-1.2
"""The settings of a printer: environment variables that begin with KOLAPP_PRINTER_."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from kolapp_printers.paper import Paper


class Settings(BaseSettings):
    """Where the printer is, what paper it has, and which server it belongs to."""

    model_config = SettingsConfigDict(env_prefix="KOLAPP_PRINTER_", extra="ignore")

    address: str | None = Field(
        default=None, description="The printer: tcp://host:9100, usb://04b8:0e15, serial:///dev/ttyS0 or file:///dev/usb/lp0."
    )
    paper_width_dots: int = Field(
        default=576, ge=256, le=1024, description="Dots across the paper: 576 or 512 for 80 mm, 384 for 58 mm."
    )
    paper_dpi: int = Field(default=203, ge=100, le=400, description="Dots per inch of the print head: 203 or 180.")
    profile: str = Field(default="TM-T20II", description="The model's name in python-escpos; it says how the paper is cut.")
    font_folder: Path = Field(default=Path("var/fonts"), description="Where the cut typefaces lie; they are made when missing.")
    state_folder: Path = Field(
        default=Path("var/printer"), description="Where a printer host keeps its token and the jobs that it has printed."
    )
    server_url: str = Field(default="http://127.0.0.1:8080", description="The server that a printer host takes its jobs from.")
    town: str = Field(default="Kölapp", description="The name on a test page.")

    @property
    def paper(self) -> Paper:
        """The paper that these settings describe."""
        return Paper(self.paper_width_dots, self.paper_dpi, self.profile)
