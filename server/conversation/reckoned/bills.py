"""Bills for services that the consumption voucher may take something off, as people name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from intents.told import billed, prices
from intents.told.billed import Line
from intents.told.claimed import claim_in
from intents.words.normalise import bare, unify
from intents.words.sums import SUM, fen
from server.conversation.asked.wishes import HOW_MUCH
from server.kit.money import spoken

_INSTITUTION, _AT_HOME = re.compile(prices.INSTITUTION), re.compile(prices.AT_HOME)
PLACES = {"institution": _INSTITUTION, "home": _AT_HOME}
"""Where services are given, and by which words that is told."""

_OF_ONE = {
    "hour": "一小时", "time": "一次", "meal": "一顿", "day": "一天", "week": "一周", "month": "一个月", "year": "一年",
}  # fmt: skip
_COUNTED = {
    "hour": "小时", "time": "次", "meal": "顿", "day": "天", "week": "周", "month": "个月", "year": "年",
}  # fmt: skip

_ANYWHERE = f"(?:{prices.INSTITUTION}|{prices.AT_HOME})"
_SO_MUCH = f"(?:{HOW_MUCH}|几个(?!月))"
_ONE_PAYS = "自己(?:还|得|要|再|需|该|就)*[掏付出交拿]"
_VOUCHER = re.compile(f"券|消费补贴|抵(?!押)|{_ONE_PAYS}|自[付费掏]|用满|用足")
_SHARE_TAKEN = "抵(?:个|了)?[三四五3-5](?:成|折)"
_ASKS_HOW_MUCH = re.compile(
    f"{_SO_MUCH}|合算|划算|哪[个样]多|省|顶|够|能用|可以用|选哪|还是选|怎么选|抵[,，。]*$|{_SHARE_TAKEN}"
)
_SUBSIDY = "(?:护理补贴|[246]00(?:块|元)?的?)(?:护理补贴)?"
_WHICH_IS_MORE = "哪[个样边种](?:更|比较)?(?:多|好|合适|强)|两样(?:一样|差|哪)"
_COMPARES = re.compile(
    f"合算|划算|合适|{_WHICH_IS_MORE}|[比跟和]{_SUBSIDY}(?:多|少|好|强|差)|还是[246]00|"
    "还是(?:[选领拿要用]|护理|失能|消费|券|补贴)|选哪|[该要]选|怎么选|选什么"
)
_PAYS = re.compile(rf"{_ONE_PAYS}(?:了|个)?\d")
_FILLS = re.compile("(?:用|抵|顶|拿|花|省)(?:得|到)?(?:满|完|够|足)|封顶")
_TO_SPEND = re.compile(rf"花(?:到|上|够)?{_SO_MUCH}|(?:怎么|咋)花")
_A_YEAR = re.compile("[1一]年|全年|12个月|1整年|[1一]整年")
_BEFORE_IT_IS_ASKED = (
    "(?:那|这|这样|么|剩下的?|余下的?|剩的|消费|券|能|可以|给|到底|一共|总共|该|我|他|她|自己|还得|还要|要|得|用"
    "|每个?月|[1一]个?月)*"
)
_TAKEN_OFF, _LEFT = "[抵顶省减](?:掉|扣|了)?", "[掏付出交花]"
_ONLY_WHAT_IS_OFF = re.compile(
    rf"{_BEFORE_IT_IS_ASKED}(?:{_TAKEN_OFF}|{_LEFT}){_SO_MUCH}(?:钱|块|元)*[呢啊呀]*"
)
"""Asks what is taken off, or left, of a bill named before ("券能抵多少", "自己掏多少")."""

_THE_TWO = "(?:那|这|这样|么|到底|两样|我|他|她|该|要|应该|还是|消费|券|和|跟|护理|补贴|的话|[246]00|元|块|的|档)*"
_TO_CHOOSE = "(?:选|领|要|拿)?(?:哪[个样种]?|什么|啥)?"
_BETTER = "(?:更|比较)?(?:划算|合算|合适|好|多|强|选|领)?(?:点|一点|些)?"
_ONLY_WHICH = re.compile(f"{_THE_TWO}{_TO_CHOOSE}{_BETTER}[呢啊呀]*")
_NAMES_A_CHOICE = re.compile("还是|[选领要拿]哪|哪[个样种]|划算|合算|怎么选")
_FILLER = "(?:那|要是|如果|换成|改成|假如|每个?月|[1一]?个月|在|我们?|他|她|花|交|用|付|费用|服务|的|了|是|到)*"
_ANOTHER = re.compile(
    rf"{_FILLER}(?:{_ANYWHERE}{_FILLER})?(?P<n>{SUM})钱?(?:的|的话|要是)*"
    rf"(?:呢|(?:能|可以)?[抵顶]{_SO_MUCH}|怎么算|(?:一样|也)吗)?[呢啊呀]*"
)
"""Another bill, and nothing else ("1800呢", "机构花1700呢")."""

_ANOTHER_PLACE = re.compile(rf"(?:那|要是|换成|在|住|去)*{_ANYWHERE}(?:的|里|服务|花|呢|话)*")
_SIDE_BY_SIDE = re.compile(
    r"(?<!\d)(?P<a>\d{3,5})(?:元|块)?(?:和|跟|与|、)(?:花|花了)?(?P<b>\d{3,5})(?!\d)"
)
_THE_SAME = re.compile(rf"一样|差{_SO_MUCH}")
_ASKS = re.compile("[吗么嘛]|多少|几|哪|怎么|咋|什么|啥|谁|能不能|行不行|贵不贵|有没有|是不是")
_MARKS = re.compile("[,，、;；。 ]")
_NO_WORDS = re.compile(r"[^\w.]+")


@dataclass(frozen=True)
class Bill:
    """What is spent a month, or each time, in fen, and what is said of it: up to the bill before it, and
    to the next one."""

    fen: int
    before: str
    behind: str
    line: Line | None = None
    elsewhere: str | None = None
    """Where services are given by what is said besides."""

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
        return next(named, self.elsewhere)

    @property
    def when(self) -> str:
        """What it is for, in words: a month where nothing else is told."""
        return _OF_ONE[self.line.of or "month"] if self.line else "一个月"

    @property
    def months(self) -> int:
        """For how many months it is told."""
        return int(self.line.months) if self.line and self.line.months > 1 else 1

    @property
    def is_by_the_time(self) -> bool:
        """Whether it is told by the hour, the time or the day: nothing but a service is."""
        return bool(self.line and self.line.per in ("hour", "time", "day"))

    @property
    def counted_by(self) -> str | None:
        """In what it is to be counted, where it is for an hour or a time; None for what is for a month."""
        return _COUNTED[self.line.of] if self.line and self.line.of in ("hour", "time") else None

    @property
    def is_of_meals(self) -> bool:
        """Whether it is told by the meal."""
        return bool(self.line and self.line.per == "meal")

    @property
    def how(self) -> str:
        """How it was reckoned from the price, in words; empty where there was nothing to reckon."""
        return how(self.line) if self.line else ""


def how(line: Line) -> str:
    """The price of ``line`` and how often it is paid, in words; empty where that is but once."""
    if not line.steps or line.per is None:
        return ""
    steps = "、".join(
        f"{'按' if step.assumed else ''}{_OF_ONE[step.per] if step.per else ''}"
        f"{_figure(step.times)}{_COUNTED[step.of]}{'算' if step.assumed else ''}"
        for step in line.steps
        if step.of != "month"
    )
    return f"{_OF_ONE[line.per]}{spoken(line.fen)}，{steps}，" if steps else ""


def _figure(times: Fraction) -> str:
    """ "4", "1.5", or "1/2" where it has no end."""
    if times.denominator in (1, 2, 4, 5):
        return f"{float(times):g}"
    return f"{times.numerator}/{times.denominator}"


def place_in(text: str) -> str | None:
    """Where services are given by the first words of it in ``text``; None where it names none."""
    return next((place for place, words in PLACES.items() if words.search(text)), None)


def named_in(text: str, *, of_a_bill: bool = False) -> list[Bill]:
    """The bills that ``text`` names, whatever it asks of them, each by the month where that can be told.
    ``of_a_bill``: it speaks of one, whatever stands beside its sum."""
    found: list[Bill] = []
    for line in map(billed.by_the_month, billed.lines_in(text, of_a_bill=of_a_bill)):
        elsewhere = found[-1].place if found else place_in(text)
        found.append(Bill(line.month_fen, line.before, line.behind, line, elsewhere))
    return found


def unclear_in(text: str) -> str | None:
    """What is to be asked of the price that ``text`` names, where it may be for one or for all."""
    for line in billed.lines_in(text, of_a_bill=True):
        if line.unclear:
            one, many = _OF_ONE[line.unclear], _COUNTED[line.unclear]
            return f"您说的{spoken(line.fen)}，是{one}的价钱，还是几{many}一共的？说清楚了我再算。"
    return None


def another_in(text: str) -> Bill | None:
    """The bill that ``text`` is, where one was reckoned before it ("1800呢")."""
    plain = _NO_WORDS.sub("", text)
    match = _ANOTHER.fullmatch(plain)
    return Bill(fen(match["n"]), plain[: match.end("n")], "") if match else None


def side_by_side(text: str) -> list[int]:
    """Two bills of which ``text`` asks if the same comes off them."""
    match = _SIDE_BY_SIDE.search(unify(text)) if _THE_SAME.search(text) else None
    return [int(match["a"]), int(match["b"])] if match else []


def names_the_voucher(text: str) -> bool:
    """Whether ``text`` speaks of the voucher, or of taking something off."""
    return bool(re.search("券|消费补贴|抵(?!押)", text))


def asks_what_is_off(text: str) -> bool:
    """Whether ``text`` asks what the voucher takes off, or says what that is."""
    plain = unify(text)
    return bool(_VOUCHER.search(plain) and (_ASKS_HOW_MUCH.search(plain) or claim_in(text)))


def asks_only_what_is_off(text: str) -> bool:
    """Whether ``text`` asks that, and names no bill."""
    return bool(_ONLY_WHAT_IS_OFF.fullmatch(bare(unify(text))))


_OF_TWO_AMOUNTS = re.compile(r"[246]00[元块]?钱?还是[246]00")


def asks_only_which(text: str) -> bool:
    """Whether ``text`` asks which of the two is better, and names nothing ("那选哪个")."""
    plain = bare(unify(text))
    return bool(_ONLY_WHICH.fullmatch(plain) and _NAMES_A_CHOICE.search(plain))


def says_what_is_paid(text: str) -> bool:
    """Whether the sum that ``text`` asks to be checked is what is left to pay ("自己掏700对不对")."""
    return bool(_PAYS.search(unify(text)))


def compares(text: str) -> bool:
    """Whether ``text`` asks which of two is better; "200还是400" asks which amount of one it is."""
    return bool(_COMPARES.search(_OF_TWO_AMOUNTS.sub("", unify(text))))


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
