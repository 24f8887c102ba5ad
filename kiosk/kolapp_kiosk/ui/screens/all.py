# SPDX-License-Identifier: EUPL-1.2
"""Which screen shows which state of the flow."""

from kolapp_kiosk.flow import state as flow
from kolapp_kiosk.ui.screens.alternatives import AlternativesScreen
from kolapp_kiosk.ui.screens.answers import AnswersScreen
from kolapp_kiosk.ui.screens.book_with import BookWithScreen
from kolapp_kiosk.ui.screens.booked import BookedScreen
from kolapp_kiosk.ui.screens.cancelled import CancelledScreen
from kolapp_kiosk.ui.screens.card_errands import CardErrandsScreen
from kolapp_kiosk.ui.screens.closed import ClosedScreen
from kolapp_kiosk.ui.screens.code_entry import CodeEntryScreen
from kolapp_kiosk.ui.screens.direct import DirectScreen
from kolapp_kiosk.ui.screens.errands import ErrandsScreen
from kolapp_kiosk.ui.screens.helping import HelpingScreen
from kolapp_kiosk.ui.screens.issuing import IssuingScreen
from kolapp_kiosk.ui.screens.languages import LanguagesScreen
from kolapp_kiosk.ui.screens.letters import LettersScreen
from kolapp_kiosk.ui.screens.looking_up import LookingUpScreen
from kolapp_kiosk.ui.screens.not_opened import NotOpenedScreen
from kolapp_kiosk.ui.screens.out_of_order import OutOfOrderScreen
from kolapp_kiosk.ui.screens.people import PeopleScreen
from kolapp_kiosk.ui.screens.person import PersonScreen
from kolapp_kiosk.ui.screens.persons import PersonsScreen
from kolapp_kiosk.ui.screens.reading import ReadingScreen
from kolapp_kiosk.ui.screens.refused import RefusedScreen
from kolapp_kiosk.ui.screens.screen import KioskScreen
from kolapp_kiosk.ui.screens.still_there import StillThereScreen
from kolapp_kiosk.ui.screens.stopped import StoppedScreen
from kolapp_kiosk.ui.screens.support import SupportScreen
from kolapp_kiosk.ui.screens.ticket_ready import TicketReadyScreen
from kolapp_kiosk.ui.screens.unreachable import UnreachableScreen
from kolapp_kiosk.ui.screens.welcome import WelcomeScreen

SCREENS: dict[type, type[KioskScreen]] = {
    flow.Welcome: WelcomeScreen,
    flow.Errands: ErrandsScreen,
    flow.Direct: DirectScreen,
    flow.CardErrands: CardErrandsScreen,
    flow.Answers: AnswersScreen,
    flow.Reading: ReadingScreen,
    flow.People: PeopleScreen,
    flow.Letters: LettersScreen,
    flow.Persons: PersonsScreen,
    flow.Person: PersonScreen,
    flow.BookWith: BookWithScreen,
    flow.Languages: LanguagesScreen,
    flow.Support: SupportScreen,
    flow.Alternatives: AlternativesScreen,
    flow.CodeEntry: CodeEntryScreen,
    flow.LookingUp: LookingUpScreen,
    flow.NotOpened: NotOpenedScreen,
    flow.Booked: BookedScreen,
    flow.Issuing: IssuingScreen,
    flow.Unreachable: UnreachableScreen,
    flow.TicketReady: TicketReadyScreen,
    flow.Cancelled: CancelledScreen,
    flow.Refused: RefusedScreen,
    flow.Helping: HelpingScreen,
    flow.Closed: ClosedScreen,
    flow.Stopped: StoppedScreen,
    flow.OutOfOrder: OutOfOrderScreen,
    flow.StillThere: StillThereScreen,
}
