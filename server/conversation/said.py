"""A message as it was sent, and what it may mean."""

from __future__ import annotations

from dataclasses import dataclass

from intents.matching.model import Candidate

SURE_ENOUGH = 0.75
"""A first question that an entry answers this surely is not taken for one about everything."""


@dataclass(frozen=True)
class Said:
    """A message: as sent, with personal numbers masked, and what it may mean."""

    text: str
    shown: str
    candidates: tuple[Candidate, ...]

    @property
    def confidence(self) -> float:
        """How surely the first of the candidates answers it."""
        return self.candidates[0].confidence if self.candidates else 0.0

    @property
    def is_exact(self) -> bool:
        """Whether it is a phrasing of an entry, which always wins."""
        return self.confidence == 1.0
