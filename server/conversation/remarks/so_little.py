"""What is said to somebody who finds a sum small: of what it is made, what could still come to it, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intents.words.normalise import bare
from server.benefits.schemas import BenefitOut
from server.conversation import compose
from server.conversation.reckoned import asked_next
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.schemas import ReplyOut
from server.kit.money import spoken

_LEADING = "(?:那|这|也|可|真|是|我妈?|我爸|他|她|钱|给|发|补|领|拿|得|的|到手|就|1个?月|每个?月|[1一]共|总共|加起来)*"
_FEW = "(?:少|点儿?(?!钱)|[1一]点儿?钱?|[1一]?点儿?钱|几个?钱|几百(?:块|元)?钱?)"
_TAIL = "(?:钱|啊|呀|呢|了|吗|啦|的|领|拿)*"
_SO_LITTLE = tuple(
    re.compile(f"{_LEADING}{asks}{_TAIL}")
    for asks in (
        f"(?:怎么|咋|为什么|为啥|凭什么|凭啥)(?:给|发|补|领|拿|得|的|能|我|他|她)*(?:就|才|只|这么|那么|恁)+(?:给|发|补|领|拿|得|的|有|能|这么|那么)*{_FEW}",
        f"(?:才|就|只)(?:给|发|补|领|拿|有|能|这么|那么)*(?:这么|那么|1|一)?{_FEW}",
        "(?:太|这么|才这么|有点儿?|也太|真|好|忒)少",
        "不(?:够|止|该)(?:花|用|吧|这么少|这点儿?|这些)*",
    )
)

WHERE_TO_ASK = "金额以最新公布为准。还觉得不对，打12345核实，或者问户籍地街道（乡镇）的民政窗口。"


def finds_it_little(text: str) -> bool:
    """Whether ``text`` finds a sum small, and says nothing else ("怎么这么少")."""
    plain = bare(text)
    return any(pattern.fullmatch(plain) for pattern in _SO_LITTLE)


def explained(before: ReplyOut) -> ReplyOut | None:
    """The sum of ``before`` taken apart; None where nothing is granted in it, or it is that of several people."""
    found = before.benefits or []
    granted = [b for b in found if b.verdict == "eligible" and b.amount_fen_per_month]
    total = sum(b.amount_fen_per_month or 0 for b in granted)
    if not granted or before.total_fen_per_month != total:
        return None
    parts = "，".join(f"{b.name}{spoken(b.amount_fen_per_month or 0)}" for b in granted)
    head = f"每月{spoken(total)}是这么来的：{parts}。各档的钱数是文件定的。"
    asked = [p for p in before.text.split("\n\n") if p.startswith(asked_next.ASKS)]
    text = "\n\n".join([head, *_not_counted(found), WHERE_TO_ASK, *asked])
    spoken_text = compose.speakable("".join([head, WHERE_TO_ASK]))
    return before.model_copy(update={"text": text, "speech_text": spoken_text}, deep=True)


def _not_counted(found: Iterable[BenefitOut]) -> Iterable[str]:
    """What is paid each month and is not in the sum: what still hangs on a fact, what is refused."""
    monthly = [b for b in found if b.code in MONTHLY]
    still = [b.name for b in monthly if b.verdict == "need_info"]
    refused = [b.name for b in monthly if b.verdict == "not_eligible"]
    if still:
        yield f"还没算进去的：{'、'.join(still)}，还不知道符不符合。情况说全了，可能还有。"
    if refused:
        yield f"按您说的情况领不了的：{'、'.join(refused)}。要是哪样情况我记错了，您说一声，我重新算。"
