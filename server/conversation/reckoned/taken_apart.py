"""A message taken apart: what it tells of a person and asks of the sum, and the questions beside that."""

from __future__ import annotations

import re

from intents.asked import several, tied
from intents.told.ages import AGES
from intents.told.claimed import claim_in, only_checks
from intents.told.denials import denied_in
from intents.told.facts import not_received
from intents.told.graver import EVENTS, graver_in
from intents.told.held import score_in
from intents.told.receiving import says_only_that_it_is_over
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise
from server.conversation.asked import wishes
from server.conversation.asked.days import months_meant, points_at_a_time
from server.conversation.asked.spans_named import span_in
from server.conversation.reckoned import readings, sums_doubted
from server.conversation.state import INCOME
from server.conversation.told.facts_told import heard
from server.conversation.told.plain_answers import leaves_open, speaks_of_a_card
from server.kit.clock import business_today

_WHICH_LEVEL = re.compile(
    "(?:这|那|是|算|属于|能算|到底)*(?:几级|哪一?[级档]|什么(?:等级|级别|程度)|啥(?:等级|级别))(?:失能)?[呢啊呀]?"
)

_IF_OF_A_MONTH = re.compile(
    r"(?:那|上个?|这个?|本|当|下个?|[去今明]年的?)*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?月份?的?(?:那份|那个月|钱|津贴|补贴|还|也|都|能|该)*"
    r"(?:有没有|给不给|发不发|算不算|补不补|(?:有|给|发|算|补|领|拿)(?:吗|么|嘛|不|没有?))[呢啊呀]?"
)
"""If a month is paid, of which no more is asked ("11月的有没有"): that is of the sum."""

_HOW_OF = (
    r"(?:(?:高龄)?(?:补贴|津贴|补助))(?:的话|这块|这事儿?|该|要|得|应该|应当)*"
    r"(?:怎么|咋|如何|怎样|(?:去|上|到|在)?哪|找谁|什么手续|(?:带|用|交|准备)(?:什么|啥|哪些))"
)
_HOW_OF_AN_ALLOWANCE = re.compile(rf"(?:那|这|这个|那个|他的?|她的?)*{_HOW_OF}.{{0,8}}")
_BEFORE_AN_ALLOWANCE = re.compile(rf"(?P<her>.+?)(?P<asked>{_HOW_OF}[^,，。]{{0,8}})")
_ASKS_ITSELF = re.compile("(?:[吗么嘛]|有没有|是不是)$")
_ANSWER = re.compile("(?:是的?|不是|有的?|没有?|对|不)[了啊呀的]*")
_ANSWERED = re.compile("[吗么嘛](?:是的?|不是|有的?|没有?|北京的?)[了啊呀的]*$")
"""What somebody asks herself and answers."""


def apart(text: str) -> tuple[str, list[str]]:
    """What ``text`` tells of a person and asks of the sum, and the questions beside it."""
    pieces = [part for piece in _answered(several.pieces(text)) for part in _parts(piece)]
    asked = [p for p in pieces if is_a_question_beside(p)]
    if score_in(text) is not None:  # the sum says which level it takes
        asked = [piece for piece in asked if not _WHICH_LEVEL.fullmatch(bare(piece))]
    return "，".join(piece for piece in pieces if piece not in asked), asked[: several.MOST - 1]


def asks_how_of_an_allowance(piece: str) -> bool:
    """Whether ``piece`` asks how an allowance is had that it does not name further ("津贴怎么办")."""
    return bool(_HOW_OF_AN_ALLOWANCE.fullmatch(bare(piece)))


def _parts(piece: str) -> list[str]:
    """``piece`` cut behind the sum that it asks for, or behind the age that it tells before it asks how an
    allowance is had ("老爹91了津贴怎么办")."""
    cut = _BEFORE_AN_ALLOWANCE.fullmatch(piece)
    if cut and heard(cut["her"]).keys() & {*AGES}:
        return [cut["her"], cut["asked"]]
    return after_the_sum(piece)


def _answered(pieces: list[str]) -> list[str]:
    """``pieces`` with a question and its own answer in one: "低保吗？不是" asks nothing."""
    found: list[str] = []
    for piece in pieces:
        of_it = only_checks(piece) and claim_in("，".join([*found, piece]))
        if found and (of_it or (_ASKS_ITSELF.search(found[-1]) and _ANSWER.fullmatch(piece))):
            found[-1] += f"，{piece}"
        else:
            found.append(piece)
    return found


_ASKED_OUTRIGHT = re.compile("[吗么嘛]$|怎么|咋|哪|多少|能不能|如何|什么|啥")


def _only_leaves_open(piece: str) -> bool:
    """Whether ``piece`` says that the income is applied for or not known, and asks nothing of it."""
    return leaves_open(INCOME, piece) and not _ASKED_OUTRIGHT.search(bare(piece))


def is_a_question_beside(piece: str) -> bool:
    if _ANSWERED.search(bare(piece)) or _tells_an_end(piece) or tells_without_asking(piece):
        return False
    if sums_doubted.claims_a_sum(piece) or asks_of_months(piece) or _only_leaves_open(piece):
        return False
    if _IF_OF_A_MONTH.fullmatch(bare(piece)) or speaks_of_a_card(piece):
        return False
    of_a_time = points_at_a_time(piece) or (months_meant(piece) and _names_no_matter(piece))
    if of_a_time and wishes.asks_how_much(piece):
        return False
    asks = several.asks(piece) and not tied.is_statement(piece)
    tells = heard(piece, of_somebody=True).keys() - {"district"}
    return asks and not tells and not asks_the_sum(piece)


def _names_no_matter(piece: str) -> bool:
    return not concepts(normalise(piece)).subjects


def asks_of_months(text: str) -> bool:
    """Whether ``text`` asks what several months come to, and of nothing but benefits."""
    others = concepts(normalise(text)).subjects - wishes.BENEFITS
    return not others and span_in(text, business_today()) is not None


def tells_without_asking(piece: str) -> bool:
    """Whether ``piece`` tells of dangers, or of money that is not received, whatever else its words ask."""
    return EVENTS in graver_in(piece) or bool(not_received(piece))


def _tells_an_end(piece: str) -> bool:
    """Whether ``piece`` says that something is over and asks nothing of it ("低保今年取消了", "停了")."""
    if says_only_that_it_is_over(bare(piece)):
        return True
    return bool(denied_in(piece)) and concepts(normalise(piece)).wishes == {"stop"}


def after_the_sum(piece: str) -> list[str]:
    """``piece`` cut behind the sum that it asks for, where something else is asked after that."""
    if not heard(piece):
        return [piece]
    ways = (way for way in several.ways_apart(piece) if len(way) == 2)
    fitting = (w for w in ways if heard(w[0]) and asks_the_sum(w[0]) and not heard(w[1]))
    return next(fitting, [piece])


def asks_the_sum(piece: str) -> bool:
    """Whether ``piece`` asks what somebody gets, or if she gets one benefit ("有高龄津贴吗")."""
    sum_of_hers = wishes.asks_for_the_sum(piece) and not readings.asks_of_a_matter(piece)
    of_one = wishes.benefit_of(piece) is not None and wishes.asks_for_a_verdict(piece)
    return sum_of_hers or of_one or _of_one_benefit(piece)


def _of_one_benefit(piece: str) -> bool:
    given = wishes.asks_if_given(piece) or wishes.asks_if_any(piece)
    return given or wishes.asks_how_much_of_one(piece)
