"""whose a conversation is, and for whom it is asked

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("elder_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            "ix_conversations_account_id_expires_at", ["account_id", "expires_at"]
        )
        batch_op.create_index("ix_conversations_elder_id_expires_at", ["elder_id", "expires_at"])


def downgrade() -> None:
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.drop_index("ix_conversations_elder_id_expires_at")
        batch_op.drop_index("ix_conversations_account_id_expires_at")
        batch_op.drop_column("elder_id")
        batch_op.drop_column("account_id")
