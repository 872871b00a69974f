"""Two processes for one person; what a page's cookie holds; what the logs never hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import func, select

from server import logs
from server.config import ROOT
from server.identity import access
from server.identity.access import COOKIE_ENTRY
from server.identity.models import Account, SignIn
from server.transaction import transaction
from tests.server.identity.conftest import bearer, sign_in
from tests.server.identity.pretend import PretendSms


@pytest.mark.committed_db
def test_two_processes_that_meet_one_person_make_one_account(site: Flask) -> None:
    settings = site.extensions["settings"]
    command = [sys.executable, "-m", "tests.server.identity.racing",
               settings.database_url, str(settings.data_dir)]  # fmt: skip
    racers = [
        subprocess.Popen([*command, f"openid-a/{number}"], cwd=ROOT, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for number in range(2)
    ]  # fmt: skip
    for each in racers:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in racers:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    told = [each.communicate(timeout=60)[0].split() for each in racers]
    assert [status for status, _ in told] == ["201", "201"]
    assert len({account for _, account in told}) == 1
    with transaction(writes=False) as opened:
        assert opened.scalar(select(func.count()).select_from(Account)) == 1
        assert opened.scalar(select(func.count()).select_from(SignIn)) == 2


# -- the cookie of pages


def test_signing_in_on_a_page_rotates_what_forms_rely_on(site: Flask) -> None:
    with site.test_request_context("/"):
        session["csrf_token"], session["font"] = "planted", "24"
        access.remember("a-token")
        assert (session[COOKIE_ENTRY], session["font"]) == ("a-token", "24")
        assert "csrf_token" not in session
        assert access.token_given() == "a-token"
        access.forget()
        assert access.token_given() is None


def test_a_page_is_signed_in_by_its_cookie_and_not_by_a_header(site: Flask, token: str) -> None:
    with site.app_context(), site.test_request_context("/", headers=bearer(token)):
        assert access.current_actor().id is None
    with site.app_context(), site.test_request_context("/"):
        access.remember(token)
        assert access.current_actor().id is not None


# -- the logs


@pytest.fixture
def everything_logged(standard_error: Callable[[], str]) -> Iterator[Callable[[], str]]:
    logs.configure("DEBUG")
    yield standard_error
    logs.configure("WARNING")


OPENID, CODE, NUMBER = "openid-marked", "code-marked", "19912345678"


def test_no_openid_code_number_or_token_reaches_the_log(
    http: FlaskClient, sms: PretendSms, everything_logged: Callable[[], str]
) -> None:
    opened = sign_in(http, f"{OPENID}/{CODE}")
    given = {"code": f"{NUMBER}/{CODE}", "agreed": True, "text_version": "1"}
    bearing = bearer(opened["token"])
    http.post("/api/v1/me/phone", json=given, headers=bearing)
    http.post("/api/v1/sms-codes", json={"phone": NUMBER})
    entered = {"phone": NUMBER, "code": sms.last_code()}
    by_sms = http.post("/api/v1/sessions/sms", json=entered).json
    begun = http.post("/api/v1/web-logins", json={}).json
    http.get(begun["picture"])
    http.post(f"/api/v1/web-logins/{begun['scene']}/confirm",
              json={"number": begun["number"]}, headers=bearing)  # fmt: skip
    by_web = http.post("/api/v1/sessions/web", json={"id": begun["id"]}).json
    for failing in ("errcode:40125", "lost:no_answer", "errcode:40029"):
        http.post("/api/v1/sessions", json={"code": f"{failing}/{CODE}"})
    http.post("/api/v1/sessions/clerk", json={"code": "1234 5678"})
    staff = {"login": "login-marked", "password": "password-marked", "totp": "654321"}
    http.post("/api/v1/staff/sessions", json=staff)
    http.get("/api/v1/me", headers={"X-Api-Key": "key-marked"})
    http.get("/api/v1/me?token=query-marked", headers=bearer("bearer-marked"))
    lines = everything_logged()
    assert lines.count('"event": "request"') >= 14
    for secret in ("marked", NUMBER, entered["code"], "12345678", "654321", opened["token"],
                   by_sms["token"], by_web["token"], begun["id"], begun["scene"]):  # fmt: skip
        assert secret not in lines, secret
