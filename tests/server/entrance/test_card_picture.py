# SPDX-License-Identifier: EUPL-1.2
"""What stands on a card stands beside its code, which a scanner reads only on white, and nothing of it is lost."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from kolapp_contract.catalogue import CardHolder
from kolapp_printers.lines import Face
from kolapp_server.translate.card_picture import CODE_MM, HEIGHT_MM, MARGIN_MM, WIDTH_MM, picture_of
from tests.kiosk.town import CATALOGUE
from tests.printers.slips import typefaces

SIZE_DOTS = 100
LONG_TOWN = {"sv": "Upplands Väsby och Malung-Sälens kommun"}
NAMES = ("Restaurang", "God man och förvaltare", "Överförmyndarverksamheten", "Mellanmänskliga verksamheten MMM")


@pytest.mark.parametrize("name", NAMES)
def test_no_word_lies_on_the_code(name: str) -> None:
    holder = CardHolder(holder_id="kort", names={"sv": name}, errands=("bygglov",))
    town = CATALOGUE.model_copy(update={"town": LONG_TOWN})
    texts = [each for each in ElementTree.fromstring(picture_of(town, holder, 1, "P-2ENA-2LMH-C79U")).iter() if each.get("y")]
    words = [each for each in texts if each.text]
    assert name.replace(" ", "") in "".join(each.text or "" for each in words).replace(" ", "")
    code_top, code_bottom = (HEIGHT_MM - CODE_MM) / 2 - 3, (HEIGHT_MM + CODE_MM) / 2 - 3
    beside = [each for each in words if code_top < float(each.get("y") or 0) < code_bottom + 2]
    ends = {each.text: MARGIN_MM + width_mm(each) for each in beside}
    assert all(end <= WIDTH_MM - MARGIN_MM - CODE_MM for end in ends.values()), ends
    rows = [(float(each.get("y") or 0), float(each.get("font-size") or 0)) for each in words]
    assert all(below[0] - above[0] > 0.95 * below[1] for above, below in pairwise(rows)), rows


def width_mm(text: ElementTree.Element) -> float:
    """How wide the words are in the typeface that the office's browser has, too."""
    face = Face.REGULAR if text.get("font-weight") == "400" else Face.BOLD
    return typefaces("sv").measure(text.text or "", SIZE_DOTS, face) / SIZE_DOTS * float(text.get("font-size") or 0)
