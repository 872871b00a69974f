"""Makes questions sound like dictation, for development: the same seed gives the same noise.

Kinds: ``homophones`` (a word replaced by one of the same sound, tones aside, from the segmenter's
dictionary), ``accent`` (the same with 平翘舌, n/l, f/h and -n/-ng mixed up), ``dropped`` (a
character lost), ``swapped`` (two neighbours), ``repeated``, ``fillers`` (嗯, 那个), ``traditional``.
One change up to nine characters, two above.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from functools import cache

import zhconv

from intents.words.segment import cut, frequent_words
from intents.words.sounds import plain_sound, sound

KINDS = ("homophones", "accent", "dropped", "swapped", "repeated", "fillers", "traditional")
_FILLERS = ("嗯", "那个", "就是", "呃", "这个")
_LONG = 9


def noisy(text: str, kind: str, seed: int) -> str:
    """``text`` with noise of one kind. Raises KeyError for an unknown kind."""
    chance = random.Random(f"{seed}|{kind}|{text}")  # noqa: S311 - noise, not a secret
    if kind == "traditional":
        return str(zhconv.convert(text, "zh-hant"))
    change: Callable[[str], str] = {
        "homophones": lambda t: _misheard(t, chance, merged=False),
        "accent": lambda t: _misheard(t, chance, merged=True),
        "dropped": lambda t: _at(t, chance, lambda c: ""),
        "repeated": lambda t: _at(t, chance, lambda c: c + c),
        "swapped": lambda t: _swapped(t, chance),
        "fillers": lambda t: _filled(t, chance),
    }[kind]
    for _ in range(1 if len(text) <= _LONG else 2):
        text = change(text)
    return text


def _misheard(text: str, chance: random.Random, *, merged: bool) -> str:
    """One word of two characters or more in another spelling of the same sound."""
    table = _same_sound(merged)
    found = [w for w in dict.fromkeys(cut(text)) if len(w) >= 2 and len(table[_key(w, merged)]) > 1]
    if not found:
        return text
    word = chance.choice(found)
    others = [other for other in table[_key(word, merged)] if other != word]
    return text.replace(word, chance.choice(others), 1) if others else text


@cache
def _same_sound(merged: bool) -> dict[tuple[str, ...], list[str]]:
    table: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in frequent_words():
        table[_key(word, merged)].append(word)
    return table


def _key(word: str, merged: bool) -> tuple[str, ...]:
    return tuple(map(sound if merged else plain_sound, word))


def _at(text: str, chance: random.Random, change: Callable[[str], str]) -> str:
    if not text:
        return text
    place = chance.randrange(len(text))
    return text[:place] + change(text[place]) + text[place + 1 :]


def _swapped(text: str, chance: random.Random) -> str:
    if len(text) < 2:
        return text
    place = chance.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _filled(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(_FILLERS) + text[place:]
