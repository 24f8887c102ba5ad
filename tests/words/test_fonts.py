# SPDX-License-Identifier: EUPL-1.2
"""The typefaces as they are cut at set-up."""

import pytest
from fontTools.ttLib import TTFont

from kolapp_words import fonts
from kolapp_words.languages import LANGUAGES

FAMILIES = sorted({spoken.family for spoken in LANGUAGES.values()})


@pytest.mark.parametrize("family", FAMILIES)
def test_a_cut_face_draws_every_letter_that_its_package_draws(family: str) -> None:
    cut = fonts.font_path(family, fonts.Weight.BOLD)
    assert fonts.characters(cut) == fonts.characters(fonts.variable_font(family))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_cut_face_holds_the_rules_that_join_letters_and_no_others(family: str) -> None:
    rules = TTFont(fonts.font_path(family, fonts.Weight.REGULAR))["GSUB"].table
    names = [record.FeatureTag for record in rules.FeatureList.FeatureRecord]
    asked = set()
    for script in (record.Script for record in rules.ScriptList.ScriptRecord):
        for system in (script.DefaultLangSys, *(record.LangSys for record in script.LangSysRecord)):
            asked |= {names[index] for index in system.FeatureIndex} if system else set()
    assert asked
    assert asked <= fonts.JOINING
