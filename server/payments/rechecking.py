"""A day's bills compared again because somebody asks: one job a day at a time, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from server.errors import Problem
from server.jobs import service as jobs
from server.jobs.service import Known
from server.kit.clock import business_now, business_today
from server.oversight import audit
from server.oversight.actor import Actor
from server.payments import desk_repository
from server.payments.desk_repository import DayOfBills
from server.payments.reconciling import newest_day

JOB = "payments.reconcile_day"
BILLS_KEPT = timedelta(days=90)
"""WeChat gives a bill out for three months (merchant documents, 申请交易账单)."""
SHOWN = timedelta(days=31)


@dataclass(frozen=True)
class Day:
    """A day's bills, the codes of those that could not be had, the job that was asked for."""

    day: date
    bills: DayOfBills | None
    codes: Sequence[str]
    job: Known | None

    @property
    def in_hand(self) -> bool:
        """Whether it is being compared, or soon will be."""
        return self.job is not None and self.job.in_hand

    @property
    def ran_at(self) -> datetime | None:
        """When it was last tried, by night or because it was asked for."""
        return self.bills.ran_at if self.bills else None


def ask(session: Session, actor: Actor, day: date) -> None:
    """Have a day's bills compared again. Raises Problem 422 for a day whose bills are not there yet
    or no more, 409 while it is in hand."""
    if day > newest_day(business_now()):
        title = "这一天的账单还没有出，第二天上午十点半以后再对"
        raise _wrong_day(title)
    if day < business_today() - BILLS_KEPT:
        raise _wrong_day("渠道只给最近 90 天的账单，更早的请到商户平台查")
    if not jobs.ask_again(session, JOB, {"day": day.isoformat()}, key=_key(day)):
        raise Problem(409, "in-hand", "这一天正在对，请过一会儿刷新再看")
    audit.record(session, actor, "reconciliation.asked", about=("day", day.isoformat()))


def _wrong_day(title: str) -> Problem:
    return Problem(422, "invalid-input", title, errors=[{"field": "day", "message": title}])


def _key(day: date) -> str:
    return f"{JOB}:{day.isoformat()}"


def days(session: Session) -> list[Day]:
    """What is known of the last days, and of older ones that somebody asked for, the newest first."""
    today = business_today()
    compared = {each.day: each for each in desk_repository.days_of_bills(session, today - SHOWN)}
    codes = desk_repository.refused_bills(session, today - SHOWN)
    asked_for = [today - timedelta(days=ago) for ago in range(BILLS_KEPT.days + 1)]
    known = jobs.known(session, [_key(day) for day in asked_for])
    shown = [day for day in asked_for if day in compared or _key(day) in known]
    return [
        Day(day, compared.get(day), sorted(codes.get(day, ())), known.get(_key(day)))
        for day in shown
    ]
