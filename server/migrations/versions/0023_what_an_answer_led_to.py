"""what an answer led to

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "editorial_entry_uses",
        sa.Column("led", sa.Integer(), nullable=False, server_default="0"),
    )
    with op.batch_alter_table("editorial_entry_uses") as batch:
        batch.alter_column("led", existing_type=sa.Integer(), server_default=None)
    op.create_index("ix_activities_sign_ups_created_at", "activities_sign_ups", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_activities_sign_ups_created_at", "activities_sign_ups")
    with op.batch_alter_table("editorial_entry_uses") as batch:
        batch.drop_column("led")
