"""The points of an assessment and what makes the level heavier give the level, however they are told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("messages", "fen", "says"),
    [
        (("评估48分，确诊痴呆，83，京户",), 70000, "从中度失能变成重度失能"),
        (("老年痴呆确诊了，评的48分，83岁北京户口，一个月能领多少",), 70000, "加重一级"),
        (("我妈83，京户", "评估48分", "认知症确诊了"), 70000, "加重一级"),
        (("我妈83，京户", "老年痴呆", "评估48分", "确诊了"), 70000, "加重一级"),
        (("我爸八十五，北京户口，阿尔茨海默，评了62分，能领多少",), 70000, "加重一级"),
        (("评了50分，这个月走丢一回，噎着一回，86岁京户，能领几个钱",), 70000, "近30天"),
        (("评了48分，83京户", "要是确诊痴呆呢"), 70000, "加重一级"),
        (("我爸83评了48分痴呆确诊了，我妈81，都京户，一共多少",), 80000, "合起来每月固定能领800元"),
        (("我爸八十五，北京户口，老年痴呆，评了62分，能领多少",), 10000, "要是医院确诊了痴呆"),
        (("我爸八十五，北京户口，没确诊痴呆，评了62分，能领多少",), 10000, "中度失能"),
        (("医生诊断是阿尔茨海默，评的中度失能，83京户",), 10000, "800元"),
        (("38分，81，京户，确诊老年痴呆",), 10000, "从重度失能变成完全失能"),
        (("86京户，昏迷着呢，能领多少",), 10000, "直接评为4级完全失能"),
        (("48分，我妈，83，京户，我爸痴呆确诊了",), 10000, "中度失能"),
    ],
)
def test_the_level_is_found_by_points_and_circumstances(
    client: FlaskClient, messages: tuple[str, ...], fen: int, says: str
) -> None:
    reply = told(client, *messages)
    assert reply["total_fen_per_month"] == fen
    assert says in reply["text"]


def test_the_level_that_points_and_a_diagnosis_stand_for_is_told(client: FlaskClient) -> None:
    reply = told(client, "评分70分但是老年痴呆确诊了，算几级")
    assert reply["kind"] == "answer"
    assert "从轻度失能变成中度失能" in reply["text"]


def test_who_is_in_a_coma_needs_no_self_check(client: FlaskClient) -> None:
    reply = told(client, "评估昏迷算几级")
    assert reply["kind"] == "answer"
    assert "完全失能" in reply["text"]


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("90分痴呆算几级",), "要是医院确诊了痴呆，就加重一级，是轻度失能"),
        (("45分算几级", "46呢"), "46分，按国家标准是中度失能"),
        (("45分算几级", "46呢", "29呢"), "29分，按国家标准是完全失能"),
        (("58分算几级", "确诊老年痴呆呢"), "从中度失能变成重度失能"),
        (("我妈评了62分", "算几级"), "62分，按国家标准是中度失能"),
        (("评估打了48分，82京户", "算啥等级"), "48分，按国家标准是中度失能"),
        (("评了三级是什么失能",), "能力评估的3级是重度失能"),
        (("0级是最重的吗",), "最好的是0级能力完好，最重的是4级完全失能"),
        (("评了2级",), "能力评估的2级是中度失能"),
    ],
)
def test_which_level_it_is_is_told_also_in_pieces(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    assert says in told(client, *messages)["text"].split("\n")[0]


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("评估打了48分，半个月摔了三回，82京户",), 70000),
        (("评了三级是什么失能", "82北京户口，能领多少"), 70000),
        (("评估三级是什么失能", "82北京户口，能领多少"), 10000),
        (("要是评了三级是什么失能", "82北京户口，能领多少"), 10000),
        (("我妈84京户，评估结果是3级",), 70000),
        (("残疾证评了4级，82京户，能领多少",), 10000),
        (("45分算几级", "我妈82京户，能领多少"), 10000),
    ],
)
def test_a_level_by_its_number_counts_only_where_it_was_assessed(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (("45分", "46呢"), "46分，按国家标准是中度失能"),
        (
            ("我妈90", "评了50分", "45呢"),
            "45分，按国家标准是重度失能（30到45分）。重度失能的，护理补贴每月600元",
        ),
        (("我婆婆83", "评了65分", "66呢"), "66分，按国家标准是轻度失能"),
        (("我中度失能，81，能领护理补贴吗",), "光凭中度失能没有护理补贴"),
        (("妈评了完全失能，86",), "完全失能的护理补贴发多少没有看到明文"),
        (("评50分，确诊老年痴呆，84，京籍，拿多少",), "每月固定能领700元"),
        (("评了2级", "86，京籍"), "养老服务消费补贴：符合"),
    ],
)
def test_points_after_points_and_what_a_level_brings(
    client: FlaskClient, messages: tuple[str, ...], said: str
) -> None:
    assert said in told(client, *messages)["text"]


@pytest.mark.parametrize(
    "messages",
    [
        ("我中度失能，肢体二级，81，能领护理补贴吗",),
        ("我妈重度，86，护理补贴多少",),
        ("我妈86，京籍", "91呢"),
    ],
)
def test_nothing_is_said_of_a_level_that_decides_nothing(
    client: FlaskClient, messages: tuple[str, ...]
) -> None:
    found = told(client, *messages)["text"]
    assert "光凭" not in found
    assert "按国家标准" not in found
