"""How old somebody is by a birthday to come, or by the digits of her identity card, and what she gets then."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from server.transaction import transaction
from tests.server.conversation.test_dialogues import Chat

FIVE_HUNDRED = "从2026年12月起高龄津贴每月500元"


@pytest.mark.parametrize(
    "said",
    [
        "我妈八十九，下个月过生日，京户，能领多少",
        "我爸89岁，12月8号生日，北京户口，能拿多少",
    ],
)
def test_what_the_next_birthday_brings_is_told(client: FlaskClient, said: str) -> None:
    assert FIVE_HUNDRED in Chat(client).say(said)["text"]


def test_the_sum_of_the_month_of_a_birthday_is_held_against_what_is_claimed(
    client: FlaskClient,
) -> None:
    said = Chat(client).say("我八十九，生日是十二月三号，下个月是不是就五百了")
    assert said["text"].startswith("对，如果是北京户口，照您说的情况就是500元")


@pytest.mark.parametrize(
    ("said", "fen"),
    [
        ("闺女我今年九十整明儿过生日，京户", 10000),
        ("我妈今年八十，后天过生日，京户，能领多少", None),
        ("我妈今年八十九，下个月过生日，京户，能领多少", 10000),
        ("我79，下个月就一百了，京户，能领多少", None),
        ("我妈九十整，京户，能领多少", 50000),
    ],
)
def test_who_turns_so_old_in_a_few_days_is_not_so_old_yet(
    client: FlaskClient, said: str, fen: int | None
) -> None:
    assert Chat(client).say(said)["total_fen_per_month"] == fen


def test_what_a_birthday_of_the_next_days_brings_stands_beside_the_sum_of_today(
    client: FlaskClient,
) -> None:
    reply = Chat(client).say("我妈1936年12月15日生，北京户口，现在拿多少，过了生日拿多少")
    assert reply["total_fen_per_month"] == 10000
    assert "2026年12月15日满90周岁，从那天起高龄津贴每月500元" in reply["text"]


def test_who_turned_eighty_last_month_is_paid_from_then_on(client: FlaskClient) -> None:
    reply = Chat(client).say("上个月15号满八十，北京户口，能领多少")
    assert "从2026年10月起算" in reply["text"]


def test_an_age_some_years_off_is_not_reckoned_with(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("七十五岁低保，北京户口")
    chat.say("高龄津贴呢，过几年到八十")
    assert chat.say("一共多少")["total_fen_per_month"] == 30000


def test_whether_the_birthday_makes_her_so_old_is_asked_for(client: FlaskClient) -> None:
    reply = Chat(client).say("我妈九十了，明天过生日，京户，能领多少")
    assert reply["total_fen_per_month"] is None
    assert "至少能领100元" in reply["text"]


@pytest.mark.parametrize(
    "said",
    [
        "七十岁零三个月，退休工资4500，没病没灾，能领啥",
        "老人七十三，农民，有啥",
        "军人家属八十二有啥",
    ],
)
def test_what_there_is_at_an_age_is_worked_out(client: FlaskClient, said: str) -> None:
    assert Chat(client).say(said)["kind"] == "eligibility"


@pytest.mark.parametrize(
    "digits", ["11010219330712", "110102 19330712", "110102193307120021", "11010219330712002X"]
)
def test_the_date_in_the_number_of_an_identity_card_is_read_and_the_number_not_kept(
    client: FlaskClient, app: Flask, digits: str
) -> None:
    reply = Chat(client).say(f"身份证是{digits}开头的老太太，北京户口，低保，能拿多少")
    assert reply["total_fen_per_month"] == 80000
    with app.app_context(), transaction(writes=False) as session:
        turns = session.execute(text("SELECT text, reply, reasons FROM conversation_turns")).all()
        people = session.execute(text("SELECT person FROM conversations")).all()
    assert "110102" not in str(turns) + str(people)
    assert "19330712" not in str(turns) + str(people)
    assert "110102" not in str(reply)
