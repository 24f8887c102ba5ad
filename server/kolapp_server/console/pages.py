# SPDX-License-Identifier: EUPL-1.2
"""The web pages for staff and visitors: desk, monitor, office and the visitor's own page.

A page is a frame of words; what moves in it comes from the JSON API and the live websocket. No script and no style stands
in a page: the content security policy is 'self' and nothing else.

    nobody signed in at /desk, /monitor, /office   303 to /sign-in
    a role that may not open that page             403
    /accessibility                                 for anybody, without script
    /rule/{branch_id}                              for anybody, without script
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException

from kolapp_contract import paths
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.contacts import Avoidable, PromiseKind
from kolapp_contract.desk import ManualReason, PauseReason, Rule
from kolapp_contract.helps import IncidentKind
from kolapp_contract.tickets import Need, Outcome
from kolapp_server.auth.permissions import Action, is_allowed
from kolapp_server.console import access, words
from kolapp_server.console.drawing import draw
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import inside
from kolapp_server.services import desk as desk_service
from kolapp_server.services.retention import NO_DECISION, Term
from kolapp_server.translate.public_rule import public_rule
from kolapp_words.languages import LANGUAGES, SWEDISH, in_language
from kolapp_words.own import Own, of_all
from kolapp_words.texts import Texts

KEYS = {
    "N": "next.title", "1–7": "outcome.title", "A": "act.finish", "R": "act.recall", "S": "act.start", "P": "act.park",
    "L": "act.transfer", "U": "act.absent", "Z": "act.undo", "K": "other.open", "B": "aside.title", "T": "issue.open",
    "G": "act.together", "+": "judge.complete", "−": "judge.missing", "F": "find.open", "C": "contact.open", "E": "code.open",
    "M": "stops.open", "H": "officers.open", "D": "desk.choose", "O": "desk.pause",
    "J": "channel.open", "I": "booking.open", "Q": "answers.open", "V": "look.turn",
    "X X": "help.help", "9 9": "help.two", "0": "help.come", "Y": "incident.open", "?": "keys.open",
}  # fmt: skip
LINKS = (
    (paths.DESK_PAGE, "nav.desk", Action.OPEN_DESK_PAGE),
    (paths.MONITOR_PAGE, "nav.monitor", Action.OPEN_MONITOR_PAGE),
    (paths.PROMISES_PAGE, "nav.promises", Action.OPEN_PROMISES_PAGE),
    (paths.OFFICE_PAGE, "nav.office", Action.OPEN_OFFICE_PAGE),
)
ACCESS_FEATURES = (
    "access.can.large",
    "access.can.speech",
    "access.can.low",
    "access.can.human",
    "access.can.fetch",
    "access.can.phone",
)
router = APIRouter(include_in_schema=False)


AtDesk = Annotated[Caller, Depends(require(Action.OPEN_DESK_PAGE))]
AtMonitor = Annotated[Caller, Depends(require(Action.OPEN_MONITOR_PAGE))]
InOffice = Annotated[Caller, Depends(require(Action.OPEN_OFFICE_PAGE))]
AtRule = Annotated[Caller, Depends(require(Action.SEE_CATALOGUE))]
FromOfficersMail = Annotated[Caller, Depends(require(Action.ANSWER_BY_LINK))]
OnOwnPage = Annotated[Caller, Depends(require(Action.OPEN_OWN_PAGE))]
AtPromises = Annotated[Caller, Depends(require(Action.OPEN_PROMISES_PAGE))]


@router.get(paths.DESK_PAGE)
async def desk_page(request: Request, caller: AtDesk) -> Response:
    """The desk console."""
    spoken = await desk_service.spoken_by(inside(request).branches, caller.clerk_id or "", None)
    return _staff_page("desk.html", request, caller, spoken=spoken)


@router.get(paths.MONITOR_PAGE)
async def monitor_page(request: Request, caller: AtMonitor) -> Response:
    """The facility view: what should be mended, waits against their targets, desks and devices."""
    return _staff_page("monitor.html", request, caller)


@router.get(paths.OFFICE_PAGE)
async def office_page(request: Request, caller: InOffice) -> Response:
    """The public rule in words, opening hours, stops and the message on all screens."""
    branches = inside(request).branches
    own = Catalogue.model_validate_json(branches.words_of(caller.branch_id).catalogue).texts
    rule = public_rule(branches.day(caller.branch_id).rules, words.texts_for(request).language.code, own)
    terms = request.app.state.caretaker.destroyer.terms_in(caller.branch_id)
    return _staff_page("office.html", request, caller, rule=rule, terms=terms)


@router.get(paths.PROMISES_PAGE)
async def promises_page(request: Request, caller: AtPromises) -> Response:
    """What has been promised, by whom it is answered and by when."""
    return _staff_page("promises.html", request, caller)


@router.get(paths.CONTACT_PAGE)
async def contact_page(request: Request, _caller: OnOwnPage) -> Response:
    """How a matter stands, for whoever holds its code. It knows no code: no browser sends the fragment in which that stands."""
    offered, own = _of_all_branches(_catalogues(request))
    texts = words.visitor_texts(request, None, offered, own)
    return draw("contact.html", texts, words=words.words_for_visitors(offered, own))


@router.get(paths.VISITOR_PAGE)
async def visitor_page(request: Request, _caller: OnOwnPage) -> Response:
    """The visitor's own page. It knows no ticket: whose it is stands in the fragment, which a browser never sends."""
    branches = " ".join(sorted(inside(request).branches.words))
    offered, own = _of_all_branches(_catalogues(request))
    texts = words.visitor_texts(request, None, offered, own)
    return draw("visitor.html", texts, metas={"branches": branches}, words=words.words_for_visitors(offered, own))


