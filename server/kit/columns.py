"""Column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from server.kit.crypto import vault


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC. Naive values are refused; SQLite stores them without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was given to a UTC column")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC)


class Encrypted(TypeDecorator[Any]):
    """Any JSON value, encrypted by the application's vault (see ``kit.crypto``).

    ``place`` is the column's own ``table.column``; a test holds the two together. Needs an
    application context. Cannot be searched: store a blind index beside it.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return vault().seal(json.dumps(value, ensure_ascii=False), self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(vault().open(value, self.place))


INDEX_OF = "yinian_index_of"


@dataclass(frozen=True)
class IndexOf:
    """Says that a column is the blind index of an encrypted column of its table.

    ``place`` is what the index is computed for (``Vault.index``); ``normalise`` makes the text
    that is indexed from the value that is stored.
    """

    column: str
    place: str
    normalise: Callable[[Any], str] = str


def index_of(column: str, place: str, normalise: Callable[[Any], str] = str) -> dict[Any, IndexOf]:
    """The ``info`` of a blind index column, by which ``flask keys rotate`` computes it anew."""
    return {INDEX_OF: IndexOf(column, place, normalise)}


Json = JSON().with_variant(JSONB(), "postgresql")
"""JSON on SQLite, JSONB on PostgreSQL."""

Sequence = BigInteger().with_variant(Integer(), "sqlite")
"""A counting key; SQLite counts by itself only in an INTEGER primary key."""

MOST = 2**63 - 1
"""The largest number that a column holds; SQLite's driver fails on a larger one in a question."""
