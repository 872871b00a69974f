"""Registers of other offices: the port, and its implementation over an HTTP gateway.

``POST {CHECKS_API_BASE}/registers/v1/checks {"kind", "id_card", "name"}`` with a bearer key answers
``{"found", "value", "as_of"}``. Number and name have to belong together, as at a counter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

import requests
from flask import current_app
from pydantic import BaseModel, ConfigDict, ValidationError

from server.transaction import tell_outside

TIMEOUT = (2.0, 10.0)
"""Seconds to connect, seconds to wait for the answer: nobody waits for it at a screen."""


class CheckKind(StrEnum):
    """Which register is asked."""

    HOUSEHOLD = "household"
    LOW_INCOME = "low_income"
    DISABILITY = "disability"
    DEATH = "death"


@dataclass(frozen=True)
class Answer:
    """What a register holds; ``as_of`` is the day it speaks of."""

    found: bool
    value: Any
    as_of: date | None


class CheckFailedError(Exception):
    """There is no answer. ``reason`` is unavailable, refused, unreadable or not_set_up."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def passes(self) -> bool:
        """Whether asking again later may help."""
        return self.reason == "unavailable"


class Checks(Protocol):
    """Asks a register about a person."""

    def ask(self, kind: CheckKind, id_card: str, name: str) -> Answer:
        """What the register says. Raises CheckFailedError. Call it with no transaction open."""
        ...


class NoChecks:
    """No gateway is set up: everything goes on paper."""

    def ask(self, kind: CheckKind, id_card: str, name: str) -> Answer:
        """See Checks.ask."""
        raise CheckFailedError("not_set_up")


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")

    found: bool
    value: Any = None
    as_of: date | None = None


class HttpChecks:
    """The gateway at ``base``."""

    def __init__(self, base: str, key: str) -> None:
        self._address = f"{base.rstrip('/')}/registers/v1/checks"
        self._headers = {"Authorization": f"Bearer {key}"}

    def ask(self, kind: CheckKind, id_card: str, name: str) -> Answer:
        """See Checks.ask. What ``requests`` raises is not passed on: it may hold the body."""
        body = {"kind": kind.value, "id_card": id_card, "name": name}
        tell_outside()
        try:
            answer = requests.post(
                self._address, json=body, headers=self._headers, timeout=TIMEOUT,
                allow_redirects=False,
            )  # fmt: skip
        except requests.RequestException:
            raise CheckFailedError("unavailable") from None
        if answer.status_code != 200:
            passing = answer.status_code >= 500 or answer.status_code == 429
            raise CheckFailedError("unavailable" if passing else "refused")
        return _read(answer.content)


def _read(content: bytes) -> Answer:
    try:
        body = _Body.model_validate_json(content)
    except ValidationError:
        raise CheckFailedError("unreadable") from None
    return Answer(body.found, body.value, body.as_of)


def checks() -> Checks:
    """The registers that the running application asks."""
    found: Checks = current_app.extensions["checks"]
    return found
