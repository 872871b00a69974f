"""From 26 scores to a level, with the reason and source of each step (GB/T 42195-2022, C.3-C.5)."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.assessment.answers import Answers, check_complete, check_given
from knowledge.assessment.circumstances import Circumstances, changed_level, steps
from knowledge.assessment.standard import (
    TOTAL,
    Level,
    LevelChange,
    Sentence,
    Standard,
    standard,
)


@dataclass(frozen=True)
class GroupTotal:
    """The points of one group."""

    code: str
    name: str
    total: int
    max: int


@dataclass(frozen=True)
class Assessment:
    """A non-binding result. ``level.code`` is the fact ``assessment_level``.

    ``undecided``: both kinds of aggravation apply, and a second step would give another level.
    ``open_changes``: what nobody was asked about and may still make the level heavier.
    """

    groups: tuple[GroupTotal, ...]
    total: int
    preliminary: Level
    level: Level
    undecided: bool
    open_changes: tuple[LevelChange, ...]
    explanation: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The whole explanation, a sentence a line; its end says who decides."""
        return "\n".join(sentence.text for sentence in self.explanation)


NOT_ASKED = Circumstances()


def score(answers: Answers, circumstances: Circumstances = NOT_ASKED) -> Assessment:
    """Score all 26 items by GB/T 42195-2022 (tables B.1-B.4; levels; changes C.4).

    ``answers``: item code → points of the chosen option. Raises InvalidScore for an unknown or
    missing item, a score that is no option of its item, and a coma beside a conscious answer.
    """
    table = standard()
    check_given(table, answers)
    check_complete(table, answers)
    circumstances.refuse_contradiction(table, answers)
    groups = _group_totals(table, answers)
    total = sum(group.total for group in groups)
    preliminary = table.level_for(total)
    applying = circumstances.applying(table)
    level = changed_level(table, preliminary, applying)
    unasked = () if level is table.levels[-1] else circumstances.still_open(table, answers)
    return Assessment(
        groups=groups,
        total=total,
        preliminary=preliminary,
        level=level,
        undecided=steps(applying) > table.adds_at_most and level is not table.levels[-1],
        open_changes=unasked,
        explanation=(
            _sum(table, groups, total),
            _range(table, total, preliminary),
            *_changes(table, preliminary, level, applying),
            *open_changes(table, unasked),
            *closing(table),
        ),
    )


def _group_totals(table: Standard, answers: Answers) -> tuple[GroupTotal, ...]:
    return tuple(
        GroupTotal(g.code, g.name, sum(answers[item.code] for item in g.items), g.max)
        for g in table.groups
    )


def _sum(table: Standard, groups: tuple[GroupTotal, ...], total: int) -> Sentence:
    parts = "，".join(f"{group.name}{group.total}分" for group in groups)
    text = f"{len(table.items)}项一共{total}分（满分{TOTAL}分）：{parts}。"
    return Sentence(text=text, citations=table.cite("评估指标B.1–B.4"))


def _range(table: Standard, total: int, level: Level) -> Sentence:
    span = f"{level.lowest}到{level.highest}分" if level.lowest < level.highest else f"{total}分"
    text = f"按分数，{span}是{level}，这是初步等级。"
    return Sentence(text=text, citations=table.cite("能力等级划分"))


def _changes(
    table: Standard, preliminary: Level, level: Level, applying: tuple[LevelChange, ...]
) -> tuple[Sentence, ...]:
    """Why the level is another than the preliminary one, or stays although something applies."""
    if not applying:
        return ()
    reasons = [Sentence(text=c.because, citations=(c.citation,)) for c in applying]
    if level is preliminary:
        text = f"初步等级已经是最重的{level}，不再加重。"
    else:
        text = f"所以等级从{preliminary}变为{level}。"
    citations = tuple(change.citation for change in applying)
    result = Sentence(text=text, citations=citations)
    return (*reasons, *undecided(table, applying), result)


def undecided(table: Standard, applying: tuple[LevelChange, ...]) -> tuple[Sentence, ...]:
    """Says that two aggravations were counted as one, unless a coma decides anyway."""
    outright = any(change.sets_level is not None for change in applying)
    return (table.undecided,) if steps(applying) > table.adds_at_most and not outright else ()


def open_changes(table: Standard, unasked: tuple[LevelChange, ...]) -> tuple[Sentence, ...]:
    """Says what was not asked and may make the level heavier; nothing when all is known."""
    if not unasked:
        return ()
    open_names = "；".join(change.name for change in unasked)
    text = f"还没问到：{open_names}。有的话，等级可能更重。"
    return (Sentence(text=text, citations=tuple(change.citation for change in unasked)),)


def closing(table: Standard) -> tuple[Sentence, ...]:
    """What ends every result: how sure the table is, that it decides nothing, who does, where."""
    return (table.certainty, table.notice, table.apply)
