"""lists of open work and the dashboard read no more rows than they show or count

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PLACE = ["district", "street", "status"]
NEW = (
    ("tickets", "ix_tickets_district_street_status", PLACE),
    ("conversation_handoffs", "ix_conversation_handoffs_district_street_status", PLACE),
    ("messages_calls", "ix_messages_calls_district_street_status", PLACE),
    ("messages", "ix_messages_status_changed_at", ["status", "changed_at", "id"]),
)
OPEN = (
    ("tickets", "ix_tickets_open", "status IN ('received', 'working')"),
    ("conversation_handoffs", "ix_conversation_handoffs_open", "status IN ('waiting', 'taken')"),
)
WIDER = (
    ("tickets", "ix_tickets_received_at", ["received_at"], ["district", "street"]),
    ("conversation_handoffs", "ix_conversation_handoffs_asked_at", ["asked_at"], ["elder_id"]),
    (
        "conversation_turns",
        "ix_conversation_turns_created_at_kind",
        ["created_at", "kind"],
        ["conversation_id"],
    ),
)
"""Counted from the index alone."""


def upgrade() -> None:
    for table, name, columns in NEW:
        op.create_index(name, table, columns)
    for table, name, condition in OPEN:
        where = sa.text(condition)
        op.create_index(
            name, table, ["due_at", "id"], sqlite_where=where, postgresql_where=where
        )
    for table, name, columns, more in WIDER:
        op.drop_index(name, table)
        op.create_index(name, table, columns + more)


def downgrade() -> None:
    for table, name, columns, _ in WIDER:
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    for table, name, _ in (*OPEN, *NEW):
        op.drop_index(name, table)
