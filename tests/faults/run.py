"""Orders under faults: concurrent payers, killed processes, lost answers; then everything is counted.

Waits (back-off, time to pay) are made due at the end instead of being waited for. What is not
done here yet: a moved clock.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from sqlalchemy import func, select, update

from server.activities.models import Activity, SignUp
from server.app import create_app
from server.identity import sessions
from server.jobs.models import Job
from server.kit.clock import business_now, machine_now
from server.payments import ledger_check, tasks
from server.payments.models import Attempt, LedgerEntry, Payment, Refund, Seller
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose
from tests.doing_jobs import do_jobs
from tests.faults.payers import Payer
from tests.faults.site import Site
from tests.server.people import makers
from tests.wechat.conftest import served
from wechat.simulator.app import create_app as create_simulator
from wechat.simulator.settings import Settings as SimulatorSettings

NOTICE_TRICKS = ("drop", "duplicate", "delay", "reorder", "wrong_amount", "wrong_appid",
                 "bad_signature", "stale_timestamp", "unknown_serial")  # fmt: skip
CALL_FAULTS: tuple[dict[str, Any], ...] = (
    {"drop": "before"}, {"drop": "after"}, {"status": 502, "after_effect": True}, {"status": 500},
    {"answer_delay_s": 1.5},
)  # fmt: skip
CALLS = ("/v3/pay/transactions/native", "/v3/pay/transactions/out-trade-no/*", "/v3/refund/*")
FEE_FEN = 500
NOTICES_WITHIN_S = 20


@dataclass
class Figures:
    """What came of a run."""

    seed: int
    orders: int
    doings: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    kills: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    received_fen: int = 0
    given_back_fen: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(
    database_url: str,
    folder: Path,
    orders: int,
    seed: int,
    kill_every_s: float,
    application: str = "wsgi:app",
) -> Figures:
    """One run on an empty, migrated PostgreSQL database. Ends everything that it started."""
    started, figures = time.monotonic(), Figures(seed, orders)
    with ExitStack() as ends:
        keys = folder / "pay"
        simulated = create_simulator(SimulatorSettings(_env_file=None, pay_keys=keys))
        simulator = ends.enter_context(served(simulated))
        ends.callback(simulated.extensions["simulator"].pay.notifier.close)
        settings = {
            "wechat_pay_base": simulator, "wechat_pay_spare_base": simulator,
            "wechat_pay_private_key_file": keys / "merchant_key.pem", "wechat_pay_keys_dir": keys / "platform",
            "wechat_pay_mode": "direct", "job_lease_seconds": 5,
        }  # fmt: skip
        made = databases.settings(database_url, folder / "data", **settings)
        given = made.model_dump(mode="json", include={*settings, "app_env", "secret_key", "database_url", "data_dir", "log_level", "chat_rate_limit"})  # fmt: skip
        site = Site(
            {name.upper(): str(value) for name, value in given.items()}, folder, application
        )
        app = create_app(made)
        ends.callback(dispose, app)
        ends.callback(site.stop)
        site.start()
        payers, activity = _people(app, site, simulator, orders, seed)
        _under_faults(site, simulator, payers, activity, figures, kill_every_s)
        _quiesce(app, site, simulator)
        _count(app, simulator, figures)
        figures.kills = dict(site.kills)
    figures.seconds = round(time.monotonic() - started, 1)
    return figures


def _people(
    app: Flask, site: Site, simulator: str, count: int, seed: int
) -> tuple[list[Payer], str]:
    payers = []
    with app.app_context(), transaction() as session:
        now, seller = business_now(), Seller(name="样例社区", created_at=business_now())
        session.add(seller)
        session.flush()
        activity = Activity(
            title="样例合唱班", place="样例活动室", street=makers.YUETAN, starts_at=now + timedelta(days=2),
            closes_at=now + timedelta(days=1), fee_fen=FEE_FEN, places=count, places_left=count,
            seller_id=seller.id, created_at=now,
        )  # fmt: skip
        session.add(activity)
        session.flush()
        for number in range(count):
            elder = makers.elder(session)
            herself = makers.herself(session, elder)
            token = sessions.open_for_account(session, herself.id, "sms", "样例").token
            payers.append(Payer(site.base, simulator, token, str(elder.id), f"{seed}:{number}"))
        return payers, str(activity.id)


def _under_faults(
    site: Site, simulator: str, payers: list[Payer], activity: str, figures: Figures, every_s: float
) -> None:
    over = threading.Event()
    breaker = threading.Thread(
        target=_break, args=(site, simulator, figures.seed, every_s, over, figures)
    )
    breaker.start()
    try:
        with ThreadPoolExecutor(6) as pool:
            figures.doings.update(pool.map(lambda payer: payer.go(activity), payers))
    finally:
        over.set()
        breaker.join()
    for payer in payers:
        figures.met.update(payer.met)


def _break(
    site: Site, simulator: str, seed: int, every_s: float, over: threading.Event, figures: Figures
) -> None:
    chosen = random.Random(seed)
    turn = 0
    while not over.wait(every_s / 4):
        turn += 1
        trick, fault = chosen.choice(NOTICE_TRICKS), dict(chosen.choice(CALL_FAULTS))
        body = {"notice_tricks": [trick], "notice_speed": 20.0}
        requests.patch(f"{simulator}/_control/pay", json=body, timeout=5)
        fault["path"] = chosen.choice(CALLS)
        requests.post(f"{simulator}/_control/faults", json=fault, timeout=5)
        figures.faults[trick] += 1
        figures.faults[" ".join(f"{k}={v}" for k, v in fault.items() if k != "path")] += 1
        if turn % 4 == 0:
            site.kill_web(chosen)
        if turn % 12 == 6:
            site.kill_worker()
        if turn % 4 == 3:
            site.cut_connections()


def _quiesce(app: Flask, site: Site, simulator: str) -> None:
    """The faults are over: notices come through, time passes, the worker does what is left."""
    requests.delete(f"{simulator}/_control/faults", timeout=5)
    requests.patch(f"{simulator}/_control/pay", json={"notice_speed": 50_000.0}, timeout=5)
    deadline = time.monotonic() + NOTICES_WITHIN_S
    while time.monotonic() < deadline:
        requests.post(f"{simulator}/_control/pay/flush", json={}, timeout=5)
        if not requests.get(f"{simulator}/_control/pay", timeout=5).json()["notices_waiting"]:
            break
        time.sleep(0.2)
    site.stop()
    with app.app_context():
        past = machine_now() - timedelta(minutes=1)
        with transaction() as session:
            running = update(Job).where(Job.status == "running")
            session.execute(running.values(lease_until=past))
            session.execute(update(Payment).where(Payment.status == "open").values(expires_at=past))
        for _ in range(100):
            if not _any_open():
                break
            tasks.expire()
        for _ in range(4):
            tasks.ask_again()
            with transaction() as session:
                given_up = update(Job).where(Job.status == "given_up")
                session.execute(given_up.values(status="waiting", attempts=0))
            do_jobs(app, waited=True)


def _any_open() -> bool:
    with transaction(writes=False) as session:
        return bool(session.scalar(select(func.count()).where(Payment.status == "open")))


def _count(app: Flask, simulator: str, figures: Figures) -> None:
    books = requests.get(f"{simulator}/_control/pay", timeout=5).json()
    figures.received_fen, figures.given_back_fen = books["received_fen"], books["refunded_fen"]
    with app.app_context(), transaction(writes=False) as session:
        figures.wrong.extend(ledger_check.faults(session))
        payer = select(func.sum(LedgerEntry.amount_fen)).where(LedgerEntry.account == "payer")
        ours = -int(session.scalar(payer) or 0)
        if ours != figures.received_fen - figures.given_back_fen or books["on_the_way_fen"]:
            figures.wrong.append(f"the bank kept {figures.received_fen - figures.given_back_fen}, we say {ours}")  # fmt: skip
        for table in (Payment, Attempt, Refund, SignUp):
            rows = session.execute(select(table.status, func.count()).group_by(table.status))
            figures.statuses[table.__tablename__] = {row[0]: row[1] for row in rows}
        figures.wrong.extend(_stuck(figures.statuses))
        paid = figures.statuses["payments_payments"].get("paid", 0)
        if paid != figures.statuses["activities_sign_ups"].get("confirmed", 0):
            figures.wrong.append("paid and not fulfilled, or fulfilled and not paid")
        if paid * FEE_FEN != ours:
            figures.wrong.append(f"{paid} orders are paid, {ours} fen were kept")
        spare = session.scalar(select(Activity.places - Activity.places_left))
        if spare != paid:
            figures.wrong.append(f"{spare} places are held, {paid} are paid")


def _stuck(statuses: dict[str, dict[str, int]]) -> list[str]:
    last = {
        "payments_payments": {"paid", "cancelled", "refunded"},
        "payments_attempts": {"paid", "closed", "failed"},
        "payments_refunds": {"succeeded"},
        "activities_sign_ups": {"confirmed", "given_back"},
    }
    return [
        f"{count} of {table} are {status}"
        for table, found in statuses.items()
        for status, count in found.items()
        if status not in last[table]
    ]


def new_seed() -> int:
    """A seed for a run that nobody chose."""
    return uuid.uuid4().int % 1_000_000
