"""What comparing needs of a text, worked out once and kept in the index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

from intents.concepts import Concepts, concepts
from intents.sounds import sounds

_PRIVATE, _ROOM = 0xE000, 6000
"""Unicode's private use area; some four hundred sounds share it with hardly a clash."""


@dataclass(frozen=True)
class Prepared:
    """A text that is normalised and without ages, its sounds, and what it is about."""

    text: str
    spoken: str
    about: Concepts

    @classmethod
    def of(cls, text: str) -> Prepared:
        """Prepare ``text``."""
        return cls(text, "".join(map(_letter, sounds(text))), concepts(text))

    def row(self) -> list[Any]:
        """Plain values for the artefact."""
        about = self.about
        return [self.text, self.spoken, sorted(about.nouns), sorted(about.asks), about.elsewhere]

    @classmethod
    def from_row(cls, row: list[Any]) -> Prepared:
        """The inverse of ``row``."""
        text, spoken, nouns, asks, elsewhere = row
        return cls(text, spoken, Concepts(frozenset(nouns), frozenset(asks), elsewhere))


@cache
def _letter(syllable: str) -> str:
    """One private character for each syllable, so that edit distance counts syllables."""
    return chr(_PRIVATE + crc32(syllable.encode()) % _ROOM)
