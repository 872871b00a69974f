"""what people ask, trials, imports

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('editorial_entry_uses',
    sa.Column('entry_id', sa.String(length=64), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('useful', sa.Integer(), nullable=False),
    sa.Column('useless', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', 'day', name=op.f('pk_editorial_entry_uses'))
    )
    op.create_table('editorial_heard',
    sa.Column('name', sa.String(length=16), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_editorial_heard'))
    )
    op.create_table('editorial_imports',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('file', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('report', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('imported_by', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('document', 'workbook')", name=op.f('ck_editorial_imports_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_imports'))
    )
    op.create_table('editorial_corrections',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('release_number', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.String(length=64), nullable=False),
    sa.Column('changes', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('told', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('open', 'told', 'dismissed')", name=op.f('ck_editorial_corrections_status')),
    sa.ForeignKeyConstraint(['release_number'], ['editorial_releases.number'], name=op.f('fk_editorial_corrections_release_number_editorial_releases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_corrections')),
    sa.UniqueConstraint('release_number', 'entry_id', name=op.f('uq_editorial_corrections_release_number_entry_id'))
    )
    op.create_table('editorial_proposals',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("status IN ('proposed', 'drafted', 'dismissed')", name=op.f('ck_editorial_proposals_status')),
    sa.ForeignKeyConstraint(['draft_id'], ['editorial_drafts.id'], name=op.f('fk_editorial_proposals_draft_id_editorial_drafts')),
    sa.ForeignKeyConstraint(['import_id'], ['editorial_imports.id'], name=op.f('fk_editorial_proposals_import_id_editorial_imports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_proposals')),
    sa.UniqueConstraint('import_id', 'place', name=op.f('uq_editorial_proposals_import_id_place'))
    )
    op.create_table('editorial_trials',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('draft_version', sa.Integer(), nullable=False),
    sa.Column('questions', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('results', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('waiting', 'done', 'failed')", name=op.f('ck_editorial_trials_status')),
    sa.ForeignKeyConstraint(['draft_id'], ['editorial_drafts.id'], name=op.f('fk_editorial_trials_draft_id_editorial_drafts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_trials'))
    )
    with op.batch_alter_table('editorial_trials', schema=None) as batch_op:
        batch_op.create_index('ix_editorial_trials_draft_id', ['draft_id'], unique=False)

    op.create_table('editorial_unanswered',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('unhappy', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('suggested', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('refused', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("status IN ('open', 'drafted', 'answered', 'ignored')", name=op.f('ck_editorial_unanswered_status')),
    sa.ForeignKeyConstraint(['draft_id'], ['editorial_drafts.id'], name=op.f('fk_editorial_unanswered_draft_id_editorial_drafts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_unanswered'))
    )
    with op.batch_alter_table('editorial_unanswered', schema=None) as batch_op:
        batch_op.create_index('ix_editorial_unanswered_draft_id', ['draft_id'], unique=False)
        batch_op.create_index('ix_editorial_unanswered_status_last_at_id', ['status', 'last_at', 'id'], unique=False)

    op.create_table('editorial_unanswered_wordings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('bare', sa.String(length=200), nullable=False),
    sa.Column('question', sa.String(length=200), nullable=False),
    sa.Column('district', sa.String(length=6), nullable=False),
    sa.Column('street', sa.String(length=9), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['editorial_unanswered.id'], name=op.f('fk_editorial_unanswered_wordings_group_id_editorial_unanswered')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_unanswered_wordings')),
    sa.UniqueConstraint('bare', 'district', 'street', name=op.f('uq_editorial_unanswered_wordings_bare_district_street'))
    )
    with op.batch_alter_table('editorial_unanswered_wordings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_editorial_unanswered_wordings_group_id'), ['group_id'], unique=False)

    with op.batch_alter_table('conversation_turns', schema=None) as batch_op:
        batch_op.create_index('ix_conversation_turns_entry_id_release', ['entry_id', 'release'], unique=False)

    with op.batch_alter_table('editorial_candidates', schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_editorial_candidates_status"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_editorial_candidates_status"),
            "status IN ('waiting', 'blocked', 'scheduled', 'published', 'failed')",
        )
        batch_op.add_column(sa.Column('publish_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_editorial_candidates_status_publish_at', ['status', 'publish_at'], unique=False)



def downgrade() -> None:
    op.execute("UPDATE editorial_candidates SET status = 'failed' WHERE status = 'scheduled'")
    with op.batch_alter_table('editorial_candidates', schema=None) as batch_op:
        batch_op.drop_index('ix_editorial_candidates_status_publish_at')
        batch_op.drop_column('publish_at')
        batch_op.drop_constraint(op.f("ck_editorial_candidates_status"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_editorial_candidates_status"),
            "status IN ('waiting', 'blocked', 'published', 'failed')",
        )

    with op.batch_alter_table('conversation_turns', schema=None) as batch_op:
        batch_op.drop_index('ix_conversation_turns_entry_id_release')

    with op.batch_alter_table('editorial_unanswered_wordings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_editorial_unanswered_wordings_group_id'))

    op.drop_table('editorial_unanswered_wordings')
    with op.batch_alter_table('editorial_unanswered', schema=None) as batch_op:
        batch_op.drop_index('ix_editorial_unanswered_status_last_at_id')
        batch_op.drop_index('ix_editorial_unanswered_draft_id')

    op.drop_table('editorial_unanswered')
    with op.batch_alter_table('editorial_trials', schema=None) as batch_op:
        batch_op.drop_index('ix_editorial_trials_draft_id')

    op.drop_table('editorial_trials')
    op.drop_table('editorial_proposals')
    op.drop_table('editorial_corrections')
    op.drop_table('editorial_imports')
    op.drop_table('editorial_heard')
    op.drop_table('editorial_entry_uses')
