"""what else an answer led to: a check of allowances, a person

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COUNTERS = ("checked", "handed")


def upgrade() -> None:
    for name in COUNTERS:
        column = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        op.add_column("editorial_entry_uses", column)
    with op.batch_alter_table("editorial_entry_uses") as batch:
        for name in COUNTERS:
            batch.alter_column(name, existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("editorial_entry_uses") as batch:
        for name in COUNTERS:
            batch.drop_column(name)
