"""Tables of people: elders, facts, grants and how they came about, consents, outside checks."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Encrypted, Json, Sequence, UtcDateTime
from server.kit.ids import new_key
from server.people.states import Status


class Elder(Model):
    """One person, however many act for her. District, street and birth date stay readable: row
    scope, statistics and birthday lists need them, and without a name they say little."""

    __tablename__ = "people_elders"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'deceased', 'moved_away')", name="status"),
        Index("ix_people_elders_district_street", "district", "street"),
        Index(
            "ix_people_elders_no_street",
            "id",
            sqlite_where=text("street IS NULL"),
            postgresql_where=text("street IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    name: Mapped[str] = mapped_column(Encrypted("people_elders.name"))
    id_card: Mapped[str | None] = mapped_column(Encrypted("people_elders.id_card"))
    id_card_index: Mapped[str | None] = mapped_column(String(96), unique=True)
    phone: Mapped[str | None] = mapped_column(Encrypted("people_elders.phone"))
    phone_index: Mapped[str | None] = mapped_column(String(96), index=True)
    """Not unique: couples share a telephone."""
    birth_date: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(16), default="active")
    status_on: Mapped[date | None] = mapped_column(Date)
    status_source: Mapped[str | None] = mapped_column(String(16))
    """Who said so: family, staff, outside_check, document."""
    district: Mapped[str | None] = mapped_column(String(6))
    street: Mapped[str | None] = mapped_column(String(9))
    hukou_district: Mapped[str | None] = mapped_column(String(6))
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_kind: Mapped[str] = mapped_column(String(16))
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Fact(Model):
    """Something known about an elder. Rows are never changed, only superseded."""

    __tablename__ = "people_facts"
    __table_args__ = (
        CheckConstraint(
            "source IN ('self', 'family', 'staff', 'outside_check', 'document')", name="source"
        ),
        Index(
            "uq_people_facts_elder_id_name_current",
            "elder_id",
            "name",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_people_facts_elder_id_seq", "elder_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    elder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people_elders.id"))
    name: Mapped[str] = mapped_column(String(32))
    value: Mapped[Any] = mapped_column(Encrypted("people_facts.value"), nullable=False)
    source: Mapped[str] = mapped_column(String(16))
    recorded_by_kind: Mapped[str] = mapped_column(String(16))
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_STILL_OPEN = text("status IN ('offered', 'pending_street', 'active', 'disputed')")
_SELF_STILL_OPEN = text(f"relation = 'self' AND {_STILL_OPEN.text}")


class Grant(Model):
    """Who may do what for an elder. Held by an account or by a provider's staff.

    A claim that waits for the street names no elder yet: what was claimed is in ``claim``, so that
    nothing can be learnt about an existing record by claiming it.
    """

    __tablename__ = "people_grants"
    __table_args__ = (
        CheckConstraint(f"status IN ({', '.join(repr(s.value) for s in Status)})", name="status"),
        CheckConstraint(
            "status NOT IN ('active', 'disputed') OR (elder_id IS NOT NULL"
            " AND (account_id IS NULL) <> (provider_id IS NULL))",
            name="one_holder",
        ),
        Index(
            "uq_people_grants_elder_id_account_id_open",
            "elder_id",
            "account_id",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
        Index(
            "uq_people_grants_account_id_self",
            "account_id",
            unique=True,
            sqlite_where=_SELF_STILL_OPEN,
            postgresql_where=_SELF_STILL_OPEN,
        ),
        Index("ix_people_grants_account_id_status", "account_id", "status"),
        Index("ix_people_grants_provider_id_elder_id", "provider_id", "elder_id"),
        Index("ix_people_grants_claim_street_status", "claim_street", "status"),
        Index("ix_people_grants_status_expires_at", "status", "expires_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people_elders.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("identity_accounts.id"))
    provider_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    relation: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[list[str]] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(16))
    made_how: Mapped[str] = mapped_column(String(16))
    """By whose will: elder, guardian, street (a paper on file), claim, or first_use."""
    holder_name: Mapped[str | None] = mapped_column(Encrypted("people_grants.holder_name"))
    """What the elder calls the holder: 大女儿."""
    paper_reference: Mapped[str | None] = mapped_column(String(64))
    claim: Mapped[dict[str, Any] | None] = mapped_column(Encrypted("people_grants.claim"))
    claim_street: Mapped[str | None] = mapped_column(String(9))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GrantEvent(Model):
    """A change of a grant: who did it, on whose behalf, why, when."""

    __tablename__ = "people_grant_events"

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people_grants.id"), index=True)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people_elders.id"), index=True)
    change: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    reason: Mapped[str | None] = mapped_column(Encrypted("people_grant_events.reason"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Invitation(Model):
    """A code that turns an offered grant into an active one, once. The code itself is not kept."""

    __tablename__ = "people_invitations"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people_grants.id"), unique=True)
    code_index: Mapped[str] = mapped_column(String(96), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Dispute(Model):
    """Two wills about one grant. Nothing changes until a clerk of the elder's street decides."""

    __tablename__ = "people_disputes"
    __table_args__ = (
        CheckConstraint("outcome IN ('upheld', 'dismissed', 'moot')", name="outcome"),
        Index(
            "uq_people_disputes_grant_id_open",
            "grant_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_people_disputes_elder_id_decided_at", "elder_id", "decided_at"),
    )

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True, default=new_key)
    elder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people_elders.id"))
    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people_grants.id"))
    """The grant that somebody wants to see ended."""
    raised_by_kind: Mapped[str] = mapped_column(String(16))
    raised_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    raised_grant_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people_grants.id"))
    reason: Mapped[str] = mapped_column(Encrypted("people_disputes.reason"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    decision: Mapped[str | None] = mapped_column(Encrypted("people_disputes.decision"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Assistance(Model):
    """A clerk at the counter acts for an elder of her street, for a stated purpose, for a while."""

    __tablename__ = "people_assistances"
    __table_args__ = (Index("ix_people_assistances_staff_id_elder_id", "staff_id", "elder_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    elder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people_elders.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identity_staff.id"))
    purpose: Mapped[str] = mapped_column(Encrypted("people_assistances.purpose"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Consent(Model):
    """That somebody agreed to one version of one text, and whether they still do."""

    __tablename__ = "people_consents"
    __table_args__ = (
        CheckConstraint("(elder_id IS NULL) <> (account_id IS NULL)", name="one_subject"),
        *(
            Index(
                f"uq_people_consents_{subject}_purpose_current",
                subject,
                "purpose",
                unique=True,
                sqlite_where=text("withdrawn_at IS NULL"),
                postgresql_where=text("withdrawn_at IS NULL"),
            )
            for subject in ("elder_id", "account_id")
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people_elders.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("identity_accounts.id"))
    purpose: Mapped[str] = mapped_column(String(32))
    text_version: Mapped[int] = mapped_column(Integer)
    how: Mapped[str] = mapped_column(String(16))
    """online, paper, or spoken."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_kind: Mapped[str] = mapped_column(String(16))
    given_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_kind: Mapped[str | None] = mapped_column(String(16))
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)


class OutsideCheck(Model):
    """A question to another office's register, and what it said; or what staff found by hand."""

    __tablename__ = "people_outside_checks"
    __table_args__ = (
        CheckConstraint("kind IN ('household', 'low_income', 'disability', 'death')", name="kind"),
        CheckConstraint("status IN ('waiting', 'done', 'failed')", name="status"),
        CheckConstraint("how IN ('register', 'by_hand')", name="how"),
        Index("ix_people_outside_checks_elder_id_seq", "elder_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True, default=new_key)
    elder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people_elders.id"))
    kind: Mapped[str] = mapped_column(String(16))
    how: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    found: Mapped[bool | None] = mapped_column()
    value: Mapped[Any] = mapped_column(Encrypted("people_outside_checks.value"), nullable=True)
    as_of: Mapped[date | None] = mapped_column(Date)
    failure: Mapped[str | None] = mapped_column(String(32))
    """Why there is no answer, as a code: unavailable, refused, unreadable, no_id_card, not_set_up."""
    told_by: Mapped[str | None] = mapped_column(Encrypted("people_outside_checks.told_by"))
    """By hand: which office or paper said so."""
    requested_by_kind: Mapped[str] = mapped_column(String(16))
    requested_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    """A death is only believed when a clerk of the street has confirmed it."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
