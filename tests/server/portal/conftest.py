"""Browsers without a window: they hold a cookie, fill in forms and carry the page's token."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.kit.rate import SharedWindows
from server.people.states import GIVEN_BY_INVITATION
from server.transaction import transaction
from tests import databases
from tests.server.identity.pretend import PretendSms, PretendWeChat
from tests.server.talk import BROWSER, csrf_of

OURS = ("people_", "identity_", "jobs_outbox", "messages_", "oversight_", "kit_")


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setitem(app.extensions, "windows", SharedWindows())
    monkeypatch.setitem(app.extensions, "sms", PretendSms())
    monkeypatch.setitem(app.extensions, "wechat", PretendWeChat())
    yield app
    with app.app_context(), transaction() as session:
        databases.empty(session, *OURS)


@pytest.fixture
def sms(app: Flask) -> PretendSms:
    played: PretendSms = app.extensions["sms"]
    return played


class Visitor:
    """Somebody with a browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, headers=BROWSER, **more)

    def send(self, path: str, _token: str | None = None, **form: Any) -> TestResponse:
        """Send a form; ``_token``: another than the page's."""
        token = csrf_of(self.get("/")) if _token is None else _token
        data = {name.rstrip("_"): value for name, value in form.items()} | {"csrf_token": token}
        return self.client.post(path, data=data, headers=BROWSER)

    @property
    def cookie(self) -> str:
        found = self.client.get_cookie("yinian")
        return found.value if found else ""


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Visitor]:
    return lambda: Visitor(app.test_client())


@pytest.fixture
def signed_in(visitor, sms: PretendSms) -> Callable[..., Visitor]:
    """Signs in by SMS, as a browser does."""
    numbers = iter(range(13900020000, 13900030000))

    def sign_in() -> Visitor:
        who, number = visitor(), str(next(numbers))
        who.send("/sign-in/phone", phone=number)
        answer = who.send("/sign-in/phone/code", phone=number, code=sms.last_code())
        assert answer.status_code == 303
        return who

    return sign_in


@pytest.fixture
def elder(signed_in) -> Visitor:
    """An elder who has registered herself; ``path`` is her record."""
    who = signed_in()
    assert who.send("/people/new", name="王小样", relation="self", version=1).status_code == 303
    return who


@pytest.fixture
def elder_id(elder: Visitor) -> str:
    return id_in(elder.get("/people"), r"/people/([0-9a-f-]{36})\"")


@pytest.fixture
def daughter(elder: Visitor, elder_id: str, signed_in) -> Visitor:
    """With every scope that an invitation gives."""
    who = signed_in()
    scopes = [str(scope) for scope in GIVEN_BY_INVITATION]
    code = invite(elder, elder_id, scopes=scopes)
    assert who.send("/grants/accept", code=code, my_name="大女儿").status_code == 303
    return who


def invite(elder: Visitor, elder_id: str, **changes: Any) -> str:
    form = {"relation": "child", "days": "365", "scopes": ["ask"]} | changes
    page = elder.send(f"/grants/of/{elder_id}/invite", **form)
    return id_in(page, r'class="number code">([^<]+)<')


def id_in(page: TestResponse, pattern: str) -> str:
    found = re.search(pattern, page.get_data(as_text=True))
    assert found, page.get_data(as_text=True)
    return found[1]


def grant_of(elder: Visitor, elder_id: str) -> str:
    """The id of the only grant that can be ended."""
    return id_in(elder.get(f"/grants/of/{elder_id}"), r"revoke\?grant_id=([0-9a-f-]{36})")
