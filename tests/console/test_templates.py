# SPDX-License-Identifier: EUPL-1.2
"""What the security policy would refuse does not stand in a page, and no script makes markup out of words."""

import re

import pytest

from kolapp_server.console import words

CONSOLE = words.LOCALE.parent
TEMPLATES = sorted(CONSOLE.glob("templates/*.html"))
SCRIPTS = sorted(CONSOLE.glob("static/js/**/*.js"))
INLINE = re.compile(r"""<script(?![^>]*(?:\ssrc=|type="application/json"))|<style|\sstyle=|\son[a-z]+=|javascript:""")
MARKUP = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
LONGEST_SCRIPT = 200


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_script_and_no_style_stands_in_a_page(path: object) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_words_never_become_markup(path: object) -> None:
    assert MARKUP.findall(path.read_text(encoding="utf-8")) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_one_concern(path: object) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_SCRIPT  # type: ignore[attr-defined]


def test_inline_script_would_be_seen() -> None:
    assert INLINE.search("<script>alert(1)</script>")
    assert INLINE.search('<p onclick="x()">')
    assert not INLINE.search('<script type="module" src="/static/js/looks.js"></script>')
