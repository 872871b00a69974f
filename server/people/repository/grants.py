"""Queries on grants, invitations, disputes, assistance and tries."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, and_, false, or_, select, update
from sqlalchemy.orm import Session

from server.kit import worklist
from server.kit.worklist import Asked, Frame
from server.oversight.actor import Post, Role
from server.people.acting import Acting
from server.people.models import Assistance, Dispute, Elder, Grant, GrantEvent, Invitation
from server.people.states import IN_FORCE, OPEN, Made, Relation, Status


def in_force_for_account(
    session: Session, elder_id: uuid.UUID, account_id: uuid.UUID, now: datetime
) -> Grant | None:
    """The grant by which an account acts for an elder now."""
    chosen = _in_force(now).where(Grant.elder_id == elder_id, Grant.account_id == account_id)
    return session.scalars(chosen).one_or_none()


def in_force_for_providers(
    session: Session, elder_id: uuid.UUID, providers: Collection[uuid.UUID], now: datetime
) -> Grant | None:
    """The grant by which the staff of one of these providers act for an elder now."""
    chosen = _in_force(now).where(Grant.elder_id == elder_id, Grant.provider_id.in_(providers))
    return session.scalars(chosen.order_by(Grant.created_at)).first()


def held_by(session: Session, account_id: uuid.UUID) -> list[tuple[Grant, Elder | None]]:
    """The open grants that an account holds, each with its elder; claims have none."""
    chosen = (
        select(Grant, Elder)
        .outerjoin(Elder, Elder.id == Grant.elder_id)
        .where(Grant.account_id == account_id, Grant.status.in_(OPEN))
        .order_by(Grant.created_at, Grant.id)
    )
    return [(grant, elder) for grant, elder in session.execute(chosen).all()]


def in_force_held_by(
    session: Session, account_id: uuid.UUID, now: datetime
) -> list[tuple[Grant, Elder]]:
    """The grants by which an account acts for elders now, each with its elder, oldest first."""
    chosen = (
        _in_force(now)
        .join(Elder, Elder.id == Grant.elder_id)
        .add_columns(Elder)
        .where(Grant.account_id == account_id, Elder.erased_at.is_(None))
        .order_by(Grant.created_at, Grant.id)
    )
    return [(grant, elder) for grant, elder in session.execute(chosen).all()]


def of_elder(session: Session, acting: Acting) -> list[Grant]:
    """All grants of an elder, the newest first."""
    chosen = select(Grant).where(Grant.elder_id == acting.elder_id)
    return list(session.scalars(chosen.order_by(Grant.created_at.desc(), Grant.id.desc())))


def one(session: Session, acting: Acting, grant_id: uuid.UUID) -> Grant | None:
    """A grant of this elder, locked until the transaction ends."""
    chosen = select(Grant).where(Grant.id == grant_id, Grant.elder_id == acting.elder_id)
    return session.scalars(_locked(chosen)).one_or_none()


def by_id(session: Session, grant_id: uuid.UUID) -> Grant | None:
    """A grant, for finding whose it is; whether the caller may see her has to be looked at next."""
    return session.get(Grant, grant_id)


def events_of(session: Session, acting: Acting) -> list[GrantEvent]:
    """Every change of the grants of an elder, in order."""
    chosen = select(GrantEvent).where(GrantEvent.elder_id == acting.elder_id)
    return list(session.scalars(chosen.order_by(GrantEvent.seq)))


def open_between(
    session: Session, elder_id: uuid.UUID, account_id: uuid.UUID, other_than: uuid.UUID
) -> Grant | None:
    """Another open grant of the same account for the same elder, locked."""
    chosen = select(Grant).where(
        Grant.elder_id == elder_id,
        Grant.account_id == account_id,
        Grant.id != other_than,
        Grant.status.in_(OPEN),
    )
    return session.scalars(_locked(chosen)).one_or_none()


def offered_by_guardian(session: Session, elder_id: uuid.UUID | None) -> list[Grant]:
    """What guardians of an elder have offered and nobody has accepted yet, locked."""
    chosen = select(Grant).where(
        Grant.elder_id == elder_id,
        Grant.status == Status.OFFERED,
        Grant.made_how == Made.GUARDIAN,
    )
    return list(session.scalars(_locked(chosen.order_by(Grant.id))))


def own_record_of(session: Session, account_id: uuid.UUID) -> Grant | None:
    """The open grant by which an account is, or claims to be, an elder herself."""
    chosen = select(Grant).where(
        Grant.account_id == account_id,
        Grant.relation == Relation.SELF,
        Grant.status.in_(OPEN),
    )
    return session.scalars(chosen).one_or_none()


def accounts_of_elder_herself(session: Session, elder_id: uuid.UUID) -> list[uuid.UUID]:
    """The accounts by which an elder acts for herself."""
    chosen = select(Grant.account_id).where(
        Grant.elder_id == elder_id,
        Grant.relation == Relation.SELF,
        Grant.status.in_(IN_FORCE),
        Grant.account_id.is_not(None),
    )
    return [found for found in session.scalars(chosen) if found is not None]


def past_their_end(session: Session, now: datetime, limit: int) -> list[Grant]:
    """Open grants whose time is over and offers whose code is, locked; others' locks are skipped."""
    stale = select(Invitation.grant_id).where(Invitation.expires_at <= now)
    chosen = (
        select(Grant)
        .where(
            or_(
                Grant.status.in_(OPEN) & (Grant.expires_at <= now),
                (Grant.status == Status.OFFERED) & Grant.id.in_(stale),
            )
        )
        .order_by(Grant.id)
        .limit(limit)
    )
    return list(session.scalars(chosen.with_for_update(skip_locked=True)))


