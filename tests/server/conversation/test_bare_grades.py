"""A disability of some kind and grade, of which a message only asks what it gives, and one without an amount."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("听力一级不是600吗", "不对，按规定该是200元"),
        ("言语二级的400对吗", "不对，按规定该是200元"),
        ("视力二级600对吧", "不对，按规定该是400元"),
        ("听力二级是不是200", "对，按规定就是200元"),
        ("肢体一级多少钱", "每月600元"),
        ("智力二级多少钱一个月", "每月400元"),
        ("哑巴一级多少", "每月200元"),
        ("精神三级没钱吧", "每月400元"),
    ],
)
def test_what_a_grade_gives_is_told_by_the_rules(client: FlaskClient, text: str, says: str) -> None:
    reply = told(client, text)
    assert reply["kind"] == "eligibility"
    assert says in reply["text"]


@pytest.mark.parametrize(
    "text",
    ["视力三级有400吧", "肢体三级有钱吗", "视力四级有没有", "我妈视力三级残疾，75，有护理补贴吗", "肢体四级，70岁有没有"],
)  # fmt: skip
def test_a_grade_without_an_amount_is_said_to_have_none(client: FlaskClient, text: str) -> None:
    assert "护理补贴里没有这一档" in told(client, text)["text"]


def test_a_grade_asked_about_first_is_of_whoever_is_told_of_next(client: FlaskClient) -> None:
    assert told(client, "视力二级多少钱", "我妈85，北京户口")["total_fen_per_month"] == 50000
