"""Exact limits on trying to get in, by who tries. Call them with no transaction open."""

from __future__ import annotations

from dataclasses import dataclass

from server.errors import Problem
from server.identity import audits
from server.identity.client import client_address
from server.kit.counters import counters

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class Limit:
    """``count`` times in ``seconds`` for each ``what``."""

    what: str
    count: int
    seconds: int

    def key(self, who: str) -> str:
        """What is counted under."""
        return f"{self.what}:{self.seconds}:{who}"

    def allows(self, who: str) -> bool:
        """Count one try of ``who``; whether it is within the limit."""
        return counters().hit(self.key(who), self.count, self.seconds).allowed

    def insist(self, who: str, how: str) -> None:
        """Count one try of ``who``. Raises Problem 429 beyond the limit."""
        verdict = counters().hit(self.key(who), self.count, self.seconds)
        if not verdict.allowed:
            audits.refused(how, "limit")
            raise too_many(verdict.retry_after)

    def forget(self, who: str) -> None:
        """``who`` gave the right answer."""
        counters().forget(self.key(who))


# A mobile carrier or a station puts many people behind one address: these stop machines only.
MINI_PROGRAM_AT_ADDRESS = Limit("login-mini-program", 240, MINUTE)


def address() -> str:
    """Where the request comes from."""
    return client_address()


def too_many(retry_after: int) -> Problem:
    """The answer beyond a limit."""
    wait = f"{retry_after} 秒" if retry_after <= MINUTE else f"{-(-retry_after // MINUTE)} 分钟"
    title = f"试得太多了，请等 {wait}再试。急着用请拨打12345"
    return Problem(429, "rate-limited", title, headers={"Retry-After": str(retry_after)})
