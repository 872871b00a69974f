"""Tokens as numbers: how each channel of the index cuts a text.

A token is a whole number of 32 bits, so that an index of a hundred thousand questions keeps its
vocabularies as sorted arrays. Characters and sounds fit exactly; words are hashed (two of eighty
thousand share a number on average, which only makes one of them look a little commoner).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intents.words.sounds import spoken

LETTERS = 1 << 32
"""Added to the key of a character where words and characters stand together, as in ``channel.Lists``."""

_LOW = 0xFFFF
_UNIT = np.uint64(32)


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> int:
    """The number of a word."""
    return crc32(word.encode())


def word_keys(words: Iterable[str]) -> list[int]:
    """The words' numbers, each once, in order."""
    return list(dict.fromkeys(map(word_key, words)))


def letter_key(letter: str) -> int:
    """The number of a character; that of two neighbours is larger than any of these."""
    return ord(letter) & _LOW


def character_keys(text: str) -> list[int]:
    """Each character of ``text``, and each with its neighbour; spaces left out."""
    return _grams([ord(char) & _LOW for char in text if char != " "])


def character_pairs(text: str) -> list[int]:
    """The key of each character of ``text`` with its neighbour, in order."""
    return _pairs([ord(char) & _LOW for char in text])


def sound_keys(text: str) -> list[int]:
    """The merged sounds of ``text``, each alone and with its neighbour."""
    return heard_keys(spoken(text))


def heard_keys(heard: str) -> list[int]:
    """The same of a text that is ``spoken`` already."""
    return _grams([ord(char) & _LOW for char in heard])


def sound_pair_keys(text: str) -> list[int]:
    """Pairs of neighbouring sounds only."""
    return list(dict.fromkeys(character_pairs(spoken(text))))


def _grams(codes: list[int]) -> list[int]:
    return list(dict.fromkeys(codes + _pairs(codes)))


def _pairs(codes: list[int]) -> list[int]:
    return [first << 16 | second for first, second in pairwise(codes)]


def packed_character_keys(texts: Sequence[str]) -> NDArray[np.uint64]:
    """``character_keys`` of many texts, each key below the number of its text; some of them twice."""
    return _packed_grams("\n".join(texts).replace(" ", ""))


def packed_sound_keys(texts: Sequence[str]) -> NDArray[np.uint64]:
    """``sound_keys`` of many texts, each key below the number of its text; some of them twice."""
    return _packed_grams(spoken("\n".join(texts)))


def _packed_grams(lines: str) -> NDArray[np.uint64]:
    codes = np.frombuffer(lines.encode("utf-32-le"), np.uint32)
    breaks = codes == ord("\n")
    alone = np.flatnonzero(~breaks)
    packed = np.cumsum(breaks).astype(np.uint64) << _UNIT
    codes = codes & np.uint32(_LOW)
    paired = alone[:-1][np.diff(alone) == 1]
    pairs = codes[paired] << np.uint32(16) | codes[paired + 1]
    return np.concatenate([packed[alone] | codes[alone], packed[paired] | pairs])
