"""refunds as the channel dates them, refunds of another amount that staff ask for

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payments_refunds", sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE payments_refunds SET accepted_at = (SELECT min(e.at) FROM payments_events e"
        " WHERE e.noun = 'refund' AND e.noun_id = payments_refunds.id AND e.before = 'requested')"
    )
    op.create_index("ix_payments_refunds_accepted_at", "payments_refunds", ["accepted_at"])
    with op.batch_alter_table("payments_refund_requests") as batch:
        batch.add_column(sa.Column("attempt_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            "fk_payments_refund_requests_attempt_id_payments_attempts",
            "payments_attempts",
            ["attempt_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("payments_refund_requests") as batch:
        batch.drop_constraint(
            "fk_payments_refund_requests_attempt_id_payments_attempts", type_="foreignkey"
        )
        batch.drop_column("attempt_id")
    op.drop_index("ix_payments_refunds_accepted_at", "payments_refunds")
    with op.batch_alter_table("payments_refunds") as batch:
        batch.drop_column("accepted_at")
