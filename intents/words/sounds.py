"""How characters sound to a speech recogniser, with the differences of accents merged.

Sounds only find candidates and support them; the question itself is never rewritten.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache
from zlib import crc32

# Only single characters are looked up: without the package's table of phrases 30 MB are spared.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

from pypinyin.constants import PINYIN_DICT

_OPENINGS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
"""Merged openings: 平翘舌 and n/l. The first that fits is applied."""

_ENDINGS = (("ing", "in"), ("eng", "en"), ("ang", "an"))

_HU = {"hu": "fu", "hui": "fei", "hun": "fen", "huo": "fo"}
"""f and h are mixed up before u: 胡/福, 灰/飞; other syllables in hu- (hua, huan) lose the u."""

_PRIVATE, _ROOM = 0xF0000, 0xFFF1
"""A plane of private characters: some four hundred sounds share it with hardly a clash."""


@cache
def sound(char: str) -> str:
    """The merged toneless sound of one character; the character itself if it has none."""
    plain = plain_sound(char)
    return plain if plain == char else _merge(plain)


@cache
def plain_sound(char: str) -> str:
    """The toneless sound of one character, accents kept apart."""
    return plain_sounds(char)[0]


@cache
def plain_sounds(char: str) -> tuple[str, ...]:
    """All toneless readings of one character, the commonest first; itself if it has none."""
    readings = PINYIN_DICT.get(ord(char))
    return tuple(dict.fromkeys(map(_toneless, readings.split(",")))) if readings else (char,)


class _Letters(dict[int, str | None]):
    """Character → one private character for its merged sound; spaces are left out.

    A line break is kept: texts on a line each can be given their sounds at once."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        heard = None if char == " " else chr(_PRIVATE + crc32(sound(char).encode()) % _ROOM)
        self[code] = heard
        return heard


_LETTERS = _Letters({ord("\n"): "\n"})


def spoken(text: str) -> str:
    """``text`` with one private character for each sound, so that strings compare by sound."""
    return text.translate(_LETTERS)


def _toneless(reading: str) -> str:
    plain = unicodedata.normalize("NFD", reading)
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ü", "v")


def _merge(syllable: str) -> str:
    if syllable.startswith("hu"):
        syllable = _HU.get(syllable, "f" + syllable[2:])
    for opening, merged in _OPENINGS:
        if syllable.startswith(opening):
            syllable = merged + syllable[len(opening) :]
            break
    for ending, merged in _ENDINGS:
        if syllable.endswith(ending):
            return syllable[: -len(ending)] + merged
    return syllable
