"""One silent step: the code of wx.login becomes a session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from server.identity import limits
from server.identity.limits import Limit
from server.identity.models import Account, SignIn, WeChatUser
from server.kit.clock import machine_now
from server.kit.crypto import Keys, Vault
from server.transaction import transaction
from tests.server.identity.conftest import Client, audited, bearer, sign_in
from tests.server.identity.pretend import PretendWeChat

OLD_KEY = "old:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
NEW_KEY = "new:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="


def count(model: type[Account | WeChatUser | SignIn]) -> int:
    with transaction(writes=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def post(http: FlaskClient, code: str) -> tuple[int, str, str]:
    answer = http.post("/api/v1/sessions", json={"code": code})
    return answer.status_code, answer.json["type"].rpartition(":")[2], answer.json["title"]


def test_the_first_login_makes_an_account_and_the_next_finds_it(http: FlaskClient) -> None:
    first = sign_in(http, "openid-a/1")
    again = sign_in(http, "openid-a/2")
    assert first["account_id"] == again["account_id"]
    assert first["token"] != again["token"]
    assert first["expires_at"].endswith("+08:00")
    assert count(Account) == 1


def test_the_token_opens_what_needs_a_login(http: FlaskClient) -> None:
    assert http.get("/api/v1/sessions").status_code == 401
    token = sign_in(http, "openid-a/1")["token"]
    assert http.get("/api/v1/sessions", headers=bearer(token)).status_code == 200


def test_the_same_openid_of_another_app_is_another_person(
    http: FlaskClient, wechat: PretendWeChat
) -> None:
    one = sign_in(http, "openid-a/1")
    wechat.appid = "wxanother000000002"
    assert sign_in(http, "openid-a/2")["account_id"] != one["account_id"]


def test_neither_openid_nor_code_nor_token_is_stored_in_the_clear(http: FlaskClient) -> None:
    token = sign_in(http, "openid-marked/code-marked")["token"]
    with transaction(writes=False) as session:
        raw = session.connection().exec_driver_sql(
            "SELECT openid, openid_index, token_hash, code_hash FROM identity_wechat_users, "
            "identity_sessions, identity_spent_codes"
        )
        kept = str(raw.all())
    assert "marked" not in kept
    assert token not in kept


def test_a_person_is_found_by_an_older_key_after_a_rotation(
    http: FlaskClient, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = site.extensions["vault"].fields
    monkeypatch.setitem(site.extensions, "vault", Vault(fields, Keys.parse(OLD_KEY)))
    one = sign_in(http, "openid-a/1")
    both = Keys.parse(f"{NEW_KEY},{OLD_KEY}")
    monkeypatch.setitem(site.extensions, "vault", Vault(fields, both))
    assert sign_in(http, "openid-a/2")["account_id"] == one["account_id"]


def test_one_code_is_sent_to_wechat_once(http: FlaskClient, wechat: PretendWeChat) -> None:
    sign_in(http, "openid-a/1")
    assert post(http, "openid-a/1") == (401, "code-not-good", "这次登录已经用过了，请再点一次登录")
    assert wechat.asked == ["openid-a/1"]


def test_a_code_whose_answer_was_lost_is_not_sent_again(
    http: FlaskClient, wechat: PretendWeChat
) -> None:
    assert post(http, "lost:no_answer/1")[0] == 503
    assert post(http, "lost:no_answer/1")[0] == 401
    assert len(wechat.asked) == 1


REFUSALS = {
    "errcode:40029/a": (401, "code-not-good", "请再点一次登录"),
    "errcode:40163/a": (401, "code-not-good", "请再点一次登录"),
    "errcode:40226/a": (403, "held-by-wechat", "12345"),
    "errcode:45011/a": (429, "rate-limited", "请等一分钟"),
    "errcode:-1/a": (503, "wechat-unavailable", "微信暂时没有回应，请再点一次登录"),
    "errcode:99999/a": (503, "wechat-unavailable", "请再点一次登录"),
    "lost:no_answer/a": (503, "wechat-unavailable", "微信暂时没有回应，请再点一次登录"),
    "lost:unreachable/a": (503, "wechat-unavailable", "微信暂时没有回应，请再点一次登录"),
    "lost:server_error/a": (503, "wechat-unavailable", "微信暂时没有回应，请再点一次登录"),
    "lost:broken_answer/a": (503, "wechat-unavailable", "微信暂时没有回应，请再点一次登录"),
    "errcode:40013/a": (503, "wechat-not-configured", "12345"),
    "errcode:40125/a": (503, "wechat-not-configured", "12345"),
    "errcode:40164/a": (503, "wechat-not-configured", "12345"),
    "errcode:41002/a": (503, "wechat-not-configured", "12345"),
}


@pytest.mark.parametrize(("code", "told"), REFUSALS.items(), ids=REFUSALS)
def test_each_refusal_of_wechat_has_its_answer(
    http: FlaskClient, code: str, told: tuple[int, str, str]
) -> None:
    status, slug, title = post(http, code)
    assert (status, slug) == told[:2]
    assert told[2] in title
    assert count(Account) == 0
    [refused] = audited("session.refused")
    assert refused.details["how"] == "mini_program"
    assert refused.actor_id is None


def test_a_refusal_that_is_ours_to_repair_is_an_alarm_without_personal_data(
    http: FlaskClient, standard_error: Callable[[], str]
) -> None:
    post(http, "errcode:40125/code-marked")
    lines = standard_error()
    assert "wechat_refuses_us" in lines
    assert "code_to_session 40125" in lines
    assert "marked" not in lines


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": "有汉字"}, {"code": "a" * 129},
                                  {"code": "a", "device": "x" * 65}, {"code": "a", "more": 1}])  # fmt: skip
def test_a_malformed_login_never_reaches_wechat(
    http: FlaskClient, wechat: PretendWeChat, body: dict[str, object]
) -> None:
    assert http.post("/api/v1/sessions", json=body).status_code == 422
    assert wechat.asked == []


def test_a_blocked_account_is_told_whom_to_call(http: FlaskClient) -> None:
    token = sign_in(http, "openid-a/1")["token"]
    with transaction() as session:
        session.scalars(select(Account)).one().status = "blocked"
    assert post(http, "openid-a/2")[:2] == (403, "account-blocked")
    assert http.get("/api/v1/sessions", headers=bearer(token)).status_code == 401
    assert audited("session.refused")[0].details["reason"] == "blocked"


def test_two_taps_at_once_make_one_account(
    site: Flask, http: FlaskClient, wechat: PretendWeChat
) -> None:
    """Both find nobody, both make an account; the unique key lets one through."""
    together = threading.Barrier(2, timeout=10)
    wechat.before = together.wait
    answers: list[str] = []

    def tap(code: str) -> None:
        answers.append(sign_in(Client(site), code)["account_id"])

    taps = [threading.Thread(target=tap, args=(f"openid-a/{n}",)) for n in range(2)]
    for each in taps:
        each.start()
    for each in taps:
        each.join()
    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert (count(Account), count(WeChatUser), count(SignIn)) == (1, 1, 2)


def test_a_machine_at_one_address_is_stopped_before_wechat(
    http: FlaskClient, wechat: PretendWeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MINI_PROGRAM_AT_ADDRESS", Limit("login-mini-program", 2, 60))
    for number in range(2):
        sign_in(http, f"openid-a/{number}")
    answer = http.post("/api/v1/sessions", json={"code": "openid-a/3"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert len(wechat.asked) == 2


def test_the_session_lasts_ninety_days(http: FlaskClient) -> None:
    sign_in(http, "openid-a/1")
    with transaction(writes=False) as session:
        lasts = session.scalars(select(SignIn)).one().expires_at - machine_now()
    assert timedelta(days=89, hours=23) < lasts <= timedelta(days=90)
