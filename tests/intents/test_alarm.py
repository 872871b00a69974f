"""Danger heard in the sound of a sentence, held to recorded floors on the development sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intents.alarm import DANGER
from intents.evaluate import read_lines
from intents.signals import danger_in

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.mark.parametrize(
    "text",
    ["我妈率倒了怎么都交不醒", "屋里有一股没气味儿头晕得厉害", "老头子去卖菜三个中头了手机没代"],
)
def test_misheard_cries_are_heard(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    "text", ["不知道", "没有", "是低保", "住在家里", "气死我了，怎么又办不了", ""]
)
def test_short_answers_and_idioms_are_calm(text: str) -> None:
    assert danger_in(text) is None


def test_recall_and_false_alarms_hold_their_floors() -> None:
    rows = read_lines(DATA / "danger.jsonl")
    seen = [danger_in(row["q"]) is not None for row in rows]
    real = [s for s, row in zip(seen, rows, strict=True) if row["danger"]]
    near = [s for s, row in zip(seen, rows, strict=True) if not row["danger"]]
    assert sum(real) / len(real) >= 0.99
    assert sum(near) / len(near) <= 0.02


def test_recall_and_false_alarms_hold_on_sentences_that_nothing_was_fitted_on() -> None:
    rows = read_lines(DATA / "danger_heldout.jsonl")
    seen = [danger_in(row["q"]) is not None for row in rows]
    real = [s for s, row in zip(seen, rows, strict=True) if row["danger"]]
    near = [s for s, row in zip(seen, rows, strict=True) if not row["danger"]]
    assert sum(real) / len(real) >= 0.99
    assert sum(near) / len(near) <= 0.08


def test_questions_for_the_base_are_rarely_taken_for_danger() -> None:
    rows = read_lines(DATA / "utterances.jsonl")
    assert sum(danger_in(row["q"]) is not None for row in rows) / len(rows) <= 0.02


def test_what_people_say_between_questions_is_rarely_taken_for_danger() -> None:
    rows = read_lines(DATA / "remarks.jsonl")
    assert sum(danger_in(row["q"]) is not None for row in rows) / len(rows) <= 0.04


def test_the_model_says_what_was_measured_on_sentences_it_had_not_seen() -> None:
    measured = json.loads(DANGER.path.read_text(encoding="utf-8"))["measured"]
    assert measured["recall"] > 0.94
    assert measured["false_near"] < 0.18
