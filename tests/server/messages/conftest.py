"""A post office: accounts, what they agreed to, and messages taken through their jobs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.identity import sessions
from server.identity.models import Account, Staff, StaffPost, WeChatUser
from server.jobs.service import enqueue
from server.kit.clock import machine_now
from server.kit.crypto import vault
from server.kit.ids import new_key
from server.messages import consents, repository
from server.messages.models import Attempt, Call, Message
from server.messages.tasks import ANNOUNCE
from server.oversight.actor import Role
from server.transaction import transaction
from tests.doing_jobs import do_jobs
from tests.server.messages.outside import People, Sms, WeChat

PLACE = "identity_wechat_users.openid"


class Office:
    """Announces, does the jobs, and looks at what came of it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.wechat, self.sms, self.people = WeChat(), Sms(), People()
        app.extensions["wechat"], app.extensions["sms"] = self.wechat, self.sms
        app.extensions["message_people"] = self.people

    def account(
        self,
        *,
        openid: str | None = None,
        phone: str | None = None,
        consents_to: dict[str, int] | None = None,
        appid: str = "wx00000000sample00",
    ) -> uuid.UUID:
        now = machine_now()
        with transaction() as session:
            made = Account(phone=phone, created_at=now, status="active")
            session.add(made)
            session.flush()
            if openid:
                index = vault().index(openid, PLACE)
                session.add(
                    WeChatUser(
                        account_id=made.id,
                        appid=appid,
                        openid=openid,
                        openid_index=index,
                        created_at=now,
                    )
                )
            for template, count in (consents_to or {}).items():
                for _ in range(count):
                    consents.accept(session, made.id, template, long_term=False)
            return made.id

    def elder(self, account: uuid.UUID | None = None) -> uuid.UUID:
        made = new_key()
        if account:
            self.people.accounts[made] = account
        return made

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
            token = sessions.open_for_account(session, account, "mini_program", "test")
        return self._client(token)

    def staff(
        self, role: Role, district: str | None = None, street: str | None = None
    ) -> FlaskClient:
        with transaction() as session:
            made = Staff(
                login=uuid.uuid4().hex,
                name="样例",
                status="active",
                password_hash="none",
                created_at=machine_now(),
            )
            session.add(made)
            session.flush()
            session.add(
                StaffPost(staff_id=made.id, role=role.value, district=district, street=street)
            )
            token = sessions.open_for_staff(session, made.id, "password", "test")
        return self._client(token)

    def _client(self, token: str) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client


@pytest.fixture
def office(empty_app: Flask) -> Iterator[Office]:
    yield Office(empty_app)
