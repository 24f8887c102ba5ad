# SPDX-License-Identifier: EUPL-1.2
"""kolapp-kiosk: where a visitor says what the errand is, and gets a number."""

import argparse
import asyncio
import sys

from kolapp_client import enrolment, token_file
from kolapp_client.http import ServerFault
from kolapp_kiosk.runner import run
from kolapp_kiosk.settings import Settings
from kolapp_printers.printer import NoSuchAddress, NoSuchPaper

EXAMPLE = """example:
  KOLAPP_KIOSK_SERVER_URL=https://ko.ekvik.se kolapp-kiosk --pair ABCD-EFGH2
  KOLAPP_KIOSK_SERVER_URL=https://ko.ekvik.se KOLAPP_KIOSK_PRINTER_ADDRESS=tcp://192.0.2.7:9100 kolapp-kiosk

settings, from the environment:
"""


def main() -> int:
    """Exit code 0 after a quiet end, 2 where the kiosk is not paired or set up wrongly, 1 where the server would not have it."""
    arguments = _parser().parse_args()
    settings = Settings()
    try:
        if arguments.pair:
            return asyncio.run(_pair(settings, arguments.pair))
        asyncio.run(run(settings))
    except enrolment.NotPaired:
        return _complain("This kiosk is not paired. Make a code on the server and run: kolapp-kiosk --pair CODE", 2)
    except token_file.TokenFileBroken as broken:
        return _complain(f"The token file {broken} cannot be read. Remove it and pair the kiosk anew.", 2)
    except (NoSuchAddress, NoSuchPaper) as wrong:
        return _complain(f"The printer cannot be used as it is set: {wrong}", 2)
    except (ServerFault, ValueError) as fault:
        return _complain(f"The server at {settings.server_url} would not pair this kiosk: {fault}", 1)
    return 0


async def _pair(settings: Settings, code: str) -> int:
    paired = await enrolment.pair_anew(settings.server_url, code, settings.token_file)
    print(f"Paired as {paired.name} ({paired.kind}) at {paired.branch_id}.")  # noqa: T201  the program's answer to its user
    return 0


def _complain(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201  the program's answer to its user
    return code


def _parser() -> argparse.ArgumentParser:
    lines = [f"  KOLAPP_KIOSK_{name.upper():<17} {field.description}" for name, field in Settings.model_fields.items()]
    parser = argparse.ArgumentParser(
        prog="kolapp-kiosk",
        description="The touchscreen where a visitor says what the errand is, and gets a numbered ticket.",
        epilog=EXAMPLE + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pair", metavar="CODE", help="pair this kiosk with a code made on the server, then end")
    return parser


if __name__ == "__main__":
    sys.exit(main())
