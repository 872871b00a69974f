"""What two people get together: asked for later, with an open birthday, or with one of them registered here."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    "asked", ["老两口拢共多少", "一共呢", "总共能领多少", "他俩一共多少钱", "俩人统共能领几百"]
)
def test_the_sum_of_all_who_were_told_of_is_told(client: FlaskClient, asked: str) -> None:
    reply = told(client, "我爸86北京户口", "我妈81也是北京户口", asked)
    assert reply["total_fen_per_month"] == 20000
    assert "合起来每月固定能领200元" in reply["text"]


def test_of_one_who_was_told_of_the_sum_is_hers(client: FlaskClient) -> None:
    reply = told(client, "我妈85北京户口", "一共多少")
    assert reply["total_fen_per_month"] == 10000
    assert "合起来" not in reply["text"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("老伴儿八十六，我七十九，都北京户口，俩人加起来", "眼下合起来能确定的是每月100元"),
        ("我爹80老娘78北京的都没低保", "眼下合起来能确定的是每月100元"),
        ("我爹80老娘85北京的都没低保", "合起来每月固定能领200元"),
        ("婆婆83公公85本地的都没残疾", "合起来每月固定能领200元"),
    ],
)
def test_what_is_sure_of_both_is_added_up(client: FlaskClient, text: str, says: str) -> None:
    assert says in told(client, text)["text"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("爸1936年生，妈1943年生，都是北京户口，一共能领多少", "合起来每月至少能领200元，要看爸爸满没满90周岁"),
        ("爷爷虚岁九十一，奶奶八十五，都京户，两人一共领多少", "合起来每月至少能领200元，要看爷爷满没满90周岁"),
        ("爸1936年生，妈1943年生，一共能领多少", "如果都是北京户口，合起来每月至少能领200元"),
    ],
)  # fmt: skip
def test_a_birthday_that_is_not_known_leaves_a_least_sum(
    client: FlaskClient, text: str, says: str
) -> None:
    reply = told(client, text)
    assert says in reply["text"]
    assert reply["total_fen_per_month"] is None


@pytest.mark.parametrize(
    "text",
    [
        "老两口，户口就我一个在北京，她在保定，我八十六她八十三",
        "老两口，户口就她一个在北京，我八十六她八十三",
        "爸妈户口只有我爸在北京，我妈在廊坊，爸八十一妈八十七，俩人领多少",
    ],
)
def test_who_alone_is_registered_here_is_the_one_who_gets_it(
    client: FlaskClient, text: str
) -> None:
    assert "合起来每月固定能领100元" in told(client, text)["text"]


def test_where_it_matters_which_of_two_is_registered_here_it_is_asked(client: FlaskClient) -> None:
    text = "我俩一个京户一个河北户口，我91她85，能领多少"
    reply = told(client, text)
    assert "您本人是北京户口的话，每月固定能领500元" in reply["text"]
    assert "老伴是北京户口的话，每月固定能领100元" in reply["text"]
    assert reply["total_fen_per_month"] is None
    assert "合起来每月固定能领500元" in told(client, text, "我是")["text"]
    assert "合起来每月固定能领100元" in told(client, text, "是她")["text"]
    chosen = told(client, text, reply["choices"][0]["text"])
    assert "合起来每月固定能领100元" in chosen["text"]


def test_where_it_does_not_matter_which_of_two_it_is_told(client: FlaskClient) -> None:
    reply = told(client, "老两口一个北京户口一个外地的，我85老伴83")
    assert "不管是哪一位，每月都固定能领100元" in reply["text"]
    assert "请再告诉我" not in reply["text"]


def test_one_of_whom_it_is_denied_in_a_word_is_not_registered_here(client: FlaskClient) -> None:
    reply = told(client, "爸91妈88，一共多少", "爸爸是北京户口，妈妈不是", "一共多少")
    assert "合起来每月固定能领500元" in reply["text"]


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("离休老干部，九十五，北京户口，有护理费",), None),
        (("我爸是离休的老同志，95，京户，每月单位给护理费，能领多少",), None),
        (("退休老干部，九十五，北京户口",), 50000),
        (("我爸不是离休，93京户",), 50000),
        (("86，北京户口，评的重度，残联的护理补贴，不领了",), 70000),
        (("我妈86京户重度，工伤护理费，没停",), 10000),
        (("我妈86京户重度，工伤护理费，停了",), 70000),
        (("我妈86京户重度，领着工伤护理费",), 10000),
    ],
)
def test_money_received_or_no_more_counts(
    client: FlaskClient, messages: tuple[str, ...], fen: int | None
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == fen


def test_a_payment_that_is_over_opens_the_care_subsidy(client: FlaskClient) -> None:
    reply = told(client, "工伤护理费，停了，86，北京户口")
    verdicts = {b["code"]: b["verdict"] for b in reply["benefits"]}
    assert verdicts["care_subsidy"] == "need_info"
    assert reply["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("told_first", "fen"),
    [
        (("我爸不是低保，我妈是",), 50000),
        (("他不是低保，她是",), 50000),
        (("我爸不是低保，我妈是", "不对，我爸也是"), 80000),
        (("我妈是低保", "说错了，我爸也是"), 80000),
        (("我妈是低保", "我妈评了重度失能", "不对，我爸也是"), 110000),
    ],
)
def test_what_is_denied_of_one_may_be_true_of_the_other(
    client: FlaskClient, told_first: tuple[str, ...], fen: int
) -> None:
    reply = told(client, "我爸82我妈80，都北京户口", *told_first, "一共多少")
    assert reply["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("messages", "entry", "says"),
    [
        (
            ("老伴肢体一级71 北京户口", "他还领着残联的重度残疾人护理补贴呢", "那两个能一起不"),
            "allowance-vs-disability-subsidies",
            "合起来每月是600元",
        ),
        (
            ("老伴肢体一级71 北京户口", "他领着残联的重度残疾人护理补贴呢", "那哪个合算"),
            "allowance-vs-disability-subsidies",
            "合起来每月是600元",
        ),
        (
            ("我妈86 北京户口 重度失能", "领工伤护理费呢", "两个能同时领吗"),
            "allowance-work-injury",
            "不能领",
        ),
        (
            ("残联发我一百 民政还发四百 是不是只能要一个",),
            "allowance-vs-disability-subsidies",
            "不能重复领",
        ),
        (
            ("我妈86 北京户口 重度失能", "消费券呢", "那两个能都要吗"),
            "voucher-or-care-subsidy",
            "不能都领",
        ),
        (
            ("护理补贴多少", "消费券多少", "那两个能一起领吗"),
            "voucher-or-care-subsidy",
            "只能选一样",
        ),
        (
            ("高龄津贴多少", "困难补贴多少", "这俩能一起不"),
            "three-allowances-together",
            "可以一起领",
        ),
    ],
)
def test_two_that_are_pointed_at_are_those_spoken_of(
    client: FlaskClient, messages: tuple[str, ...], entry: str, says: str
) -> None:
    reply = told(client, *messages)
    assert reply["entry_id"] == entry
    assert says in reply["text"]
