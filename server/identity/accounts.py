"""Accounts: made at the first login, let in by every kind of login, refused when blocked."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity import audits, sessions
from server.identity.models import Account
from server.identity.sessions import Opened
from server.kit.clock import machine_now
from server.oversight import audit
from server.oversight.actor import Actor, ActorKind
from server.transaction import once_more

HELP = "请拨打12345，或请社区工作人员帮您办"


class BlockedError(Exception):
    """The account may not be used."""


def make(session: Session, how: str, actor: Actor | None = None) -> Account:
    """An account that knows nothing of anybody yet, made by its holder or by ``actor``."""
    account = Account(created_at=machine_now(), status="active")
    session.add(account)
    session.flush()
    by = actor or Actor(ActorKind.ACCOUNT, account.id)
    audit.record(session, by, "account.made", about=("account", account.id), how=how)
    return account


def let_in(how: str, device: str, find: Callable[[Session], Account]) -> Opened:
    """Open a session for the account that ``find`` finds or makes.

    If somebody else makes it at the same moment, it is looked for once more. Raises Problem 403
    for an account that is blocked.
    """

    def unit(session: Session) -> Opened:
        account = find(session)
        if account.status != "active":
            raise BlockedError
        return sessions.open_for_account(session, account.id, how, device)

    try:
        return once_more(unit)
    except BlockedError:
        audits.refused(how, "blocked")
    raise Problem(403, "account-blocked", f"这个账号已经停用，{HELP}")
