"""Request and response shapes of the GB/T 42195-2022 score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field

from knowledge.assessment import Assessment, AssessmentLevel, Level, Sentence
from knowledge.schema import Document
from server.benefits.schemas import CitationOut
from server.kit.shapes import Shape


class ScoreIn(Shape):
    """The points of all 26 items; the three facts beside them may be absent, which means not known."""

    items: Annotated[
        dict[str, Any], Field(description="26项各自的分数，如 {“B.1.1”: 4}，一项都不能少")
    ]
    coma: Annotated[Any, Field(description="昏迷：true 或 false")] = None
    diagnosis: Annotated[Any, Field(description="确诊痴呆或其他精神、行为疾病：true 或 false")] = (
        None
    )
    care_risk_events: Annotated[Any, Field(description="近30天照护风险事件的次数")] = None


class LevelOut(Shape):
    number: int
    code: AssessmentLevel
    name: str

    @classmethod
    def of(cls, level: Level) -> Self:
        """The level as JSON."""
        return cls(number=level.number, code=level.code, name=level.name)


class GroupOut(Shape):
    code: str
    name: str
    total: int
    max: int


class SentenceOut(Shape):
    text: str
    citations: list[CitationOut]

    @classmethod
    def of(cls, sentence: Sentence, documents: Mapping[str, Document]) -> Self:
        """The sentence with the documents that it rests on."""
        cited = dict.fromkeys(c.document for c in sentence.citations)
        found = [CitationOut.of(documents[name]) for name in cited if name in documents]
        return cls(text=sentence.text, citations=found)


class ScoreOut(Shape):
    """``level`` by the points alone, ``adjusted_level`` with what makes it heavier.

    ``undecided``: two things make it heavier, and whether they add up no source says.
    ``not_asked``: facts that are not known and may still make it heavier.
    """

    total: int
    groups: list[GroupOut]
    level: LevelOut
    adjusted_level: LevelOut
    undecided: bool
    not_asked: list[str]
    reasons: list[SentenceOut]
    binding: Annotated[bool, Field(description="总是 false：只是自己估一估，不作数")] = False

    @classmethod
    def of(cls, found: Assessment, documents: Mapping[str, Document]) -> Self:
        """The result as JSON."""
        return cls(
            total=found.total,
            groups=[
                GroupOut(code=g.code, name=g.name, total=g.total, max=g.max) for g in found.groups
            ],
            level=LevelOut.of(found.preliminary),
            adjusted_level=LevelOut.of(found.level),
            undecided=found.undecided,
            not_asked=[change.fact for change in found.open_changes],
            reasons=[SentenceOut.of(sentence, documents) for sentence in found.explanation],
        )
