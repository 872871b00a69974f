"""Made-up bases of everyday questions of any size, always the same for a seed.

The frames are real questions of two foreign sets (``tests/data/foreign``); their content words are
exchanged for words of the same kind and length from jieba's own dictionary, drawn by how often the
language uses them. Three entries in ten differ from another in one content word only: that is what
makes a large base hard to search.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import jieba

from intents.words.noise import noisy
from intents.words.segment import SYNONYMS, cut

SEED = 20261121
SHORTEST, LONGEST = 6, 25
NEAR_DUPLICATES = 0.3
NOISES = ("clean", "dropped", "repeated", "homophones", "fillers")
"""What happens to a paraphrased question; each to a fifth of them."""

_FOREIGN = Path(__file__).resolve().parents[1] / "tests" / "data" / "foreign"
_RARE = 10
"""A word of the dictionary that the language uses less often is left out."""

_EVENED = 0.75
"""Words are drawn by their frequency to this power: questions speak of more things than news do."""

_COMMON = 5
"""A verb or adjective in so many questions (可以, 需要) belongs to the frame."""

Kind = tuple[str, int]
"""Of a word: its part of speech, and its length."""


@dataclass(frozen=True)
class Made:
    """One entry, asked in one way; its words, and which of them can be exchanged."""

    id: str
    words: tuple[str, ...]
    slots: tuple[int, ...]

    @property
    def question(self) -> str:
        """The question as it is asked."""
        return "".join(self.words)


def entries(count: int, seed: int = SEED) -> list[Made]:
    """``count`` entries, no two with the same question."""
    chance = random.Random(seed)
    frames, seen, made = _frames(), set[str](), list[Made]()
    while len(made) < count:
        words, slots = chance.choice(frames)
        changed = slots
        if made and chance.random() < NEAR_DUPLICATES:
            other = chance.choice(made)
            words, slots = other.words, other.slots
            changed = (chance.choice(slots),)
        found = _exchanged(words, changed, chance)
        text = "".join(found)
        if SHORTEST <= len(text) <= LONGEST and text not in seen:
            seen.add(text)
            made.append(Made(f"made-{len(made):06d}", found, slots))
    return made


def asked(base: list[Made], count: int, seed: int = SEED) -> list[tuple[str, str]]:
    """``count`` questions with the id each is meant for: a synonym, then noise (``NOISES``)."""
    chance = random.Random(seed + 1)
    return [_asked(chance.choice(base), number, chance) for number in range(count)]


def _asked(entry: Made, number: int, chance: random.Random) -> tuple[str, str]:
    text, kind = _paraphrased(entry.question, chance), NOISES[number % len(NOISES)]
    return (text if kind == "clean" else noisy(text, kind, SEED)), entry.id


def _paraphrased(text: str, chance: random.Random) -> str:
    """``text`` with one word by another that means the same, where one is known."""
    same = _same()
    known = [word for word in dict.fromkeys(cut(text)) if word in same]
    if not known:
        return text
    word = chance.choice(known)
    return text.replace(word, chance.choice([w for w in same[word] if w != word]), 1)


def _exchanged(
    words: tuple[str, ...], slots: tuple[int, ...], chance: random.Random
) -> tuple[str, ...]:
    found = list(words)
    for slot in slots:
        choice, sums = _vocabulary()[_kinds()[words[slot]][0]]
        found[slot] = chance.choices(choice, cum_weights=sums)[0]
    return tuple(found)


@cache
def _frames() -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """The foreign questions as words, and which of these can be exchanged."""
    texts = [json.loads(line)["question"] for name in ("everyday", "patients")
             for line in (_FOREIGN / f"{name}_kb.jsonl").read_text("utf-8").splitlines()]  # fmt: skip
    found = [tuple(jieba.cut(text)) for text in texts]
    often = Counter(word for words in found for word in set(words))
    frame = {word for word, count in often.items() if count >= _COMMON and not _is_noun(word)}
    frames = ((words, _slots(words, frame)) for words in found)
    return [(words, slots) for words, slots in frames if slots]


def _slots(words: tuple[str, ...], frame: set[str]) -> tuple[int, ...]:
    return tuple(n for n, word in enumerate(words) if word in _kinds() and word not in frame)


def _is_noun(word: str) -> bool:
    return word in _kinds() and _kinds()[word][0][0] == "n"


@cache
def _kinds() -> dict[str, tuple[Kind, int]]:
    """Nouns, verbs and adjectives of jieba's dictionary: their kind, and how often they are used."""
    return {word: ((tag, len(word)), often) for word, often, tag in _dictionary()}


def _dictionary() -> Iterator[tuple[str, int, str]]:
    line = re.compile(r"([\u4e00-\u9fff]{2,4}) (\d+) (n|nz|v|vn|a)\n")
    with jieba.get_dict_file() as lines:
        for found in filter(None, (line.fullmatch(raw.decode()) for raw in lines)):
            if int(found[2]) >= _RARE:
                yield found[1], int(found[2]), found[3]


@cache
def _vocabulary() -> dict[Kind, tuple[list[str], list[float]]]:
    """The words of each kind, with the sums of their weights so far."""
    words: dict[Kind, list[str]] = defaultdict(list)
    for word, (kind, _) in _kinds().items():
        words[kind].append(word)
    weights = {word: often**_EVENED for word, (_, often) in _kinds().items()}
    return {
        kind: (of, list(accumulate(map(weights.__getitem__, of)))) for kind, of in words.items()
    }


@cache
def _same() -> dict[str, list[str]]:
    """Word → its group of synonyms."""
    lines = SYNONYMS.read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    return {word: group for group in groups if len(group) > 1 for word in group}
