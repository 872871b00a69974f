"""a number that nobody in particular has left is rung up once, in whichever conversation it was left

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE, NAME = "conversation_handoffs", "uq_conversation_handoffs_phone_index"
OF_NO_ELDER = sa.text(
    "status IN ('waiting', 'taken') AND kind = 'callback' AND elder_id IS NULL"
)


def upgrade() -> None:
    """Those that wait now have no index, which wants the keys: each stays one of its own."""
    op.add_column(TABLE, sa.Column("phone_index", sa.String(96), nullable=True))
    op.create_index(
        NAME, TABLE, ["phone_index"], unique=True,
        sqlite_where=OF_NO_ELDER, postgresql_where=OF_NO_ELDER,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("phone_index")
