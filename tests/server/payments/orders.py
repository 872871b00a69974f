"""Orders of a kind that only tests sell, kept in memory, and shorthand for paying them."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.errors import Problem
from server.kit.clock import business_now
from server.kit.ids import new_key
from server.oversight.actor import Actor, ActorKind
from server.payments.channels import Payer
from server.payments.models import Seller
from server.payments.payable import Bill, Parts, Point
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

    def order(
        self, city: int = 300, district: int = 200, own: int = 1500, **more: Any
    ) -> uuid.UUID:
        """An order of a seller of its own; ``more`` of its bill replaces what is usual."""
        with transaction() as session:
            seller_id = more.pop("seller_id", None) or self.seller(session)
            order_id, parts = new_key(), Parts(city, district, own)
            until = business_now() + timedelta(minutes=30)
            where = more.pop("borne_by", "朝阳区")
            self.bills[order_id] = Bill("样例午餐", seller_id, parts, until, district=where, **more)
        return order_id

    def meal(self, elder_id: uuid.UUID, point: Point, on: date, **more: Any) -> uuid.UUID:
        """A meal as a domain of meals will sell it."""
        said = {"elder_id": elder_id, "point": point, "serves_on": on, "operating": True}
        return self.order(city=250, district=250, own=1500, **(said | more))

    def seller(self, session: Session, name: str = "样例餐厅") -> uuid.UUID:
        made = Seller(name=name, created_at=business_now())
        session.add(made)
        session.flush()
        return made.id

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
