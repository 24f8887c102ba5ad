# SPDX-License-Identifier: EUPL-1.2
"""What officers are told besides what stands on the console: by e-mail or by a webhook, once, and after a restart too.

A message holds a number, a desk and a time, and no word of any visitor's. It lies in the database from the moment when the
ticket does. Before it is sent it is put off by a minute, in a transaction of its own; so two servers never send it together,
and one that dies in between sends it again after that minute under the same Message-ID (or `id`), by which it is known as one.
"""

import asyncio
import json
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import structlog

from kolapp_server.domain.officers import Purpose
from kolapp_server.domain.ticket import Status, TicketId
from kolapp_server.services.officers import EMAIL, OfficerBook
from kolapp_server.store import officers as rows
from kolapp_server.store.officers import MailRow, OfficerRow
from kolapp_words.texts import read_texts

LOCALE = Path(__file__).parent / "locale"
WITHIN_S = 10.0
AT_ONCE = 20
TRIED_AGAIN_AFTER = timedelta(minutes=1)
MOST_TRIES = 8
SENT, NOBODY_WAITS, FAILED, NO_ADDRESS = "sent", "nobody_waits", "failed", "no_address"
Link = Callable[[str, str], str]
"""The address of the page that answers, made of a call and its secret."""
log = structlog.get_logger()


class NotAMailAddress(ValueError):
    """KOLAPP_SERVER_MAIL_URL begins with smtp://, smtp+starttls:// or smtps://"""


@dataclass(frozen=True, slots=True)
class Message:
    """What an officer is told. `link` opens the page that answers; empty where nothing is to be answered."""

    mail_id: str
    branch_id: str
    number: str
    desk: str
    since: str
    purpose: Purpose
    link: str
    language: str

    def subject(self) -> str:
        """One line, with the number."""
        return self._said("subject")

    def body(self) -> str:
        """Why, where, since when, and how to answer."""
        at_desk = self._texts("officer_mail.desk", desk=self.desk) if self.desk else ""
        answer = self._texts("officer_mail.answer", link=self.link) if self.link else ""
        return "\n\n".join(part for part in (self._said("body"), at_desk, answer, self._texts("officer_mail.end")) if part)

    def as_json(self) -> dict[str, Any]:
        """The same for a webhook."""
        more = {"answer_url": self.link} if self.link else {}
        facts = {"id": self.mail_id, "branch": self.branch_id, "number": self.number, "desk": self.desk, "since": self.since}
        return {**facts, "purpose": self.purpose.value, "text": self.subject(), **more}

    def _said(self, what: str) -> str:
        return self._texts(f"officer_mail.{what}.{self.purpose}", number=self.number, time=self.since)

    def _texts(self, key: str, **values: object) -> str:
        return read_texts(LOCALE, self.language)(key, **values)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed in. An empty `url`: none is sent."""

    url: str
    sender: str

    def hand_in(self, message: EmailMessage) -> None:
        """The server has taken it. Blocks. Raises `OSError`, which smtplib's faults are, or `NotAMailAddress`."""
        address = urlsplit(self.url)
        host, port = address.hostname or "", address.port or 0
        match address.scheme:
            case "smtp" | "smtp+starttls":
                connection = smtplib.SMTP(host, port, timeout=WITHIN_S)
            case "smtps":
                connection = smtplib.SMTP_SSL(host, port, timeout=WITHIN_S, context=ssl.create_default_context())
            case _:
                raise NotAMailAddress()
        with connection:
            if address.scheme == "smtp+starttls":
                connection.starttls(context=ssl.create_default_context())
            if address.username:
                connection.login(unquote(address.username), unquote(address.password or ""))
            connection.send_message(message)


@dataclass(slots=True)
class Postman:
    """Sends what lies in the database. `send` asks an address with a JSON body, and raises `OSError`."""

    book: OfficerBook
    server: MailServer
    link: Link
    send: Callable[[str, dict[str, Any] | None], None]

    async def look(self) -> None:
        """Everything that is due has been sent, or put off."""
        now, branches = self.book.branches.clock(), self.book.branches
        for mail in await branches.read(lambda connection: rows.due_mail(connection, now, AT_ONCE)):
            later, tries = now + TRIED_AGAIN_AFTER * 2**mail.tries, mail.tries + 1
            await branches.writer.run(partial(rows.put_mail_off, mail_id=mail.mail_id, until=later, tries=tries))
            result = await self._sent(mail, now) or (FAILED if tries >= MOST_TRIES else None)
            if result is not None:
                log.info("officer_mail", mail=mail.mail_id, channel=mail.channel, result=result, tries=tries)
                await branches.writer.run(partial(rows.end_mail, mail_id=mail.mail_id, result=result))

    async def _sent(self, mail: MailRow, now: datetime) -> str | None:
        """How it ended; None where it is to be tried again."""
        found = await self._message(mail)
        if isinstance(found, str):
            return found
        message, officer = found
        try:
            if mail.channel == EMAIL:
                await asyncio.to_thread(self.server.hand_in, self._letter(message, officer, now))
            else:
                await asyncio.to_thread(self.send, officer.webhook or "", message.as_json())
        except (OSError, HTTPException, ValueError) as fault:
            log.warning("officer_mail_not_sent", mail=mail.mail_id, channel=mail.channel, reason=type(fault).__name__)
            return None
        return SENT

    async def _message(self, mail: MailRow) -> tuple[Message, OfficerRow] | str:
        call = await self.book.branches.read(lambda connection: rows.call_of(connection, mail.call_id))
        day = self.book.branches.writer.day(mail.branch_id)
        ticket = None if call is None or day is None else day.find(TicketId(call.ticket_id))
        if call is None or day is None or ticket is None:
            return NOBODY_WAITS
        if call.purpose == Purpose.WAIT and (ticket.status is not Status.WAITING or call.answer is not None):
            return NOBODY_WAITS
        officer = self.book.find(mail.branch_id, call.officer_id)
        if officer is None or not (officer.webhook if mail.channel != EMAIL else officer.email and self.server.url):
            return NO_ADDRESS
        since = f"{call.told_at.astimezone(ZoneInfo(day.rules.time_zone)):%H:%M}"
        link = self.link(call.call_id, mail.secret) if mail.secret else ""
        sign, language = self._sign_and_language(mail)
        purpose = Purpose(call.purpose)
        return Message(mail.mail_id, mail.branch_id, ticket.number, sign, since, purpose, link, language), officer

    def _sign_and_language(self, mail: MailRow) -> tuple[str, str]:
        catalogue = json.loads(self.book.branches.words_of(mail.branch_id).catalogue)
        sign = next((desk["sign"] for desk in catalogue["desks"] if desk["desk_id"] == mail.desk_id), "")
        return sign, catalogue["languages"][0]

    def _letter(self, message: Message, officer: OfficerRow, now: datetime) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self.server.sender, officer.email or "", message.subject()
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = f"<{message.mail_id}@{self.server.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.body())
        return letter
