"""In which words it is told whether a sum that somebody names is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from intents.told.claimed import Claim
from intents.told.lengths import YEAR
from intents.words.sums import FEN
from server.conversation.reckoned.benefit_names import name_of
from server.kit.money import spoken

RIGHT, WRONG = "对，", "不对，"
_MORE = "要是还有低保、残疾、失能没说到，数会不一样。"
ASK = "发的和这个不一样，请问户籍地街道（乡镇）的民政窗口。"


def too_little(told: str, less: int) -> str:
    """``told`` to who asks if it was too little, or tells what was paid: it was ``less`` than it should be, in fen."""
    if less > 0:
        return f"少了{spoken(less)}，{told.removeprefix(WRONG)}"
    if less < 0:
        return f"没少，多了{spoken(-less)}，{told.removeprefix(WRONG)}"
    return told.replace(RIGHT, "没少，", 1)


def among_its_parts(
    claim: Claim, due: int, paid: Mapping[str, int], lead: str, *, pending: bool
) -> str:
    """Whether ``claim`` is what all of ``paid``, in fen, come to, or one of them; which they are, where there
    are several."""
    claimed, months = claim.yuan * FEN, claim.months
    one = next((code for code, fen in paid.items() if fen * months == claimed), None)
    if claim.more:
        return f"{RIGHT}{name_of(one)}每月{spoken(claimed)}。" if one else ""
    if claimed == due * months or len(paid) == 1:
        return judged(claim, due, (), lead, pending=pending)
    parts = "、".join(f"{name_of(code)}{spoken(fen)}" for code, fen in paid.items())
    whole = (
        f"{lead}合起来该是{_of_months(due, months)}（每月{parts}）"
        if months > 1
        else f"{lead}合起来该是{spoken(due)}（{parts}）"
    )
    if one and claim.held:
        return f"{whole}，{spoken(claimed)}只是{name_of(one)}这一样；{ASK}"
    if one and months > 1:
        return f"{RIGHT}光{name_of(one)}{_of_months(paid[one], months)}；各项加在一起，{_of_months(due, months)}。"
    if one:
        return f"{RIGHT}{name_of(one)}是{spoken(claimed)}；各项合起来是{spoken(due)}。"
    if months > 1:
        return judged(claim, due, (), lead, pending=pending)
    more = _MORE if pending and claimed > due else ""
    return f"{WRONG}{lead}该是{spoken(due)}（{parts}），不是{spoken(claimed)}；{more}{ASK}"


def judged(
    claim: Claim, due: int, each: Iterable[int | None], lead: str, *, pending: bool = False
) -> str:
    """Whether ``claim`` is the sum ``due`` a month, in fen, or one of those that it is made of."""
    claimed = claim.yuan * FEN
    if claim.months > 1:
        right = claimed == due * claim.months
        told = f"{lead}{_of_months(due, claim.months)}"
        return f"{RIGHT}{told}。" if right else f"{WRONG}{told}，不是{spoken(claimed)}。{ASK}"
    if claimed == due or claimed in each:
        return f"{RIGHT}{lead}{'就' if lead else ''}是{spoken(claimed)}。"
    more = _MORE if pending and claimed > due else ""
    should = f"{lead}{'' if lead else '每月'}该是{spoken(due)}，不是{spoken(claimed)}"
    return f"{WRONG}{should}；{more}{ASK}"


def _of_months(due: int, months: int) -> str:
    year = "一年" if months == YEAR else ""
    return f"每月{spoken(due)}，{year}{months}个月合起来是{spoken(due * months)}"
