"""What is supposed of one of several holds for what is asked right after it; what is put right holds for her."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told

COUPLE = "公公91 婆婆85 北京户口"


@pytest.mark.parametrize(
    ("messages", "fen", "says"),
    [
        ((COUPLE, "要是老爷子评上重度呢", "那俩人一共"), 120000, "合起来每月固定能领1200元"),
        ((COUPLE, "要是婆婆是低保呢", "俩人一共多少"), 90000, "合起来每月固定能领900元"),
        ((COUPLE, "要是老爷子评上重度呢一共多少"), 120000, "合起来每月固定能领1200元"),
        ((COUPLE, "要是老爷子评上重度呢", "俩人一共", "那婆婆多少"), 10000, "100元"),
        (("我妈86 北京户口", "要是低保呢", "一共呢"), 40000, "400元"),
        (("我妈86 北京户口", "评上重度能多多少"), 70000, "每月多600元"),
        (("我妈90 低保 北京户口", "评了重度应该加多少", "一共"), 140000, "每月固定能领1400元"),
        (("我妈86 北京户口", "评了重度", "一共多少"), 70000, "每月固定能领700元"),
        (
            ("老爷子92 老太太88 耳聋三级证 北京户口", "老太太证是二级", "俩人一共"),
            80000,
            "合起来每月固定能领800元",
        ),
    ],
)
def test_what_was_supposed_is_in_the_sum_that_is_asked_next(
    client: FlaskClient, messages: tuple[str, ...], fen: int, says: str
) -> None:
    reply = told(client, *messages)
    assert reply["total_fen_per_month"] == fen
    assert says in reply["text"]


def test_without_a_registration_the_difference_is_told_with_its_condition(
    client: FlaskClient,
) -> None:
    reply = told(client, "妈90 每月500＋300低保", "评了重度应该加多少")
    assert reply["text"].startswith("要是这样：如果是北京户口，每月多600元。")
