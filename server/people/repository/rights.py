"""Queries on consents and outside checks, and on what is old enough to go."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from server.people.acting import Acting
from server.people.models import (
    Assistance,
    Consent,
    Dispute,
    Elder,
    Fact,
    Grant,
    GrantEvent,
    Invitation,
    OutsideCheck,
)
from server.people.states import OPEN


def consent(
    session: Session, elder_id: uuid.UUID | None, account_id: uuid.UUID | None, purpose: str
) -> Consent | None:
    """What is agreed to now for a purpose, by an elder or by an account."""
    chosen = select(Consent).where(
        _subject(elder_id, account_id),
        Consent.purpose == purpose,
        Consent.withdrawn_at.is_(None),
    )
    return session.scalars(chosen).one_or_none()


def consents(
    session: Session, elder_id: uuid.UUID | None, account_id: uuid.UUID | None
) -> list[Consent]:
    """Every consent ever given, the newest first."""
    chosen = select(Consent).where(_subject(elder_id, account_id))
    return list(session.scalars(chosen.order_by(Consent.given_at.desc(), Consent.id.desc())))


def _subject(elder_id: uuid.UUID | None, account_id: uuid.UUID | None) -> ColumnElement[bool]:
    return Consent.account_id == account_id if elder_id is None else Consent.elder_id == elder_id


def checks(session: Session, acting: Acting) -> list[OutsideCheck]:
    """The outside checks about an elder, the newest first."""
    chosen = select(OutsideCheck).where(OutsideCheck.elder_id == acting.elder_id)
    return list(session.scalars(chosen.order_by(OutsideCheck.seq.desc())))


def waiting_check(session: Session, acting: Acting, kind: str) -> OutsideCheck | None:
    """A check of this kind that has no answer yet."""
    chosen = select(OutsideCheck).where(
        OutsideCheck.elder_id == acting.elder_id,
        OutsideCheck.kind == kind,
        OutsideCheck.status == "waiting",
    )
    return session.scalars(chosen.order_by(OutsideCheck.seq.desc())).first()


def check(session: Session, check_id: uuid.UUID) -> OutsideCheck | None:
    """A check, locked. Whose it is has to be looked at next."""
    chosen = select(OutsideCheck).where(OutsideCheck.id == check_id)
    chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return session.scalars(chosen).one_or_none()


def erase(session: Session, acting: Acting, now: datetime) -> None:
    """Overwrite what says who an elder was; rows that others point to stay, empty."""
    mine = acting.elder_id
    session.execute(delete(Fact).where(Fact.elder_id == mine))
    session.execute(delete(Assistance).where(Assistance.elder_id == mine))
    for table, values in (
        (Grant, {"holder_name": None, "claim": None, "paper_reference": None}),
        (GrantEvent, {"reason": None}),
        (Dispute, {"reason": "", "decision": None}),
        (OutsideCheck, {"value": None, "told_by": None}),
    ):
        session.execute(update(table).where(table.elder_id == mine).values(**values))
    emptied = dict.fromkeys(
        ("id_card", "id_card_index", "phone", "phone_index", "birth_date", "street",
         "district", "hukou_district")
    )  # fmt: skip
    session.execute(
        update(Elder).where(Elder.id == mine).values(name="已删除", erased_at=now, **emptied)
    )


def drop_used_invitations(session: Session, before: datetime) -> None:
    """Delete codes that ran out before an instant."""
    session.execute(delete(Invitation).where(Invitation.expires_at < before))


def drop_old_claims(session: Session, before: datetime) -> None:
    """Forget who was claimed, where the claim ended before an instant."""
    ended = (Grant.ended_at < before, Grant.elder_id.is_(None))
    session.execute(update(Grant).where(*ended).values(claim=None, holder_name=None))


def drop_superseded_facts(session: Session, before: datetime) -> None:
    """Delete what was known once and superseded before an instant."""
    session.execute(delete(Fact).where(Fact.superseded_at < before))


def drop_ended_grants_names(session: Session, before: datetime) -> None:
    """Forget what the holders of grants that ended before an instant were called."""
    chosen = update(Grant).where(Grant.ended_at < before, Grant.status.not_in(OPEN))
    session.execute(chosen.values(holder_name=None))


def drop_check_values(session: Session, before: datetime) -> None:
    """Forget what registers answered before an instant; that they were asked stays."""
    chosen = update(OutsideCheck).where(OutsideCheck.finished_at < before)
    session.execute(chosen.values(value=None, told_by=None))
