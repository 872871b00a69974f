"""How an account is reached. What is read here goes to a gateway, never into a log or a page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from server.identity import repository
from server.identity.login import OPENID
from server.kit.crypto import vault
from server.oversight import audit
from server.oversight.actor import SYSTEM, Actor


@dataclass(frozen=True)
class Contact:
    """The WeChat user and the phone of an account, as far as they are known."""

    appid: str | None = None
    openid: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


def contact_of(
    session: Session,
    account_id: uuid.UUID,
    *,
    actor: Actor = SYSTEM,
    purpose: str = "发消息通知本人",
) -> Contact | None:
    """How to reach an account, and an audit record that it was read; None if it is blocked.

    The newest WeChat user counts: who changed the phone or the WeChat number is reached there.
    """
    account = repository.active_account(session, account_id)
    if account is None:
        return None
    audit.record(session, actor, "contact.read", about=("account", account_id), purpose=purpose)
    user = repository.newest_wechat_user(session, account_id)
    if user is None:
        return Contact(phone=account.phone)
    return Contact(user.appid, user.openid, account.phone)


def account_with_openid(session: Session, appid: str, openid: str) -> uuid.UUID | None:
    """Whose WeChat user this is; None for one that never signed in."""
    found = repository.account_by_openid(session, appid, vault().searches(openid, OPENID))
    return found.id if found else None
