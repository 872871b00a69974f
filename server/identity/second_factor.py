"""The second factor of staff: a code of an authenticator app, or a recovery code."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

ISSUER = "颐年"
STEP_S = 30
DRIFT = 1
"""Steps that a phone's clock may be early or late (RFC 6238, 5.2)."""

RECOVERY_CODES = 8
_RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_RECOVERY_LENGTH = 10


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def enrolment(secret: str, login: str) -> str:
    """The address that an authenticator app reads (otpauth://)."""
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that ``code`` belongs to, if it is one around ``now``."""
    generator = pyotp.HOTP(secret)
    current = int(now.timestamp()) // STEP_S
    given = plain(code)
    steps = range(current - DRIFT, current + DRIFT + 1)
    right = [step for step in steps if hmac.compare_digest(generator.at(step), given)]
    return right[-1] if right else None


def new_recovery_code() -> str:
    """Two groups of letters and digits, about 49 bits; the tries are limited."""
    drawn = "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_RECOVERY_LENGTH))
    return f"{drawn[:5]}-{drawn[5:]}"


def plain(code: str) -> str:
    """A code as it is compared: however it was typed."""
    wide = unicodedata.normalize("NFKC", code).lower()
    return "".join(c for c in wide if c.isascii() and c.isalnum())
