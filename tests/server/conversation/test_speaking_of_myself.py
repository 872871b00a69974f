"""What is told or asked with "我" is the speaker's, also while the talk is of another one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (
            ("老伴87我85", "老伴重度", "加起来", "我肢体三级呢"),
            "先说您本人：如果是北京户口，每月固定能领100元",
        ),
        (("妈90爸91我70", "我低保", "我多少"), "先说您本人：如果是北京户口，每月固定能领300元"),
        (
            ("我82我妈99", "我肢体二级", "我自己多少"),
            "先说您本人：如果是北京户口，每月固定能领500元",
        ),
        (("我82我妈99", "我肢体二级", "我妈多少"), "先说妈妈：如果是北京户口，每月固定能领500元"),
        (
            ("我老伴重度 我肢体二级 我78 他80", "我多少"),
            "先说您本人：如果是北京户口，每月固定能领400元",
        ),
        (("我82我妈99", "我妈低保", "我一共"), "先说您本人：如果是北京户口，每月固定能领100元"),
        (("爸重度 我低保62", "我能领多少"), "先说您本人：如果是北京户口，每月固定能领300元"),
        (("82低保", "我妈99", "我肢体二级"), "先说您本人：如果是北京户口，每月固定能领800元"),
        (("我大哥88重度失能 我86", "我多少"), "先说您本人：如果是北京户口，每月固定能领100元"),
        (("我户口北京75 我爸96 我妈94", "我有肢体一级"), "按您说的您本人的情况，每月固定能领600元"),
    ],
)
def test_what_is_told_or_asked_with_i_is_the_speakers(
    client: FlaskClient, texts: tuple[str, ...], says: str
) -> None:
    assert says in told(client, *texts)["text"]


@pytest.mark.parametrize("asked", ["我妈呢，她多少", "我想问她能领多少", "能领多少"])
def test_what_names_another_or_nobody_is_not_the_speakers(client: FlaskClient, asked: str) -> None:
    assert "妈妈" in told(client, "我82我妈99", "我妈低保", asked)["text"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("我妈的", "每月固定能领400元"),
        ("是她", "每月固定能领400元"),
        ("妈妈的", "每月固定能领400元"),
        ("我自己的", "先说您本人"),
        ("我本人的", "先说您本人"),
    ],
)
def test_whose_fact_it_is_is_asked_where_nothing_is_known_of_the_speaker(
    client: FlaskClient, answer: str, says: str
) -> None:
    asked = told(client, "我妈86", "我低保")
    assert asked["kind"] == "clarify"
    assert [choice["text"] for choice in asked["choices"]] == ["妈妈低保", "我自己低保"]
    assert says in told(client, "我妈86", "我低保", answer)["text"]


@pytest.mark.parametrize("fact", ["低保", "她低保", "我妈低保", "我家低保", "是低保"])
def test_whose_fact_it_is_is_not_asked_where_it_is_said(client: FlaskClient, fact: str) -> None:
    assert "每月固定能领400元" in told(client, "我妈86", fact)["text"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我妈86京籍，低收入，哦不，低保，评的中度，不，重度", 100000),
        ("我妈86京籍，评的中度，不，重度，低收入，说错了，是低保", 100000),
        ("我爸85，不，95，京籍，低收入，哦不，低保，肢体三级，不对，二级", 120000),
        ("我妈86京籍，低保，哦不，低收入，评的重度，不，中度", 30000),
        ("我妈86京籍，不是低保，哦不，是低保，评的中度，不，重度", 100000),
        ("我妈86京籍，有低保，不对，没有低保，评的中度，不，重度", 70000),
    ],
)
def test_several_facts_are_put_right_in_one_message(
    client: FlaskClient, text: str, fen: int
) -> None:
    assert told(client, text)["total_fen_per_month"] == fen
