"""Tells what concerns elders, by the words listed in ``elder_words.yaml``, and says why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from knowledge.files import read_yaml

WORDS = Path(__file__).with_name("elder_words.yaml")

ENOUGH_MENTIONS = 3
"""Mentions from which a longer text concerns elders, if they are not thin (see THIN)."""

THIN = 200
"""Characters a mention; a text with fewer mentions only names elders in passing."""

DENSE = 100
"""Characters a mention, from which even one or two are enough."""


ONE_PHRASE = 4
"""Characters from one word to the next within which they make one phrase."""


class Relevance(NamedTuple):
    """The decision with its reasons, in Chinese."""

    concerns_elders: bool
    reasons: tuple[str, ...]


class Mentions(NamedTuple):
    """How often each word stands in a text, and in how many places.

    "失能失智老年人" is one place: a phrase that heaps up words is still one mention.
    """

    words: Counter[str]
    places: int


class WordList(NamedTuple):
    """Words about elders, longest first, and phrases that contain one by chance."""

    words: tuple[str, ...]
    chance: tuple[str, ...]

    def mentions(self, text: str) -> Mentions:
        """What ``text`` mentions; of overlapping words only the longer one counts."""
        for phrase in self.chance:
            text = text.replace(phrase, "□" * len(phrase))
        words: Counter[str] = Counter()
        starts: list[int] = []
        for word in self.words:
            found = [match.start() for match in re.finditer(re.escape(word), text)]
            text = text.replace(word, "□" * len(word))
            words[word] += len(found)
            starts += found
        return Mentions(+words, _places(sorted(starts)))


def _places(starts: Sequence[int]) -> int:
    near = sum(after - before <= ONE_PHRASE for before, after in pairwise(starts))
    return len(starts) - near


@cache
def word_list(path: Path = WORDS) -> WordList:
    """The words and chance phrases of a list file."""
    data = read_yaml(path)
    return WordList(_longest_first(data["words"]), _longest_first(data["chance"]))


def relevance(title: str, headings: Sequence[str], body: str) -> Relevance:
    """Whether a part concerns elders, by its own title, then the headings above, then its text."""
    words = word_list()
    if (found := words.mentions(title)).places:
        return Relevance(True, (f"标题提到{_spoken(found)}",))
    for heading in reversed(headings):
        if (found := words.mentions(heading)).places:
            return Relevance(True, (f"所在部分“{heading[:30]}”提到{_spoken(found)}",))
    return _by_body(words.mentions(body), len(body))


def _by_body(found: Mentions, length: int) -> Relevance:
    times = found.places
    if not times:
        return Relevance(False, ("没有提到老年人或养老服务",))
    if length <= times * DENSE or (times >= ENOUGH_MENTIONS and length <= times * THIN):
        return Relevance(True, (f"正文提到{_spoken(found)}",))
    return Relevance(False, (f"只是顺带提到{_spoken(found)}",))


def _spoken(found: Mentions) -> str:
    return "、".join(f"“{word}”{times}次" for word, times in found.words.most_common(4))


def _longest_first(phrases: Sequence[str]) -> tuple[str, ...]:
    """Longest first, so that 老年人 is not counted as 老年; equal ones in the list's order."""
    return tuple(sorted(phrases, key=len, reverse=True))
