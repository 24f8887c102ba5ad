# SPDX-License-Identifier: EUPL-1.2
"""When the store cannot.

StoreFault
    StoreBusy         the database is locked by another, or too much is asked at once: try again soon
    DiskFull          nothing can be written; reading goes on
    OutcomeUnknown    the commit was not answered; ask again with the same request id
    RequestReused     that request id was used for something else
    UnknownBranch     there is no such branch
"""


class StoreFault(Exception):
    """The store cannot do it."""


class StoreBusy(StoreFault):
    """Too much at once. Please try again in a moment."""


class DiskFull(StoreFault):
    """The disk is full, so nothing new can be written."""


class OutcomeUnknown(StoreFault):
    """It is not known whether it was done. Ask again with the same request id."""


class RequestReused(StoreFault):
    """That request id was used for something else."""


class UnknownBranch(StoreFault):
    """There is no such branch."""
