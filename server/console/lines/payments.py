"""What was paid for an elder, and what came back."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from server.console.timeline import Happening, TimelineSource
from server.kit.money import spoken
from server.payments import standing
from server.people.acting import Acting

STATUSES = {"open": "等付款", "paid": "已付", "cancelling": "正在取消", "cancelled": "已取消",
            "refunded": "全部退回"}  # fmt: skip


def _payments(session: Session, acting: Acting, limit: int) -> list[Happening]:
    return [
        Happening(
            payment.created_at,
            f"{payment.title}，{STATUSES.get(payment.status, payment.status)}",
            f"共 {spoken(payment.total_fen)}，自付 {spoken(payment.self_pay_fen)}"
            + (f"，已退 {spoken(payment.refunded_fen)}" if payment.refunded_fen else ""),
            url_for("console_money.payment", payment_id=payment.id),
        )
        for payment in standing.newest_of(session, acting.elder_id, limit)
    ]


SOURCE = TimelineSource("payments", "付款", _payments)
