"""Texts are compared in letters of the question's own, and readings are scored by what differs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from intents.matching.evaluate import read_lines, to_items
from intents.matching.finding import Found
from intents.matching.index import Index
from intents.matching.likeness import LINES, compared
from intents.matching.texts import Texts
from intents.words.noise import KINDS, noisy
from intents.words.normalise import normalise
from intents.words.sounds import spoken

FOREIGN = Path(__file__).parents[1] / "data" / "foreign"
LETTERS = "老人津贴怎么领a1 #\t𠀀\x00ÿ"
MANY = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
TEXTS = st.one_of(st.text(LETTERS, max_size=30), st.text(MANY, min_size=250, max_size=400))


def likenesses(asked: str, said: list[str], theirs: list[str]) -> list[list[float]]:
    lines = Texts.of(line for text in theirs for line in (text, text[::-1], spoken(text)))
    words = spoken("\n".join(said))
    found = compared(
        (asked, asked[::-1], spoken(asked)),
        words,
        np.full(len(said), 0.5),
        lines,
        np.arange(len(lines) // LINES),
    )
    return [list(map(float, feature)) for feature in found]


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
def test_letters_of_the_questions_own_say_what_the_texts_say(asked: str, theirs: list[str]) -> None:
    said = list(dict.fromkeys(filter(None, (asked[:2], asked[1:3])))) or [""]
    text, sounds, _, heard, _, _, _, within = likenesses(asked, said, theirs)
    assert text == pytest.approx([fuzz.ratio(asked, t) / 100 for t in theirs])
    assert sounds == pytest.approx([fuzz.ratio(spoken(asked), spoken(t)) / 100 for t in theirs])
    assert within == pytest.approx([fuzz.partial_ratio(asked[::-1], t[::-1]) / 100 for t in theirs])
    there = [[spoken(word) in spoken(t) for word in said] for t in theirs]
    assert heard == pytest.approx([sum(row) / len(said) for row in there])


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
def test_the_longest_common_part_is_that_of_the_texts(asked: str, theirs: list[str]) -> None:
    part = likenesses(asked, [asked], theirs)[5]
    common = [LCSseq.similarity(asked[::-1], t[::-1]) for t in theirs]
    assert part == pytest.approx([n / max(len(asked), 1) for n in common])


@pytest.fixture(scope="module")
def lungs() -> Index:
    return Index.build(to_items(read_lines(FOREIGN / "lungs_kb.jsonl")))


@pytest.mark.parametrize("kind", KINDS)
def test_a_reading_scored_by_what_differs_scores_the_same_to_the_last_bit(
    lungs: Index, kind: str
) -> None:
    for row in read_lines(FOREIGN / "lungs_queries.jsonl"):
        written = Found.of(lungs, normalise(row["q"]))
        other = normalise(noisy(row["q"], kind, 0))
        anew, by_difference = Found.of(lungs, other), Found.of(lungs, other, written)
        assert np.array_equal(anew.scored.units, by_difference.scored.units)
        assert anew.tops == by_difference.tops
