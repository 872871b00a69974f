"""What a message asks or tells by its words alone: of a matter, of hers, of one benefit."""

from __future__ import annotations

import re

from intents.asked import plainer, several, tied
from intents.told.ages import AGES
from intents.told.births import born_in
from intents.told.denials import denied_in
from intents.told.left_out import left_out_in
from intents.told.named import person_in, speaks_of_somebody, without_people
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from server.conversation.asked import wishes
from server.conversation.asked.questions import is_bare_subject
from server.conversation.reckoned.birthdays import OLD_ENOUGH
from server.conversation.state import SEVERAL
from server.conversation.told.facts_told import heard
from server.kit.clock import business_today

_ALSO_SAID_OF_HER = frozenset({"assessment"})
"""Subjects that a supposition about somebody names beside benefits ("要是评上重度")."""

_COUNTED = {*AGES} - {"age"}
"""Ages that have to be counted out: no entry tells what they come to."""

_FOR_WHOM = re.compile("[给替帮为问是的啊呀了我家想要打听]*")

_ANSWERED_ITSELF = re.compile(r"[吗么嘛][\s\W_]+(?=没)")
"""Between a question of ours said once more and the answer to it ("做过能力评估吗 — 没有")."""

_TELEPHONE = re.compile(r"电话|热线|号码|\d{5}")


def speaks_of_a_number(text: str) -> bool:
    """Whether ``text`` is about a telephone number."""
    return bool(_TELEPHONE.search(text))


def beside_what_is_supposed(text: str, supposes: re.Pattern[str]) -> str:
    """What ``text`` tells as true of somebody whose age it names, beside what it only supposes."""
    told = "，".join(piece for piece in several.pieces(text) if not supposes.search(piece))
    return told if heard(told).keys() & {*AGES} else ""


def only_supposed(text: str, supposes: re.Pattern[str]) -> str:
    """What ``text`` only supposes, without what it tells as true beside it; all of it where only what is
    supposed names who it is ("要是我妈户口迁来，她85")."""
    supposed = "，".join(piece for piece in several.pieces(text) if supposes.search(piece))
    names_who = person_in(supposed) and not person_in(beside_what_is_supposed(text, supposes))
    return text if names_who else supposed


def tells_of_several_disabilities(text: str) -> bool:
    """Whether ``text`` names more than one disability with its grade, and asks nothing practical: no
    entry tells what they come to together."""
    held = heard(text, of_somebody=True).get("disability") or ()
    return len(held) > 1 and not concepts(normalise(text)).wishes & plainer.PRACTICAL


def asks_of_a_grade(text: str) -> bool:
    """Whether ``text`` asks what disabilities of some kind and grade give, and tells nothing else."""
    if tells_of_several_disabilities(text):
        return True
    told = heard(text)
    only = told.keys() - {SEVERAL} == {"disability"} and bool(told["disability"])
    return only and tied.is_elliptic(text) and not asks_of_a_matter(text)


def asks_of_hers(text: str, focus: str | None, *, known: bool) -> bool:
    """Whether ``text`` asks what one benefit is to somebody: if she qualifies, from when, how much."""
    counted = bool(heard(text).keys() & _COUNTED) or born_in(unify(text), business_today())
    if focus and wishes.asks_for_a_verdict(text) and (counted or tied.is_elliptic(text)):
        return True
    aged = bool(heard(text).keys() & {*AGES})  # "我妈差一个月八十，什么时候开始给"
    meant = focus or (aged and not concepts(normalise(text)).subjects)  # "生于…，哪天起500"
    if meant and (known or aged) and wishes.asks_from_when(text):
        return True
    too_young = heard(text).get("age", OLD_ENOUGH) < OLD_ENOUGH
    if focus and too_young and wishes.asks_for_a_verdict(text):
        return True
    of_her = known and wishes.benefit_of(text) and speaks_of_somebody(text)
    return bool(of_her) and wishes.asks_for_the_sum(text)  # "她能领多少高龄津贴"


def asks_of_ours(text: str) -> bool:
    """Whether ``text`` tells a fact, or names a subject or an allowance: it does not only ask for bigger letters."""
    named = concepts(normalise(text)).subjects or wishes.names_an_allowance(text)
    return bool(heard(text) or named)


def asks_again_of_her(text: str) -> bool:
    """Whether ``text`` asks if or from when she qualifies, naming nothing ("还能领吗")."""
    again = wishes.asks_for_a_verdict(text) or wishes.asks_of_the_country(text)
    again = again or wishes.asks_from_when(text)
    return tied.is_elliptic(text) and again


def only_names_a_benefit(text: str) -> bool:
    """Whether ``text`` is one benefit and nothing else ("那消费券呢")."""
    return is_bare_subject(text) and wishes.benefit_of(text) is not None


def only_names_a_person(text: str) -> bool:
    """Whether ``text`` says for whom something is asked and nothing else ("给我妈问的")."""
    plain = bare(text)
    rest = without_people(plain)
    return rest != plain and bool(_FOR_WHOM.fullmatch(rest))


def only_denies(text: str) -> bool:
    """Whether ``text`` says that a fact is not so, or not to be reckoned, and asks nothing ("还没评估过")."""
    said = _ANSWERED_ITSELF.sub("", text)
    return bool(denied_in(text) or left_out_in(text)) and concepts(normalise(said)).wishes <= {
        "missing"
    }


def supposes_of_a_matter(text: str) -> bool:
    """Whether a supposition asks how something is done, or of what is no benefit."""
    own = concepts(normalise(text))
    named = own.subjects - _ALSO_SAID_OF_HER
    if "lives" in heard(text):  # "要是住到养老院呢" is where she lives
        named -= {"care-home"}
    return bool(own.wishes & plainer.PRACTICAL) or bool(named - wishes.BENEFITS)


def asks_of_a_matter(text: str) -> bool:
    """Whether ``text`` asks how something of ours is done, or anything of what is no benefit."""
    own = concepts(normalise(text))
    if own.wishes & plainer.PRACTICAL or (own.subjects and own.asks):
        return True
    benefit = wishes.benefit_of(text)
    return bool(own.subjects) and benefit is None and not tied.is_statement(text)
