# SPDX-License-Identifier: EUPL-1.2
"""The README's pictures, made smaller from those that the tour took: `make pictures`.

`visit.png` shows a visitor's way through the reception: kiosk, slip, display and desk, side by side.
"""

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TOUR = ROOT / "var" / "tour"
PICTURES = ROOT / "docs" / "pictures"
TAKEN = {
    "kiosk": ("one-visit-01-welcome.png", 640),
    "slip": ("one-visit-04-number-to-slip.png", 640),
    "display": ("one-visit-08-next-to-display.png", 480),
    "console": ("one-visit-10-visit-begun.png", 600),
}
"""Each picture of the README: which of the tour's it is, and how high."""
WAY = ("01-welcome", "05-printed", "04-number-to-slip", "08-next-to-display")
WAY_HEIGHT, GAP = 520, 16
GROUND = "#6F7A86"
COLOURS = 128


def main() -> None:
    """Writes them all. Raises `FileNotFoundError` where the tour has not been made."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (taken, height) in TAKEN.items():
        keep(scaled(taken, height), name)
    keep(side_by_side([scaled(f"one-visit-{taken}.png", WAY_HEIGHT) for taken in WAY]), "visit")


def scaled(taken: str, height: int) -> Image.Image:
    """A picture of the tour at that height."""
    with Image.open(TOUR / taken) as picture:
        width = round(picture.width * height / picture.height)
        return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """All of them in one, in that order."""
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, pictures[0].height + 2 * GAP), GROUND)
    left = GAP
    for picture in pictures:
        sheet.paste(picture, (left, GAP))
        left += picture.width + GAP
    return sheet


def keep(picture: Image.Image, name: str) -> None:
    """Writes it with few colours, so that the repository stays small."""
    picture.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
