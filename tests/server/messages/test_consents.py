"""Consents are counted, never twice; two messages never share one."""

from __future__ import annotations

import threading
import uuid

import pytest
from flask import Flask

from server.messages import consents, sending
from server.messages.consents import MOST
from server.transaction import transaction
from tests.doing_jobs import claim, do
from tests.server.messages.conftest import Office
from tests.server.messages.outside import says

URL = "/api/v1/messages/consents"


@pytest.fixture
def without_push(office: Office) -> Office:
    """An application whose WeChat console pushes nothing."""
    office.set(wechat_consents_from="phone")
    return office


def test_each_acceptance_is_worth_one_message(without_push: Office) -> None:
    account = without_push.account()
    client = without_push.signed_in(account)
    for _ in range(2):
        answer = client.post(
            URL, json={"accepted": ["sim-template-matter"], "rejected": ["sim-template-grant"]}
        )
    body = answer.get_json()
    assert body["counted"] is True
    assert {row["name"]: (row["remaining"], row["agreed"]) for row in body["items"]} == {
        "grant": (0, False),
        "safety": (0, False),
        "matter": (2, True),
    }


def test_a_long_term_template_is_agreed_to_once_for_all(without_push: Office) -> None:
    client = without_push.signed_in(without_push.account())
    answer = client.post(URL, json={"accepted": ["sim-template-grant"], "rejected": []})
    [grant] = [row for row in answer.get_json()["items"] if row["name"] == "grant"]
    assert (grant["long_term"], grant["agreed"]) == (True, True)


def test_where_wechat_tells_us_the_phones_word_is_not_counted_too(office: Office) -> None:
    account = office.account()
    answer = office.signed_in(account).post(URL, json={"accepted": ["sim-template-grant"]})
    assert answer.get_json()["counted"] is False
    assert office.balance(account, "grant") == 0


def test_a_template_that_is_not_ours_is_ignored(without_push: Office) -> None:
    account = without_push.account()
    answer = without_push.signed_in(account).post(URL, json={"accepted": ["lottery"]})
    assert answer.status_code == 200
    assert all(row["remaining"] == 0 for row in answer.get_json()["items"])


def test_consents_are_for_those_signed_in(office: Office) -> None:
    assert office.app.test_client().post(URL, json={"accepted": []}).status_code == 401


def test_a_client_gone_wild_does_not_count_without_end(office: Office) -> None:
    account = office.account(consents_to={"grant": MOST + 3})
    assert office.balance(account, "grant") == MOST


def test_a_long_term_template_is_never_used_up(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001")
    with transaction() as session:
        consents.accept(session, account, "matter", long_term=True)
    office.tell("test_message", account)
    office.tell("test_message", account)
    assert len(office.wechat.sent) == 2


def test_43101_ends_a_long_term_consent(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001")
    with transaction() as session:
        consents.accept(session, account, "matter", long_term=True)
    office.wechat.script = [says(43101)]
    office.tell("test_message", account)
    office.tell("test_message", account)
    assert len(office.wechat.calls) == 1
    assert len(office.sms.delivered) == 2


def test_one_consent_and_two_messages_make_one_wechat_message(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to={"matter": 1})
    office.tell("test_message", account)
    office.tell("test_message", account)
    assert [m.channel for m in office.messages()] == ["wechat", "sms"]


def _at_once(app: Flask, *works) -> None:
    """Each in a thread with an application context of its own, begun together."""
    start = threading.Barrier(len(works))
    failed: list[BaseException] = []

    def run(work) -> None:
        with app.app_context():
            start.wait()
            try:
                work()
            except BaseException as error:
                failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.committed_db
def test_two_messages_at_once_never_take_the_same_consent(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to={"matter": 1})
    for _ in range(4):
        office.tell("test_message", account, do=False)

    for claimed in claim(4):
        do(office.app, claimed)
    messages = office.messages()
    _at_once(office.app, *(lambda m=m: sending.send(m.id, m.turn) for m in messages))
    assert sorted(m.channel for m in office.messages()) == ["sms", "sms", "sms", "wechat"]
    assert len(office.wechat.sent) == 1
    assert office.balance(account, "matter") == 0


@pytest.mark.committed_db
def test_acceptances_at_once_are_all_counted(office: Office) -> None:
    account: uuid.UUID = office.account()

    def accept() -> None:
        with transaction() as session:
            consents.accept(session, account, "grant", long_term=False)

    _at_once(office.app, *[accept] * 4)
    assert office.balance(account, "grant") == 4
