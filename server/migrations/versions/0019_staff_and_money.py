"""refunds that staff ask for; what staff wrote about a difference

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "payments_refund_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'approved', 'refused', 'alone')",
            name=op.f("ck_payments_refund_requests_status"),
        ),
        sa.CheckConstraint("total_fen > 0", name=op.f("ck_payments_refund_requests_total_fen")),
        sa.CheckConstraint(
            "decided_by <> asked_by OR status = 'alone'",
            name=op.f("ck_payments_refund_requests_two_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payments_payments.id"],
            name=op.f("fk_payments_refund_requests_payment_id_payments_payments"),
        ),
        sa.ForeignKeyConstraint(
            ["refund_id"],
            ["payments_refunds.id"],
            name=op.f("fk_payments_refund_requests_refund_id_payments_refunds"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments_refund_requests")),
    )
    op.create_index(
        "uq_payments_refund_requests_waiting",
        "payments_refund_requests",
        ["payment_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_payments_refund_requests_payment_id", "payments_refund_requests", ["payment_id"]
    )
    op.create_index(
        "ix_payments_refund_requests_status", "payments_refund_requests", ["status", "asked_at"]
    )
    with op.batch_alter_table("payments_differences") as table:
        table.add_column(sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("noted_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("note", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("payments_differences") as table:
        for name in ("note", "noted_by", "noted_at"):
            table.drop_column(name)
    op.drop_table("payments_refund_requests")
