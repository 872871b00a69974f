"""One's own account, and the phone number that WeChat vouches for."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.identity import limits
from server.identity.limits import Limit
from server.identity.models import Account
from server.transaction import transaction
from tests.server.identity.conftest import Client, audited, bearer, sign_in
from tests.server.identity.pretend import PretendSms, PretendWeChat
from wechat.login import Phone

NUMBER = "19900000001"


def give(http: FlaskClient, token: str, code: str, **more: object) -> tuple[int, dict[str, Any]]:
    body = {"code": code, "agreed": True, "text_version": "2026-11"} | more
    answer = http.post("/api/v1/me/phone", json=body, headers=bearer(token))
    return answer.status_code, answer.json


def me(http: FlaskClient, token: str) -> dict[str, Any]:
    found: dict[str, Any] = http.get("/api/v1/me", headers=bearer(token)).json
    return found


def test_the_number_is_kept_with_the_text_that_was_agreed_to(http: FlaskClient, token: str) -> None:
    assert me(http, token)["phone"] is None
    status, shown = give(http, token, f"{NUMBER}/1")
    assert (status, shown["phone"], shown["consent_version"]) == (200, "199****0001", "2026-11")
    assert me(http, token) == shown
    with transaction(writes=False) as session:
        kept = session.scalars(select(Account)).one()
    assert kept.phone == NUMBER
    assert kept.consented_at is not None
    assert audited("phone.given")[0].details == {"text_version": "2026-11"}


def test_without_consent_the_number_is_not_even_asked_for(
    http: FlaskClient, token: str, wechat: PretendWeChat
) -> None:
    asked = len(wechat.asked)
    status, told = give(http, token, f"{NUMBER}/1", agreed=False)
    assert status == 422
    assert told["errors"] == [{"field": "agreed", "message": "要您同意以后，我们才能登记手机号"}]
    assert len(wechat.asked) == asked


def test_a_number_of_another_account_says_what_to_do(http: FlaskClient, token: str) -> None:
    give(http, token, f"{NUMBER}/1")
    other = sign_in(http, "openid-b/1")["token"]
    status, told = give(http, other, f"{NUMBER}/2")
    assert (status, told["type"]) == (409, "urn:yinian:problem:phone-taken")
    assert "验证码登录那个账号" in told["title"]
    assert me(http, other)["phone"] is None


def test_two_accounts_at_once_cannot_have_one_number(
    site: Flask, http: FlaskClient, wechat: PretendWeChat
) -> None:
    tokens = [sign_in(http, f"openid-{who}/1")["token"] for who in "ab"]
    together = threading.Barrier(2, timeout=10)
    wechat.before = together.wait
    answers: list[int] = []

    def press(number: int) -> None:
        answers.append(give(Client(site), tokens[number], f"{NUMBER}/{number}")[0])

    presses = [threading.Thread(target=press, args=(number,)) for number in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert sorted(answers) == [200, 409]


def test_my_own_number_may_be_given_again(http: FlaskClient, token: str) -> None:
    assert [give(http, token, f"{NUMBER}/{n}")[0] for n in range(2)] == [200, 200]


def test_who_gave_the_number_in_wechat_signs_in_by_sms_to_the_same_account(
    http: FlaskClient, token: str, sms: PretendSms
) -> None:
    give(http, token, f"{NUMBER}/1")
    http.post("/api/v1/sms-codes", json={"phone": NUMBER})
    body = {"phone": NUMBER, "code": sms.last_code()}
    opened = http.post("/api/v1/sessions/sms", json=body).json
    assert opened["account_id"] == me(http, token)["account_id"]


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("errcode:40029/a", (422, "code-not-good")),
        ("errcode:45011/a", (429, "rate-limited")),
        ("errcode:40013/a", (503, "wechat-not-configured")),
        ("errcode:-1/a", (503, "wechat-unavailable")),
        ("lost:no_answer/a", (503, "wechat-unavailable")),
        ("12345/a", (422, "phone-not-mainland")),
    ],
)
def test_what_goes_wrong_is_said_and_nobody_is_signed_out(
    http: FlaskClient, token: str, code: str, answer: tuple[int, str]
) -> None:
    status, told = give(http, token, code)
    assert (status, told["type"].rpartition(":")[2]) == answer
    assert me(http, token)["phone"] is None


def test_a_foreign_number_is_refused(
    http: FlaskClient, token: str, wechat: PretendWeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wechat, "phone_number", lambda code: Phone(NUMBER, "852"))
    assert give(http, token, "any")[0] == 422


def test_one_code_is_sent_to_wechat_once(
    http: FlaskClient, token: str, wechat: PretendWeChat
) -> None:
    asked = len(wechat.asked)
    assert [give(http, token, f"{NUMBER}/1")[0] for _ in range(2)] == [200, 422]
    assert len(wechat.asked) == asked + 1


def test_an_account_asks_wechat_so_often(
    http: FlaskClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PHONES_OF_ACCOUNT", Limit("phone-account", 1, 3600))
    assert [give(http, token, f"{NUMBER}/{n}")[0] for n in range(2)] == [200, 429]


def test_the_number_is_shown_to_nobody_else(http: FlaskClient) -> None:
    assert http.get("/api/v1/me").status_code == 401
