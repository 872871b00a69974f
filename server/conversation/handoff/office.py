"""When people are there to answer: office hours as data, deadlines and wishes in working time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from server.kit.clock import BEIJING

FILE = Path(__file__).parent / "office_hours.yaml"
WISHES_OFFERED = 4
_DAYS = ("今天", "明天", "后天")
_WEEK = "一二三四五六日"


@dataclass(frozen=True)
class Hours:
    """The office hours; times of day in Beijing."""

    weekdays: frozenset[int]
    opens: time
    noon: time
    closes: time
    closed_on: frozenset[date]
    reply_within: timedelta

    def works_on(self, day: date) -> bool:
        """Whether somebody is there on ``day``."""
        return day.isoweekday() in self.weekdays and day not in self.closed_on

    def is_open(self, now: datetime) -> bool:
        """Whether somebody is there now."""
        local = now.astimezone(BEIJING)
        return self.works_on(local.date()) and self.opens <= local.time() < self.closes

    def next_open(self, now: datetime) -> datetime:
        """Now, if somebody is there; else when somebody will be."""
        if self.is_open(now):
            return now
        local = now.astimezone(BEIJING)
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        while not self.works_on(day):
            day += timedelta(days=1)
        return datetime.combine(day, self.opens, BEIJING)

    def due(self, now: datetime) -> datetime:
        """Until when a question asked now is answered: so many minutes in which we are open."""
        start, left = self.next_open(now), self.reply_within
        closing = datetime.combine(start.astimezone(BEIJING).date(), self.closes, BEIJING)
        if start + left <= closing:
            return start + left
        return self.next_open(closing) + (left - (closing - start))


@dataclass(frozen=True)
class Wish:
    """A half day in which somebody wants to be rung up. ``code`` is what a form sends."""

    code: str
    label: str
    begins: datetime
    ends: datetime


@cache
def hours() -> Hours:
    """The hours of the file."""
    said: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    opens, noon, closes = (time.fromisoformat(said[name]) for name in ("opens", "noon", "closes"))
    return Hours(
        frozenset(said["weekdays"]),
        opens,
        noon,
        closes,
        frozenset(date.fromisoformat(str(day)) for day in said["closed_on"]),
        timedelta(minutes=said["reply_within_minutes"]),
    )


def wishes(now: datetime) -> list[Wish]:
    """The next half days that are not over."""
    found: list[Wish] = []
    today = now.astimezone(BEIJING).date()
    for ahead in range(30):
        day = today + timedelta(days=ahead)
        if hours().works_on(day):
            found += [wish for wish in _halves(day, ahead) if wish.ends > now]
        if len(found) >= WISHES_OFFERED:
            break
    return found[:WISHES_OFFERED]


def _halves(day: date, ahead: int) -> list[Wish]:
    named = _DAYS[ahead] if ahead < len(_DAYS) else f"{day.month}月{day.day}日"
    called = f"{named}（周{_WEEK[day.weekday()]}）"
    known = hours()
    opens, noon, closes = (
        datetime.combine(day, when, BEIJING) for when in (known.opens, known.noon, known.closes)
    )
    return [
        Wish(f"{day}-am", f"{called}上午", opens, noon),
        Wish(f"{day}-pm", f"{called}下午", noon, closes),
    ]
