"""What is paid for the months before a late application: 京民养老发〔2019〕160号 pays from the month of
the application, from the month of qualifying up to six months late, and nothing before beyond that."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.births import born_in
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.asked.spans_named import (
    YEAR,
    Span,
    count,
    last_of_that_name,
    month_begun,
    month_of,
)
from server.conversation.moment import Moment
from server.conversation.reckoned import spans
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.reckoned.entitlements import MONTHLY
from server.conversation.said import Said
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
    r"(?P<of>去年|今年)?的?(?P<m>1[0-2]|[1-9]|[一二三四五六七八九])月(?:份)?(?:\d{1,2}[号日]?)?"
    r"[^,，。\d]{0,5}?(?:满|过|到)[^,，。\d]{0,3}(?P<a>80|90|100)"
)
_LATE = re.compile(
    r"晚了?(?:(?P<n>\d{1,2}|[一两二三四五六七八九十])个月|(?P<h>半年))"
    r"|(?P<k>\d{1,2}|[一两二三四五六七八九十])个月(?:了|以后|之后|后)*才(?:去|来)?(?:申请|办|报)"
)
_PAID_LESS = re.compile(r"一直(?:领|拿|发|按)|还(?:是|按|领|拿|发)|没[给]?涨|差的?钱|差额|少[发领]")
_MISSED = re.compile("补(?:几个?月|发|上|回)|以前|之前|前[面头几]|晚|没[去有]?(?:申请|办|领)|忘")
"""What says that months were missed, where no birthday is named: "能补多少" may ask what is paid at all."""

_ASK = "请问户籍地街道（乡镇）的民政窗口，或打12345。"


@dataclass(frozen=True)
class _Turned:
    """The month, as a number, in which somebody reached an age that brings more."""

    month: int
    age: int


def told(said: Said, moment: Moment) -> Told | None:
    """What is paid for the months that were missed, where it is told which or how many they are."""
    plain, state = unify(said.text), moment.state
    named = concepts(normalise(said.text)).subjects - {*wishes.BENEFITS, "assessment"}
    if named or not _ASKS.search(plain) or state.facts.get("hukou") == "other":
        return None
    if wishes.benefit_of(said.text) not in (None, *MONTHLY):
        return None
    lead = _of_a_birthday(plain, moment) or _so_late(plain)
    reply = moment.answer_of(ENTRY) if lead else None
    if reply is None:
        return None
    learn(state, said.text)
    return compose.begun_with(lead, reply), {"because": "the months that were missed"}


def _of_a_birthday(plain: str, moment: Moment) -> str:
    """The same counted from a birthday, empty where its month is not known."""
    turned = _turned(plain, moment)
    if turned is None:
        return ""
    if turned.age != BEGINS_AT[0] and _PAID_LESS.search(plain):
        return _of_a_step(turned, moment)
    today = business_today()
    begun = month_begun(plain, today)
    applied = begun if begun is not None and begun >= turned.month else month_of(today)
    due = turned.month - (turned.age - BEGINS_AT[0]) * YEAR
    late = applied - due
    if not late:
        return f"{_said(due)}满的，当月办，就从当月起算，没有要补的。"
    fen = sum(_each(due, late, turned, moment))
    if late < _MOST:
        return (
            f"{_said(due)}满80周岁，{_said(applied)}办，晚了{late}个月，没超过6个月，从{_said(due)}补起："
            f"北京户口的，前面{late}个月一共补{spoken(fen)}，从{_said(applied)}起照常按月发。"
        )
    if late == _MOST:
        return (
            f"{_said(due)}满80周岁，{_said(applied)}办，差不多正好6个月，要看到哪一天：没超过6个月的，从{_said(due)}补起，"
            f"前面{late}个月一共补{spoken(fen)}；超过半年的只从{_said(applied)}起，前面的不补。{_ASK}"
        )
    return f"晚了{late}个月，超过半年了：只从申请当月（{_said(applied)}）起算，前面的不补。"


def _of_a_step(turned: _Turned, moment: Moment) -> str:
    """What a higher allowance that is not paid yet comes to: whether it is paid back is not written."""
    before, since = (sum(_each(turned.month + n, 1, turned, moment)) for n in (-1, 0))
    missed = month_of(business_today()) - turned.month
    if missed <= 0:
        return ""
    return (
        f"{_said(turned.month)}满{turned.age}周岁，从那个月起该是每月{spoken(since)}，比{spoken(before)}多{spoken(since - before)}；"
        f"到上个月是{missed}个月，差{spoken((since - before) * missed)}。升档晚了差的钱补不补、从哪个月补，文件没有写细，{_ASK}"
    )


def _each(first: int, count: int, turned: _Turned, moment: Moment) -> tuple[int, ...]:
    """What the allowance by age is in months, each by the rules as of it."""
    year, month = divmod(turned.month - turned.age * YEAR, YEAR)
    age = (month_of(business_today()) - (turned.month - turned.age * YEAR)) // YEAR
    facts = {"hukou": "beijing", "age": age}
    born = f"{year}-{month + 1:02}"
    return spans.summed(facts, born, Span(first, count), moment.knowledge, BY_AGE).each


def _turned(plain: str, moment: Moment) -> _Turned | None:
    """When somebody reached the age, as the message tells it or as it is known."""
    today = business_today()
    if match := _TURNED.search(plain):
        return _Turned(last_of_that_name(match, today), int(match["a"]))
    if not _MISSED.search(plain):
        return None
    born = born_in(plain, today) or str(
        moment.state.facts.get("birth_date") or moment.state.born_in or ""
    )
    if len(born) < len("1947-05"):
        return None
    month = int(born[:4]) * YEAR + int(born[5:7]) - 1
    reached = [age for age in BEGINS_AT if month + age * YEAR <= month_of(today)]
    return _Turned(month + reached[-1] * YEAR, reached[-1]) if reached else None


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
