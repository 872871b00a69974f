"""a refund of a channel is one of ours; where two had its number, the later one loses it and staff
are told

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE, NAME = "payments_refunds", "uq_payments_refunds_channel_refund_id"
MOMENT = sa.DateTime(timezone=True)
REFUNDS = sa.table(
    TABLE,
    *(sa.column(name, sa.Uuid()) for name in ("id", "payment_id", "attempt_id")),
    *(sa.column(name, sa.String()) for name in ("channel", "refund_no", "channel_refund_id", "status")),
    *(sa.column(name, MOMENT) for name in ("finished_at", "created_at")),
)  # fmt: skip
ATTEMPTS = sa.table(
    "payments_attempts", sa.column("id", sa.Uuid()), sa.column("channel", sa.String())
)
INCIDENTS = sa.table(
    "payments_incidents",
    *(sa.column(name, sa.Uuid()) for name in ("id", "payment_id")),
    *(sa.column(name, sa.String()) for name in ("kind", "about")),
    sa.column("details", sa.JSON().with_variant(JSONB(), "postgresql")),
    sa.column("opened_at", MOMENT),
)


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("channel", sa.String(16), nullable=True))
    its = sa.select(ATTEMPTS.c.channel).where(ATTEMPTS.c.id == REFUNDS.c.attempt_id)
    op.execute(sa.update(REFUNDS).values(channel=its.scalar_subquery()))
    _tell_of_those_that_were_told_twice()
    op.create_index(NAME, TABLE, ["channel", "channel_refund_id"], unique=True)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("channel")


def _tell_of_those_that_were_told_twice() -> None:
    """One that is done keeps the number, else the first. What is in the books stays as it is: staff find
    out what was given back, and the incident holds the number."""
    connection, row = op.get_bind(), REFUNDS.c
    same = sa.select(row.channel, row.channel_refund_id).where(row.channel_refund_id.is_not(None))
    twice = same.group_by(row.channel, row.channel_refund_id).having(sa.func.count() > 1)
    done_first = sa.case((row.status == "succeeded", 0), else_=1)
    for channel, number in connection.execute(twice).all():
        ours = (row.channel == channel, row.channel_refund_id == number)
        chosen = sa.select(row.id, row.payment_id, row.refund_no).where(*ours)
        chosen = chosen.order_by(done_first, row.finished_at, row.created_at, row.id)
        first, *others = connection.execute(chosen).all()
        for other in others:
            connection.execute(
                sa.update(REFUNDS).where(row.id == other.id).values(channel_refund_id=None)
            )
            connection.execute(
                sa.insert(INCIDENTS).values(
                    id=uuid.uuid4(), payment_id=other.payment_id, kind="refund_twice",
                    about=other.refund_no, opened_at=datetime.now(UTC),
                    details={"refund": number, "other": first.refund_no},
                )
            )  # fmt: skip
