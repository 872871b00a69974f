"""Notices of payments a second, beside a raw-SQL script of the same row changes.

``DATABASE_URL=postgresql://… python -m benchmarks.notices`` signs notices beforehand, sends them to
the deployed gunicorn settings over a few connections, and then lets as many threads make the same
changes of rows with psycopg alone: payment and attempt locked, attempt, payment and sign-up moved with
their events, two ledger entries, the job that tells WeChat of the hand-over, the notice kept. Prints one
JSON object; it names the Python, as one built without --enable-optimizations is a third slower. Exit status 1 if a bound (200/s, ratio 0.08) is broken.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import func, insert, select

from benchmarks.databases import Databases, driver_url
from benchmarks.figures import latencies
from benchmarks.load import HOST
from benchmarks.serving import OURS, running
from server.activities.models import Activity, SignUp
from server.app import create_app
from server.config import load_settings
from server.kit.ids import new_key
from server.payments import ledger_check
from server.payments.models import Attempt, Payment, Seller
from server.transaction import transaction
from wechat.simulator.clock import Clock
from wechat.simulator.pay.keys import FOR_SERVER, MERCHANT_KEY, PUBLIC_KEY_ID, keys_in
from wechat.simulator.pay.notices import Notice, Notifier
from wechat.simulator.pay.signing import Notary
from wechat.simulator.settings import Settings as SimulatorSettings

PATH = "/api/v1/payments/notices/wechat"
FEN = 500
BOUND_PER_S, BOUND_RATIO = 200.0, 0.08
SPARE = 20
"""Sent first, and not counted: connections and caches are made."""

Signed = tuple[bytes, dict[str, str]]


@dataclass(frozen=True)
class Row:
    """One order whose notice is to come."""

    payment_id: uuid.UUID
    attempt_id: uuid.UUID
    sign_up_id: uuid.UUID
    seller_id: uuid.UUID
    trade_no: str


def main() -> int:
    """Measure both and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=2000)
    parser.add_argument("--connections", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        databases = Databases(folder)
        if databases.kind != "postgresql":
            parser.error("DATABASE_URL must name a PostgreSQL server")
        with databases.prepared(), databases.fresh() as environment:
            keys = folder / "pay"
            keys_in(keys)
            environment |= {
                "WECHAT_PAY_PRIVATE_KEY_FILE": str(keys / MERCHANT_KEY),
                "WECHAT_PAY_KEYS_DIR": str(keys / FOR_SERVER),
            }
            os.environ.update(environment)
            told = _measure(environment, keys, folder / "log", asked.notices, asked.connections)
    print(json.dumps({"database": "postgresql", "python": sys.version} | told, indent=2))
    return 0 if told["bound"]["holds"] else 1


def _measure(
    environment: dict[str, str], keys: Path, log: Path, count: int, connections: int
) -> dict[str, Any]:
    app = create_app(load_settings())
    with app.app_context():
        rows = _make(2 * (count + SPARE))
    ours, raw = rows[: count + SPARE], rows[count + SPARE :]
    signed = _signed(keys, ours)
    with running(OURS, environment, log) as server:
        _spread(signed[:SPARE], connections, lambda some: _send(server.port, some))
        begun, times = time.perf_counter(), []
        times = _spread(signed[SPARE:], connections, lambda some: _send(server.port, some))
        rate = count / (time.perf_counter() - begun)
    with app.app_context(), transaction(writes=False) as session:
        paid = session.scalar(select(func.count()).where(Payment.status == "paid"))
        wrong = list(ledger_check.faults(session))
    if paid != count + SPARE or wrong:
        raise RuntimeError(f"{paid} of {count + SPARE} payments are paid; {wrong[:3]}")
    url = driver_url(environment["DATABASE_URL"])
    begun = time.perf_counter()
    _spread(raw[SPARE:], connections, lambda some: _change(url, some))
    raw_rate = count / (time.perf_counter() - begun)
    ratio = rate / raw_rate
    return {
        "notices": count, "connections": connections, "per_s": round(rate, 1), "ms": latencies(times),
        "raw_sql_per_s": round(raw_rate, 1), "ratio": round(ratio, 3),
        "bound": {
            "per_s": BOUND_PER_S, "ratio": BOUND_RATIO,
            "holds": rate >= BOUND_PER_S and ratio >= BOUND_RATIO,
        },
    }  # fmt: skip


def _make(count: int) -> list[Row]:
    """So many places at one activity, each with a payment that waits and an attempt prepared."""
    now, activity_id, seller_id = datetime.now(UTC), new_key(), new_key()
    rows = [
        Row(new_key(), new_key(), new_key(), seller_id, secrets.token_hex(12)) for _ in range(count)
    ]
    later = now + timedelta(hours=2)
    with transaction() as session:
        session.add(Seller(id=seller_id, name="样例", created_at=now))
        session.add(
            Activity(
                id=activity_id, title="样例", place="样例", street="110102007", starts_at=later,
                closes_at=later, fee_fen=FEN, places=count, places_left=0, seller_id=seller_id,
                created_at=now,
            )
        )  # fmt: skip
        session.flush()
        session.execute(insert(SignUp), [
            {"id": row.sign_up_id, "activity_id": activity_id, "elder_id": new_key(), "fee_fen": FEN,
             "status": "waiting", "pay_until": later, "created_at": now} for row in rows
        ])  # fmt: skip
        session.execute(insert(Payment), [
            {"id": row.payment_id, "payable_kind": "activity", "payable_id": row.sign_up_id,
             "seller_id": seller_id, "title": "样例", "total_fen": FEN, "city_subsidy_fen": 0,
             "district_subsidy_fen": 0, "self_pay_fen": FEN, "refunded_fen": 0, "status": "open",
             "expires_at": later, "created_at": now} for row in rows
        ])  # fmt: skip
        session.execute(insert(Attempt), [
            {"id": row.attempt_id, "payment_id": row.payment_id, "channel": "wechat", "way": "native",
             "trade_no": row.trade_no, "amount_fen": FEN, "status": "prepared", "counted": False,
             "expires_at": later, "created_at": now} for row in rows
        ])  # fmt: skip
    return rows


def _signed(folder: Path, rows: Sequence[Row]) -> list[Signed]:
    settings, keys, clock = SimulatorSettings(_env_file=None), keys_in(folder), Clock()
    notary = Notary(keys, clock, settings.pay_mchid)
    notifier = Notifier(notary, clock, settings.pay_api_v3_key.encode())
    signed = []
    for row in rows:
        resource = {
            "appid": settings.appid, "mchid": settings.pay_mchid, "out_trade_no": row.trade_no,
            "transaction_id": "4200" + secrets.token_hex(12), "trade_type": "NATIVE",
            "trade_state": "SUCCESS", "success_time": datetime.now(UTC).isoformat(timespec="seconds"),
            "amount": {"total": FEN, "payer_total": FEN, "currency": "CNY"},
        }  # fmt: skip
        body = notifier.body(Notice("", "TRANSACTION.SUCCESS", resource))
        signed.append((body, notary.sign(body, PUBLIC_KEY_ID)))
    return signed


def _spread(
    rows: Sequence[Any], threads: int, do: Callable[[Sequence[Any]], list[float]]
) -> list[float]:
    """Share ``rows`` among threads; what each of them returned, together."""
    times: list[float] = []
    failed: list[BaseException] = []

    def work(some: Sequence[Any]) -> None:
        try:
            times.extend(do(some))
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=work, args=(rows[n::threads],)) for n in range(threads)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    if failed:
        raise failed[0]
    return times


