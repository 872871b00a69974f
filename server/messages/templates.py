"""The texts of messages: ``templates.yaml``, checked when it is read, and how they are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from server.kit.clock import BEIJING
from server.kit.money import yuan

FILE = Path(__file__).parent / "templates.yaml"

A_MATTER = "一件事"
"""Said where a title tells what others who see the message need not know, or an amount."""
AN_ORDER = "一笔订单"
"""The same of what was paid for: whoever paid knows what it was, and the amount is told beside it."""
_ILL = "病|癌|痴呆|失能|失智|残疾|梗|瘤|诊断|等级|离世|去世"
_HIDDEN = {
    "title": (re.compile(rf"{_ILL}|\d|元|%|[A-Za-z]"), A_MATTER),
    "order": (re.compile(_ILL), AN_ORDER),
}

NO_DATE = "收回为止"
"""Said where a grant has no end: 有效期到收回为止."""


class Audience(StrEnum):
    """Whom a text speaks to: the elder, somebody with a grant, or whoever owns an account."""

    ELDER = "elder"
    GRANTEE = "grantee"
    ACCOUNT = "account"


class UnknownEvent(Exception):
    """No template tells of this event to this audience."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Part):
    """One event told to one audience: a line for WeChat, a text for SMS, whole sentences."""

    line: str
    sms: str
    full: str


class Event(_Part):
    """One kind of message. ``values``: name → ``date``, ``money`` (fen), ``title`` (of an entry),
    ``order`` (the title of what was paid for) or a table of ``words``."""

    title: str
    wechat: str
    urgent: bool = False
    """It is rung up at once where WeChat and SMS do not answer soon."""
    rung: bool = True
    """Whether anybody is rung up for it at all; what wants nothing of her can wait on the page 消息."""
    values: dict[str, str] = {}
    to: dict[Audience, Words]


class WeChatTemplate(_Part):
    """What has to be chosen in WeChat's template library."""

    title: str
    fields: dict[str, str]


class Book(_Part):
    """The whole file."""

    sender: str
    number: str
    frames: dict[str, str]
    wechat: dict[str, WeChatTemplate]
    words: dict[str, dict[str, str]]
    events: dict[str, Event]

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        for name, event in self.events.items():
            unknown = set(event.values.values()) - {"date", "money", *_HIDDEN} - set(self.words)
            if event.wechat not in self.wechat or unknown:
                raise ValueError(f"{name}: names a WeChat template or words that do not exist")
        return self


class Text(_Part):
    """A message in words, ready for every channel."""

    title: str
    wechat: dict[str, str]
    sms: str
    call: str
    inbox: str


@cache
def book() -> Book:
    """The templates."""
    return Book.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def event_of(name: str) -> Event:
    """One kind of message. Raises UnknownEvent."""
    try:
        return book().events[name]
    except KeyError:
        raise UnknownEvent(f"no template for {name}") from None


def render(
    name: str,
    audience: Audience,
    details: Mapping[str, Any],
    *,
    who: str,
    verify: str,
    when: datetime,
) -> Text:
    """The words of an event for one recipient.

    ``details``: codes, dates and fen; what the template does not declare is left out. ``who``: the
    elder's masked name. Raises UnknownEvent, and ValueError for a date that is none.
    """
    event, held = event_of(name), book()
    words = event.to.get(audience)
    if words is None:
        raise UnknownEvent(f"{name} is not told to {audience}")
    known = {
        "who": who,
        "verify": verify,
        "number": held.number,
        "sender": held.sender,
        "title": event.title,
        "when": _moment(when),
        **{key: _say(kind, details.get(key)) for key, kind in event.values.items()},
    }
    known["line"] = words.line.format_map(known)
    return Text(
        title=event.title,
        wechat={k: v.format_map(known) for k, v in held.wechat[event.wechat].fields.items()},
        sms=_framed("sms", words.sms, known),
        call=_framed("call", words.full, known),
        inbox=_framed("inbox", words.full, known),
    )


def _framed(frame: str, text: str, known: dict[str, str]) -> str:
    return book().frames[frame].format_map({**known, "text": text.format_map(known)})


def _say(kind: str, value: Any) -> str:
    if kind == "date":
        return _day(date.fromisoformat(value)) if value else NO_DATE
    if kind == "money":
        return yuan(int(value))
    if kind in _HIDDEN:
        delicate, instead = _HIDDEN[kind]
        return f"“{value}”" if value and not delicate.search(value) else instead
    table = book().words[kind]
    return table["absent"] if value is None else table.get(str(value), table["other"])


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(when: datetime) -> str:
    local = when.astimezone(BEIJING)
    return f"{_day(local.date())} {local:%H:%M}"
