"""What is told of children and others too young for the allowances: "我儿子残疾", "我弟弟67了"."""

from __future__ import annotations

import re

from intents.told.named import person_in
from intents.words.normalise import unify
from intents.words.relatives import CHILDREN, OF_SIBLINGS, OLD_ONES, OLD_PEOPLE, SIBLINGS, YOUNGER

_YOUNG_HAS = re.compile(
    rf"^(?:那|请问|问问|问一下|要是|如果)*(?:我|俺|他|她|咱|我们|我家|咱家)?(?:家|的|大|小|二|有个)*(?:{YOUNGER})"
    r"[^,，。]{0,8}?(?P<has>残疾?|瘫|失能|[一二三四1-4]级|智[力障]|精神|自闭|脑瘫|生病|有病|不能自理|聋|哑|盲|失明|低保|低收入|"
    r"(?<!\d)[1-5]?\d(?!\d|级)岁?)"
)
"""What is told of somebody younger than the elders of whom the base knows ("我儿子残疾")."""

_NOT_OF_THE_YOUNG = re.compile(f"我|俺|老人|{OLD_ONES}|替|代|照顾|伺候")
"""What shows that an elder is spoken of all the same, or that the child acts for one."""

ELDERLY = re.compile(r"(?<!\d)(?:[6-9]\d|1[01]\d)(?!\d)")


def speaks_of_the_young(text: str) -> bool:
    """Whether ``text`` begins with what is the matter with a child or somebody as young, and names no elder."""
    plain = re.sub(r"\s+", "", unify(text))
    told = _YOUNG_HAS.match(plain)
    if told is None or ELDERLY.search(plain):
        return False
    rest = plain[told.start("has") :]
    return person_in(rest) is None and not _NOT_OF_THE_YOUNG.search(rest)


NOT_A_CHILD = re.compile(
    rf"^(?:那|请问|问问|问一下)*[我俺]?(?:们|家|的|大|小|二|三|老|亲|有个)*(?P<who>{CHILDREN}|{SIBLINGS}|{OF_SIBLINGS})"
    r"(?=(?:呢|啊|他|她|今年|今儿|都|已经|快|也|是|有|了|周岁|[,，])*\d{2}(?!\d|级|块|元|年|月|号|日|分))"
)

_AN_AGE = re.compile(r"(?<![\d几领拿发给补])(?:[1-9]\d|1[01]\d)(?!\d|级|块|元|年|月|号|日|分)")

_IS_HIS = re.compile("[我俺]是[他她][^,，。;；]{1,3}")

_NAMES_ANOTHER = re.compile(f"[我俺咱](?!弟|妹|儿|女|闺|姑|家|的)|老人(?!的|家?护理)|{OLD_PEOPLE}")


def of_the_young(text: str) -> tuple[str, int] | None:
    """Who of those younger than the elder ``text`` (unified) tells the own age of, and that age, where it
    is about nobody else ("我弟弟67了,智力残疾三级")."""
    told = NOT_A_CHILD.match(text)
    if told is None:
        return None
    rest = _IS_HIS.sub("", text[told.end() :])
    ages = _AN_AGE.findall(rest)
    if len(ages) != 1 or _NAMES_ANOTHER.search(rest) or person_in(rest):
        return None
    return told["who"], int(ages[0])
