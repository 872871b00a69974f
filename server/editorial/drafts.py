"""Drafts: written, judged field by field, compared with what is live, handed on."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge import checks
from knowledge.loader import Base, Place, digest
from knowledge.loader import Problem as Fault
from knowledge.schema import Audience, Document, Entry, Mark
from server.editorial import desk_repository, listening, repository
from server.editorial.desk_models import Draft
from server.editorial.states import Status, WrongTurn, move
from server.errors import Problem, field_errors
from server.kit.clock import machine_now
from server.oversight import audit
from server.oversight.actor import Actor

PHRASINGS = "phrasings"
Errors = list[dict[str, str]]
"""``{"field", "message"}``; the field is empty where the whole entry is meant."""


def begin(
    session: Session, actor: Actor, entry_id: str, content: dict[str, Any] | None, note: str
) -> Draft:
    """Begin a draft of an entry; without content, of the entry as it stands.

    Raises Problem 404 where nothing is given and there is no such entry, 409 where a draft of it
    is open already.
    """
    row = desk_repository.working_entry(session, entry_id)
    if content is None and row is None:
        raise Problem(404, "not-found", "没有这个条目，要新写请把内容一起发来")
    if desk_repository.open_draft_of(session, entry_id):
        raise _taken()
    draft = Draft(
        entry_id=entry_id,
        content=content if content is not None else dict(row.content if row else {}),
        base_digest=row.digest if row else None,
        note=note,
        author_id=_id_of(actor),
    )
    try:
        with session.begin_nested():
            session.add(draft)
            move(session, draft, Status.DRAFT, actor)
    except IntegrityError:
        raise _taken() from None
    _keep(session, actor, "draft.begun", draft)
    return draft


def find(session: Session, draft_id: uuid.UUID) -> Draft:
    """A draft. Raises Problem 404."""
    return _there(desk_repository.draft(session, draft_id))


def locked(session: Session, draft_id: uuid.UUID) -> Draft:
    """A draft that nobody else changes until the unit ends. Raises Problem 404."""
    return _there(desk_repository.locked_draft(session, draft_id))


def write(
    session: Session,
    actor: Actor,
    draft_id: uuid.UUID,
    version: int,
    content: dict[str, Any],
    note: str,
) -> Draft:
    """Put other content into a draft; who wrote it last is its author, but for who changes only the
    ways of asking: what is told, somebody else has written, who must not be the one to approve it.

    What was submitted becomes a draft again: nobody has looked at the new words. Raises Problem
    404, and 409 where it was changed since ``version`` or is done with.
    """
    draft = _unchanged(locked(session, draft_id), version)
    if draft.status != Status.DRAFT:
        turn(session, actor, draft, Status.DRAFT, "edited")
    if changed_fields(draft.content, content) - {PHRASINGS}:
        draft.author_id = _id_of(actor)
    draft.content, draft.note = content, note
    draft.changed_at = machine_now()
    session.flush()
    _keep(session, actor, "draft.written", draft)
    return draft


def submit(session: Session, actor: Actor, draft_id: uuid.UUID, version: int) -> Draft:
    """Hand a draft to a second person. Raises Problem 404, 409, and 422 with what is wrong."""
    draft = _unchanged(locked(session, draft_id), version)
    if found := problems(session, draft):
        raise Problem(
            422, "draft-has-problems", "草稿还有不对的地方，请按提示改好再提交", errors=found
        )
    return _handed_on(session, actor, draft, Status.SUBMITTED, "draft.submitted")


def approve(session: Session, actor: Actor, draft_id: uuid.UUID, version: int) -> Draft:
    """Say that a draft is good. Raises Problem 404, 409, and 403 for its author."""
    draft = _unchanged(locked(session, draft_id), version)
    if draft.author_id == actor.id:
        raise Problem(403, "own-draft", "自己写的草稿要请另一位同事审核")
    return _handed_on(session, actor, draft, Status.APPROVED, "draft.approved")


def give_back(
    session: Session, actor: Actor, draft_id: uuid.UUID, version: int, reason: str
) -> Draft:
    """Send a submitted draft back to its author. Raises Problem 404 and 409."""
    draft = _unchanged(locked(session, draft_id), version)
    return _handed_on(session, actor, draft, Status.DRAFT, "draft.given_back", reason)


def withdraw(session: Session, actor: Actor, draft_id: uuid.UUID, version: int) -> Draft:
    """End a draft without publishing it. Raises Problem 404 and 409."""
    draft = _unchanged(locked(session, draft_id), version)
    _handed_on(session, actor, draft, Status.WITHDRAWN, "draft.withdrawn")
    listening.settle(session, draft)
    return draft


def turn(session: Session, actor: Actor, draft: Draft, to: Status, reason: str = "") -> None:
    """Change a draft's status. Raises Problem 409 where it does not lead there."""
    try:
        move(session, draft, to, actor, reason)
    except WrongTurn:
        raise Problem(409, "wrong-turn", "草稿现在的状态不能这样办，请刷新后再看") from None