def ending_between(session: Session, now: datetime, until: datetime) -> list[Grant]:
    """Grants in force that end between two instants."""
    chosen = _in_force(now).where(Grant.expires_at <= until)
    return list(session.scalars(chosen.order_by(Grant.id)))


def claims_of(session: Session, account_id: uuid.UUID) -> list[Grant]:
    """The claims of an account that wait for the street, locked."""
    chosen = select(Grant).where(
        Grant.account_id == account_id, Grant.status == Status.PENDING_STREET
    )
    return list(session.scalars(_locked(chosen)))


def invitation(
    session: Session, indexes: Sequence[str], now: datetime
) -> tuple[Invitation, Grant] | None:
    """The invitation with one of these code indexes that can still be accepted, and its grant."""
    chosen = (
        select(Invitation, Grant)
        .join(Grant, Grant.id == Invitation.grant_id)
        .where(
            Invitation.code_index.in_(indexes),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
            Grant.status == Status.OFFERED,
        )
    )
    found = session.execute(chosen).one_or_none()
    return None if found is None else (found[0], found[1])


def use(session: Session, invitation_id: uuid.UUID, now: datetime) -> bool:
    """Mark an invitation as used; False if somebody was faster."""
    changed = update(Invitation).where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
    return _count(session.execute(changed.values(used_at=now))) == 1


def claims(session: Session, posts: Sequence[Post]) -> list[Grant]:
    """Claims that wait for a clerk with one of these posts, the oldest first."""
    chosen = select(Grant).where(_waits_for(posts))
    return list(session.scalars(chosen.order_by(Grant.created_at, Grant.id)))


def claims_asked_for(session: Session, posts: Sequence[Post], asked: Asked) -> list[Grant]:
    """A page of a work list; a claim is due when it lapses, stuck when that is near."""
    soon = asked.now + timedelta(days=3)
    frame = Frame(Grant.id, Grant.expires_at, stuck=Grant.expires_at < soon)
    rows = select(Grant).where(_waits_for(posts), Grant.expires_at > asked.now)
    return worklist.items(session, rows, frame, asked)


