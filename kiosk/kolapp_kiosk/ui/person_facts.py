# SPDX-License-Identifier: EUPL-1.2
"""What is said of an officer: a name only where the town shows it, else the function; and when they are back."""

from kolapp_contract.officers import Officer, Presence
from kolapp_kiosk.flow import people
from kolapp_kiosk.flow.keys import LettersKey, OfficerKey, UnitKey
from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui.facts import KeyFacts, LineFacts, clock
from kolapp_words.languages import in_language
from kolapp_words.texts import Texts

ICONS = {Presence.HERE: "check", Presence.FREE: "check", Presence.UNKNOWN: "question"}


def card(state: State, target: UnitKey | LettersKey | OfficerKey, t: Texts) -> KeyFacts:
    """The key of a unit, of some letters, or of an officer."""
    match target:
        case UnitKey(unit_id):
            unit = people.unit(state, unit_id)
            names = unit.names if unit else {}
            return KeyFacts(
                target, in_language(names, t.language.code), "people", t("people.count", n=len(people.in_unit(state, unit_id)))
            )
        case LettersKey(letters):
            text = letters if len(letters) == 1 else f"{letters[0]}–{letters[-1]}"
            return KeyFacts(target, text, "human", t("people.count", n=len(people.named(state, letters))))
        case OfficerKey(officer_id):
            officer = people.officer(state, officer_id)
            assert officer is not None
            hint = in_language(officer.function, t.language.code) if officer.name else ""
            return KeyFacts(target, title(officer, t), "human", hint, presence(state, officer, t) if is_gone(officer) else "")


def is_gone(officer: Officer) -> bool:
    """Whether the officer cannot be met now."""
    return officer.presence in (Presence.BUSY, Presence.AWAY)


def title(officer: Officer, t: Texts) -> str:
    """How the officer is called before visitors."""
    return officer.name or in_language(officer.function, t.language.code)


def about(state: State, officer: Officer, t: Texts) -> str:
    """Function where the title is a name, unit, and when the officer is to be reached."""
    unit, code = people.unit(state, officer.unit_id), t.language.code
    parts = (
        in_language(officer.function, code) if officer.name else "",
        in_language(unit.names, code) if unit else "",
        in_language(officer.hours, code) if officer.hours else "",
    )
    return " · ".join(part for part in parts if part)


def lines(state: State, officer: Officer, t: Texts) -> tuple[LineFacts, ...]:
    """Where the officer is, as one line."""
    tone = "warn" if is_gone(officer) else "plain"
    return (LineFacts(ICONS.get(officer.presence, "clock"), presence(state, officer, t), tone),)


def presence(state: State, officer: Officer, t: Texts) -> str:
    """ "Åter 13:15", with the day where it is another."""
    if officer.until is None or not is_gone(officer):
        return t(f"presence.{officer.presence}")
    local = officer.until.astimezone(state.now.tzinfo)
    time = clock(officer.until, state.now)
    if local.date() == state.now.date():
        return t("presence.back", time=time)
    return t("presence.back_day", date=f"{local.day}/{local.month}", time=time)
