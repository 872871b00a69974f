"""Tables of tickets and what became of each."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Encrypted, Sequence, UtcDateTime
from server.kit.ids import new_key
from server.tickets.states import TICKET

_OPEN = text("status IN ('received', 'working')")


class Ticket(Model):
    """What somebody reported. Whoever holds its link, or reported it signed in, reads how far it is."""

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint("kind IN ('complaint', 'request', 'suggestion')", name="kind"),
        CheckConstraint(TICKET.check(), name="status"),
        CheckConstraint("satisfaction IN ('good', 'so_so', 'bad')", name="satisfaction"),
        Index("ix_tickets_status_due_at", "status", "due_at", "id"),
        Index("ix_tickets_elder_id", "elder_id"),
        Index("ix_tickets_account_id", "account_id"),
        Index("ix_tickets_received_at", "received_at", "district", "street"),
        Index("ix_tickets_district_street_status", "district", "street", "status"),
        Index("ix_tickets_open", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Encrypted("tickets.text"))
    phone: Mapped[str | None] = mapped_column(Encrypted("tickets.phone"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    elder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    district: Mapped[str | None] = mapped_column(String(6))
    street: Mapped[str | None] = mapped_column(String(9))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    answer: Mapped[str | None] = mapped_column(Encrypted("tickets.answer"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    satisfaction: Mapped[str | None] = mapped_column(String(8))
    reopened: Mapped[int] = mapped_column(Integer, default=0)


class TicketEvent(Model):
    """One change of a ticket, and who made it."""

    __tablename__ = "tickets_events"
    __table_args__ = (Index("ix_tickets_events_ticket_id_seq", "ticket_id", "seq"),)

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)
    ticket_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_status: Mapped[str | None] = mapped_column(String(16))
    to_status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(48))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
