"""Reading a conversation back: pages, the id as the only key, expiry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from knowledge.eligibility.rules import edition
from knowledge.loader import Base
from server.conversation import service
from server.conversation.models import Turn
from server.kit.clock import machine_now
from server.transaction import transaction
from tests.server.talk import CONVERSATIONS, ask, post, transcript

FOREIGN_IDS = (
    "%00", "abc%00def", "x" * 22, "x" * 5000, "' OR '1'='1", "1; DROP TABLE conversations --", "../../etc/passwd",
    "%2e%2e%2f", "%", "_" * 22, "null", "0", "-1", "{}", "中文编号", "%ED%A0%80", "a" * 16 + "%0a", "*", "?", "x" * 33,
)  # fmt: skip


@pytest.fixture
def five_turns(client: FlaskClient) -> str:
    """The id of a conversation of five turns."""
    known = ask(client, "您好")["conversation_id"]
    for text in ("谢谢", "再见", "你是谁", "好的"):
        ask(client, text, conversation_id=known)
    return known


def test_a_follow_on_question_stays_in_the_conversation(client: FlaskClient) -> None:
    first = ask(client, "高龄津贴一个月给多少")
    second = ask(client, "助餐补贴每天多少", conversation_id=first["conversation_id"])
    page = transcript(client, first["conversation_id"])
    assert [turn["message_id"] for turn in page["items"]] == [
        first["message_id"],
        second["message_id"],
    ]
    assert [turn["reply"] for turn in page["items"]] == [first["reply"], second["reply"]]


def test_a_conversation_is_read_in_the_documented_shape(client: FlaskClient) -> None:
    page = transcript(client, ask(client, "您好")["conversation_id"])
    assert set(page) == {"conversation_id", "created_at", "expires_at", "items", "next_cursor"}
    assert set(page["items"][0]) == {"message_id", "text", "input_mode", "created_at", "reply"}
    assert page["created_at"].endswith("+08:00")


def test_pages_follow_one_another_without_gap_or_repeat(
    client: FlaskClient, five_turns: str
) -> None:
    texts, cursor, sizes = [], None, []
    while not sizes or cursor:
        page = transcript(client, five_turns, limit=2, **({"cursor": cursor} if cursor else {}))
        texts += [turn["text"] for turn in page["items"]]
        sizes.append(len(page["items"]))
        cursor = page["next_cursor"]
    assert texts == ["您好", "谢谢", "再见", "你是谁", "好的"]
    assert sizes == [2, 2, 1]


def test_the_last_page_names_no_next_one_even_when_it_is_full(
    client: FlaskClient, five_turns: str
) -> None:
    assert transcript(client, five_turns, limit=5)["next_cursor"] is None


def test_a_cursor_beyond_the_end_gives_an_empty_page(client: FlaskClient, five_turns: str) -> None:
    page = transcript(client, five_turns, cursor="9" * 18)
    assert (page["items"], page["next_cursor"]) == ([], None)


def test_a_cursor_opens_no_other_conversation(client: FlaskClient, five_turns: str) -> None:
    other = ask(client, "您好")["conversation_id"]
    assert len(transcript(client, other, cursor=0)["items"]) == 1


@pytest.mark.parametrize("guess", FOREIGN_IDS)
def test_a_guessed_id_opens_nothing(client: FlaskClient, five_turns: str, guess: str) -> None:
    assert client.get(f"{CONVERSATIONS}/{guess}").status_code in (404, 422)


@pytest.mark.parametrize(
    "guess",
    ["\x00", "abc\x00def", "x" * 22, "x" * 64, "' OR '1'='1", "", " ", "中文编号", "a" * 16 + "\n"],
)
def test_a_guessed_id_continues_nothing(client: FlaskClient, guess: str) -> None:
    response = post(client, "您好", conversation_id=guess)
    assert (response.status_code, response.get_json()["type"]) == (
        404,
        "urn:yinian:problem:unknown-conversation",
    )


def test_an_id_differing_in_case_opens_nothing(client: FlaskClient) -> None:
    known = ask(client, "您好")["conversation_id"]
    assert client.get(f"{CONVERSATIONS}/{known.swapcase()}").status_code == 404


def test_every_conversation_has_an_id_of_its_own(client: FlaskClient) -> None:
    ids = {ask(client, "您好")["conversation_id"] for _ in range(20)}
    assert len(ids) == 20


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets the machine's clock of the chat run ahead."""

    def move(**by: float) -> None:
        monkeypatch.setattr(service, "machine_now", lambda: machine_now() + timedelta(**by))

    return move


def test_after_a_day_a_conversation_is_gone(
    client: FlaskClient, later: Callable[..., None]
) -> None:
    known = ask(client, "您好")["conversation_id"]
    later(hours=24, seconds=1)
    assert client.get(f"{CONVERSATIONS}/{known}").status_code == 404
    assert post(client, "谢谢", conversation_id=known).status_code == 404


def test_within_a_day_a_conversation_can_be_read(
    client: FlaskClient, later: Callable[..., None]
) -> None:
    known = ask(client, "您好")["conversation_id"]
    later(hours=23, minutes=59)
    assert len(transcript(client, known)["items"]) == 1


def test_every_turn_keeps_the_conversation_open_for_another_day(
    client: FlaskClient, later: Callable[..., None]
) -> None:
    known = ask(client, "您好")["conversation_id"]
    later(hours=20)
    ask(client, "谢谢", conversation_id=known)
    later(hours=40)
    assert len(transcript(client, known)["items"]) == 2


def test_a_frozen_business_clock_dates_the_turns_but_not_the_expiry(
    app_with: Callable[..., Flask],
) -> None:
    client = app_with(app_now="2020-02-29T08:30:00+08:00").test_client()
    page = transcript(client, ask(client, "您好")["conversation_id"])
    assert page["items"][0]["created_at"] == "2020-02-29T08:30:00+08:00"
    assert page["expires_at"] > "2026"


def test_what_was_told_is_kept_with_entry_and_release(app: Flask, base: Base) -> None:
    answer = kept(app, "高龄津贴一个月给多少")
    assert base.entries[answer.entry_id].title
    assert answer.release == 1
    offered = [base.entries[name].question for name in answer.reasons["offered"]]
    assert offered == [choice["text"] for choice in answer.reply["choices"]]


def test_the_entries_that_were_offered_are_kept(app: Flask, base: Base) -> None:
    clarify = kept(app, "助餐")
    offered = [base.entries[name].question for name in clarify.reasons["offered"]]
    assert (clarify.kind, clarify.release) == ("clarify", 1)
    assert offered == [choice["text"] for choice in clarify.reply["choices"]]


def test_the_rules_that_a_sum_was_judged_by_are_kept(app: Flask) -> None:
    summed = kept(app, "我爸八十六，京籍，低保，肢体二级残疾，一共能领多少")
    assert (summed.kind, summed.release) == ("eligibility", 1)
    assert summed.reasons["rules"] == edition()
    assert {benefit["code"] for benefit in summed.reply["benefits"]} > {"age_allowance"}


def kept(app: Flask, question: str) -> Turn:
    """The turn of this question as the database has it."""
    ask(app.test_client(), question)
    with app.app_context(), transaction(writes=False) as session:
        return session.scalars(select(Turn)).one()
