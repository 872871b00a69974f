"""What is paid for the months before a late application: 京民养老发〔2019〕160号 pays from the month of
the application, from the month of qualifying up to six months late, and nothing before beyond that."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass

from intents.told.births import born_in
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.asked.events_named import Kind, event_in
from server.conversation.asked.spans_named import (
    BEGAN,
    YEAR,
    Span,
    count,
    last_of_that_name,
    month_of,
)
from server.conversation.moment import Moment
from server.conversation.reckoned import spans
from server.conversation.reckoned.benefit_names import CARE, DIFFICULTY, MONTHLY
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.said import Said
from server.conversation.state import State
from server.conversation.told.learning import learn
from server.kit.clock import business_today
from server.kit.money import spoken

ENTRY = "allowance-backpay"
"""The entry that tells the rule."""

_MOST = 6
"""So many months late nothing is lost; what is a day more loses all of them."""

_ASKS = re.compile(
    r"补(?:几个?月|多少|上|到|发|回|得|不补|不|吗|没)|(?:能|可以|给|还|该)补(?!贴|助)|起?能?补多少"
)
_TURNED = re.compile(
    r"(?P<n>\d{1,2}|[一两二三四五六七八九十])个月(?:以|之)?前(?:就|刚|才)*满的?[^,，。\d]{0,3}(?P<b>80|90|100)"
    r"|(?P<of>去年|今年)?的?(?P<m>1[0-2]|[1-9]|[一二三四五六七八九])月(?:份)?(?:\d{1,2}[号日]?)?"
    r"[^,，。\d]{0,5}?(?:满|过|到)[^,，。\d]{0,3}(?P<a>80|90|100)"
)
_LATE = re.compile(
    r"晚了?(?:(?P<n>\d{1,2}|[一两二三四五六七八九十])个月|(?P<h>半年))"
    r"|(?P<k>\d{1,2}|[一两二三四五六七八九十])个月(?:了|以后|之后|后)*才(?:去|来)?(?:申请|办|报)"
)
_PAID_LESS = re.compile(
    r"一直(?:领|拿|发|按)|还(?:是|按|领|拿|发)|没[给]?[涨改变调]|才[给]?[涨改变调]|差的?钱|差额|少[发领]"
)
_MISSED = re.compile("补(?:几个?月|发|上|回)|以前|之前|前[面头几]|晚|没[去有]?(?:申请|办|领)|忘")
"""What says that months were missed, where no birthday is named: "能补多少" may ask what is paid at all."""

_APPLIES = re.compile(
    "(?:现在|今天|才|这个?月|下个?月)(?:去|来|想|要|才)*(?:申请|办|报|递)|没(?:领|拿|收)"
)
_ASSESSED = "评上"
_BECAUSE: dict[Kind, tuple[str, str | None]] = {
    "assessed": (_ASSESSED, CARE),
    "disability": ("有了残疾证", CARE),
    "registered": ("户口迁来", None),
    "income": ("低保或低收入批下来", DIFFICULTY),
}
"""What is said of what happened, and the benefit that begins with it, if it is one alone."""

_BY_THE_SYSTEM = (
    "评为重度失能的由系统自动生成并发放，一直没收到的，问户籍地街道（乡镇）的民政窗口。"
)
"""京民养老发〔2019〕160号."""


_LATELY = 2 * YEAR
_ASK = "请问户籍地街道（乡镇）的民政窗口，或打12345。"


BECAUSE = "the months that were missed"

_OTHER_MONTH = re.compile(
    r"(?:那|要是|如果)*(?:(?:1[0-2]|[1-9]|[一二三四五六七八九])月份?|现在|今天|下个?月|这个?月)(?:才|再)?(?:去)?(?:申请|办|报|递)(?:呢|的话)*(?:补几个月|补多少|能补多少)?呢?"
)
"""Another month of the application, and no more, after what one made of it ("11月办呢")."""

_ONLY_ASKS = re.compile(
    "(?:那|这|前面的?|以前的?|少的?|差的?|钱)*(?:差多少|(?:能|给|可以)?补(?:吗|不补|不|上吗|给吗)|能补多少)钱?呢?"
)
"""Asks after what is paid less than it should be, and says nothing else."""


@dataclass(frozen=True)
class _Since:
    """What begins in a month, as a number: an age, or what ``because`` tells."""

    month: int
    because: str
    focus: str | None
    """The benefit that begins then, if it is one alone."""

    age: int | None = None
    end: int = 0
    """Where in the message its words end."""


def told(said: Said, moment: Moment) -> Told | None:
    """What is paid for the months that were missed, where it is told which or how many they are."""
    plain, bared = unify(said.text), bare(said.text)
    named = concepts(normalise(said.text)).subjects - {*wishes.BENEFITS, "assessment"}
    goes_on = moment.because_before == BECAUSE and _OTHER_MONTH.fullmatch(bared)
    if named or not (goes_on or _ASKS.search(plain) or _asks_of_a_step(bared, moment)):
        return None
    if wishes.benefit_of(said.text) not in (None, *MONTHLY):
        return None
    tried = deepcopy(moment.state)
    learn(tried, said.text)
    if tried.facts.get("hukou") == "other":
        return None
    lead = _reckoned(plain, moment, tried, goes_on=bool(goes_on)) or _so_late(plain)
    reply = moment.answer_of(ENTRY) if lead else None
    if reply is None:
        return None
    learn(moment.state, said.text)
    return compose.begun_with(lead, reply), {"because": BECAUSE}


def _asks_of_a_step(bared: str, moment: Moment) -> bool:
    """Whether what is missing is asked after a sum, of somebody who turned an age lately that brings more."""
    since = _birthday_known("", moment.state)
    recent = since is not None and month_of(business_today()) - since.month < _LATELY
    return moment.after_a_sum and recent and bool(_ONLY_ASKS.fullmatch(bared))


def _reckoned(plain: str, moment: Moment, tried: State, *, goes_on: bool) -> str:
    """The same counted from the month in which something began; empty where that is not known."""
    by_a_step = _asks_of_a_step(bare(plain), moment)
    since = _event(plain) if _tells_a_delay(plain) else None
    since = since or _turned(plain) or _birthday_known(plain, tried, asked=goes_on or by_a_step)
    if since is None:
        return ""
    by_step = since.age is not None and since.age != BEGINS_AT[0]
    if by_step and (by_a_step or _PAID_LESS.search(plain)):
        return _of_a_step(since, moment)
    if since.age is not None and by_step:
        first = since.month - (since.age - BEGINS_AT[0]) * YEAR
        since = _Since(first, f"满{BEGINS_AT[0]}周岁", BY_AGE, BEGINS_AT[0], since.end)
    applied = _applied(plain, since)
    return _paid_back(since, applied, tried, moment)


def _paid_back(since: _Since, applied: int, tried: State, moment: Moment) -> str:
    """What is paid of the months from ``since`` up to that of the application."""
    due, late = since.month, applied - since.month
    begun, then = f"{_said(due)}{since.because}", _said(applied)
    if late <= 0:
        return f"{begun}，当月办，就从当月起算，没有要补的。"
    fen = _missed(since, late, tried, moment)
    told = f"前面{late}个月{f'一共补{spoken(fen)}' if fen else '的都补'}"
    here = "" if tried.facts.get("hukou") else "北京户口的，"
    system = _BY_THE_SYSTEM if since.because == _ASSESSED else ""
    if late < _MOST:
        return (
            f"{begun}，{then}办，晚了{late}个月，没超过6个月，从{_said(due)}补起：{here}{told}，"
            f"从{then}起照常按月发。{system}"
        )
    if late == _MOST:
        return (
            f"{begun}，{then}办，差不多正好6个月，要看到哪一天：没超过6个月的，从{_said(due)}补起，"
            f"{told}；超过半年的只从{then}起，前面的不补。{_ASK}"
        )
    return f"晚了{late}个月，超过半年了：只从申请当月（{then}）起算，前面的不补。{system}"


def _missed(since: _Since, late: int, tried: State, moment: Moment) -> int:
    """What the months that were missed bring, in fen; 0 where that is not known."""
    if since.age is not None:
        return sum(_each(since.month, late, since, moment))
    found = spans.summed(
        tried.facts, tried.born_in, Span(since.month, late), moment.knowledge, since.focus
    )
    return 0 if found.least or found.supposed else found.fen


def _applied(plain: str, since: _Since) -> int:
    """The month of the application: the first of the name that is told since it began, else this one."""
    today = business_today()
    named = [m for m in BEGAN.finditer(plain) if m.start() >= since.end]
    if not named:
        next_one = re.search(r"下个?月(?:才|再|去)*(?:申请|办|递|报)", plain)
        return month_of(today) + bool(next_one)
    month = last_of_that_name(named[-1], today)
    return month + YEAR if month < since.month and named[-1]["of"] is None else month


def _tells_a_delay(plain: str) -> bool:
    """Whether months are told to be missed: "能补多少" alone may ask what is paid at all."""
    return bool(_MISSED.search(plain) or _APPLIES.search(plain) or BEGAN.search(plain))


def _event(plain: str) -> _Since | None:
    """When something happened from which on somebody qualifies."""
    found = event_in(plain, business_today())
    if found is None:
        return None
    because, focus = _BECAUSE[found.kind]
    return _Since(found.month, because, focus, end=found.end)


def _of_a_step(turned: _Since, moment: Moment) -> str:
    """What a higher allowance that is not paid yet comes to: whether it is paid back is not written."""
    before, since = (sum(_each(turned.month + n, 1, turned, moment)) for n in (-1, 0))
    missed = month_of(business_today()) - turned.month
    if missed <= 0:
        return ""
    return (
        f"{_said(turned.month)}满{turned.age}周岁，从那个月起该是每月{spoken(since)}，比{spoken(before)}多{spoken(since - before)}；"
        f"到上个月是{missed}个月，差{spoken((since - before) * missed)}。升档晚了差的钱补不补、从哪个月补，文件没有写细，{_ASK}"
    )


def _each(first: int, count: int, turned: _Since, moment: Moment) -> tuple[int, ...]:
    """What the allowance by age is in months, each by the rules as of it."""
    birth = turned.month - (turned.age or 0) * YEAR
    year, month = divmod(birth, YEAR)
    age = (month_of(business_today()) - birth) // YEAR
    facts = {"hukou": "beijing", "age": age}
    born = f"{year}-{month + 1:02}"
    return spans.summed(facts, born, Span(first, count), moment.knowledge, BY_AGE).each


def _turned(plain: str) -> _Since | None:
    """When somebody reached an age that brings more, as the message tells it."""
    match, today = _TURNED.search(plain), business_today()
    if match is None:
        return None
    age = int(match["a"] or match["b"])
    month = month_of(today) - count(match["n"]) if match["n"] else last_of_that_name(match, today)
    return _Since(month, f"满{age}周岁", BY_AGE, age, match.end())


def _birthday_known(plain: str, state: State, *, asked: bool = False) -> _Since | None:
    """The same as it is known of her, where months are said to be missed or that is ``asked``."""
    today, facts = business_today(), state.facts
    if plain and not (asked or _MISSED.search(plain) or _PAID_LESS.search(plain)):
        return None
    born = born_in(plain, today) or str(facts.get("birth_date") or state.born_in or "")
    if len(born) < len("1947-05"):
        return None
    month = int(born[:4]) * YEAR + int(born[5:7]) - 1
    reached = [age for age in BEGINS_AT if month + age * YEAR <= month_of(today)]
    if not reached:
        return None
    return _Since(month + reached[-1] * YEAR, f"满{reached[-1]}周岁", BY_AGE, reached[-1])


def _so_late(plain: str) -> str:
    """What is paid where only is told how many months late it was."""
    match = _LATE.search(plain)
    if match is None:
        return ""
    late = _MOST if match["h"] else count(match["n"] or match["k"])
    if late > _MOST:
        return f"晚了{late}个月，超过半年了：只从申请当月起算，前面的不补。"
    return f"晚了{late}个月，没超过6个月的，从够条件的那个月补起，前面{late}个月的都补。"


def _said(month: int) -> str:
    return f"{month // YEAR}年{month % YEAR + 1}月"
