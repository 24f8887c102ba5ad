# SPDX-License-Identifier: EUPL-1.2
"""The cards of a town's own file on the kiosk: its welcome, and the errands of each of its groups, page by page."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kolapp_contract.board import WaitLine
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.tickets import Estimate
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.events import CatalogueChanged, Ticked, ViewChanged
from kolapp_kiosk.flow.keys import GroupKey, Standing
from kolapp_kiosk.flow.state import Errands, State
from kolapp_server.town import read_town
from kolapp_server.translate.towns import catalogue_of
from tests.kiosk import scenes, town

MOST_PAGES = 2
"""Six cards at most, in large letters on a glass that lies three at a time."""
Scene = Callable[[str, str, bool], State]
"""A screen in a mode and a language, lying or not."""


def scenes_of(file: Path) -> dict[str, Scene]:
    """The screens that show the file's cards. Raises `TownFaults` where the file cannot be imported."""
    catalogue = catalogue_of(read_town(file.read_text(encoding="utf-8")), version=1, public_url="https://ko.example")
    groups = [group.group_id for group in catalogue.groups if len(group.errands) > 1]
    shown = {"welcome": None} | {f"errands-{group}": GroupKey(group) for group in groups}
    return {f"{name}-{page}": _scene(catalogue, key, page) for name, key in shown.items() for page in range(1, MOST_PAGES + 1)}


def _scene(catalogue: Catalogue, key: GroupKey | None, page: int) -> Scene:
    def scene(mode: str, code: str, is_landscape: bool) -> State:
        start = replace(_kiosk(catalogue, is_landscape=is_landscape), wishes=replace(scenes.MODES[mode], language=code))
        return town.touch(_opened(start, key) if key else start, *[Standing.MORE] * (page - 1))

    return scene


def _opened(state: State, key: GroupKey) -> State:
    """The group's errands, whichever page its card stands on."""
    for _ in range(MOST_PAGES):
        opened = town.touch(state, key)
        if isinstance(opened.screen, Errands):
            return opened
        state = town.touch(state, Standing.MORE)
    raise AssertionError(f"no page has a card for {key}")


def _kiosk(catalogue: Catalogue, *, is_landscape: bool) -> State:
    start = flow.first(Ticked(town.MORNING, town.draft()))
    start = replace(start, world=replace(start.world, is_landscape=is_landscape))
    estimate = Estimate(minutes=15, low=10, high=20)
    errands = [errand.errand_id for group in catalogue.groups for errand in group.errands]
    waits = tuple(WaitLine(key=errand, waiting=3, estimate=estimate) for errand in errands)
    told = CatalogueChanged(town.MORNING, town.draft(), catalogue, catalogue.languages)
    return town.after(start, told, ViewChanged(town.MORNING, town.draft(), town.OPEN, waits))
