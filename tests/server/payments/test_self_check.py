"""Whether channels take our settings is found out when a worker starts."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from flask import Flask

from server.jobs.models import Job
from server.jobs.worker import Worker
from server.payments import self_check
from server.payments.channels import Bills, ChannelError
from server.payments.models import Incident
from tests.doing_jobs import do_jobs, skip_waits
from tests.server.payments.bank import Bank
from tests.server.payments.orders import Orders
from tests.server.payments.test_paying import rows


@pytest.fixture(autouse=True)
def bank_only(empty_app: Flask, bank: Bank) -> None:
    empty_app.extensions["channels"] = {"bank": bank}


def jobs() -> list[tuple[str, str | None]]:
    return [(job.status, job.last_error) for job in rows(Job) if job.kind == self_check.JOB]


def incidents() -> list[tuple[str, bool]]:
    return [(i.about, i.closed_at is None) for i in rows(Incident) if i.kind == "pay_settings"]


def test_a_starting_worker_checks(bank: Bank, empty_app: Flask) -> None:
    worker = Worker(empty_app, threads=1, lease=timedelta(seconds=30))
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not bank.calls["self_check"]:
            assert time.monotonic() < deadline, "nobody checked"
            time.sleep(0.05)
    finally:
        worker.stop()
        thread.join(20)
    assert incidents() == []


def test_workers_that_start_together_check_once(bank: Bank, empty_app: Flask) -> None:
    for _ in range(2):
        self_check.begin()
    do_jobs(empty_app)
    assert bank.calls["self_check"] <= 2  # two if the minute changed in between
    assert {status for status, _ in jobs()} == {"done"}


def test_settings_that_a_channel_refuses_are_an_incident_until_they_are_mended(
    bank: Bank, empty_app: Flask
) -> None:
    self_check.begin()
    bank.loses["self_check"] = "refuses"
    do_jobs(empty_app)
    assert incidents() == [("bank", True)]
    assert jobs() == [("waiting", "REFUSED")]
    skip_waits()
    do_jobs(empty_app)
    assert incidents() == [("bank", False)]
    assert jobs()[0][0] == "done"


def test_a_channel_that_cannot_be_reached_is_asked_again_without_an_incident(
    bank: Bank, empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_: object) -> None:
        raise ChannelError("NO_ANSWER", answered=False)

    monkeypatch.setattr(bank, "self_check", silent)
    self_check.begin()
    do_jobs(empty_app)
    assert incidents() == []
    assert jobs() == [("waiting", "NO_ANSWER")]


def test_where_each_seller_has_a_number_each_is_checked(
    bank: Bank, orders: Orders, empty_app: Flask
) -> None:
    bank.bills = Bills.BY_SELLER
    for _ in range(2):
        orders.order()
    bank.loses["self_check"] = "refuses"
    told = empty_app.test_cli_runner().invoke(args=["pay-check"])
    assert (bank.calls["self_check"], told.exit_code) == (2, 1)
    assert "不能用（REFUSED）" in told.output
    assert "可以用" in told.output
    assert empty_app.test_cli_runner().invoke(args=["pay-check"]).exit_code == 0
