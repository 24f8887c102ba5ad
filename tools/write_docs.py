# SPDX-License-Identifier: EUPL-1.2
"""Writes the parts of the README that the programs know best: the table of settings of each, and the steps of a ticket.

They stand between markers, `<!-- made by make docs: NAME -->` and `<!-- end of NAME -->`. `--check` writes nothing and says
with its exit code whether they are as the programs would have them.
"""

import argparse
import importlib
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PROGRAMS = {"server": "kolapp_server", "kiosk": "kolapp_kiosk", "display": "kolapp_display", "printer": "kolapp_printers"}
CLAUSES, ACCESS_PAGE = ROOT / "server/kolapp_server/console/access.json", ROOT / "docs" / "accessibility.md"
STATES = {"met": "met", "partly": "**partly**", "not": "**not met**"}
MADE = re.compile(r"(<!-- made by make docs: ([a-z ]+) -->\n).*?(<!-- end of \2 -->)", re.DOTALL)


def main() -> int:
    """1 when the README was not as it should be and nothing was to be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is out of date")
    only_check = parser.parse_args().check
    stands = README.read_text(encoding="utf-8")
    wanted = written(stands)
    if not only_check:
        README.write_text(wanted, encoding="utf-8")
        ACCESS_PAGE.write_text(access_table(), encoding="utf-8")
    return int(only_check and (wanted != stands or ACCESS_PAGE.read_text(encoding="utf-8") != access_table()))


def access_table() -> str:
    """The page of the criteria for everybody: met or not, and the test that shows it."""
    clauses = json.loads(CLAUSES.read_text(encoding="utf-8"))["clauses"]
    met = sum(clause["state"] == "met" for clause in clauses)
    lines = [
        "<!-- made by make docs from access.json. SPDX-License-Identifier: EUPL-1.2 -->\n",
        "# For everybody: what is met, and what is not\n\n",
        f"{met} of {len(clauses)} criteria are wholly met. ",
        "The wording was read in copies of EN 301 549 V3.2.1: confirm it against the\n",
        "published text before conformance is claimed. How to hang a kiosk: [mounting](../kiosk/deploy/mounting.md).\n\n",
        "| | part | clause | asks | state | shown by | note |\n|---|---|---|---|---|---|---|\n",
    ]
    for one in clauses:
        tests = "<br>".join(f"`{test}`" for test in one["tests"])
        state, note = STATES[one["state"]], one["note"].replace("|", "\\|")
        lines.append(f"| {one['id']} | {one['part']} | {one['clause']} | {one['asks']} | {state} | {tests} | {note} |\n")
    return "".join(lines)


def written(text: str) -> str:
    """`text` with each marked part as the programs would have it now."""
    return MADE.sub(lambda found: f"{found[1]}{part(found[2])}{found[3]}", text)


def part(name: str) -> str:
    """What stands between the markers of `name`."""
    if name == "steps":
        return steps()
    return settings_table(PROGRAMS[name.removeprefix("settings of ")])


def module(name: str) -> ModuleType | None:
    """The module, or None where it does not stand yet."""
    package, _, _ = name.rpartition(".")
    if module_is_missing(package) or module_is_missing(name):
        return None
    return importlib.import_module(name)


def module_is_missing(name: str) -> bool:
    """Whether nothing of that name can be imported."""
    return importlib.util.find_spec(name) is None


def settings_table(package: str) -> str:
    """One row per setting: its name in the environment, its default, what it decides."""
    found = module(f"{package}.settings")
    if found is None:
        return ""
    settings = found.Settings
    prefix = settings.model_config["env_prefix"]
    rows = [
        f"| `{(prefix + name).upper()}` | {default(field.get_default(call_default_factory=True))} | {field.description} |\n"
        for name, field in settings.model_fields.items()
    ]
    return "".join(["| setting | default | decides |\n|---|---|---|\n", *rows])


def default(value: object) -> str:
    """The default as one would write it; nothing where a value must be given or is empty."""
    words = str(getattr(value, "value", value)).removeprefix(f"{ROOT}/")
    return f"`{words.replace('|', chr(92) + '|')}`" if words and words not in {"None", "PydanticUndefined"} else ""


def steps() -> str:
    """The steps of a ticket as a diagram (Mermaid), from the domain's own table."""
    found = module("kolapp_server.domain.ticket")
    if found is None:
        return ""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (status, step), ends in found.STEPS.items():
        for end in ends:
            arrows.setdefault((status.value, end.value), []).append(step.value.replace("_", " "))
    lines = [f"    {start} --> {end}: {', '.join(names)}\n" for (start, end), names in arrows.items()]
    last = dict.fromkeys(end for _, end in arrows if end not in {start for start, _ in arrows})
    return "".join(
        ["```mermaid\nstateDiagram-v2\n    [*] --> waiting: issue\n", *lines, *(f"    {end} --> [*]\n" for end in last), "```\n"]
    )


if __name__ == "__main__":
    sys.exit(main())
