"""Access tokens. ``/cgi-bin/stable_token`` and ``/cgi-bin/token`` do not touch one another's."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from wechat.simulator.clock import Clock
from wechat.simulator.refused import Refused

LIFE_S = 7200
OVERLAP_S = 300
"""Before its end the platform hands out the next token; both are good for so long."""
FORCED_APART_S = 30
FORCED_A_DAY = 20
DAY_S = 86_400


@dataclass
class Tokens:
    """``ends`` keeps the end of every token ever given, so that an old one is told from a false one."""

    clock: Clock
    ends: dict[str, float] = field(default_factory=dict)
    stable: str = ""
    rotating: str = ""
    forced: list[float] = field(default_factory=list)

    def give_stable(self, *, force: bool) -> dict[str, object]:
        """The same token while it is good for more than five minutes."""
        if force and self._may_force():
            self.ends[self.stable] = self.clock.now()
            self.stable = self._new()
        elif self._left(self.stable) <= OVERLAP_S:
            self.stable = self._new()
        return self._answer(self.stable)

    def rotate(self) -> dict[str, object]:
        """``/cgi-bin/token``: every call makes a new one, the old one lives five minutes more."""
        old_end = self.ends.get(self.rotating, 0.0)
        self.ends[self.rotating] = min(old_end, self.clock.now() + OVERLAP_S)
        self.rotating = self._new()
        return self._answer(self.rotating)

    def check(self, token: str | None) -> None:
        if not token:
            raise Refused(41001, "access_token missing")
        if token not in self.ends:
            raise Refused(40001, "invalid credential, access_token is invalid or not latest")
        if self._left(token) <= 0:
            raise Refused(42001, "access_token expired")

    def _may_force(self) -> bool:
        """Too soon after the last time, nothing is refreshed; too often in a day is an error."""
        now = self.clock.now()
        self.forced = [at for at in self.forced if now - at < DAY_S]
        if len(self.forced) >= FORCED_A_DAY:
            raise Refused(45009, "reach max api daily quota limit")
        if self.forced and now - self.forced[-1] < FORCED_APART_S:
            return False
        self.forced.append(now)
        return True

    def _new(self) -> str:
        token = "sim_" + secrets.token_urlsafe(96)
        self.ends[token] = self.clock.now() + LIFE_S
        return token

    def _left(self, token: str) -> float:
        return self.ends.get(token, 0.0) - self.clock.now()

    def _answer(self, token: str) -> dict[str, object]:
        return {"access_token": token, "expires_in": int(self._left(token))}
