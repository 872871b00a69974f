"""What the allowance by age comes to from one age to another ("从80到90一共能拿多少", "我85，活到95总共多少")."""

from __future__ import annotations

import re
from itertools import groupby

from intents.told.lengths import YEAR
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from server.benefits import service as benefits
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.moment import Moment
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.reckoned.claims_of_entries import AMOUNTS
from server.conversation.reckoned.supposed import OF_AN_ELDER
from server.conversation.said import Said
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn
from server.kit.clock import business_today
from server.kit.money import spoken

_OLDEST = 125
_AGE = r"\d{2,3}(?![\d元块分号月年])(?:周?岁)?"
_ALL_OF_IT = "一?共|总共|合计|合起来|加起来|拢共|这几年|这些年|这几十年"
_FROM_TO = re.compile(
    rf"从(?P<a>{_AGE})(?:开始|起)?(?:一直)?(?:领|拿|发|活)?(?:到|至)(?P<b>{_AGE})[^。]*?(?:{_ALL_OF_IT}|多少|几100)"
)
_SINCE = re.compile(
    rf"从(?P<a>{_AGE})(?:开始|起|那年)[^。]*?(?:{_ALL_OF_IT})(?=[^。]*?(?:多少|几100))"
)
_UNTIL = re.compile(
    rf"(?:活|领|拿|发|等)?到(?P<b>{_AGE})(?![^,，。]{{0,4}}(?:每月|[1一]个?月))[^。]*?(?:{_ALL_OF_IT})(?=[^。]*?(?:多少|几100))"
)
_THE_LAW = "这是按现在的规定、整年算的，只算高龄津贴，要北京户口。"
_NOT_KNOWN = "2019年10月以前的标准没查到，不敢说以前实际领了多少。"
_IN_FORCE_SINCE = 2019
"""京民养老发〔2019〕160号."""


def told(said: Said, moment: Moment) -> Told | None:
    """The sum from one age to another that the message asks for; None where it asks for none."""
    plain = unify(said.text)
    if concepts(normalise(said.text)).subjects - wishes.BENEFITS:
        return None
    ages = _ages(plain, moment)
    if ages is None:
        return None
    reply = moment.answer_of(AMOUNTS[BY_AGE])
    if reply is None:
        return None
    known = heard(said.text).get("age") or moment.state.facts.get("age")
    learn(moment.state, said.text)
    first, last = ages
    past = known is not None and business_today().year - (known - first) <= _IN_FORCE_SINCE
    return compose.begun_with(_said(first, last, moment) + (_NOT_KNOWN if past else ""), reply), {
        "because": "from one age to another"
    }


def asks(text: str, moment: Moment) -> bool:
    """Whether ``text`` asks for the sum from one age to another."""
    return _ages(unify(text), moment) is not None


def _ages(plain: str, moment: Moment) -> tuple[int, int] | None:
    """From which age, and to which that is reached, the sum is asked for."""
    now = heard(plain).get("age") or moment.state.facts.get("age")
    if match := _FROM_TO.search(plain):
        ends = _number(match["a"]), _number(match["b"])
    elif (match := _SINCE.search(plain)) and now:
        ends = _number(match["a"]), now
    elif (match := _UNTIL.search(plain)) and now:
        ends = now, _number(match["b"])
    else:
        return None
    first, last = ends
    return (first, last) if BEGINS_AT[0] - YEAR <= first < last <= _OLDEST else None


def _number(said: str) -> int:
    return int(re.sub(r"\D", "", said))


def _said(first: int, last: int, moment: Moment) -> str:
    """The months of each band, and what they come to."""
    paid = [(_at(age, moment), age) for age in range(first, last)]
    parts, whole = [], 0
    for fen, years in groupby(paid, key=lambda each: each[0]):
        of_it = [age for _, age in years]
        months = len(of_it) * YEAR
        whole += fen * months
        band = f"{of_it[0]}到{of_it[-1]}周岁" if len(of_it) > 1 else f"{of_it[0]}周岁"
        parts.append(
            f"{band}每月{spoken(fen)}，{months}个月{spoken(fen * months)}" if fen else f"{band}没有"
        )
    return f"从{first}周岁到满{last}周岁，高龄津贴合起来是{spoken(whole)}：{'；'.join(parts)}。{_THE_LAW}"


def _at(age: int, moment: Moment) -> int:
    found = benefits.check(
        {**OF_AN_ELDER, "age": age}, business_today(), moment.knowledge.documents
    )
    by_age = (b for b in found.benefits if b.code == BY_AGE and b.verdict == "eligible")
    return sum(b.amount_fen_per_month or 0 for b in by_age)
