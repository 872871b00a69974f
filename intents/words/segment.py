"""Cuts a normalised text into words. With ``cutter`` the only module that knows the segmenter."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import jieba

from intents.words.concepts import Concepts
from intents.words.cutter import Cutter

DICTIONARY = Path(__file__).parents[1] / "data" / "dictionary.txt"
SYNONYMS = Path(__file__).parents[1] / "data" / "synonyms.txt"
FRAME = Path(__file__).parents[1] / "data" / "frame.txt"
AS_ONE = 4
"""A synonym may be of so many words as the segmenter cuts."""

SHORTEST_PART, LONGEST_PART = 2, 3
"""Of the words that stand in a longer one, so many characters are looked up."""

_cache_folder: Path | None = None


def keep_cache_in(folder: Path) -> None:
    """Put the segmenter's dictionary cache into our data folder instead of the system's /tmp."""
    global _cache_folder
    _cache_folder = folder


@cache
def _tokenizer() -> jieba.Tokenizer:
    """A private tokenizer: nothing else in the process can change its dictionary."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    if _cache_folder is not None:
        _cache_folder.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(_cache_folder)
    tokenizer.initialize()
    tokenizer.load_userdict(str(DICTIONARY))
    return tokenizer


@cache
def _cutter() -> Cutter:
    return Cutter(_tokenizer())


@cache
def _synonyms() -> dict[str, str]:
    """Word → the first word of its group."""
    lines = SYNONYMS.read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    return {word: group[0] for group in groups for word in group}


@cache
def _frame() -> frozenset[str]:
    """Words that stand in questions about anything."""
    lines = FRAME.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def cut(text: str) -> list[str]:
    """The words of ``text`` (normalised)."""
    return _cutter().cut(text)


@cache
def _openings() -> frozenset[str]:
    """What a synonym may begin with: all but the last of its characters, or fewer."""
    return frozenset(word[:n] for word in _synonyms() for n in range(1, len(word)))


def plain_words(found: Sequence[str]) -> list[str]:
    """Words as ``cut`` gives them, each by the commonest word that means the same.

    Up to AS_ONE neighbours are looked up together: 什么|时候 is one synonym of 何时.
    """
    same, openings, plain, place = _synonyms(), _openings(), [], 0
    while place < len(found):
        seen = found[place]
        word, last = same.get(seen, seen), place
        end = last + 1
        while seen in openings and end < len(found) and end < place + AS_ONE:
            seen += found[end]
            end += 1
            if seen in same:
                word, last = same[seen], end - 1
        plain.append(word)
        place = last + 1
    return plain


def matter(plain: Sequence[str]) -> str:
    """What a question is about: ``plain_words`` without those that stand in any question.

    All of them where nothing else is left.
    """
    return "".join(word for word in plain if word not in _frame()) or "".join(plain)


def words(plain: Sequence[str], about: Concepts) -> list[str]:
    """Index tokens: ``plain_words``, long ones also in their parts, and the concepts."""
    found: list[str] = []
    for word in plain:
        if len(word) > SHORTEST_PART:
            found += _parts(word)
        found.append(word)
    return found + about.tokens()


@lru_cache(maxsize=1 << 12)
def _parts(word: str) -> list[str]:
    """The words that stand in a long one."""
    known = _tokenizer().FREQ
    lengths = range(SHORTEST_PART, min(len(word), LONGEST_PART + 1))
    parts = (word[n : n + size] for size in lengths for n in range(len(word) - size + 1))
    return [part for part in parts if known.get(part)]


@lru_cache(maxsize=1 << 16)
def rarity(word: str) -> float:
    """How rare a word is in the language at large, 0–1. A concept says nothing beside its words."""
    if word[0] in "=?":
        return 0.0
    tokenizer = _tokenizer()
    often = tokenizer.FREQ.get(word) or 1
    return min(1.0, math.log(tokenizer.total / often) / math.log(tokenizer.total))


def frequent_words() -> list[str]:
    """Words of two to four characters that the general dictionary holds to be common."""
    common = 50
    counts = _tokenizer().FREQ.items()
    return [word for word, count in counts if count >= common and 2 <= len(word) <= 4]


def frequency(word: str) -> int:
    """How often the general dictionary counts ``word``; 0 for one that it does not know."""
    return int(_tokenizer().FREQ.get(word) or 0)


def warm() -> None:
    """Load the dictionary now rather than at the first question."""
    cut("养老")
    _openings()
