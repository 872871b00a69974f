"""Reconciling a day of many payments: ``python -m benchmarks.reconcile``; prints JSON.

A third of the lines are refunds. The bill is read as WeChat's CSV, so that its parsing is part of
what is measured. ``DATABASE_URL`` names a PostgreSQL server; SQLite without it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.databases import Databases
from server.app import create_app
from server.config import load_settings
from server.kit.clock import BEIJING, business_now, business_today
from server.kit.ids import new_key
from server.payments import reconciling
from server.payments.channels import BillRow, Bills
from server.payments.models import Attempt, Happening, LedgerEntry, Payment, Refund, Seller
from server.transaction import transaction
from wechat.pay.bills import read_trades

AT_ONCE = 5000
FEN = 1500


@dataclass(frozen=True)
class File:
    """A channel of which only the bill is asked for."""

    content: bytes
    name: str = "wechat"
    bills: Bills = Bills.SHARED

    def bill(self, day: date, seller: Seller) -> Sequence[BillRow]:
        """The lines of the file."""
        return [
            BillRow(
                number=(trade.refund_no or "") if trade.is_refund else trade.trade_no,
                channel_id=trade.transaction_id,
                amount_fen=-trade.refund_fen if trade.is_refund else trade.total_fen,
                at=trade.at,
                is_refund=trade.is_refund,
            )
            for trade in read_trades(self.content)
        ]


def main() -> int:
    """Make the rows, reconcile them twice, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    lines = parser.parse_args().lines
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        with databases.prepared(knowledge=False), databases.fresh() as environment:
            os.environ.update(environment)
            print(json.dumps({"database": databases.kind} | _measure(lines), indent=2))
    return 0


def _measure(lines: int) -> dict[str, Any]:
    app = create_app(load_settings())
    with app.app_context():
        payments = lines * 2 // 3
        _make(payments, lines - payments)
        app.extensions["channels"] = {"wechat": File(_bill(payments, lines - payments))}
        before, took = _memory_mb(), []
        for _ in range(2):
            started = time.perf_counter()
            found = reconciling.reconcile(business_today())[0]
            took.append(round(time.perf_counter() - started, 2))
        grew = round(_memory_mb() - before)
    told = {"lines": found.lines, "differences": found.open_differences}
    return told | {"first_s": took[0], "again_s": took[1], "grew_mb": grew, "peak_mb": round(_memory_mb())}  # fmt: skip


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _make(payments: int, refunds: int) -> None:
    now = business_now()
    with transaction() as session:
        seller = Seller(name="样例", created_at=now)
        session.add(seller)
        session.flush()
        seller_id = seller.id
    for start in range(0, payments, AT_ONCE):
        rows: dict[Any, list[dict[str, Any]]] = {
            t: [] for t in (Payment, Attempt, Refund, Happening, LedgerEntry)
        }
        for number in range(start, min(start + AT_ONCE, payments)):
            _one(rows, number, number < refunds, seller_id, now)
        with transaction() as session:
            for table, some in rows.items():
                if some:
                    session.execute(insert(table), some)


def _one(rows: Any, number: int, refunded: bool, seller_id: Any, now: Any) -> None:
    payment_id, attempt_id, refund_id = new_key(), new_key(), new_key()
    rows[Payment].append({
        "id": payment_id, "payable_kind": "sample", "payable_id": new_key(), "seller_id": seller_id,
        "title": "样例", "total_fen": FEN, "city_subsidy_fen": 0, "district_subsidy_fen": 0,
        "self_pay_fen": FEN, "refunded_fen": FEN if refunded else 0,
        "status": "refunded" if refunded else "paid", "expires_at": now + timedelta(hours=1), "created_at": now,
    })  # fmt: skip
    rows[Attempt].append({
        "id": attempt_id, "payment_id": payment_id, "channel": "wechat", "way": "native",
        "trade_no": f"P{number}", "amount_fen": FEN, "received_fen": FEN, "status": "paid", "counted": True,
        "paid_at": now, "expires_at": now, "created_at": now,
    })  # fmt: skip
    _entries(rows, "paid", payment_id, payment_id, seller_id, -FEN, now)
    if refunded:
        rows[Refund].append({
            "id": refund_id, "payment_id": payment_id, "attempt_id": attempt_id, "refund_no": f"R{number}",
            "amount_fen": FEN, "reason": "sample", "status": "succeeded", "finished_at": now, "created_at": now,
        })  # fmt: skip
        rows[Happening].append({
            "payment_id": payment_id, "noun": "refund", "noun_id": refund_id, "before": "requested",
            "after": "succeeded", "because": "sample", "actor_kind": "system", "at": now,
        })  # fmt: skip
        _entries(rows, "refund_done", refund_id, payment_id, seller_id, FEN, now)


def _entries(
    rows: Any, cause: str, cause_id: Any, payment_id: Any, seller_id: Any, fen: int, now: Any
) -> None:
    movement = new_key()
    for account, holder, amount in (
        ("payer", "wechat", fen),
        ("operator", str(seller_id), -fen),
    ):
        rows[LedgerEntry].append({
            "movement_id": movement, "cause": cause, "cause_id": cause_id, "account": account, "holder": holder,
            "amount_fen": amount, "day": now.astimezone(BEIJING).date(), "payment_id": payment_id, "at": now,
        })  # fmt: skip


def _bill(payments: int, refunds: int) -> bytes:
    heading = "交易时间,商户号,微信订单号,商户订单号,交易状态,微信退款单号,商户退款单号,退款状态,手续费,订单金额,申请退款金额"
    moment = business_now().astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    paid = [
        f"`{moment},`1900000001,`T{n},`P{n},`SUCCESS,`0,`0,`,`0.00000,`15.00,`0.00"
        for n in range(payments)
    ]
    back = [
        f"`{moment},`1900000001,`T{n},`P{n},`REFUND,`F{n},`R{n},`SUCCESS,`0.00000,`0.00,`15.00"
        for n in range(refunds)
    ]
    summary = f"`{payments + refunds},`{payments * 15}.00,`{refunds * 15}.00"
    return "\r\n".join(
        [heading, *paid, *back, "总交易单数,订单总金额,申请退款总金额", summary]
    ).encode()


if __name__ == "__main__":
    raise SystemExit(main())
