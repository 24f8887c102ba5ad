# SPDX-License-Identifier: EUPL-1.2
"""Starts kolapp-kiosk. A program that starts throws next to nothing away, so nobody looks for garbage until it stands."""

import gc
import sys


def main() -> int:
    """The exit code of `program.main`."""
    gc.disable()
    from kolapp_kiosk import program

    return program.main()


if __name__ == "__main__":
    sys.exit(main())
