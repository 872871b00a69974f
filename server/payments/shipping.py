"""发货信息录入: telling a channel that what was paid for is handed over, where it wants to be told.

WeChat keeps the money of a mini program's orders until it knows (订单发货管理). It does not know an
order in the first seconds after its payment (10060001, "支付单不存在"), so that it is told by a job,
asked for in the transaction that settles the payment, a minute later; again with growing waits; and
what is not told after half a day is an incident, long before WeChat's own reminder (48 h).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.jobs.outcome import GiveUp, Retry
from server.jobs.service import enqueue, take_up
from server.kit.clock import business_now
from server.payments import happenings, repository
from server.payments.channels import Channel, ChannelError
from server.payments.models import Attempt, Payment, Seller
from server.transaction import transaction

SHIP_JOB = "payments.ship"
FIRST = timedelta(minutes=1)
"""WeChat's staff: ten seconds to a minute after the notice (reference of 10060001)."""

WAITS = tuple(timedelta(minutes=n) for n in (1, 2, 5, 10, 30, 60, 180, 360))
LATE_AFTER = timedelta(hours=12)
LOOKS_BACK = timedelta(days=10)
"""What nobody has mended by then is the staff's list alone; the incident stays open."""

NOT_SHIPPED = "not_shipped"


def later(session: Session, attempt: Attempt) -> None:
    """Have the channel of a paid attempt told, if it wants to be told at all."""
    if _wants(attempt.channel):
        enqueue(session, SHIP_JOB, _payload(attempt), key=_key(attempt), delay=FIRST)


def _payload(attempt: Attempt) -> dict[str, str]:
    return {"attempt_id": str(attempt.id)}


def _key(attempt: Attempt) -> str:
    return f"ship:{attempt.id}"


def ship(payload: dict[str, Any]) -> None:
    """Tell the channel, once. What has gone back to its payer is not handed over."""
    attempt, payment, seller = _all_of(uuid.UUID(payload["attempt_id"]))
    if attempt.shipped_at is not None or payment.status != "paid" or not attempt.counted:
        return
    target: Channel = current_app.extensions["channels"][attempt.channel]
    try:
        target.hand_over(attempt, payment, seller)
    except ChannelError as error:
        if not error.refused:
            raise Retry(None, error.code) from None
        if not _gone_back(attempt.id):
            _list(attempt, error.code)
        raise GiveUp(error.code) from None
    with transaction() as session:
        repository.locked(session, payment.id)
        repository.attempt(session, attempt.id).shipped_at = business_now()
        happenings.settled(session, NOT_SHIPPED, attempt.trade_no, "已经录入")


def take_up_late(session: Session) -> None:
    """What is not told long after it was paid: staff see it, and it is tried again each hour."""
    now = business_now()
    for attempt in _untold(session, now - LOOKS_BACK, now - LATE_AFTER):
        happenings.alarm(session, NOT_SHIPPED, attempt.trade_no, attempt.payment_id)
        take_up(session, SHIP_JOB, _payload(attempt), key=_key(attempt))


def _wants(name: str) -> bool:
    channels: dict[str, Channel] = current_app.extensions["channels"]
    return name in channels and channels[name].wants_hand_over


def _untold(session: Session, since: datetime, before: datetime) -> list[Attempt]:
    chosen = select(Attempt).join(Payment, Payment.id == Attempt.payment_id)
    channels = [name for name in current_app.extensions["channels"] if _wants(name)]
    return list(
        session.scalars(
            chosen.where(
                Attempt.counted,
                Attempt.shipped_at.is_(None),
                Attempt.channel.in_(channels),
                Attempt.paid_at.between(since, before),
                Payment.status == "paid",
            ).order_by(Attempt.id)
        )
    )


def _all_of(attempt_id: uuid.UUID) -> tuple[Attempt, Payment, Seller]:
    with transaction(writes=False) as session:
        attempt = repository.attempt(session, attempt_id)
        payment = session.get_one(Payment, attempt.payment_id)
        return attempt, payment, repository.seller(session, payment.seller_id)


def _gone_back(attempt_id: uuid.UUID) -> bool:
    """Whether the money went back while the channel was asked: it refuses for that, rightly."""
    return _all_of(attempt_id)[1].status == "refunded"


def _list(attempt: Attempt, code: str) -> None:
    with transaction() as session:
        happenings.alarm(session, NOT_SHIPPED, attempt.trade_no, attempt.payment_id, code=code)
