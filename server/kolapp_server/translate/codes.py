# SPDX-License-Identifier: EUPL-1.2
"""Codes on paper: what was typed as what is looked for, and what was found as what is answered."""

import secrets

from kolapp_contract.code_look import CodeOpens
from kolapp_contract.codes import CHANCE_LENGTH, CodeKind, NotACode, code_of, hashed, read_code


def asked(typed: str) -> tuple[str, bytes] | None:
    """Kind and hash of the code that was typed; None where it is none."""
    try:
        kind, code = read_code(typed)
    except NotACode:
        return None
    return kind.value, hashed(code)


def new_code(kind: CodeKind) -> tuple[str, bytes]:
    """A code that nobody can guess, as it is printed, and its hash, which alone is kept."""
    code = code_of(kind, secrets.token_bytes(CHANCE_LENGTH))
    return code, hashed(code)


def opens(found: object) -> CodeOpens:
    """What the code is for. Each kind has a case of its own."""
    raise TypeError(f"no answer for {type(found).__name__}")
