"""calls that may be repeated; operating subsidies and claw-backs; what settlement and shipping need

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


_REFUSAL = "ledger entries are never changed"

_GUARDS = {
    "postgresql": (
        f"""
        CREATE FUNCTION payments_ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON payments_ledger_entries
        FOR EACH ROW EXECUTE FUNCTION payments_ledger_append_only()
        """,
        """
        CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payments_ledger_entries
        FOR EACH STATEMENT EXECUTE FUNCTION payments_ledger_append_only()
        """,
    ),
    "sqlite": tuple(
        f"""
        CREATE TRIGGER payments_ledger_no_{doing.lower()} BEFORE {doing} ON payments_ledger_entries
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END
        """
        for doing in ("UPDATE", "DELETE")
    ),
}
"""A wrong entry is put right by another entry, as for the audit (0004)."""


def upgrade() -> None:
    for statement in _GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "payments_repeats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=96), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('started', 'moved', 'done')", name=op.f("ck_payments_repeats_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments_repeats")),
        sa.UniqueConstraint(
            "actor", "route", "key", name=op.f("uq_payments_repeats_actor_route_key")
        ),
    )
    op.create_index("ix_payments_repeats_created_at", "payments_repeats", ["created_at"])

    with op.batch_alter_table("payments_payments") as table:
        table.add_column(sa.Column("point_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("point_name", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("serves_on", sa.Date(), nullable=True))
        table.add_column(
            sa.Column("operating", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        table.add_column(
            sa.Column("hand_over", sa.String(length=8), server_default="virtual", nullable=False)
        )
        table.create_check_constraint(
            op.f("ck_payments_payments_hand_over"), "hand_over IN ('pick_up', 'city', 'virtual')"
        )
    with op.batch_alter_table("payments_attempts") as table:
        table.add_column(sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_payments_attempts_paid_at", ["paid_at"])

    op.create_table(
        "payments_operating_subsidies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("city_fen", sa.BigInteger(), nullable=False),
        sa.Column("district_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "city_fen >= 0 AND district_fen >= 0 AND city_fen + district_fen > 0",
            name=op.f("ck_payments_operating_subsidies_parts"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payments_payments.id"],
            name=op.f("fk_payments_operating_subsidies_payment_id_payments_payments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments_operating_subsidies")),
        sa.UniqueConstraint(
            "point_id",
            "elder_id",
            "day",
            name=op.f("uq_payments_operating_subsidies_point_id_elder_id_day"),
        ),
    )
    op.create_index(
        "ix_payments_operating_subsidies_payment_id", "payments_operating_subsidies", ["payment_id"]
    )
    op.create_table(
        "payments_claw_backs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("city_fen", sa.BigInteger(), nullable=False),
        sa.Column("district_fen", sa.BigInteger(), nullable=False),
        sa.Column("operating_city_fen", sa.BigInteger(), nullable=False),
        sa.Column("operating_district_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "city_fen >= 0 AND district_fen >= 0 AND operating_city_fen >= 0 "
            "AND operating_district_fen >= 0 "
            "AND city_fen + district_fen + operating_city_fen + operating_district_fen > 0",
            name=op.f("ck_payments_claw_backs_parts"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payments_payments.id"],
            name=op.f("fk_payments_claw_backs_payment_id_payments_payments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments_claw_backs")),
    )
    op.create_index("ix_payments_claw_backs_payment_id", "payments_claw_backs", ["payment_id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER append_only ON payments_ledger_entries")
        op.execute("DROP TRIGGER no_truncate ON payments_ledger_entries")
        op.execute("DROP FUNCTION payments_ledger_append_only()")
    else:
        op.execute("DROP TRIGGER payments_ledger_no_update")
        op.execute("DROP TRIGGER payments_ledger_no_delete")
    op.drop_table("payments_claw_backs")
    op.drop_table("payments_operating_subsidies")
    with op.batch_alter_table("payments_attempts") as table:
        table.drop_index("ix_payments_attempts_paid_at")
        table.drop_column("shipped_at")
    with op.batch_alter_table("payments_payments") as table:
        table.drop_constraint(op.f("ck_payments_payments_hand_over"), type_="check")
        for name in ("hand_over", "operating", "serves_on", "point_name", "point_id"):
            table.drop_column(name)
    op.drop_table("payments_repeats")
