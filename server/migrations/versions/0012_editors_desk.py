"""drafts, regression questions, candidates for a release

Revision ID: 0012
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('editorial_drafts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.String(length=64), nullable=False),
    sa.Column('content', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('base_digest', sa.String(length=64), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("status IN ('draft', 'submitted', 'approved', 'published', 'withdrawn')", name=op.f('ck_editorial_drafts_status')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_drafts'))
    )
    with op.batch_alter_table('editorial_drafts', schema=None) as batch_op:
        batch_op.create_index('ix_editorial_drafts_status_id', ['status', 'id'], unique=False)
        batch_op.create_index('uq_editorial_drafts_open', ['entry_id'], unique=True, sqlite_where=sa.text("status IN ('draft', 'submitted', 'approved')"), postgresql_where=sa.text("status IN ('draft', 'submitted', 'approved')"))

    op.create_table('editorial_regression_questions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(length=200), nullable=False),
    sa.Column('entry_id', sa.String(length=64), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_regression_questions')),
    sa.UniqueConstraint('question', name=op.f('uq_editorial_regression_questions_question'))
    )
    op.create_table('editorial_candidates',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('draft_version', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('requested_by', sa.Uuid(), nullable=False),
    sa.Column('by_its_author', sa.Boolean(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('lost', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('override_by', sa.Uuid(), nullable=True),
    sa.Column('override_reason', sa.String(length=200), nullable=True),
    sa.Column('failure', sa.String(length=64), nullable=True),
    sa.Column('release_number', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('waiting', 'blocked', 'published', 'failed')", name=op.f('ck_editorial_candidates_status')),
    sa.ForeignKeyConstraint(['draft_id'], ['editorial_drafts.id'], name=op.f('fk_editorial_candidates_draft_id_editorial_drafts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editorial_candidates'))
    )
    with op.batch_alter_table('editorial_candidates', schema=None) as batch_op:
        batch_op.create_index('ix_editorial_candidates_draft_id', ['draft_id'], unique=False)

    op.create_table('editorial_draft_events',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_status', sa.String(length=16), nullable=True),
    sa.Column('to_status', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('actor_kind', sa.String(length=16), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['draft_id'], ['editorial_drafts.id'], name=op.f('fk_editorial_draft_events_draft_id_editorial_drafts')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_editorial_draft_events'))
    )
    with op.batch_alter_table('editorial_draft_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_editorial_draft_events_draft_id'), ['draft_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('editorial_draft_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_editorial_draft_events_draft_id'))

    op.drop_table('editorial_draft_events')
    with op.batch_alter_table('editorial_candidates', schema=None) as batch_op:
        batch_op.drop_index('ix_editorial_candidates_draft_id')

    op.drop_table('editorial_candidates')
    op.drop_table('editorial_regression_questions')
    with op.batch_alter_table('editorial_drafts', schema=None) as batch_op:
        batch_op.drop_index('uq_editorial_drafts_open', sqlite_where=sa.text("status IN ('draft', 'submitted', 'approved')"), postgresql_where=sa.text("status IN ('draft', 'submitted', 'approved')"))
        batch_op.drop_index('ix_editorial_drafts_status_id')

    op.drop_table('editorial_drafts')
