"""Cuts a normalised text into words. The only module that knows the segmenter."""

from __future__ import annotations

import logging
from functools import cache
from itertools import pairwise
from pathlib import Path

import jieba

from intents.concepts import concepts
from intents.sounds import sounds

DICTIONARY = Path(__file__).parent / "data" / "dictionary.txt"
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


def words(text: str) -> list[str]:
    """The words of ``text`` (normalised), long ones also in their parts, and its concepts."""
    found = [word for word in _tokenizer().lcut_for_search(text) if not word.isspace()]
    return found + concepts(text).tokens()


def bigrams(text: str) -> list[str]:
    """Every two neighbouring characters, spaces left out; a single character stands for itself."""
    text = text.replace(" ", "")
    return [text[i : i + 2] for i in range(len(text) - 1)] or ([text] if text else [])


def syllables(text: str) -> list[str]:
    """The merged sounds of ``text``, each alone and with its neighbour."""
    single = sounds(text)
    return single + [f"{a} {b}" for a, b in pairwise(single)]


def frequent_words() -> list[str]:
    """Words of two to four characters that the general dictionary holds to be common."""
    common = 50
    counts = _tokenizer().FREQ.items()
    return [word for word, count in counts if count >= common and 2 <= len(word) <= 4]


def warm() -> None:
    """Load the dictionary now rather than at the first question."""
    words("养老")
