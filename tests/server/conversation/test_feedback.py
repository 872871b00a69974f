"""有用, 没用: the last word on an answer counts, and belongs to what was told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from server.conversation.feedback import REASONS
from server.transaction import transaction
from tests.server.talk import MESSAGES, ask

QUESTION = "高龄津贴一个月给多少"
ELSEWHERE = "00000000-0000-7000-8000-000000000000"


def judge(client: FlaskClient, said: dict[str, Any], **word: object) -> TestResponse:
    """Say ``word`` of what was answered."""
    body = {"conversation_id": said["conversation_id"], **word}
    return client.post(f"{MESSAGES}/{said['message_id']}/feedback", json=body)


def rows(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context(), transaction(writes=False) as session:
        kept = "SELECT useful, reason, comment FROM conversation_feedback"
        return [(bool(useful), *more) for useful, *more in session.execute(text(kept))]


def test_a_word_is_kept_with_the_entry_and_release_that_were_told(client: FlaskClient) -> None:
    said = ask(client, QUESTION)
    answer = judge(client, said, useful=True)
    assert answer.status_code == 201
    body = answer.get_json()
    assert body["message_id"] == said["message_id"]
    assert (body["entry_id"], body["release"]) == (said["reply"]["entry_id"], 1)
    assert (body["useful"], body["reason"], body["comment"]) == (True, None, None)
    assert body["given_at"].endswith("+08:00")


def test_the_last_word_on_an_answer_counts(client: FlaskClient, app: Flask) -> None:
    said = ask(client, QUESTION)
    judge(client, said, useful=True)
    again = judge(client, said, useful=False, reason="unclear", comment="字太多")
    assert again.status_code == 200
    assert rows(app) == [(False, "unclear", "字太多")]


def test_the_same_word_twice_is_one_word(client: FlaskClient, app: Flask) -> None:
    said = ask(client, QUESTION)
    assert [judge(client, said, useful=True).status_code for _ in range(2)] == [201, 200]
    assert rows(app) == [(True, None, None)]


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_taken(client: FlaskClient, app: Flask, reason: str) -> None:
    judge(client, ask(client, QUESTION), useful=False, reason=reason)
    assert rows(app) == [(False, reason, None)]


def test_personal_numbers_in_a_comment_are_not_kept(client: FlaskClient, app: Flask) -> None:
    answer = judge(client, ask(client, QUESTION), useful=False, comment="打我电话13812345678")
    assert answer.get_json()["comment"] == "打我电话【电话号码】"
    assert "13812345678" not in str(rows(app))


def test_a_comment_of_nothing_is_none(client: FlaskClient) -> None:
    said = ask(client, QUESTION)
    assert judge(client, said, useful=True, comment=" \x00 ").get_json()["comment"] is None


def test_an_answer_of_another_conversation_cannot_be_judged(
    client: FlaskClient, app: Flask
) -> None:
    mine, theirs = ask(client, QUESTION), ask(client, QUESTION)
    answer = judge(client, mine | {"message_id": theirs["message_id"]}, useful=False)
    assert (answer.status_code, rows(app)) == (404, [])
    assert answer.get_json()["type"].endswith("unknown-message")


@pytest.mark.parametrize("message_id", [ELSEWHERE, "1", "x' OR 1=1", "%00"])
def test_an_unknown_answer_cannot_be_judged(client: FlaskClient, message_id: str) -> None:
    said = ask(client, QUESTION) | {"message_id": message_id}
    assert judge(client, said, useful=True).status_code == 404


def test_a_lost_conversation_cannot_be_judged(client: FlaskClient) -> None:
    answer = judge(client, ask(client, QUESTION) | {"conversation_id": "x" * 22}, useful=True)
    assert answer.get_json()["type"].endswith("unknown-conversation")


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ({}, "useful"),
        ({"useful": "yes"}, "useful"),
        ({"useful": 1}, "useful"),
        ({"useful": False, "reason": "boring"}, "reason"),
        ({"useful": False, "comment": "长" * 201}, "comment"),
        ({"useful": True, "reason": "wrong"}, "reason"),
        ({"useful": True, "stars": 5}, "stars"),
    ],
)
def test_what_is_no_word_is_refused_and_named(
    client: FlaskClient, word: dict[str, object], field: str
) -> None:
    answer = judge(client, ask(client, QUESTION), **word)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.get_json()["errors"]] == [field]


def test_feedback_is_limited_but_leaves_the_questions_alone(
    app_with: Callable[..., Flask],
) -> None:
    client = app_with(chat_rate_limit="3/minute").test_client()
    said = ask(client, QUESTION)
    statuses = [judge(client, said, useful=True).status_code for _ in range(4)]
    assert statuses == [201, 200, 200, 429]
    assert ask(client, QUESTION)["reply"]["kind"] == "answer"


def test_a_reason_without_uselessness_never_reaches_the_table(
    client: FlaskClient, app: Flask
) -> None:
    judge(client, ask(client, QUESTION), useful=False, reason="wrong")
    with app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("UPDATE conversation_feedback SET useful = true"))


def test_forgetting_a_conversation_forgets_what_was_thought_of_it(
    client: FlaskClient, app: Flask
) -> None:
    judge(client, ask(client, QUESTION), useful=True)
    with app.app_context(), transaction() as session:
        session.execute(text("DELETE FROM conversations"))
    assert rows(app) == []


@pytest.mark.committed_db
def test_two_words_on_one_answer_at_once_are_both_taken_and_one_is_kept(app: Flask) -> None:
    said = ask(app.test_client(), QUESTION)
    together, statuses = threading.Barrier(2), []

    def press() -> None:
        client = app.test_client()
        together.wait()
        statuses.append(judge(client, said, useful=True).status_code)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(statuses) == [200, 201]
    assert rows(app) == [(True, None, None)]
