"""Whose a conversation is: whoever holds its id, a signed-in person, those who may ask for its elder."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from server.extensions import Model
from server.identity.access import COOKIE_ENTRY
from server.oversight.actor import Actor
from server.people import facts, grants
from server.people.access import acting_for
from server.people.states import Scope
from server.transaction import transaction
from tests.server.people import makers
from tests.server.talk import BROWSER, ask_by_form, words_of

URL = "/api/v1/chat/messages"
Ask = Callable[..., Any]


@pytest.fixture
def people(app: Flask) -> Iterator[Flask]:
    """The shared application, without people afterwards."""
    yield app
    with app.app_context(), transaction() as session:
        for table in reversed(Model.metadata.sorted_tables):
            if table.name.startswith(("people_", "identity_", "jobs_")):
                session.execute(delete(table))


@pytest.fixture
def ask(people: Flask, client: FlaskClient) -> Ask:
    def make(text: str, known: str | None = None, header: Any = None, elder: Any = None) -> Any:
        body = {"text": text, "conversation_id": known, "elder_id": elder and str(elder)}
        return client.post(URL, json=body, headers=header or {})

    return make


def somebody(app: Flask) -> dict[str, str]:
    with app.app_context(), transaction() as session:
        return makers.token(session, makers.account(session))


def elder_of(app: Flask, *scopes: Scope) -> tuple[uuid.UUID, dict[str, str], Actor]:
    """An elder of 83 with a Beijing registration, and somebody who holds these scopes."""
    with app.app_context(), transaction() as session:
        made = makers.elder(session)
        herself = makers.herself(session, made)
        acting = acting_for(session, herself, made.id, Scope.APPLY)
        facts.state(session, acting, "birth_date", "1943-05-12")
        facts.state(session, acting, "hukou", "beijing")
        daughter = makers.account(session)
        makers.grant(session, made, daughter, *scopes)
        return made.id, makers.token(session, daughter), daughter


def test_a_signed_in_conversation_is_nobody_elses(
    people: Flask, ask: Ask, client: FlaskClient
) -> None:
    mine, another = somebody(people), somebody(people)
    known = ask("高龄津贴有多少", header=mine).json["conversation_id"]
    assert ask("在哪办", known, mine).status_code == 200
    for header in (another, {}):
        assert ask("在哪办", known, header).status_code == 404
        assert client.get(f"/api/v1/chat/conversations/{known}", headers=header).status_code == 404


def test_whoever_signs_in_takes_the_conversation_along(people: Flask, ask: Ask) -> None:
    known = ask("高龄津贴有多少").json["conversation_id"]
    mine = somebody(people)
    assert ask("在哪办", known, mine).status_code == 200
    assert ask("在哪办", known).status_code == 404


def test_what_is_known_of_the_elder_need_not_be_told_again(people: Flask, ask: Ask) -> None:
    elder, daughter, _ = elder_of(people, Scope.ASK)
    reply = ask("她能领多少高龄津贴", header=daughter, elder=elder).json["reply"]
    [allowance] = [b for b in reply["benefits"] if b["code"] == "age_allowance"]
    assert (allowance["verdict"], allowance["amount_fen_per_month"]) == ("eligible", 10000)


@pytest.mark.parametrize(("scopes", "status"), [((), 404), ((Scope.ORDER,), 403)])
def test_for_an_elder_asks_only_who_may(
    people: Flask, ask: Ask, scopes: tuple[Scope, ...], status: int
) -> None:
    elder, holder, _ = elder_of(people, *scopes or (Scope.ASK,))
    header = holder if scopes else somebody(people)
    assert ask("她能领多少高龄津贴", header=header, elder=elder).status_code == status
    assert ask("她能领多少高龄津贴", elder=elder).status_code == 404


def test_all_who_may_ask_share_it_and_a_revoke_ends_that(people: Flask, ask: Ask) -> None:
    elder, daughter, account = elder_of(people, Scope.ASK)
    known = ask("她能领多少高龄津贴", header=daughter, elder=elder).json["conversation_id"]
    with people.app_context(), transaction() as session:
        son = makers.account(session)
        made = session.get(makers.Elder, elder)
        makers.grant(session, made, son, Scope.ASK)
        brother = makers.token(session, son)
    assert ask("在哪办", known, brother).status_code == 200
    with people.app_context(), transaction() as session:
        acting = acting_for(session, account, elder)
        grants.revoke(session, acting, acting.grant_id, None)
    assert ask("在哪办", known, daughter).status_code == 404
    assert ask("在哪办", known, brother).status_code == 200


def test_two_elders_are_never_mixed(people: Flask, ask: Ask) -> None:
    elder, daughter, account = elder_of(people, Scope.ASK)
    with people.app_context(), transaction() as session:
        father = makers.elder(session)
        makers.grant(session, father, account, Scope.ASK)
        other = father.id
    known = ask("她能领多少高龄津贴", header=daughter, elder=elder).json["conversation_id"]
    refused = ask("他能领多少高龄津贴", known, daughter, other)
    assert (refused.status_code, refused.json["type"].rpartition(":")[2]) == (409, "another-elder")


def test_an_emergency_is_answered_whoever_asks_and_for_whomever(people: Flask, ask: Ask) -> None:
    elder, daughter, _ = elder_of(people, Scope.ASK)
    known = ask("她能领多少高龄津贴", header=daughter, elder=elder).json["conversation_id"]
    urgent = ask("老人摔倒起不来了", known, somebody(people), elder)
    assert urgent.json["reply"]["kind"] == "emergency"
    assert urgent.json["conversation_id"] != known


def test_the_page_of_somebody_signed_in_shows_her_conversation(people: Flask) -> None:
    browser = people.test_client()
    _, daughter, _ = elder_of(people, Scope.ASK)
    with browser.session_transaction() as cookie:
        cookie[COOKIE_ENTRY] = daughter["Authorization"].removeprefix("Bearer ")
    assert ask_by_form(browser, "高龄津贴有多少", follow_redirects=True).status_code == 200
    assert "高龄津贴有多少" in words_of(browser.get("/", headers=BROWSER))


def test_a_word_on_an_answer_is_taken_from_its_own_person_only(
    people: Flask, ask: Ask, client: FlaskClient
) -> None:
    mine = somebody(people)
    told = ask("高龄津贴有多少", header=mine).json
    said = {"conversation_id": told["conversation_id"], "useful": True}
    url = f"{URL}/{told['message_id']}/feedback"
    assert client.post(url, json=said, headers=somebody(people)).status_code == 404
    assert client.post(url, json=said, headers=mine).status_code == 201
