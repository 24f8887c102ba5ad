# SPDX-License-Identifier: EUPL-1.2
"""Which pictures there are to draw: every screen that the scenes know, in every language that has texts, in every mode.

Nothing is listed by hand: a new scene, a new mode of the kiosk or a new language is drawn the next time.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Self

import kolapp_kiosk
from kolapp_words.languages import LANGUAGES
from tests.gallery.measured import Picture

NAMED = {"light": "normal", "high": "contrast", "high-large": "contrast-large"}
"""How the gallery calls the kiosk's modes; the others have their own name."""
SIZES = ("light", "large", "low", "large-low")
"""The kiosk's modes that move anything; the others are of other colours only."""
LYING, STANDING = (1920, 1080), (1080, 1920)
LYING_LOOKS = ("light", "large")
UPON = (
    ("display", "standing", "light", STANDING),
    ("display", "far", "light-far", LYING),
    ("display", "far-standing", "light-far", STANDING),
    ("near", "normal", "light-near", LYING),
    ("near", "contrast", "contrast-near", LYING),
    ("near", "standing", "light-near", STANDING),
)
"""Displays besides those that lie and are seen from the usual seats: screen, mode, the program's look, size."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture. `scene` and `look` are the names that its program knows."""

    screen: str
    language: str
    mode: str
    scene: str
    look: str

    @property
    def file(self) -> str:
        """Its name in the gallery's folder."""
        return f"{self.screen}-{self.mode}-{self.language}.png"


@dataclass(frozen=True, slots=True)
class Job:
    """What one window draws. The program is a module of this folder."""

    program: str
    size: tuple[int, int]
    folder: Path
    wanted: tuple[Wanted, ...]

    @classmethod
    def read(cls, file: Path) -> Self:
        """The job in that file."""
        told = json.loads(file.read_text())
        return cls(told["program"], tuple(told["size"]), Path(told["folder"]), tuple(Wanted(**one) for one in told["wanted"]))

    def write(self, file: Path) -> None:
        """The job lies in that file."""
        file.write_text(json.dumps(asdict(self) | {"folder": str(self.folder)}))

    def tell(self, picture: Picture) -> None:
        """The one who asked hears that a picture is done."""
        print(json.dumps(picture.as_json(), ensure_ascii=False), flush=True)


def spoken() -> tuple[str, ...]:
    """The languages that the kiosk has texts in."""
    locale = Path(kolapp_kiosk.__file__).parent / "ui" / "locale"
    return tuple(code for code in LANGUAGES if (locale / f"{code}.po").exists())


def plan(folder: Path, languages: Iterable[str], only: str = "") -> list[Job]:
    """The windows to open, those with most to draw first. `only` is a part of the names of the screens wanted."""
    jobs = [
        job for code in languages for job in (*kiosk_jobs(folder, code), *display_jobs(folder, code), *slip_jobs(folder, code))
    ]
    kept = [Job(job.program, job.size, job.folder, tuple(w for w in job.wanted if only in w.screen)) for job in jobs]
    return sorted((job for job in kept if job.wanted), key=lambda job: -len(job.wanted))


def kiosk_jobs(folder: Path, code: str) -> Iterator[Job]:
    """The kiosk's screens in that language, upright in every mode and lying in the two that differ most."""
    from tests.kiosk.scenes import MODES, SCENES

    upright = tuple(Wanted(f"kiosk-{scene}", code, NAMED.get(look, look), scene, look) for scene, look in product(SCENES, MODES))
    lying = tuple(
        Wanted(f"kiosk-{scene}", code, "landscape" if look == "light" else f"landscape-{look}", scene, look)
        for scene, look in product(SCENES, LYING_LOOKS)
    )
    yield Job("kiosk", STANDING, folder, upright)
    yield Job("kiosk", LYING, folder, lying)


def display_jobs(folder: Path, code: str) -> Iterator[Job]:
    """The displays: lying in every theme, standing, for a last seat far away, and at eye height."""
    from kolapp_display.ui.theme import THEMES
    from tests.display.scenes import facility_scenes, waiting_scenes

    room = (*waiting_scenes(), "loop")
    for look in THEMES:
        mode = NAMED.get(look, look)
        scenes = {f"display-{scene}": scene for scene in room} | {scene: scene for scene in facility_scenes(code)}
        yield Job("display", LYING, folder, tuple(Wanted(name, code, mode, scene, look) for name, scene in scenes.items()))
    for screen, mode, look, size in UPON:
        yield Job("display", size, folder, tuple(Wanted(f"{screen}-{scene}", code, mode, scene, look) for scene in room))


def slip_jobs(folder: Path, code: str) -> Iterator[Job]:
    """The slips on every paper."""
    from tests.gallery.slips import PAPERS, slips

    wanted = tuple(Wanted(f"slip-{scene}", code, look, scene, look) for scene, look in product(slips(code), PAPERS))
    yield Job("slips", (1, 1), folder, wanted)
