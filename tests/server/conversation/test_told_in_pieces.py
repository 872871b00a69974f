"""What is told in pieces, before anybody's age: a disability, its grade, a level, an income."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("听力一级", "71岁北京户口"), 20000),
        (("我爸残疾", "一级", "肢体", "84，北京户口"), 70000),
        (("残疾证上写的是听力", "二级", "我85", "北京户口"), 30000),
        (("老伴残疾", "精神", "三级", "66，北京户口"), 40000),
        (("残疾人", "肢体", "二级", "80北京户口"), 50000),
        (("我残疾", "视力", "一级", "我75北京户口"), 60000),
        (("肢体二级", "我妈80", "北京户口"), 50000),
        (("重度失能", "85北京户口"), 70000),
        (("评的重度", "我爸85北京户口"), 70000),
        (("吃低保的", "我妈85北京户口"), 40000),
        (("低收入家庭", "85北京户口"), 30000),
        (("评估60分", "痴呆确诊了", "85北京户口"), 70000),
        (("评估40分", "85北京户口"), 70000),
    ],
)
def test_what_was_told_before_the_age_is_not_lost(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    assert told(client, *texts)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("我妈有残疾证", "眼睛", "好像是一级", "不对，二级", "77岁北京户口"), 40000),
        (("视力残疾", "二级", "不对，一级", "77岁北京户口"), 60000),
        (("我爸残疾一级，但是听力的，80，北京户口",), 30000),
    ],
)
def test_a_grade_or_a_kind_that_is_put_right_holds(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    assert told(client, *texts)["total_fen_per_month"] == fen


def test_a_matter_of_the_poor_makes_nobody_poor(client: FlaskClient) -> None:
    assert told(client, "低保标准", "85北京户口")["total_fen_per_month"] == 10000


def test_what_was_told_beforehand_is_of_one_person(client: FlaskClient) -> None:
    reply = told(client, "重度失能", "我妈85北京户口", "我爸88，也是北京户口", "他能领多少")
    assert reply["total_fen_per_month"] == 10000
