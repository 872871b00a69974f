"""The shapes that the parts of this package hand to one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["answer", "clarify", "handoff"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be asked: its standard question and other ways of asking it.

    ``body`` is the answer's text; it only supports what the phrasings suggest.
    ``at_least``/``at_most`` are the full years of age for which the answer is right.
    """

    id: str
    question: str
    alternates: tuple[str, ...] = ()
    title: str = ""
    body: str = ""
    at_least: int | None = None
    at_most: int | None = None
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Words that mean the same in any question, the plainest of each group first."""

    def phrasings(self) -> tuple[str, ...]:
        """Every way of asking, the standard question first."""
        return (self.question, *self.alternates)

    def fits_age(self, age: int | None) -> bool:
        """Whether the item may answer a question in which this age was named."""
        if age is None:
            return True
        return (self.at_least is None or self.at_least <= age) and (
            self.at_most is None or age <= self.at_most
        )


@dataclass(frozen=True)
class Candidate:
    """An item that may be meant. ``reasons`` says what was measured, for staff to read.

    ``confidence`` is how likely the item's matter is what was asked about; ``share`` how far this
    item stands out among the candidates (all shares together are 1).
    """

    item_id: str
    phrasing: str
    confidence: float
    share: float = 1.0
    reasons: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What to do with a question: answer the first candidate, offer a choice, or hand over."""

    kind: Kind
    candidates: tuple[Candidate, ...]
    because: str

    @property
    def confidence(self) -> float:
        """The first candidate's confidence, 0 when there is none."""
        return self.candidates[0].confidence if self.candidates else 0.0