def claim(session: Session, grant_id: uuid.UUID, posts: Sequence[Post]) -> Grant | None:
    """A claim that waits for a clerk with one of these posts, locked."""
    chosen = select(Grant).where(Grant.id == grant_id, _waits_for(posts))
    return session.scalars(_locked(chosen)).one_or_none()


def _waits_for(posts: Sequence[Post]) -> ColumnElement[bool]:
    """A clerk of a street sees its claims, one of a whole district those of all its streets."""
    places = [post.street or post.district for post in posts if post.role is Role.STREET_CLERK]
    at = [Grant.claim_street.startswith(place) for place in places if place is not None]
    return and_(Grant.status == Status.PENDING_STREET, or_(false(), *at))


def claimed_by(session: Session, account_id: uuid.UUID, grant_id: uuid.UUID) -> Grant | None:
    """A claim of this account that waits for the street, locked."""
    chosen = select(Grant).where(
        Grant.id == grant_id,
        Grant.account_id == account_id,
        Grant.status == Status.PENDING_STREET,
    )
    return session.scalars(_locked(chosen)).one_or_none()


def open_dispute(session: Session, grant_id: uuid.UUID) -> Dispute | None:
    """The undecided dispute about a grant."""
    chosen = select(Dispute).where(Dispute.grant_id == grant_id, Dispute.decided_at.is_(None))
    return session.scalars(_locked(chosen)).one_or_none()


def open_disputes(session: Session, rows: ColumnElement[bool]) -> list[tuple[Dispute, Grant]]:
    """Undecided disputes about elders within ``rows``, the oldest first."""
    chosen = (
        select(Dispute, Grant)
        .join(Grant, Grant.id == Dispute.grant_id)
        .join(Elder, Elder.id == Dispute.elder_id)
        .where(Dispute.decided_at.is_(None), rows)
        .order_by(Dispute.seq)
    )
    return [(dispute, grant) for dispute, grant in session.execute(chosen).all()]


def dispute(session: Session, dispute_id: uuid.UUID) -> Dispute | None:
    """An undecided dispute, locked. Whose elder it is about has to be looked at next."""
    chosen = select(Dispute).where(Dispute.id == dispute_id, Dispute.decided_at.is_(None))
    return session.scalars(_locked(chosen)).one_or_none()


def raised_by(session: Session, dispute: Dispute) -> Grant | None:
    """The grant by which somebody disagreed; None for whoever had none, such as a clerk."""
    return session.get(Grant, dispute.raised_grant_id) if dispute.raised_grant_id else None


def assistance(
    session: Session, elder_id: uuid.UUID, staff_id: uuid.UUID, now: datetime
) -> Assistance | None:
    """The assistance that a clerk has begun for an elder and not ended."""
    chosen = select(Assistance).where(
        Assistance.elder_id == elder_id, Assistance.staff_id == staff_id, Assistance.ends_at > now
    )
    return session.scalars(chosen.order_by(Assistance.begun_at.desc())).first()


def assistance_of(
    session: Session, staff_id: uuid.UUID | None, assistance_id: uuid.UUID
) -> Assistance | None:
    """An assistance that this clerk began."""
    chosen = select(Assistance).where(
        Assistance.id == assistance_id, Assistance.staff_id == staff_id
    )
    return session.scalars(chosen).one_or_none()


def _in_force(now: datetime) -> Select[Grant]:
    unexpired = or_(Grant.expires_at.is_(None), Grant.expires_at > now)
    return select(Grant).where(Grant.status.in_(IN_FORCE), unexpired)


def _locked(chosen: Select[Any]) -> Select[Any]:
    """Locked until the transaction ends, and read anew if it was read before."""
    return chosen.with_for_update().execution_options(populate_existing=True)


def _count(result: Any) -> int:
    counted: CursorResult[Any] = result
    return counted.rowcount
