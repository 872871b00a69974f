"""Facts that a speech recogniser has misspelt are read as they are meant, and nothing else is."""

from __future__ import annotations

import pytest

from intents.matching.evaluate import read_lines
from intents.told.spelling import as_meant
from tests.evaluation.matching import DATA


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("我妈83，北京户扣，能领多少", "我妈83，北京户口，能领多少"),
        ("户级在北京", "户籍在北京"),
        ("京级，肢体二及，低宝", "京籍，肢体二级，低保"),
        ("评了重读失能", "评了重度失能"),
        ("青度失能", "轻度失能"),
        ("二及", "二级"),
        ("听力1及", "听力1级"),
        ("残急证三及", "残疾证三级"),
        ("居住正", "居住证"),
        ("石井山，长护险", "石景山，长护险"),
    ],
)
def test_words_for_facts_are_read_by_their_sound(heard: str, meant: str) -> None:
    assert as_meant(heard) == meant


@pytest.mark.parametrize(
    "text",
    [
        "众度失能",  # 中度 or 重度: neither is told
        "中毒失能",
        "肢体以及视力二级",
        "我妈是能领多少",
        "有人抢了我的包",
        "他在怀柔参的保",
        "我是替我婆婆问的",
        "北京及天津户口",
        "低保户及残疾人",
        "我一急就血压高",
        "一餐几块钱",
        "地保",
        "北京几级",
    ],
)
def test_words_of_their_own_stay_as_they_are(text: str) -> None:
    assert as_meant(text) == text


@pytest.mark.parametrize("name", ["utterances", "dialogues", "sums", "refuse", "plain_talk"])
def test_what_is_spelt_rightly_is_never_changed(name: str) -> None:
    for row in read_lines(DATA / f"{name}.jsonl"):
        for text in [row["q"]] if "q" in row else [turn["user"] for turn in row["turns"]]:
            assert as_meant(text) == text
