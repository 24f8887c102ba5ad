# SPDX-License-Identifier: EUPL-1.2
"""What a device asks the server for, over HTTP, each with the time that it may take.

ServerFault                 the server did not do what was asked
  ServerSilent              no answer in time: it may or may not have been done
  ServerRefused(problem)    it said no, and why
  ServerBroken              an answer came that cannot be understood
"""

import asyncio
import re
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from pydantic import BaseModel, ValidationError

from kolapp_contract import paths
from kolapp_contract.board import View
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.code_look import CodeOpens, LookAtCode
from kolapp_contract.devices import Heartbeat, HeartbeatAnswer, Myself
from kolapp_contract.errors import Problem
from kolapp_contract.offline import JournalTaken, UploadJournal
from kolapp_contract.tickets import IssueTicket, PrintReport, PrintReportAnswer, TicketView, VisitorCancel
from kolapp_contract.version import CONTRACT_HEADER, CONTRACT_VERSION, REQUEST_ID_HEADER
from kolapp_contract.wire import Code, Id, Language, TicketNumber

if TYPE_CHECKING:
    import httpx

    from kolapp_contract.entrance import AnswerRead

ISSUE_WITHIN_S = 0.8
ASK_WITHIN_S = 2.0
REPORT_WITHIN_S = 5.0
FETCH_WITHIN_S = 10.0
SPEECH_WITHIN_S = 5.0
UPLOAD_WITHIN_S = 20.0
LONGEST_S = 30.0
ABOUT = re.compile(r"/(?:tickets|print-jobs)/([0-9a-f-]{36})(?:/|$)")

Answer = TypeVar("Answer", bound=BaseModel)


class ServerFault(Exception):
    """The server did not do what was asked."""


class ServerSilent(ServerFault):
    """The server did not answer in time; what was asked may or may not have been done."""


class ServerBroken(ServerFault):
    """The server's answer cannot be understood."""


