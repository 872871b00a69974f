"""Where somebody is registered and where she lives are two facts; sums, points and ages are told apart."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def _sum(client: FlaskClient, *texts: str) -> int | None:
    chat = Chat(client)
    for text in texts[:-1]:
        chat.say(text)
    fen = chat.say(texts[-1])["total_fen_per_month"]
    return None if fen is None else int(fen)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("北京户口住在三亚，82，高龄还给吗", 10000),
        ("北京户口在美国住，90，能领吗", 50000),
        ("北京户口住天津养老院，重度失能，83，一共多少", 70000),
        ("户口在北京人在国外，84，能领吗", 10000),
        ("我爸北京户口现在住河北养老院，83，能领高龄津贴吗", 10000),
        ("我妈户口在东城人在上海跟闺女过，86，一个月多少", 10000),
        ("京籍长期住青岛，91，多少钱", 50000),
        ("北京户口迁到河北了，85，能领多少", None),
        ("不是北京户口是河北的，85，能领多少", None),
        ("户口在天津住北京，85，能领多少", None),
    ],
)
def test_where_she_lives_is_not_where_she_is_registered(
    client: FlaskClient, text: str, fen: int | None
) -> None:
    assert _sum(client, text) == fen


@pytest.mark.parametrize(
    ("text", "asks_for"),
    [("我是外地的65在北京带孙子有啥待遇", "居住证"), ("外地的，70了", "居住证")],
)
def test_who_is_from_elsewhere_is_not_asked_where_registered(
    client: FlaskClient, text: str, asks_for: str
) -> None:
    said = Chat(client).say(text)["text"]
    assert asks_for in said
    assert "老人是北京户口吗" not in said


def test_who_is_of_beijing_behind_a_birth_date_is_registered_here(client: FlaskClient) -> None:
    assert _sum(client, "我爸1936年1月生的北京的") == 50000


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (["我妈天津户口80", "要是把户口迁到北京呢"], 10000),
        (["要是我妈户口迁进北京，她85，能领多少"], 10000),
        (["我妈是山东户口，85，要是迁到北京能领多少"], 10000),
        (["要是我把我妈户口落到北京，她90，一个月多少"], 50000),
        (["那要是落户北京了呢，我妈86，现在河北户口"], 10000),
        (["要是评上重度，我妈85京户，能领多少"], 70000),
        (["85，京户，要是我妈评上重度能领多少"], 70000),
    ],
)
def test_a_move_that_is_supposed_counts_as_made(
    client: FlaskClient, texts: list[str], fen: int
) -> None:
    assert _sum(client, *texts) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我爸低收入84，北京户口", 30000),
        ("北京户口，我爸低收入户82，一共多少", 30000),
        ("妈低收入86，爸92，北京户口，一共", 80000),
        ("我妈收入84，北京户口", None),
    ],
)
def test_an_age_behind_a_class_of_income_is_no_income(
    client: FlaskClient, text: str, fen: int | None
) -> None:
    assert _sum(client, text) == fen


@pytest.mark.parametrize(
    "text", ["京籍83特困供养重度失能", "京籍83岁特困供养重度失能", "京籍83五保重度失能"]
)
def test_what_shuts_out_counts_with_a_level_right_behind_it(client: FlaskClient, text: str) -> None:
    assert _sum(client, text) == 10000  # 160号: 特困供养 takes the care subsidy away, not the age's


@pytest.mark.parametrize("text", ["捐了一百", "给灾区捐了一百", "掉了一百", "长命百岁"])
def test_a_hundred_that_is_no_age_makes_no_sum(client: FlaskClient, text: str) -> None:
    assert _sum(client, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "养老院让交五万入住保证金合规吗 我妈一个月交六千",
        "养老院押金五万 一个月交六千",
        "养老院让交五万入住保证金合规吗，我妈一个月交六千",
    ],
)
def test_a_fee_by_the_month_is_no_deposit_of_a_month(client: FlaskClient, text: str) -> None:
    said = Chat(client).say(text)["text"]
    assert "24000元" in said
    assert "超出26000元" in said


def test_a_deposit_of_one_month_is_still_one(client: FlaskClient) -> None:
    assert "1个月的押金没有超" in Chat(client).say("养老院押金一个月合规吗")["text"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("住丰台户口在东城去哪办补贴", "allowance-apply-any-street"),
        ("人在昌平户口西城，去哪里办津贴", "allowance-apply-any-street"),
        ("户口从海淀迁到平谷，津贴还给吗", "allowance-move-district"),
        ("户口在东城，住通州，去哪吃饭有补贴", "meal-subsidy-usual-residence"),
    ],
)
def test_two_districts_of_the_city_are_both_here(
    client: FlaskClient, text: str, entry: str
) -> None:
    assert Chat(client).say(text)["entry_id"] == entry
