"""Sources that staff bring: a policy document that was imported can be cited from then on.

A source by itself is told to nobody. It is seen by elders with an entry that cites it, and that
entry passes a second person, to whom its draft shows every source that no release has yet. So what
a source says is never changed once it is kept: a mistake is mended by keeping another.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from knowledge.loader import digest
from knowledge.schema import Document
from server.editorial import files, importing, live, publishing, repository
from server.errors import Problem
from server.kit.ids import new_key
from server.oversight import audit
from server.oversight.actor import Actor

FIELDS: Mapping[str, str] = {
    "title": "标题", "document_number": "文号", "issuer": "发文单位", "issued_on": "发文日期",
    "published_on": "公布日期", "effective_from": "生效日期", "url": "网址",
}  # fmt: skip
"""What is asked of a source, and what the form calls it."""
DAYS = ("issued_on", "published_on", "effective_from")


def proposed(found: Mapping[str, Any]) -> dict[str, str]:
    """What the import read of a document, as its form begins."""
    told = {name: str(found.get(name) or "") for name in FIELDS}
    return told | {"title": told["title"].strip("《》"), "issuer": "、".join(found["issuers"])}


def keep(
    session: Session, actor: Actor, import_id: uuid.UUID, place: int, given: Mapping[str, str]
) -> str:
    """Let a document of an import be cited; its id. One of the same title and number is taken where
    there is one. Raises Problem 404, and ValidationError for what no source can be."""
    found, _ = importing.find(session, import_id)
    listed = found.report.get("documents") or []
    if not 0 <= place < len(listed):
        raise Problem(404, "not-found", "没有找到这份文件，请回到导入再看")
    read = {n: files.day(v) if n in DAYS else v for n, v in given.items() if n in FIELDS and v}
    made = Document.model_validate({"id": f"s-{new_key().hex[-12:]}"} | read)
    known = _known(session, made)
    if known is None:
        publishing.put(session, "document", made.id, made.model_dump(mode="json"), digest(made))
        audit.record(session, actor, "source.kept", about=("document", made.id))
    source = known or made.id
    found.report = found.report | {
        "documents": [
            each | ({"source": source} if number == place else {})
            for number, each in enumerate(listed)
        ]
    }
    session.flush()
    return source


def _known(session: Session, made: Document) -> str | None:
    for row in repository.documents(session):
        said = (row.content["title"], row.content.get("document_number"))
        if said == (made.title, made.document_number):
            return row.id
    return None


def unreleased(
    documents: Mapping[str, Mapping[str, Any]], cited: Iterable[str]
) -> list[Mapping[str, Any]]:
    """Of what is cited the sources that the open release does not have."""
    released = live.documents(current_app)
    names = dict.fromkeys(name for name in cited if name in documents and name not in released)
    return [documents[name] for name in names]
