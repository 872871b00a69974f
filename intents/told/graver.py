"""What somebody says that makes a level heavier than the points of an assessment: a coma, a diagnosis,
dangers of the last 30 days (GB/T 42195-2022, C.4).

Only a diagnosis counts: "糊涂了" is none, and "老年痴呆" without a doctor is only a name for it.
"""

from __future__ import annotations

import re

from intents.told.people import of_whom_is_asked
from intents.told.stance import Clauses
from intents.words.normalise import unify
from intents.words.numerals import times as in_numbers

COMA, DIAGNOSIS, EVENTS, NAMED = "coma", "diagnosis", "care_risk_events", "named"
"""The facts of the standard, and that a dementia was named of which no diagnosis was told."""

_DISEASE = re.compile(
    "阿尔茨?海[默墨]|阿[兹滋]海[默墨]|老年?痴呆|老年性痴呆|痴呆|认知症|认知障碍|失智|精神分裂|抑郁症|双相|躁狂|精神病"
)
_KNOWN_BY_DOCTORS = re.compile("海[默墨]|认知症")
"""Words that nobody has but from a doctor."""

_CONFIRMED = re.compile(
    r"确诊|诊断|查出|检查出|(?:医院|大夫|医生|专家)[^,，。]{0,6}(?:说是|定的|看的|开的)"
)
_NOT_CONFIRMED = re.compile(
    "(?:没|未|不)(?:有|去|能|给|曾|被|医院|大夫)*(?:确诊|诊断|查出)|(?:确诊|诊断)(?:还|也|都)?(?:没|未|不)"
    r"|(?:等|去|想|要|准备|打算)(?:着|去|医院)*(?:确诊|诊断)"
)
_COMA = re.compile("昏迷(?!过|了?[一两几1-9])|植物人|植物状态")

_LATELY = re.compile(
    r"(?:[一1]|30)个?[月天](?:里|内|之内|以内|间|来)|[最]?近(?:这)?(?:[一1]|30|半)个?[月天]|(?:这|前)(?:[一1半]|30)?个?[月天]"
    r"|(?:近|刚|这)?(?:半|[一1])个?月(?:就|都|已经|又|就已经)?(?=摔|跌|栽|走[失丢]|迷路|噎)|近30[天日]|30[天日](?:里|内|之内|以内)|本月|(?:这|上|前)(?:[一1两几]个?)?(?:周|星期|礼拜)|这几天"
)
_DANGER = re.compile(
    r"(?:(?P<m>[1-9一两二三四五六七八九几]|好几)(?:次|回)的?)?(?:摔|跌|栽|噎|走[失丢]|迷路|自[杀伤残])(?:了|过|倒|着|跟头|跤|到)*(?P<n>\d|[一两二三四五六七八九几多]|好几)?(?:次|回|跤|遭|下)?"
)
_LONG_AGO = re.compile(
    "(?:去|前|大前)年|(?:[两二三四五六七八九几2-9]|1\\d)个月(?:以?前|之前)|(?:半|几|多|[1-9一二三])年(?:以?前|多)|上半年|年初"
)


def graver_in(text: str) -> dict[str, bool | int]:
    """What ``text`` tells of her whom it is about that makes a level heavier, by the names of the standard."""
    spoken = of_whom_is_asked(unify(text))
    found = _diagnosis(spoken)
    said = Clauses.of(spoken)
    if match := _COMA.search(said.plain):
        stance = said.stance(match)
        found |= {COMA: stance == "so"} if stance != "open" else {}
    if (count := _dangers(spoken)) is not None:
        found[EVENTS] = count
    return found


def names_a_coma(text: str) -> bool:
    """Whether ``text`` speaks of a coma, of whomever."""
    return bool(_COMA.search(unify(text)))


def _diagnosis(spoken: str) -> dict[str, bool | int]:
    """Whether a doctor has found a disease of the mind; ``NAMED`` where it is only named."""
    said = Clauses.of(spoken)
    names = [*_DISEASE.finditer(said.plain)]
    stances = {said.stance(match) for match in names}
    if _NOT_CONFIRMED.search(spoken):
        return {DIAGNOSIS: False, NAMED: bool(names)}
    confirmed = bool(_CONFIRMED.search(spoken))
    if names and stances == {"not so"}:
        return {DIAGNOSIS: False, NAMED: False}
    if "so" not in stances:
        return {NAMED: True, DIAGNOSIS: True} if names and confirmed and "open" in stances else {}
    if confirmed or any(_KNOWN_BY_DOCTORS.search(match[0]) for match in names):
        return {DIAGNOSIS: True, NAMED: True}
    return {NAMED: True}


def says_only_that_it_is_confirmed(text: str) -> bool:
    """Whether ``text`` says that a doctor has found what was named before, and no more ("确诊了")."""
    spoken = re.sub(r"[\s\W]+", "", unify(text))
    return bool(
        re.fullmatch(
            r"(?:是|在|已经|医院|早就?|协和|宣武)*(?:确诊|诊断)(?:过|了|的|是|呀|啊)*", spoken
        )
    )


def names_dangers(text: str) -> bool:
    """Whether ``text`` speaks of dangers, whenever they were."""
    return bool(_DANGER.search(unify(text)))


def tells_of_dangers_long_ago(text: str) -> bool:
    """Whether ``text`` tells of dangers of which it says that they are more than 30 days back."""
    spoken = unify(text)
    return bool(_LONG_AGO.search(spoken) and _DANGER.search(spoken)) and _dangers(spoken) is None


def _dangers(spoken: str) -> int | None:
    """How many dangers of the last 30 days are told of, None where they were not lately or none is."""
    times = 0
    for clause in _told_lately(spoken):
        for match in _DANGER.finditer(clause):
            denied = re.search("[没未不](?:有|再|怎么|曾)*$", clause[: match.start()])
            times += 0 if denied else in_numbers(match["n"] or match["m"] or "一")
    return times or None


def _told_lately(spoken: str) -> list[str]:
    """The clauses that tell of the last 30 days, each from where it says so."""
    begins = _LATELY.search(spoken)
    if begins is None:
        return []
    before, after = spoken[: begins.start()], spoken[begins.end() :]
    behind = re.split(r"[。;；!！]", after)[0]
    last = re.split(r"[,，。;；!！]", before)[-1]
    return [last, behind]
