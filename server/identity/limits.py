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

    def give_back(self, who: str) -> None:
        """One of those counted under ``who`` gave the right answer: that try is not counted."""
        counters().give_back(self.key(who), self.seconds)


# A mobile carrier, a station or an office puts hundreds of people behind one address: these stop
# machines only. Of tries that could be guesses those that were right are given back, and so is a
# message whose code signed somebody in. A picture to scan can be guessed by nobody.
MINI_PROGRAM_AT_ADDRESS = Limit("login-mini-program", 240, MINUTE)
WEB_LOGINS_AT_ADDRESS = Limit("web-login", 120, MINUTE)
SMS_FOR_ADDRESS = Limit("sms-address", 60, HOUR)
SMS_TRIES_AT_ADDRESS = Limit("sms-tries-address", 120, HOUR)
CLERK_TRIES_AT_ADDRESS = Limit("clerk-tries-address", 20, HOUR)
STAFF_TRIES_AT_ADDRESS = Limit("staff-tries-address", 120, HOUR)

SMS_FOR_VISITOR = Limit("sms-visitor", 10, HOUR)
SMS_TO_PHONE = (
    Limit("sms-phone", 1, MINUTE),
    Limit("sms-phone", 5, HOUR),
    Limit("sms-phone", 10, DAY),
)
SMS_TRIES_FOR_PHONE = Limit("sms-tries-phone", 20, HOUR)

CLERK_TRIES_AT_ALL = Limit("clerk-tries", 1000, HOUR)
"""Over all addresses: so many wrong ones an hour meet one of 200 open codes in 10^8 once in 500 hours."""

PHONES_OF_ACCOUNT = Limit("phone-account", 5, HOUR)
"""WeChat is paid for each number it gives."""


def address() -> str:
    """Where the request comes from."""
    return client_address()


def too_many(retry_after: int) -> Problem:
    """The answer beyond a limit."""
    wait = f"{retry_after} 秒" if retry_after <= MINUTE else f"{-(-retry_after // MINUTE)} 分钟"
    title = f"试得太多了，请等 {wait}再试。急着用请拨打12345"
    return Problem(429, "rate-limited", title, headers={"Retry-After": str(retry_after)})
