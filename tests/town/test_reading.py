# SPDX-License-Identifier: EUPL-1.2
"""Each fault that a town's file can have, and the words that its writer is met with."""

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_server.town import Direction, Fault, HeadStarts, TownFaults, read_town

SMALL = dedent("""\
    branch: lillby
    town: {sv: Lillby kommun, fi: Pikkukylä}
    names: {sv: Receptionen, fi: Vastaanotto}
    time_zone: Europe/Stockholm
    accent: "#0F3D6B"
    languages: [sv, fi]
    where_to_sit: {sv: Sätt dig, fi: Istu}
    human_errand: fraga
    head_starts: {priority: 20, booked: 60, returning: 10}
    hours:
      monday: [08:00-12:00, 13:00-17:00]
    groups:
      allt:
        series: A
        icon: house
        names: {sv: Allt, fi: Kaikki}
        examples: {sv: Vad som helst, fi: Mitä vain}
        errands:
          fraga:
            names: {sv: Fråga, fi: Kysymys}
            hints: {sv: Kort, fi: Lyhyt}
            icon: clock
            lane: guide
            expected_minutes: 3
            owner: Receptionen
            review_by: 2027-01-01
          bygglov:
            names: {sv: Bygglov, fi: Lupa}
            hints: {sv: Bygga, fi: Rakenna}
            icon: house
            lane: specialist
            expected_minutes: 15
            owner: Byggenheten
            review_by: 2027-01-01
    desks:
      disk-1: {sign: 1, direction: left, names: {sv: Disk 1, fi: Piste 1}}
    profiles:
      alla:
        names: {sv: Alla, fi: Kaikki}
        errands: [fraga, bygglov]
""")
BYGGLOV = SMALL[SMALL.index("      bygglov:\n") : SMALL.index("desks:")]

