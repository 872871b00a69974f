"""a transaction of a channel pays one attempt; where two had the same, the later one loses its number
and staff are told

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE, NAME = "payments_attempts", "uq_payments_attempts_transaction"
NUMBERED = "channel <> 'offline'"
"""At a counter it is the number of a receipt: each seller has its own."""
MOMENT = sa.DateTime(timezone=True)
ATTEMPTS = sa.table(
    TABLE,
    *(sa.column(name, sa.Uuid()) for name in ("id", "payment_id")),
    *(sa.column(name, sa.String()) for name in ("channel", "trade_no", "transaction_id")),
    *(sa.column(name, MOMENT) for name in ("paid_at", "created_at")),
    sa.column("counted", sa.Boolean()),
)
INCIDENTS = sa.table(
    "payments_incidents",
    *(sa.column(name, sa.Uuid()) for name in ("id", "payment_id")),
    *(sa.column(name, sa.String()) for name in ("kind", "about")),
    sa.column("details", sa.JSON().with_variant(JSONB(), "postgresql")),
    sa.column("opened_at", MOMENT),
)


def upgrade() -> None:
    _tell_of_those_that_were_told_twice()
    where = sa.text(NUMBERED)
    op.create_index(
        NAME, TABLE, ["channel", "transaction_id"], unique=True,
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index(NAME, TABLE)


def _tell_of_those_that_were_told_twice() -> None:
    """One that counts keeps the number, else the first. What is in the books stays as it is: staff find out what was paid,
    and the incident holds the number."""
    connection, row = op.get_bind(), ATTEMPTS.c
    same = sa.select(row.channel, row.transaction_id)
    same = same.where(row.transaction_id.is_not(None), sa.text(NUMBERED))
    twice = same.group_by(row.channel, row.transaction_id).having(sa.func.count() > 1)
    for channel, transaction in connection.execute(twice).all():
        ours = (row.channel == channel, row.transaction_id == transaction)
        chosen = sa.select(row.id, row.payment_id, row.trade_no).where(*ours)
        chosen = chosen.order_by(row.counted.desc(), row.paid_at, row.created_at, row.id)
        first, *others = connection.execute(chosen).all()
        for other in others:
            connection.execute(
                sa.update(ATTEMPTS).where(row.id == other.id).values(transaction_id=None)
            )
            connection.execute(
                sa.insert(INCIDENTS).values(
                    id=uuid.uuid4(), payment_id=other.payment_id, kind="transaction_twice",
                    about=other.trade_no, opened_at=datetime.now(UTC),
                    details={"transaction": transaction, "other": first.trade_no},
                )
            )  # fmt: skip
