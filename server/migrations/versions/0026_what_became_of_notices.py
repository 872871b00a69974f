"""what became of notices sent together; when a bill was last compared; the street's lists and who
was told an entry read no more rows than they need

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

RECONCILIATIONS = "payments_reconciliations"
INDEXES = (
    ("messages", "ix_messages_occasion_id", ["occasion", "id"], "occasion IS NOT NULL"),
    ("people_elders", "ix_people_elders_no_street", ["id"], "street IS NULL"),
)
TURNS, TOLD = "conversation_turns", "ix_conversation_turns_entry_id_release"
NARROW = ["entry_id", "release"]
WIDE = [*NARROW, "conversation_id", "created_at"]
"""Who was told an entry is answered from the index alone."""


def upgrade() -> None:
    op.add_column("messages", sa.Column("occasion", sa.String(64), nullable=True))
    op.add_column(RECONCILIATIONS, sa.Column("ran_at", sa.DateTime(timezone=True), nullable=True))
    for table, name, columns, condition in INDEXES:
        where = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    _index(WIDE)


def downgrade() -> None:
    _index(NARROW)
    for table, name, _, _ in INDEXES:
        op.drop_index(name, table)
    with op.batch_alter_table(RECONCILIATIONS) as batch:
        batch.drop_column("ran_at")
    with op.batch_alter_table("messages") as batch:
        batch.drop_column("occasion")


def _index(columns: list[str]) -> None:
    op.drop_index(TOLD, TURNS)
    op.create_index(TOLD, TURNS, columns)
