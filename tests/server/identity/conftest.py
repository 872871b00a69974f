"""An application of this folder, with WeChat and the SMS gateway played by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.app import create_app
from server.extensions import db
from server.identity.access import Caller, access, current_actor
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose
from tests.databases import Databases
from tests.server.identity.pretend import PretendSms, PretendWeChat


@pytest.fixture(scope="session")
def identity_app(
    made_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One database for this folder's tests on each worker."""
    with made_databases.fresh() as url:
        made = create_app(databases.settings(url, tmp_path_factory.mktemp("identity")))
        made.add_url_rule("/api/v1/for-clients", "for_clients", only_clients)
        made.add_url_rule("/api/v1/for-anybody", "for_anybody", anybody)
        yield made
        dispose(made)


@access(Caller.client("directory:read"))
def only_clients() -> str:
    """An address as the exchange with other bodies has them."""
    return str(current_actor().id)


@access(Caller.ANYONE)
def anybody() -> str:
    return "open"


@pytest.fixture
def site(identity_app: Flask) -> Iterator[Flask]:
    """The application in its own context; what a test leaves in the tables goes away."""
    with identity_app.app_context():
        yield identity_app
    with identity_app.app_context(), transaction() as session:
        databases.empty(session)


def no_transaction_is_open() -> None:
    assert not db.session().in_transaction()
    assert not db.session().info.get("unit_open")


@pytest.fixture
def wechat(site: Flask, monkeypatch: pytest.MonkeyPatch) -> PretendWeChat:
    played = PretendWeChat(before=no_transaction_is_open)
    monkeypatch.setitem(site.extensions, "wechat", played)
    return played


@pytest.fixture
def sms(site: Flask, monkeypatch: pytest.MonkeyPatch) -> PretendSms:
    played = PretendSms(before=no_transaction_is_open)
    monkeypatch.setitem(site.extensions, "sms", played)
    return played


class Client(FlaskClient):
    """Each request in a context of its own, although the test holds one open."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def http(site: Flask, wechat: PretendWeChat, sms: PretendSms) -> FlaskClient:
    return Client(site)


def bearer(token: str) -> dict[str, str]:
    """The header that a token travels in."""
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def token(http: FlaskClient) -> str:
    """The token of somebody signed in from the mini program."""
    return str(sign_in(http, "openid-of-an-elder/1")["token"])


def sign_in(http: FlaskClient, code: str, device: str = "样例手机") -> dict[str, Any]:
    answer = http.post("/api/v1/sessions", json={"code": code, "device": device})
    assert answer.status_code == 201, answer.json
    opened: dict[str, Any] = answer.json
    return opened


def audited(action: str) -> list[AuditRecord]:
    """What the audit holds of one kind, in order."""
    with transaction(writes=False) as session:
        chosen = select(AuditRecord).where(AuditRecord.action == action)
        return list(session.scalars(chosen.order_by(AuditRecord.seq)))
