# SPDX-License-Identifier: EUPL-1.2
"""A town's own words in its file: `texts`, by part, key and language, each tried against the text that it replaces.

    texts:
      kiosk:
        welcome.greeting: {sv: "Hej! Vad gäller det?", en: "Hello! What is it about?"}
      slip:
        slip.ahead: {sv: ["{n} person före dig", "{n} personer före dig"]}

A language that is left out keeps the words that Kölapp brings. Plural forms are a list, in the order of that language's own.
"""

from collections.abc import Iterator, Sequence

from yaml.nodes import SequenceNode

from kolapp_server.town.faults import nearest
from kolapp_server.town.section import Section
from kolapp_words.own import Part, Written, faults_of, shipped

LONGEST = 400


def read_own_texts(file: Section, languages: Sequence[str]) -> Iterator[Written]:
    """Every text that the town says in its own way, in the languages that it offers."""
    block = file.optional_section("texts")
    if block is None:
        return
    for name in block.values:
        if name in list(Part):
            yield from _part(block, Part(name), languages)
    block.known.update(Part)
    block.finish()


def _part(block: Section, part: Part, languages: Sequence[str]) -> Iterator[Written]:
    texts = block.optional_section(part)
    known = shipped(part, "sv")
    for key in texts.values if texts else ():
        if texts is None or key not in known:
            block.fault(f'there is no text "{key}" in "{part}"{nearest(key, known)}', texts.lines[key] if texts else None)
        else:
            yield from _text(texts, part, key, languages)


def _text(texts: Section, part: Part, key: str, languages: Sequence[str]) -> Iterator[Written]:
    """What one text is in each language."""
    block = texts.section(key)
    for code in languages if block else ():
        if block is None or code not in block.values:
            continue
        line, forms = block.line_at(code), _forms(block, code)
        for fault in faults_of(part, key, code, forms) if all(forms) else ():
            block.fault(fault, line)
        yield Written(part, key, code, forms)
    if block is not None:
        block.known.update(languages)
        block.finish()


def _forms(block: Section, code: str) -> tuple[str, ...]:
    if isinstance(block.values[code], SequenceNode):
        return tuple(word for word, _ in block.words(code))
    return (block.text(code, LONGEST),)
