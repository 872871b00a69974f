"""A browser signed in from the mini program: a picture, a number, a secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from server.identity import limits
from server.identity.codes_models import WebLogin
from server.identity.limits import Limit
from server.kit.clock import machine_now
from server.transaction import transaction
from tests.server.identity.conftest import Client, audited, bearer, sign_in
from tests.server.identity.pretend import PICTURE, PretendWeChat

WEB = "/api/v1/web-logins"


@pytest.fixture
def browser(site: Flask, http: FlaskClient) -> Client:
    """Another machine than the one with the mini program."""
    return Client(site)


def begin(browser: FlaskClient) -> dict[str, Any]:
    answer = browser.post(WEB, json={"device": "样例电脑"})
    assert answer.status_code == 201, answer.json
    begun: dict[str, Any] = answer.json
    return begun


def confirm(http: FlaskClient, token: str, begun: dict[str, Any], number: str | None = None) -> int:
    path = f"{WEB}/{begun['scene']}/confirm"
    body = {"number": number or begun["number"]}
    return http.post(path, json=body, headers=bearer(token)).status_code


def exchange(browser: FlaskClient, secret: str) -> tuple[int, dict[str, Any]]:
    answer = browser.post("/api/v1/sessions/web", json={"id": secret})
    return answer.status_code, answer.json


def state(browser: FlaskClient, begun: dict[str, Any]) -> str:
    return str(browser.get(f"{WEB}/{begun['scene']}").json["state"])


def expire() -> None:
    with transaction() as session:
        session.execute(update(WebLogin).values(expires_at=machine_now() - timedelta(seconds=1)))


def test_a_browser_is_signed_in_as_whoever_confirmed(http: FlaskClient, browser: Client) -> None:
    elder = sign_in(http, "openid-a/1")
    begun = begin(browser)
    assert state(browser, begun) == "waiting"
    assert confirm(http, elder["token"], begun) == 204
    assert state(browser, begun) == "confirmed"
    status, opened = exchange(browser, begun["id"])
    assert (status, opened["account_id"]) == (201, elder["account_id"])
    listed = browser.get("/api/v1/sessions", headers=bearer(opened["token"])).json["items"]
    assert {(each["how"], each["device"]) for each in listed} == {
        ("web_code", "样例电脑"),
        ("mini_program", "样例手机"),
    }
    assert state(browser, begun) == "ended"


def test_the_mini_program_shows_which_device_asks_and_three_numbers(
    http: FlaskClient, browser: Client, token: str
) -> None:
    begun = begin(browser)
    asked = http.get(f"{WEB}/{begun['scene']}/question", headers=bearer(token)).json
    assert asked["device"] == "样例电脑"
    assert begun["number"] in asked["numbers"]
    assert len(set(asked["numbers"])) == 3
    assert asked["numbers"] == sorted(asked["numbers"])


def test_the_wrong_number_ends_the_login_for_good(
    http: FlaskClient, browser: Client, token: str
) -> None:
    begun = begin(browser)
    wrong = "10" if begun["number"] != "10" else "11"
    assert confirm(http, token, begun, wrong) == 409
    assert state(browser, begun) == "ended"
    assert confirm(http, token, begun) == 404
    assert exchange(browser, begun["id"])[0] == 401
    assert len(audited("web_login.refused")) == 1


def test_nothing_is_opened_before_somebody_confirmed(browser: Client) -> None:
    begun = begin(browser)
    status, told = exchange(browser, begun["id"])
    assert (status, told["type"]) == (401, "urn:yinian:problem:login-not-confirmed")
    assert state(browser, begun) == "waiting"


def test_a_login_is_exchanged_once(http: FlaskClient, browser: Client, token: str) -> None:
    begun = begin(browser)
    confirm(http, token, begun)
    assert [exchange(browser, begun["id"])[0] for _ in range(2)] == [201, 401]


def test_what_the_picture_shows_opens_nothing(
    http: FlaskClient, browser: Client, token: str
) -> None:
    begun = begin(browser)
    confirm(http, token, begun)
    assert exchange(browser, begun["scene"])[0] == 401
    assert exchange(browser, begun["number"])[0] == 401


def test_the_secret_is_in_no_address_and_not_stored(browser: Client) -> None:
    begun = begin(browser)
    assert begun["id"] not in begun["picture"]
    with transaction(writes=False) as session:
        raw = session.connection().exec_driver_sql(
            "SELECT secret_hash, scene FROM identity_web_logins"
        )
        assert begun["id"] not in str(raw.all())


def test_whoever_confirms_a_login_begun_by_somebody_else_has_to_know_its_number(
    http: FlaskClient, browser: Client, token: str
) -> None:
    """Session fixation: a swindler sends the picture; three numbers are asked, one is right."""
    begun = begin(browser)
    told = http.get(f"{WEB}/{begun['scene']}/question", headers=bearer(token)).get_data(
        as_text=True
    )
    assert '"number"' not in told
    assert begun["id"] not in told


def test_only_the_mini_program_of_somebody_signed_in_confirms(
    http: FlaskClient, browser: Client
) -> None:
    begun = begin(browser)
    path = f"{WEB}/{begun['scene']}"
    assert browser.get(f"{path}/question").status_code == 401
    assert browser.post(f"{path}/confirm", json={"number": begun["number"]}).status_code == 401


def test_a_second_tap_on_confirm_is_harmless_and_somebody_elses_comes_too_late(
    http: FlaskClient, browser: Client, token: str
) -> None:
    begun = begin(browser)
    stranger = sign_in(http, "openid-b/1")["token"]
    assert [confirm(http, token, begun) for _ in range(2)] == [204, 204]
    assert confirm(http, stranger, begun) == 404
    assert exchange(browser, begun["id"])[0] == 201
    assert len(audited("web_login.confirmed")) == 1


@pytest.mark.parametrize("confirmed", [True, False])
def test_after_five_minutes_it_is_over(
    http: FlaskClient, browser: Client, token: str, confirmed: bool
) -> None:
    begun = begin(browser)
    if confirmed:
        confirm(http, token, begun)
    expire()
    assert state(browser, begun) == "ended"
    assert confirm(http, token, begun) == 404
    assert exchange(browser, begun["id"])[0] == 401
    assert browser.get(begun["picture"]).status_code == 404


def test_the_picture_comes_from_wechat_while_the_login_waits(
    browser: Client, wechat: PretendWeChat
) -> None:
    begun = begin(browser)
    answer = browser.get(begun["picture"])
    assert (answer.data, answer.mimetype) == (PICTURE, "image/png")
    assert wechat.asked == [begun["scene"]]


def test_a_scene_that_never_was_is_over(browser: Client, wechat: PretendWeChat) -> None:
    assert browser.get(f"{WEB}/unknown").json == {"state": "ended"}
    assert browser.get(f"{WEB}/unknown/picture").status_code == 404
    assert wechat.asked == []


def test_one_address_begins_so_many(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WEB_LOGINS_AT_ADDRESS", Limit("web-login", 1, 3600))
    begin(browser)
    assert browser.post(WEB, json={}).status_code == 429
