"""By how much what two people get differs, and whether a sum that is claimed of several is right."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intents.told.claimed import claim_in, stated_in
from intents.words.normalise import unify
from intents.words.sums import FEN
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.reckoned.claims_told import RIGHT, WRONG, judged
from server.kit.money import spoken

_BY_HOW_MUCH = re.compile(rf"(?:多|少|差)(?:领|拿|给|发)?了?(?:{HOW_MUCH}|几个)")
_TWO = 2


def lead(text: str, sums: Mapping[str, int], where: str = "") -> str:
    """What ``text`` asks of the monthly ``sums``, in fen, of those called so: which is more and by how much,
    or whether one that it names is right; empty where it asks for neither. ``where`` is on what they hang."""
    claim = claim_in(text) or stated_in(text)
    two = len(sums) == _TWO
    if not sums:
        return ""
    if two and (claim.more if claim else _BY_HOW_MUCH.search(unify(text))):
        told, more = _difference(sums)
        told = f"{where}{told}"
        if claim is None:
            return told
        return f"{RIGHT if claim.yuan * FEN == more else WRONG}{told}"
    if claim is None or claim.more:
        return ""
    return judged(claim, sum(sums.values()), (), f"{where}合起来")


def _difference(sums: Mapping[str, int]) -> tuple[str, int]:
    (less, low), (more, high) = sorted(sums.items(), key=lambda each: each[1])
    if low == high:
        return f"{more}和{less}一样多，每月都是{spoken(high)}。", 0
    told = f"{more}比{less}每月多{spoken(high - low)}：{spoken(high)}减{spoken(low)}。"
    return told, high - low
