"""Who reads which messages, and what anybody can find out with a 核实号."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from server.messages import numbers, service
from server.messages.api import VERIFY_LIMIT, VERIFY_LIMIT_OF_ADDRESS
from server.messages.models import Message
from server.oversight.actor import ANONYMOUS, Actor, ActorKind
from server.people.states import Scope
from server.transaction import transaction
from tests.server.messages.conftest import Office

URL = "/api/v1/messages"
VERIFY = f"{URL}/verify"


def test_i_read_my_messages_with_their_text_and_number(office: Office) -> None:
    account = office.account()
    [message] = office.tell("test_message", account)
    [shown] = office.signed_in(account).get(URL).get_json()["items"]
    assert shown["title"] == "这是一条试发的消息"
    assert shown["verify_number"] == message.verify_number
    assert message.verify_number in shown["text"]
    assert (shown["to_me"], shown["status"]) == (True, "accepted")
    assert shown["created_at"].endswith("+08:00")


def test_who_may_ask_for_an_elder_sees_that_she_was_told_but_not_what(office: Office) -> None:
    mother, daughter = office.account(), office.account()
    elder = office.elder(mother, daughter=daughter)
    office.tell("grant_kept", mother, elder=elder)
    [shown] = office.signed_in(daughter).get(URL).get_json()["items"]
    assert shown["elder_id"] == str(elder)
    assert (shown["text"], shown["verify_number"], shown["to_me"]) == (None, None, False)


@pytest.mark.parametrize("end", ["other_scope", "death", "stranger"])
def test_others_see_nothing(office: Office, end: str) -> None:
    mother, daughter = office.account(), office.account()
    scope = Scope.ORDER if end == "other_scope" else Scope.ASK
    elder = office.elder(mother, daughter=daughter, scope=scope)
    office.tell("grant_kept", mother, elder=elder)
    if end == "death":
        office.dies(elder)
    reader = office.account() if end == "stranger" else daughter
    assert office.signed_in(reader).get(URL).get_json()["items"] == []


def test_pages_follow_one_another_without_gap_or_repeat(office: Office) -> None:
    account = office.account()
    for _ in range(5):
        office.tell("test_message", account)
    client, seen, cursor = office.signed_in(account), [], ""
    while cursor is not None:
        page = client.get(URL, query_string={"limit": 2, "cursor": cursor or None}).get_json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [str(m.id) for m in reversed(office.messages())]


def test_a_cursor_of_somebodys_own_making_is_refused(office: Office) -> None:
    client = office.signed_in(office.account())
    assert client.get(URL, query_string={"cursor": "x"}).status_code == 422


def test_messages_are_for_those_signed_in(office: Office) -> None:
    for url in (URL, f"{URL}/templates"):
        assert office.app.test_client().get(url).status_code == 401


def test_the_inbox_is_empty_for_whoever_has_no_account(office: Office) -> None:
    office.tell("test_message", office.account())
    with transaction(writes=False) as session:
        for actor in (ANONYMOUS, Actor(ActorKind.STAFF)):
            assert service.inbox(session, actor).messages == []


def test_what_is_erased_is_read_no_more_and_not_sent(office: Office) -> None:
    account = office.account(phone="13800000001")
    [message] = office.tell("test_message", account)
    with transaction() as session:
        session.execute(update(Message).values(text=None))
    [shown] = office.signed_in(account).get(URL).get_json()["items"]
    assert shown["text"] is None
    assert shown["id"] == str(message.id)


def test_templates_to_ask_consent_for(office: Office) -> None:
    account = office.account(consents_to={"grant": 1})
    items = office.signed_in(account).get(f"{URL}/templates").get_json()["items"]
    assert [(item["name"], item["agreed"]) for item in items] == [
        ("grant", True),
        ("safety", False),
        ("matter", False),
    ]
    assert all(item["template_id"] and item["title"] for item in items)


def test_anybody_can_verify_a_message_and_learns_only_title_and_day(office: Office) -> None:
    [message] = office.tell("test_message", office.account(phone="13800000001"))
    number = message.verify_number
    found = office.app.test_client().get(f"{VERIFY}/{number[:3]} {number[3:]}").get_json()
    assert set(found) == {"sent_by_us", "title", "sent_on", "advice"}
    assert found["sent_by_us"] is True
    assert found["title"] == "这是一条试发的消息"
    assert len(found["sent_on"]) == len("2026-11-21")


def test_a_number_that_nobody_was_sent_is_not_ours(office: Office) -> None:
    found = office.app.test_client().get(f"{VERIFY}/{numbers.draw()}").get_json()
    assert found["sent_by_us"] is False
    assert "12345" in found["advice"]


def test_what_was_written_but_not_yet_sent_is_not_ours_yet(office: Office) -> None:
    account = office.account()
    elder = office.elder(account)
    office.dies(elder)
    [message] = office.tell("grant_kept", account, elder=elder)
    found = office.app.test_client().get(f"{VERIFY}/{message.verify_number}").get_json()
    assert found["sent_by_us"] is False


@pytest.mark.parametrize("number", ["12345", "123456789012", "abcdefghi", "123456780"])
def test_what_cannot_be_a_number_is_said_so(office: Office, number: str) -> None:
    assert office.app.test_client().get(f"{VERIFY}/{number}").status_code == 422


def verified(client: FlaskClient, times: int) -> list[int]:
    return [client.get(f"{VERIFY}/{numbers.draw()}").status_code for _ in range(times)]


def test_guessing_numbers_is_slowed_down(office: Office) -> None:
    client = office.signed_in(office.account())
    codes = verified(client, VERIFY_LIMIT * 2 + 1)
    assert codes[:VERIFY_LIMIT] == [200] * VERIFY_LIMIT
    assert codes[-1] == 429


def test_one_who_guesses_behind_a_carriers_address_stops_nobody_who_has_signed_in(
    office: Office,
) -> None:
    """After a message to a whole district hundreds behind one address look whether it is ours."""
    codes = verified(office.app.test_client(), VERIFY_LIMIT_OF_ADDRESS * 2 + 1)
    assert codes[:VERIFY_LIMIT_OF_ADDRESS] == [200] * VERIFY_LIMIT_OF_ADDRESS
    assert codes[-1] == 429
    assert verified(office.signed_in(office.account()), 1) == [200]
