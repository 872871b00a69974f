"""What is paid back where only is told by how many months the application is late (延误): 京民养老发〔2019〕160号."""

from __future__ import annotations

import re

from intents.told.lengths import count
from server.conversation.asked import wishes
from server.conversation.asked.months_begun import month_of
from server.conversation.asked.spans_named import Span
from server.conversation.moment import Moment
from server.conversation.reckoned import spans
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.reckoned.missed_months import ASK, MOST_LATE, NEARLY, missed
from server.conversation.reckoned.qualified_since import (
    Since,
)
from server.conversation.state import State
from server.conversation.told.facts_told import heard
from server.kit.clock import business_today
from server.kit.money import spoken

LATE = re.compile(
    r"晚(?:办|申请|报)?了?(?:(?P<n>\d{1,2}|[一两二三四五六七八九十])个(?P<over>多|半)?月|(?P<h>半年)(?P<over2>多)?)"
    r"|满[^,，。\d]{0,2}80[^,，。\d]{0,4}后(?:又|都|过)*(?P<j>\d{1,2}|[一两二三四五六七八九十])个(?P<over3>多|半)?月"
    r"|(?P<k>\d{1,2}|[一两二三四五六七八九十])个(?P<over4>多|半)?月(?:了|以后|之后|后)*才(?:去|来)?(?:申请|办|报)"
)

OTHER_DELAY = re.compile(rf"(?:那|要是|如果|万一|我)*(?:{LATE.pattern})(?:呢|的话|的|了)*")
"""Another delay, and no more, after what one made of it ("晚办7个月呢")."""

_OVER = ("over", "over2", "over3", "over4")
"""The groups of what is said to be more than so many months ("6个多月", "半年多")."""


def so_late(plain: str, tried: State, moment: Moment) -> str:
    """What is paid where only is told how many months late it was."""
    match = LATE.search(plain)
    if match is None:
        return ""
    late = MOST_LATE if match["h"] else count(match["n"] or match["k"] or match["j"])
    over = next(filter(None, (match[of] for of in _OVER)), "")
    if late + bool(over) > MOST_LATE:
        return f"晚了{late}个{over}月，超过半年了：只从申请当月起算，前面的不补。"
    if late == MOST_LATE:
        return f"晚了{NEARLY}够条件的那个月补起，前面{late}个月的都补；超过半年的只从申请当月起，前面的不补。{ASK}"
    now = month_of(business_today())
    if match["j"]:
        since = Since(now - late, f"满{BEGINS_AT[0]}周岁", BY_AGE, BEGINS_AT[0])
        return f"晚了{late}个月，没超过6个月的，从满{BEGINS_AT[0]}周岁那个月补起，前面{late}个月一共补{spoken(missed(since, late, tried, moment))}。"
    months = Span(now - late, late)
    focus, facts = wishes.benefit_of(plain), {**heard(plain, of_somebody=True), **tried.facts}
    found = spans.summed(facts, tried.born_in, months, moment.knowledge, focus)
    sure = focus in MONTHLY and found.fen and not found.least
    told = f"一共补{spoken(found.fen)}（北京户口的）" if sure else "的都补"
    return f"晚了{late}个月，没超过6个月的，从够条件的那个月补起，前面{late}个月{told}。"
