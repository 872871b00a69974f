"""In which month somebody began to qualify, as a message tells it or as it is known of her."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.births import born_in
from intents.told.lengths import YEAR, count
from server.conversation.asked.events_named import Kind, event_in
from server.conversation.asked.months_begun import last_of_that_name, month_named, month_of
from server.conversation.reckoned.benefit_names import CARE, DIFFICULTY
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.state import State
from server.kit.clock import business_today

TURNED = re.compile(
    r"(?P<n>\d{1,2}|[一两二三四五六七八九十])个月(?:以|之)?前(?:就|刚|才)*满的?[^,，。\d]{0,3}(?P<b>80|90|100)"
    rf"|(?:(?P<last>上个?月)|{month_named()})(?:\d{{1,2}}[号日]?)?"
    r"[^,，。\d]{0,5}?(?:满|过|到|就|刚)[^,，。\d]{0,3}(?P<a>80|90|100)(?!\d|元|块|天)"
)
PAID_LESS = re.compile(
    r"一直(?:领|拿|发|按)|还(?:是|按|领|拿|发)|没[给]?[涨改变调]|才[给]?[涨改变调]|差的?钱|差额|少[发领]"
)
MISSED = re.compile("补(?:几个?月|发|上|回)|以前|之前|前[面头几]|晚|没[去有]?(?:申请|办|领)|忘")
"""What says that months were missed, where no birthday is named: "能补多少" may ask what is paid at all."""

ASSESSED = "评上"
_BECAUSE: dict[Kind, tuple[str, str | None]] = {
    "assessed": (ASSESSED, CARE),
    "disability": ("有了残疾证", CARE),
    "registered": ("户口迁来", None),
    "qualified": ("够条件", None),
    "income": ("低保或低收入批下来", DIFFICULTY),
}
"""What is said of what happened, and the benefit that begins with it, if it is one alone."""


@dataclass(frozen=True)
class Since:
    """What begins in a month, as a number: an age, or what ``because`` tells."""

    month: int
    because: str
    focus: str | None
    """The benefit that begins then, if it is one alone."""

    age: int | None = None
    end: int = 0
    """Where in the message its words end."""


def event(plain: str) -> Since | None:
    """When something happened from which on somebody qualifies."""
    found = event_in(plain, business_today())
    if found is None:
        return None
    because, focus = _BECAUSE[found.kind]
    return Since(found.month, because, focus, end=found.end)


def turned(plain: str) -> Since | None:
    """When somebody reached an age that brings more, as the message tells it."""
    match, today = TURNED.search(plain), business_today()
    if match is None:
        return None
    age = int(match["a"] or match["b"])
    if match["n"] or match["last"]:
        month = month_of(today) - (count(match["n"]) if match["n"] else 1)
    else:
        month = last_of_that_name(match, today)
    return Since(month, f"满{age}周岁", BY_AGE, age, match.end())


def birthday_known(plain: str, state: State, *, asked: bool = False) -> Since | None:
    """The same as it is known of her, where months are said to be missed or that is ``asked``."""
    today, facts = business_today(), state.facts
    if plain and not (asked or MISSED.search(plain) or PAID_LESS.search(plain)):
        return None
    born = born_in(plain, today) or str(facts.get("birth_date") or state.born_in or "")
    if len(born) < len("1947-05"):
        return None
    month = int(born[:4]) * YEAR + int(born[5:7]) - 1
    reached = [age for age in BEGINS_AT if month + age * YEAR <= month_of(today)]
    if not reached:
        return None
    return Since(month + reached[-1] * YEAR, f"满{reached[-1]}周岁", BY_AGE, reached[-1])
