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
