# SPDX-License-Identifier: EUPL-1.2
"""kolapp-display: shows and speaks whose turn it is."""

import sys

from kolapp_client import enrolment
from kolapp_display.runner import run
from kolapp_display.settings import Settings

PROGRAM = enrolment.Program(
    device="display",
    purpose="Shows and speaks whose turn it is, in a waiting room or for those who keep the place running.",
    example="""  KOLAPP_DISPLAY_SERVER_URL=https://ko.ekvik.se kolapp-display --pair ABCD-EFGH2
  KOLAPP_DISPLAY_SERVER_URL=https://ko.ekvik.se kolapp-display""",
    settings=Settings,
)


def main() -> int:
    """Exit code 0 after a quiet end, 2 where the display is not paired, 1 where the server would not have it."""
    arguments = enrolment.parser(PROGRAM).parse_args()
    settings = Settings()
    pairing = arguments.pair and enrolment.pair_and_say(settings.server_url, arguments.pair, settings.token_file)
    return enrolment.outcome(PROGRAM, settings.server_url, pairing or run(settings))


if __name__ == "__main__":
    sys.exit(main())