ROWS = [
    # what stands in the file, what stands there instead, the line that is named, what is said
    ("branch: lillby", "branch: Lill by", "branch:", '"Lill by" is no good "branch"; write for instance bygglov or disk-3'),
    ("branch: lillby\n", "", "town:", '"branch" is missing in "the file"'),
    ("accent:", "acent:", "acent:", 'unknown key "acent" in "the file"; did you mean "accent"?'),
    ('"#0F3D6B"', "blue", "accent:", '"blue" is no good "accent"'),
    ("Europe/Stockholm", "Europe/Stokholm", "time_zone:", 'did you mean "Europe/Stockholm"?'),
    ("languages: [sv, fi]", "languages: [sv, fi, xx]", "languages:", 'Kölapp does not speak "xx"; it is one of ar, bs, de, en'),
    ("languages: [sv, fi]", "languages: [sv, fi, fi]", "languages:", 'the language "fi" stands twice'),
    ("languages: [sv, fi]", "languages: [fi]", "languages:", '"languages" must hold sv'),
    ("languages: [sv, fi]", "languages: sv", "languages:", "must be a list, written as [one, another]"),
    ("{sv: Allt, fi: Kaikki}", "{sv: Allt}", "names: {sv: Allt}", '"fi" is missing in "allt: names"'),
    ("{sv: Allt, fi: Kaikki}", "{sv: Allt, fi: Kaikki, no: Alt}", "names: {sv: Allt", 'unknown key "no" in "allt: names"'),
    ("{sv: Allt, fi: Kaikki}", '{sv: Allt, fi: ""}', "names: {sv: Allt", '"fi" in "allt: names" must have words after it'),
    ("{sv: Allt, fi: Kaikki}", '{sv: Allt, fi: "a\\e[1m"}', "names: {sv: Allt", "holds a character that cannot be seen"),
    ("{sv: Allt, fi: Kaikki}", f"{{sv: Allt, fi: {'k' * 33}}}", "names: {sv: Allt", "has 33 letters; 32 is the most"),
    ("series: A", "series: B", "series:", '"B" cannot be a series; the letters are A C D'),
    ("series: A", "series: K", "series:", '"K" cannot be a series'),
    ("icon: clock", "icon: clok", "icon: clok", '"clok" is no "icon"; did you mean "clock"?'),
    ("lane: guide", "lane: gide", "lane: gide", '"gide" is no "lane"; did you mean "guide"?'),
    ("expected_minutes: 3", "expected_minutes: 0", "expected_minutes: 0", "must be a whole number from 1 to 240, not"),
    ("expected_minutes: 3", "expected_minutes: 1.5", "expected_minutes: 1.5", 'not "1.5"'),
    ("expected_minutes: 3", "expected_minutes: ²", "expected_minutes: ²", "must be a whole number"),
    ("owner: Byggenheten\n", "\n", "bygglov:", '"owner" is missing in "bygglov"'),
    ("review_by: 2027-01-01\n", "review_by: i vår\n", "review_by: i vår", "must be a date such as 2027-03-01"),
    ("icon: clock", "icon: clock\n        sensitive: maybe", "sensitive:", "must be yes or no"),
    ("lane: guide", "lane: guide\n        errands: {}", "errands: {}", "a catalogue has two levels"),
    ("  bygglov:", "  fraga:", "fraga:", '"fraga" stands twice in "errands", the first time on line 19'),
    ("  bygglov:", "  Bygg_lov:", "Bygg_lov:", '"Bygg_lov" is no good code'),
    ("human_errand: fraga", "human_errand: frga", "human_errand:", 'did you mean "fraga"?'),
    ("human_errand: fraga", "human_errand: bygglov", "human_errand:", "whoever asks for a human meets a guide"),
    ("errands: [fraga, bygglov]", "errands: [fraga]", "bygglov:", 'no profile serves "bygglov"'),
    ("errands: [fraga, bygglov]", "errands: [fraga, bygglov, bad]", "errands: [", 'names "bad", which is no errand'),
    ("errands: [fraga, bygglov]", "errands: [fraga, bygglov, fraga]", "errands: [", 'names "fraga" more than once'),
    ("sign: 1", "sign: ett", "disk-1:", '"ett" is no good "sign"'),
    ("sign: 1", "colour: blue, sign: 1", "disk-1:", '"blue" is no good "colour"'),
    ("direction: left", "direction: up", "disk-1:", '"up" is no "direction"; it is one of ahead, left, right'),
    ("names: {sv: Disk 1, fi: Piste 1}", "names: {sv: Disk 1}", "disk-1:", '"fi" is missing in "disk-1: names"'),
    ("profiles:\n", "  disk-2: {sign: 1, names: {sv: D, fi: P}}\nprofiles:\n", "disk-2:", "have the same sign 1"),
    ("08:00-12:00", "8-12", "monday:", '"8-12" is no stretch of time; write for instance 08:00-17:00'),
    ("08:00-12:00", "08:00-25:00", "monday:", "is no stretch of time"),
    ("08:00-12:00", "12:00-08:00", "monday:", "Monday closes at 08:00, which is not after 12:00"),
    ("08:00-12:00", "08:00-13:30", "monday:", "two stretches of Monday overlap"),
    ("08:00-12:00", "02:00-12:00", "monday:", "when the day turns"),
    ("monday: [08:00-12:00, 13:00-17:00]", "mnday: [08:00-12:00]", "mnday:", 'did you mean "monday"?'),
    ("  monday: [08:00-12:00, 13:00-17:00]", "  monday: []", "hours:", "the branch is never open"),
    ("booked: 60", "booked: 200", "head_starts:", '"booked" in "head_starts" must be a whole number from 0 to 120'),
    ("booked: 60", "vip: 60", "head_starts:", 'unknown key "vip" in "head_starts"'),
    (SMALL.splitlines()[8], "head_starts: 20", "head_starts:", "must be a block of keys and values"),
    ("town: {sv", "town: [sv", "town:", "this is not YAML"),
]  # fmt: skip


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(TownFaults) as told:
        read_town(text)
    return tuple(map(str, told.value.faults))


def line_with(text: str, words: str) -> int:
    return max(number for number, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith(words))


def test_a_whole_file_is_taken() -> None:
    town = read_town(SMALL)
    assert [errand.errand_id for errand in town.errands] == ["fraga", "bygglov"]
    assert town.head_starts == HeadStarts(priority=20, booked=60, returning=10)
    assert town.desks[0].direction is Direction.LEFT


