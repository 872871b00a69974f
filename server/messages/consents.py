"""What people agreed to receive over WeChat, counted.

One accepted one-time template is worth one message; a long-term template is worth any number until
it is refused (wechat.md 1.4). Who says so, ``report`` decides: only one of two witnesses counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from server.config import Settings
from server.kit.clock import machine_now
from server.kit.rows import changed, insert_unless_there
from server.messages import channels, repository
from server.messages.models import Consent
from server.messages.templates import book

MOST = 50
"""A balance beyond this is a client gone wild, not somebody who agreed so often."""


def accept(session: Session, account_id: uuid.UUID, template: str, *, long_term: bool) -> None:
    """Somebody agreed to one more message, or to all of them until further notice."""
    insert_unless_there(
        session,
        Consent,
        account_id=account_id,
        template=template,
        remaining=0,
        long_term=False,
        changed_at=machine_now(),
    )
    mine = _of(account_id, template)
    if long_term:
        changed(session, mine.values(long_term=True))
    else:
        more = mine.where(Consent.remaining < MOST)
        changed(session, more.values(remaining=Consent.remaining + 1))


def clear(session: Session, account_id: uuid.UUID, template: str) -> None:
    """Somebody agrees no longer, or WeChat says so (43101)."""
    changed(session, _of(account_id, template).values(remaining=0, long_term=False))


def take(session: Session, account_id: uuid.UUID, template: str) -> bool:
    """Take one consent out of the balance; False if there is none. Two never take the same one."""
    some = _of(account_id, template).where(Consent.remaining > 0)
    return changed(session, some.values(remaining=Consent.remaining - 1)) == 1


def give_back(session: Session, account_id: uuid.UUID, template: str) -> None:
    """A consent that was taken was not spent."""
    changed(session, _of(account_id, template).values(remaining=Consent.remaining + 1))


def is_long_term(session: Session, account_id: uuid.UUID, template: str) -> bool:
    """Whether any number of messages may be sent."""
    found = repository.consent(session, account_id, template)
    return found is not None and found.long_term


def _of(account_id: uuid.UUID, template: str) -> Update:
    mine = update(Consent).where(Consent.account_id == account_id, Consent.template == template)
    return mine.values(changed_at=machine_now())


def report(session: Session, account_id: uuid.UUID, accepted: Iterable[str]) -> bool:
    """What the phone says that somebody agreed to, by WeChat's ids; whether it was counted.

    Where WeChat pushes its own event (WECHAT_CONSENTS_FROM=push) that one counts: a consent is
    never counted twice, and never on the word of a client alone (ADR 0011). Without push there is
    no other witness.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.wechat_consents_from == "push":
        return False
    ids = channels.template_ids()
    for template in filter(None, map(ids.name_of, accepted)):
        accept(session, account_id, template, long_term=template in ids.long_term)
    return True


@dataclass(frozen=True)
class Offer:
    """A WeChat template that an account may agree to, and what it has agreed to so far."""

    name: str
    template_id: str
    title: str
    long_term: bool
    remaining: int
    agreed: bool


def offers(session: Session, account_id: uuid.UUID) -> list[Offer]:
    """Every template that has an id, in the order of the setting."""
    held = {consent.template: consent for consent in repository.consents(session, account_id)}
    return [_offer(name, held.get(name)) for name in channels.template_ids().by_name]


def _offer(name: str, held: Consent | None) -> Offer:
    ids = channels.template_ids()
    remaining = held.remaining if held else 0
    return Offer(
        name=name,
        template_id=ids.by_name[name],
        title=book().wechat[name].title,
        long_term=name in ids.long_term,
        remaining=remaining,
        agreed=remaining > 0 or bool(held and held.long_term),
    )