def problems(session: Session, draft: Draft) -> Errors:
    """What is wrong with a draft: by field what the schema says, then what the whole base says."""
    found: Errors = []
    content = dict(draft.content)
    try:
        entry = Entry.model_validate(content)
    except ValidationError as error:
        found = field_errors(error)
    broken = {each["field"].split(".")[0] for each in found}
    if broken:
        # What holds is judged beside it, so that not each mistake mended brings the next one up.
        try:
            entry = Entry.model_validate(_without(content, broken))
        except ValidationError:
            return found
    if entry.id != draft.entry_id and "id" not in broken:
        return [{"field": "id", "message": f"条目编号不能改，应是 {draft.entry_id}"}]
    base = base_with(session, entry)
    return found + _unknown(base, entry, broken) + _checked(base, entry, broken)


STAND_INS: Mapping[str, Any] = {
    "id": "stand-in", "title": "待填", "question": "待填", "short": "还没有写", "full": "还没有写",
    "phrasings": {"elder": list("一二三四五六")},
    "citations": [{"document": "stand-in", "mark": Mark.ORIGINAL}],
    "last_checked": "2026-01-01", "audience": [Audience.ELDER],
}  # fmt: skip


def _without(content: Mapping[str, Any], broken: set[str]) -> dict[str, Any]:
    """A content with something in place of the fields that do not hold; what is judged of it must
    not rest on those."""
    holds = {k: v for k, v in content.items() if k in Entry.model_fields and k not in broken}
    return {name: value for name, value in STAND_INS.items() if name in broken} | holds


def working_base(session: Session) -> Base:
    """The working copy; what a check finds is told at the entry's id instead of a file."""
    base = Base()
    for (kind, item_id), row in repository.working_items(session).items():
        if kind == "document":
            base.documents[item_id] = Document.model_validate(row.content)
        else:
            base.entries[item_id] = Entry.model_validate(row.content)
            base.places[f"entries:{item_id}"] = Place(item_id, 0)
    return base


def base_with(session: Session, entry: Entry) -> Base:
    """The working copy with this entry in it."""
    base = working_base(session)
    # Of one phrasing on two entries the second is told: the draft comes last.
    base.entries.pop(entry.id, None)
    base.entries[entry.id] = entry
    base.places[f"entries:{entry.id}"] = Place(entry.id, 0)
    return base


def _unknown(base: Base, entry: Entry, broken: set[str]) -> Errors:
    """What the entry points to and nobody has; fields that do not hold say nothing."""
    sources = [
        {"field": f"citations.{place}.document", "message": f"没有登记过来源 {cited.document}"}
        for place, cited in enumerate(() if "citations" in broken else entry.citations)
        if cited.document not in base.documents
    ]
    return sources + [
        {"field": f"related.{place}", "message": f"没有 {name} 这个条目"}
        for place, name in enumerate(entry.related)
        if name not in base.entries or name == entry.id
    ]


