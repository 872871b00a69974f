"""What of a message that tells facts is asked of a matter that no sum of allowances answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.asked import plainer
from intents.asked.beside_facts import asked_beside
from intents.told.lapsed import is_lapsed
from intents.told.named import without_people
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from server.conversation.asked import wishes
from server.conversation.asked.wishes import HOW_MUCH

_CARD = "elder-card"
_ENDED = re.compile("销|注销|余额|退卡")
EATS = re.compile("(?:在|去|到)[^,，。 ]{0,6}吃(?!力|亏|药|得|不|低保|劳保|苦|惊)")
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
    rest = asked_beside(text)
    if rest is None or _WHO_ELSE.fullmatch(bare(without_people(unify(rest)))):
        return None
    own = concepts(normalise(rest))
    if is_lapsed(unify(text)) and wishes.asks_how_much(rest):
        return None
    if _ADDED_UP.search(rest) or not _ASKS.search(unify(rest)):
        return None
    if not own.subjects and not wishes.names_an_allowance(rest) and not EATS.search(rest):
        of_money = _RECEIVED.search(unify(rest)) or _OVER_A_SPAN.search(unify(rest))
        return None if of_money else Matter(rest, named=False)
    matters = own.subjects - wishes.BENEFITS
    if _CARD in own.subjects and (own.wishes & plainer.PRACTICAL or _ENDED.search(rest)):
        matters |= {_CARD}
    if EATS.search(rest):
        matters |= {"meal"}
    received = wishes.names_an_allowance(rest) or _RECEIVED.search(unify(rest))
    if not matters or (received and "meal" not in matters):
        return None
    return None if own.subjects - matters else Matter(rest, named=True)
