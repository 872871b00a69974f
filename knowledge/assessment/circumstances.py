"""What changes a level beside the scores: coma, a diagnosis, care-risk events (GB/T 42195, C.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.assessment.answers import Answers, InvalidScore, Reason
from knowledge.assessment.standard import Level, LevelChange, Standard


@dataclass(frozen=True)
class Circumstances:
    """The three facts of appendix A that change a level; None where nobody was asked.

    ``coma``: A.5.11. ``diagnosis``: dementia (F00-F03), or another mental or behavioural
    disorder diagnosed by a psychiatrist (F04-F99), A.4.1. ``care_risk_events``: how many falls,
    chokings, self-harms, wanderings in the last 30 days, A.2.14.

    Raises InvalidScore for anything but a bool, respectively a count of 0 or more.
    """

    coma: bool | None = None
    diagnosis: bool | None = None
    care_risk_events: int | None = None

    def __post_init__(self) -> None:
        for fact, name in (("coma", "是否昏迷"), ("diagnosis", "是否确诊痴呆等疾病")):
            if not isinstance(getattr(self, fact), bool | None):
                raise InvalidScore(fact, Reason.NOT_YES_OR_NO, f"“{name}”只能答是或不是。")
        count = self.care_risk_events
        if count is not None and (type(count) is not int or count < 0):
            message = "“近30天危险的事有过几次”要填0或正整数。"
            raise InvalidScore("care_risk_events", Reason.NOT_A_COUNT, message)

    def applying(self, table: Standard) -> tuple[LevelChange, ...]:
        """The changes that are known to apply."""
        return tuple(change for change in table.changes if self._holds(change))

    def still_open(self, table: Standard, answers: Answers) -> tuple[LevelChange, ...]:
        """The changes that nobody was asked about and that the answers do not rule out."""
        return tuple(
            change
            for change in table.changes
            if self._holds(change) is None and not _ruled_out(change, answers)
        )

    def needed_scores(self, table: Standard) -> dict[str, int]:
        """Scores that follow from what is known: who is in a coma has 0 for 意识水平 (B.3.9)."""
        return {
            change.needs.item: change.needs.score for change in self.applying(table) if change.needs
        }

    def refuse_contradiction(self, table: Standard, answers: Answers) -> None:
        """Raise InvalidScore when a change applies that an answer rules out."""
        for change in self.applying(table):
            if change.needs and _ruled_out(change, answers):
                item = table.items[change.needs.item]
                message = f"说了老人{change.name}，可“{item.name}”选的不是{change.needs.score}分，请再核对一下。"
                raise InvalidScore(item.code, Reason.CONTRADICTION, message)

    def _holds(self, change: LevelChange) -> bool | None:
        return change.holds(getattr(self, change.fact))


def _ruled_out(change: LevelChange, answers: Answers) -> bool:
    needs = change.needs
    return needs is not None and answers.get(needs.item, needs.score) != needs.score


def steps(changes: Iterable[LevelChange]) -> int:
    """How many levels the changes would add if they added up."""
    return sum(change.adds_levels or 0 for change in changes)


def changed_level(table: Standard, preliminary: Level, changes: Iterable[LevelChange]) -> Level:
    """The level after the changes: one set outright wins; the others add one level, never past 4.

    Whether two of them add two levels is undecided (policy notes §2.2); ``adds_at_most`` holds.
    """
    changes = tuple(changes)
    heavier = preliminary.number + min(steps(changes), table.adds_at_most)
    outright = [change.sets_level for change in changes if change.sets_level is not None]
    return table.levels[min(max([heavier, *outright]), table.levels[-1].number)]