FIELDS_OF: Mapping[Callable[[Base], Iterator[Fault]], tuple[str, ...]] = {
    checks.amounts_without_figures: ("figures", "title", "short", "full"),
    checks.unsourced_figures: ("citations", "figures"),
    checks.phrasings_on_two_entries: (PHRASINGS, "question"),
    checks.near_copies: (PHRASINGS, "question"),
    checks.unspeakable_short_answers: ("short",),
}
"""What each check reads; first where to look for what it finds."""


def _checked(base: Base, entry: Entry, broken: set[str]) -> Errors:
    alone = Base(base.documents, {entry.id: entry}, base.places)
    return [
        {"field": fields[0], "message": problem.message.removeprefix(f"{entry.id}: ")}
        for run, fields in FIELDS_OF.items()
        if broken.isdisjoint(fields)
        for problem in run(base if run is checks.phrasings_on_two_entries else alone)
        if problem.file == entry.id
    ]


def differences(session: Session, draft: Draft) -> list[dict[str, Any]]:
    """``{"field", "live", "draft"}`` for every field that the newest release has otherwise."""
    newest = repository.latest_number(session)
    told = repository.released_entry(session, newest, draft.entry_id) if newest else None
    return compare(told or {}, draft.content)


def compare(live: Mapping[str, Any], draft: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields in which two contents differ; absent and empty are the same."""
    live, draft = _full(live), _full(draft)
    return [
        {"field": field, "live": live.get(field), "draft": draft.get(field)}
        for field in dict.fromkeys([*live, *draft])
        if (live.get(field) or None) != (draft.get(field) or None)
    ]


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The names of the fields in which two contents differ."""
    return {found["field"] for found in compare(before, after)}


def _full(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Content in the one way in which it is kept, if it holds."""
    try:
        return Entry.model_validate(content).model_dump(mode="json")
    except ValidationError:
        return content


def phrasings_only(session: Session, draft: Draft) -> bool:
    """Whether nothing that is told changes, only the ways of asking."""
    row = desk_repository.working_entry(session, draft.entry_id)
    return row is not None and changed_fields(row.content, draft.content) == {PHRASINGS}


def stale(session: Session, draft: Draft) -> bool:
    """Whether the working copy was changed since the draft began."""
    row = desk_repository.working_entry(session, draft.entry_id)
    return (row.digest if row else None) != draft.base_digest


def entry_of(draft: Draft) -> tuple[Entry, str]:
    """A submitted draft as an entry, with its digest."""
    entry = Entry.model_validate(draft.content)
    return entry, digest(entry)


def _handed_on(
    session: Session, actor: Actor, draft: Draft, to: Status, action: str, reason: str = ""
) -> Draft:
    turn(session, actor, draft, to, reason)
    session.flush()
    _keep(session, actor, action, draft)
    return draft


def _keep(session: Session, actor: Actor, action: str, draft: Draft) -> None:
    about = ("draft", draft.id)
    audit.record(session, actor, action, about=about, entry=draft.entry_id, version=draft.version)


def _id_of(actor: Actor) -> uuid.UUID:
    if actor.id is None:
        raise ValueError("a draft is written by a member of staff")
    return actor.id


def _there(draft: Draft | None) -> Draft:
    if draft is None:
        raise Problem(404, "not-found", "没有找到这份草稿，请回到列表再看")
    return draft


def _unchanged(draft: Draft, version: int) -> Draft:
    if draft.version != version:
        raise Problem(409, "changed-meanwhile", "别人刚改过这份草稿，请刷新后再改")
    return draft


def _taken() -> Problem:
    return Problem(409, "draft-open", "这个条目已有一份草稿没有办完，请接着那一份改")
