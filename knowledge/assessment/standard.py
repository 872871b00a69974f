"""The items, levels and level changes of GB/T 42195-2022, read from ``gbt42195.yaml``."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.files import read_yaml
from knowledge.schema import Citation, Line, Mark, Slug, Strict

DATA = Path(__file__).with_name("gbt42195.yaml")

GROUPS, ITEMS, TOTAL = 4, 26, 90
"""How many groups, items and points the standard has (policy notes §2.2)."""

AssessmentLevel = Literal["intact", "mild", "moderate", "severe", "total"]
"""The value of the fact ``assessment_level`` in an eligibility check."""

LEVEL_CODES: tuple[AssessmentLevel, ...] = ("intact", "mild", "moderate", "severe", "total")

Fact = Literal["coma", "diagnosis", "care_risk_events"]
GroupCode = Annotated[str, StringConstraints(pattern=r"^B\.\d$")]
ItemCode = Annotated[str, StringConstraints(pattern=r"^B\.\d\.\d$")]
ShortQuestion = Annotated[str, StringConstraints(min_length=4, max_length=40, pattern=r"？$")]
Points = Annotated[int, Field(strict=True, ge=0, le=TOTAL)]


class Sentence(Strict):
    """A Chinese sentence for people, with the sources that it rests on."""

    text: Line
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Origin(Strict):
    """Where part of the table was read, and how sure that is."""

    where: Line
    mark: Mark
    supports: Line


class Option(Strict):
    """One way to answer an item."""

    score: Points
    text: Line


class Item(Strict):
    """A second-level item: what is asked, and how each answer counts. ``note`` is for staff."""

    code: ItemCode
    name: Line
    max: Points
    question: ShortQuestion
    hint: Line | None = None
    note: Line | None = None
    options: tuple[Option, ...]

    @model_validator(mode="after")
    def options_count_down_to_zero(self) -> Self:
        if self.scores != tuple(range(self.max, -1, -1)):
            raise ValueError(f"{self.code}的选项应从{self.max}分逐一到0分")
        return self

    @property
    def scores(self) -> tuple[int, ...]:
        """The scores an answer may have, best first."""
        return tuple(option.score for option in self.options)


class Group(Strict):
    """A first-level group of items."""

    code: GroupCode
    name: Line
    max: Points
    items: tuple[Item, ...]

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        if sum(item.max for item in self.items) != self.max:
            raise ValueError(f"{self.name}各项的满分加起来不是{self.max}分")
        if any(not item.code.startswith(f"{self.code}.") for item in self.items):
            raise ValueError(f"{self.name}里各项的编号应以{self.code}.开头")
        return self


class Level(Strict):
    """A level of ability, 0 (intact) to 4 (nothing left), and its range of totals."""

    number: Annotated[int, Field(strict=True, ge=0, le=4)]
    code: AssessmentLevel
    name: Line
    lowest: Points
    highest: Points

    def __str__(self) -> str:
        return f"{self.number}级{self.name}"


class Needs(Strict):
    """An item that must have this score for a level change to be possible."""

    item: ItemCode
    score: Points


class LevelChange(Strict):
    """What makes the level heavier beside the total: either sets it or adds to it.

    ``answers`` to the question stand in the order of what they mean: no, yes; or 0, 1, 2 times.
    """

    fact: Fact
    name: Line
    question: ShortQuestion
    answers: Annotated[tuple[Line, ...], Field(min_length=2)]
    because: Line
    sets_level: Annotated[int, Field(strict=True, ge=0, le=4)] | None = None
    adds_levels: Annotated[int, Field(strict=True, ge=1, le=4)] | None = None
    at_least: Annotated[int, Field(strict=True, ge=1)] | None = None
    needs: Needs | None = None
    citation: Citation

    @model_validator(mode="after")
    def sets_or_adds(self) -> Self:
        if (self.sets_level is None) == (self.adds_levels is None):
            raise ValueError("sets_level 和 adds_levels 写且只写一个")
        return self

    @model_validator(mode="after")
    def every_answer_is_told_apart(self) -> Self:
        if len(self.answers) != (self.at_least or 1) + 1:
            raise ValueError("answers 应从没有写到算数的那一档，一档不多、一档不少")
        return self

    def value(self, answer: int) -> bool | int:
        """What the answer with this number means for the fact."""
        return bool(answer) if self.at_least is None else answer

    def holds(self, value: bool | int | None) -> bool | None:
        """Whether the change applies to a fact's value; None when that is not known."""
        return None if value is None else value >= (self.at_least or 1)


class Standard(Strict):
    """The whole table: GB/T 42195-2022《老年人能力评估规范》 as far as public text tells it."""

    document: Slug
    number: Line
    name: Line
    sources: Annotated[tuple[Origin, ...], Field(min_length=1)]
    open_points: tuple[Line, ...]
    certainty: Sentence
    notice: Sentence
    apply: Sentence
    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    adds_at_most: Annotated[int, Field(strict=True, ge=1, le=4)]
    changes: tuple[LevelChange, ...]
    undecided: Sentence

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        if (len(self.groups), len(self.items)) != (GROUPS, ITEMS):
            raise ValueError(f"应有{GROUPS}组、{ITEMS}项，不重复")
        if sum(group.max for group in self.groups) != TOTAL:
            raise ValueError(f"各组满分加起来应是{TOTAL}分")
        return self

    @model_validator(mode="after")
    def levels_cover_every_total(self) -> Self:
        if tuple((level.number, level.code) for level in self.levels) != tuple(
            enumerate(LEVEL_CODES)
        ):
            raise ValueError("levels 应依次写0级到4级")
        totals = [t for level in self.levels for t in range(level.highest, level.lowest - 1, -1)]
        if totals != list(range(TOTAL, -1, -1)):
            raise ValueError(f"levels 的分数段应从{TOTAL}分接到0分，不重不漏")
        return self

    @model_validator(mode="after")
    def changes_are_known(self) -> Self:
        if sorted(change.fact for change in self.changes) != [
            "care_risk_events",
            "coma",
            "diagnosis",
        ]:
            raise ValueError("changes 应写 coma、diagnosis、care_risk_events 各一条")
        for needs in (change.needs for change in self.changes if change.needs):
            if needs.item not in self.items or needs.score not in self.items[needs.item].scores:
                raise ValueError(f"needs 里没有{needs.item}这一项，或没有{needs.score}分")
        return self

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every item by its code, in the order of the standard."""
        return {item.code: item for group in self.groups for item in group.items}

    def level_for(self, total: int) -> Level:
        """The preliminary level of a total of 0 to 90 points (能力等级划分)."""
        return next(level for level in self.levels if level.lowest <= total)

    def called(self, code: AssessmentLevel | str) -> Level:
        """The level with ``code``; raises ``StopIteration`` where there is none."""
        return next(level for level in self.levels if level.code == code)

    def cite(self, clause: str, *others: Citation) -> tuple[Citation, ...]:
        """A citation of the standard itself, followed by others."""
        return (Citation(document=self.document, mark=Mark.WEB, clause=clause), *others)


def load(path: Path = DATA) -> Standard:
    """Read the table; raises ``pydantic.ValidationError`` where it does not hold."""
    return Standard.model_validate(read_yaml(path))


@cache
def standard() -> Standard:
    """The table of this package, read once."""
    return load()
