# SPDX-License-Identifier: EUPL-1.2
"""kolapp-display: shows and speaks whose turn it is."""

import argparse
import asyncio
import sys

from kolapp_client import enrolment, token_file
from kolapp_client.http import ServerFault
from kolapp_display.runner import run
from kolapp_display.settings import Settings

EXAMPLE = """example:
  KOLAPP_DISPLAY_SERVER_URL=https://ko.ekvik.se kolapp-display --pair ABCD-EFGH2
  KOLAPP_DISPLAY_SERVER_URL=https://ko.ekvik.se kolapp-display

settings, from the environment:
"""


def main() -> int:
    """Exit code 0 after a quiet end, 2 where the display is not paired, 1 where the server would not have it."""
    arguments = _parser().parse_args()
    settings = Settings()
    try:
        if arguments.pair:
            return asyncio.run(_pair(settings, arguments.pair))
        asyncio.run(run(settings))
    except enrolment.NotPaired:
        return _complain("This display is not paired. Make a code on the server and run: kolapp-display --pair CODE", 2)
    except token_file.TokenFileBroken as broken:
        return _complain(f"The token file {broken} cannot be read. Remove it and pair the display anew.", 2)
    except (ServerFault, ValueError) as fault:
        return _complain(f"The server at {settings.server_url} would not pair this display: {fault}", 1)
    return 0


async def _pair(settings: Settings, code: str) -> int:
    paired = await enrolment.pair_anew(settings.server_url, code, settings.token_file)
    print(f"Paired as {paired.name} ({paired.kind}) at {paired.branch_id}.")  # noqa: T201  the program's answer to its user
    return 0


def _complain(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201  the program's answer to its user
    return code


def _parser() -> argparse.ArgumentParser:
    lines = [f"  KOLAPP_DISPLAY_{name.upper():<14} {field.description}" for name, field in Settings.model_fields.items()]
    parser = argparse.ArgumentParser(
        prog="kolapp-display",
        description="Shows and speaks whose turn it is, in a waiting room or for those who keep the place running.",
        epilog=EXAMPLE + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pair", metavar="CODE", help="pair this display with a code made on the server, then end")
    return parser


if __name__ == "__main__":
    sys.exit(main())
