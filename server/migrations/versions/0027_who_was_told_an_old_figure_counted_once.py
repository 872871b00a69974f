"""who was told a figure that waits to be corrected is counted once, not at each look; calls are
found by the elder who has moved; hand-offs are counted by the place that answers them

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLE = "editorial_corrections"
OF_ELDER, CALLS = "ix_messages_calls_elder_id", "messages_calls"
ASKED, HANDOFFS = "ix_conversation_handoffs_asked_at", "conversation_handoffs"


def upgrade() -> None:
    heard = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column(TABLE, sa.Column("heard", heard, nullable=True))
    op.add_column(TABLE, sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(OF_ELDER, CALLS, ["elder_id"])
    _index_asked("district", "street", "elder_id")


def downgrade() -> None:
    _index_asked("elder_id")
    op.drop_index(OF_ELDER, CALLS)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("heard_at")
        batch.drop_column("heard")


def _index_asked(*columns: str) -> None:
    op.drop_index(ASKED, HANDOFFS)
    op.create_index(ASKED, HANDOFFS, ["asked_at", *columns])
