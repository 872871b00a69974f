"""What the meal subsidy comes to: for days and people that are named, and off the price of a meal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from intents.asked import several
from intents.told.ages import AGES
from intents.words.normalise import bare, unify
from intents.words.numerals import SIGNS, digit
from intents.words.sums import SUM, fen
from knowledge.schema import Document
from server.benefits import service as benefits
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.reckoned.meals_named import Meals, meals_in
from server.conversation.reckoned.supposed import OF_AN_ELDER
from server.conversation.state import State
from server.conversation.told.facts_told import heard
from server.kit.money import spoken

ENTRY = "meal-subsidy-amount"
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
_PAID = re.compile("补|贴|省|减|便宜|优惠|[5五](?:元|块)")
_NOT_ONE = re.compile(
    "不是(?:那个|什么)?基本(?:养老)?服务对象|普通(?:的)?老(?:头|太|人|百姓)|(?:什么|啥)(?:对象|低保)?都不是"
)
_IF_PAID = re.compile("补贴?|优惠|便宜|减|[掏付交花]多少")
_A_MEAL = "饭|午餐|晚餐|中餐|餐标|老年餐|一顿|[1一]顿|每顿|顿|套餐|盒饭"
_ABOUT_MEALS = re.compile(
    rf"{_A_MEAL}|[一1每]天(?:补|给|减)?[五5][块元]|餐费|饭费|伙食|就餐|用餐|餐补|助餐|老年食堂|食堂|饭补|吃(?!力|亏|药|低保|劳保|得|不)"
)
_RECEIVED = re.compile(
    rf"(?:津贴|补贴|补助|待遇)[^,，。]{{0,8}}{HOW_MUCH}|[领拿享](?:受|到)?(?:的)?(?:{HOW_MUCH}|什么|啥|哪些)|(?:多少|哪些|什么|啥)(?:补贴|津贴|补助)"
)
_TWO = re.compile(
    rf"[两俩2](?:个人|口子|位|个老人|老)|老两口|老俩|夫妻|(?P<n>[{SIGNS}])(?:个人|位)"
)
_BREAKFAST, _OTHER_MEALS = (
    re.compile("早饭|早餐|早点(?!儿?去)"),
    re.compile("[午中晚]饭|[午中晚]餐|[三两2-3]顿"),
)
_ASKS_ELSE = re.compile("[吗么]|贵|怎么|哪|能不能|有没有|什么")
_ASKS_HOW_MUCH = re.compile(
    rf"{HOW_MUCH}|几个(?!月)|省|一共|总共|(?:吃|够)几[天顿]|能?补[5五]?(?:块|元)?吗|补不补"
)
_TO_PAY = re.compile(
    rf"自己掏|自己付|自付|(?:我|自己|还得|还要|再|要|得|实际|到手)*(?:[付掏交花出]|收我){HOW_MUCH}|"
    "补贴?完|减完|扣完"
)
_SAID_A_DAY = re.compile(
    rf"[一1每](?:个人?)?天(?:都|给|能|可以|就|该|是|补|减|贴|省|有|一共|总共|便宜)*(?P<sum>{SUM})(?!钱?的)"
)
_NOT_SAID_OF = re.compile("在家|自己家|普通|所有|人人|谁都|早[饭餐点]|养老院")
"""Of whom, or of which meal, the subsidy is not a matter of how much it is."""

_IS_IT_SO = re.compile(r"是不是|对不对|对[吗吧么]|是[吗吧]|[吗吧么]\W*$")
_BEFORE_DAYS = "(?:那|要是|如果|每个?月|[1一]个?月|吃|去|在)*"
_ONLY_DAYS = re.compile(
    rf"{_BEFORE_DAYS}\d{{1,3}}[天顿](?:的话|都吃|补|省|能|可以|一共|总共|是|(?>{HOW_MUCH})|钱|块|呢|呀|啊)*"
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
    meals = _meals(text, plain, state)
    if _NOT_ONE.search(plain) and _IF_PAID.search(plain):
        whole = f"，{spoken(meals.prices[0])}照付" if len(meals.prices) == 1 else ""
        return (
            f"按全市的规定，不是基本养老服务对象的，没有这每天{spoken(a_day)}的就餐补贴{whole}；"
            "各区可以扩大范围，您那个区给不给，请打12345问。"
        )
    return (
        _checked(plain, a_day)
        or _reckoned(plain, meals, a_day, spoken_of=spoken_of)
        or _a_day(text, a_day)
    )


def asks_for_allowances(text: str) -> bool:
    """Whether ``text`` asks at last what is received of allowances, and there of no meal ("…每天吃食堂，津贴多少")."""
    last = several.pieces(text)[-1:]
    return any(
        _RECEIVED.search(unify(piece)) and not _ABOUT_MEALS.search(unify(piece)) for piece in last
    )


def _meals(text: str, plain: str, state: State) -> Meals:
    """The meals that ``text`` names; the price is kept, and that of before taken where it names none."""
    meals = meals_in(text)
    if meals.prices:
        state.meal_price = meals.prices[0]
    elif state.meal_price is not None and _TO_PAY.search(plain):
        return replace(meals, prices=(state.meal_price,))
    return meals


def _reckoned(plain: str, meals: Meals, a_day: int, *, spoken_of: bool) -> str | None:
    """What is left of the meals, or what the days come to that are named."""
    asks = (meals.prices and _is_asked(plain, meals)) or meals.days is not None
    if asks and _BREAKFAST.search(plain) and not _OTHER_MEALS.search(plain):
        return f"就餐补贴写的是午饭或晚饭，每天{spoken(a_day)}；早饭没有写在里面，光吃早饭的不减。"
    if meals.prices and _is_asked(plain, meals):
        return _off_the_meals(meals, a_day)
    if meals.days is None or not _asks_of_days(plain, spoken_of=spoken_of):
        return None
    return _added_up(plain, meals, a_day)


def _checked(plain: str, a_day: int) -> str | None:
    """Whether the sum a day that is asked about is right ("中午晚上都吃，是不是一天10块"); None where none is."""
    claim = _SAID_A_DAY.search(plain)
    if claim is None or not _IS_IT_SO.search(plain):
        return None
    right = fen(claim["sum"]) == a_day
    if right and _NOT_SAID_OF.search(plain):
        return None
    return (
        f"{'对，' if right else '不对，'}是基本养老服务对象的，每天{spoken(a_day)}："
        "按天算，不按顿算，午饭晚饭都吃也是这个数。"
    )


def _is_asked(plain: str, meals: Meals) -> bool:
    """Whether it is asked what is left of the meals, or they are told and nothing else."""
    if _TO_PAY.search(plain) or (_ASKS_HOW_MUCH.search(plain) and _PAID.search(plain)):
        return True
    only_told = len(bare(plain)) <= _ONLY_A_PRICE and not _ASKS_HOW_MUCH.search(plain)
    return bool((only_told and not _ASKS_ELSE.search(plain)) or meals.card)


def _asks_of_days(plain: str, *, spoken_of: bool) -> bool:
    """Whether it is asked what days come to."""
    asks = _ASKS_HOW_MUCH.search(plain) or "按" in plain
    of_it = spoken_of or _PAID.search(plain)
    return bool((asks and of_it) or (spoken_of and _ONLY_DAYS.fullmatch(bare(plain))))


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


def _off_the_meals(meals: Meals, a_day: int) -> str:
    """What is left to pay of a day's meals, and of all of them."""
    cost, said = meals.a_day, meals.how_a_day
    named = said or f"{spoken(cost)}的饭"
    if cost <= a_day:
        return f"不补：当天吃饭要花超过{spoken(a_day)}才补，{named}没有超过。"
    left = cost - a_day
    if meals.card:
        return _on_the_card(meals, left, a_day)
    one = f"，一天只减一回{spoken(a_day)}，自己付{spoken(left)}。" if said else f"减{spoken(a_day)}，自己付{spoken(left)}（一天减一回）。"  # fmt: skip
    whole = ""
    if meals.days and meals.days > 1:
        whole = (
            f"{meals.how}，饭钱{spoken(cost * meals.days)}，补{spoken(a_day * meals.days)}，"
            f"自己付{spoken(left * meals.days)}。"
        )
    return f"是基本养老服务对象的，{named}{one}{whole}"


def _on_the_card(meals: Meals, left: int, a_day: int) -> str:
    """How many days the money on a card lasts."""
    days, rest = divmod(meals.card or 0, left)
    over = f"，还剩{spoken(rest)}" if rest else ""
    return (
        f"是基本养老服务对象的，一天{spoken(meals.a_day)}的饭减{spoken(a_day)}，自己付{spoken(left)}；"
        f"卡里{spoken(meals.card or 0)}够吃{days}天{over}。"
    )


def _added_up(plain: str, meals: Meals, a_day: int) -> str:
    people = _TWO.search(plain)
    count = 1 if people is None else digit(people["n"]) if people["n"] else 2
    days = meals.days or 0
    each = f"每人{spoken(a_day * days)}，{count}个人都是的话一共" if count > 1 else ""
    return f"基本养老服务对象在助餐点吃饭，每天补{spoken(a_day)}，{meals.how}的话是{each}{spoken(a_day * days * count)}。"
