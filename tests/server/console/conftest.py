"""Staff with a browser at the console, on an application of this folder's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.app import create_app
from server.identity import passwords, staff, staff_login
from server.identity.access import COOKIE_ENTRY
from server.identity.models import Staff
from server.identity.sessions import open_for_staff
from server.kit.clock import machine_now
from server.kit.rate import SharedWindows
from server.oversight.actor import SYSTEM, Actor, ActorKind, Post, Role
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.server.people.makers import YUETAN, ZHANLAN
from tests.server.talk import BROWSER, csrf_of
from tests.small_knowledge import entry, small_base

PASSWORD = "sample sentence nobody else uses"
DISTRICT = "110102"


@pytest.fixture(scope="session")
def console_app(
    made_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("console")
    with made_databases.fresh() as url:
        made = create_app(databases.settings(url, folder / "data"))
        with made.app_context():
            publish(small_base(folder / "knowledge", [entry("lunch"), entry("bath")]))
        yield made
        dispose(made)


@pytest.fixture
def site(console_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """What a test does is forgotten afterwards."""
    monkeypatch.setitem(console_app.extensions, "windows", SharedWindows())
    yield console_app
    with console_app.app_context(), transaction() as session:
        databases.empty(
            session, "people_", "identity_", "jobs_outbox", "messages", "oversight_", "kit_",
            "conversation", "tickets", "handoff", "payments_repeats",
        )  # fmt: skip


class Moment:
    """When both the authenticator app and the server think it is."""

    def __init__(self) -> None:
        self.now = machine_now()

    def go_on(self) -> None:
        """To the next code."""
        self.now += timedelta(seconds=30)


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    made = Moment()
    monkeypatch.setattr(staff_login, "machine_now", lambda: made.now)
    return made


@dataclass
class Person:
    """A member of staff as their own head and pocket know them."""

    login: str
    password: str
    secret: str
    recovery_codes: list[str]
    moment: Moment

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.moment.now)

    def proof(self, **changes: str) -> dict[str, str]:
        return {"login": self.login, "password": self.password, "totp": self.code()} | changes


@pytest.fixture
def newcomer(site: Flask, moment: Moment) -> Person:
    """Somebody who was just handed the initial password."""
    with site.app_context(), transaction() as session:
        post = Post(Role.STREET_CLERK, DISTRICT, YUETAN)
        made = staff.create(session, SYSTEM, "clerk", "样例办事员", post)
    secret = parse_qs(urlsplit(made.enrolment).query)["secret"][0]
    return Person(made.login, made.password, secret, made.recovery_codes, moment)


@pytest.fixture
def clerk(site: Flask, newcomer: Person) -> Person:
    """The same with a password of their own."""
    with site.app_context(), transaction() as session:
        row = session.scalars(select(Staff).where(Staff.login == "clerk")).one()
        row.password_hash, row.password_is_initial = passwords.hashed(PASSWORD), False
    newcomer.password = PASSWORD
    return newcomer


class Browser:
    """A browser without a window: it holds a cookie, fills in forms, carries the page's token."""

    def __init__(self, client: FlaskClient, actor: Actor | None = None) -> None:
        self.client, self.actor = client, actor

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, headers=BROWSER, **more)

    def send(self, path: str, _token: str | None = None, **form: Any) -> TestResponse:
        """Send a form with the token of a page; ``_token``: another one."""
        token = self.token() if _token is None else _token
        data = {name.rstrip("_"): value for name, value in form.items()} | {"csrf_token": token}
        return self.client.post(path, data=data, headers=BROWSER)

    def token(self) -> str:
        page = self.get("/console/sign-in")
        return csrf_of(page if page.status_code == 200 else self.get("/console"))

    @property
    def cookie(self) -> str:
        found = self.client.get_cookie("yinian")
        return found.value if found else ""


@pytest.fixture
def browser(site: Flask) -> Callable[[], Browser]:
    return lambda: Browser(site.test_client())


Hired = Callable[..., Browser]


@pytest.fixture
def hired(site: Flask) -> Hired:
    """A member of staff in a role and place, signed in already."""

    def hire(
        role: Role, district: str | None = None, street: str | None = None, name: str = "样例员工"
    ) -> Browser:
        with site.app_context(), transaction() as session:
            login = f"s{len(staff.everybody(session)):03d}"
            staff.create(session, SYSTEM, login, name, Post(role, district, street))
            found = staff.active(session, login)
            token = open_for_staff(session, found.id, "password", "样例电脑").token
            actor = Actor(ActorKind.STAFF, found.id, posts=(Post(role, district, street),))
        client = site.test_client()
        with client.session_transaction() as cookie:
            cookie[COOKIE_ENTRY] = token
        return Browser(client, actor)

    return hire


@pytest.fixture
def at_yuetan(hired: Hired) -> Browser:
    """The clerk of 月坛街道."""
    return hired(Role.STREET_CLERK, DISTRICT, YUETAN)


@pytest.fixture
def at_zhanlan(hired: Hired) -> Browser:
    """The clerk of the street next door."""
    return hired(Role.STREET_CLERK, DISTRICT, ZHANLAN)
