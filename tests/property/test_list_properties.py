"""The lists of the index give what a plain reading of the definitions gives, one token at a time."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.matching.channel import Lists
from intents.matching.hearing import LONGEST, SHORTEST, Sounding
from intents.matching.keys import (
    character_keys,
    packed_character_keys,
    packed_sound_keys,
    sound_keys,
    word_key,
)
from intents.matching.listing import K1, B, Tokens, joined, listed
from intents.matching.texts import Texts
from intents.matching.trees import Trees
from intents.words.sounds import spoken

UNIT = st.lists(st.sampled_from(["高龄", "津贴", "怎么", "领", "助餐", "多少", "钱"]), max_size=6)
CHANNELS = st.lists(st.lists(UNIT, min_size=1, max_size=8), min_size=1, max_size=3)
ASKED = st.lists(
    st.sampled_from(["高龄", "津贴", "领", "助餐", "陌生", "生疏"]), max_size=5, unique=True
)
LINES = st.lists(st.text(alphabet="高龄津贴怎么零 85app𠮷", max_size=9), max_size=6)

Units = list[list[str]]


def lists_of(channels: list[Units]) -> Lists:
    made = []
    for units in channels:
        tokens = Tokens()
        for unit in units:
            tokens.add([word_key(word) for word in unit])
        made.append(listed(tokens.packed(), len(units)))
    return joined(made)


def rarity(units: Units, word: str) -> float:
    held = sum(word in unit for unit in units)
    rarest = math.log1p((len(units) - 0.5) / 1.5)
    return math.log1p((len(units) - held + 0.5) / (held + 0.5)) / (rarest or 1)


def bm25(units: Units, unit: list[str], asked: list[str]) -> float:
    average = max(sum(map(len, units)) / len(units), 1e-6)
    factor, times = K1 * (1 - B + B * len(unit) / average), Counter(unit)
    return sum(
        rarity(units, word) * times[word] * (K1 + 1) / (times[word] + factor)
        for word in asked
        if word in unit
    )


@given(channels=CHANNELS, asked=ASKED)
def test_every_unit_is_scored_as_bm25_is_defined(channels: list[Units], asked: list[str]) -> None:
    lists = lists_of(channels)
    keys = [word_key(word) for word in asked]
    found = lists.by_channel(lists.scores(lists.asked([keys] * len(channels))).units)
    for units, scores in zip(channels, found, strict=True):
        assert np.allclose(scores, [bm25(units, unit, asked) for unit in units], rtol=1e-5)


@given(channels=CHANNELS, asked=ASKED)
def test_what_question_and_unit_share_is_what_sets_share(
    channels: list[Units], asked: list[str]
) -> None:
    lists = lists_of(channels)
    tokens = lists.asked([[word_key(word) for word in asked]] * len(channels))
    overlap = lists.compared(tokens, [np.arange(len(units)) for units in channels])
    shares, explaining = overlap.explained()
    at = 0
    for channel, units in enumerate(channels):
        known = {word: rarity(units, word) for word in asked if any(word in u for u in units)}
        total = sum(known.values()) + len(asked) - len(known)
        lacking = overlap.lacking(channel)
        for number, unit in enumerate(units):
            common = sum(weight for word, weight in known.items() if word in unit)
            mine = sum(rarity(units, word) for word in set(unit))
            assert math.isclose(shares[channel][number], common / max(total, 1e-6), rel_tol=1e-5)
            assert math.isclose(explaining[at], common / max(mine, 1e-6), rel_tol=1e-5)
            assert lacking[number].tolist() == [word not in unit for word in known]
            at += 1


@given(units=st.lists(UNIT, min_size=1, max_size=8), asked=ASKED)
def test_the_rarest_word_that_a_question_lacks_is_found(units: Units, asked: list[str]) -> None:
    lists = lists_of([units])
    overlap = lists.compared(
        lists.asked([[word_key(word) for word in asked]]), [np.arange(len(units))]
    )
    expected = [
        max((rarity(units, word) for word in unit if word not in asked), default=0.0)
        for unit in units
    ]
    assert np.allclose(overlap.first().superfluous(lists.weights), expected, rtol=1e-5)


@given(lines=LINES)
def test_many_texts_are_cut_into_grams_as_each_is(lines: list[str]) -> None:
    for packed, single in (
        (packed_character_keys, character_keys),
        (packed_sound_keys, sound_keys),
    ):
        expected = {(n, key) for n, line in enumerate(lines) for key in single(line)}
        assert {(key >> 32, key & 0xFFFFFFFF) for key in packed(lines).tolist()} == expected


@given(lines=LINES)
def test_texts_in_an_array_are_the_texts(lines: list[str]) -> None:
    texts = Texts.of(lines)
    backwards = np.arange(len(lines))[::-1]
    assert [*texts] == lines
    assert texts.some(backwards) == lines[::-1]


@given(words=LINES, heard=st.text(alphabet="高灵今贴怎么领", min_size=SHORTEST, max_size=12))
def test_the_longest_word_is_heard_wherever_one_sounds_and_of_the_same_sound_the_first(
    words: list[str], heard: str
) -> None:
    words = [word.replace(" ", "") for word in words]
    fit = [word for word in words if SHORTEST <= len(word) <= LONGEST]
    by_sound = {spoken(word): word for word in reversed(fit)}
    sounding = Sounding.of(words)
    expected = {}
    for place in range(len(heard)):
        for length in range(SHORTEST, min(LONGEST, len(heard) - place) + 1):
            if word := by_sound.get(spoken(heard[place : place + length])):
                expected[place] = word
    assert (sounding.heard_in(spoken(heard)) if fit else {}) == expected


@given(rows=st.lists(st.tuples(*[st.floats(0, 1)] * 2), min_size=1, max_size=5))
def test_trees_give_what_a_walk_down_each_gives(rows: list[tuple[float, float]]) -> None:
    trees = [
        {"feature": [0, 1], "threshold": [0.5, 0.25], "left": [1, -2], "right": [-1, -3], "leaves": [1, 2, 4]},
        {"feature": [], "threshold": [], "left": [], "right": [], "leaves": [8]},
    ]  # fmt: skip
    expected = [(1 if one > 0.5 else 4 if other > 0.25 else 2) + 8 for one, other in rows]
    assert Trees.of(trees).scores(np.array(rows)).tolist() == expected


def test_a_tree_of_more_splits_than_fit_a_byte_is_refused() -> None:
    chain = {"feature": [0] * 9, "threshold": [0.5] * 9, "left": [-1] * 9, "right": [*range(1, 9), -2],
             "leaves": [1, 2]}  # fmt: skip
    with pytest.raises(ValueError, match="9 splits"):
        Trees.of([chain])