def _send(port: int, signed: Sequence[Signed]) -> list[float]:
    """Milliseconds of each. Raises RuntimeError unless each is taken."""
    connection, times = http.client.HTTPConnection(HOST, port, timeout=30), []
    for body, headers in signed:
        begun = time.perf_counter()
        connection.request("POST", PATH, body, {"Content-Type": "application/json"} | headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (200, 204):
            raise RuntimeError(f"a notice was answered with {answer.status}")
        times.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return times


_STATEMENTS = (
    ("SELECT p.*, a.* FROM payments_payments p JOIN payments_attempts a ON a.payment_id = p.id"
    " WHERE a.channel = 'wechat' AND a.trade_no = %(trade)s FOR UPDATE"),
    ("UPDATE payments_attempts SET status = 'paid', counted = true, transaction_id = %(event)s,"
    " received_fen = %(fen)s, paid_at = %(now)s WHERE id = %(attempt)s"),
    "UPDATE payments_payments SET status = 'paid' WHERE id = %(payment)s",
    ("INSERT INTO payments_events (payment_id, noun, noun_id, before, after, because, actor_kind, at) VALUES"
    " (%(payment)s, 'attempt', %(attempt)s, 'prepared', 'paid', 'sample', 'system', %(now)s),"
    " (%(payment)s, 'payment', %(payment)s, 'open', 'paid', 'sample', 'system', %(now)s)"),
    ("INSERT INTO payments_ledger_entries (movement_id, cause, cause_id, account, holder, amount_fen, day, payment_id, at)"
    " VALUES (%(notice)s, 'paid', %(payment)s, 'operator', %(seller)s, %(fen)s, %(now)s, %(payment)s, %(now)s),"
    " (%(notice)s, 'paid', %(payment)s, 'payer', 'wechat', -%(fen)s, %(now)s, %(payment)s, %(now)s)"),
    ("INSERT INTO jobs_outbox (id, kind, key, payload, status, run_at, attempts, created_at)"
    " VALUES (%(notice)s, 'payments.ship', %(event)s, '{}', 'waiting', %(now)s, 0, %(now)s)"),
    "UPDATE activities_sign_ups SET status = 'confirmed' WHERE id = %(sign_up)s",
    ("INSERT INTO payments_notices (id, channel, event_id, event_type, raw, outcome, received_at)"
    " VALUES (%(notice)s, 'wechat', %(event)s, 'TRANSACTION.SUCCESS', %(raw)s, 'applied', %(now)s)"),
)  # fmt: skip


def _change(url: str, rows: Sequence[Row]) -> list[float]:
    """The same changes of rows, in one transaction for each."""
    times = []
    with psycopg.connect(url) as connection:
        for row in rows:
            begun = time.perf_counter()
            values = {
                "notice": new_key(), "event": f"EV-{secrets.token_hex(16)}", "raw": b"{}" * 400,
                "now": datetime.now(UTC), "trade": row.trade_no, "payment": row.payment_id,
                "attempt": row.attempt_id, "sign_up": row.sign_up_id, "seller": str(row.seller_id),
                "fen": FEN,
            }  # fmt: skip
            for statement in _STATEMENTS:
                connection.execute(statement, values)
            connection.commit()
            times.append((time.perf_counter() - begun) * 1000)
    return times


if __name__ == "__main__":
    raise SystemExit(main())
