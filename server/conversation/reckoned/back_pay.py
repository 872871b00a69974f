"""What is paid for the months before a late application: 京民养老发〔2019〕160号 pays from the month of
the application, from the month of qualifying up to six months late, and nothing before beyond that."""

from __future__ import annotations

import re
from copy import deepcopy

from intents.told.lengths import YEAR, count
from intents.told.named import named_in
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.asked.spans_named import BEGAN, Span, last_of_that_name, month_of
from server.conversation.moment import Moment
from server.conversation.reckoned import spans, unpaid
from server.conversation.reckoned.benefit_names import DIFFICULTY, MONTHLY
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.reckoned.qualified_since import (
    ASSESSED,
    MISSED,
    PAID_LESS,
    TURNED,
    Since,
    birthday_known,
    event,
    turned,
)
from server.conversation.said import Said
from server.conversation.state import INCOME, LEVEL, State
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn
from server.kit.clock import business_today
from server.kit.money import spoken

ENTRY = "allowance-backpay"
"""The entry that tells the rule."""

_MOST = 6
"""So many months late nothing is lost; what is a day more loses all of them."""

_ASKS = re.compile(
    r"补(?:几个|多少|上|到|发|回|得|不补|不|吗|没)|(?:能|可以|给|还|该)补(?!贴|助)|起?能?补多少|月份?的?(?:算不算|算吗|给不给)"
    r"|哪个?月份?(?:起|开始|给|就)*(?:补|算|发)"
    r"|从(?:哪1?个?|几|什么)月份?(?:开始|起)?(?:算|给|发|补)"
)
_AGE_AND_MONTH = re.compile(r"(?<=满)(的?)([89])([1-9])(?=月)")
"""An age before a month, heard as one number: "满八十九月申请" is of 80 and of September."""

_LATE = re.compile(
    r"晚(?:办|申请|报)?了?(?:(?P<n>\d{1,2}|[一两二三四五六七八九十])个(?P<over>多|半)?月|(?P<h>半年)(?P<over2>多)?)"
    r"|满[^,，。\d]{0,2}80[^,，。\d]{0,4}后(?:又|都|过)*(?P<j>\d{1,2}|[一两二三四五六七八九十])个(?P<over3>多|半)?月"
    r"|(?P<k>\d{1,2}|[一两二三四五六七八九十])个(?P<over4>多|半)?月(?:了|以后|之后|后)*才(?:去|来)?(?:申请|办|报)"
)
_OTHER_DELAY = re.compile(rf"(?:那|要是|如果|万一|我)*(?:{_LATE.pattern})(?:呢|的话|的|了)*")
"""Another delay, and no more, after what one made of it ("晚办7个月呢")."""

_OVER = ("over", "over2", "over3", "over4")
"""The groups of what is said to be more than so many months ("6个多月", "半年多")."""

_NEARLY = "差不多正好6个月，要看到哪一天：没超过6个月的，从"
_LESS = re.compile("[差少](?:了|给|发)*(?:多少|几100|几个)")
_APPLIES = re.compile(
    "(?:现在|今天|才|这个?月|下个?月)(?:去|来|想|要|才)*(?:申请|办|报|递)|没(?:领|拿|收)"
)
_GRANTED = {"dibao": "低保批下来", "low_income": "低收入批下来"}

_BY_THE_SYSTEM = (
    "评为重度失能的由系统自动生成并发放，一直没收到的，问户籍地街道（乡镇）的民政窗口。"
)
"""京民养老发〔2019〕160号."""


_SEVERE = "severe"

_LATELY = 2 * YEAR
_ASK = "请问户籍地街道（乡镇）的民政窗口，或打12345。"


BECAUSE = "the months that were missed"

_OTHER_MONTH = re.compile(
    r"(?:那|要是|如果)*(?:(?:1[0-2]|[1-9]|[一二三四五六七八九])月份?(?:\d{1,2}[号日]?|初|底)?|现在|今天|下个?月|这个?月)(?:才|再|头一回|第一次)?(?:去)?(?:申请|办|报|递)(?:呢|的话|的)*(?:补几个月|补多少|能补多少)?呢?"
)
"""Another month of the application, and no more, after what one made of it ("11月办呢")."""

_AGAIN = re.compile(
    r"(?:那|这|一?共|总共|前面的?|以前的?|到底|能|可以|该|给|会|钱)*补(?:发|回来?|上)?(?:多少|几个?月|几100|吗|不补|给吗)(?:钱|块|元)?[呢啊呀]*"
    r"|那?(?:1[0-2]|[1-9]|[一二三四五六七八九])月份?的?(?:还|能|也)*(?:给|补|发|算)(?:不给|不补|不算|不发|吗|么)[呢啊]?"
)
"""Asks again what is paid for the months that were missed, and says nothing else."""

_HOW_MUCH = re.compile("(?:那|这|一?共|总共|是|合计|到底)*多少(?:钱|块)?[呢啊呀]*")

