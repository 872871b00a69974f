"""Who begins to pay too often waits, who looks too often is told what is known; what a channel tells is never counted."""

from __future__ import annotations

import uuid
from contextvars import Context
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import update

from server.errors import Problem
from server.identity import sessions
from server.kit.clock import machine_now
from server.kit.counters import Counter
from server.payments import limits, paying, sharing
from server.payments.channels import channel
from server.payments.models import Attempt, Notice
from server.transaction import transaction
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import rows, trade_no
from tests.server.people import makers

API = "/api/v1/payments"
PAY = {"channel": "wechat", "way": "native"}


class Payer:
    """A signed-in account, at an address of its own."""

    def __init__(self, app: Flask, address: str = "192.0.2.1") -> None:
        with transaction() as session:
            who = makers.account(session)
            self.token = sessions.open_for_account(session, who.id, "sms", "样例").token
        self.client, self.at = app.test_client(), {"REMOTE_ADDR": address}

    def post(self, path: str, body: Any = None, key: str | None = None) -> Any:
        said = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or uuid.uuid4().hex}
        send = partial(self.client.post, API + path, json=body, headers=said, environ_base=self.at)
        # In a context of its own, as a request has it: the test's own would keep who called before.
        return Context().run(send)

    def get(self, path: str) -> Any:
        said = {"Authorization": f"Bearer {self.token}"}
        return Context().run(partial(self.client.get, API + path, headers=said))


@pytest.fixture
def bank(empty_app: Flask) -> Bank:
    """The bank under the name that the API takes."""
    made = Bank(name="wechat")
    empty_app.extensions["channels"]["wechat"] = made
    return made


@pytest.fixture
def order(orders: Orders, bank: Bank) -> uuid.UUID:
    return orders.order()


def told_to_wait(answer: Any) -> bool:
    assert answer.status_code == 429, answer.json
    assert 0 < int(answer.headers["Retry-After"]) <= limits.TRIES_IN_S
    assert answer.json["type"] == "urn:yinian:problem:rate-limited"
    return (
        "太快了" in answer.json["title"]
        and f"等{answer.headers['Retry-After']}秒" in answer.json["title"]
    )


def test_one_payer_who_tries_too_often_has_to_wait_and_others_do_not(
    empty_app: Flask, order: uuid.UUID
) -> None:
    payer, other = Payer(empty_app), Payer(empty_app)
    found = [payer.post(f"/{KIND}/{order}/pay", PAY).status_code for _ in range(limits.TRIES)]
    assert found == [200] * limits.TRIES
    assert told_to_wait(payer.post(f"/{KIND}/{order}/pay", PAY))
    assert other.post(f"/{KIND}/{order}/pay", PAY).status_code == 200


def test_paying_by_a_card_counts_with_paying_for_oneself(
    empty_app: Flask, order: uuid.UUID
) -> None:
    payer = Payer(empty_app)
    with empty_app.app_context():
        card = sharing.card(KIND, order)
    for _ in range(limits.TRIES - 1):
        payer.post(f"/{KIND}/{order}/pay", PAY)
    assert payer.post(f"/cards/{card}/pay", PAY).status_code == 200
    assert told_to_wait(payer.post(f"/cards/{card}/pay", PAY))


