# SPDX-License-Identifier: EUPL-1.2
"""A town that offers many languages: what it has not said in one of them, it says there in Swedish."""

from collections.abc import Iterable
from typing import Any

import yaml

from kolapp_words.languages import LANGUAGES


def in_all_languages(text: str, codes: Iterable[str] = tuple(LANGUAGES)) -> str:
    """The town's file `text`, in exactly the languages `codes`."""
    offered = list(codes)
    town = _filled(yaml.load(text, Loader=yaml.CBaseLoader), offered)
    town["languages"] = offered
    return yaml.safe_dump(town, allow_unicode=True, sort_keys=False)


def _filled(value: Any, codes: list[str]) -> Any:
    if isinstance(value, list):
        return [_filled(one, codes) for one in value]
    if not isinstance(value, dict):
        return value
    if "sv" in value:
        return {code: value.get(code, value["sv"]) for code in codes}
    return {key: _filled(one, codes) for key, one in value.items()}