_ONLY_ASKS = re.compile(
    "(?:那|这|前面的?|以前的?|少的?|差的?|钱)*(?:差多少|(?:能|给|可以)?补(?:吗|不补|不|上吗|给吗)|能补多少)钱?呢?"
)
"""Asks after what is paid less than it should be, and says nothing else."""


def told(said: Said, moment: Moment) -> Told | None:
    """What is paid for the months that were missed, where it is told which or how many they are."""
    text = _AGE_AND_MONTH.sub(r"\1\g<2>0,\3", unify(said.text))
    plain, bared = text, bare(text)
    named = concepts(normalise(said.text)).subjects - {*wishes.BENEFITS, "assessment"}
    goes_on = _goes_on(bared, moment)
    asks = goes_on or _ASKS.search(plain) or _asks_of_a_step(bared, moment)
    if named or not (asks or _asks_what_is_less(plain)):
        return None
    if wishes.benefit_of(said.text) not in (None, *MONTHLY):
        return None
    tried = deepcopy(moment.state)
    learn(tried, text)
    if tried.facts.get("hukou") == "other":
        return None
    lead = _reckoned(plain, moment, tried, goes_on=bool(goes_on))
    lead = lead or _so_late(plain, tried, moment)
    short = 0 if lead else unpaid.paid_before(plain) or _short_before(moment)
    lead = lead or (unpaid.short_a_month(short, tried, moment) if short else "")
    reply = moment.answer_of(ENTRY) if lead else None
    if reply is None:
        return None
    learn(moment.state, text)
    return compose.begun_with(lead, reply), {"because": BECAUSE, "short": short}


def _short_before(moment: Moment) -> int:
    """At what the allowance was said just before to be still paid, in yuan, where the birthday was asked for."""
    return int(moment.previous.reasons.get("short") or 0) if moment.previous else 0


def _goes_on(bared: str, moment: Moment) -> bool:
    """Whether what was missed is asked of further: after it was told, or of who turned an age lately."""
    of_a_month, again = _OTHER_MONTH.fullmatch(bared), _AGAIN.fullmatch(bared)
    if _short_before(moment) and TURNED.search(bared):
        return True
    if moment.because_before == BECAUSE:
        later = _HOW_MUCH.fullmatch(bared) or _OTHER_DELAY.fullmatch(bared)
        return bool(of_a_month or again or later)
    return bool(of_a_month or again) and moment.after_a_sum and _turned_lately(moment)


def _turned_lately(moment: Moment) -> bool:
    since = birthday_known("", moment.state)
    return since is not None and month_of(business_today()) - since.month < _LATELY


def _asks_what_is_less(plain: str) -> bool:
    """Whether it is asked how much less was paid since an age that brings more ("7月满90，一直按100发，差了多少")."""
    return bool(PAID_LESS.search(plain) and _LESS.search(plain) and TURNED.search(plain))


def _asks_of_a_step(bared: str, moment: Moment) -> bool:
    """Whether what is missing is asked after a sum, of somebody who turned an age lately that brings more."""
    asks = _ONLY_ASKS.fullmatch(bared)
    return moment.after_a_sum and bool(asks) and _turned_lately(moment)


def _reckoned(plain: str, moment: Moment, tried: State, *, goes_on: bool) -> str:
    """The same counted from the month in which something began; empty where that is not known."""
    if each := _of_each(plain, moment, tried):
        return each
    by_a_step = _asks_of_a_step(bare(plain), moment) or bool(_short_before(moment))
    since = event(plain) if _tells_a_delay(plain) else None
    asked = goes_on or by_a_step or _tells_a_delay(plain)
    since = since or turned(plain) or birthday_known(plain, tried, asked=asked)
    if since is None:
        told = unpaid.since_the_application(plain, tried, moment)
        return told or ("" if _LATE.search(plain) else unpaid.for_years(plain, tried, moment))
    by_step = since.age is not None and since.age != BEGINS_AT[0]
    if by_step and (by_a_step or PAID_LESS.search(plain)):
        return _of_a_step(since, moment)
    if since.age is not None and by_step:
        first = since.month - (since.age - BEGINS_AT[0]) * YEAR
        since = Since(first, f"满{BEGINS_AT[0]}周岁", BY_AGE, BEGINS_AT[0], since.end)
    applied = _applied(plain, since)
    return _paid_back(since, applied, tried, moment)


def _of_each(plain: str, moment: Moment, tried: State) -> str:
    """The same of two who are named, each with the month in which that one turned 80."""
    said = [m for m in TURNED.finditer(plain) if (m["a"] or m["b"]) == str(BEGINS_AT[0])]
    named = [named_in(plain[: match.start()])[-1:] for match in said]
    names = [name for found in named for name in found]
    if len({*names}) < 2 or len(names) < len(said):
        return ""
    parts = []
    for name, match in zip(names, said, strict=True):
        since = turned(match[0])
        if since is not None:
            told = _paid_back(since, month_of(business_today()), tried, moment)
            parts.append(f"{name}：{told}")
    return "".join(parts)