def test_payers_behind_one_address_do_not_use_up_each_others_tries(
    empty_app: Flask, order: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TRIES_OF_ADDRESS", 2)
    path = f"/{KIND}/{order}/pay"
    assert [Payer(empty_app).post(path, PAY).status_code for _ in range(4)] == [200] * 4


def test_an_address_is_counted_for_those_who_are_not_signed_in_there(
    empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TRIES_OF_ADDRESS", 2)

    def tried(visitor: str, address: str) -> bool:
        with empty_app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            try:
                limits.count_visitor(visitor)
            except Problem:
                return False
        return True

    assert [tried(name, "192.0.2.1") for name in ("one", "two", "three")] == [True, True, False]
    assert tried("three", "192.0.2.2")


def test_a_repeat_under_the_same_key_is_answered_and_not_counted(
    empty_app: Flask, order: uuid.UUID
) -> None:
    payer, path = Payer(empty_app), f"/{KIND}/{order}/pay"
    for _ in range(limits.TRIES):
        payer.post(path, PAY, key="the-same-key")
    again = payer.post(path, PAY, key="the-same-key")
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert payer.post(path, PAY).status_code == 200


def test_a_call_that_had_to_wait_may_be_sent_again_under_its_key(
    empty_app: Flask, order: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    payer, path = Payer(empty_app), f"/{KIND}/{order}/pay"
    monkeypatch.setattr(limits, "TRIES", 1)
    payer.post(path, PAY)
    assert told_to_wait(payer.post(path, PAY, key="the-same-key"))
    monkeypatch.undo()
    assert payer.post(path, PAY, key="the-same-key").status_code == 200


def test_share_cards_are_counted_apart(empty_app: Flask, order: uuid.UUID) -> None:
    payer = Payer(empty_app)
    found = [payer.post(f"/{KIND}/{order}/card").status_code for _ in range(limits.CARDS)]
    assert found == [200] * limits.CARDS
    assert told_to_wait(payer.post(f"/{KIND}/{order}/card"))
    assert payer.post(f"/{KIND}/{order}/pay", PAY).status_code == 200


def test_a_notice_that_a_channel_repeats_is_never_told_to_wait(
    empty_app: Flask, order: uuid.UUID, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = bank.takes_money(trade_no(paying.pay(account(), replace(wish(order), channel="wechat"))))
    monkeypatch.setattr(limits, "TRIES_OF_ADDRESS", 2)
    client = empty_app.test_client()
    with patch.object(channel("wechat"), "open_notice", lambda *_: told):
        found = [client.post(f"{API}/notices/wechat", data=b"{}").status_code for _ in range(40)]
    assert found == [204] * 40
    assert len(rows(Notice)) == 1


def asked(bank: Bank) -> int:
    return bank.calls["query"]


def test_whoever_looks_at_one_payment_has_its_channel_asked_so_often_and_is_answered_always(
    empty_app: Flask, order: uuid.UUID, bank: Bank
) -> None:
    payer, holder = Payer(empty_app), Payer(empty_app, "192.0.2.2")
    with empty_app.app_context():
        by_card = f"/cards/{sharing.card(KIND, order)}"
    payer.post(f"/{KIND}/{order}/pay", PAY)
    before = asked(bank)
    for _ in range(limits.ASKS):
        for who, path in ((payer, f"/{KIND}/{order}"), (holder, by_card)):
            answer = who.get(path)
            assert (answer.status_code, answer.json["status"]) == (200, "open")
    assert asked(bank) - before == limits.ASKS


def test_another_payment_is_asked_after_all_the_same(
    empty_app: Flask, orders: Orders, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ASKS", 1)
    payer, two = Payer(empty_app), [orders.order(), orders.order()]
    for order in two:
        payer.post(f"/{KIND}/{order}/pay", PAY)
    before = asked(bank)
    for order in two * 3:
        assert payer.get(f"/{KIND}/{order}").status_code == 200
    assert asked(bank) - before == 2


def test_who_looks_too_often_sees_what_a_notice_told_at_once(
    empty_app: Flask, order: uuid.UUID, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ASKS", 1)
    payer, path = Payer(empty_app), f"/{KIND}/{order}"
    payer.post(f"{path}/pay", PAY)
    assert [payer.get(path).json["status"] for _ in range(2)] == ["open", "open"]
    told = bank.takes_money(rows(Attempt)[0].trade_no)
    assert payer.get(path).json["status"] == "open"
    with patch.object(channel("wechat"), "open_notice", lambda *_: told):
        empty_app.test_client().post(f"{API}/notices/wechat", data=b"{}")
    assert payer.get(path).json["status"] == "paid"


def test_once_the_time_is_over_the_channel_is_asked_again(
    empty_app: Flask, order: uuid.UUID, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ASKS", 1)
    payer, path = Payer(empty_app), f"/{KIND}/{order}"
    payer.post(f"{path}/pay", PAY)
    for _ in range(2):
        payer.get(path)
    bank.takes_money(rows(Attempt)[0].trade_no)
    with transaction() as session:
        session.execute(update(Counter).values(ends_at=machine_now()))
    assert payer.get(path).json["status"] == "paid"
