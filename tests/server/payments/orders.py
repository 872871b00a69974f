"""Orders of a kind that only tests sell, kept in memory, and shorthand for paying them."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from server.errors import Problem
from server.kit.clock import business_now
from server.kit.ids import new_key
from server.oversight.actor import Actor, ActorKind
from server.payments.channels import Payer
from server.payments.models import Seller
from server.payments.payable import Bill, Parts
from server.payments.paying import Wish
from server.transaction import transaction

KIND = "sample"


@dataclass
class Orders:
    """A payable: counts what it is told, so that a test sees everything happen once."""

    bills: dict[uuid.UUID, Bill] = field(default_factory=dict)
    told: Counter[tuple[str, uuid.UUID]] = field(default_factory=Counter)
    given_back: Counter[uuid.UUID] = field(default_factory=Counter)
    strangers: set[uuid.UUID | None] = field(default_factory=set)

    def order(self, city: int = 300, district: int = 200, own: int = 1500) -> uuid.UUID:
        with transaction() as session:
            seller = Seller(name="样例餐厅", created_at=business_now())
            session.add(seller)
            session.flush()
            order_id, parts = new_key(), Parts(city, district, own)
            until = business_now() + timedelta(minutes=30)
            self.bills[order_id] = Bill("样例午餐", seller.id, parts, until, district="朝阳区")
        return order_id

    # ---- the payable's interface

    def bill(self, session: Session, order_id: uuid.UUID) -> Bill | None:
        return self.bills.get(order_id)

    def require_payer(self, session: Session, actor: Actor, order_id: uuid.UUID) -> None:
        if actor.id in self.strangers:
            raise Problem(404, "not-found", "没有找到这笔订单")

    def paid(self, session: Session, order_id: uuid.UUID) -> None:
        self.told["paid", order_id] += 1

    def cancelled(self, session: Session, order_id: uuid.UUID) -> None:
        self.told["cancelled", order_id] += 1

    def refunded(self, session: Session, order_id: uuid.UUID, amount_fen: int) -> None:
        self.given_back[order_id] += amount_fen


def account() -> Actor:
    return Actor(ActorKind.ACCOUNT, new_key())


def wish(order_id: uuid.UUID, way: str = "jsapi") -> Wish:
    return Wish(KIND, order_id, "bank", way, Payer())
