"""What is said over and over is read a few times, and everything else as it is."""

from __future__ import annotations

import pytest

from intents.words.repeats import MOST_DIGITS, TIMES, as_read, length_spelt_out


@pytest.mark.parametrize(
    "text",
    [
        "我妈八十五岁，北京户口，能领多少？",
        "哈哈哈哈，谢谢谢谢！！！！",
        "救命救命救命，我妈摔倒了……",
        "每月退休金1000000000元",
        "身份证110101194003073210电话13900012345",
        "电话幺三八零零零零零零零零",
        "我妈85我爸88我爷爷90我奶奶95我姥姥93我姥爷99我大姨80我二姨83我三姨86",
        "",
    ],
)
def test_what_people_write_is_read_as_it_is(text: str) -> None:
    assert as_read(text) == text


@pytest.mark.parametrize(
    "said", ["啊", "我妈", "一个月", "？", "😀", "1元", "救命啊，", "2026-01-01"]
)
def test_what_is_said_very_often_is_read_a_few_times(said: str) -> None:
    read = as_read(f"您好{said * 120}")
    assert len(read) <= len("您好") + len(said) * (TIMES + 1)
    assert read.startswith(f"您好{said * TIMES}"[: len(read)])


def test_what_stands_around_it_is_kept() -> None:
    assert (
        as_read("我妈85" + "啊" * 300 + "摔倒了起不来") == "我妈85" + "啊" * TIMES + "摔倒了起不来"
    )


@pytest.mark.parametrize("digits", ["1" * 400, "31415926535" * 40, "１２" * 200, "①②③④⑤⑥⑦⑧⑨" * 50])
def test_no_number_is_longer_than_one_of_any_use(digits: str) -> None:
    assert len(as_read(digits)) <= MOST_DIGITS


def test_a_sign_that_stands_for_many_is_counted_as_these() -> None:
    assert length_spelt_out("ﷺ") == 18
    assert length_spelt_out("我妈85岁") == 5
