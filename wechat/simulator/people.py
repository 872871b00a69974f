"""Sample people, each with a phone."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Channel = Literal["wechat", "sms"]


@dataclass(frozen=True)
class Received:
    """A message on a phone: ``lines`` are (label, text)."""

    channel: Channel
    at: float
    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass
class Phone:
    """What the mini program on this person's phone holds."""

    token: str | None = None
    expires_at: str = ""
    account_id: str = ""
    notice: str = ""
    went_well: bool = True


@dataclass
class Person:
    openid: str
    unionid: str
    nickname: str
    number: str
    high_risk: bool = False
    refuses_delivery: bool = False
    visited_at: float = float("-inf")
    logins: deque[float] = field(default_factory=deque)
    inbox: list[Received] = field(default_factory=list)
    phone: Phone = field(default_factory=Phone)

    def public(self) -> dict[str, Any]:
        """What the control endpoint tells."""
        return {
            "openid": self.openid,
            "unionid": self.unionid,
            "nickname": self.nickname,
            "number": self.number,
            "high_risk": self.high_risk,
            "signed_in": self.phone.token is not None,
        }


class People:
    """Everybody who has this mini program."""

    def __init__(self) -> None:
        self._by_openid: dict[str, Person] = {}

    def __iter__(self) -> Iterator[Person]:
        return iter(list(self._by_openid.values()))

    def add(self, nickname: str, number: str | None = None, openid: str | None = None) -> Person:
        """A new person; made-up values where none are given (199-0000 numbers belong to nobody)."""
        openid = openid or "oSIM" + secrets.token_urlsafe(18)
        number = number or f"1990000{secrets.randbelow(10_000):04}"
        person = Person(openid, "uSIM" + secrets.token_urlsafe(18), nickname, number)
        self._by_openid[openid] = person
        return person

    def get(self, openid: str) -> Person | None:
        return self._by_openid.get(openid)

    def with_number(self, number: str) -> list[Person]:
        return [person for person in self._by_openid.values() if person.number == number]
