# SPDX-License-Identifier: EUPL-1.2
"""kolapp-kiosk: where a visitor says what the errand is, and gets a number."""

from kolapp_client import enrolment
from kolapp_kiosk.flow.pad import NotAKeypad
from kolapp_kiosk.journal.file import JournalInUse
from kolapp_kiosk.runner import run
from kolapp_kiosk.settings import Settings
from kolapp_printers.printer import NoSuchAddress, NoSuchPaper

PROGRAM = enrolment.Program(
    device="kiosk",
    purpose="The touchscreen where a visitor says what the errand is, and gets a numbered ticket.",
    example="""  KOLAPP_KIOSK_SERVER_URL=https://ko.ekvik.se kolapp-kiosk --pair ABCD-EFGH2
  KOLAPP_KIOSK_SERVER_URL=https://ko.ekvik.se KOLAPP_KIOSK_PRINTER_ADDRESS=tcp://192.0.2.7:9100 kolapp-kiosk""",
    settings=Settings,
    misfits={
        NoSuchAddress: "The printer cannot be used as it is set",
        NoSuchPaper: "The printer cannot be used as it is set",
        NotAKeypad: "The keypad cannot be used as it is set",
        JournalInUse: "Another kiosk program on this machine uses the same journal",
    },
)


def main() -> int:
    """Exit code 0 after a quiet end, 2 where the kiosk is not paired or set up wrongly, 1 where the server would not have it."""
    arguments = enrolment.parser(PROGRAM).parse_args()
    settings = Settings()
    pairing = arguments.pair and enrolment.pair_and_say(settings.server_url, arguments.pair, settings.token_file)
    return enrolment.outcome(PROGRAM, settings.server_url, pairing or run(settings))
