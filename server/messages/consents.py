"""What people agreed to receive over WeChat, counted.

One accepted one-time template is worth one message; a long-term template is worth any number until
it is refused (wechat.md 1.4). Who says so: where message push is configured, only WeChat's own
events count, and what the client reports is not counted a second time (ADR 0011).
"""

from __future__ import annotations

import uuid

from sqlalchemy import CursorResult, Update, update
from sqlalchemy.orm import Session

from server.kit.clock import machine_now
from server.messages import repository
from server.messages.models import Consent

MOST = 50
"""A balance beyond this is a client gone wild, not somebody who agreed so often."""


def accept(session: Session, account_id: uuid.UUID, template: str, *, long_term: bool) -> None:
    """Somebody agreed to one more message, or to all of them until further notice."""
    repository.ensure_consent(session, account_id, template)
    mine = _of(account_id, template)
    if long_term:
        session.execute(mine.values(long_term=True, changed_at=machine_now()))
        return
    more = mine.where(Consent.remaining < MOST)
    session.execute(more.values(remaining=Consent.remaining + 1, changed_at=machine_now()))


def clear(session: Session, account_id: uuid.UUID, template: str) -> None:
    """Somebody agrees no longer, or WeChat says so (43101)."""
    gone = _of(account_id, template)
    session.execute(gone.values(remaining=0, long_term=False, changed_at=machine_now()))


def take(session: Session, account_id: uuid.UUID, template: str) -> bool:
    """Take one consent out of the balance; False if there is none. Two never take the same one."""
    some = _of(account_id, template).where(Consent.remaining > 0)
    taken = session.execute(
        some.values(remaining=Consent.remaining - 1, changed_at=machine_now())
    )
    return isinstance(taken, CursorResult) and taken.rowcount == 1


def give_back(session: Session, account_id: uuid.UUID, template: str) -> None:
    """A consent that was taken was not spent."""
    session.execute(
        _of(account_id, template).values(
            remaining=Consent.remaining + 1, changed_at=machine_now()
        )
    )


def is_long_term(session: Session, account_id: uuid.UUID, template: str) -> bool:
    """Whether any number of messages may be sent."""
    found = repository.consent(session, account_id, template)
    return found is not None and found.long_term


def _of(account_id: uuid.UUID, template: str) -> Update:
    return (
        update(Consent)
        .where(Consent.account_id == account_id, Consent.template == template)
        .execution_options(synchronize_session=False)
    )