def _paid_back(since: Since, applied: int, tried: State, moment: Moment) -> str:
    """What is paid of the months from ``since`` up to that of the application."""
    due, late = since.month, applied - since.month
    because = since.because
    if since.focus == DIFFICULTY:
        because = _GRANTED.get(tried.facts.get(INCOME, ""), because)
    begun, then = f"{_said(due)}{because}", _said(applied)
    if late <= 0:
        return f"{begun}，当月办，就从当月起算，没有要补的。"
    fen = _missed(since, late, tried, moment)
    told = f"前面{late}个月{f'一共补{spoken(fen)}' if fen else '的都补'}"
    here = "" if tried.facts.get("hukou") else "北京户口的，"
    if since.because == ASSESSED and late >= _MOST and tried.facts.get(LEVEL) == _SEVERE:
        return _by_the_system(since, fen, late)
    system = _BY_THE_SYSTEM if since.because == ASSESSED else ""
    if late < _MOST:
        return (
            f"{begun}，{then}办，晚了{late}个月，没超过6个月，从{_said(due)}补起：{here}{told}，"
            f"从{then}起照常按月发。{system}"
        )
    if late == _MOST:
        return (
            f"{begun}，{then}办，{_NEARLY}{_said(due)}补起，"
            f"{told}；超过半年的只从{then}起，前面的不补。{_ASK}"
        )
    return f"晚了{late}个月，超过半年了：只从申请当月（{then}）起算，前面的不补。{system}"


def _by_the_system(since: Since, fen: int, late: int) -> str:
    """What is said of the months after a severe level was found: nobody has to apply for what it brings."""
    whole = f"，{late}个月合起来是{spoken(fen)}" if fen else ""
    return f"{_BY_THE_SYSTEM}从{_said(since.month)}到上个月{whole}。中间没发的补不补、从哪个月补，文件没有写细，{_ASK}"


def _missed(since: Since, late: int, tried: State, moment: Moment) -> int:
    """What the months that were missed bring, in fen; 0 where that is not known."""
    if since.age is not None:
        return sum(_each(since.month, late, since, moment))
    found = spans.summed(
        tried.facts, tried.born_in, Span(since.month, late), moment.knowledge, since.focus
    )
    hangs = found.supposed and since.focus is None
    return 0 if found.least or hangs else found.fen


def _applied(plain: str, since: Since) -> int:
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
    return bool(MISSED.search(plain) or _APPLIES.search(plain) or BEGAN.search(plain))


def _of_a_step(turned: Since, moment: Moment) -> str:
    """What a higher allowance that is not paid yet comes to: whether it is paid back is not written."""
    before, since = (sum(_each(turned.month + n, 1, turned, moment)) for n in (-1, 0))
    missed = month_of(business_today()) - turned.month
    if missed <= 0:
        return ""
    return (
        f"{_said(turned.month)}满{turned.age}周岁，从那个月起该是每月{spoken(since)}，比{spoken(before)}多{spoken(since - before)}；"
        f"到上个月是{missed}个月，差{spoken((since - before) * missed)}。升档晚了差的钱补不补、从哪个月补，文件没有写细，{_ASK}"
    )


def _each(first: int, count: int, turned: Since, moment: Moment) -> tuple[int, ...]:
    """What the allowance by age is in months, each by the rules as of it."""
    birth = turned.month - (turned.age or 0) * YEAR
    year, month = divmod(birth, YEAR)
    age = (month_of(business_today()) - birth) // YEAR
    facts = {"hukou": "beijing", "age": age}
    born = f"{year}-{month + 1:02}"
    return spans.summed(facts, born, Span(first, count), moment.knowledge, BY_AGE).each


def _so_late(plain: str, tried: State, moment: Moment) -> str:
    """What is paid where only is told how many months late it was."""
    match = _LATE.search(plain)
    if match is None:
        return ""
    late = _MOST if match["h"] else count(match["n"] or match["k"] or match["j"])
    over = next(filter(None, (match[of] for of in _OVER)), "")
    if late + bool(over) > _MOST:
        return f"晚了{late}个{over}月，超过半年了：只从申请当月起算，前面的不补。"
    if late == _MOST:
        return f"晚了{_NEARLY}够条件的那个月补起，前面{late}个月的都补；超过半年的只从申请当月起，前面的不补。{_ASK}"
    now = month_of(business_today())
    if match["j"]:
        since = Since(now - late, f"满{BEGINS_AT[0]}周岁", BY_AGE, BEGINS_AT[0])
        return f"晚了{late}个月，没超过6个月的，从满{BEGINS_AT[0]}周岁那个月补起，前面{late}个月一共补{spoken(_missed(since, late, tried, moment))}。"
    months = Span(now - late, late)
    focus, facts = wishes.benefit_of(plain), {**heard(plain, of_somebody=True), **tried.facts}
    found = spans.summed(facts, tried.born_in, months, moment.knowledge, focus)
    sure = focus in MONTHLY and found.fen and not found.least
    told = f"一共补{spoken(found.fen)}（北京户口的）" if sure else "的都补"
    return f"晚了{late}个月，没超过6个月的，从够条件的那个月补起，前面{late}个月{told}。"


def _said(month: int) -> str:
    return f"{month // YEAR}年{month % YEAR + 1}月"
