"""Passwords of staff: argon2id, and what is asked of a new one."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 iterations, 1 lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

SHORTEST, LONGEST = 12, 128
_DIFFERENT = 6
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password. Without one that is kept it takes as long, and is not."""
    try:
        return _HASHER.verify(kept or _of_nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def new_initial() -> str:
    """A password to hand over: 16 characters in groups, about 79 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def insist_on_good(password: str, login: str) -> None:
    """Raises ValueError with a Chinese sentence. Length counts, not kinds of characters
    (NIST SP 800-63B, 5.1.1.2)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"密码要 {SHORTEST} 到 {LONGEST} 个字符，可以用一句自己记得住的话")
    if len(set(password)) < _DIFFERENT or login in password.lower():
        raise ValueError("这个密码太容易猜，不要用重复的字符，也不要包含登录名")


@cache
def _of_nobody() -> str:
    return hashed(secrets.token_urlsafe())
