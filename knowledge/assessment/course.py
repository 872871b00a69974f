"""A self-check one question at a time: the 26 items, then on request what may add to the level.

Nothing here decides; the result is what :func:`score` and :func:`bounds` say of the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Self

from knowledge.assessment.answers import check_given
from knowledge.assessment.bounds import Bounds, bounds
from knowledge.assessment.circumstances import Circumstances
from knowledge.assessment.scoring import Assessment, score
from knowledge.assessment.standard import LevelChange, standard

Value = int | None
"""The points of an option, the number of an answer beyond the items, None for "不知道"."""


@dataclass(frozen=True)
class Step:
    """A question with its answers, best first. ``key`` is an item's code or a fact's name."""

    key: str
    name: str
    question: str
    hint: str | None
    number: int
    labels: tuple[str, ...]
    values: tuple[int, ...]
    supplementary: bool = False


@cache
def steps() -> tuple[Step, ...]:
    """Every question in the order of the standard: items numbered 1 to 26, supplements from 1."""
    table = standard()
    items = (
        Step(
            key=item.code,
            name=item.name,
            question=item.question,
            hint=item.hint,
            number=number,
            labels=tuple(option.text for option in item.options),
            values=item.scores,
        )
        for number, item in enumerate(table.items.values(), 1)
    )
    return (*items, *(_supplement(n, change) for n, change in enumerate(table.changes, 1)))


def _supplement(number: int, change: LevelChange) -> Step:
    return Step(
        key=change.fact,
        name=change.name,
        question=change.question,
        hint=None,
        number=number,
        labels=change.answers,
        values=tuple(range(len(change.answers))),
        supplementary=True,
    )


@dataclass(frozen=True)
class Course:
    """A self-check under way. ``values``: what was answered, by key of the step.

    ``asked``: a step that is asked again; else the first open one is. ``whole``: goes on although
    no item can change the level any more. ``more``: the supplements are asked too.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    asked: str | None = None
    whole: bool = False
    more: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The course that :meth:`kept` was made from. Raises InvalidScore for impossible answers."""
        course = cls(**kept)
        check_given(standard(), course.answers)
        return course

    def kept(self) -> dict[str, Any]:
        """The course as JSON."""
        return {
            "values": dict(self.values),
            "asked": self.asked,
            "whole": self.whole,
            "more": self.more,
        }

    @property
    def answers(self) -> dict[str, int]:
        """The known points, as :func:`score` and :func:`bounds` take them."""
        codes = standard().items
        return {k: v for k, v in self.values.items() if k in codes and v is not None}

    @property
    def circumstances(self) -> Circumstances:
        """What was answered beyond the items, unless an answer to an item rules it out."""
        open_now = Circumstances().still_open(standard(), self.answers)
        told = {c.fact: (c, self.values.get(c.fact)) for c in open_now}
        return Circumstances(
            **{fact: c.value(v) for fact, (c, v) in told.items() if v is not None}  # type: ignore[arg-type]
        )

    @property
    def taken(self) -> Circumstances:
        """``circumstances`` with what nobody was asked taken not to be so."""
        known = self.circumstances
        return Circumstances(
            coma=bool(known.coma),
            diagnosis=bool(known.diagnosis),
            care_risk_events=known.care_risk_events or 0,
        )

    @property
    def current(self) -> Step | None:
        """The question on the table; None when there is a result to tell."""
        if self.asked is not None:
            return step(self.asked)
        return next((s for s in self._wanted() if s.key not in self.values), None)

    @property
    def left(self) -> tuple[Step, ...]:
        """Items without an answer, whether or not they can still change anything."""
        return tuple(s for s in steps() if not s.supplementary and s.key not in self.values)

    @property
    def supplements(self) -> tuple[Step, ...]:
        """What beyond the items was not asked yet and may still make the level heavier."""
        if bounds(self.answers, self.taken).lightest is standard().levels[-1]:
            return ()
        facts = [c.fact for c in self.circumstances.still_open(standard(), self.answers)]
        return tuple(s for s in steps() if s.key in facts and s.key not in self.values)

    @property
    def previous(self) -> Step | None:
        """The answered question before the one on the table."""
        now = self.current
        before = steps() if now is None else steps()[: steps().index(now)]
        return next((s for s in reversed(before) if s.key in self.values), None)

    def answered(self, key: str, value: Value) -> Self:
        """The course with this answer, in place of an earlier one.

        Raises ValueError for a value that is no answer to the question.
        """
        if value is not None and value not in step(key).values:
            raise ValueError(f"{key} has no answer {value}")
        return replace(self, values={**self.values, key: value}, asked=None)

    def asking_again(self, asked: Step) -> Self:
        """The course with an earlier question on the table."""
        return replace(self, asked=asked.key)

    def going_on(self) -> Self:
        """Past a result: first the items that are left, then the supplements."""
        return replace(self, whole=True) if self.left else self.with_supplements()

    def with_supplements(self) -> Self:
        """Past a result: the supplements too."""
        return replace(self, more=True)

    def result(self) -> Assessment | Bounds:
        """What the library says of the answers: a score where all items have one, else bounds."""
        complete = len(self.answers) == len(standard().items)
        return (score if complete else bounds)(self.answers, self.taken)

    def _wanted(self) -> tuple[Step, ...]:
        items = () if self._settled() and not self.whole else self.left
        return (*items, *(self.supplements if self.more else ()))

    def _settled(self) -> bool:
        return bounds(self.answers, self.taken).settled


def step(key: str) -> Step:
    """The question with this key. Raises KeyError for one that does not exist."""
    return _by_key()[key]


@cache
def _by_key() -> dict[str, Step]:
    return {s.key: s for s in steps()}
