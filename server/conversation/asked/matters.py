"""What of a message that tells facts is asked of a matter that no sum of allowances answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.asked import plainer
from intents.asked.beside_facts import asked_beside
from intents.matching.focus import end_of_story
from intents.told.ages import AGES
from intents.told.lapsed import is_lapsed
from intents.told.named import without_people
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from server.conversation.asked import wishes
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.told.facts_told import heard

_CARD = "elder-card"
_ENDED = re.compile("销|注销|余额|退卡")
_PAID_FOR = frozenset({"meal", "retrofit"})
"""Who asks if there is a subsidy for these asks of theirs, not of what she is given by her age."""
EATS = re.compile("(?:在|去|到)[^,，。 ]{0,6}吃(?!力|亏|药|得|不|低保|劳保|苦|惊)")
_HIRES = re.compile(
    "(?:请|雇|找|用|换)(?:[1一]?个|[1一]?位|着|了)?(?:住家|白班|夜班|全天|钟点|上门|靠谱|专门)?的?(?:护工|护理员|保姆|阿姨|陪护|小时工|钟点工)(?!费|的?钱|补)"
)
"""What a carer costs who is hired is her price, whoever she is hired for ("我妈八十六，请护工一个月多少钱")."""

_RECEIVED = re.compile(
    rf"(?:[领拿享发]|享受|[给补])(?:到|得到)?(?:{HOW_MUCH}|什么|啥|哪些)|[领拿]|补(?!卡|办|牙)"
)

_ADDED_UP = re.compile(
    "[能可该]领|领(?:到)?(?:多少|几)|各自?(?:是|能|该|领|拿|给|有)*多少|一共|合计|总共|加起来|加一起|合起来|直接说|直接算"
)
"""Of no matter but what somebody gets in all."""

_WHO_ELSE = re.compile("[那我你俺咱他她们家的呢呀啊]*")
"""Another person and nothing else is no matter ("那我爸呢，九十三")."""

_ASKS = re.compile(
    "[?？吗么嘛呢]|怎么|咋|哪|谁|啥|什么|几|多|能不能|可不可以|行不|是不是|有没有|要不要|用不用|该|想|要|找|请问|帮|[不没]$|不退|不给|不让|老(?:是)?忘|没人"
)
"""Something is asked, wanted or amiss: who only tells of herself ("吃饭要人喂") is told what she may have."""


_OVER_A_SPAN = re.compile(
    "(?:全年|上半年|下半年|半年|[1一]整?年|[每个]月)(?:能|该|可以|给|到手|[共领拿发])*(?:多少|几)"
)
"""Asks what somebody gets a month or over months: where no matter of ours is named, that is a sum."""


@dataclass(frozen=True)
class Matter:
    """What is asked beside facts. ``named``: it names a subject of ours, so that it is surely no sum."""

    question: str
    named: bool


def matter_asked(text: str) -> Matter | None:
    """The question of ``text`` without the facts told beside it, where it is about meals, care, a home, an
    assessment, how the card is had, or names nothing of ours; None where an allowance is asked for, or
    nothing is told beside it."""
    rest = asked_beside(text) or _end_of_what_is_told(text)
    if rest is None or _WHO_ELSE.fullmatch(bare(without_people(unify(rest)))):
        return None
    own = concepts(normalise(rest))
    if is_lapsed(unify(text)) and wishes.asks_how_much(rest):
        return None
    if _ADDED_UP.search(rest) or not _ASKS.search(unify(rest)):
        return None
    of_ours = own.subjects or EATS.search(rest) or _HIRES.search(unify(rest))
    if not of_ours and not wishes.names_an_allowance(rest):
        of_money = _RECEIVED.search(unify(rest)) or _OVER_A_SPAN.search(unify(rest))
        return None if of_money else Matter(rest, named=False)
    matters = own.subjects - wishes.BENEFITS
    if _CARD in own.subjects and (own.wishes & plainer.PRACTICAL or _ENDED.search(rest)):
        matters |= {_CARD}
    if EATS.search(rest):
        matters |= {"meal"}
    if _HIRES.search(unify(rest)) and not wishes.names_an_allowance(rest):
        return None if own.subjects - matters else Matter(rest, named=True)
    received = wishes.names_an_allowance(rest) or _RECEIVED.search(unify(rest))
    if not matters or (received and not matters & _PAID_FOR):
        return None
    return None if own.subjects - matters else Matter(rest, named=True)


def _end_of_what_is_told(text: str) -> str | None:
    """The question that a long story of somebody's age ends in, where no clause of it tells facts alone."""
    if not heard(text, of_somebody=True).keys() & {*AGES} or _ADDED_UP.search(text):
        return None
    return end_of_story(normalise(text))
