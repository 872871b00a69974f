"""Patterns that are searched together find what each finds alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.matching.evaluate import read_lines
from intents.words.concepts import _data
from intents.words.normalise import normalise
from intents.words.patterns import Patterns, alternatives, openings

DATA = Path(__file__).resolve().parents[1] / "data"

SETS = {"nouns": _data().nouns, "asks": _data().asks, "kinds": _data().kinds}


def one_by_one(patterns: Patterns, text: str) -> int:
    return sum(1 << n for n, each in enumerate(patterns.values()) if each.search(text))


@pytest.mark.parametrize("name", SETS)
def test_every_development_question_has_the_same_concepts_as_one_by_one(name: str) -> None:
    for row in read_lines(DATA / "utterances.jsonl"):
        text = normalise(row["q"]).replace(" ", "")
        assert SETS[name].found(text) == one_by_one(SETS[name], text), text


@pytest.mark.parametrize("name", SETS)
def test_no_pattern_of_ours_has_to_be_tried_on_every_text(name: str) -> None:
    assert [each for each, one in SETS[name].items() if openings(one.pattern) is None] == []


@pytest.mark.parametrize(
    ("source", "letters"),
    [
        ("津贴|补贴", "津贴 补贴"),
        ("(?<!高)龄", "龄"),
        ("(?=津)津贴", "津贴"),
        ("^老?年", "老年 年"),
        ("老.年", "老"),
        ("老[一-龥]?年", "老 老年"),
        ("[3-5]级", "3级 4级 5级"),
        ("[一-龥]级", None),
        ("(?:老人)*的", "老人 的"),
        ("老{2}", "老老"),
        ("老{3,}", "老老"),
        ("老+年", "老老 老年"),
        ("老??年", "老年 年"),
        ("老{0}年月", "年月"),
        ("[01]岁", "0岁 1岁"),
        (".老", None),
        ("老?", None),
        ("[^老]人", None),
        (r"\d岁", None),
        ("(?i)a", None),
        ("(?i:a)b", None),
        ("老|", None),
        (r"(?:(老)|人)\1", "老 人"),
    ],
)
def test_what_a_pattern_can_begin_with(source: str, letters: str | None) -> None:
    assert openings(source) == (None if letters is None else frozenset(letters.split()))


def test_a_pattern_with_very_many_beginnings_is_told_by_their_first_letters() -> None:
    source = "[0123456789abcdefghijklmnopqrstuvwxyz]" * 2
    assert openings(source) == frozenset("0123456789abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("津贴|补贴", ["津贴", "补贴"]),
        ("(津|补)贴|老", ["(津|补)贴", "老"]),
        ("[(|]贴|老", ["[(|]贴", "老"]),
        ("[]|]贴|[^]|]老", ["[]|]贴", "[^]|]老"]),
        (r"\|贴|\(老|\\|年", [r"\|贴", r"\(老", r"\\", "年"]),
        (r"(津)\1|老", [r"(津)\1|老"]),
        ("(?i)津|a", ["(?i)津|a"]),
        ("津|", ["津", ""]),
        ("津", ["津"]),
    ],
)
def test_what_the_alternatives_of_a_pattern_are(source: str, parts: list[str]) -> None:
    assert alternatives(source) == parts


PIECES = st.sampled_from(
    ["a", "b", "[ab]", "[^a]", ".", "(?:a|bc)", "(?:a|)", "(?<!c)", "(?=b)", "c?", "b*", "(?:ab){1,2}", "|"]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, min_size=1, max_size=4), min_size=1, max_size=5), st.text("abc"))
def test_any_patterns_find_together_what_each_finds_alone(
    sources: list[list[str]], text: str
) -> None:
    patterns = Patterns({str(n): "".join(pieces) for n, pieces in enumerate(sources)})
    assert patterns.found(text) == one_by_one(patterns, text)
    assert all(isinstance(each, re.Pattern) for each in patterns.values())
