"""What a message does, told by its words alone: goes on, asks of a matter, asks for the sum."""

from __future__ import annotations

import re

from intents import ellipsis, several
from intents.concepts import concepts
from intents.denials import denied_in
from intents.facts import AGES
from intents.normalise import bare, normalise
from intents.people import speaks_of_somebody, without_people
from server.conversation import wishes
from server.conversation.questions import is_bare_subject
from server.conversation.state import heard

_ALSO_SAID_OF_HER = frozenset({"assessment"})
"""Subjects that a supposition about somebody names beside benefits ("要是评上重度")."""

_COUNTED = {*AGES} - {"age"}
"""Ages that have to be counted out: no entry tells what they come to."""

_FOR_WHOM = re.compile("[给替帮为问是的啊呀了我家想要打听]*")

_GO_ON = re.compile(r"^(.{0,12}(?<!能)(?<!怎么)(?<!不))?(接着|继续)(算|说|来|刚才的?)?(吧|啊|呗)?$")


def goes_on(text: str) -> bool:
    """Whether the sum is to be gone on with: all of it, whatever was asked in between."""
    return bool(_GO_ON.match(re.sub(r"\W", "", text)))


def asks_of_hers(text: str, focus: str | None, *, known: bool) -> bool:
    """Whether ``text`` asks what one benefit is to somebody: if she qualifies, from when, how much."""
    counted = bool(heard(text).keys() & _COUNTED)
    if focus and wishes.asks_for_a_verdict(text) and (counted or ellipsis.is_elliptic(text)):
        return True
    aged = bool(heard(text).keys() & {*AGES})  # "我妈差一个月八十，什么时候开始给"
    if focus and (known or aged) and wishes.asks_from_when(text):
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
    return ellipsis.is_elliptic(text) and again


def only_names_a_benefit(text: str) -> bool:
    """Whether ``text`` is one benefit and nothing else ("那消费券呢")."""
    return is_bare_subject(text) and wishes.benefit_of(text) is not None


def only_names_a_person(text: str) -> bool:
    """Whether ``text`` says for whom something is asked and nothing else ("给我妈问的")."""
    plain = bare(text)
    rest = without_people(plain)
    return rest != plain and bool(_FOR_WHOM.fullmatch(rest))


def only_denies(text: str) -> bool:
    """Whether ``text`` says that a fact is not so and asks nothing ("还没评估过")."""
    return bool(denied_in(text)) and concepts(normalise(text)).wishes <= {"missing"}


def supposes_of_a_matter(text: str) -> bool:
    """Whether a supposition asks how something is done, or of what is no benefit."""
    own = concepts(normalise(text))
    named = own.subjects - _ALSO_SAID_OF_HER
    if "lives" in heard(text):  # "要是住到养老院呢" is where she lives
        named -= {"care-home"}
    return bool(own.wishes & ellipsis.PRACTICAL) or (bool(named) and not wishes.benefit_of(text))


def asks_of_a_matter(text: str) -> bool:
    """Whether ``text`` asks how something of ours is done, or anything of what is no benefit."""
    own = concepts(normalise(text))
    if own.wishes & ellipsis.PRACTICAL or (own.subjects and own.asks):
        return True
    benefit = wishes.benefit_of(text)
    return bool(own.subjects) and benefit is None and not ellipsis.is_statement(text)


def apart(text: str) -> tuple[str, list[str]]:
    """What ``text`` tells of a person and asks of the sum, and the questions beside it."""
    pieces = [part for piece in several.pieces(text) for part in after_the_sum(piece)]
    asked = [p for p in pieces if is_a_question_beside(p)]
    return "，".join(piece for piece in pieces if piece not in asked), asked[: several.MOST - 1]


def is_a_question_beside(piece: str) -> bool:
    asks = several.asks(piece) and not ellipsis.is_statement(piece)
    return asks and not heard(piece, of_somebody=True) and not asks_the_sum(piece)


def after_the_sum(piece: str) -> list[str]:
    """``piece`` cut behind the sum that it asks for, where something else is asked after that."""
    if not heard(piece):
        return [piece]
    ways = (way for way in several.ways_apart(piece) if len(way) == 2)
    fitting = (w for w in ways if heard(w[0]) and asks_the_sum(w[0]) and not heard(w[1]))
    return next(fitting, [piece])


def asks_the_sum(piece: str) -> bool:
    """Whether ``piece`` asks what somebody gets, or if she gets one benefit ("有高龄津贴吗")."""
    sum_of_hers = wishes.asks_for_the_sum(piece) and not asks_of_a_matter(piece)
    of_one = wishes.benefit_of(piece) is not None and wishes.asks_for_a_verdict(piece)
    return sum_of_hers or of_one or wishes.asks_if_given(piece)
