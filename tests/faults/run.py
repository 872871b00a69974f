"""Orders under faults: concurrent payers, killed processes, lost answers; then everything is counted.

Business time runs ``CLOCK_SPEED`` times as fast; back-offs of hours are made due at the end instead
of being waited for.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from sqlalchemy import func, select, update

from server.activities.models import Activity, SignUp
from server.app import create_app
from server.identity import sessions
from server.jobs.models import Job
from server.kit.clock import BEIJING, business_now, machine_now
from server.payments import ledger_check, reconciling, tasks
from server.payments.models import Attempt, LedgerEntry, Notice, Payment, Refund, Seller
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose
from tests.doing_jobs import do_jobs
from tests.faults.breaker import Breaker
from tests.faults.payers import Payer
from tests.faults.plan import BILLS, plan, times
from tests.faults.site import Site
from tests.server.people import makers
from tests.wechat.conftest import served
from wechat.simulator.app import create_app as create_simulator
from wechat.simulator.settings import Settings as SimulatorSettings

FEE_FEN = 500
NOTICES_WITHIN_S = 20
FIRED_WITHIN_S = 60
CLOCK_SPEED = 20.0
AT_ONCE = 6
HOURS = 4
"""How many rounds of what the worker does every hour are waited for at the end."""


@dataclass
class Figures:
    """What came of a run."""

    seed: int
    orders: int
    doings: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    fired: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    received_fen: int = 0
    given_back_fen: int = 0
    given_up: int = 0
    """Jobs that stay given up although the hour took up again what was unfinished."""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(
    database_url: str, folder: Path, orders: int, seed: int, application: str = "wsgi:app"
) -> Figures:
    """One run on an empty, migrated PostgreSQL database. Ends everything that it started."""
    started, figures = time.monotonic(), Figures(seed, orders)
    first_day = _today()
    with ExitStack() as ends:
        keys = folder / "pay"
        simulated = create_simulator(SimulatorSettings(_env_file=None, pay_keys=keys))
        simulator = ends.enter_context(served(simulated))
        ends.callback(simulated.extensions["simulator"].pay.notifier.close)
        settings = {
            "wechat_api_base": simulator, "wechat_pay_base": simulator, "wechat_pay_spare_base": simulator,
            "wechat_pay_private_key_file": keys / "merchant_key.pem", "wechat_pay_keys_dir": keys / "platform",
            "wechat_pay_mode": "direct", "job_lease_seconds": 5,
        }  # fmt: skip
        made = databases.settings(database_url, folder / "data", **settings)
        given = made.model_dump(mode="json", include={*settings, "app_env", "secret_key", "database_url", "data_dir", "log_level", "chat_rate_limit"})  # fmt: skip
        environment = {name.upper(): str(value) for name, value in given.items()}
        environment["APP_CLOCK_SPEED"] = str(CLOCK_SPEED)
        site = Site(environment, folder, application)
        app = create_app(made)
        ends.callback(dispose, app)
        ends.callback(site.stop)
        site.start()
        payers, activity = _people(app, site, simulator, orders, seed)
        _under_faults(site, simulator, payers, activity, figures)
        _calm(app, site, simulator, figures)
        days = sorted({first_day, _today()})
        _nights(app, simulator, days, figures)
        _spoil_bills(app, simulator, days, figures)
        _count(app, simulator, days, figures)
    figures.seconds = round(time.monotonic() - started, 1)
    return figures


def _today() -> date:
    return datetime.now(BEIJING).date()


def _people(
    app: Flask, site: Site, simulator: str, count: int, seed: int
) -> tuple[list[Payer], str]:
    payers = []
    with app.app_context(), transaction() as session:
        now, seller = business_now(), Seller(name="样例社区", created_at=business_now())
        session.add(seller)
        session.flush()
        activity = Activity(
            title="样例合唱班", place="样例活动室", street=makers.YUETAN, starts_at=now + timedelta(days=20),
            closes_at=now + timedelta(days=19), fee_fen=FEE_FEN, places=count, places_left=count,
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
    site: Site, simulator: str, payers: list[Payer], activity: str, figures: Figures
) -> None:
    breaker = Breaker(site, simulator, plan(len(payers), figures.seed), figures.seed)

    def go(payer: Payer) -> str:
        breaker.one_more()
        return payer.go(activity)

    breaker.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            figures.doings.update(pool.map(go, payers))
    finally:
        breaker.over.set()
        breaker.join()
    deadline = time.monotonic() + FIRED_WITHIN_S
    while _control(simulator, "faults")["faults"] and time.monotonic() < deadline:
        time.sleep(0.2)  # the worker gives back what it owes meanwhile
    for payer in payers:
        figures.met.update(payer.met)
    if figures.met["429"]:
        figures.wrong.append(f"payers were told to wait {figures.met['429']} times")
    figures.fired.update(breaker.done)
    figures.wrong.extend(breaker.failed)


def _calm(app: Flask, site: Site, simulator: str, figures: Figures) -> None:
    """The faults are over: notices come through, and the time to pay what is open ends."""
    figures.fired.update(_control(simulator, "counters")["faults"])
    requests.delete(f"{simulator}/_control/faults", timeout=5)
    requests.patch(f"{simulator}/_control/pay", json={"notice_speed": 50_000.0}, timeout=5)
    deadline = time.monotonic() + NOTICES_WITHIN_S
    while time.monotonic() < deadline:
        requests.post(f"{simulator}/_control/pay/flush", json={}, timeout=5)
        if not _control(simulator, "pay")["notices_waiting"]:
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


def _any_open() -> bool:
    with transaction(writes=False) as session:
        return bool(session.scalar(select(func.count()).where(Payment.status == "open")))


def _nights(app: Flask, simulator: str, days: list[date], figures: Figures) -> None:
    """Hours pass and bills come: what was given up is taken up again, what no notice has told of is
    asked after."""
    for _ in range(HOURS):
        with app.app_context():
            tasks.ask_again()
        _differences(app, simulator, days, "")
        do_jobs(app, waited=True)
    with app.app_context(), transaction(writes=False) as session:
        given_up = select(func.count()).select_from(Job).where(Job.status == "given_up")
        figures.given_up = session.scalar(given_up) or 0


def _spoil_bills(app: Flask, simulator: str, days: list[date], figures: Figures) -> None:
    """A bill with a row missing or one too many is noticed; the right one clears it up."""
    for _ in range(times(figures.orders)):
        for spoiled in BILLS:
            if not _differences(app, simulator, days, spoiled):
                figures.wrong.append(f"nobody noticed a bill with {spoiled}")


def _differences(app: Flask, simulator: str, days: list[date], spoiled: str) -> list[str]:
    requests.patch(f"{simulator}/_control/pay", json={"spoiled": spoiled}, timeout=5)
    with app.app_context():
        for day in days:
            reconciling.reconcile(day)
        with transaction(writes=False) as session:
            return [
                f"{each.kind} {each.number}" for each, _ in reconciling.open_differences(session)
            ]


def _count(app: Flask, simulator: str, days: list[date], figures: Figures) -> None:
    figures.wrong.extend(_differences(app, simulator, days, ""))
    books = _control(simulator, "pay")
    figures.fired.update(books["fired"])
    figures.received_fen, figures.given_back_fen = books["received_fen"], books["refunded_fen"]
    kept_there = figures.received_fen - figures.given_back_fen
    with app.app_context(), transaction(writes=False) as session:
        figures.wrong.extend(ledger_check.faults(session))
        payer = select(func.sum(LedgerEntry.amount_fen)).where(LedgerEntry.account == "payer")
        ours = -int(session.scalar(payer) or 0)
        if ours != kept_there or books["on_the_way_fen"]:
            figures.wrong.append(f"the bank kept {kept_there}, we say {ours}")
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
        kept = set(session.scalars(select(Notice.event_id)))
    sent = _control(simulator, "pay/notices")["notices"]
    lost = {told["id"] for told in sent if told["answered"]} - kept
    if lost:
        figures.wrong.append(f"{len(lost)} notices were answered and are not kept")


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


def _control(simulator: str, path: str) -> dict[str, Any]:
    return dict(requests.get(f"{simulator}/_control/{path}", timeout=10).json())


def new_seed() -> int:
    """A seed for a run that nobody chose."""
    return uuid.uuid4().int % 1_000_000
