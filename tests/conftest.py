# SPDX-License-Identifier: EUPL-1.2
"""Python looks for garbage while tests run, and not among a million things of the libraries that stay to the end."""

import gc

gc.disable()


def pytest_collection_finish() -> None:
    """What was imported until now is never garbage; what the tests leave behind is found as ever."""
    gc.freeze()
    gc.enable()
