# SPDX-License-Identifier: EUPL-1.2
"""Secrets that programs carry, kept by the server only as SHA-256; and the short code that a device is paired by."""

import hashlib
import secrets

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 letters and figures that are not mistaken for each other. Nine of them are 45 bits."""


def new_token() -> str:
    """256 random bits, base64url."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> bytes:
    """What the server keeps of a token or a code."""
    return hashlib.sha256(secret.encode()).digest()


def new_pairing_code() -> str:
    """Nine letters, `XXXX-XXXXX`."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(9))
    return f"{letters[:4]}-{letters[4:]}"
