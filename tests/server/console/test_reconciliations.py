"""A day's bills compared again by a button: once at a time, by the worker, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from server.jobs import service as jobs
from server.jobs.models import Job
from server.kit.clock import business_now, business_today
from server.oversight.actor import Role
from server.oversight.models import AuditRecord
from server.payments import rechecking
from server.payments.channels import BillRow, ChannelError
from server.payments.models import Difference, Reconciliation
from server.transaction import transaction
from tests.doing_jobs import do_jobs
from tests.server.console.conftest import DISTRICT, Browser, Hired
from tests.server.payments.bank import Bank
from tests.server.talk import words_of
from tests.whole_app import money_rows

PAGE = "/console/money/reconciliations"


@pytest.fixture
def supervisor(hired: Hired) -> Browser:
    return hired(Role.CITY_SUPERVISOR)


@pytest.fixture
def bank(site: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The only channel that has bills; one seller is paid over it."""
    made = Bank()
    monkeypatch.setitem(site.extensions, "channels", {"bank": made})
    with site.app_context(), transaction() as session:
        seller = money_rows.Seller(name="样例餐厅", district=DISTRICT, created_at=business_now())
        session.add(seller)
    yield made
    with site.app_context(), transaction() as session:
        for table in (Difference, Reconciliation, money_rows.Seller):
            session.execute(delete(table))


@pytest.fixture
def day(site: Flask) -> str:
    with site.app_context():
        return (business_today() - timedelta(days=3)).isoformat()


def in_words(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"


def jobs_of(site: Flask) -> int:
    with site.app_context(), transaction(writes=False) as session:
        return session.scalar(select(func.count()).where(Job.kind == rechecking.JOB)) or 0


def test_a_day_is_compared_by_the_worker_and_the_page_says_how_it_ended(
    site: Flask, bank: Bank, supervisor: Browser, day: str
) -> None:
    assert supervisor.send(PAGE, day=day).status_code == 303
    assert "正在对" in words_of(supervisor.get(PAGE))
    do_jobs(site)
    page = words_of(supervisor.get(PAGE))
    assert f"{in_words(day)} 对上了" in page
    assert "1/1" in page
    with site.app_context(), transaction(writes=False) as session:
        [kept] = session.scalars(
            select(AuditRecord).where(AuditRecord.action == "reconciliation.asked")
        )
        assert kept.object_id == day


def test_while_it_is_in_hand_nobody_starts_it_again_and_afterwards_anybody_may(
    site: Flask, bank: Bank, supervisor: Browser, hired: Hired, day: str
) -> None:
    supervisor.send(PAGE, day=day)
    again = hired(Role.CITY_SUPERVISOR).send(PAGE, day=day)
    assert again.status_code == 409
    assert "这一天正在对" in words_of(again)
    assert f'value="{day}"' in again.text
    assert jobs_of(site) == 1
    do_jobs(site)
    assert supervisor.send(PAGE, day=day).status_code == 303
    assert jobs_of(site) == 2


def test_what_does_not_agree_is_counted_with_the_way_to_it(
    site: Flask, bank: Bank, supervisor: Browser, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.app_context():
        stray = BillRow("stray", "stray", 500, business_now(), is_refund=False)
    monkeypatch.setattr(bank, "bill", lambda *_: [stray])
    supervisor.send(PAGE, day=day)
    do_jobs(site)
    page = supervisor.get(PAGE)
    assert "有 1 处不一致" in words_of(page)
    there = words_of(supervisor.get(f"/console/lists/bill-differences?day={day}"))
    assert "stray" in there


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("STATEMENT_CREATING", "渠道还在出账单"),
        ("BILL: hash", "账单读不懂"),
        ("OTHER", "（OTHER）"),
    ],
)
def test_a_bill_that_the_channel_does_not_give_is_told_and_when_it_was_tried(
    site: Flask, bank: Bank, supervisor: Browser, day: str, monkeypatch: pytest.MonkeyPatch,
    code: str, said: str,
) -> None:  # fmt: skip
    def refuses(*_: Any) -> None:
        raise ChannelError(code)

    monkeypatch.setattr(bank, "bill", refuses)
    supervisor.send(PAGE, day=day)
    do_jobs(site)
    page = words_of(supervisor.get(PAGE))
    assert said in page
    assert "对上了" not in page
    assert "0/1" in page
    with site.app_context(), transaction(writes=False) as session:
        [row] = session.scalars(select(Reconciliation))
        assert (row.done_at, row.ran_at is None) == (None, False)


def test_a_job_that_was_given_up_says_so_until_it_is_asked_for_again(
    site: Flask, bank: Bank, supervisor: Browser, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor.send(PAGE, day=day)
    with site.app_context(), transaction() as session:
        [job] = session.scalars(select(Job).where(Job.kind == rechecking.JOB))
        job.status, job.finished_at = "given_up", business_now()
    assert "没对成，请再点一次" in words_of(supervisor.get(PAGE))
    supervisor.send(PAGE, day=day)
    do_jobs(site)
    assert "对上了" in words_of(supervisor.get(PAGE))


@pytest.mark.parametrize(
    ("ago", "said"), [(0, "还没有出"), (-2, "还没有出"), (91, "最近 90 天"), (None, "这一项要填")]
)
def test_a_day_without_a_bill_is_refused_in_words(
    site: Flask, supervisor: Browser, ago: int | None, said: str
) -> None:
    with site.app_context():
        day = "" if ago is None else (business_today() - timedelta(days=ago)).isoformat()
    answer = supervisor.send(PAGE, day=day)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert jobs_of(site) == 0


@pytest.mark.parametrize(
    "role", [Role.STREET_CLERK, Role.DISTRICT_REVIEWER, Role.ADMIN, Role.PUBLISHER]
)
def test_only_who_sees_all_money_compares(site: Flask, hired: Hired, role: Role, day: str) -> None:
    where = {"district": DISTRICT} if role is Role.DISTRICT_REVIEWER else {}
    other = hired(role, **where)
    assert other.get(PAGE).status_code == 403
    assert other.send(PAGE, day=day).status_code == 403
    assert jobs_of(site) == 0


def test_two_who_ask_at_once_have_one_job(site: Flask) -> None:
    with site.app_context():
        with transaction() as session:
            assert jobs.ask_again(session, rechecking.JOB, {"day": "2026-11-01"}, key="one")
        with transaction() as session:
            assert not jobs.ask_again(session, rechecking.JOB, {"day": "2026-11-01"}, key="one")
            assert jobs.known(session, ["one", "two"])["one"].in_hand
    assert jobs_of(site) == 1
