"""What is heard in a self-check: commands, numbered buttons, answers in words, questions."""

from __future__ import annotations

import time

import pytest

from intents.signs.signals import wants_person
from intents.told.self_check import (
    UNKNOWN,
    Numbered,
    answer_in,
    command_in,
    numbered_in,
    says_it_was_assessed,
    sounds_like_a_question,
    without_level,
)
from knowledge.assessment import standard
from knowledge.loader import Base

WASHING = [option.text for option in standard().items["B.1.3"].options]
HITTING = [option.text for option in standard().items["B.3.7"].options]
TIMES = ["没有", "有过1次", "有过2次或更多"]


@pytest.mark.parametrize(
    "said",
    [
        "自己先评一评", "自测失能等级", "估一下我妈几级", "自评", "我想自己测一测", "先自己估一估", "估估我爸大概几级失能",
        "失能自测", "自己在家评一下", "做个自评", "给我妈自测一下", "想估一下老人算几级", "試著評評我媽能評幾級",
    ],
)  # fmt: skip
def test_a_wish_for_a_self_check_is_heard(said: str) -> None:
    assert command_in(said, asked=False) == "start"


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("接着评", "resume"), ("继续评", "resume"), ("上一题", "back"), ("改上一题", "back"), ("不评了", "stop"),
        ("从头再评", "again"),
    ],
)  # fmt: skip
def test_some_commands_hold_at_any_time(said: str, command: str) -> None:
    assert command_in(said, asked=False) == command


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("先停一下", "pause"),
        ("等会儿再说", "pause"),
        ("不做了", "stop"),
        ("算了", "stop"),
        ("选错了", "back"),
    ],
)
def test_other_commands_hold_only_right_after_a_question(said: str, command: str) -> None:
    assert command_in(said, asked=True) == command
    assert command_in(said, asked=False) is None


def test_no_phrasing_of_the_knowledge_is_taken_for_a_command(base: Base) -> None:
    phrasings = [p for entry in base.entries.values() for p in entry.phrasings.all()]
    assert len(phrasings) > 5000
    assert [p for p in phrasings if command_in(p, asked=True)] == []


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("第3题选第2个", Numbered(3, False, 1)),
        ("第 26 题 说不好", Numbered(26, False, UNKNOWN)),
        ("补充第1题选第2个", Numbered(1, True, 1)),
        ("第3题", None),
        ("我选第3题第2个", None),
    ],
)
def test_a_button_names_its_question(said: str, heard: Numbered | None) -> None:
    assert numbered_in(said) == heard


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("自己能洗", 0), ("自己能行", 0), ("能自己洗，不用人帮", 0), ("没问题", 0), ("独立完成", 0),
        ("提醒一下就行", 1), ("要人搭把手", 2), ("主要靠别人", 3), ("全靠别人", 4), ("完全不行", 4),
        ("第二个", 1), ("2", 1), ("选第三个", 2), ("最后一个", 4), ("说不好", UNKNOWN), ("不知道", UNKNOWN),
    ],
)  # fmt: skip
def test_an_answer_in_words_is_understood(said: str, answer: int) -> None:
    assert answer_in(said, WASHING) == answer


@pytest.mark.parametrize(
    "said", ["不行", "能", "自己不行", "自己能洗就是擦背得帮一下", "得有人帮", "第六个", "", "嗯"]
)
def test_what_fits_no_answer_or_two_is_none(said: str) -> None:
    assert answer_in(said, WASHING) is None


@pytest.mark.parametrize(
    ("said", "answer"), [("没有", 0), ("没打过", 0), ("未出现", 0), ("有", 1), ("常有的", 1)]
)
def test_yes_and_no_are_understood_where_there_are_two(said: str, answer: int) -> None:
    assert answer_in(said, HITTING) == answer


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("没有", 0),
        ("没摔过", 0),
        ("摔过一次", 1),
        ("两次", 2),
        ("好几次", 2),
        ("2", 2),
        ("5次", 2),
        ("第二个", 1),
    ],
)
def test_times_are_counted(said: str, answer: int) -> None:
    assert answer_in(said, TIMES, counts=True) == answer


@pytest.mark.parametrize(
    "said", ["高龄津贴多少", "洗澡要人搭把手评几分", "这算失能吗", "能申请吗？"]
)
def test_a_question_is_no_answer(said: str) -> None:
    assert sounds_like_a_question(said)


@pytest.mark.parametrize(
    "said",
    ["正式评估是中度失能", "街道评的重度失能", "评过，轻度失能", "我自己去做的正式评估，中度失能"],
)
def test_an_assessed_level_is_told_from_an_estimate(said: str) -> None:
    assert says_it_was_assessed(said)


@pytest.mark.parametrize(
    "said", ["中度失能能领多少", "我自己评的是中度失能", "自测出来重度失能", "估的轻度失能"]
)
def test_an_estimate_is_told_from_an_assessed_level(said: str) -> None:
    assert not says_it_was_assessed(said)


def test_a_level_is_taken_out_of_a_sentence() -> None:
    assert without_level("我妈八十五，中度失能，能领多少") == "我妈八十五，，能领多少"


@pytest.mark.parametrize(
    "part",
    ["自己先评", "我就先想要帮我给我", "有没有人啊在管接", "先停一下等等停停歇", "叫", "不", "估一估我", "没有过的啊", "失能等级", "帮我给", "下去了"],
)  # fmt: skip
def test_no_text_however_long_takes_long_to_hear(part: str) -> None:
    said = (part * 500)[:500]
    began = time.perf_counter()
    for length in (20, 24, 40, 60, 500):
        command_in(said[:length], asked=True)
        answer_in(said[:length], WASHING)
        wants_person(said[:length])
        sounds_like_a_question(said[:length])
        says_it_was_assessed(said[:length])
    assert time.perf_counter() - began < 0.5
