"""contents of releases, kept once

A release had a copy of everything it says; now it names contents, which are kept once. What is
there is moved over by the digest of what is stored (canonical JSON, as ``knowledge.loader.digest``).

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OLD = sa.table(
    "editorial_release_items",
    sa.column("release_number", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("id", sa.String),
    sa.column("content", JSON),
    sa.column("digest", sa.String),
)
CONTENTS = sa.table("editorial_contents", sa.column("digest", sa.String), sa.column("content", JSON))


def upgrade() -> None:
    op.create_table(
        "editorial_contents",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_editorial_contents")),
    )
    op.add_column("editorial_release_items", sa.Column("digest", sa.String(length=64), nullable=True))
    _each_release(_name_contents)
    with op.batch_alter_table("editorial_release_items") as batch:
        batch.alter_column("digest", existing_type=sa.String(length=64), nullable=False)
        batch.drop_column("content")
        batch.create_foreign_key(
            batch.f("fk_editorial_release_items_digest_editorial_contents"),
            "editorial_contents",
            ["digest"],
            ["digest"],
        )
        batch.create_index("ix_editorial_release_items_kind_id", ["kind", "id"])


def downgrade() -> None:
    op.add_column("editorial_release_items", sa.Column("content", JSON, nullable=True))
    told = sa.select(CONTENTS.c.content).where(CONTENTS.c.digest == OLD.c.digest)
    op.get_bind().execute(sa.update(OLD).values(content=told.scalar_subquery()))
    with op.batch_alter_table("editorial_release_items") as batch:
        batch.alter_column("content", existing_type=JSON, nullable=False)
        batch.drop_index("ix_editorial_release_items_kind_id")
        batch.drop_constraint(
            batch.f("fk_editorial_release_items_digest_editorial_contents"), type_="foreignkey"
        )
        batch.drop_column("digest")
    op.drop_table("editorial_contents")


def _each_release(do: Callable[[sa.Connection, int], None]) -> None:
    """One release at a time: not everything that was ever published has to fit the memory."""
    connection = op.get_bind()
    numbers = sa.select(OLD.c.release_number).distinct().order_by(OLD.c.release_number)
    for number in connection.scalars(numbers).all():
        do(connection, number)


def _name_contents(connection: sa.Connection, number: int) -> None:
    mine = OLD.c.release_number == number
    rows = connection.execute(sa.select(OLD.c.kind, OLD.c.id, OLD.c.content).where(mine)).all()
    found = {(kind, item_id): _digest(content) for kind, item_id, content in rows}
    known = {*connection.scalars(sa.select(CONTENTS.c.digest))}
    new = {found[kind, item_id]: content for kind, item_id, content in rows}
    if made := [{"digest": d, "content": c} for d, c in new.items() if d not in known]:
        connection.execute(sa.insert(CONTENTS), made)
    named = sa.update(OLD).where(
        mine, OLD.c.kind == sa.bindparam("of_kind"), OLD.c.id == sa.bindparam("of_id")
    )
    connection.execute(
        named.values(digest=sa.bindparam("found")),
        [{"of_kind": k, "of_id": i, "found": d} for (k, i), d in found.items()],
    )


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
