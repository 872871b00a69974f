"""The whole way over HTTP: consent pushed by WeChat, message to the phone, delivery pushed back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from server.config import SAMPLES
from server.kit.sms import HttpSms
from tests.server.messages.conftest import Office
from tests.wechat.conftest import ELDER, served
from wechat.client import MiniProgramClient
from wechat.simulator.app import create_app
from wechat.simulator.settings import Settings
from wechat.tokens import MemoryTokenStore


class Outside:
    """The simulator, as a person at its phone page and its control address see it."""

    def __init__(self, url: str) -> None:
        self.control = f"{url}/_control"

    def agrees(self, *names: str) -> None:
        for name in names:
            self._post(f"/people/{ELDER}/consents", {"template_id": f"sim-template-{name}"})
        self.pushes()

    def pushes(self) -> list[dict]:
        return self._get("/pushes?wait=10")["pushes"]

    def on_the_phone(self) -> list[dict]:
        return self._get(f"/people/{ELDER}/messages")["messages"]

    def sms(self) -> list[dict]:
        return self._get("/sms")["messages"]

    def _post(self, path: str, body: dict) -> None:
        requests.post(self.control + path, json=body, timeout=5).raise_for_status()

    def _get(self, path: str) -> dict:
        return requests.get(self.control + path, timeout=15).json()


@pytest.fixture
def outside(office: Office) -> Iterator[Outside]:
    """Our application and the simulator, each at an address, each knowing the other."""
    with served(office.app) as ours:
        simulator = create_app(Settings(_env_file=None, app_base=ours))
        with served(simulator) as url:
            office.app.extensions["wechat"] = MiniProgramClient(
                SAMPLES["wechat_appid"],
                SAMPLES["wechat_secret"],
                tokens=MemoryTokenStore(),
                base_url=url,
            )
            office.app.extensions["sms"] = HttpSms(url, SAMPLES["sms_api_key"])
            yield Outside(url)
        simulator.extensions["simulator"].pusher.close()


def test_who_agrees_on_the_phone_gets_the_message_there_and_it_is_known_to_have_arrived(
    office: Office, outside: Outside
) -> None:
    account = office.account(openid=ELDER)
    outside.agrees("safety", "matter")
    office.do()
    assert office.balance(account, "matter") == 1
    [message] = office.tell("test_message", account)
    assert message.verify_number in str(outside.on_the_phone())
    assert [push["answered"] for push in outside.pushes()] == [True, True, True]
    office.do_everything()
    assert office.only().status == "delivered"


def test_who_agreed_to_nothing_gets_an_sms_that_can_be_verified(
    office: Office, outside: Outside
) -> None:
    [message] = office.tell("test_message", office.account(openid=ELDER, phone="19900000001"))
    assert [received["channel"] for received in outside.on_the_phone()] == ["sms"]
    [sms] = outside.sms()
    assert message.verify_number in sms["text"]
    assert office.only().status == "accepted"


def test_a_balance_that_wechat_does_not_know_of_ends_at_zero_and_in_an_sms(
    office: Office, outside: Outside
) -> None:
    account = office.account(openid=ELDER, phone="19900000001", consents_to={"matter": 2})
    office.tell("test_message", account)
    assert office.balance(account, "matter") == 0
    assert len(outside.sms()) == 1
