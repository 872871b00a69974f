"""Another reading of a question by its sound: what a speech recogniser may have misheard.

Words of the index are found again under characters that sound the same ("高灵津贴" → "高龄津贴").
The reading only serves to find candidates: what the person wrote is never changed or shown so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from intents.sounds import spoken

LONGEST, SHORTEST = 6, 2
OFTEN, ENOUGH = 4, 20_000
"""A turn of phrase stands in so many texts; in a large base so many texts are looked at."""

_CODE, _SPACE = 21, ord(" ")
"""A character's number has 21 bits, so three of them fit one whole number."""


def turns_of_phrase(texts: Sequence[str]) -> list[str]:
    """Three characters that often stand together ("怎么领"), the commonest first."""
    texts = texts[:: len(texts) // ENOUGH + 1]
    joined = np.frombuffer("  ".join(texts).encode("utf-32-le"), np.uint32).astype(np.int64)
    if len(joined) < 3:
        return []
    first, second, third = joined[:-2], joined[1:-1], joined[2:]
    whole = (first != _SPACE) & (second != _SPACE) & (third != _SPACE)
    packed = (first << 2 * _CODE | second << _CODE | third)[whole]
    phrases, counts = np.unique(packed, return_counts=True)
    often = counts >= OFTEN
    ranked = sorted(zip((-counts[often]).tolist(), phrases[often].tolist(), strict=True))
    low = (1 << _CODE) - 1
    return [
        chr(phrase >> 2 * _CODE) + chr(phrase >> _CODE & low) + chr(phrase & low)
        for _, phrase in ranked
    ]


class Hearing:
    """Knows the sounds of the words of one index."""

    def __init__(self, words: Iterable[str], is_known: Callable[[str], bool]) -> None:
        """``words`` in a fixed order: of two that sound alike the first is taken.

        ``is_known`` tells whether two neighbouring characters stand anywhere in the index.
        """
        self._is_known = is_known
        self._words: dict[str, str] = {}
        for word in words:
            if SHORTEST <= len(word) <= LONGEST:
                self._words.setdefault(spoken(word), word)

    def reread(self, text: str) -> str:
        """``text`` with words put where strange characters sound like them.

        Only a stretch holding a pair of neighbours that the whole index does not have is reread.
        """
        heard, read, place = spoken(text.replace(" ", "_")), [], 0
        while place < len(text):
            word = self._word_at(text, heard, place)
            read.append(word or text[place])
            place += len(word) if word else 1
        return "".join(read)

    def _word_at(self, text: str, heard: str, place: int) -> str | None:
        for length in range(min(LONGEST, len(text) - place), SHORTEST - 1, -1):
            word = self._words.get(heard[place : place + length])
            if word is not None:
                seen = text[place : place + length]
                return word if seen != word and self._is_strange(seen) else seen
        return None

    def _is_strange(self, seen: str) -> bool:
        return any(not self._is_known(seen[n : n + 2]) for n in range(len(seen) - 1))
