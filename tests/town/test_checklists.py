# SPDX-License-Identifier: EUPL-1.2
"""What a specialist needs at a hand-over, as a town writes it."""

import pytest

from kolapp_server.town import TownFaults, read_town
from kolapp_server.translate.towns import catalogue_of, rules_of
from tests.town.test_reading import SMALL

LISTED = SMALL.replace(
    "        names: {sv: Bygglov, fi: Lupa}\n",
    "        names: {sv: Bygglov, fi: Lupa}\n"
    "        preparation_minutes: 10\n"
    "        checklist:\n"
    "          ritning: {sv: Ritning, fi: Piirustus}\n"
    "          tomt: {sv: Tomt, fi: Tontti}\n",
)


def test_the_queue_knows_the_codes_and_a_desk_the_words() -> None:
    town = read_town(LISTED)
    rule = next(rule for rule in rules_of(town).errands if rule.errand_id == "bygglov")
    errands = {errand.errand_id: errand for group in catalogue_of(town, 1, "").groups for errand in group.errands}
    assert rule.checklist == ("ritning", "tomt")
    assert [item.names["fi"] for item in errands["bygglov"].checklist] == ["Piirustus", "Tontti"]
    assert errands["bygglov"].preparation_minutes == 10
    assert errands["fraga"].checklist == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (LISTED.replace("ritning: {sv: Ritning, fi: Piirustus}", "ritning: {sv: Ritning}"), "fi"),
        (LISTED.replace("tomt:", "Tomt 1:"), "no good code"),
        (LISTED.replace("preparation_minutes: 10", "preparation_minutes: 90"), "0 to 60"),
    ],
)
def test_what_is_wrong_in_a_list_is_named(wrong: str, words: str) -> None:
    assert wrong != LISTED
    with pytest.raises(TownFaults, match=words):
        read_town(wrong)
