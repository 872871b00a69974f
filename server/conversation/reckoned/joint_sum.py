"""What several people get together: the sentence and the number say the same, or both that it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.benefits.schemas import CheckOut
from server.conversation.reckoned.age_bands import Least
from server.conversation.reckoned.benefit_names import MONTHLY, name_of
from server.conversation.reckoned.certain import certain_sum, of_no_written_amount
from server.kit.money import spoken

IF_REGISTERED, IF_ALL = "如果是北京户口，", "如果都是北京户口，"


@dataclass(frozen=True)
class Judged:
    """The verdicts for one person, whether a Beijing registration is supposed for them, and what is
    sure of the allowance by age where a birthday is not known."""

    found: CheckOut
    supposed: bool
    least: Least | None
    apart: str = ""
    """What is received beside it, and is not in the sum."""

    def sure(self, focus: str | None) -> int:
        """What is certain each month, in fen; of one benefit where that was asked about."""
        least = self.least.low if self.least else 0
        if focus is None:
            return self.found.total_fen_per_month + least
        asked = [b for b in self.found.benefits if b.code == focus and b.verdict == "eligible"]
        return sum(b.amount_fen_per_month or 0 for b in asked) + least


People = Mapping[str, Judged]


@dataclass(frozen=True)
class Joint:
    """``told``: what all of them get together, in a sentence, empty where nothing is certain. ``fen``: the same of
    all benefits, None where it hangs on a registration or a birthday, or nothing is certain. ``is_whole``: each gets
    something for certain, or it is settled that she gets nothing."""

    told: str
    fen: int | None
    is_whole: bool
    is_open: bool
    """Whether what one of them gets is open, so that ``fen`` is not, or may not be, all of it."""


def of(people: People, focus: str | None) -> Joint:
    """What ``people`` get together, of one benefit first where that was asked about."""
    is_whole = _is_known_of_all(people, focus) and any(one.sure(focus) for one in people.values())
    known = _is_known_of_all(people, None)
    fen = None if _on_what(people, None, known=known) else _certain(people, known=known)
    told = _whole(people, focus, fen if known else None) if is_whole else _so_far(people, focus)
    unwritten = any(of_no_written_amount(one.found) for one in people.values())
    return Joint(told, fen, is_whole, is_open=fen is None or not known or unwritten)


def each(people: People, focus: str | None) -> dict[str, int]:
    """What is certain of each, in fen; of none where one may get more: by an age
    that is not known, or of a benefit of which no amount is written."""
    sure = not any(one.least or of_no_written_amount(one.found) for one in people.values())
    return {name: one.sure(focus) for name, one in people.items()} if sure else {}


def is_open(found: CheckOut, focus: str | None, among: Sequence[str] = ()) -> bool:
    """Whether one of the benefits (``among`` these, where any are named) hangs on what is not known."""
    return any(
        b.verdict == "need_info"
        for b in found.benefits
        if focus in (None, b.code) and (not among or b.code in among)
    )


def _certain(people: People, *, known: bool) -> int | None:
    """What is certain of all benefits; None, not 0, while nothing is and something is still open."""
    if total := sum(one.sure(None) for one in people.values()):
        return total if not (known and any(one.least for one in people.values())) else None
    return 0 if all(certain_sum(one.found) == 0 for one in people.values()) else None


def _whole(people: People, focus: str | None, total: int | None) -> str:
    """What all of them get together, ``total`` of all benefits."""
    sure = sum(one.sure(focus) for one in people.values())
    where = _on_what(people, focus, known=True)
    near = {name: one.least.turns for name, one in people.items() if one.least}
    hangs = "、".join(f"{name}满没满{turns}周岁" for name, turns in near.items())
    if near:
        return f"{where}合起来每月至少能领{spoken(sure)}，要看{hangs}，说了出生年月日就能算准。"
    alone = f"光算{name_of(focus)}，" if focus else ""
    more = focus and total is not None and total > sure
    rest = f"各项都算上，合起来每月固定能领{spoken(total or 0)}。" if more else ""
    return f"{where}{alone}合起来每月固定能领{spoken(sure)}。{rest}"


def _so_far(people: People, focus: str | None) -> str:
    """What is sure of all of them together, while it is open whether one of them gets any."""
    sure = sum(one.sure(focus) for one in people.values())
    where = _on_what(people, focus, known=False)
    return f"{where}眼下合起来能确定的是每月{spoken(sure)}。" if sure else ""


def _on_what(people: People, focus: str | None, *, known: bool) -> str:
    """On whose registration a sum hangs, where that is not told; of a sum that is ``known``, only of who has a share."""
    unsure = [
        name for name, one in people.items() if one.supposed and (one.sure(focus) or not known)
    ]
    if not unsure:
        return ""
    return IF_ALL if len(unsure) == len(people) else f"{'、'.join(unsure)}{IF_REGISTERED}"


def _is_known_of_all(people: People, focus: str | None) -> bool:
    """Whether each of them gets something for certain, or it is settled that she gets nothing a month."""
    return all(one.sure(focus) or not is_open(one.found, focus, MONTHLY) for one in people.values())
