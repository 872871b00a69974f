"""Whether two things may be had together: by what is told of that pair, else that nothing is found against it."""

from __future__ import annotations

import re

from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.moment import Moment
from server.conversation.said import Said

_NAMES = {
    "age-allowance": "高龄津贴",
    "care-subsidy": "护理补贴",
    "difficulty-subsidy": "困难补贴",
    "voucher": "消费补贴",
    "meal": "就餐补贴",
    "insurance": "长护险",
    "home-bed": "家庭养老床位",
    "elder-card": "老年卡",
}
_THREE = frozenset({"age-allowance", "care-subsidy", "difficulty-subsidy"})
_TOLD_OF = {
    frozenset({"care-subsidy", "voucher"}): "voucher-or-care-subsidy",
    frozenset({"care-subsidy", "insurance"}): "ltci-and-care-subsidy",
    frozenset({"care-subsidy", "home-bed"}): "haidian-home-bed-cash",
    frozenset({"meal", "voucher"}): "meal-subsidy-with-voucher",
}
"""Pairs of which an entry tells by itself (京民养老发〔2019〕160号 and what is reported)."""

OTHERS = "other-pairs-together"
"""The entry on all other pairs: which of them exclude one another, and that no more is found."""

_NOT_FOUND = "没查到写着{0}和{1}只能领一样的规定。"
_ONLY_THOSE_TWO = "报道说的二选一，只是护理补贴和消费补贴这两样，没有说到{0}。"

_ASKS_OF_BOTH = tuple(
    map(
        re.compile,
        (
            "(?:[1一][起块]儿?|同时|都)(?:能|可以|也|去|来)?(?:领|拿|要|给|享受?|办|用|有|申请?)",
            "冲突|重复|叠加|互斥|[2二两]选[1一]|择[1一]|顶掉",
            "只(?:能|许|让|准|可以)?(?:选|领|要|拿|挑|给)(?:其中)?[1一](?:个|样|份|种|项)",
            "还(?:能|可以|给|有|发|让)(?:不能|不给|没有)?(?:再|领|拿|申请|要|享受|用|办|发|我|他|她)*(?:吗|么|不|没有?)",
            "停不停|(?:会|要)(?:不会)?(?:停|扣|减)(?:吗|么|不|掉)",
        ),
    )
)
_ASKS_HOW = re.compile("(?:怎么|咋|(?:去|上|到)哪[里儿]?)(?:申请|办|领|弄)")
"""How one of them is had is another question beside it."""


def told(said: Said, moment: Moment) -> Told | None:
    """The answer to ``said`` where it asks if two things of ours go together, and asks nothing of a person's sum."""
    pair = pair_in(said.text)
    if (
        pair is None
        or pair <= _THREE
        or _ASKS_HOW.search(bare(said.text))
        or wishes.asks_for_the_sum(said.text)
    ):
        return None
    entry = moment.knowledge.entries.get(_TOLD_OF.get(pair, OTHERS))
    if entry is None:
        return None
    reply, reasons = moment.told_by(entry.question, said)
    if reply.entry_id != entry.id:
        return None
    return compose.begun_with(_lead(pair, entry.id), reply), reasons


def pair_in(text: str) -> frozenset[str] | None:
    """The two things that ``text`` asks about together, None where it names another number of them, or asks
    something else."""
    named = concepts(normalise(text)).subjects
    plain = bare(text)
    if len(named) != 2 or not named <= _NAMES.keys():
        return None
    return named if any(asks.search(plain) for asks in _ASKS_OF_BOTH) else None


def _lead(pair: frozenset[str], entry_id: str) -> str:
    if entry_id != OTHERS:
        return ""
    lead = _NOT_FOUND.format(*(name for code, name in _NAMES.items() if code in pair))
    others = [_NAMES[code] for code in pair - {"voucher"}]
    return lead + (_ONLY_THOSE_TWO.format(*others) if "voucher" in pair else "")
