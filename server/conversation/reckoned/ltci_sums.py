"""What the long-term care insurance of Shijingshan pays of a month's care, and what is left to pay.

About so much care a month, and about such a share of it, as a report of 2020 says: never told as sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from intents.told.claimed import claim_in
from intents.told.districts import districts_in
from intents.told.facts import facts_in
from intents.told.lengths import YEAR
from intents.words.normalise import unify
from intents.words.sums import FEN
from knowledge.schema import Entry
from server.conversation.reckoned import bills
from server.conversation.state import LEVEL, State
from server.kit.money import spoken

ENTRY = "ltci-sjs-benefit"
_THERE = "石景山"
_INSURANCE = re.compile("长护|护理保?险|长期护理")
_HOW_MUCH = re.compile(
    "多少|几个(?!月)|几百|几千|几成|能报|三成|30%|[吗么]|自己(?:还|得|要|再)*[掏付出]"
)
_OF_THE_MONEY = re.compile("给|顶|抵|报|管|付|掏|出|花|服务|自己|拿|补")
_PREMIUM = re.compile("(?:交|缴|扣|筹资|保费|参保|入)(?!.{0,4}(?:服务|护理费))")
_A_YEAR = re.compile("[1一]整?年|全年|12个月")
_WITHOUT = ("mild", "moderate", "intact")
_CLOSE = "给的是护理服务，不是现金；这是2020年的报道口径，是约数，现在怎样请问医保部门。"


def told(text: str, state: State, entry: Entry | None, *, spoken_of: bool) -> str | None:
    """What is paid of the care that ``text`` tells of, or of all that there is a month; ``spoken_of``: the
    talk is of this insurance already."""
    known = {**state.facts, **facts_in(text, of_somebody=True)}
    if entry is None or not _asks(text, spoken_of=spoken_of) or _is_without(text, known):
        return None
    most = next(figure.fen for figure in entry.figures if figure.fen)
    share = next(int(figure.percent) for figure in entry.figures if figure.percent)
    named = bills.named_in(text)
    spent = named[0].fen if len(named) == 1 else most
    if spent > most:
        return (
            f"报道说的是每月约{spoken(most)}的护理服务，基金总体约付{share}%，约{spoken(most * share // 100)}；"
            f"您说的{spoken(spent)}超出了，超出的部分怎么付没有查到。{_CLOSE}"
        )
    paid = spent * share // 100
    lead = f"石景山长护险，每月{'' if named else '约'}{spoken(spent)}的护理服务，基金总体约付{share}%，约{spoken(paid)}，自己约付{spoken(spent - paid)}"
    year = ""
    if _A_YEAR.search(text):
        year = f"；一年{YEAR}个月，基金约付{spoken(paid * YEAR)}，自己约付{spoken((spent - paid) * YEAR)}"
    return f"{_if_right(text, {paid, spent - paid})}{lead}{year}。{_CLOSE}"


def _asks(text: str, *, spoken_of: bool) -> bool:
    """Whether it is asked what this insurance pays, not what is paid for it."""
    if not (_INSURANCE.search(text) or spoken_of) or not _HOW_MUCH.search(text):
        return False
    return bool(_OF_THE_MONEY.search(text)) and not _PREMIUM.search(text)


def _is_without(text: str, known: Mapping[str, Any]) -> bool:
    """Whether it is of another district, or of who is not severely disabled."""
    elsewhere = {*districts_in(unify(text))} - {_THERE}
    insured = known.get("insured_district")
    return bool(
        known.get(LEVEL) in _WITHOUT or elsewhere or (insured and _THERE not in str(insured))
    )


def _if_right(text: str, due: set[int]) -> str:
    claim = claim_in(text)
    if claim is None:
        return ""
    return "差不多。" if claim.yuan * FEN in due else "和报道的数对不上。"
