"""What is paid for the months before a late application: 京民养老发〔2019〕160号 pays from the month of
the application, from the month of qualifying up to six months late, and nothing before beyond that."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace

from intents.told.lengths import YEAR
from intents.told.named import named_in
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from intents.words.privacy import mask
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.asked.months_begun import (
    BEGAN,
    last_of_that_name,
    month_named,
    month_of,
)
from server.conversation.moment import Moment
from server.conversation.reckoned import unpaid
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.reckoned.delays import LATE, OTHER_DELAY, so_late
from server.conversation.reckoned.missed_months import of_a_step, paid_back
from server.conversation.reckoned.qualified_since import (
    MISSED,
    PAID_LESS,
    TURNED,
    Since,
    birthday_known,
    event,
    turned,
)
from server.conversation.said import Said
from server.conversation.state import State
from server.conversation.told.learning import learn
from server.kit.clock import business_today

ENTRY = "allowance-backpay"
"""The entry that tells the rule."""

_ASKS = re.compile(
    r"补(?:几个|多少|上|到|发|回|得|不补|不|吗|没)|(?:能|可以|给|还|该)补(?!贴|助)|起?能?补多少|月份?的?(?:算不算|算吗|给不给)"
    r"|(?:钱|月份?的?)[^,，。;；]{0,2}(?:还|能|也)+(?:给|补|发|算)(?:不给|不发|不补|吗|么|不)"
    r"|哪个?月份?(?:起|开始|给|就)*(?:补|算|发)"
    r"|从(?:哪1?个?|几|什么)月份?(?:开始|起)?(?:算|给|发|补)"
)
_LESS = re.compile("[差少](?:了|给|发)*(?:多少|几100|几个)")
_COMPLAINS = re.compile(
    "凭什么|凭啥|为什么|为啥|怎么(?:回事|补|办|还|才)|咋|什么时候|啥时候|哪天|少[给发](?!了?多少)"
)
"""What is asked, in other words, by who is still paid by the band of age before."""

_APPLIES = re.compile(
    "(?:现在|今天|才|这个?月|下个?月)(?:去|来|想|要|才)*(?:申请|办|报|递)|没(?:领|拿|收)"
)
_LATELY = 2 * YEAR
_TOLD_IN = "told in"
"""Under this name the reasons keep the message that told when an age was reached."""

BECAUSE = "the months that were missed"

_OTHER_MONTH = re.compile(
    r"(?:那|要是|如果|我|就|[拖等推放]到?)*(?:(?:今年|明年|后年|转过年)?的?(?:1[0-2]|[1-9]|[一二三四五六七八九])月份?(?:\d{1,2}[号日]?|初|底)?|现在|今天|下个?月|这个?月|大?后年)(?:才|再|头一回|第一次)?(?:去?(?:申请|办|报|递)|去)(?:呢|的话|的)*(?:补几个月|补多少|能补多少)?呢?"
    r"|(?:那|要是|如果|我|就)*[拖等推]到?(?:(?:今年|明年|后年|转过年)?的?(?:1[0-2]|[1-9]|[一二三四五六七八九])月份?|大?后年)(?:呢|的话)+"
)
"""Another month of the application, and no more, after what one made of it ("11月办呢")."""

_PUT_OFF = re.compile(f"[拖等推]到?{month_named()}")
"""To which month an application is put off, where that is all that is said ("拖到明年6月呢")."""

_YEARS_LATER = re.compile(r"后年(?!的?\d{1,2}月)")
"""A year, without its month, by which an application is too late for what is missed."""

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
    text = plain = unify(said.text)
    bared = bare(text)
    named = concepts(normalise(said.text)).subjects - {*wishes.BENEFITS, "assessment"}
    goes_on = _goes_on(bared, moment)
    asks = goes_on or _ASKS.search(plain) or _asks_of_a_step(bared, moment)
    complains = unpaid.paid_before(plain) and _COMPLAINS.search(plain)
    if named or not (asks or complains or _asks_what_is_less(plain)):
        return None
    if wishes.benefit_of(said.text) not in (None, *MONTHLY):
        return None
    tried = deepcopy(moment.state)
    learn(tried, text)
    if tried.facts.get("hukou") == "other":
        return None
    lead = _reckoned(plain, moment, tried, goes_on=bool(goes_on))
    lead = lead or so_late(plain, tried, moment)
    short = 0 if lead else unpaid.paid_before(plain) or _short_before(moment)
    lead = lead or (unpaid.short_a_month(short, tried, moment) if short else "")
    reply = moment.answer_of(ENTRY) if lead else None
    if reply is None:
        return None
    learn(moment.state, text)
    reasons = {"because": BECAUSE, "short": short, _TOLD_IN: mask(_turned_in(text, moment))}
    return compose.begun_with(lead, reply), reasons


def _short_before(moment: Moment) -> int:
    """At what the allowance was said just before to be still paid, in yuan, where the birthday was asked for."""
    return int(moment.previous.reasons.get("short") or 0) if moment.previous else 0


def _goes_on(bared: str, moment: Moment) -> bool:
    """Whether what was missed is asked of further: after it was told, or of who turned an age lately."""
    of_a_month, again = _OTHER_MONTH.fullmatch(bared), _AGAIN.fullmatch(bared)
    if _short_before(moment) and TURNED.search(bared):
        return True
    if moment.because_before == BECAUSE:
        later = _HOW_MUCH.fullmatch(bared) or OTHER_DELAY.fullmatch(bared)
        return bool(of_a_month or again or later)
    return bool(of_a_month or again) and moment.after_a_sum and _turned_lately(moment)


def _turned_in(plain: str, moment: Moment) -> str:
    """The message that told when an age was reached: this one, or one before it of which more is asked."""
    if turned(plain) or moment.previous is None:
        return plain
    return str(moment.previous.reasons.get(_TOLD_IN) or moment.previous.text)


def _turned_before(moment: Moment) -> Since | None:
    """When an age was reached, as a message before told it ("11月满80")."""
    since = turned(unify(_turned_in("", moment)))
    return since and replace(since, end=0)


def _turned_lately(moment: Moment) -> bool:
    since = birthday_known("", moment.state) or _turned_before(moment)
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
    since = since or (_turned_before(moment) if goes_on else None)
    if since is None:
        told = unpaid.since_the_application(plain, tried, moment)
        return told or ("" if LATE.search(plain) else unpaid.for_years(plain, tried, moment))
    by_step = since.age is not None and since.age != BEGINS_AT[0]
    if by_step and (by_a_step or PAID_LESS.search(plain)):
        return of_a_step(since, moment)
    if since.age is not None and by_step:
        first = since.month - (since.age - BEGINS_AT[0]) * YEAR
        since = Since(first, f"满{BEGINS_AT[0]}周岁", BY_AGE, BEGINS_AT[0], since.end)
    applied = _applied(plain, since)
    return paid_back(since, applied, tried, moment)


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
            told = paid_back(since, month_of(business_today()), tried, moment)
            parts.append(f"{name}：{told}")
    return "".join(parts)


def _applied(plain: str, since: Since) -> int:
    """The month of the application: the first of the name that is told since it began, else this one."""
    today = business_today()
    named = [m for m in BEGAN.finditer(plain) if m.start() >= since.end]
    named = named or [*_PUT_OFF.finditer(plain)]
    if not named and _YEARS_LATER.search(plain):
        return (today.year + 2) * YEAR  # at the earliest
    if not named:
        next_one = re.search(r"下个?月(?:才|再|去)*(?:申请|办|递|报)", plain)
        return month_of(today) + bool(next_one)
    month = last_of_that_name(named[-1], today)
    return month + YEAR if month < since.month and named[-1]["of"] is None else month


def _tells_a_delay(plain: str) -> bool:
    """Whether months are told to be missed: "能补多少" alone may ask what is paid at all."""
    return bool(MISSED.search(plain) or _APPLIES.search(plain) or BEGAN.search(plain))
