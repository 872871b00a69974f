"""Drafts for editors: ``/api/v1/editorial/drafts``."""

from __future__ import annotations

import uuid
from typing import Any

from apiflask import APIBlueprint
from sqlalchemy.orm import Session

from server.editorial import desk_repository, drafts
from server.editorial.desk_models import Draft
from server.editorial.schemas import (
    BeginIn,
    DraftLineOut,
    DraftOut,
    DraftsOut,
    GiveBackIn,
    PageIn,
    VersionIn,
    WriteIn,
)
from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.kit.clock import to_beijing
from server.oversight.actor import Role
from server.transaction import transaction

blueprint = APIBlueprint(
    "editorial", __name__, url_prefix="/api/v1/editorial", tag="知识（工作人员）"
)

WRITES = Caller.staff(Role.EDITOR, Role.PUBLISHER, Role.ADMIN)
PUBLISHES = Caller.staff(Role.PUBLISHER)


@blueprint.get("/drafts")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(DraftsOut)
@blueprint.doc(summary="没有办完的草稿", responses=[401, 403, 422])
@access(WRITES)
def get_drafts(page: PageIn) -> DraftsOut:
    """Drafts on their way, the newest first."""
    with transaction(writes=False) as session:
        found = desk_repository.open_drafts(session, read_key(page.cursor), page.limit + 1)
        items = [DraftLineOut(**_line(draft)) for draft in found[: page.limit]]
    more = len(found) > page.limit
    return DraftsOut(items=items, next_cursor=items[-1].id if more else None)


@blueprint.post("/drafts")
@blueprint.input(BeginIn, arg_name="wish")
@blueprint.output(DraftOut, status_code=201)
@blueprint.doc(summary="开一份草稿", responses=[401, 403, 404, 409, 415, 422])
@access(WRITES)
def post_draft(wish: BeginIn) -> DraftOut:
    """Begin a draft of an entry that exists or is to exist."""
    with transaction() as session:
        actor = current_actor()
        draft = drafts.begin(session, actor, wish.entry_id, wish.content, wish.note)
        return shown(session, draft)


@blueprint.get("/drafts/<uuid:draft_id>")
@blueprint.output(DraftOut)
@blueprint.doc(summary="一份草稿：问题、与线上的差别、经过", responses=[401, 403, 404])
@access(WRITES)
def get_draft(draft_id: uuid.UUID) -> DraftOut:
    """A draft in full."""
    with transaction(writes=False) as session:
        return shown(session, drafts.find(session, draft_id))


@blueprint.put("/drafts/<uuid:draft_id>")
@blueprint.input(WriteIn, arg_name="wish")
@blueprint.output(DraftOut)
@blueprint.doc(summary="改草稿", responses=[401, 403, 404, 409, 415, 422])
@access(WRITES)
def put_draft(draft_id: uuid.UUID, wish: WriteIn) -> DraftOut:
    """Keep what was written, whether it holds yet or not."""
    with transaction() as session:
        draft = drafts.write(
            session, current_actor(), draft_id, wish.version, wish.content, wish.note
        )
        return shown(session, draft)


@blueprint.post("/drafts/<uuid:draft_id>/submit")
@blueprint.input(VersionIn, arg_name="seen")
@blueprint.output(DraftOut)
@blueprint.doc(summary="提交审核", responses=[401, 403, 404, 409, 415, 422])
@access(WRITES)
def post_submit(draft_id: uuid.UUID, seen: VersionIn) -> DraftOut:
    """Hand a draft without problems to a second person."""
    with transaction() as session:
        return shown(session, drafts.submit(session, current_actor(), draft_id, seen.version))


@blueprint.post("/drafts/<uuid:draft_id>/approve")
@blueprint.input(VersionIn, arg_name="seen")
@blueprint.output(DraftOut)
@blueprint.doc(summary="审核通过", responses=[401, 403, 404, 409, 415, 422])
@access(PUBLISHES)
def post_approve(draft_id: uuid.UUID, seen: VersionIn) -> DraftOut:
    """Say that a colleague's draft is good."""
    with transaction() as session:
        return shown(session, drafts.approve(session, current_actor(), draft_id, seen.version))


@blueprint.post("/drafts/<uuid:draft_id>/give-back")
@blueprint.input(GiveBackIn, arg_name="wish")
@blueprint.output(DraftOut)
@blueprint.doc(summary="退回修改", responses=[401, 403, 404, 409, 415, 422])
@access(PUBLISHES)
def post_give_back(draft_id: uuid.UUID, wish: GiveBackIn) -> DraftOut:
    """Send a draft back with the reason."""
    with transaction() as session:
        draft = drafts.give_back(session, current_actor(), draft_id, wish.version, wish.reason)
        return shown(session, draft)


@blueprint.post("/drafts/<uuid:draft_id>/withdraw")
@blueprint.input(VersionIn, arg_name="seen")
@blueprint.output(DraftOut)
@blueprint.doc(summary="作废草稿", responses=[401, 403, 404, 409, 415, 422])
@access(WRITES)
def post_withdraw(draft_id: uuid.UUID, seen: VersionIn) -> DraftOut:
    """End a draft without publishing it."""
    with transaction() as session:
        return shown(session, drafts.withdraw(session, current_actor(), draft_id, seen.version))


def read_key(cursor: str | None) -> uuid.UUID | None:
    """The row that a page begins after. Raises Problem 422."""
    try:
        return None if cursor is None else uuid.UUID(cursor)
    except ValueError:
        raise Problem(422, "invalid-input", "翻页的位置不对，请从第一页看起") from None


def shown(session: Session, draft: Draft) -> DraftOut:
    """A draft as its editors see it."""
    events = [
        {
            "at": to_beijing(event.at),
            "from_status": event.from_status,
            "to_status": event.to_status,
            "reason": event.reason,
            "actor_id": str(event.actor_id) if event.actor_id else None,
        }
        for event in desk_repository.events_of(session, draft.id)
    ]
    more: dict[str, Any] = {
        "content": draft.content,
        "problems": drafts.problems(session, draft),
        "differences": drafts.differences(session, draft),
        "phrasings_only": drafts.phrasings_only(session, draft),
        "stale": drafts.stale(session, draft),
        "events": events,
    }
    return DraftOut.model_validate(_line(draft) | more)


def _line(draft: Draft) -> dict[str, Any]:
    return {
        "id": str(draft.id),
        "entry_id": draft.entry_id,
        "title": str(draft.content.get("title") or ""),
        "status": draft.status,
        "note": draft.note,
        "author_id": str(draft.author_id),
        "changed_at": to_beijing(draft.changed_at),
        "version": draft.version,
    }
