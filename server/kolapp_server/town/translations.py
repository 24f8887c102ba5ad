# SPDX-License-Identifier: EUPL-1.2
"""Many languages without a long list at every name: `translations`, by language and by the Swedish words of the same file.

    languages: [sv, en, uk]
    translations:
      uk:
        Bygglov: Дозвіл на будівлю

Whoever translates gets one list. A language that has such a list may lack words: then the Swedish ones are shown. A list that
translates what the file does not say, or says no longer, is a fault.
"""

import unicodedata
from collections.abc import Callable, Iterator

from yaml.nodes import MappingNode, Node, ScalarNode

from kolapp_server.town.faults import Fault, nearest
from kolapp_words.languages import LANGUAGES, SWEDISH

TRANSLATIONS = "translations"
NOT_TRANSLATED = (TRANSLATIONS, "texts")
"""Blocks whose words are not looked up: the lists themselves, and the town's own words for what Kölapp says."""
Words = dict[str, ScalarNode]
Note = Callable[[Fault], None]


def take_translations(file: Node, note: Note) -> frozenset[str]:
    """Every text of the file has the translations that its lists know. The languages that may lack some."""
    lists = {code: _list(block, code, note) for code, block in _languages(file, note)}
    unused = {code: dict(words) for code, words in lists.items()}
    for text in _texts(file):
        _add(text, lists, unused)
    for code, words in unused.items():
        for sv, translation in words.items():
            known = [_plain(_swedish(text)) for text in _texts(file)]
            note(Fault(_line(translation), f'"{sv}" is translated into {code}, but the file does not say it{nearest(sv, known)}'))
    return frozenset(lists)


def _languages(file: Node, note: Note) -> Iterator[tuple[str, MappingNode]]:
    block = _value(file, TRANSLATIONS)
    for key, value in block.value if isinstance(block, MappingNode) else ():
        code = str(key.value)
        if code not in LANGUAGES or code == SWEDISH.code:
            note(Fault(_line(key), f'"{code}" is no language to translate into{nearest(code, LANGUAGES)}'))
        elif not isinstance(value, MappingNode):
            note(Fault(_line(value), f'"{TRANSLATIONS}: {code}" must be a block of Swedish words and their translations'))
        else:
            yield code, value


def _list(block: MappingNode, code: str, note: Note) -> Words:
    found: Words = {}
    for key, value in block.value:
        sv = _plain(key)
        if not isinstance(value, ScalarNode):
            note(Fault(_line(value), f'"{sv}" in "{TRANSLATIONS}: {code}" must have words after it'))
        elif sv in found:
            note(Fault(_line(key), f'"{sv}" is translated into {code} twice'))
        else:
            found[sv] = value
    return found


def _texts(node: Node) -> Iterator[MappingNode]:
    """Every block that says the same in several languages."""
    if not isinstance(node, MappingNode):
        return
    if isinstance(_value(node, SWEDISH.code), ScalarNode):
        yield node
    for key, value in node.value:
        if key.value not in NOT_TRANSLATED:
            yield from _texts(value)


def _add(text: MappingNode, lists: dict[str, Words], unused: dict[str, Words]) -> None:
    sv = _plain(_swedish(text))
    written = {str(key.value) for key, _ in text.value}
    for code, words in lists.items():
        if sv in words and code not in written:
            text.value.append((ScalarNode("tag:yaml.org,2002:str", code, words[sv].start_mark), words[sv]))
            unused[code].pop(sv, None)


def _swedish(text: MappingNode) -> Node:
    found: Node = next(value for key, value in text.value if key.value == SWEDISH.code)
    return found


def _value(node: Node, name: str) -> Node | None:
    pairs = node.value if isinstance(node, MappingNode) else ()
    found: Node | None = next((value for key, value in pairs if key.value == name), None)
    return found


def _plain(node: Node) -> str:
    return unicodedata.normalize("NFC", str(node.value).strip())


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
