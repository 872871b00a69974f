"""A post office: accounts, what they agreed to, and messages taken through their jobs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from server.app import create_app
from server.extensions import Model
from server.identity import sessions
from server.identity.login import account_of
from server.identity.models import Account, StaffPost
from server.jobs.service import enqueue
from server.kit.rate import SharedWindows
from server.messages import consents, repository
from server.messages.models import Attempt, Call, Message
from server.messages.tasks import ANNOUNCE
from server.oversight.actor import Actor, ActorKind, Role
from server.people.models import Elder
from server.people.states import Made, Relation, Scope
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose
from tests.databases import Databases
from tests.doing_jobs import claim, do_jobs
from tests.doing_jobs import do as do_job
from tests.server.messages.outside import APPID, Sms, WeChat
from tests.server.people import makers


class Visitor(FlaskClient):
    """Each request has an application context of its own, although the test holds one open."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **kwargs)


class Office:
    """Announces, does the jobs, and looks at what came of it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.wechat: WeChat = app.extensions["wechat"]
        self.sms: Sms = app.extensions["sms"]

    def set(self, **changes: object) -> None:
        """Change settings of the application."""
        like = self.app.extensions["settings"]
        self.app.extensions["settings"] = like.model_copy(update=changes)

    def account(
        self,
        *,
        openid: str | None = None,
        phone: str | None = None,
        consents_to: dict[str, int] | None = None,
        appid: str = APPID,
    ) -> uuid.UUID:
        with transaction() as session:
            made = (account_of(session, appid, openid) if openid else makers.account(session)).id
            session.get(Account, made).phone = phone
            for template, count in (consents_to or {}).items():
                for _ in range(count):
                    consents.accept(session, made, template, long_term=False)
            return made

    def elder(
        self,
        account: uuid.UUID | None = None,
        *,
        phone: str | None = None,
        street: str = makers.YUETAN,
        daughter: uuid.UUID | None = None,
        scope: Scope = Scope.ASK,
    ) -> uuid.UUID:
        """An elder called 王样例, by her own account or none, and whoever may ask for her."""
        with transaction() as session:
            made = makers.elder(session, street, phone=phone)
            if account:
                holder = Actor(ActorKind.ACCOUNT, account)
                makers.grant(session, made, holder, relation=Relation.SELF, made_how=Made.FIRST_USE)
            if daughter:
                makers.grant(session, made, Actor(ActorKind.ACCOUNT, daughter), scope)
            return made.id

    def dies(self, elder: uuid.UUID) -> None:
        with transaction() as session:
            session.execute(update(Elder).where(Elder.id == elder).values(status="deceased"))

    def tell(
        self,
        event: str,
        *to: uuid.UUID,
        elder: uuid.UUID | None = None,
        do: bool = True,
        **values: Any,
    ) -> list[Message]:
        """Announce, and do what is due; the messages, in the order written."""
        payload = {
            "event": event,
            "elder_id": str(elder) if elder else None,
            "to": [str(account) for account in to],
            "values": values,
        }
        with transaction() as session:
            enqueue(session, ANNOUNCE, payload)
        if do:
            do_jobs(self.app)
        return self.messages()

    def do(self, *, waited: bool = False) -> int:
        return do_jobs(self.app, waited=waited)

    def do_first(self) -> None:
        """Do the one job that is due first."""
        do_job(self.app, claim(1)[0])

    def do_everything(self) -> None:
        """As if all waits had passed."""
        while self.do(waited=True):
            pass

    def messages(self) -> list[Message]:
        with transaction(writes=False) as session:
            return list(session.scalars(select(Message).order_by(Message.id)))

    def only(self) -> Message:
        [message] = self.messages()
        return message

    def tried(self, message: Message) -> list[tuple[str, str | None]]:
        with transaction(writes=False) as session:
            return [(a.channel, a.outcome) for a in repository.attempts(session, message.id)]

    def history(self, message: Message) -> list[tuple[str, str]]:
        with transaction(writes=False) as session:
            return [(e.to_status, e.reason) for e in repository.events(session, message.id)]

    def calls(self) -> list[Call]:
        with transaction(writes=False) as session:
            return list(session.scalars(select(Call).order_by(Call.id)))

    def attempts(self) -> list[Attempt]:
        with transaction(writes=False) as session:
            return list(session.scalars(select(Attempt)))

    def balance(self, account: uuid.UUID, template: str) -> int:
        with transaction(writes=False) as session:
            found = repository.consent(session, account, template)
            return found.remaining if found else 0

    def signed_in(self, account: uuid.UUID) -> FlaskClient:
        with transaction() as session:
            token = sessions.open_for_account(session, account, "mini_program", "test").token
        return self._client(token)

    def staff(
        self, role: Role, district: str | None = None, street: str | None = None
    ) -> FlaskClient:
        with transaction() as session:
            made = makers.staff(session, role)
            session.add(
                StaffPost(staff_id=made.id, role=role.value, district=district, street=street)
            )
            token = sessions.open_for_staff(session, made.id, "password", "test").token
        return self._client(token)

    def _client(self, token: str) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client


@pytest.fixture(scope="session")
def post_office(
    made_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One application for all tests of a worker: a database for each would take most of the time."""
    with made_databases.fresh() as url:
        made = create_app(databases.settings(url, tmp_path_factory.mktemp("post_office")))
        made.test_client_class = Visitor
        yield made
        dispose(made)


@pytest.fixture
def office(post_office: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """What a test does is forgotten afterwards; only the audit stays, as it does anywhere."""
    kept = post_office.extensions
    for name, own in (("wechat", WeChat()), ("sms", Sms()), ("windows", SharedWindows())):
        monkeypatch.setitem(kept, name, own)
    monkeypatch.setitem(kept, "settings", kept["settings"])
    with post_office.app_context():
        yield Office(post_office)
        with transaction() as session:
            for table in reversed(Model.metadata.sorted_tables):
                if table.name.startswith(("messages", "people_", "identity_", "jobs_outbox")):
                    session.execute(delete(table))
