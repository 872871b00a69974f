"""Another reading of a question by its sound: what a speech recogniser may have misheard.

Words of the index are found again under characters that sound the same ("高灵津贴" → "高龄津贴").
The reading only serves to find candidates: what the person wrote is never changed or shown so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from intents.sounds import sound

LONGEST, SHORTEST = 6, 2
OFTEN = 4
_MARKS = ("=", "?")
"""Tokens that begin so are concepts, not words."""


def turns_of_phrase(texts: Iterable[str]) -> list[str]:
    """Three characters that often stand together ("怎么领"), the commonest first."""
    counts = Counter(text[n : n + 3] for text in texts for n in range(len(text) - 2))
    often = [
        (-count, phrase) for phrase, count in counts.items() if count >= OFTEN and " " not in phrase
    ]
    return [phrase for _, phrase in sorted(often)]


class Hearing:
    """Knows the sounds of the words of one index."""

    def __init__(self, words: Iterable[str], bigrams: Collection[str]) -> None:
        """``words`` in a fixed order: of two that sound alike the first is taken."""
        self._bigrams = bigrams
        self._words: dict[tuple[str, ...], str] = {}
        for word in words:
            if SHORTEST <= len(word) <= LONGEST and not word.startswith(_MARKS):
                self._words.setdefault(tuple(map(sound, word)), word)

    def reread(self, text: str) -> str:
        """``text`` with words put where strange characters sound like them.

        Only a stretch holding a pair of neighbours that the whole index does not have is reread.
        """
        heard, read, place = [sound(char) for char in text], [], 0
        while place < len(text):
            word = self._word_at(text, heard, place)
            read.append(word or text[place])
            place += len(word) if word else 1
        return "".join(read)

    def _word_at(self, text: str, heard: list[str], place: int) -> str | None:
        for length in range(min(LONGEST, len(text) - place), SHORTEST - 1, -1):
            word = self._words.get(tuple(heard[place : place + length]))
            if word is not None:
                seen = text[place : place + length]
                return word if seen != word and self._is_strange(seen) else seen
        return None

    def _is_strange(self, seen: str) -> bool:
        return any(seen[n : n + 2] not in self._bigrams for n in range(len(seen) - 1))