class ServerRefused(ServerFault):
    """The server said no; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.title}")
        self.problem = problem


class ServerHttp:
    """The server as a device sees it. `transport` is the seam where a test puts its own wire."""

    def __init__(self, server_url: str, token: str | None = None, transport: "httpx.AsyncBaseTransport | None" = None) -> None:
        self._server_url, self._token, self._transport = server_url, token, transport

    @cached_property
    def _client(self) -> "httpx.AsyncClient":
        # Imported here, and below: a device's first picture does not wait for what it only needs on the wire.
        import httpx

        headers = {CONTRACT_HEADER: str(CONTRACT_VERSION)}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        # Where nothing is encrypted the list of authorities is not read: a kiosk starts at once. No redirection is followed.
        has_tls = not self._server_url.startswith("http:")
        return httpx.AsyncClient(
            base_url=self._server_url.rstrip("/"),
            headers=headers,
            transport=self._transport,
            timeout=LONGEST_S,
            trust_env=False,
            verify=has_tls,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """No wire is open any more."""
        if "_client" in vars(self):
            await self._client.aclose()

    async def issue(self, ticket_id: Id, wanted: IssueTicket, within_s: float = ISSUE_WITHIN_S) -> TicketView:
        """The ticket with that id; the same one however often it is asked for."""
        return await self._ask(TicketView, "PUT", paths.TICKET.format(ticket_id=ticket_id), within_s, wanted)

    async def ticket(self, ticket_id: Id) -> TicketView:
        """The ticket as it stands now."""
        return await self._ask(TicketView, "GET", paths.TICKET.format(ticket_id=ticket_id), ASK_WITHIN_S)

    async def cancel(self, ticket_id: Id, cancel: VisitorCancel) -> None:
        """The ticket is no more, even if its issue arrives later."""
        await self._send("POST", paths.TICKET_STEP.format(ticket_id=ticket_id, step="cancel"), REPORT_WITHIN_S, cancel)

    async def report_printed(self, ticket_id: Id, report: PrintReport) -> PrintReportAnswer | None:
        """The server knows what became of the ticket's slip. It may answer which other device prints it."""
        response = await self._send("POST", paths.TICKET_PRINTED.format(ticket_id=ticket_id), REPORT_WITHIN_S, report)
        try:
            return PrintReportAnswer.model_validate_json(response.content)
        except ValidationError:
            return None

    async def report_job(self, job_id: Id, report: PrintReport) -> None:
        """The server knows what became of a print job that it sent."""
        await self._send("POST", paths.PRINT_JOB_PRINTED.format(job_id=job_id), REPORT_WITHIN_S, report)

    async def look_at_code(self, branch_id: Code, code: str, within_s: float = FETCH_WITHIN_S) -> CodeOpens:
        """What that code opens. Refused with not_found where it opens nothing, too_fast after many wrong ones."""
        return await self._ask(CodeOpens, "POST", paths.CODE_LOOK.format(branch_id=branch_id), within_s, LookAtCode(code=code))

    async def upload_journal(self, device_id: Id, upload: UploadJournal) -> JournalTaken:
        """The server has these entries of the kiosk's journal, all of them."""
        return await self._ask(JournalTaken, "POST", paths.KIOSK_JOURNAL.format(device_id=device_id), UPLOAD_WITHIN_S, upload)

    async def catalogue(self, branch_id: Code) -> Catalogue:
        """What the branch offers."""
        return await self._ask(Catalogue, "GET", paths.CATALOGUE.format(branch_id=branch_id), FETCH_WITHIN_S)

    async def board(self, branch_id: Code) -> View:
        """The waiting room's view, whole."""
        return await self._ask(View, "GET", paths.BOARD.format(branch_id=branch_id), FETCH_WITHIN_S)

    async def heartbeat(self, heartbeat: Heartbeat) -> HeartbeatAnswer:
        """The server has heard of this device."""
        return await self._ask(HeartbeatAnswer, "POST", paths.HEARTBEAT, ASK_WITHIN_S, heartbeat)

    async def myself(self) -> Myself:
        """What this device is to the server."""
        return await self._ask(Myself, "GET", paths.MYSELF, FETCH_WITHIN_S)

    async def tell_answer_read(self, branch_id: Code, read: "AnswerRead") -> None:
        """The server has counted that an answer was opened."""
        await self._send("POST", paths.ANSWER_READS.format(branch_id=branch_id), REPORT_WITHIN_S, read)

    async def speech(
        self,
        branch_id: Code,
        language: Language,
        number: TicketNumber,
        desk_id: Code,
        *,
        again: bool = False,
        fetched: bool = False,
    ) -> bytes:
        """A call, spoken: a wav file; a recall says that it is one, `fetched` that somebody comes.

        Refused with not_found where the language has no voice.
        """
        path = paths.CALL_SPEECH.format(branch_id=branch_id, language=language, number=number, desk_id=desk_id)
        said = "&".join(f"{name}=true" for name, is_so in (("again", again), ("fetched", fetched)) if is_so)
        return (await self._send("GET", f"{path}?{said}" if said else path, SPEECH_WITHIN_S)).content

    async def phrase(self, branch_id: Code, language: Language, phrase_id: str) -> bytes:
        """A few words of the kiosk's, spoken: a wav file. Refused with no_voice where the language has none."""
        path = paths.PHRASE_SPEECH.format(branch_id=branch_id, language=language, phrase_id=phrase_id)
        return (await self._send("GET", path, SPEECH_WITHIN_S)).content

    async def ask(self, answer: type[Answer], method: str, path: str, within_s: float, body: BaseModel | None = None) -> Answer:
        """Any other question of the contract, with the same promises about faults."""
        return await self._ask(answer, method, path, within_s, body)

    async def _ask(self, answer: type[Answer], method: str, path: str, within_s: float, body: BaseModel | None = None) -> Answer:
        response = await self._send(method, path, within_s, body)
        try:
            # A server of a later release may say more than this device knows to read.
            return answer.model_validate_json(response.content, extra="ignore")
        except ValidationError as error:
            raise ServerBroken(f"{method} {path}: not a {answer.__name__}") from error

    async def _send(self, method: str, path: str, within_s: float, body: BaseModel | None = None) -> "httpx.Response":
        import httpx

        headers = about(path) | ({"Content-Type": "application/json"} if body else {})
        content = body.model_dump_json() if body else None
        try:
            async with asyncio.timeout(within_s):
                response = await self._client.request(method, path, content=content, headers=headers)
        except (TimeoutError, httpx.TransportError) as error:
            raise ServerSilent(f"{method} {path}: no answer within {within_s} s") from error
        if response.is_success:
            return response
        raise _refusal(method, path, response)


def about(path: str) -> dict[str, str]:
    """The header that says which ticket or print job a request is about, so that all logs have its id in common."""
    found = ABOUT.search(path)
    return {REQUEST_ID_HEADER: found[1]} if found else {}


def _refusal(method: str, path: str, response: "httpx.Response") -> ServerFault:
    try:
        return ServerRefused(Problem.model_validate_json(response.content, extra="ignore"))
    except ValidationError:
        return ServerBroken(f"{method} {path}: {response.status_code} without a problem")
