# SPDX-License-Identifier: EUPL-1.2
"""The last catalogue and the last word on the opening, on disk, so that a kiosk that starts without the server knows its town."""

from pathlib import Path

import structlog
from pydantic import BaseModel, ValidationError

from kolapp_contract.board import Opening
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.wire import Instant, Wire

log = structlog.get_logger()


class KeptOpening(Wire):
    opening: Opening
    told_at: Instant


def keep(folder: Path, catalogue: Catalogue) -> None:
    """The catalogue is on disk, whole or not at all."""
    _keep(_catalogue_path(folder, catalogue.branch_id), catalogue)


def catalogue(folder: Path, branch_id: str) -> Catalogue | None:
    """The catalogue that was kept, or None where there is none that can be read."""
    try:
        return Catalogue.model_validate_json(_catalogue_path(folder, branch_id).read_bytes())
    except (OSError, ValidationError):
        return None


def keep_opening(folder: Path, branch_id: str, opening: Opening, told_at: Instant) -> None:
    """What the server said of the opening is on disk, whole or not at all."""
    _keep(_opening_path(folder, branch_id), KeptOpening(opening=opening, told_at=told_at))


def opening(folder: Path, branch_id: str) -> KeptOpening | None:
    """What the server last said of the opening, or None where nothing can be read."""
    try:
        return KeptOpening.model_validate_json(_opening_path(folder, branch_id).read_bytes())
    except (OSError, ValidationError):
        return None


def _keep(path: Path, value: BaseModel) -> None:
    """A disk that cannot be written keeps what it had; the kiosk goes on."""
    unfinished = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(value.model_dump_json(), encoding="utf-8")
        unfinished.replace(path)
    except OSError as fault:
        log.error("not_kept", file=path.name, fault=str(fault))


def _catalogue_path(folder: Path, branch_id: str) -> Path:
    return folder / f"catalogue-{branch_id}.json"


def _opening_path(folder: Path, branch_id: str) -> Path:
    return folder / f"opening-{branch_id}.json"
