# SPDX-License-Identifier: EUPL-1.2
"""A town with named officers: where they are told is filled in by each test. It speaks four languages."""

import re

from tests.support.running_server import BRANCH, always_open

FIRST, DEPUTY, OTHER = "bygglov", "inspektor", "skola"
SHOWN, HIDDEN = "Visad Namnsson", "Dold Namnsson"
"""Names that stand in no directory of any town."""
SPOKEN = re.compile(r"^languages: .*$", re.MULTILINE)
"""The other languages stand after the officers, by the names of those who are none of these."""
NAMES = "{{sv: {0}, en: {0}, fi: {0}, ar: {0}}}"


def officer(code: str, unit: str, errand: str, **more: str) -> str:
    """One officer's block."""
    lines = [f"  {code}:", f"    unit: {unit}", f"    function: {NAMES.format('Funktion ' + code)}", f"    errand: {errand}"]
    return "\n".join([*lines, *(f"    {key}: {value}" for key, value in more.items())])


def town_with_officers(first: dict[str, str] | None = None, deputy: dict[str, str] | None = None, branch_id: str = BRANCH) -> str:
    """Ekvik, always open, with three officers in two units; the first is shown by name, the deputy is not."""
    before = SPOKEN.sub("languages: [sv, en, fi, ar]", always_open(branch_id).partition("\nunits:")[0])
    blocks = (
        officer(FIRST, "bygg", "bygglov", **{"name": SHOWN, "show_name": "yes", "deputy": DEPUTY, **(first or {})}),
        officer(DEPUTY, "bygg", "bygglov", **{"name": HIDDEN, **(deputy or {})}),
        officer(OTHER, "skolan", "skola-och-fritids"),
    )
    units = f"\nunits:\n  bygg: {NAMES.format('Bygg')}\n  skolan: {NAMES.format('Skolan')}\n"
    return f"{before}{units}officers:\n" + "\n".join(blocks) + "\n"
