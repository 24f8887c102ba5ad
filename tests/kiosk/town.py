# SPDX-License-Identifier: EUPL-1.2
"""A town to test the kiosk with: six groups, one of them with a single errand, one unstaffed, one stopped."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

from kolapp_contract.board import Opening, WaitLine
from kolapp_contract.bookings import BookingOpens, BookingState
from kolapp_contract.catalogue import Answer, CardHolder, Catalogue, DeskInfo, Direction, Errand, Group, Lane, OpenTime, Profile
from kolapp_contract.code_look import CodeOpens
from kolapp_contract.codes import CodeKind, code_of
from kolapp_contract.officers import Officer, OfficerDirectory, Presence, Unit
from kolapp_contract.tickets import Estimate, Kind, TicketView
from kolapp_contract.tickets import State as TicketState
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.events import CatalogueChanged, Event, IssueAnswered, IssuedHere, Ticked, Touched, ViewChanged
from kolapp_kiosk.flow.keys import Target
from kolapp_kiosk.flow.state import Draft, State

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MORNING = datetime(2026, 10, 14, 10, 24, tzinfo=STOCKHOLM)
LANGUAGES = ("sv", "en", "fi", "ar")
SECRET = "A1b2C3d4E5f6G7h8I9j0Kw"


def texts(sv: str, en: str, fi: str, ar: str) -> dict[str, str]:
    return {"sv": sv, "en": en, "fi": fi, "ar": ar}


def errand(
    errand_id: str,
    icon: str,
    names: dict[str, str],
    hints: dict[str, str],
    lane: Lane = Lane.SPECIALIST,
    answer: Answer | None = None,
) -> Errand:
    return Errand(
        errand_id=errand_id, names=names, hints=hints, icon=icon, series="A", lane=lane, expected_minutes=10, answer=answer
    )


def answered(owner: str, link: str, **texts_by_language: str) -> Answer:
    return Answer(texts=texts_by_language, owner=owner, review_by=date(2027, 1, 15), link=link)


PERMIT_ANSWER = answered(
    "Bygglovsenheten",
    "https://www.ekvik.example/bygglov",
    sv="Friggebod upp till 15 m² och altan i markhöjd behöver inget bygglov. Attefallshus anmäls. Ta med situationsplan och "
    "ritning i skala 1:100 när du söker.",
    en="A garden shed up to 15 m² or a ground-level deck needs no permit. An Attefall house must be notified. Bring a site plan "
    "and a drawing at 1:100 when you apply.",
    fi="Enintään 15 m²:n piharakennus ja maantasoinen terassi eivät vaadi lupaa. Attefall-talosta ilmoitetaan. Ota mukaan "
    "asemapiirros ja piirustus 1:100.",
    ar="لا يلزم ترخيص لكوخ حتى 15 مترا مربعا أو لشرفة على مستوى الأرض. يجب "
    "الإبلاغ عن بيت أتيفال. أحضر مخطط الموقع ورسما بمقياس 1:100 عند التقديم.",
)
WASTE_ANSWER = answered(
    "Avfallsenheten",
    "https://www.ekvik.example/avfall",
    sv="Kärlen töms varannan vecka. Ställ ut kärlet före klockan 06.",
    en="Bins are emptied every other week. Put the bin out before 06:00.",
    fi="Astiat tyhjennetään joka toinen viikko. Vie astia ulos ennen kello 6.",
    ar="تُفرغ الحاويات كل أسبوعين. ضع الحاوية في الخارج قبل الساعة 06:00.",
)


BUILDING = Group(
    group_id="bygga",
    names=texts("Bygga och bo", "Building, housing", "Asuminen", "البناء والسكن"),
    examples=texts("Bygglov, adress, avfall", "Permit, address, waste", "Luvat, osoite, jäte", "رخصة بناء، عنوان، نفايات"),
    icon="house",
    series="A",
    errands=(
        errand(
            "bygglov",
            "house",
            texts("Bygglov", "Building permit", "Rakennuslupa", "رخصة بناء"),
            texts("Ansöka eller fråga", "Apply or ask", "Hae tai kysy", "تقديم أو سؤال"),
            answer=PERMIT_ANSWER,
        ),
        errand(
            "adress",
            "sign",
            texts("Adress och karta", "Address and map", "Osoite ja kartta", "العنوان والخريطة"),
            texts("Ny adress, tomtkarta", "New address, site map", "Uusi osoite", "عنوان جديد"),
        ),
        errand(
            "avfall",
            "repeat",
            texts("Avfall och återvinning", "Waste and recycling", "Jäte ja kierrätys", "النفايات وإعادة التدوير"),
            texts("Kärl, hämtning", "Bins, collection", "Astiat, nouto", "الحاويات"),
            Lane.GUIDE,
            WASTE_ANSWER,
        ),
        errand(
            "bostad",
            "heart",
            texts("Bostadsanpassning", "Home adaptation", "Asunnon muutostyöt", "تكييف السكن"),
            texts("Bidrag för hemmet", "Grants for the home", "Tuki kotiin", "دعم للمنزل"),
        ),
    ),
)
SCHOOL = Group(
    group_id="skola",
    names=texts("Barn och skola", "Children, school", "Lapset ja koulu", "الأطفال والمدرسة"),
    examples=texts("Förskola, skola, skjuts", "Preschool, transport", "Päiväkoti, kyydit", "روضة، مدرسة، نقل"),
    icon="school",
    series="C",
    errands=(
        errand(
            "forskola",
            "school",
            texts("Förskola", "Preschool", "Päiväkoti", "روضة"),
            texts("Plats och avgift", "Place and fee", "Paikka ja maksu", "مكان ورسوم"),
        ),
        errand(
            "skola",
            "note",
            texts("Skola", "School", "Koulu", "مدرسة"),
            texts("Byta, börja, skjuts", "Change, start, transport", "Vaihto, aloitus", "تغيير، بدء"),
        ),
    ),
)
CARE = Group(
    group_id="omsorg",
    names=texts("Stöd och omsorg", "Support and care", "Tuki ja hoiva", "الدعم والرعاية"),
    examples=texts("Hemtjänst, god man", "Home care, guardian", "Kotihoito, edunvalvoja", "رعاية منزلية، وصاية"),
    icon="heart",
    series="D",
    errands=(
        errand(
            "hemtjanst",
            "heart",
            texts("Hemtjänst", "Home care", "Kotihoito", "رعاية منزلية"),
            texts("Ansöka, ändra", "Apply, change", "Hae, muuta", "تقديم، تغيير"),
        ),
        errand(
            "god-man",
            "people",
            texts("God man", "Legal guardian", "Edunvalvoja", "الوصاية"),
            texts("Överförmyndaren", "Guardianship office", "Holhoustoimi", "مكتب الوصاية"),
        ),
    ),
)
MONEY = Group(
    group_id="pengar",
    names=texts("Pengar och jobb", "Money and work", "Raha ja työ", "المال والعمل"),
    examples=texts("Bistånd, skuldråd", "Support, debt advice", "Tuki, velkaneuvonta", "مساعدة، ديون، عمل"),
    icon="purse",
    series="E",
    errands=(
        errand(
            "bistand",
            "purse",
            texts("Ekonomiskt bistånd", "Financial support", "Toimeentulotuki", "مساعدة مالية"),
            texts("Ansöka, frågor", "Apply, questions", "Hae, kysy", "تقديم، أسئلة"),
        ),
        errand(
            "skuld",
            "note",
            texts("Skuldrådgivning", "Debt advice", "Velkaneuvonta", "مشورة الديون"),
            texts("Gratis råd", "Free advice", "Maksuton", "مجاناً"),
        ),
    ),
)
BUSINESS = Group(
    group_id="foretag",
    names=texts("Företag", "Business", "Yritykset", "الشركات"),
    examples=texts("Tillstånd, tillsyn, mark", "Permits, inspection", "Luvat, valvonta", "تصاريح، رقابة، أراضٍ"),
    icon="shop",
    series="F",
    errands=(
        errand(
            "livsmedel",
            "shop",
            texts("Livsmedel", "Food permits", "Elintarvikkeet", "الأغذية"),
            texts("Tillstånd, tillsyn", "Permit, inspection", "Luvat", "تصاريح"),
        ),
        errand(
            "servering",
            "bell",
            texts("Serveringstillstånd", "Alcohol licence", "Anniskelulupa", "رخصة التقديم"),
            texts("Ansöka, prov", "Apply, test", "Hae, koe", "تقديم، اختبار"),
        ),
    ),
)
OTHER = Group(
    group_id="annat",
    names=texts("Något annat", "Something else", "Jotain muuta", "أمر آخر"),
    examples=texts("Snabb fråga, vet inte", "Quick question", "Pikakysymys, en tiedä", "سؤال سريع، لا أعرف"),
    icon="question",
    series="G",
    errands=(errand("annat", "question", texts("Något annat", "Something else", "Jotain muuta", "أمر آخر"), {}, Lane.GUIDE),),
)

CATALOGUE = Catalogue(
    version=1,
    branch_id="ekvik",
    town=texts("Ekviks kommun", "Ekvik", "Ekvikin kunta", "بلدية إيكفيك"),
    names=texts("Stadshuset", "Town hall", "Kaupungintalo", "دار البلدية"),
    time_zone="Europe/Stockholm",
    public_url="https://ko.ekvik.example",
    languages=LANGUAGES,
    human_errand_id="annat",
    where_to_sit=texts(
        "Sitt i väntrummet, till höger",
        "Sit in the waiting room, to the right",
        "Istu odotustilassa, oikealla",
        "اجلس في غرفة الانتظار، إلى اليمين",
    ),
    groups=(BUILDING, SCHOOL, CARE, MONEY, BUSINESS, OTHER),
    desks=(DeskInfo(desk_id="disk-3", sign="3", direction=Direction.RIGHT),),
    profiles=(Profile(profile_id="alla", names={"sv": "Alla"}, errands=("annat",)),),
    hours=(OpenTime(day=0, opens="08:00", closes="16:00"),),
    card_holders=(
        CardHolder(
            holder_id="byggare",
            names=texts("Byggare", "Builder", "Rakentaja", "مقاول بناء"),
            errands=("bygglov", "adress", "bostad"),
        ),
        CardHolder(
            holder_id="ombud",
            names=texts("Ombud", "Representative", "Asiamies", "وكيل"),
            errands=("bygglov", "adress", "hemtjanst", "bistand", "skuld", "skola"),
        ),
    ),
)
CONTACT_CODE, BOOKING_CODE, CARD_CODE = (code_of(kind, b"elvatecken!") for kind in CodeKind)
OPEN = Opening(is_open=True, closes_at=MORNING.replace(hour=16, minute=0))
ONE_O_CLOCK = MORNING.replace(hour=13, minute=0)
STAFFED = tuple(
    WaitLine(key=e.errand_id, waiting=n % 3, estimate=Estimate(minutes=10 + n % 2 * 5, low=5, high=20))
    for n, e in enumerate(e for g in CATALOGUE.groups for e in g.errands)
)
WAITS = tuple(
    w.model_copy(update={"is_staffed": False, "opens_at": ONE_O_CLOCK}) if w.key in {"livsmedel", "servering", "god-man"} else w
    for w in STAFFED
)

_numbers = count(1)


def draft() -> Draft:
    return Draft(UUID(int=next(_numbers) | 7 << 76 | 2 << 62), SECRET)


def kiosk(**world: object) -> State:
    """A kiosk that stands at its welcome, wired and open."""
    state = flow.first(Ticked(MORNING, draft()))
    state = replace(state, world=replace(state.world, **world))
    state = after(state, CatalogueChanged(MORNING, draft(), CATALOGUE, LANGUAGES))
    return after(state, ViewChanged(MORNING, draft(), OPEN, WAITS))


def after(state: State, *events: Event) -> State:
    for event in events:
        state, _ = flow.step(state, event)
    return state


def touch(state: State, *targets: Target, wait: timedelta = timedelta(seconds=1)) -> State:
    """The state after a calm finger has touched those keys."""
    for target in targets:
        state = after(state, Touched(state.now + wait, draft(), target))
    return state


def later(state: State, seconds: float) -> State:
    """The state after that many seconds in which nothing was touched, ticked five times a second."""
    end = state.now + timedelta(seconds=seconds)
    while state.now < end:
        state = after(state, Ticked(min(end, state.now + timedelta(seconds=0.2)), draft()))
    return state


def ticket(ticket_id: UUID, **values: object) -> TicketView:
    given = {
        "number": "A042",
        "ahead": 3,
        "estimate": Estimate(minutes=7, low=4, high=12),
        "errand_id": "bygglov",
        "language": "sv",
    }
    return TicketView(
        ticket_id=ticket_id, state=TicketState.WAITING, kind=Kind.WALK_IN, issued_at=MORNING, seq=9, **(given | values)
    )


def answered(state: State, **values: object) -> State:
    """The state after the server has given the ticket that was asked for."""
    pending = flow.awaited(state.screen)
    assert pending is not None
    return after(state, IssueAnswered(state.now + timedelta(seconds=0.1), draft(), ticket(pending.ticket_id, **values)))


def issued_here(state: State, number: str = "K1-07") -> State:
    """The state after the kiosk's own disk has taken the number that was asked of it."""
    pending = flow.awaited(state.screen)
    assert pending is not None
    return after(state, IssuedHere(state.now + timedelta(seconds=0.1), draft(), pending.ticket_id, number, state.now))


