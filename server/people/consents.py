"""Consents: who agreed to which version of which text, how, and whether they still do."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.kit.clock import business_now, business_today
from server.kit.ids import new_key
from server.oversight import audit
from server.oversight.actor import Actor
from server.people.acting import Acting
from server.people.models import Consent
from server.people.repository import rights

FILE = Path(__file__).parent / "consents.yaml"
How = Literal["online", "paper", "spoken"]


@dataclass(frozen=True)
class ConsentText:
    """What somebody agrees to, in one version."""

    purpose: str
    title: str
    version: int
    from_day: date
    text: str
    without: str
    """What happens where somebody does not agree."""


@dataclass(frozen=True)
class Subject:
    """Whose consent it is: an elder's, or that of an account for itself."""

    elder_id: uuid.UUID | None = None
    account_id: uuid.UUID | None = None


@cache
def _texts() -> tuple[ConsentText, ...]:
    table = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        ConsentText(
            purpose, row["title"], each["version"], each["from"], each["text"], row["without"]
        )
        for purpose, row in table.items()
        for each in row["versions"]
    )


def texts(day: date | None = None) -> list[ConsentText]:
    """The text of each purpose that is in force on a day, today unless it is given."""
    on = day or business_today()
    return list({each.purpose: each for each in _texts() if each.from_day <= on}.values())


def text(purpose: str) -> ConsentText:
    """The text of a purpose in force today. Raises Problem 404 for a purpose that is none."""
    found = next((each for each in texts() if each.purpose == purpose), None)
    if found is None:
        raise Problem(404, *TITLES[404])
    return found


def of(acting: Acting) -> Subject:
    """The elder whom somebody acts for."""
    return Subject(elder_id=acting.elder_id)


def give(
    session: Session, actor: Actor, subject: Subject, purpose: str, version: int, how: How
) -> Consent:
    """Keep that ``subject`` agreed. Saying it twice is saying it once.

    Raises Problem 409 if the text has changed since it was shown.
    """
    if text(purpose).version != version:
        raise Problem(409, "text-changed", "这份说明刚刚更新过，请看完新的再同意")
    held = rights.consent(session, subject.elder_id, subject.account_id, purpose)
    if held is not None and held.text_version == version:
        return held
    if held is not None:
        _end(session, actor, held)
    made = Consent(
        id=new_key(),
        elder_id=subject.elder_id,
        account_id=subject.account_id,
        purpose=purpose,
        text_version=version,
        how=how,
        given_at=business_now(),
        given_by_kind=actor.kind.value,
        given_by=actor.id,
    )
    session.add(made)
    session.flush()
    _record(session, actor, made, "consent.given")
    return made


def withdraw(session: Session, actor: Actor, subject: Subject, purpose: str) -> None:
    """From now on the data is not used for this purpose. Withdrawing twice changes nothing.

    Raises Problem 404 for a purpose that nobody was ever asked about.
    """
    if all(each.purpose != purpose for each in _texts()):
        raise Problem(404, "not-found", "没有这一种同意，请刷新后再看")
    held = rights.consent(session, subject.elder_id, subject.account_id, purpose)
    if held is not None:
        _end(session, actor, held)
        _record(session, actor, held, "consent.withdrawn")


def holds(session: Session, subject: Subject, purpose: str) -> bool:
    """Whether ``subject`` agrees to this purpose now, in whichever version."""
    return rights.consent(session, subject.elder_id, subject.account_id, purpose) is not None


def history(session: Session, subject: Subject) -> list[Consent]:
    """Everything that was agreed to and withdrawn, the newest first."""
    return rights.consents(session, subject.elder_id, subject.account_id)


def _end(session: Session, actor: Actor, held: Consent) -> None:
    held.withdrawn_at = business_now()
    held.withdrawn_by_kind, held.withdrawn_by = actor.kind.value, actor.id
    session.flush()


def _record(session: Session, actor: Actor, consent: Consent, action: str) -> None:
    audit.record(
        session,
        actor,
        action,
        elder_id=consent.elder_id,
        about=("consent", consent.purpose),
        version=consent.text_version,
        how=consent.how,
    )
