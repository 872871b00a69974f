"""one-time codes and counters

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_login_locks",
        sa.Column("login_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("login_hash", name=op.f("pk_identity_login_locks")),
    )
    with op.batch_alter_table("identity_login_locks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_login_locks_last_at"), ["last_at"], unique=False
        )

    op.create_table(
        "identity_sms_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_index", sa.String(length=96), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("code_index", sa.String(length=96), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_sms_codes")),
    )
    with op.batch_alter_table("identity_sms_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_sms_codes_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            "ix_identity_sms_codes_phone_index_purpose", ["phone_index", "purpose"], unique=False
        )

    op.create_table(
        "identity_spent_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_identity_spent_codes")),
    )
    with op.batch_alter_table("identity_spent_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_spent_codes_spent_at"), ["spent_at"], unique=False
        )

    op.create_table(
        "identity_wechat_tokens",
        sa.Column("appid", sa.String(length=64), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "forced", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("appid", name=op.f("pk_identity_wechat_tokens")),
    )
    op.create_table(
        "kit_counters",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kit_counters")),
    )
    with op.batch_alter_table("kit_counters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_counters_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "identity_clerk_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_index", sa.String(length=96), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["identity_accounts.id"],
            name=op.f("fk_identity_clerk_codes_account_id_identity_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_clerk_codes")),
        sa.UniqueConstraint("code_index", name=op.f("uq_identity_clerk_codes_code_index")),
    )
    with op.batch_alter_table("identity_clerk_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_clerk_codes_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_identity_clerk_codes_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "identity_recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("code_index", sa.String(length=96), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["identity_staff.id"],
            name=op.f("fk_identity_recovery_codes_staff_id_identity_staff"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_recovery_codes")),
        sa.UniqueConstraint("code_index", name=op.f("uq_identity_recovery_codes_code_index")),
    )
    with op.batch_alter_table("identity_recovery_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_recovery_codes_staff_id"), ["staff_id"], unique=False
        )

    op.create_table(
        "identity_web_logins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("scene", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=2), nullable=False),
        sa.Column(
            "others", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["identity_accounts.id"],
            name=op.f("fk_identity_web_logins_account_id_identity_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_web_logins")),
        sa.UniqueConstraint("scene", name=op.f("uq_identity_web_logins_scene")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_identity_web_logins_secret_hash")),
    )
    with op.batch_alter_table("identity_web_logins", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_web_logins_expires_at"), ["expires_at"], unique=False
        )


def downgrade() -> None:
    op.drop_table("identity_web_logins")
    op.drop_table("identity_recovery_codes")
    op.drop_table("identity_clerk_codes")
    op.drop_table("kit_counters")
    op.drop_table("identity_wechat_tokens")
    op.drop_table("identity_spent_codes")
    op.drop_table("identity_sms_codes")
    op.drop_table("identity_login_locks")
