"""the audit, the outbox, clock jobs

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


RECORDED = (
    "seq", "id", "at", "actor_kind", "actor_id", "elder_id", "action", "object_kind", "object_id",
    "purpose", "request_id", "details",
)  # fmt: skip
SEALED = ("sealed_no", "previous_hash", "hash")
_REFUSAL = "the audit is append-only"
_CHANGED = " OR ".join(
    [f"NEW.{name} {{differs}} OLD.{name}" for name in RECORDED]
    + [f"(OLD.{name} IS NOT NULL AND NEW.{name} {{differs}} OLD.{name})" for name in SEALED]
)
APPEND_ONLY = {
    "postgresql": (
        f"""
        CREATE FUNCTION oversight_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF NOT ({_CHANGED.format(differs="IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON oversight_audit_records
        FOR EACH ROW EXECUTE FUNCTION oversight_audit_append_only()
        """,
        """
        CREATE TRIGGER no_truncate BEFORE TRUNCATE ON oversight_audit_records
        FOR EACH STATEMENT EXECUTE FUNCTION oversight_audit_append_only()
        """,
    ),
    "sqlite": (
        f"""
        CREATE TRIGGER oversight_audit_no_update BEFORE UPDATE ON oversight_audit_records
        WHEN {_CHANGED.format(differs="IS NOT")}
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END
        """,
        f"""
        CREATE TRIGGER oversight_audit_no_delete BEFORE DELETE ON oversight_audit_records
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END
        """,
    ),
}
"""What is recorded never changes; the seal is set once. Whoever owns the table can drop this, and
is then found by the chain of hashes."""


def upgrade() -> None:
    op.create_table(
        "jobs_clock",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=64), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_jobs_clock")),
    )
    op.create_table(
        "jobs_outbox",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=96), nullable=True),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=64), nullable=True),
        sa.Column("last_error", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'running', 'done', 'given_up')",
            name=op.f("ck_jobs_outbox_status"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_jobs_outbox")),
        sa.UniqueConstraint("id", name=op.f("uq_jobs_outbox_id")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_outbox_key")),
    )
    with op.batch_alter_table("jobs_outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_jobs_outbox_status_run_at", ["status", "run_at", "seq"], unique=False
        )
    op.create_table(
        "oversight_audit_records",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=True),
        sa.Column("object_id", sa.String(length=64), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column(
            "details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("sealed_no", sa.BigInteger(), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_oversight_audit_records")),
        sa.UniqueConstraint("id", name=op.f("uq_oversight_audit_records_id")),
        sa.UniqueConstraint("sealed_no", name=op.f("uq_oversight_audit_records_sealed_no")),
    )
    with op.batch_alter_table("oversight_audit_records", schema=None) as batch_op:
        batch_op.create_index(
            "ix_oversight_audit_records_actor_id_seq", ["actor_id", "seq"], unique=False
        )
        batch_op.create_index(
            "ix_oversight_audit_records_elder_id_seq", ["elder_id", "seq"], unique=False
        )
        batch_op.create_index(
            "ix_oversight_audit_records_unsealed",
            ["seq"],
            unique=False,
            postgresql_where=sa.text("sealed_no IS NULL"),
            sqlite_where=sa.text("sealed_no IS NULL"),
        )
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("oversight_audit_records")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION oversight_audit_append_only()")
    op.drop_table("jobs_outbox")
    op.drop_table("jobs_clock")
