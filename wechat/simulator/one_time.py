"""One-time codes: for login, and for the phone number."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from wechat.simulator.clock import Clock
from wechat.simulator.refused import Refused

LIFE_S = 300


@dataclass
class _Code:
    openid: str
    issued_at: float
    used: bool = False


@dataclass
class OneTimeCodes:
    """``used_errcode``: what a second use answers (40163 at login, 40029 for phone numbers)."""

    clock: Clock
    used_errcode: int
    issued: dict[str, _Code] = field(default_factory=dict)

    def issue(self, openid: str) -> str:
        code = "0" + secrets.token_urlsafe(23)
        self.issued[code] = _Code(openid, self.clock.now())
        return code

    def spend(self, code: str) -> str:
        """The openid it was issued for."""
        found = self.issued.get(code)
        if found is None or self.clock.now() - found.issued_at > LIFE_S:
            raise Refused(40029, "invalid code")
        if found.used:
            raise Refused(self.used_errcode, "code been used")
        found.used = True
        return found.openid
