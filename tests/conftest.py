# SPDX-License-Identifier: EUPL-1.2
"""What holds for every test.

Python looks for garbage while tests run, and not among a million things of the libraries that stay to the end. No example
fails because the machine was slow at it.

Properties are tried with the same examples each time, so that a test that passed passes; `make hunt` looks for new ones.
"""

import gc

gc.disable()

from hypothesis import settings  # noqa: E402 (nothing is looked through while it is imported)

COLLECTOR_LOOKS_AFTER = (20_000, 20, 50)
"""Objects, and looks at the younger ones: a test makes and drops many more than it leaves behind."""
settings.register_profile("kolapp", deadline=None, derandomize=True)
settings.register_profile("hunt", deadline=None, database=None, print_blob=True)
settings.load_profile("kolapp")


def pytest_collection_finish() -> None:
    """What was imported until now is never garbage; what the tests leave behind is found as ever."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(*COLLECTOR_LOOKS_AFTER)