@router.get(paths.OFFICER_PAGE)
async def officer_page(request: Request, _caller: FromOfficersMail) -> Response:
    """Where the link in an officer's mail leads. It knows no call: that stands in the fragment. To open it answers nothing."""
    texts = words.texts_for(request)
    return draw("officer.html", texts, words=words.words_for_officers(texts))


@router.get(paths.ACCESSIBILITY_PAGE)
async def accessibility_page(request: Request, _caller: OnOwnPage, language: str | None = None) -> Response:
    """What is accessible here and what is not, and how to complain. It needs no script."""
    told = _catalogues(request)
    offered, own = _of_all_branches(told)
    texts = words.visitor_texts(request, language, offered, own)
    code = texts.language.code
    return draw(
        "accessibility.html",
        texts,
        town=in_language(told[0].town, code) if told else "",
        complain=next((in_language(one.complain, code) for one in told if one.complain), ""),
        can=ACCESS_FEATURES,
        lacking=access.lacking(code),
        met=sum(clause.state == "met" for clause in access.clauses()),
        whole=len(access.clauses()),
        languages=[spoken for code, spoken in LANGUAGES.items() if code in offered],
    )


@router.get(paths.RULE_PAGE)
async def rule_page(branch_id: str, request: Request, _caller: AtRule, language: str | None = None) -> Response:
    """The branch's public rule, for anybody, in plain words and every language of the branch. It needs no script."""
    branches = inside(request).branches
    if branch_id not in branches.words:
        raise HTTPException(404)
    catalogue = Catalogue.model_validate_json(branches.words_of(branch_id).catalogue)
    texts = words.visitor_texts(request, language, catalogue.languages, catalogue.texts)
    return draw(
        "rule.html",
        texts,
        rule=public_rule(branches.day(branch_id).rules, texts.language.code, catalogue.texts),
        town=in_language(catalogue.town, texts.language.code),
        place=in_language(catalogue.names, texts.language.code),
        branch_id=branch_id,
        languages=[LANGUAGES[code] for code in catalogue.languages if code in LANGUAGES],
    )


def _catalogues(request: Request) -> list[Catalogue]:
    branches = inside(request).branches
    return [Catalogue.model_validate_json(branches.words_of(branch_id).catalogue) for branch_id in branches.words]


def _of_all_branches(catalogues: list[Catalogue]) -> tuple[frozenset[str], Own]:
    """For a page that knows no branch: the languages that any of them offers, and what all of them say in their own words."""
    offered = frozenset(code for catalogue in catalogues for code in catalogue.languages)
    return offered or frozenset({SWEDISH.code}), of_all([catalogue.texts for catalogue in catalogues])


def _staff_page(
    template: str,
    request: Request,
    caller: Caller,
    rule: Rule | None = None,
    terms: tuple[Term, ...] = (),
    spoken: tuple[str, ...] = (),
) -> Response:
    texts = words.texts_for(request)
    metas = {"csrf": caller.csrf, "branch": caller.branch_id, "clerk": caller.name}
    return draw(
        template,
        texts,
        metas=metas,
        words=words.words_of(texts),
        here=request.url.path,
        pages=_links(texts, caller),
        outcomes=[outcome.value for outcome in Outcome],
        reasons=[reason.value for reason in ManualReason],
        needs=[need.value for need in Need],
        pauses=[reason.value for reason in PauseReason],
        promises=[kind.value for kind in PromiseKind],
        avoidable=[why.value for why in Avoidable],
        incidents=[kind.value for kind in IncidentKind],
        is_practice=inside(request).branches.day(caller.branch_id).rules.is_practice,
        key_list=[(key, texts(words_key)) for key, words_key in KEYS.items()],
        rule=rule,
        spoken=spoken,
        destroyed=[(texts(f"destroy.{term.rule.name}"), _decision(texts, term)) for term in terms],
    )


def _decision(texts: Texts, term: Term) -> str:
    if term.is_own:
        return texts("destroy.own", n=term.lasts.days, decision=term.decision)
    return texts("destroy.undecided") if term.decision == NO_DECISION else term.decision


def _links(texts: Texts, caller: Caller) -> list[tuple[str, str]]:
    return [(path, texts(key)) for path, key, action in LINKS if is_allowed(caller.role, action)]
