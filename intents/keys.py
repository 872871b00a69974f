"""Tokens as numbers: how each channel of the index cuts a text.

A token is a whole number of 32 bits, so that an index of a hundred thousand questions keeps its
vocabularies as sorted arrays. Characters and sounds fit exactly; words are hashed (two of eighty
thousand share a number on average, which only makes one of them look a little commoner).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from intents.sounds import spoken

_LOW = 0xFFFF


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> int:
    """The number of a word."""
    return crc32(word.encode())


def word_keys(words: Iterable[str]) -> list[int]:
    """The words' numbers, each once, in order."""
    return list(dict.fromkeys(map(word_key, words)))


def character_keys(text: str) -> list[int]:
    """Each character of ``text``, and each with its neighbour; spaces left out."""
    return _grams([ord(char) & _LOW for char in text if char != " "])


def single_keys(text: str) -> list[int]:
    """Each character of ``text``, spaces left out."""
    return list(dict.fromkeys(ord(char) & _LOW for char in text if char != " "))


def sound_keys(text: str) -> list[int]:
    """The merged sounds of ``text``, each alone and with its neighbour."""
    return _grams([ord(char) & _LOW for char in spoken(text)])


def sound_pair_keys(text: str) -> list[int]:
    """Pairs of neighbouring sounds only."""
    codes = [ord(char) & _LOW for char in spoken(text)]
    return list(dict.fromkeys(first << 16 | second for first, second in pairwise(codes)))


def _grams(codes: list[int]) -> list[int]:
    return list(dict.fromkeys(codes + [first << 16 | second for first, second in pairwise(codes)]))
