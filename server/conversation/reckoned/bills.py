"""Bills for services that the consumption voucher may take something off, as people name them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.claimed import claim_in
from intents.words.normalise import bare, unify
from intents.words.numerals import COUNTS, SIGNS, number
from server.conversation.asked.wishes import HOW_MUCH

_INSTITUTION = re.compile(
    "养老院|敬老院|福利院|养老机构|机构|老年公寓|护理院|托养|日间照料|日托|喘息"
)
_AT_HOME = re.compile(
    "上门|居家|住家|在家|家里|洗澡|助浴|做饭|助餐|打扫|助洁|康复|请人|小时工|护工|辅具|轮椅"
)
_ANYWHERE = f"(?:{_INSTITUTION.pattern}|{_AT_HOME.pattern})"
PLACES = {"institution": _INSTITUTION, "home": _AT_HOME}
"""Where services are given, and by which words that is told."""

_AMOUNT = (
    rf"(?P<n>[{COUNTS}\d]千(?:零?\d{{1,3}}|[两{SIGNS}](?![百十万]))?|\d{{3,5}})"
    r"(?!\d|%|[年月号日分]|[元块]?钱?的?(?:消费)?券)"
)
_TO_BE_TAKEN_OFF = r"(?<!\d)(?=\d{3,5}(?:元|块)?钱?(?:能|可以|该|就|应该)*抵)"
_PAYS = "花|交|付|收|要|用|自费(?:服务|项目|的)?|账单|费用?|费是"
_FOR_HOW_LONG = r"总共|[1一]?个月|每月|[1一每][次回]|住[^,，。\d]{0,6}?"
_ABOUT = "(?:了|掉|着|大概|差不多|得|是)*"
_SPENT = re.compile(
    rf"(?:{_TO_BE_TAKEN_OFF}|{_PAYS}|{_FOR_HOW_LONG}|{_ANYWHERE}(?:服务)?){_ABOUT}{_AMOUNT}"
)
"""A bill: "花了两千四", "一个月五千", "助餐300"."""

_INCOME = re.compile("(?:退休金|养老金|工资|收入|低保|补贴|津贴|存款|挣|领|拿)[^,，。;；]{0,8}$")
"""What stands before an amount that is no bill."""

_ONE_TIME = re.compile("[1一每][次回]")
_VOUCHER = re.compile("券|消费补贴|抵(?!押)|自己[掏付出交]|自[付费掏]")
_ASKS_HOW_MUCH = re.compile(
    rf"{HOW_MUCH}|合算|划算|哪[个样]多|省|顶|够|能用|可以用|选哪|还是选|怎么选"
)
_COMPARES = re.compile(
    "合算|划算|哪[个样](?:多|好|合适|强)|还是(?:[选领拿要用]|护理|失能|消费|券|补贴)|选哪|[该要]选|怎么选|选什么"
)
_FILLS = re.compile("(?:用|抵|顶|拿|花|省)(?:得|到)?(?:满|完|够|足)|封顶")
_TO_SPEND = re.compile(rf"花(?:到|上|够)?{HOW_MUCH}")
_A_YEAR = re.compile("[1一]年|全年|12个月|1整年|[1一]整年")
_BEFORE_IT_IS_ASKED = (
    "(?:那|这|这样|么|消费|券|能|可以|给|到底|一共|总共|该|我|他|她|自己|还得|还要|要|得|用)*"
)
_TAKEN_OFF, _LEFT = "[抵顶省减](?:掉|扣|了)?", "[掏付出交花]"
_ONLY_WHAT_IS_OFF = re.compile(
    rf"{_BEFORE_IT_IS_ASKED}(?:{_TAKEN_OFF}|{_LEFT}){HOW_MUCH}(?:钱|块|元)*[呢啊呀]*"
)
"""Asks what is taken off, or left, of a bill named before ("券能抵多少", "自己掏多少")."""

_THE_TWO = "(?:那|这|这样|么|到底|两样|我|他|她|该|要|应该|还是|消费|券|和|跟|护理|补贴|的话)*"
_TO_CHOOSE = "(?:选|领|要|拿)?(?:哪[个样种]?|什么|啥)?"
_BETTER = "(?:更|比较)?(?:划算|合算|合适|好|多|强|选|领)?(?:点|一点|些)?"
_ONLY_WHICH = re.compile(f"{_THE_TWO}{_TO_CHOOSE}{_BETTER}[呢啊呀]*")
_NAMES_A_CHOICE = re.compile("[选领要拿]哪|哪[个样种]|划算|合算|怎么选")
_FILLER = "(?:那|要是|如果|换成|改成|假如|每个?月|[1一]?个月|在|我们?|他|她|花|交|用|付|费用|服务|的|了|是|到)*"
_ANOTHER = re.compile(
    rf"{_FILLER}{_ANYWHERE}?{_FILLER}{_AMOUNT}(?:元|块)?钱?(?:的|的话|要是)*"
    rf"(?:呢|(?:能|可以)?[抵顶]{HOW_MUCH}|怎么算|(?:一样|也)吗)?[呢啊呀]*"
)
"""Another bill, and nothing else ("1800呢", "机构花1700呢")."""

_ANOTHER_PLACE = re.compile(rf"(?:那|要是|换成|在|住|去)*{_ANYWHERE}(?:的|里|服务|花|呢|话)*")
_SIDE_BY_SIDE = re.compile(
    r"(?<!\d)(?P<a>\d{3,5})(?:元|块)?(?:和|跟|与|、)(?:花|花了)?(?P<b>\d{3,5})(?!\d)"
)
_THE_SAME = re.compile(rf"一样|差{HOW_MUCH}")
_ASKS = re.compile("[吗么嘛]|多少|几|哪|怎么|咋|什么|啥|谁|能不能|行不行|贵不贵|有没有|是不是")
_MARKS = re.compile("[,，、;；。 ]")


@dataclass(frozen=True)
class Bill:
    """What was spent, and what is said of it: up to the bill before it, and to the next one."""

    spent: int
    before: str
    behind: str

    @property
    def place(self) -> str | None:
        """Where the service is given, by its name, first in the same clause."""
        clause = _MARKS.split(self.before)[-1], _MARKS.split(self.behind)[0]
        named = (
            place
            for said in (*clause, self.before, self.behind)
            for place, words in PLACES.items()
            if words.search(said)
        )
        return next(named, None)

    @property
    def is_of_one_time(self) -> bool:
        """Whether it is for one time, and not for a month."""
        return bool(_ONE_TIME.search(_MARKS.split(self.before)[-1]))


def place_in(text: str) -> str | None:
    """Where services are given by the first words of it in ``text``; None where it names none."""
    return next((place for place, words in PLACES.items() if words.search(unify(text))), None)


def named_in(text: str) -> list[Bill]:
    """The bills in 元 that ``text`` names, whatever it asks of them."""
    plain = unify(text)
    found = [*_SPENT.finditer(plain)]
    begins = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found[1:]), len(plain)]
    return [
        Bill(number(match["n"]), plain[begin : match.end()], plain[match.end() : end])
        for match, begin, end in zip(found, begins, ends, strict=False)
        if not _INCOME.search(plain[begin : match.start()])
    ]


def another_in(text: str) -> Bill | None:
    """The bill that ``text`` is, where one was reckoned before it ("1800呢")."""
    plain = bare(unify(text))
    match = _ANOTHER.fullmatch(plain)
    return Bill(number(match["n"]), plain[: match.end("n")], "") if match else None


def side_by_side(text: str) -> list[int]:
    """Two bills of which ``text`` asks if the same comes off them."""
    match = _SIDE_BY_SIDE.search(unify(text)) if _THE_SAME.search(text) else None
    return [int(match["a"]), int(match["b"])] if match else []


def asks_what_is_off(text: str) -> bool:
    """Whether ``text`` asks what the voucher takes off, or says what that is."""
    plain = unify(text)
    return bool(_VOUCHER.search(plain) and (_ASKS_HOW_MUCH.search(plain) or claim_in(text)))


def asks_only_what_is_off(text: str) -> bool:
    """Whether ``text`` asks that, and names no bill."""
    return bool(_ONLY_WHAT_IS_OFF.fullmatch(bare(unify(text))))


def asks_only_which(text: str) -> bool:
    """Whether ``text`` asks which of the two is better, and names nothing ("那选哪个")."""
    plain = bare(unify(text))
    return bool(_ONLY_WHICH.fullmatch(plain) and _NAMES_A_CHOICE.search(plain))


def compares(text: str) -> bool:
    """Whether ``text`` asks which of two is better."""
    return bool(_COMPARES.search(unify(text)))


def asks_of_another_place(text: str) -> bool:
    """Whether ``text`` names where services are given, and nothing else ("在养老院的呢")."""
    return bool(_ANOTHER_PLACE.fullmatch(bare(unify(text))))


def asks_when_it_is_full(text: str) -> bool:
    """Whether ``text`` asks what has to be spent for all of the voucher to be used."""
    plain = unify(text)
    fills = _FILLS.search(plain) and _VOUCHER.search(plain)
    return bool(fills and _TO_SPEND.search(plain))


def asks_of_a_year(text: str) -> bool:
    """Whether ``text`` asks what the voucher takes off in a year at most."""
    plain = unify(text)
    return bool(_A_YEAR.search(plain) and _VOUCHER.search(plain) and _ASKS_HOW_MUCH.search(plain))


def only_tells(text: str) -> bool:
    """Whether ``text`` asks nothing: it only tells what was spent."""
    return not _ASKS.search(unify(text))
