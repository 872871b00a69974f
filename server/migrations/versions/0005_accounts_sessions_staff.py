"""accounts, WeChat users, sessions, staff, API clients

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.String(length=96), nullable=True),
        sa.Column("consent_version", sa.String(length=32), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('active', 'blocked')", name=op.f("ck_identity_accounts_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_accounts")),
        sa.UniqueConstraint("phone_index", name=op.f("uq_identity_accounts_phone_index")),
    )
    op.create_table(
        "identity_staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=256), nullable=False),
        sa.Column("password_is_initial", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'closed')", name=op.f("ck_identity_staff_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_identity_staff_login")),
    )
    op.create_table(
        "identity_api_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "scopes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_api_clients")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_identity_api_clients_key_hash")),
        sa.UniqueConstraint("name", name=op.f("uq_identity_api_clients_name")),
    )
    op.create_table(
        "identity_wechat_users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("appid", sa.String(length=32), nullable=False),
        sa.Column("openid", sa.Text(), nullable=False),
        sa.Column("openid_index", sa.String(length=96), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["identity_accounts.id"],
            name=op.f("fk_identity_wechat_users_account_id_identity_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_wechat_users")),
        sa.UniqueConstraint(
            "appid", "openid_index", name=op.f("uq_identity_wechat_users_appid_openid_index")
        ),
    )
    with op.batch_alter_table("identity_wechat_users", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_wechat_users_account_id"), ["account_id"], unique=False
        )
    op.create_table(
        "identity_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (staff_id IS NULL)",
            name=op.f("ck_identity_sessions_one_holder"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["identity_accounts.id"],
            name=op.f("fk_identity_sessions_account_id_identity_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["identity_staff.id"],
            name=op.f("fk_identity_sessions_staff_id_identity_staff"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_identity_sessions_token_hash")),
    )
    with op.batch_alter_table("identity_sessions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_identity_sessions_account_id_ended_at", ["account_id", "ended_at"], unique=False
        )
        batch_op.create_index(
            "ix_identity_sessions_staff_id_ended_at", ["staff_id", "ended_at"], unique=False
        )
    op.create_table(
        "identity_staff_posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=True),
        sa.Column("street", sa.String(length=64), nullable=True),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["identity_staff.id"],
            name=op.f("fk_identity_staff_posts_staff_id_identity_staff"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_staff_posts")),
    )
    with op.batch_alter_table("identity_staff_posts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_staff_posts_staff_id"), ["staff_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("identity_staff_posts")
    op.drop_table("identity_sessions")
    op.drop_table("identity_wechat_users")
    op.drop_table("identity_api_clients")
    op.drop_table("identity_staff")
    op.drop_table("identity_accounts")
