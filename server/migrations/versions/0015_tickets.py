"""what people report; what the dashboard counts by

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("district", sa.String(length=6), nullable=True),
        sa.Column("street", sa.String(length=9), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("satisfaction", sa.String(length=8), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('complaint', 'request', 'suggestion')", name=op.f("ck_tickets_kind")
        ),
        sa.CheckConstraint(
            "status IN ('received', 'working', 'answered', 'closed', 'withdrawn')",
            name=op.f("ck_tickets_status"),
        ),
        sa.CheckConstraint(
            "satisfaction IN ('good', 'so_so', 'bad')", name=op.f("ck_tickets_satisfaction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_tickets_link_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_tickets_number")),
    )
    op.create_index("ix_tickets_status_due_at", "tickets", ["status", "due_at", "id"])
    for column in ("elder_id", "account_id", "received_at"):
        op.create_index(f"ix_tickets_{column}", "tickets", [column])
    op.create_index(
        "ix_conversation_turns_created_at_kind", "conversation_turns", ["created_at", "kind"]
    )
    op.create_index("ix_conversation_handoffs_asked_at", "conversation_handoffs", ["asked_at"])
    op.create_table(
        "tickets_events",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=True),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=48), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_tickets_events_ticket_id_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_tickets_events")),
    )
    op.create_index("ix_tickets_events_ticket_id_seq", "tickets_events", ["ticket_id", "seq"])


def downgrade() -> None:
    op.drop_index("ix_conversation_handoffs_asked_at", "conversation_handoffs")
    op.drop_index("ix_conversation_turns_created_at_kind", "conversation_turns")
    op.drop_table("tickets_events")
    op.drop_table("tickets")
