"""A reply is thought out before anything is locked, and thought out anew where something was said meanwhile."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.conversation import ahead, service
from server.conversation.models import Conversation
from server.kit.clock import machine_now
from server.kit.counters import Counter
from server.transaction import transaction
from tests.server.talk import ask, post, reply_to


def facts_of(app: Flask, conversation_id: str) -> dict[str, Any]:
    with app.app_context(), transaction(writes=False) as session:
        found = session.get_one(Conversation, conversation_id)
        return dict(found.person["facts"])


def test_two_messages_at_once_lose_nothing_of_one_another(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ask(client, "我爸能领什么补贴")["conversation_id"]
    both, think = threading.Barrier(2, timeout=20), service.think_ahead

    def think_beside_the_other(*given: Any) -> Any:
        thought = think(*given)
        both.wait()
        return thought

    monkeypatch.setattr(service, "think_ahead", think_beside_the_other)
    said = ("他今年九十一岁", "他是北京户口")
    told: list[int] = []

    def say(text: str) -> None:
        told.append(post(app.test_client(), text, conversation_id=known).status_code)

    threads = [threading.Thread(target=say, args=[text]) for text in said]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [200, 200]
    assert facts_of(app, known) == {"age": 91, "hukou": "beijing"}


def test_others_write_while_a_reply_is_thought_out(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    think, written = ahead.reply_to, threading.Event()

    def write() -> None:
        with app.app_context(), transaction() as session:
            session.merge(Counter(key="beside a reply", count=1, ends_at=machine_now()))
        written.set()

    def think_while_others_write(*given: Any) -> Any:
        threading.Thread(target=write, daemon=True).start()
        assert written.wait(2)
        return think(*given)

    monkeypatch.setattr(ahead, "reply_to", think_while_others_write)
    assert reply_to(client, "九十岁高龄津贴多少钱")["kind"] == "answer"
    assert written.is_set()


def test_what_was_thought_ahead_is_not_thought_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ask(client, "我妈八十五，北京户口")["conversation_id"]

    def refuse(*_: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(service, "reply_to", refuse)
    reply = reply_to(client, "能领多少", conversation_id=known)
    assert reply["total_fen_per_month"] == 10_000


def test_what_was_said_meanwhile_counts(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, think = ask(client, "我妈八十五")["conversation_id"], service.think_ahead

    def say(text: str) -> None:
        ask(app.test_client(), text, conversation_id=known)

    def think_before_the_other(*given: Any) -> Any:
        thought = think(*given)
        monkeypatch.setattr(service, "think_ahead", think)
        other = threading.Thread(target=say, args=["她是北京户口，重度失能"])
        other.start()
        other.join()
        return thought

    monkeypatch.setattr(service, "think_ahead", think_before_the_other)
    reply = reply_to(client, "能领多少", conversation_id=known)
    assert reply["total_fen_per_month"] == 70_000