def booking(state: BookingState, minutes: int, number: str | None = "A042") -> CodeOpens:
    """What a booking's code opens, so many minutes before its time."""
    at = MORNING + timedelta(minutes=minutes)
    opens = BookingOpens(
        state=state,
        errand_id="bygglov",
        booked_at=at,
        from_at=at - timedelta(minutes=30),
        branch_id="ekvik",
        number=number if state is BookingState.USED else None,
    )
    return CodeOpens(kind=CodeKind.BOOKING, booking=opens)


def officer(officer_id: str, unit_id: str, function: dict[str, str], **values: object) -> Officer:
    """Somebody who can be asked for."""
    return Officer(officer_id=officer_id, unit_id=unit_id, function=function, errand_id="bygglov", **values)


PERMITS = texts("Bygglovshandläggare", "Building permit officer", "Rakennuslupakäsittelijä", "موظف تراخيص البناء")
INSPECTOR = texts("Byggnadsinspektör", "Building inspector", "Rakennustarkastaja", "مفتش المباني")
GUARDIANS = texts("Överförmyndarhandläggare", "Guardianship officer", "Edunvalvontakäsittelijä", "موظف شؤون الأوصياء")
BACK_AT = MORNING.replace(hour=13, minute=15)
DIRECTORY = OfficerDirectory(
    units=(
        Unit(unit_id="bygg", names=texts("Bygg och miljö", "Building", "Rakennus ja ympäristö", "البناء والبيئة")),
        Unit(unit_id="omsorg", names=texts("Omsorg och stöd", "Care and support", "Hoiva ja tuki", "الرعاية والدعم")),
    ),
    officers=(
        officer(
            "bygglov", "bygg", PERMITS, name="Exempla Namnsson", presence=Presence.AWAY, until=BACK_AT, can_book=True,
            hours=texts("Vardagar 9–12", "Weekdays 9–12", "Arkisin 9–12", "أيام العمل 9–12"),
        ),
        officer("inspektor", "bygg", INSPECTOR, name="Exempel Ärlig", presence=Presence.HERE),
        officer("miljo", "bygg", texts("Miljöinspektör", "Environment inspector", "Ympäristötarkastaja", "مفتش البيئة")),
        officer("overformyndare", "omsorg", GUARDIANS, presence=Presence.BUSY, until=BACK_AT + timedelta(days=1)),
    ),
)  # fmt: skip
