"""messages, attempts, consents, calls, what WeChat pushed

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=96), nullable=False),
        sa.Column("verify_number", sa.String(length=9), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=8), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column(
            "details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("holds_consent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('created', 'sending', 'accepted', 'delivered', 'refused', 'given_up')",
            name=op.f("ck_messages_status"),
        ),
        sa.CheckConstraint(
            "account_id IS NOT NULL OR elder_id IS NOT NULL", name=op.f("ck_messages_recipient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("origin", name=op.f("uq_messages_origin")),
        sa.UniqueConstraint("verify_number", name=op.f("uq_messages_verify_number")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_account_id_id", ["account_id", "id"], unique=False)
        batch_op.create_index("ix_messages_elder_id_id", ["elder_id", "id"], unique=False)
        batch_op.create_index("ix_messages_status_id", ["status", "id"], unique=False)

    op.create_table(
        "messages_consents",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("long_term", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("remaining >= 0", name=op.f("ck_messages_consents_remaining")),
        sa.PrimaryKeyConstraint("account_id", "template", name=op.f("pk_messages_consents")),
    )
    op.create_table(
        "messages_wechat_pushes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=48), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages_wechat_pushes")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_messages_wechat_pushes_dedupe_key")),
    )
    op.create_table(
        "messages_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_messages_attempts_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages_attempts")),
    )
    with op.batch_alter_table("messages_attempts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_messages_attempts_message_id_id", ["message_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_messages_attempts_provider_id"), ["provider_id"], unique=False
        )

    op.create_table(
        "messages_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("district", sa.String(length=32), nullable=True),
        sa.Column("street", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=48), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'done')", name=op.f("ck_messages_calls_status")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_messages_calls_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages_calls")),
    )
    with op.batch_alter_table("messages_calls", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_messages_calls_message_id"), ["message_id"], unique=False
        )
        batch_op.create_index(
            "ix_messages_calls_status_due_at", ["status", "due_at", "id"], unique=False
        )

    op.create_table(
        "messages_events",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=True),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=48), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_messages_events_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_messages_events")),
    )
    with op.batch_alter_table("messages_events", schema=None) as batch_op:
        batch_op.create_index(
            "ix_messages_events_message_id_seq", ["message_id", "seq"], unique=False
        )


def downgrade() -> None:
    for table in ("events", "calls", "attempts", "wechat_pushes", "consents"):
        op.drop_table(f"messages_{table}")
    op.drop_table("messages")
