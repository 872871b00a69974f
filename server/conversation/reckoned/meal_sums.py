"""What the meal subsidy comes to: for days and people that are named, and off the price of a meal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from intents.told.ages import AGES
from intents.words.normalise import bare, unify
from intents.words.numerals import SIGNS, digit
from knowledge.schema import Document
from server.benefits import service as benefits
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.reckoned.supposed import OF_AN_ELDER
from server.conversation.state import State
from server.conversation.told.facts_told import heard
from server.kit.money import spoken

ENTRY = "meal-subsidy-amount"
_FEN = 100
_HARD_TO_EAT = ".{0,4}(?:喂|帮|不|费劲|困难)"
_EATS = re.compile(
    f"吃(?:饭(?!{_HARD_TO_EAT})|午饭|晚饭|老年餐|顿|助餐)|"
    "就餐|用餐|老年餐|老年食堂|助餐点?(?:吃|补|给)|一顿(?:饭)?补"
)
_PAYS_HOW_MUCH = re.compile(
    rf"补贴?[给是]?{HOW_MUCH}|(?:给|有|能)(?:补|贴|减|便宜){HOW_MUCH}|[一1每]天补"
)
_MEAL_BY_MEAL = re.compile("[一1每]天|[一1每]顿|餐|\\d天")
_SPENT = re.compile(r"花|抵|券|\d(?:块|元)")
_VOUCHER = re.compile("券|消费补贴")
_PAID = re.compile("补|贴|省|减|便宜|优惠|5(?:元|块)")
_NOT_ONE = re.compile("不是(?:那个|什么)?基本养老服务对象")
_IF_PAID = re.compile("补贴?|优惠|便宜|减")
_A_MEAL = "饭|午餐|晚餐|中餐|餐标|老年餐|一顿|[1一]顿|每顿|顿|套餐|盒饭"
_COSTS = "(?:要|是|得|收|卖|花|价|标|钱|大概|差不多|一?份)*"
_NO_COUNT = r"(?!\d|天|次|顿|个|%|[年月号日岁])"
_MEAL_THEN_PRICE = rf"(?:{_A_MEAL}){_COSTS}(?P<a>\d{{1,2}}){_NO_COUNT}(?:元|块)?"
_PRICE_THEN_MEAL = rf"(?<!\d)(?P<b>\d{{1,2}})(?:元|块)(?:钱)?(?:的|[1一]顿|[1一]份)*(?:{_A_MEAL})"
_PRICE = re.compile(f"{_MEAL_THEN_PRICE}|{_PRICE_THEN_MEAL}")
_ABOUT_MEALS = re.compile(
    rf"{_A_MEAL}|就餐|用餐|餐补|助餐|老年食堂|食堂|饭补|吃(?!力|亏|药|低保|劳保|得|不)"
)
_DAYS = re.compile(r"(?<!\d)(?P<n>[1-3]?\d{1,2})天(?!内|前|后|以)")
_WHOLE = (
    (re.compile("[1一]年|全年|整年"), 365, "一年365天"),
    (re.compile("[1一每]个?月"), 30, "一个月按30天"),
)
_TWO = re.compile(
    rf"[两俩2](?:个人|口子|位|个老人|老)|老两口|老俩|夫妻|(?P<n>[{SIGNS}])(?:个人|位)"
)
_ASKS_ELSE = re.compile("[吗么]|贵|怎么|哪|能不能|有没有|什么")
_ASKS_HOW_MUCH = re.compile(rf"{HOW_MUCH}|省|一共|总共")
_TO_PAY = re.compile(
    rf"(?:我|自己|还得|还要|再|要|得|实际|到手)*(?:[付掏交花出]|收我){HOW_MUCH}|"
    "补贴?完|减完|扣完"
)
_BEFORE_DAYS = "(?:那|要是|如果|每个?月|[1一]个?月|吃|去|在)*"
_ONLY_DAYS = re.compile(
    rf"{_BEFORE_DAYS}\d{{1,3}}天(?:的话|都吃|补|省|能|可以|一共|总共|是|{HOW_MUCH}|钱|块|呢|呀|啊)*"
)
_ONLY_A_PRICE = 12
"""So many characters a message has at most that tells the price of a meal and nothing else."""


def told(
    text: str, state: State, documents: Mapping[str, Document], day: date, *, spoken_of: bool
) -> str | None:
    """What the subsidy comes to for what ``text`` names; None where it names nothing to be reckoned.
    ``spoken_of``: the talk is of meals already. The price of a meal is kept."""
    plain, a_day = unify(text), _a_meal(documents, day)
    if _VOUCHER.search(plain) or not (_ABOUT_MEALS.search(plain) or spoken_of):
        return None
    if _NOT_ONE.search(plain) and _IF_PAID.search(plain):
        return (
            f"按全市的规定，不是基本养老服务对象的，没有这每天{spoken(a_day)}的就餐补贴；"
            "各区可以扩大范围，您那个区给不给，请打12345问。"
        )
    return _reckoned(plain, state, a_day, spoken_of=spoken_of) or _a_day(text, a_day)


def _reckoned(plain: str, state: State, a_day: int, *, spoken_of: bool) -> str | None:
    """What is left of a meal, or what the days come to that are named."""
    price = _price(plain)
    if price is not None:
        state.meal_price = price
    only_told = (
        price is not None and len(bare(plain)) <= _ONLY_A_PRICE and not _ASKS_HOW_MUCH.search(plain)
    )
    asked = state.meal_price is not None and _TO_PAY.search(plain)
    if state.meal_price is not None and (asked or (only_told and not _ASKS_ELSE.search(plain))):
        return _off_a_meal(state.meal_price, a_day)
    days = _days(plain, spoken_of=spoken_of)
    return None if days is None else _added_up(plain, *days, a_day)


def _a_day(text: str, a_day: int) -> str | None:
    """What is paid of a meal a day, where that is asked of nobody in particular."""
    plain = unify(text)
    if not (_EATS.search(plain) and _PAYS_HOW_MUCH.search(plain)) or _SPENT.search(plain):
        return None
    if heard(text).keys() & {*AGES} and not _MEAL_BY_MEAL.search(plain):
        return None
    return f"基本养老服务对象在助餐点吃饭，每天补{spoken(a_day)}。"


def _a_meal(documents: Mapping[str, Document], day: date) -> int:
    """What is paid a day to who has a claim to it, in fen."""
    facts = {**OF_AN_ELDER, "basic_service_elder": "yes", "lives": "home"}
    found = benefits.check(facts, day, documents).benefits
    return next((b.amount.fen or 0 for b in found if b.code == "meal_subsidy" and b.amount), 0)


def _price(plain: str) -> int | None:
    match = _PRICE.search(plain)
    return int(match["a"] or match["b"]) if match else None


def _off_a_meal(price: int, a_day: int) -> str:
    """What is left to pay of a meal at ``price`` (元)."""
    left = price * _FEN - a_day
    if left <= 0:
        return f"这顿饭要花超过{spoken(a_day)}才补，{price}元的不补。"
    return f"是基本养老服务对象的，{price}元的饭减{spoken(a_day)}，自己付{spoken(left)}（一天减一回）。"


def _days(plain: str, *, spoken_of: bool) -> tuple[int, str] | None:
    """The days that are named, and how; None where that is not asked."""
    of_it = spoken_of or _PAID.search(plain)
    asks = of_it and (_ASKS_HOW_MUCH.search(plain) or "按" in plain)
    asks = asks or (spoken_of and _ONLY_DAYS.fullmatch(bare(plain)))
    if match := _DAYS.search(plain):
        return (int(match["n"]), f"{match['n']}天都吃") if asks else None
    return next(((n, how) for words, n, how in _WHOLE if asks and words.search(plain)), None)


def _added_up(plain: str, days: int, how: str, a_day: int) -> str:
    people = _TWO.search(plain)
    count = 1 if people is None else digit(people["n"]) if people["n"] else 2
    each = f"每人{spoken(a_day * days)}，{count}个人都是的话一共" if count > 1 else ""
    return f"基本养老服务对象在助餐点吃饭，每天补{spoken(a_day)}，{how}的话是{each}{spoken(a_day * days * count)}。"
