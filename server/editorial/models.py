"""Tables of the knowledge: the working copy, and the immutable releases made from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.kit.columns import Json, UtcDateTime

KINDS = "kind IN ('document', 'entry')"


class KnowledgeItem(Model):
    """The working copy of one document or entry.

    ``file_digest`` is the digest of the file version it was last taken from; an item whose
    ``digest`` differs from it was edited by staff, and files never overwrite it.
    """

    __tablename__ = "editorial_items"
    __table_args__ = (CheckConstraint(KINDS, name="kind"),)

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64))
    file_digest: Mapped[str | None] = mapped_column(String(64))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class Release(Model):
    """A published state of the knowledge. Never changed; every told answer names its number."""

    __tablename__ = "editorial_releases"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(200), default="")


class Content(Model):
    """What a document or entry said at some time, kept once however many releases tell it."""

    __tablename__ = "editorial_contents"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)


class ReleaseItem(Model):
    """Which content of a document or entry a release published. Never changed."""

    __tablename__ = "editorial_release_items"
    __table_args__ = (
        CheckConstraint(KINDS, name="kind"),
        Index("ix_editorial_release_items_kind_id", "kind", "id"),
    )

    release_number: Mapped[int] = mapped_column(
        ForeignKey("editorial_releases.number"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("editorial_contents.digest"))
