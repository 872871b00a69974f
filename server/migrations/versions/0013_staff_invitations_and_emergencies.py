"""links by which staff enrol themselves; posts taken in an emergency

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


def downgrade() -> None:
    with op.batch_alter_table("identity_staff_posts") as batch_op:
        for name, _ in reversed(POST_COLUMNS):
            batch_op.drop_column(name)
    op.drop_table("identity_staff_invitations")
