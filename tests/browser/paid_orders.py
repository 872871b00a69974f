"""An elder (样例) with a place at an activity for everything that may become of a payment."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask

from server.activities import service
from server.identity.access import COOKIE_ENTRY
from server.kit.clock import business_now
from server.oversight.actor import ANONYMOUS, SYSTEM, Actor
from server.payments import closing, paying, refunds, repository, sharing
from server.payments.channels import Payer, RefundFound, TradeFound, TradeState
from server.payments.models import Attempt, Seller
from server.payments.paying import Wish
from server.people.access import acting_for
from server.people.states import Relation, Scope
from server.transaction import transaction
from tests.browser.till import Till
from tests.server.payments.bank import Bank
from tests.server.people import makers


class WebBank(Bank):
    """Gives what a browser needs; nobody asks it after the page has been made."""

    def prepare(self, attempt: Attempt, seller: Seller, title: str, payer: Payer) -> dict[str, Any]:
        super().prepare(attempt, seller, title, payer)
        address = f"https://pay.example/{attempt.trade_no}"
        return {"code_url": address} if attempt.way == "native" else {"h5_url": address}


@dataclass
class Orders:
    """Addresses by what became of the payment there; the cookies of the elder and of a daughter."""

    till: Till
    elder_id: uuid.UUID = field(default_factory=uuid.uuid4)
    elder: Actor = ANONYMOUS
    daughter: Actor = ANONYMOUS
    cookies: dict[str, str] = field(default_factory=dict)
    order_ids: dict[str, uuid.UUID] = field(default_factory=dict)
    activity: str = ""
    card: str = ""

    def at(self, state: str, more: str = "") -> str:
        return f"/pay/activity/{self.order_ids[state]}{more}"

    def place(self, state: str, more: str = "") -> str:
        return f"/activities/places/{self.order_ids[state]}{more}"


def make(till: Till) -> Orders:
    found, app = Orders(till), till.app
    app.extensions["channels"]["wechat"] = WebBank("wechat", frozenset({"native", "h5"}))
    with app.app_context():
        _people(found, app)
        for name, do in STATES.items():
            found.activity = till.announces(0 if name == "free" else 500)
            found.order_ids[name] = order_id = _signed_up(found)
            do(found, order_id)
        found.card = f"/pay-for/{sharing.card(service.KIND, found.order_ids['code'])}"
    return found


def _people(found: Orders, app: Flask) -> None:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with transaction() as session:
        elder = makers.elder(session)
        found.elder_id, found.elder = elder.id, makers.herself(session, elder)
        found.daughter = makers.account(session)
        scopes = (Scope.ASK, Scope.ORDER, Scope.PAY)
        makers.grant(session, elder, found.daughter, *scopes, relation=Relation.CHILD)
        for name, actor in (("elder", found.elder), ("daughter", found.daughter)):
            token = makers.token(session, actor)["Authorization"].removeprefix("Bearer ")
            found.cookies[name] = serializer.dumps({COOKIE_ENTRY: token})


def _signed_up(found: Orders) -> uuid.UUID:
    with transaction() as session:
        acting = acting_for(session, found.elder, found.elder_id, Scope.ORDER)
        return service.sign_up(session, acting, uuid.UUID(found.activity[-36:])).id


def _tries(way: str) -> Callable[[Orders, uuid.UUID], uuid.UUID]:
    def do(found: Orders, order_id: uuid.UUID) -> uuid.UUID:
        wish = Wish(service.KIND, order_id, "wechat", way, Payer())
        attempt = paying.pay(found.elder, wish).attempt
        assert attempt is not None
        return attempt.id

    return do


def _paid(attempt_id: uuid.UUID, fen: int = 500) -> TradeFound:
    """The trade of an attempt: no two have one transaction."""
    return TradeFound(TradeState.PAID, fen, f"T{attempt_id.hex}")


def _pays(found: Orders, order_id: uuid.UUID) -> uuid.UUID:
    attempt_id = _tries("native")(found, order_id)
    closing.take_in(attempt_id, _paid(attempt_id))
    return attempt_id


def _pays_twice(found: Orders, order_id: uuid.UUID) -> None:
    first = _tries("h5")(found, order_id)
    _pays(found, order_id)
    closing.take_in(first, _paid(first))


def _pays_late(found: Orders, order_id: uuid.UUID) -> None:
    attempt_id = _tries("native")(found, order_id)
    _cancels(found, order_id)
    closing.take_in(attempt_id, _paid(attempt_id))


def _pays_wrongly(found: Orders, order_id: uuid.UUID) -> None:
    attempt_id = _tries("native")(found, order_id)
    closing.take_in(attempt_id, _paid(attempt_id, 501))


def _cancels(found: Orders, order_id: uuid.UUID) -> None:
    closing.cancel(found.elder, service.KIND, order_id, "cancelled_by_payer")


def _nothing(found: Orders, order_id: uuid.UUID) -> None:
    pass


def _given_back(fen: int, status: str) -> Callable[[Orders, uuid.UUID], None]:
    def do(found: Orders, order_id: uuid.UUID) -> None:
        _pays(found, order_id)
        with _payment(order_id) as (session, payment):
            refund = refunds.request(session, payment, fen, "sample_reason", SYSTEM)
            for each in ("processing", status):
                refunds.apply(session, refund, RefundFound(each))

    return do


def _is_over(found: Orders, order_id: uuid.UUID) -> None:
    with _payment(order_id) as (_, payment):
        payment.expires_at = business_now() - timedelta(seconds=1)


@contextmanager
def _payment(order_id: uuid.UUID) -> Any:
    with transaction() as session:
        payment = repository.payment_of(session, service.KIND, order_id)
        assert payment is not None
        yield session, payment


STATES: dict[str, Callable[[Orders, uuid.UUID], object]] = {
    "to_pay": _nothing,
    "code": _tries("native"),
    "h5": _tries("h5"),
    "cancelled": _cancels,
    "paid": _pays,
    "free": _nothing,
    "twice": _pays_twice,
    "part_back": _given_back(250, "succeeded"),
    "back": _given_back(500, "succeeded"),
    "stuck": _given_back(500, "abnormal"),
    "late": _pays_late,
    "mismatch": _pays_wrongly,
}
