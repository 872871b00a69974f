"""Conversations about an elder: whose they are, her copy of them, their erasure, their end."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from server.conversation import desk
from server.conversation.models import Conversation
from server.identity import sessions
from server.kit.clock import business_now, machine_now
from server.people import own_data, retention
from server.people.access import job_for
from server.people.models import Fact
from server.transaction import transaction
from tests.server.people import makers
from tests.server.talk import BROWSER, ask_by_form, csrf_of, words_of

DANGER = "我妈摔倒了起不来"


@pytest.fixture
def elder(sign_in):
    return sign_in()


@pytest.fixture
def elder_id(elder) -> str:
    return elder.post("/people", name="王小样", street=makers.YUETAN).json["elder_id"]


@pytest.fixture
def clerk(sign_in):
    return sign_in(makers.clerk)


def ask(caller, words: str = "高龄津贴怎么领", **more: object):
    return caller.post("/chat/messages", text=words, **more)


def read(caller, conversation: str) -> int:
    return caller.get(f"/chat/conversations/{conversation}").status_code


def rows(app: Flask, table: str) -> list[dict[str, object]]:
    with app.app_context(), transaction(writes=False) as session:
        return [dict(row) for row in session.execute(text(f"SELECT * FROM {table}")).mappings()]


def anonymous(sign_in):
    nobody = sign_in()
    nobody.headers = {}
    return nobody


def test_what_a_clerk_asks_for_an_elder_is_not_for_whoever_holds_the_number(
    app: Flask, elder, elder_id, clerk, sign_in
) -> None:
    clerk.post(f"/staff/people/{elder_id}/assistance", purpose="替老人问事")
    told = ask(clerk, elder_id=elder_id).json["conversation_id"]
    for other in (anonymous(sign_in), sign_in(), sign_in(makers.clerk, makers.ZHANLAN)):
        assert read(other, told) == 404
        assert ask(other, "那什么时候发", conversation_id=told).status_code == 404
    assert (read(clerk, told), read(elder, told)) == (200, 200)


@pytest.mark.parametrize("kept", ["9999-01-01", "2030-01-01", "1700-01-01"])
def test_a_birth_date_that_cannot_be_is_unknown_to_the_talk_about_her(
    app: Flask, elder, elder_id, kept: str
) -> None:
    elder.put(f"/people/{elder_id}/facts/birth_date", value="1943-05-12")
    with app.app_context(), transaction() as session:
        session.execute(update(Fact).where(Fact.name == "birth_date").values(value=kept))
    begun = ask(elder, "你好", elder_id=elder_id)
    told = ask(elder, "北京户口，能领多少", conversation_id=begun.json["conversation_id"])
    assert (begun.status_code, told.status_code) == (200, 200)
    assert "出生" in told.json["reply"]["text"]


def test_she_reads_who_asked_in_her_name(elder, elder_id, clerk, sign_in) -> None:
    daughter = sign_in()
    given = {"relation": "child", "scopes": ["ask"], "holder_name": "大女儿"}
    code = elder.post(f"/people/{elder_id}/invitations", **given).json["code"]
    daughter.post(f"/invitations/{code}/accept")
    clerk.post(f"/staff/people/{elder_id}/assistance", purpose="替老人问事")
    told = [ask(caller, elder_id=elder_id) for caller in (elder, daughter, clerk)]
    assert [answer.status_code for answer in told] == [200, 200, 200]
    lines = elder.get(f"/people/{elder_id}/activity").json["items"]
    asked = [(line["sentence"], line["purpose"]) for line in lines if "问" in line["sentence"]]
    assert asked == [
        ("工作人员替您问了一句话", "替老人问事"), ("大女儿（子女）替您问了一句话", None),
    ]  # fmt: skip


def test_a_clerks_conversation_ends_with_her_assistance_and_stays_the_elders(
    app: Flask, elder, elder_id, clerk
) -> None:
    begun = clerk.post(f"/staff/people/{elder_id}/assistance", purpose="替老人问事").json["id"]
    told = ask(clerk, elder_id=elder_id).json["conversation_id"]
    assert ask(elder, "那什么时候发", conversation_id=told).status_code == 200
    clerk.delete(f"/staff/people/assistance/{begun}")
    assert (read(clerk, told), read(elder, told)) == (404, 200)
    [kept] = rows(app, "conversations")
    assert kept["account_id"] is None


@pytest.mark.parametrize("known", [True, False])
def test_an_emergency_told_for_a_stranger_is_answered_and_not_put_to_her_name(
    app: Flask, elder_id, sign_in, known: bool
) -> None:
    stranger = sign_in()
    wanted = elder_id if known else str(uuid.uuid4())
    answer = ask(stranger, DANGER, elder_id=wanted)
    assert answer.json["reply"]["kind"] == "emergency"
    [kept] = rows(app, "conversations")
    assert kept["elder_id"] is None
    assert read(stranger, answer.json["conversation_id"]) == 200


def test_somebody_signed_in_is_told_what_to_do_in_danger_while_the_database_is_away(
    app: Flask, elder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("x", None, Exception())

    monkeypatch.setattr(sessions, "look_up", away)
    monkeypatch.setattr(desk, "transaction", away)
    assert ask(elder, DANGER).json["reply"]["kind"] == "emergency"
    assert ask(elder).status_code == 503


def test_her_copy_holds_what_was_asked_about_her_and_no_number_that_opens_it(
    elder, elder_id
) -> None:
    answer = ask(elder, elder_id=elder_id).json
    ask(elder, "那什么时候发", conversation_id=answer["conversation_id"])
    elder.post(
        f"/chat/messages/{answer['message_id']}/feedback",
        conversation_id=answer["conversation_id"], useful=False, reason="unclear", comment="字小",
    )  # fmt: skip
    ask(elder, "养老助残卡在哪办")
    copy = elder.get(f"/people/{elder_id}/export")
    [[first, second]] = copy.json["conversations"]
    assert (first["asked"], first["told"]) == ("高龄津贴怎么领", answer["reply"]["text"])
    assert (first["useful"], first["comment"]) == (False, "字小")
    assert (second["asked"], second["useful"]) == ("那什么时候发", None)
    assert answer["conversation_id"] not in copy.text


def test_erasure_takes_the_conversations_about_her_and_no_others(
    app: Flask, elder, elder_id, sign_in
) -> None:
    answer = ask(elder, elder_id=elder_id).json
    elder.post(
        f"/chat/messages/{answer['message_id']}/feedback",
        conversation_id=answer["conversation_id"], useful=True,
    )  # fmt: skip
    other = ask(sign_in()).json["conversation_id"]
    with app.app_context(), transaction() as session:
        own_data.erase(session, job_for(uuid.UUID(elder_id)))
    assert [kept["id"] for kept in rows(app, "conversations")] == [other]
    assert {turn["conversation_id"] for turn in rows(app, "conversation_turns")} == {other}
    assert rows(app, "conversation_feedback") == []


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_a_conversation_that_is_long_over_is_removed(
    app: Flask, client: FlaskClient, sign_in, days: int, left: int
) -> None:
    ask(sign_in())
    with app.app_context():
        with transaction() as session:
            ended = machine_now() - timedelta(days=days)
            session.execute(update(Conversation).values(expires_at=ended))
        with transaction() as session:
            retention.clean(session, business_now())
    assert len(rows(app, "conversations")) == left


def test_the_page_of_somebody_signed_in_shows_the_conversation_and_takes_her_word(
    app: Flask, elder
) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = elder.headers["Authorization"].removeprefix("Bearer ")
    ask_by_form(client, "高龄津贴怎么领")
    [turn] = rows(app, "conversation_turns")
    page = client.get("/", headers=BROWSER)
    assert (page.status_code, "高龄津贴怎么领" in words_of(page)) == (200, True)
    word = {"message_id": str(uuid.UUID(str(turn["id"]))), "word": "useful"}
    kept = client.post("/feedback", data=word | {"csrf_token": csrf_of(page)}, headers=BROWSER)
    assert kept.status_code == 303
    assert len(rows(app, "conversation_feedback")) == 1


def test_an_invitation_with_days_that_are_no_number_is_sent_back(
    app: Flask, elder, elder_id
) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = elder.headers["Authorization"].removeprefix("Bearer ")
    token = csrf_of(client.get(f"/grants/of/{elder_id}", headers=BROWSER))
    said = {"relation": "child", "scopes": "ask", "days": "abc", "csrf_token": token}
    sent = client.post(f"/grants/of/{elder_id}/invite", data=said, headers=BROWSER)
    assert sent.status_code == 422
