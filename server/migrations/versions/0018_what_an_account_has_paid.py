"""what an account has paid is found without reading all attempts

Revision ID: 0018
Revises: 0016
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

NAME = "ix_payments_attempts_payer_account_id"


def upgrade() -> None:
    with op.batch_alter_table("payments_attempts", schema=None) as batch_op:
        batch_op.create_index(NAME, ["payer_account_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("payments_attempts", schema=None) as batch_op:
        batch_op.drop_index(NAME)
