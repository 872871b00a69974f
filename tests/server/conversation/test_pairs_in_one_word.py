"""Two elders in one word, with what is told of either of them right behind it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("老两口86和91，北京户口，一个月共多少", 60000),
        ("我们两口子82和90，北京户口，加起来", 60000),
        ("老两口今年81、92岁，北京户口，一共多少", 60000),
        ("俩老人86和91，北京户口，一共", 60000),
        ("爸妈两口子88和90，北京户口，合计", 60000),
        ("我跟老伴86和93，北京户口，一共领多少", 60000),
        ("老两口85，北京户口，一共", 20000),
    ],
)
def test_two_ages_behind_a_word_for_two_people_are_those_of_the_two(
    client: FlaskClient, text: str, fen: int
) -> None:
    assert told(client, text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("老人两个都在养老院，一个重度一个中度，都85北京户口，一共能领多少", 80000),
        ("两位老人，一位重度一位中度，都85北京户口，一共多少", 80000),
        ("俩老人一个低保一个不是，都85北京户口，一共", 50000),
    ],
)
def test_what_is_told_of_one_of_two_is_not_true_of_both(
    client: FlaskClient, text: str, fen: int
) -> None:
    assert told(client, text)["total_fen_per_month"] == fen


def test_who_is_too_young_for_the_allowance_is_paid_none(client: FlaskClient) -> None:
    reply = told(client, "老两口83和79，北京户口，一共多少")
    assert "眼下合起来能确定的是每月100元" in reply["text"]
