"""Key rotation: what older keys sealed is sealed again with the newest, blind indexes likewise.

Which columns there are, the models say (``Encrypted``, ``index_of``). Rows are found by what is
not current yet, so a rotation that was killed goes on where it stopped; each is changed only if
it still holds what was read, so writers may run beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    MetaData,
    Row,
    Text,
    and_,
    case,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.kit.columns import INDEX_OF, Encrypted, IndexOf
from server.kit.crypto import Keys, UnreadableError, Vault
from server.transaction import transaction

Key = tuple[Any, ...]
"""The primary key of a row."""


@dataclass(frozen=True)
class Target:
    """An encrypted column and its blind indexes."""

    column: Column[Any]
    place: str
    indexes: tuple[Column[Any], ...]

    @property
    def key(self) -> list[Column[Any]]:
        return list(self.column.table.primary_key.columns)


@dataclass
class Progress:
    """What became of the rows of one target. The lists hold primary keys."""

    place: str
    done: int = 0
    """Rows changed by this run."""
    unreadable: list[Key] = field(default_factory=list)
    clashing: list[Key] = field(default_factory=list)
    """Rows whose new index belongs to another row: one person, entered twice between two keys."""


def targets(metadata: MetaData) -> list[Target]:
    """Every encrypted column of the models, by table and column."""
    return [
        Target(column, column.type.place, _indexes(column))
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Encrypted)
    ]


def _indexes(column: Column[Any]) -> tuple[Column[Any], ...]:
    same_table = column.table.columns
    return tuple(
        found
        for found in same_table
        if (declared := _declared(found)) and declared.column == column.name
    )


def _declared(column: Any) -> IndexOf | None:
    found: IndexOf | None = column.info.get(INDEX_OF)
    return found


def rotate(target: Target, vault: Vault, batch: int) -> Iterator[Progress]:
    """Bring one column up to the newest keys; the state after each batch, which is committed,
    and at the end."""
    progress, last = Progress(target.place), None
    while rows := _next(target, vault, batch, last):
        last = tuple(rows[-1])[: len(target.key)]
        _change_all(target, vault, rows, progress)
        yield progress
    yield progress


def _next(target: Target, vault: Vault, batch: int, last: Key | None) -> list[Row[Any]]:
    chosen = (
        select(*target.key, *(_raw(column) for column in _columns(target)))
        .where(_raw(target.column).is_not(None), or_(*_outdated(target, vault)))
        .order_by(*target.key)
        .limit(batch)
    )
    if last is not None:
        chosen = chosen.where(tuple_(*target.key) > tuple_(*_typed(target, last)))
    with transaction(writes=False) as session:
        return list(session.execute(chosen))


def _typed(target: Target, key: Key) -> list[ColumnElement[Any]]:
    return [type_coerce(value, column.type) for value, column in zip(key, target.key, strict=True)]


def _columns(target: Target) -> tuple[Column[Any], ...]:
    return (target.column, *target.indexes)


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    """The column as it is stored."""
    return type_coerce(column, Text())


def _outdated(target: Target, vault: Vault) -> list[ColumnElement[bool]]:
    newest = [vault.fields.newest] + [vault.indexes.newest] * len(target.indexes)
    return [
        _raw(column).not_like(f"{name}:%")
        for column, name in zip(_columns(target), newest, strict=True)
    ]


def _change_all(target: Target, vault: Vault, rows: list[Row[Any]], progress: Progress) -> None:
    """Change a batch in one transaction, or each row in its own if one of them clashes."""
    changes = [change for row in rows if (change := _change(target, vault, row, progress))]
    try:
        with transaction() as session:
            done = sum(_apply(session, target, change) for change in changes)
    except IntegrityError:
        done = sum(_apply_alone(target, change, progress) for change in changes)
    progress.done += done


@dataclass(frozen=True)
class _Change:
    key: Key
    old: tuple[str | None, ...]
    new: tuple[str | None, ...]


def _change(target: Target, vault: Vault, row: Row[Any], progress: Progress) -> _Change | None:
    key, old = tuple(row)[: len(target.key)], tuple(row)[len(target.key) :]
    try:
        opened = vault.open(old[0], target.place)
    except UnreadableError:
        progress.unreadable.append(key)
        return None
    value = json.loads(opened)
    indexes = (
        None if before is None else vault.index(declared.normalise(value), declared.place)
        for before, column in zip(old[1:], target.indexes, strict=True)
        if (declared := _declared(column))
    )
    return _Change(key, old, (vault.seal(opened, target.place), *indexes))


def _apply(session: Session, target: Target, change: _Change) -> int:
    """Change the row if it is as it was read; how many rows that were."""
    columns = _columns(target)
    matches = [column == value for column, value in zip(target.key, change.key, strict=True)] + [
        _raw(column).is_not_distinct_from(value)
        for column, value in zip(columns, change.old, strict=True)
    ]
    values = {
        column: type_coerce(value, Text())
        for column, value in zip(columns, change.new, strict=True)
    }
    done = session.execute(update(target.column.table).where(and_(*matches)).values(values))
    return done.rowcount if isinstance(done, CursorResult) else 0


def _apply_alone(target: Target, change: _Change, progress: Progress) -> int:
    try:
        with transaction() as session:
            return _apply(session, target, change)
    except IntegrityError:
        progress.clashing.append(change.key)
        return 0


def usage(session: Session, column: Column[Any], keys: Keys) -> dict[str | None, int]:
    """How many values each key wrote; under None those of keys that are not set any more."""
    raw = _raw(column)
    known = {name: func.sum(case((raw.like(f"{name}:%"), 1), else_=0)) for name in keys.by_id}
    total, *counts = session.execute(select(func.count(raw), *known.values())).one()
    found: dict[str | None, int] = {
        name: int(count or 0) for name, count in zip(known, counts, strict=True)
    }
    return found | {None: total - sum(found.values())}


def blind_indexes(metadata: MetaData) -> list[Column[Any]]:
    """Every column that is declared as a blind index."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if _declared(column) is not None
    ]
