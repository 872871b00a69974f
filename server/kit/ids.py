"""Identifiers. Keys are UUIDv7 (time-ordered); ids that grant access are random."""

from __future__ import annotations

import secrets
import uuid

import uuid_utils.compat

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread or misheard (Crockford, base 32)."""


def new_key() -> uuid.UUID:
    """A UUIDv7 for a primary or public key. Never grants access."""
    return uuid_utils.compat.uuid7()


def new_capability() -> str:
    """128 random bits, 22 URL-safe characters: whoever holds it may use what it names."""
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """256 random bits, 43 URL-safe characters: a session token or a client's key."""
    return secrets.token_urlsafe(32)


def new_number(prefix: str) -> str:
    """A number for other systems: ``prefix`` and 24 random letters and digits, unique for ever."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(24))


SPOKEN = "23456789AFHKMRWXY"
"""Digits and letters that neither look nor sound alike when somebody reads them out."""


def new_spoken_code(length: int = 8) -> str:
    """A short code to be read out: 17 possibilities a character. Limit the tries."""
    return "".join(secrets.choice(SPOKEN) for _ in range(length))


def heard_code(text: str) -> str:
    """A code as it was typed in, without spaces, dashes and small letters."""
    return "".join(text.split()).replace("-", "").upper()
