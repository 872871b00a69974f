"""Words that mean the same, as the editors of a base say: each is read as the plainest of its group.

They hold for the whole index, in its phrasings and in what is asked; the words of the language at
large are in ``data/synonyms.txt`` (``segment``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from intents.words.normalise import normalise


@dataclass(frozen=True)
class Synonyms:
    """``plainest``: word → what it is read as; the plainest word of a group stands for itself."""

    plainest: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]]) -> Synonyms:
        """Those of ``groups``; a word of two groups belongs to the first."""
        found: dict[str, str] = {}
        for group in groups:
            words = [word for word in map(normalise, group) if word]
            for word in words:
                found.setdefault(word, words[0])
        return cls(found)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        """Every word, the longest first: nothing is replaced within a longer word of theirs."""
        return re.compile(
            "|".join(map(re.escape, sorted(self.plainest, key=lambda w: (-len(w), w))))
        )

    def read(self, text: str) -> str:
        """``text`` normalised, with the plainest words in it."""
        plain = normalise(text)
        if not self.plainest:
            return plain
        return self._words.sub(lambda found: self.plainest[found[0]], plain)
