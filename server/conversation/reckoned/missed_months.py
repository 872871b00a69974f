"""What is paid of the months between qualifying and a late application (补发), and what a step up of the
allowance by age is short of: 京民养老发〔2019〕160号."""

from __future__ import annotations

from intents.told.lengths import YEAR
from server.conversation.asked.months_begun import month_of
from server.conversation.asked.spans_named import Span
from server.conversation.moment import Moment
from server.conversation.reckoned import spans
from server.conversation.reckoned.benefit_names import DIFFICULTY
from server.conversation.reckoned.birthdays import BY_AGE
from server.conversation.reckoned.qualified_since import (
    ASSESSED,
    Since,
)
from server.conversation.state import INCOME, LEVEL, State
from server.kit.clock import business_today
from server.kit.money import spoken

MOST_LATE = 6
"""So many months late nothing is lost; what is a day more loses all of them."""

NEARLY = "差不多正好6个月，要看到哪一天：没超过6个月的，从"

_GRANTED = {"dibao": "低保批下来", "low_income": "低收入批下来"}

_BY_THE_SYSTEM = (
    "评为重度失能的由系统自动生成并发放，一直没收到的，问户籍地街道（乡镇）的民政窗口。"
)
"""京民养老发〔2019〕160号."""

_SEVERE = "severe"

ASK = "请问户籍地街道（乡镇）的民政窗口，或打12345。"


def paid_back(since: Since, applied: int, tried: State, moment: Moment) -> str:
    """What is paid of the months from ``since`` up to that of the application."""
    due, late = since.month, applied - since.month
    because = since.because
    if since.focus == DIFFICULTY:
        because = _GRANTED.get(tried.facts.get(INCOME, ""), because)
    begun, then = f"{_said(due)}{because}", _said(applied)
    if late <= 0:
        return f"{begun}，当月办，就从当月起算，没有要补的。"
    fen = missed(since, late, tried, moment)
    told = f"前面{late}个月{f'一共补{spoken(fen)}' if fen else '的都补'}"
    here = "" if tried.facts.get("hukou") else "北京户口的，"
    if since.because == ASSESSED and late >= MOST_LATE and tried.facts.get(LEVEL) == _SEVERE:
        return _by_the_system(since, fen, late)
    system = _BY_THE_SYSTEM if since.because == ASSESSED else ""
    if late < MOST_LATE:
        return (
            f"{begun}，{then}办，晚了{late}个月，没超过6个月，从{_said(due)}补起：{here}{told}，"
            f"从{then}起照常按月发。{system}"
        )
    if late == MOST_LATE:
        return (
            f"{begun}，{then}办，{NEARLY}{_said(due)}补起，"
            f"{told}；超过半年的只从{then}起，前面的不补。{ASK}"
        )
    return f"晚了{late}个月，超过半年了：只从申请当月（{then}）起算，前面的不补。{system}"


def _by_the_system(since: Since, fen: int, late: int) -> str:
    """What is said of the months after a severe level was found: nobody has to apply for what it brings."""
    whole = f"，{late}个月合起来是{spoken(fen)}" if fen else ""
    return f"{_BY_THE_SYSTEM}从{_said(since.month)}到上个月{whole}。中间没发的补不补、从哪个月补，文件没有写细，{ASK}"


def missed(since: Since, late: int, tried: State, moment: Moment) -> int:
    """What the months that were missed bring, in fen; 0 where that is not known."""
    if since.age is not None:
        return sum(_each(since.month, late, since, moment))
    found = spans.summed(
        tried.facts, tried.born_in, Span(since.month, late), moment.knowledge, since.focus
    )
    hangs = found.supposed and since.focus is None
    return 0 if found.least or hangs else found.fen


def of_a_step(turned: Since, moment: Moment) -> str:
    """What a higher allowance that is not paid yet comes to: whether it is paid back is not written."""
    before, since = (sum(_each(turned.month + n, 1, turned, moment)) for n in (-1, 0))
    missed = month_of(business_today()) - turned.month
    if missed <= 0:
        return ""
    return (
        f"{_said(turned.month)}满{turned.age}周岁，从那个月起该是每月{spoken(since)}，比{spoken(before)}多{spoken(since - before)}；"
        f"到上个月是{missed}个月，差{spoken((since - before) * missed)}。升档晚了差的钱补不补、从哪个月补，文件没有写细，{ASK}"
    )


def _each(first: int, count: int, turned: Since, moment: Moment) -> tuple[int, ...]:
    """What the allowance by age is in months, each by the rules as of it."""
    birth = turned.month - (turned.age or 0) * YEAR
    year, month = divmod(birth, YEAR)
    age = (month_of(business_today()) - birth) // YEAR
    facts = {"hukou": "beijing", "age": age}
    born = f"{year}-{month + 1:02}"
    return spans.summed(facts, born, Span(first, count), moment.knowledge, BY_AGE).each


def _said(month: int) -> str:
    return f"{month // YEAR}年{month % YEAR + 1}月"
