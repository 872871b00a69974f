"""elders, facts, grants, disputes, consents, outside checks

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people_elders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id_card", sa.Text(), nullable=True),
        sa.Column("id_card_index", sa.String(length=96), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.String(length=96), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=True),
        sa.Column("status_source", sa.String(length=16), nullable=True),
        sa.Column("district", sa.String(length=6), nullable=True),
        sa.Column("street", sa.String(length=9), nullable=True),
        sa.Column("hukou_district", sa.String(length=6), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_kind", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('active', 'deceased', 'moved_away')", name=op.f("ck_people_elders_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_elders")),
        sa.UniqueConstraint("id_card_index", name=op.f("uq_people_elders_id_card_index")),
    )
    with op.batch_alter_table("people_elders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_people_elders_district_street", ["district", "street"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_people_elders_phone_index"), ["phone_index"], unique=False
        )

    op.create_table(
        "people_assistances",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["elder_id"],
            ["people_elders.id"],
            name=op.f("fk_people_assistances_elder_id_people_elders"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["identity_staff.id"],
            name=op.f("fk_people_assistances_staff_id_identity_staff"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_assistances")),
    )
    with op.batch_alter_table("people_assistances", schema=None) as batch_op:
        batch_op.create_index(
            "ix_people_assistances_staff_id_elder_id", ["staff_id", "elder_id"], unique=False
        )

    op.create_table(
        "people_consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_kind", sa.String(length=16), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_kind", sa.String(length=16), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(elder_id IS NULL) <> (account_id IS NULL)",
            name=op.f("ck_people_consents_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["identity_accounts.id"],
            name=op.f("fk_people_consents_account_id_identity_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["elder_id"],
            ["people_elders.id"],
            name=op.f("fk_people_consents_elder_id_people_elders"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_consents")),
    )
    with op.batch_alter_table("people_consents", schema=None) as batch_op:
        batch_op.create_index(
            "uq_people_consents_account_id_purpose_current",
            ["account_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_index(
            "uq_people_consents_elder_id_purpose_current",
            ["elder_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "people_facts",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("recorded_by_kind", sa.String(length=16), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "source IN ('self', 'family', 'staff', 'outside_check', 'document')",
            name=op.f("ck_people_facts_source"),
        ),
        sa.ForeignKeyConstraint(
            ["elder_id"], ["people_elders.id"], name=op.f("fk_people_facts_elder_id_people_elders")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_people_facts")),
    )
    with op.batch_alter_table("people_facts", schema=None) as batch_op:
        batch_op.create_index("ix_people_facts_elder_id_seq", ["elder_id", "seq"], unique=False)
        batch_op.create_index(
            "uq_people_facts_elder_id_name_current",
            ["elder_id", "name"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "people_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column(
            "scopes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_how", sa.String(length=16), nullable=False),
        sa.Column("holder_name", sa.Text(), nullable=True),
        sa.Column("paper_reference", sa.String(length=64), nullable=True),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("claim_street", sa.String(length=9), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('offered', 'pending_street', 'active', 'disputed', 'refused', 'revoked', 'expired')",
            name=op.f("ck_people_grants_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('active', 'disputed') OR (elder_id IS NOT NULL AND (account_id IS NULL) <> (provider_id IS NULL))",
            name=op.f("ck_people_grants_one_holder"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["identity_accounts.id"],
            name=op.f("fk_people_grants_account_id_identity_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["elder_id"], ["people_elders.id"], name=op.f("fk_people_grants_elder_id_people_elders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_grants")),
    )
    with op.batch_alter_table("people_grants", schema=None) as batch_op:
        batch_op.create_index(
            "ix_people_grants_account_id_status", ["account_id", "status"], unique=False
        )
        batch_op.create_index(
            "ix_people_grants_claim_street_status", ["claim_street", "status"], unique=False
        )
        batch_op.create_index(
            "ix_people_grants_provider_id_elder_id", ["provider_id", "elder_id"], unique=False
        )
        batch_op.create_index(
            "ix_people_grants_status_expires_at", ["status", "expires_at"], unique=False
        )
        batch_op.create_index(
            "uq_people_grants_account_id_self",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text(
                "relation = 'self' AND status IN ('offered', 'pending_street', 'active', 'disputed')"
            ),
            postgresql_where=sa.text(
                "relation = 'self' AND status IN ('offered', 'pending_street', 'active', 'disputed')"
            ),
        )
        batch_op.create_index(
            "uq_people_grants_elder_id_account_id_open",
            ["elder_id", "account_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('offered', 'pending_street', 'active', 'disputed')"),
            postgresql_where=sa.text(
                "status IN ('offered', 'pending_street', 'active', 'disputed')"
            ),
        )

    op.create_table(
        "people_outside_checks",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("failure", sa.String(length=32), nullable=True),
        sa.Column("told_by", sa.Text(), nullable=True),
        sa.Column("requested_by_kind", sa.String(length=16), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "how IN ('register', 'by_hand')", name=op.f("ck_people_outside_checks_how")
        ),
        sa.CheckConstraint(
            "kind IN ('household', 'low_income', 'disability', 'death')",
            name=op.f("ck_people_outside_checks_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'done', 'failed')", name=op.f("ck_people_outside_checks_status")
        ),
        sa.ForeignKeyConstraint(
            ["elder_id"],
            ["people_elders.id"],
            name=op.f("fk_people_outside_checks_elder_id_people_elders"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_people_outside_checks")),
        sa.UniqueConstraint("id", name=op.f("uq_people_outside_checks_id")),
    )
    with op.batch_alter_table("people_outside_checks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_people_outside_checks_elder_id_seq", ["elder_id", "seq"], unique=False
        )

    op.create_table(
        "people_disputes",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_kind", sa.String(length=16), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=True),
        sa.Column("raised_grant_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'dismissed', 'moot')", name=op.f("ck_people_disputes_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["elder_id"],
            ["people_elders.id"],
            name=op.f("fk_people_disputes_elder_id_people_elders"),
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["people_grants.id"],
            name=op.f("fk_people_disputes_grant_id_people_grants"),
        ),
        sa.ForeignKeyConstraint(
            ["raised_grant_id"],
            ["people_grants.id"],
            name=op.f("fk_people_disputes_raised_grant_id_people_grants"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_people_disputes")),
        sa.UniqueConstraint("id", name=op.f("uq_people_disputes_id")),
    )
    with op.batch_alter_table("people_disputes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_people_disputes_elder_id_decided_at", ["elder_id", "decided_at"], unique=False
        )
        batch_op.create_index(
            "uq_people_disputes_grant_id_open",
            ["grant_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "people_grant_events",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("change", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["elder_id"],
            ["people_elders.id"],
            name=op.f("fk_people_grant_events_elder_id_people_elders"),
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["people_grants.id"],
            name=op.f("fk_people_grant_events_grant_id_people_grants"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_people_grant_events")),
    )
    with op.batch_alter_table("people_grant_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_people_grant_events_elder_id"), ["elder_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_people_grant_events_grant_id"), ["grant_id"], unique=False
        )

    op.create_table(
        "people_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("code_index", sa.String(length=96), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["people_grants.id"],
            name=op.f("fk_people_invitations_grant_id_people_grants"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_invitations")),
        sa.UniqueConstraint("code_index", name=op.f("uq_people_invitations_code_index")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_people_invitations_grant_id")),
    )


def downgrade() -> None:
    op.drop_table("people_invitations")
    op.drop_table("people_grant_events")
    op.drop_table("people_disputes")
    op.drop_table("people_outside_checks")
    op.drop_table("people_grants")
    op.drop_table("people_facts")
    op.drop_table("people_consents")
    op.drop_table("people_assistances")
    op.drop_table("people_elders")
