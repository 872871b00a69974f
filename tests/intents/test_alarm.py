"""Danger heard in the sound of a sentence, held to recorded floors on the development sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intents.matching.evaluate import read_lines
from intents.signs.alarm import DANGER
from intents.signs.fraud import fraud_in
from intents.signs.signals import danger_doubted_in, danger_in
from intents.words.noise import noisy

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.mark.parametrize(
    "text",
    ["我妈率倒了怎么都交不醒", "屋里有一股没气味儿头晕得厉害", "老头子去卖菜三个中头了手机没代"],
)
def test_misheard_cries_are_heard(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "我要给我妈订饭,我在上海",
        "给我妈订饭,我在上海",
        "我给我爸订老年餐,我人在国外",
        "想给婆婆定个饭",
    ],
)
def test_an_order_for_a_meal_is_calm_however_it_sounds(text: str) -> None:
    assert danger_in(text) is None
    assert danger_doubted_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "How much is the old-age allowance in Beijing?",
        "Is there a nursing home near Chaoyang?",
        "test test test test test",
        "asdfghjklasdfghjkl",
        "a" * 40,
        "喂" * 40,
        "高" * 500,
        "1" * 300,
        "我" * 100,
        "吃饭" * 100,
        "上中下左右" * 30,
        "哈" * 30,
        "嗯" * 20,
        "http://beijing.gov.cn 高龄津贴",
        "<script>alert(1)</script> 高龄津贴",
    ],
)
def test_another_language_and_a_key_held_down_are_no_alarm(text: str) -> None:
    assert danger_in(text) is None
    assert danger_doubted_in(text) is None
    assert fraud_in(text) is None


@pytest.mark.parametrize("text", ["救命" * 8, "救命啊救命啊救命啊，我妈摔了起不来", "着火了" * 5])
def test_a_cry_is_heard_however_often_it_is_repeated(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize("text", ["给我妈订饭的人打我妈", "帮我妈退饭，我妈摔了起不来"])
def test_danger_beside_an_order_is_seen(text: str) -> None:
    assert danger_in(text) or danger_doubted_in(text)


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


@pytest.mark.parametrize(
    ("name", "noise", "recall", "false"),
    [
        ("danger_heldout", "", 1.0, 0.05),
        ("danger_heldout", "homophones", 0.99, 0.055),
        ("danger_heldout", "accent", 0.995, 0.055),
        ("danger_heldout", "dropped", 0.975, 0.07),
        ("danger_heldout3", "", 0.97, 0.04),
        ("danger_heldout3", "homophones", 0.955, 0.06),
        ("danger_heldout3", "accent", 0.94, 0.055),
        ("danger_heldout3", "dropped", 0.885, 0.05),
        ("danger_heldout4", "", 0.965, 0.055),
        ("danger_heldout4", "homophones", 0.935, 0.05),
        ("danger_heldout4", "accent", 0.945, 0.065),
        ("danger_heldout4", "dropped", 0.9, 0.06),
        ("danger_heldout5", "", 0.985, 0.10),
        ("danger_heldout5", "homophones", 0.975, 0.09),
        ("danger_heldout5", "accent", 0.97, 0.115),
        ("danger_heldout5", "dropped", 0.955, 0.095),
        ("danger_heldout6", "", 0.97, 0.095),
        ("danger_heldout6", "accent", 0.97, 0.1),
        ("danger_heldout7", "", 0.98, 0.065),
        ("danger_heldout7", "accent", 0.96, 0.085),
        ("danger_heldout7", "dropped", 0.85, 0.085),
        ("danger_heldout2", "", 1.0, 0.05),
        ("danger_heldout2", "homophones", 0.96, 0.05),
        ("danger_heldout2", "accent", 0.935, 0.06),
        ("danger_heldout2", "dropped", 0.92, 0.08),
    ],
)
def test_recall_and_false_alarms_hold_on_sentences_that_nothing_was_fitted_on(
    name: str, noise: str, recall: float, false: float
) -> None:
    rows = read_lines(DATA / f"{name}.jsonl")
    texts = [noisy(row["q"], noise, 1) if noise else row["q"] for row in rows]
    seen = [danger_in(text) is not None for text in texts]
    real = [s for s, row in zip(seen, rows, strict=True) if row["danger"]]
    near = [s for s, row in zip(seen, rows, strict=True) if not row["danger"]]
    assert sum(real) / len(real) >= recall
    assert sum(near) / len(near) <= false


def test_questions_for_the_base_are_rarely_taken_for_danger() -> None:
    rows = read_lines(DATA / "utterances.jsonl")
    assert sum(danger_in(row["q"]) is not None for row in rows) / len(rows) <= 0.02


def test_what_people_say_between_questions_is_rarely_taken_for_danger() -> None:
    rows = read_lines(DATA / "remarks.jsonl")
    assert sum(danger_in(row["q"]) is not None for row in rows) / len(rows) <= 0.04


def test_the_model_says_what_was_measured_on_sentences_it_had_not_seen() -> None:
    measured = json.loads(DANGER.path.read_text(encoding="utf-8"))["measured"]
    assert measured["recall"] > 0.955
    assert measured["false_near"] < 0.1


@pytest.mark.parametrize(("name", "most"), [("plain_talk", 0.07), ("plain_talk_fresh", 0.1)])
def test_plain_talk_of_anybody_is_no_alarm(name: str, most: float) -> None:
    """None of these is fitted on: they name people, ages and ailments, and nothing happens."""
    rows = read_lines(DATA / f"{name}.jsonl")
    assert sum(danger_in(row["q"]) is not None for row in rows) / len(rows) <= most


@pytest.mark.parametrize(
    "text",
    [
        "我老伴呢，她九十了",
        "那我婆婆呢，她八十八",
        "我爸瘫了五年了，能领多少",
        "她腿脚不好，上不了楼",
        "老太太糊涂好几年了",
        "不是我妈，是我姑姑",
    ],
)
def test_a_person_an_age_and_an_old_ailment_are_calm(text: str) -> None:
    assert danger_in(text) is None


def test_what_leaves_doubt_is_no_alarm_and_what_is_plain_leaves_none() -> None:
    rows = read_lines(DATA / "danger_heldout.jsonl") + read_lines(DATA / "utterances_fresh2.jsonl")
    doubted = [row["q"] for row in rows if danger_doubted_in(row["q"])]
    assert doubted
    assert all(danger_in(text) is None for text in doubted)
    assert danger_doubted_in("高龄津贴多少钱") is None


def test_doubt_is_rare_in_questions_for_the_base() -> None:
    rows = read_lines(DATA / "utterances_fresh2.jsonl") + read_lines(DATA / "refuse_fresh.jsonl")
    assert sum(danger_doubted_in(row["q"]) is not None for row in rows) / len(rows) <= 0.02
