"""Whom a pronoun means after a sum: the one spoken of, unless the talk is turned from her."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("我妈85，北京户口", "她能领多少"), 10000),
        (("我妈85，北京户口", "他能领多少钱"), 10000),
        (("我爸92，北京户口，低保", "他能拿多少"), 80000),
        (("我舅舅81，北京户口", "他有多少"), 10000),
        (("我老伴84，北京户口", "她能领啥"), 10000),
        (("邻居老太太85，北京户口", "她领多少钱"), 10000),
        (("85岁，北京户口", "他能领多少"), 10000),
        (("我妈妈北京户口82岁，爸爸去世了", "她能领多少"), 10000),
        (("我爷爷92", "他是重度失能", "他北京户口", "那他能领多少"), 110000),
    ],
)
def test_who_asks_what_she_gets_means_the_one_spoken_of(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    assert told(client, *texts)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("asked", "fen"),
    [
        (("她能领多少",), 10000),
        (("他能领多少",), 50000),
        (("他能领多少", "她呢"), 10000),
        (("她能领多少", "他呢"), 50000),
    ],
)
def test_of_two_who_are_known_the_written_pronoun_tells_which(
    client: FlaskClient, asked: tuple[str, ...], fen: int
) -> None:
    assert told(client, "我妈85，我爸93，都北京户口", *asked)["total_fen_per_month"] == fen


@pytest.mark.parametrize("asked", ["那他呢", "那他能领多少", "换成他能领多少"])
def test_a_turn_to_another_one_is_no_question_about_her(client: FlaskClient, asked: str) -> None:
    reply = told(client, "我妈85，北京户口", asked)
    assert reply["total_fen_per_month"] is None
    assert "老爷子" in reply["text"]


def test_who_told_of_herself_points_at_somebody_else(client: FlaskClient) -> None:
    assert "您说的是哪一位" in told(client, "我83，北京户口", "她能领多少")["text"]


@pytest.mark.parametrize("asked", ["他们能领多少", "他们俩呢"])
def test_they_are_all_who_were_told_of(client: FlaskClient, asked: str) -> None:
    assert told(client, "我爸85，我妈84，北京户口", asked)["total_fen_per_month"] == 20000


@pytest.mark.parametrize(
    ("back", "fen"),
    [
        (("还是说我的吧，我是低保",), 40000),
        (("算我的吧，低保",), 40000),
        (("说回我，低保",), 40000),
        (("先说我的",), 10000),
    ],
)
def test_who_says_that_it_is_about_herself_again_is_reckoned(
    client: FlaskClient, back: tuple[str, ...], fen: int
) -> None:
    reply = told(client, "我85，北京户口", "给我邻居问问，他79", "他河北户口", *back)
    assert reply["total_fen_per_month"] == fen


def test_what_somebody_says_of_an_other_is_no_turn_to_herself(client: FlaskClient) -> None:
    reply = told(client, "我85，北京户口", "我老伴90，北京户口", "你听我说，她是低保")
    assert reply["total_fen_per_month"] == 80000


@pytest.mark.parametrize(
    ("told_first", "then", "fen"),
    [
        ("我爸93，我妈85，都北京户口", ("她低保",), 40000),
        ("我爸93，我妈85，都北京户口", ("他低保",), 80000),
        ("我爸93，我妈85，都北京户口", ("她重度他低保", "他一共多少"), 80000),
        ("我爸93，我舅舅85，都北京户口", ("他低保",), 80000),
        ("我85，她82，都北京户口", ("她重度",), 70000),
        ("他93，她85，都北京户口", ("她低保",), 40000),
        ("老头90，老太太85，都北京户口", ("她低保",), 40000),
        ("老头90，老太太85，都北京户口", ("老头低保",), 80000),
        ("男的90女的85，都北京户口", ("女的低保",), 40000),
    ],
)
def test_of_two_who_are_known_what_is_told_of_him_or_her_is_that_ones(
    client: FlaskClient, told_first: str, then: tuple[str, ...], fen: int
) -> None:
    assert told(client, told_first, *then)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("我妈85，北京户口", "他低保"), 40000),
        (("我85，北京户口", "我老伴90，北京户口", "他低保"), 80000),
        (("我妈85，北京户口", "我61，北京户口", "他低保"), 40000),
    ],
)
def test_who_is_alone_beside_the_speaker_is_meant_whatever_is_written(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    assert told(client, *texts)["total_fen_per_month"] == fen
