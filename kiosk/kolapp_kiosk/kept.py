# SPDX-License-Identifier: EUPL-1.2
"""The last catalogue, on disk, so that a kiosk that starts without the server still knows its town."""

from pathlib import Path

from pydantic import ValidationError

from kolapp_contract.catalogue import Catalogue


def keep(folder: Path, catalogue: Catalogue) -> None:
    """The catalogue is on disk, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, catalogue.branch_id)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(catalogue.model_dump_json(), encoding="utf-8")
    unfinished.replace(path)


def catalogue(folder: Path, branch_id: str) -> Catalogue | None:
    """The catalogue that was kept, or None where there is none that can be read."""
    try:
        return Catalogue.model_validate_json(_path(folder, branch_id).read_bytes())
    except (OSError, ValidationError):
        return None


def _path(folder: Path, branch_id: str) -> Path:
    return folder / f"catalogue-{branch_id}.json"
