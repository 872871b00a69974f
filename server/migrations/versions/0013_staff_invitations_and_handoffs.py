"""links by which staff enrol themselves; posts taken in an emergency; hand-offs to a person

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

POST_COLUMNS = (
    ("expires_at", sa.DateTime(timezone=True)),
    ("reason", sa.String(length=200)),
    ("taken_at", sa.DateTime(timezone=True)),
    ("reviewed_by", sa.Uuid()),
    ("reviewed_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "identity_staff_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("district", sa.String(length=32), nullable=True),
        sa.Column("street", sa.String(length=64), nullable=True),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["identity_staff.id"],
            name=op.f("fk_identity_staff_invitations_staff_id_identity_staff"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_staff_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_identity_staff_invitations_token_hash")),
    )
    op.create_index("ix_identity_staff_invitations_login", "identity_staff_invitations", ["login"])
    with op.batch_alter_table("identity_staff_posts") as batch_op:
        for name, kind in POST_COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))


    _hand_offs()


def _hand_offs() -> None:
    op.create_table(
        "conversation_handoffs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("district", sa.String(length=6), nullable=True),
        sa.Column("street", sa.String(length=9), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("wish", sa.String(length=32), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.CheckConstraint(
            "kind IN ('reply', 'callback')", name=op.f("ck_conversation_handoffs_kind")
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'taken', 'done', 'withdrawn')",
            name=op.f("ck_conversation_handoffs_status"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_handoffs_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_handoffs")),
    )
    still_open = sa.text("status IN ('waiting', 'taken')")
    with op.batch_alter_table("conversation_handoffs") as batch_op:
        batch_op.create_index(
            "ix_conversation_handoffs_status_due_at", ["status", "due_at", "id"]
        )
        batch_op.create_index("ix_conversation_handoffs_elder_id", ["elder_id"])
        batch_op.create_index(
            "uq_conversation_handoffs_open",
            ["conversation_id", "kind"],
            unique=True,
            sqlite_where=still_open,
            postgresql_where=still_open,
        )
    op.create_table(
        "conversation_handoff_events",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=True),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=48), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handoff_id"],
            ["conversation_handoffs.id"],
            name=op.f("fk_conversation_handoff_events_handoff_id_conversation_handoffs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_conversation_handoff_events")),
    )
    op.create_index(
        "ix_conversation_handoff_events_handoff_id_seq",
        "conversation_handoff_events",
        ["handoff_id", "seq"],
    )


def downgrade() -> None:
    op.drop_table("conversation_handoff_events")
    op.drop_table("conversation_handoffs")
    with op.batch_alter_table("identity_staff_posts") as batch_op:
        for name, _ in reversed(POST_COLUMNS):
            batch_op.drop_column(name)
    op.drop_table("identity_staff_invitations")
