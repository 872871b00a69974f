"""What payments pay for. A domain that sells implements ``Payable`` and is registered in app.py."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import current_app
from sqlalchemy.orm import Session

from server.errors import Problem
from server.oversight.actor import Actor


@dataclass(frozen=True)
class Parts:
    """What an order costs and who bears it, in fen. Computed by the server, never by a client."""

    city_subsidy_fen: int
    district_subsidy_fen: int
    self_pay_fen: int

    @property
    def total_fen(self) -> int:
        """原价."""
        return self.city_subsidy_fen + self.district_subsidy_fen + self.self_pay_fen


@dataclass(frozen=True)
class Bill:
    """What is to be paid: for whom, to whom, how much, until when."""

    title: str
    seller_id: uuid.UUID
    parts: Parts
    expires_at: datetime
    elder_id: uuid.UUID | None = None
    district: str | None = None


class Payable(Protocol):
    """A kind of order. All methods run inside the caller's transaction."""

    def bill(self, session: Session, order_id: uuid.UUID) -> Bill | None:
        """What the order costs; None where there is no such order or nothing to pay any more."""
        ...

    def require_payer(self, session: Session, actor: Actor, order_id: uuid.UUID) -> None:
        """Raises Problem unless ``actor`` may pay for this order."""
        ...

    def paid(self, session: Session, order_id: uuid.UUID) -> None:
        """All of it is paid. Called once."""
        ...

    def cancelled(self, session: Session, order_id: uuid.UUID) -> None:
        """It will not be paid any more. Called once."""
        ...

    def refunded(self, session: Session, order_id: uuid.UUID, amount_fen: int) -> None:
        """``amount_fen`` of the total were given back, the subsidy's part included."""
        ...


def payable(kind: str) -> Payable:
    """The implementation of a kind of order. Raises Problem 404 for one that nobody sells."""
    found: Payable | None = current_app.extensions["payables"].get(kind)
    if found is None:
        raise Problem(404, "not-found", "没有找到这笔订单，请回到首页再试")
    return found
