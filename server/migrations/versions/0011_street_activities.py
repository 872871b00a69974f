"""street activities

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activities_activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=48), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("street", sa.String(length=9), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("places_left", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("fee_fen >= 0", name=op.f("ck_activities_activities_fee_fen")),
        sa.CheckConstraint(
            "places_left >= 0 AND places_left <= places",
            name=op.f("ck_activities_activities_places_left"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities_activities")),
    )
    with op.batch_alter_table("activities_activities", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activities_activities_street_starts_at", ["street", "starts_at"], unique=False
        )

    op.create_table(
        "activities_sign_ups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("pay_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'confirmed', 'given_back')",
            name=op.f("ck_activities_sign_ups_status"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities_activities.id"],
            name=op.f("fk_activities_sign_ups_activity_id_activities_activities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities_sign_ups")),
    )
    with op.batch_alter_table("activities_sign_ups", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activities_sign_ups_elder_id", ["elder_id", "created_at"], unique=False
        )
        batch_op.create_index(
            "uq_activities_sign_ups_activity_id_elder_id_held",
            ["activity_id", "elder_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('waiting', 'confirmed')"),
            postgresql_where=sa.text("status IN ('waiting', 'confirmed')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("activities_sign_ups", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_activities_sign_ups_activity_id_elder_id_held",
            sqlite_where=sa.text("status IN ('waiting', 'confirmed')"),
            postgresql_where=sa.text("status IN ('waiting', 'confirmed')"),
        )
        batch_op.drop_index("ix_activities_sign_ups_elder_id")

    op.drop_table("activities_sign_ups")
    with op.batch_alter_table("activities_activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_activities_street_starts_at")

    op.drop_table("activities_activities")
