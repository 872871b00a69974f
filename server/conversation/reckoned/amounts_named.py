"""What is asked of benefits that are known by what they pay: which of two amounts a disability gives, why somebody
else receives so much."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.words.normalise import unify
from server.conversation.reckoned.benefit_names import CARE, DIFFICULTY, name_of
from server.conversation.reckoned.birthdays import BY_AGE
from server.conversation.reckoned.supposed import amount_of
from server.conversation.told.facts_told import heard
from server.editorial.live import LiveKnowledge

_EITHER = re.compile(r"(?P<a>[1-8]00)[元块]?钱?还是(?P<b>[1-8]00)")
_ANOTHER = re.compile(
    r"(?:邻居|街坊|隔壁|楼[上下]|对门|人家|别人|同岁|同龄|老[王李张刘赵陈杨])[^,，。;；]{0,8}?(?:领|拿|有|给|发|得)(?:了|着|到)?(?P<sum>[1-9]\d?00)"
)
_WHY = re.compile(
    "咋|怎么|为啥|为什么|凭啥|凭什么|我(?:才|只|就)|(?:(?<!失)能|给|都)[领拿]?[1-9]00"
)
_TIERS: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]] = {
    BY_AGE: (
        ("80至89周岁的", {"age": 80}),
        ("90至99周岁的", {"age": 90}),
        ("100周岁以上的", {"age": 100}),
    ),
    DIFFICULTY: (
        ("低保的", {"income_class": "dibao"}),
        ("低收入的", {"income_class": "low_income"}),
        ("计划生育特殊家庭的", {"family_planning_special": True}),
    ),
    CARE: (
        ("重度失能等情形的", {"assessment_level": "severe"}),
        ("视力、肢体残疾二级等情形的", {"disability": [{"type": "视力", "level": 2}]}),
        ("听力、言语残疾一级等情形的", {"disability": [{"type": "听力", "level": 1}]}),
    ),
}
"""Somebody for each amount of each of them, and how such people are called."""


def _who_gets(code: str, yuan: int, knowledge: LiveKnowledge, day: date) -> str:
    """Who is paid so much of a benefit a month; empty where nobody is."""
    fitting = (
        who for who, facts in _TIERS[code] if amount_of(code, facts, knowledge, day) == f"{yuan}元"
    )
    return next(fitting, "")


def which_of_two(text: str, knowledge: LiveKnowledge, day: date) -> str | None:
    """What the disabilities of ``text`` give, where two amounts are asked about ("言语一级听力一级，200还是400")."""
    told = heard(text, of_somebody=True)
    held = told.get("disability")
    if not _EITHER.search(unify(text)) or not held or told.keys() - {"disability", "hukou"}:
        return None
    gives = amount_of(CARE, {"disability": held}, knowledge, day)
    named = "、".join(f"{one['type']}{one['level']}级" for one in held if "type" in one)
    if not gives or not named or told.get("hukou") == "other":
        return None
    return f"是{gives}：{named}，护理补贴每月{gives}，要本市户口、年满60周岁。"


def another_gets(text: str, knowledge: LiveKnowledge, day: date) -> str | None:
    """Who is paid the sum that somebody else is said to receive ("邻居咋领300"); None for other messages."""
    plain = unify(text)
    found = _ANOTHER.search(plain)
    if found is None or not _WHY.search(plain) or heard(text).keys() & {*AGES}:
        return None
    yuan = int(found["sum"])
    gets = [
        f"{name_of(code)}里{who}"
        for code in _TIERS
        if (who := _who_gets(code, yuan, knowledge, day))
    ]
    one = f"每月{yuan}元的，有{'，'.join(gets)}；也可能是几样加起来的。" if gets else ""
    return (
        f"各人情况不一样，钱数就不一样：看岁数、低保或低收入、失能或残疾。{one}"
        "您说说自己多大岁数、是不是北京户口、有没有低保，我给您算。"
    )
