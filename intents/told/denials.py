"""What a sentence says is not so: "不是低保", "没评估过". A denial is no fact, but it takes one back."""

from __future__ import annotations

import re

from intents.told.corrections import of_which_fact, plainly
from intents.told.facts import INCOMES, facts_in, not_so
from intents.told.in_place import first_clause, in_place
from intents.told.stance import Clauses
from intents.words.normalise import unify

_ITSELF = "(?!(?:办|做)?过?(?:残|评估)|人|失能|失独|计生|计划|独居|农|别|其|子女|儿|女|孩子|老伴|工作|退休|房|病|收入|养老|(?:低保|低收入)(?!户?(?:也|都|有|是)))"
"""What is denied stands before the denial and not after it: "吃低保，没有残疾", "是低收入不是低保"."""

_DENIED: dict[tuple[str, str | bool | None], str] = {
    ("income_class", "dibao"): (
        rf"(?:(?<=[要就只可但]是)|(?<![是有]))(?:不是?|没有?吃?|不吃|非|不享受|不领)低保|低保户?(?:吗|么|嘛|啊)?(?:(?:不是|没有|没(?!有)){_ITSELF}|没吃|停[了掉发的]|取消)"
    ),
    ("income_class", "low_income"): (
        rf"(?:(?<=[要就只可但]是)|(?<![是有]))(?:不是?|不算|够不上|没有?|非)低收入|低收入(?:家庭|户)?(?:吗|么|嘛|啊)?(?:不是|没有|不算){_ITSELF}"
    ),
    ("family_planning_special", True): r"(?<!是)不是(?:失独|计生|计划生育)",
    ("assessment_level", None): (
        r"(?:没|没有|未|还没|从没|不曾)(?:做|去|申请|办|参加)?过?(?:能力|失能)?评估"
        r"|评估(?:吗|么|嘛)?没有?(?:做过?|过)?(?=$|丨)"
        r"|评估(?:也|还|都)?没(?:做|评|办|去)(?!上|出)|没评(?:估|过|级|呢|$)|没做过评|没人给评"
        r"|(?:[轻中重]度|评估|评级|等级|结论|评的)[^没未不丨]{0,8}丨?(?:已经|早就?|都|也)*(?:过期|到期|失效)了"
        r"|^(?:那|可|要是|如果|万一|假如|他|她|我|[妈爸]|要|后来|最后|这次)*(?:没能?|没有|评不)评?上(?:失能|等级|级别|级)?(?:呢|的话|了)*$"
    ),
}
_PATTERNS = {denied: re.compile(pattern) for denied, pattern in _DENIED.items()}

_NOT_ASSESSED = re.compile(
    "(?:其实|实际上?|她|他|我们?|老人|现在|目前|根本|都|也|压根)*(?:还|就)?没(?:给|去|有|做)?评(?:呢|过|估|上|级)*"
)
"""A clause that says it and no more ("其实还没评，我觉得是重度")."""


Denied = set[tuple[str, str | bool | None]]


def denied_in(text: str) -> Denied:
    """The facts, by name and value, that ``text`` says are not so; a value of None stands for any.

    The "no" with which it puts something right denies nothing of what comes after ("低收入，哦不，低保").
    """
    told = in_place(plainly(unify(text)))
    if told is None:
        return _denied(text)
    before, after = denied_in(told[0]), told[1]
    return (before - _put_right(before, after)) | _denied(after)


def _put_right(denied: Denied, after: str) -> Denied:
    """What was ``denied`` before of which ``after``, which puts it right, tells otherwise ("没评过，不对，评过")."""
    told, about = facts_in(after, of_somebody=True), of_which_fact(first_clause(after))
    return {
        (name, value)
        for name, value in denied
        if (value is None and name in (about, *told)) or (name in told and told[name] == value)
    }


def _denied(text: str) -> Denied:
    said = plainly(unify(text))
    plain = Clauses.of(said).broken_at(INCOMES).plain
    found = {denied for denied, pattern in _PATTERNS.items() if pattern.search(plain)}
    if any(_NOT_ASSESSED.fullmatch(clause) for clause in re.split(r"[\s\W]+", said)):
        found.add(("assessment_level", None))
    return not_so(text) | found
