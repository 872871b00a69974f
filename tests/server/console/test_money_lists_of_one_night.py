"""The work lists about money: every row is on one of the pages, and none is overdue at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.console.work import money
from server.console.worklists import Row, WorkList
from server.kit.clock import business_now, business_today
from server.kit.worklist import Asked, View
from server.oversight.actor import Actor, ActorKind, Post, Role
from server.payments.desk_models import RefundRequest
from server.payments.models import (
    Difference,
    Incident,
    Payment,
    Reconciliation,
    Refund,
    Seller,
)
from server.transaction import transaction
from tests import databases
from tests.server.console.conftest import DISTRICT

SUPERVISOR = Actor(ActorKind.STAFF, uuid.uuid4(), posts=(Post(Role.CITY_SUPERVISOR),))
EACH = 3


@pytest.fixture
def at(site: Flask) -> Iterator[datetime]:
    """When three rows of every list came up, all in one night."""
    with site.app_context():
        at = business_now() - timedelta(minutes=1)
        with transaction() as session:
            _rows(session, at)
    yield at
    with site.app_context(), transaction() as session:
        databases.empty(session, "payments_")


def _rows(session: Session, at: datetime) -> None:
    seller = Seller(name="样例餐厅", district=DISTRICT, created_at=at)
    run = Reconciliation(
        channel="bank", seller="", day=business_today(), status="done", lines=0, bill_fen=0
    )
    session.add_all([seller, run])
    session.flush()
    for number in range(EACH):
        paid, hangs = (_payment(seller, at, status) for status in ("paid", "cancelling"))
        session.add_all([paid, hangs])
        session.flush()
        session.add_all(
            [
                RefundRequest(
                    payment_id=paid.id, total_fen=500, words="样例", status="waiting",
                    asked_by=uuid.uuid4(), asked_at=at,
                ),
                *(_refund(paid, at, status, number) for status in ("closed", "processing")),
                Incident(kind="unknown_number", about=f"样例{number}", details={}, opened_at=at),
                Difference(
                    reconciliation_id=run.id, kind="payment_unknown", number=f"样例{number}",
                    bill_fen=500, found_at=at,
                ),
            ]
        )  # fmt: skip


def _payment(seller: Seller, at: datetime, status: str) -> Payment:
    return Payment(
        payable_kind="sample", payable_id=uuid.uuid4(), seller_id=seller.id, title="样例午餐",
        total_fen=500, city_subsidy_fen=0, district_subsidy_fen=0, self_pay_fen=500,
        status=status, expires_at=at, created_at=at,
    )  # fmt: skip


def _refund(paid: Payment, at: datetime, status: str, number: int) -> Refund:
    return Refund(
        payment_id=paid.id, refund_no=f"R{status}{number}", amount_fen=100, reason="by_staff",
        status=status, created_at=at,
    )  # fmt: skip


def page(each: WorkList, **asked: Any) -> list[Row]:
    with transaction(writes=False) as session:
        return list(each.rows(session, SUPERVISOR, Asked(business_now(), **asked)))


@pytest.mark.parametrize("each", money.LISTS, ids=lambda each: each.name)
def test_pages_of_what_came_up_in_one_night_leave_nothing_out(
    site: Flask, at: datetime, each: WorkList
) -> None:
    with site.test_request_context():
        seen: list[Row] = []
        while found := page(each, limit=1, after=seen[-1].place if seen else None):
            seen += found
        assert len({row.id for row in seen}) == len(seen) == EACH


@pytest.mark.parametrize("each", money.LISTS, ids=lambda each: each.name)
def test_what_came_up_a_minute_ago_is_not_overdue(
    site: Flask, at: datetime, each: WorkList
) -> None:
    with site.test_request_context():
        assert page(each, view=View.OVERDUE) == []
        assert {row.due_at for row in page(each)} == {at + money.WITHIN}
