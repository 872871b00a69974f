"""What payments pay for. A domain that sells implements ``Payable`` and is registered in app.py."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
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


class HandOver(StrEnum):
    """How what was paid for reaches the buyer; WeChat wants to be told (发货信息录入)."""

    PICK_UP = "pick_up"
    CITY = "city"
    """Brought by the seller's own people."""
    VIRTUAL = "virtual"
    """Nothing is handed over: a course, a service."""


@dataclass(frozen=True)
class Point:
    """Where it is eaten or done, by the name that it has now."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True)
class Bill:
    """What is to be paid: for whom, to whom, how much, until when.

    ``district`` is whose district subsidy it is and bears its share of the operating subsidy;
    ``operating``: ``point`` gets the operating subsidy once the elder was served on ``serves_on``
    (``operating.served``). Raises ValueError where public money has no district to bear it, or the
    operating subsidy nobody who gets it.
    """

    title: str
    seller_id: uuid.UUID
    parts: Parts
    expires_at: datetime
    elder_id: uuid.UUID | None = None
    district: str | None = None
    point: Point | None = None
    serves_on: date | None = None
    operating: bool = False
    hand_over: HandOver = HandOver.VIRTUAL

    def __post_init__(self) -> None:
        if self.parts.district_subsidy_fen and not self.district:
            raise ValueError("a district subsidy of no district")
        needed = (self.district, self.point, self.serves_on, self.elder_id)
        if self.operating and None in needed:
            raise ValueError("an operating subsidy needs district, point, day and elder")


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
        """``amount_fen`` of the total were given back, the subsidy's part included. Once all of it is,
        the payment is ``refunded`` already; of a part the rest is kept, and what was paid for is due."""
        ...


def payable(kind: str) -> Payable:
    """The implementation of a kind of order. Raises Problem 404 for one that nobody sells."""
    found: Payable | None = current_app.extensions["payables"].get(kind)
    if found is None:
        raise Problem(404, "not-found", "没有找到这笔订单，请回到首页再试")
    return found
