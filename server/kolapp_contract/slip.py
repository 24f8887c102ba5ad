# SPDX-License-Identifier: EUPL-1.2
"""What is to be printed: facts and a language. The words live once, in `kolapp_printers/locale`."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kolapp_contract.codes import ReferenceCode
from kolapp_contract.contacts import PromiseKind
from kolapp_contract.own_text import OwnText
from kolapp_contract.tickets import Estimate, PrintResult
from kolapp_contract.wire import Id, Instant, Language, PlainText, TicketNumber, Wire


class SlipKind(StrEnum):
    TICKET = "ticket"
    TEST_PAGE = "test_page"
    CONTACT = "contact"
    BOOKING = "booking"


class Slip(Wire):
    """`errand_name` is None where the errand is sensitive. `local_time` is the branch's wall clock ("14 okt. kl. 10:24").

    `page_url` carries the visitor's secret in its fragment and goes into the QR only, never into words.
    A contact's receipt has the `code` large, the `owner` (a function, never a person), what was promised, by the end of `due_on`.
    A booking's has the `code`, `booked_at` by the branch's clock, the reception's name as `place`, and an officer's function as
    `owner`. `met_at`: when the officer whom the visitor waits for comes, by the branch's clock.
    `texts` are the words that the town says in its own way on a slip in that language.
    """

    kind: SlipKind = SlipKind.TICKET
    slip_id: Id
    language: Language
    town: PlainText
    number: TicketNumber | None = None
    errand_name: PlainText | None = None
    ahead: int | None = Field(default=None, ge=0)
    estimate: Estimate | None = None
    desk_sign: PlainText | None = None
    where_to_sit: PlainText | None = None
    page_url: str | None = Field(default=None, max_length=300)
    local_time: Instant
    is_copy: bool = False
    is_offline: bool = False
    code: ReferenceCode | None = None
    owner: PlainText | None = None
    promise: PromiseKind | None = None
    due_on: date | None = None
    booked_at: Instant | None = None
    place: PlainText | None = None
    met_at: Instant | None = None
    texts: tuple[OwnText, ...] = ()


class PrintJobStanding(Wire):
    """GET /api/v1/print-jobs/{job_id}. `result` None: not known yet. `is_expired`: nobody fetched it in time, nobody will."""

    result: PrintResult | None = None
    is_expired: bool = False


class PrintJob(Wire):
    """Sent live to a printer host or kiosk; answered by POST /api/v1/print-jobs/{job_id}/printed."""

    job_id: Id
    slip: Slip
