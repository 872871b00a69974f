"""Sisters, brothers, uncles, neighbours and people called by a surname each keep what is told of them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told

SISTERS = "姐姐85低保 妹妹83低收入"
OLD_FRIENDS = "老王85 老李79 老张90"


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ((SISTERS, "姐姐多少"), "先说姐姐：如果是北京户口，每月固定能领400元"),
        ((SISTERS, "妹妹多少"), "先说妹妹：如果是北京户口，每月固定能领300元"),
        ((SISTERS, "妹妹还有精神二级", "妹妹一共"), "先说妹妹：如果是北京户口，每月固定能领700元"),
        ((SISTERS, "妹妹还有精神二级", "姐姐呢"), "先说姐姐：如果是北京户口，每月固定能领400元"),
        (("大哥86 二弟81低保", "二弟多少"), "先说二弟：如果是北京户口，每月固定能领400元"),
        (
            ("大哥86 二弟81低保", "二弟多少", "大哥呢"),
            "先说大哥：如果是北京户口，每月固定能领100元",
        ),
        (("大哥86 二弟81低保", "二弟多少", "合起来"), "合起来每月固定能领500元"),
        (("弟弟76肢体一级 我82", "弟弟多少"), "先说弟弟：如果是北京户口，每月固定能领600元"),
        (("我大哥88重度失能 我86", "我哥多少"), "先说大哥：如果是北京户口，每月固定能领700元"),
        (("姐88我84", "姐低保", "姐姐多少"), "先说姐姐：如果是北京户口，每月固定能领400元"),
        (("婶子85低收入 叔叔88重度", "叔叔多少"), "先说叔叔：如果是北京户口，每月固定能领700元"),
        ((OLD_FRIENDS, "老李低保", "三个人各多少"), "合起来每月固定能领900元"),
        ((OLD_FRIENDS, "老李低保", "老张多少"), "先说老张：如果是北京户口，每月固定能领500元"),
        (("张大妈88低保 李大爷91", "李大爷多少"), "先说李大爷：如果是北京户口，每月固定能领500元"),
        (("大姑85", "大姨呢", "91低保"), "先说大姨：如果是北京户口，每月固定能领800元"),
        (("老头90", "老太太呢", "86低保", "俩人一共"), "合起来每月固定能领900元"),
        (("一个邻居85 我83", "邻居肢体一级"), "先说邻居：如果是北京户口，每月固定能领700元"),
        (("二弟81，三弟79低保", "三弟多少"), "先说三弟：如果是北京户口，每月固定能领300元"),
        (("大伯92低保 大妈89", "大妈多少"), "先说大妈：如果是北京户口，每月固定能领100元"),
        (
            ("我80 邻居老王85", "老王低保", "我多少"),
            "先说您本人：如果是北京户口，每月固定能领100元",
        ),
        (("舅妈83 舅舅86低保", "舅妈呢"), "先说舅妈：如果是北京户口，每月固定能领100元"),
        (("二姐84低收入 三姐80", "三姐肢体二级", "姐俩一共"), "合起来每月固定能领800元"),
    ],
)
def test_each_of_them_keeps_her_own_facts(
    client: FlaskClient, texts: tuple[str, ...], says: str
) -> None:
    assert says in told(client, *texts)["text"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("隔壁老王85领500，我83京籍低保，我能领多少", 40000),
        ("街坊吃低保，我83京籍不吃，我能领多少", 10000),
        ("阿姨你好，我妈85京籍，能领多少", 10000),
        ("我哥哥说的，我妈85京籍，能领多少", 10000),
    ],
)
def test_who_is_only_spoken_of_is_not_reckoned(client: FlaskClient, text: str, fen: int) -> None:
    assert told(client, text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    "over", ["不领那个了", "那个不领了", "不要那份钱了", "把那个退了", "那边的补贴停了"]
)
def test_money_that_is_only_pointed_at_is_received_no_more(client: FlaskClient, over: str) -> None:
    told_of = ("我妈71肢体一级", "残联发着重残护理补贴")
    assert "如果是北京户口，每月固定能领600元" in told(client, *told_of, over)["text"]


def test_where_two_are_from_is_told_of_both_in_a_word(client: FlaskClient) -> None:
    assert told(client, "我爸85 我妈82 北京的")["total_fen_per_month"] == 20000


def test_what_a_neighbour_has_is_not_the_speakers(client: FlaskClient) -> None:
    assert told(client, "我83京籍", "街坊吃低保", "我多少")["total_fen_per_month"] == 10000
