"""What may happen to the knowledge: take over files, show differences, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from knowledge.loader import Base, digest
from knowledge.schema import Document, Entry
from server.editorial import corrections, repository
from server.editorial.models import KnowledgeItem, Release
from server.editorial.repository import Key, Told
from server.kit.clock import machine_now


class Change(StrEnum):
    """How a file item stands to the working copy."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT_FOR_STAFF = "kept_for_staff"


@dataclass(frozen=True)
class Difference:
    """What the files say that the working copy does not, item by item."""

    changes: dict[Key, Change] = field(default_factory=dict)

    def of(self, kind: Change) -> list[Key]:
        """The items that changed in this way."""
        return [key for key, change in self.changes.items() if change is kind]

    @property
    def applicable(self) -> bool:
        """Whether taking over the files would change anything."""
        return any(change is not Change.KEPT_FOR_STAFF for change in self.changes.values())


def file_items(base: Base) -> dict[Key, Document | Entry]:
    """Every document and entry of the files by key."""
    documents: dict[Key, Document | Entry] = {("document", i): d for i, d in base.documents.items()}
    return documents | {("entry", i): e for i, e in base.entries.items()}


def difference(session: Session, base: Base) -> Difference:
    """Compare the files with the working copy. Changes nothing."""
    stored, files = repository.working_items(session), file_items(base)
    changes, needed = {}, _cited_by_staff(stored)
    for key in sorted(stored.keys() | files.keys()):
        change = _compare(stored.get(key), files.get(key))
        if change is Change.REMOVED and key in needed:
            change = Change.KEPT_FOR_STAFF
        if change is not None:
            changes[key] = change
    return Difference(changes)


def _cited_by_staff(stored: Mapping[Key, KnowledgeItem]) -> set[Key]:
    """Documents that entries edited by staff rest on: these entries stay, so must their source."""
    return {
        ("document", citation["document"])
        for row in stored.values()
        if row.kind == "entry" and row.digest != row.file_digest
        for citation in row.content["citations"]
    }


def _compare(row: KnowledgeItem | None, item: Document | Entry | None) -> Change | None:
    if row is None:
        return Change.NEW
    edited = row.digest != row.file_digest
    if item is None:
        return None if row.file_digest is None else _unless(edited, Change.REMOVED)
    found = digest(item)
    if found in (row.digest, row.file_digest):
        return None
    return _unless(edited, Change.CHANGED)


def _unless(edited: bool, change: Change) -> Change:
    return Change.KEPT_FOR_STAFF if edited else change


def take_over(session: Session, base: Base) -> Difference:
    """Bring the files' changes into the working copy, leaving staff edits as they are."""
    stored, files = repository.working_items(session), file_items(base)
    found = difference(session, base)
    for key in found.of(Change.NEW):
        session.add(_row(key, files[key]))
    for key in found.of(Change.CHANGED):
        _refresh(stored[key], files[key])
    for key in found.of(Change.REMOVED):
        session.delete(stored[key])
    session.flush()
    return found


def _row(key: Key, item: Document | Entry) -> KnowledgeItem:
    found = digest(item)
    return KnowledgeItem(
        kind=key[0],
        id=key[1],
        content=item.model_dump(mode="json"),
        digest=found,
        file_digest=found,
        updated_at=machine_now(),
    )


def _refresh(row: KnowledgeItem, item: Document | Entry) -> None:
    row.content = item.model_dump(mode="json")
    row.digest = row.file_digest = digest(item)
    row.updated_at = machine_now()


def publish(session: Session, note: str = "") -> Release:
    """Make a release of the working copy; the newest one if nothing has changed since."""
    session.flush()
    found = digest_of(repository.working_digests(session))
    latest = repository.latest_number(session)
    if latest is not None:
        newest = repository.release(session, latest)
        if newest.digest == found:
            return newest
    made = Release(number=(latest or 0) + 1, digest=found, published_at=machine_now(), note=note)
    repository.add_release(session, made)
    if latest is not None:
        _note_corrections(session, latest, made.number)
    return made


def _note_corrections(session: Session, before: int, made: int) -> None:
    """Which entries tell other figures than the release before: somebody may have been told."""
    changed = repository.changed_items(session, before, made)
    now = {row.id: row.content for row in changed if row.kind == "entry"}
    for row in repository.changed_items(session, made, before):
        if row.kind == "entry" and row.content.get("figures"):
            corrections.notice(session, made, row.id, row.content, now.get(row.id, {}))
    for entry_id, content in now.items():
        corrections.fall_away(session, made, entry_id, content)


def digest_of(digests: Mapping[Key, str]) -> str:
    """The digest of a whole content, given that of each item."""
    ordered = sorted(digests.items())
    lines = "\n".join(f"{kind} {item_id} {value}" for (kind, item_id), value in ordered)
    return hashlib.sha256(lines.encode()).hexdigest()


@dataclass(frozen=True)
class Published:
    """The content of one release, validated."""

    number: int
    digest: str
    documents: dict[str, Document]
    entries: dict[str, Entry]

    def not_in_force(self, day: date) -> frozenset[str]:
        """The entries that may not be told on ``day``."""
        return frozenset(e.id for e in self.entries.values() if not e.in_force(day))


def latest_release(session: Session) -> int | None:
    """The number of the newest release."""
    return repository.latest_number(session)


def published(session: Session, number: int, known: Published | None = None) -> Published:
    """Read a release back. Of what is ``known``, another release, only the differences are read."""
    if known is None:
        return _with(
            Published(0, "", {}, {}), session, number, repository.release_items(session, number)
        )
    dropped = {*repository.dropped_items(session, known.number, number)}
    kept = Published(
        known.number,
        known.digest,
        {i: d for i, d in known.documents.items() if ("document", i) not in dropped},
        {i: e for i, e in known.entries.items() if ("entry", i) not in dropped},
    )
    return _with(kept, session, number, repository.changed_items(session, known.number, number))


def _with(known: Published, session: Session, number: int, changed: list[Told]) -> Published:
    documents, entries = dict(known.documents), dict(known.entries)
    for row in changed:
        if row.kind == "document":
            documents[row.id] = Document.model_validate(row.content)
        else:
            entries[row.id] = Entry.model_validate(row.content)
    found = repository.release(session, number).digest
    return Published(number, found, dict(sorted(documents.items())), dict(sorted(entries.items())))
