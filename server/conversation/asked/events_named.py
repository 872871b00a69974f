"""In which month something happened from which on somebody qualifies: assessed, certified, moved here, granted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from intents.told.lengths import count
from server.conversation.asked.months_begun import month_named, month_said

Kind = Literal["assessed", "disability", "registered", "income", "qualified"]


@dataclass(frozen=True)
class Event:
    """What happened, in the month of this number; ``end`` is where its words end."""

    kind: Kind
    month: int
    end: int


def _in_month(of: str, m: str) -> str:
    """The pattern of a month in which something happened, with names for its groups."""
    return (
        rf"{month_named(of, m)}(?:\d{{1,2}}[号日])?"
        r"(?:里|底|初|就|才|刚|给|已经|把|的|了)*"
    )


def _happened(behind: str, before: str, after: str) -> re.Pattern[str]:
    """The pattern of what happened in a month that stands before it (``behind``), or in the midst of it."""
    return re.compile(
        rf"{_in_month('of', 'm')}[^,，。;；]{{0,4}}?(?:{behind})"
        rf"|(?:{before})[^,，。;；\d]{{0,4}}?{_in_month('of2', 'm2')}(?:{after})"
    )


_EVENTS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "disability",
        _happened(
            "(?:办|批|发|拿|领)(?:下来|到|了|的)*残疾?证|残疾?证(?:下来|办)",
            "残疾?证?",
            "办|批|发|下来|拿|领|[^,，。]{0,6}(?:改|变|升|降)(?:成|为|到)?(?:[视听言肢智精][力语体神])?[1-4一二三四]级",
        ),
    ),
    (
        "registered",
        _happened(
            "(?:户口|户籍)[^,，。]{0,3}(?:迁|转|落)(?![出走])",
            "户口|户籍",
            "[^,，。]{0,2}(?:迁|转|落)(?![出走])",
        ),
    ),
    (
        "income",
        _happened(
            "(?:批|办|吃|享|认定|起|开始)[^,，。]{0,4}(?:低保|低收入)",
            "低保|低收入",
            "批|办|下来|认定|吃上|起|开始",
        ),
    ),
    ("qualified", _happened("(?:够|符合|满足)[上了的]*条件", "条件", "够|符合|满足")),
    (
        "assessed",
        _happened(
            "(?:评|鉴定)(?:估)?(?:上|的|了|为|成|定|出|完|下来)|(?:变|转|升|加重)(?:成|为|到)?[重中轻]度|(?:起|开始)(?:是|算)?[重中]度",
            "评估|失能|[重中轻]度",
            "评|出|下来|定|鉴定|[^,，。]{0,6}(?:变|转|升)(?:成|为|到)?[重中轻]度",
        ),
    ),
)
"""What is told of it; a certificate and a class of income before an assessment, which is any 评."""


def event_in(plain: str, today: date) -> Event | None:
    """What ``plain`` (unified) says happened in a month; one without a year is the last of its name."""
    for kind, pattern in _EVENTS:
        if match := pattern.search(plain):
            of, month = match["of"] or match["of2"], match["m"] or match["m2"]
            return Event(kind, month_said(of, count(month), today), match.end())
    return None