def test_an_errand_has_the_letter_of_its_group_unless_it_has_its_own() -> None:
    town = read_town(SMALL.replace("icon: clock", "icon: clock\n        series: C"))
    assert [errand.series for errand in town.errands] == ["C", "A"]


@pytest.mark.parametrize(("old", "new", "at", "said"), ROWS, ids=[row[3][:40] for row in ROWS])
def test_a_fault_is_named_by_its_line(old: str, new: str, at: str, said: str) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    number = line_with(text, at)
    assert any(fault.startswith(f"line {number}: ") and said in fault for fault in faults(text)), (number, faults(text))


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = (
        SMALL.replace("lane: guide", "lane: x").replace("time_zone: Europe", "time_zone: Erope").replace("series: A", "series: I")
    )
    assert [fault.split(":")[0] for fault in faults(text)] == ["line 4", "line 14", "line 23"]


def test_seven_cards_on_a_screen_are_refused() -> None:
    more = "".join(BYGGLOV.replace("bygglov", f"lov-{number}") for number in range(6))
    names = ", ".join(f"lov-{number}" for number in range(6))
    text = SMALL.replace("desks:", f"{more}desks:").replace("[fraga, bygglov]", f"[fraga, bygglov, {names}]")
    assert faults(text) == ('line 13: the group "allt" has 8 errands; 6 is the most',)


def test_seven_groups_are_refused() -> None:
    group = SMALL[SMALL.index("  allt:\n") : SMALL.index("desks:")]
    more = "".join(
        group.replace("allt", f"grupp-{letter.lower()}")
        .replace("series: A", f"series: {letter}")
        .replace("fraga", f"fraga-{letter.lower()}")
        .replace("bygglov", f"lov-{letter.lower()}")
        for letter in "CDEFGH"
    )
    names = ", ".join(f"{name}-{letter}" for letter in "cdefgh" for name in ("fraga", "lov"))
    text = SMALL.replace("desks:", f"{more}desks:").replace("[fraga, bygglov]", f"[fraga, bygglov, {names}]")
    assert faults(text) == ("line 12: 7 groups; 6 is the most that a screen has room for",)


def test_two_groups_do_not_share_a_letter() -> None:
    group = (
        SMALL[SMALL.index("  allt:\n") : SMALL.index("desks:")]
        .replace("allt", "annat")
        .replace("fraga", "f2")
        .replace("bygglov", "b2")
    )
    text = SMALL.replace("desks:", f"{group}desks:").replace("[fraga, bygglov]", "[fraga, bygglov, f2, b2]")
    assert any('the letter A of "annat" is already that of "allt"' in fault for fault in faults(text))


def test_an_errand_stands_in_one_group_only() -> None:
    group = SMALL[SMALL.index("  allt:\n") : SMALL.index("desks:")].replace("allt", "annat").replace("series: A", "series: C")
    text = SMALL.replace("desks:", f"{group}desks:")
    assert any('the errand "fraga" stands twice, the first time on line 19' in fault for fault in faults(text))


@pytest.mark.parametrize(
    "text", ["", "- a\n- b", "ekvik", "[" * 5000, "a: \x00", "a: b: c", "a: &a [*a]", "? [a]\n: b", "---\na: 1\n---\nb: 2"]
)
def test_what_is_no_town_at_all_is_refused_in_words(text: str) -> None:
    assert all(fault.startswith("line ") for fault in faults(text))


@given(st.data())
@settings(deadline=None)
def test_no_file_whatever_is_half_read(data: st.DataObject) -> None:
    lines = SMALL.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(
        st.sampled_from(["", lines[at][:-3], lines[at] + ":", "  " + lines[at], lines[at] * 2, "*x", "- y"])
        | st.text(max_size=20)
    )
    text = "\n".join(lines)
    told: tuple[Fault, ...] = ()
    try:
        read_town(text)
    except TownFaults as refused:
        told = refused.faults
    assert all(1 <= fault.line <= len(text.splitlines()) + 1 and fault.text for fault in told)
