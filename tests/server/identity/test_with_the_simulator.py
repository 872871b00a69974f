"""The whole way with nothing played: our client and gateway, over loopback, to the simulator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from server import gateways
from tests import databases
from tests.server.identity.conftest import Client, bearer
from tests.wechat.conftest import ELDER, served
from wechat.simulator.app import create_app
from wechat.simulator.settings import Settings

NUMBER = "19900000001"
"""The sample elder's."""


class Phone:
    """The elder's phone in the simulator, and what it received."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/_control"

    def code(self, kind: str) -> str:
        return str(self._post(f"/people/{ELDER}/{kind}-code")["code"])

    def messages(self) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.url}/people/{ELDER}/messages", timeout=5)
        found: list[dict[str, Any]] = answer.json()["messages"]
        return found

    def fault(self, path: str, **what: Any) -> None:
        self._post("/faults", {"path": path, **what})

    def _post(self, path: str, body: Any = None) -> dict[str, Any]:
        answer = requests.post(self.url + path, json=body, timeout=5)
        answer.raise_for_status()
        made: dict[str, Any] = answer.json()
        return made


@pytest.fixture
def phone(site: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    """The application speaks to a simulator of its own, as ``make run`` has it."""
    simulator = create_app(Settings(_env_file=None))
    with served(simulator) as url:
        for name in ("wechat", "sms"):
            monkeypatch.setitem(site.extensions, name, site.extensions[name])
        like = site.extensions["settings"]
        settings = databases.settings(
            like.database_url, like.data_dir, simulator_port=int(url.rpartition(":")[2])
        )
        gateways.init_app(site, settings)
        yield Phone(url)
        site.extensions["wechat"]._transport._session().close()
        site.extensions["sms"].close()
    simulator.extensions["simulator"].pusher.close()


@pytest.fixture
def real(site: Flask, phone: Phone) -> Client:
    return Client(site)


def sign_in(real: FlaskClient, code: str) -> tuple[int, dict[str, Any]]:
    answer = real.post("/api/v1/sessions", json={"code": code, "device": "样例手机"})
    return answer.status_code, answer.json


def test_an_elder_signs_in_twice_and_is_the_same_person(real: Client, phone: Phone) -> None:
    opened = [sign_in(real, phone.code("login")) for _ in range(2)]
    assert [status for status, _ in opened] == [201, 201]
    assert len({answer["account_id"] for _, answer in opened}) == 1


def test_a_code_that_wechat_does_not_know(real: Client) -> None:
    status, told = sign_in(real, "made-up")
    assert (status, told["type"]) == (401, "urn:yinian:problem:code-not-good")


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        ({"errcode": 40226}, (403, "held-by-wechat")),
        ({"errcode": 45011}, (429, "rate-limited")),
        ({"errcode": 40125}, (503, "wechat-not-configured")),
        ({"status": 502}, (503, "wechat-unavailable")),
        ({"drop": "after"}, (503, "wechat-unavailable")),
    ],
)
def test_what_wechat_refuses_is_answered(
    real: Client, phone: Phone, fault: dict[str, Any], answer: tuple[int, str]
) -> None:
    phone.fault("/sns/jscode2session", times=1, **fault)
    status, told = sign_in(real, phone.code("login"))
    assert (status, told["type"].rpartition(":")[2]) == answer
    assert sign_in(real, phone.code("login"))[0] == 201


def test_the_phone_number_comes_from_wechat_and_the_sms_code_finds_the_account(
    real: Client, phone: Phone
) -> None:
    opened = sign_in(real, phone.code("login"))[1]
    body = {"code": phone.code("phone"), "agreed": True, "text_version": "2026-11"}
    given = real.post("/api/v1/me/phone", json=body, headers=bearer(opened["token"]))
    assert (given.status_code, given.json["phone"]) == (200, "199****0001")
    assert real.post("/api/v1/sms-codes", json={"phone": NUMBER}).status_code == 202
    text = str(phone.messages()[-1])
    code = re.search(r"验证码是(\d{6})", text)  # the time of the message has digits, too
    assert code, text
    entered = {"phone": NUMBER, "code": code[1]}
    by_sms = real.post("/api/v1/sessions/sms", json=entered)
    assert (by_sms.status_code, by_sms.json["account_id"]) == (201, opened["account_id"])


def test_the_picture_of_a_web_login_is_one(real: Client, phone: Phone) -> None:
    begun = real.post("/api/v1/web-logins", json={}).json
    picture = real.get(begun["picture"])
    assert picture.status_code == 200
    assert picture.mimetype in ("image/png", "image/jpeg")
    assert len(picture.data) > 500
