"""feedback on answers, self-checks under way

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation_feedback",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("comment", sa.String(length=200), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('wrong', 'unclear', 'not_my_question', 'outdated', 'other')",
            name=op.f("ck_conversation_feedback_reason"),
        ),
        sa.CheckConstraint(
            "reason IS NULL OR NOT useful",
            name=op.f("ck_conversation_feedback_reason_of_useless"),
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["conversation_turns.id"],
            name=op.f("fk_conversation_feedback_message_id_conversation_turns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_conversation_feedback")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "self_check",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default="{}",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("self_check")
    op.drop_table("conversation_feedback")
