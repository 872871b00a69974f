"""Questions of money that one entry answers, whatever else is near, with what is meant of it said first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from intents.asked import several
from intents.told.ages import AGES
from intents.told.districts import districts_in
from intents.told.facts import values_in
from intents.told.held import disabilities_in, grade_in
from intents.words.concepts import concepts, elsewhere
from intents.words.normalise import bare, normalise, unify
from intents.words.numerals import SIGNS
from server.conversation import compose
from server.conversation.asked import not_sums, wishes
from server.conversation.asked.matters import EATS
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.reckoned import amounts_named, homes, levels_asked, stopped
from server.conversation.reckoned.benefit_names import CARE, DIFFICULTY, MONTHLY
from server.conversation.reckoned.supposed import amount_of
from server.conversation.state import INCOME, State
from server.conversation.told.facts_told import heard
from server.editorial.live import LiveKnowledge

_INSURANCE, _THERE = "ltci_shijingshan", "石景山"
"""The insurance is tried out in one district (北京市长期护理保险制度扩大试点方案, 2020)."""

ELSEWHERE = "北京全市都有长期护理保险吗，其他区能不能办？"
AMOUNTS = "失能老年人护理补贴每月多少钱？"
BY_GRADE = "有残疾证的老人，护理补贴按类别和等级各给多少？"
IN_A_HOME = "住进养老院以后护理补贴还发吗？"
ONLINE = "老人补贴津贴能在网上申请吗？"
WHERE_SHE_LIVES = "户口和住的地方不在一个区，就餐补贴由哪个区管？"
OVERVIEW = "北京给老年人的补贴津贴一共有哪几类？"
PAPERS = "申请补贴津贴要带什么材料？"
BY_INCOME = "困难老年人养老服务补贴每月多少钱，发给谁？"

ASSESSED_FIRST = (
    "护理补贴要先做老年人能力综合评估，评为重度失能的由系统自动生成并发放。要交申请的，"
)
_WHEN_ASSESSED = re.compile(
    r"(?:那|要是|等|真|如果|万一|他|她|我)*评(?:上|下来|完|估完|过|出来)(?:了|的话|以后|之后|后)*"
    r"(?:国家|政府|公家|每个?月|一个?月|1个月|能|可以|会|到底|就|他|她|我|们)*(?:给|领|拿|补|发|有)+"
    rf"{HOW_MUCH}(?:钱|块|元)*[呢啊呀]?"
)
_BOTH_CLASSES = re.compile("[两俩]样|[两俩]个|都占|都算|都有|都是|同时|又是|也是|占着|占了")
_HOME = re.compile("养老院|敬老院|养老机构|福利院|护理院|老年公寓")
_GOES_ON = re.compile("还(?:能|有|给|发|可以|领)|(?:照|接着|继续)(?:发|领|给)|停不停|会停|能不能")
_ASKS_EACH = re.compile("各(?:是|给|能|领|补|有)?多少|分别")
_BY_NET = re.compile("(?:网上|线上|手机上?|小程序|电脑上?)[^,，。]{0,12}(?:申请|办|报|申领|填)")
_FAR_OFF = re.compile("老家|外地|国外|不在北京|外省")
"""Where somebody is who applies for another one."""

_ONLY_A_PLACE = re.compile(
    r"(?:那|要是|换成|在)*\w{2,3}区?(?:的|那边|这边|也)*(?:呢|有吗|有没有|能吗|行吗|给吗|多少)[呢啊呀]?"
)
_LOST = "family_planning_special"
_ASKS_HOW_MUCH = re.compile(rf"{HOW_MUCH}|还是|[领给拿发]\d|一起|叠加|都[能给领]")
_MEAL_PAID = re.compile("补|优惠|减")
_CLASSES = {"dibao": "低保", "low_income": "低收入"}


@dataclass(frozen=True)
class Meant:
    """The question of an entry, and what is said before its answer."""

    question: str
    lead: str = ""


def meant(
    text: str, state: State, before: str, knowledge: LiveKnowledge, day: date
) -> Meant | None:
    """Which entry answers ``text``, and with what lead; None for other messages. ``before``: the question
    of the entry that was told last."""
    if question := not_sums.question_of(text):
        return Meant(question)
    if _eats_elsewhere(text):
        return Meant(WHERE_SHE_LIVES)
    if of_sums := _by_amounts(text, knowledge, day):
        return of_sums
    if (lead := stopped.of_the_other(text)) is not None:
        return Meant(stopped.REASONS, lead)
    if (lead := stopped.lead_of(text)) is not None:
        return Meant(stopped.REASONS, lead)
    if (lead := homes.lead_of(text, before, state, knowledge)) is not None:
        return Meant(homes.SUBSIDY, lead)
    found = _elsewhere(text, state) or _in_a_home(text) or _by_income(text, state, knowledge, day)
    found = found or _online(text) or _papers(text) or _level(text, state, before, knowledge, day)
    if found or _speaks_of_somebody(text):
        return found or _line_of(text, before, knowledge)
    if _WHEN_ASSESSED.fullmatch(bare(text)) and not state.facts.keys() & {*AGES}:
        return Meant(AMOUNTS)
    return _grades(text, knowledge, day)


def _eats_elsewhere(text: str) -> bool:
    """Whether it is asked what is paid for meals by who lives in one district and is registered in another."""
    told = heard(text, of_somebody=True)
    there, registered = told.get("residence_district"), told.get("hukou_district")
    meals = EATS.search(text) or "meal" in concepts(normalise(text)).subjects
    return bool(meals and there and registered and there != registered and _MEAL_PAID.search(text))


def _by_amounts(text: str, knowledge: LiveKnowledge, day: date) -> Meant | None:
    """What is asked of benefits that are known by what they pay."""
    if lead := amounts_named.which_of_two(text, knowledge, day):
        return Meant(BY_GRADE, lead)
    if lead := amounts_named.another_gets(text, knowledge, day):
        return Meant(OVERVIEW, lead)
    return None


def _speaks_of_somebody(text: str) -> bool:
    return bool(heard(text, of_somebody=True).keys() & {*AGES, "hukou", INCOME})


def _elsewhere(text: str, state: State) -> Meant | None:
    """The insurance in a district that has none."""
    about = wishes.benefit_of(state.subjects[-1]["about"]) if state.subjects else None
    named = wishes.benefit_of(text) == _INSURANCE and state.facts
    if not (named or _ONLY_A_PLACE.fullmatch(bare(text))):
        return None
    there = {*districts_in(unify(text))} - {_THERE}
    told = heard(text).keys() & {*AGES, "hukou", "hukou_district"}
    if (
        about != _INSURANCE
        or not there
        or told
        or concepts(normalise(text)).subjects - {"insurance"}
    ):
        return None
    place = "、".join(sorted(there))
    return Meant(ELSEWHERE, f"{compose.OF_THE_CITY.format(place=place)}{place}没有查到长护险。")


def _in_a_home(text: str) -> Meant | None:
    """If the care subsidy goes on for who lives in a home; not where more is told of her."""
    told = heard(text).keys() & {*AGES, "hukou", "assessment_level", "disability"}
    asked = wishes.benefit_of(text) == CARE and _HOME.search(text) and _GOES_ON.search(text)
    return Meant(IN_A_HOME) if asked and not told else None


def _online(text: str) -> Meant | None:
    """If one of the allowances may be applied for online, wherever who asks is herself."""
    far = elsewhere().search(unify(text)) or _FAR_OFF.search(text)
    told = heard(text).keys() & {*AGES}
    asked = wishes.benefit_of(text) in MONTHLY and _BY_NET.search(text)
    return Meant(ONLINE) if asked and far and not told else None


def _papers(text: str) -> Meant | None:
    """What to bring for the care subsidy, for which somebody has to be assessed first (京民养老发〔2019〕160号)."""
    asked = concepts(normalise(text))
    if wishes.benefit_of(text) != CARE or asked.wishes != {"papers"}:
        return None
    return Meant(PAPERS, ASSESSED_FIRST)


def _level(
    text: str, state: State, before: str, knowledge: LiveKnowledge, day: date
) -> Meant | None:
    """Which level points stand for, and what it brings, or what a level gives, where that is asked and no
    more is told."""
    if (brings := levels_asked.of_a_level(text, knowledge, day)) is not None:
        return Meant(AMOUNTS, brings)
    lead = levels_asked.told(text, state, before, knowledge, day)
    return None if lead is None else Meant(levels_asked.ENTRY, lead)


def _by_income(text: str, state: State, knowledge: LiveKnowledge, day: date) -> Meant | None:
    """What is paid to whom both classes of income are said of: that of one of them."""
    if (lost := _lost_and_poor(text, state, knowledge, day)) is not None:
        return lost
    both = {*values_in(text, INCOME)} >= {*_CLASSES} and _BOTH_CLASSES.search(text)
    about = " ".join([text, *(s["about"] for s in state.subjects[-1:])])
    if not both or heard(text).keys() & {*AGES} or "补" not in about:
        return None
    higher, lower = (amount_of(DIFFICULTY, {INCOME: kind}, knowledge, day) for kind in _CLASSES)
    return Meant(
        BY_INCOME, f"只算一档，不两样加起来：是低保的，按低保每月{higher}，不再加低收入的{lower}。"
    )


def _lost_and_poor(text: str, state: State, knowledge: LiveKnowledge, day: date) -> Meant | None:
    """What is paid to a family that lost its child and is poor as well: the higher one."""
    told = heard(text, of_somebody=True)
    poor = next((kind for kind in _CLASSES if kind in values_in(text, INCOME)), None)
    if (
        poor is None
        or not told.get(_LOST)
        or told.keys() & {*AGES}
        or not _ASKS_HOW_MUCH.search(text)
    ):
        return None
    if not state.facts:
        state.beforehand = state.beforehand | told
    higher = amount_of(DIFFICULTY, {INCOME: poor}, knowledge, day)
    lower = amount_of(DIFFICULTY, {_LOST: True}, knowledge, day)
    named = _CLASSES[poor]
    return Meant(
        BY_INCOME,
        f"只算最高的一档，不加起来：失独又是{named}的，困难补贴按{named}每月{higher}，不再加失独的{lower}。",
    )


def _line_of(text: str, before: str, knowledge: LiveKnowledge) -> Meant | None:
    """The entry told before with the line of it for the class of income that ``text`` tells, and nothing else."""
    told = heard(text, of_somebody=True)
    entry = next((e for e in knowledge.entries.values() if e.question == before), None)
    if entry is None or told.keys() != {INCOME} or wishes.benefit_of(before):
        return None
    if concepts(normalise(text)).subjects or several.asks(text):
        return None
    named = _CLASSES.get(told[INCOME], "")
    lines = [line for line in compose.listed_in(entry) if named and line.startswith(named)]
    if len(lines) != 1 or not re.search(r"\d", lines[0]):
        return None
    return Meant(before, f"{named}的，查到的是这一条：{lines[0]}。")


def _grades(text: str, knowledge: LiveKnowledge, day: date) -> Meant | None:
    """What each of several disabilities gives that are asked about one by one ("视力一级多少，听力一级呢")."""
    asked = [*_asked_apart(text)]
    if len(asked) < 2 or heard(text).keys() - {"disability"}:
        return None
    told = "；".join(_of_a_grade(kind, level, knowledge, day) for kind, level in asked)
    return Meant(BY_GRADE, f"要本市户口、年满60周岁：{told}。")


def _of_a_grade(kind: str, level: int, knowledge: LiveKnowledge, day: date) -> str:
    amount = amount_of(CARE, {"disability": [{"type": kind, "level": level}]}, knowledge, day)
    named = f"{kind}残疾{SIGNS[level - 1]}级"
    return f"{named}每月{amount}" if amount else f"{named}没有这一档"


def _asked_apart(text: str) -> Iterator[tuple[str, int]]:
    """Each disability that ``text`` asks about by itself, in their order."""
    pieces = several.pieces(text)
    kind: str | None = None
    apart = [p for p in pieces if several.asks(p) or p.endswith("呢")]
    if len(apart) < 2 and not _ASKS_EACH.search(text):
        return
    for piece in pieces:
        held = [*disabilities_in(piece)]
        level = grade_in(piece.rstrip("呢")) if kind and not held else None
        for found in held if held else [(kind, level)] if kind and level else []:
            kind = found[0]
            yield found
