"""All the ways to sign in, with the settings of production: pages over HTTPS, no simulator."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.identity import accounts, clerk_codes
from server.kit.sms import HttpSms
from server.oversight.actor import SYSTEM
from server.transaction import transaction
from tests import databases
from tests.server.identity.pretend import PretendSms, PretendWeChat
from tests.server.test_config import FIT
from wechat.client import API_BASE, MiniProgramClient
from wechat.simulator.pay.keys import FOR_SERVER, MERCHANT_KEY, keys_in

HTTPS = "https://localhost"


@pytest.fixture
def live(app: Flask, app_with: Callable[..., Flask], tmp_path: Path) -> Flask:
    keys_in(tmp_path)
    keys = {
        "wechat_pay_private_key_file": tmp_path / MERCHANT_KEY,
        "wechat_pay_keys_dir": tmp_path / FOR_SERVER,
    }
    made = app_with(**FIT | keys)
    assert made.extensions["settings"].production
    assert isinstance(made.extensions["wechat"], MiniProgramClient)
    assert made.extensions["wechat"]._transport.base_url == API_BASE
    assert isinstance(made.extensions["sms"], HttpSms)
    made.extensions["wechat"] = PretendWeChat(appid=FIT["wechat_appid"])
    made.extensions["sms"] = PretendSms()
    yield made
    with app.app_context(), transaction() as session:
        databases.empty(session, "people_", "identity_")


def page(browser: FlaskClient, path: str) -> str:
    return browser.get(path, base_url=HTTPS, follow_redirects=True).text


def press(browser: FlaskClient, path: str, **said: str) -> str:
    """Send a form of the sign-in page, as the page holds it."""
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page(browser, "/sign-in"))
    assert csrf
    answer = browser.post(
        path, data={"csrf_token": csrf.group(1), **said}, base_url=HTTPS,
        headers={"Referer": f"{HTTPS}/sign-in"}, follow_redirects=True,
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    return answer.text


def is_signed_in(browser: FlaskClient) -> bool:
    return "为谁办" in page(browser, "/people") and "退出登录" in page(browser, "/me")


def test_the_mini_program_and_the_picture_that_it_confirms(live: Flask) -> None:
    phone, browser = live.test_client(), live.test_client()
    opened = phone.post("/api/v1/sessions", json={"code": "openid-p/1"}, base_url=HTTPS)
    assert opened.status_code == 201
    bearer = {"Authorization": f"Bearer {opened.json['token']}"}

    shown = press(browser, "/sign-in/wechat")
    scene = re.search(r"/web-logins/([\w-]+)/picture", shown)
    number = re.search(r'class="number"[^>]*>\s*(\d\d)', shown)
    assert scene
    assert number
    assert not is_signed_in(browser)
    path = f"/api/v1/web-logins/{scene.group(1)}/confirm"
    answer = phone.post(path, json={"number": number.group(1)}, headers=bearer, base_url=HTTPS)
    assert answer.status_code == 204
    page(browser, "/sign-in/wechat")
    assert is_signed_in(browser)


def test_a_number_and_the_code_sent_to_it(live: Flask) -> None:
    browser = live.test_client()
    press(browser, "/sign-in/phone", phone="13900001111")
    code = live.extensions["sms"].last_code()
    press(browser, "/sign-in/phone/code", phone="13900001111", code=code)
    assert is_signed_in(browser)


def test_a_code_that_a_clerk_has_handed_out(live: Flask) -> None:
    with live.app_context(), transaction() as session:
        account = accounts.make(session, "counter", SYSTEM)
        code = clerk_codes.issue(session, SYSTEM, account.id)
    browser = live.test_client()
    press(browser, "/sign-in/staff-code", code=code)
    assert is_signed_in(browser)
