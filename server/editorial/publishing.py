"""A draft on its way to everybody: asked for, put through the gate, published; and the way back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from knowledge.schema import Document, Entry
from server.editorial import desk_repository, drafts, listening, repository, service
from server.editorial.desk_models import Candidate, Draft
from server.editorial.models import KnowledgeItem, Release
from server.editorial.service import Published
from server.editorial.states import Status
from server.errors import Problem
from server.jobs import service as jobs
from server.kit.clock import business_now, machine_now
from server.oversight import audit
from server.oversight.actor import Actor, ActorKind, Role

GATE = "editorial.gate"
AHEAD = timedelta(minutes=2)
"""So long before its time what is scheduled goes through the gate again, if it has to."""


def ask(
    session: Session,
    actor: Actor,
    draft_id: uuid.UUID,
    version: int,
    publish_at: datetime | None = None,
) -> Candidate:
    """Ask for a draft to be published; the gate judges it in a job, never in a web process.

    With ``publish_at`` it goes live then, if it passes the gate, and again if anything changes
    meanwhile.
    Raises Problem 404, 409 (not submitted, on its way already, the entry was changed since),
    403 for the author, unless only phrasings change, and for whoever does not publish, and 422
    for a time that has passed.
    """
    if publish_at is not None and publish_at <= business_now():
        errors = [{"field": "publish_at", "message": "定时发布要选一个以后的时间"}]
        raise Problem(422, "invalid-input", "定时发布要选一个以后的时间", errors=errors)
    draft = drafts.locked(session, draft_id)
    if draft.version != version:
        raise Problem(409, "changed-meanwhile", "别人刚改过这份草稿，请刷新后再看")
    if draft.status not in (Status.SUBMITTED, Status.APPROVED):
        raise Problem(409, "wrong-turn", "草稿要先提交，才能发布")
    own = _may_publish(session, actor, draft)
    refuse_stale(session, draft)
    if desk_repository.candidate_on_its_way(session, draft.id):
        raise Problem(409, "being-published", "这份草稿正在发布，请稍等再看结果")
    made = Candidate(
        draft_id=draft.id,
        draft_version=draft.version,
        status="waiting",
        requested_by=actor.id,
        by_its_author=own,
        publish_at=publish_at,
        changed_at=machine_now(),
    )
    session.add(made)
    session.flush()
    _send(session, made)
    _keep(session, actor, "release.asked_for", made, by_its_author=own)
    return made


def _may_publish(session: Session, actor: Actor, draft: Draft) -> bool:
    """Whether the author herself publishes. Raises Problem 403 for who may not publish it."""
    own = draft.author_id == actor.id
    if own and not drafts.phrasings_only(session, draft):
        raise Problem(403, "own-draft", "自己写的草稿要请另一位同事发布，只改问法的除外")
    if not own and Role.PUBLISHER not in actor.roles:
        raise Problem(403, "forbidden", "发布要有发布员的岗位，请找发布员")
    return own


def refuse_stale(session: Session, draft: Draft) -> None:
    """Raises Problem 409 where the entry was changed since the draft began."""
    if drafts.stale(session, draft):
        raise Problem(409, "entry-changed", "开草稿以后这个条目又有改动，请作废后重新开一份")


def find(session: Session, candidate_id: uuid.UUID) -> Candidate:
    """A candidate. Raises Problem 404."""
    found = desk_repository.candidate(session, candidate_id)
    if found is None:
        raise Problem(404, "not-found", "没有找到这次发布，请回到草稿再看")
    return found


def override(session: Session, actor: Actor, candidate_id: uuid.UUID, reason: str) -> Candidate:
    """Publish in spite of lost questions. Raises Problem 404, 409, 403 unless a second person."""
    found = desk_repository.locked_candidate(session, candidate_id) or find(session, candidate_id)
    draft = drafts.locked(session, found.draft_id)
    if found.status != "blocked" or draft.version != found.draft_version:
        raise Problem(409, "not-blocked", "这次发布没有被拦下，或草稿又改过了，请重新发布")
    if actor.id in (draft.author_id, found.requested_by):
        raise Problem(403, "second-person-needed", "要由写稿和申请发布以外的另一位发布员决定")
    found.override_by, found.override_reason = actor.id, reason
    found.status, found.changed_at = "waiting", machine_now()
    _send(session, found)
    _keep(session, actor, "release.override", found, lost=len(found.lost))
    return found


def call_off(session: Session, actor: Actor, candidate_id: uuid.UUID) -> Candidate:
    """Take back what is scheduled. Raises Problem 404, 409 where it is not (any more)."""
    found = desk_repository.locked_candidate(session, candidate_id) or find(session, candidate_id)
    if found.status != "scheduled":
        raise Problem(409, "not-scheduled", "这次发布没有在排队，请刷新后再看")
    found.status, found.failure, found.changed_at = "failed", "called_off", machine_now()
    _keep(session, actor, "release.called_off", found)
    return found


def schedule(session: Session, candidate: Candidate, lost: list[dict[str, Any]]) -> None:
    """It has passed the gate and waits for its time."""
    candidate.status, candidate.lost, candidate.changed_at = "scheduled", lost, machine_now()
    _keep(session, _asker(candidate), "release.scheduled", candidate)


def start_due(session: Session) -> int:
    """Publish what is scheduled and due; how many candidates were taken in hand.

    Nothing is put to the gate at the time itself: what passed it is published as it passed, so that
    it is live within a second whatever the size of the base. Where the base, the draft or the
    questions have changed since, it goes through the gate once more, a little ahead of its time.
    """
    now = business_now()
    count = 0
    for candidate in desk_repository.due_candidates(session, now + AHEAD):
        draft = drafts.locked(session, candidate.draft_id)
        due = candidate.publish_at is not None and candidate.publish_at <= now
        if not _as_it_passed(session, candidate, draft):
            candidate.status, candidate.changed_at = "waiting", machine_now()
            _send(session, candidate)
        elif due:
            publish(session, candidate, draft)
        else:
            continue
        count += 1
    return count


def _as_it_passed(session: Session, candidate: Candidate, draft: Draft) -> bool:
    """Whether all is as it was when the candidate passed the gate for its day."""
    return (
        draft.version == candidate.draft_version
        and not drafts.stale(session, draft)
        and desk_repository.questions_stand(session) == (candidate.asked, candidate.asked_until)
        and digest_with(session, draft) == candidate.digest
    )


def content_with(session: Session, draft: Draft) -> Published:
    """What would be published: the working copy with the draft in it. Number 0: it is no release."""
    entry, _ = drafts.entry_of(draft)
    read = {key: row.content for key, row in repository.working_items(session).items()}
    documents = {i: Document.model_validate(c) for (k, i), c in read.items() if k == "document"}
    entries = {i: Entry.model_validate(c) for (k, i), c in read.items() if k == "entry"}
    return Published(0, digest_with(session, draft), documents, entries | {entry.id: entry})


def digest_with(session: Session, draft: Draft) -> str:
    """The digest of ``content_with``, for which no content has to be read."""
    entry, found = drafts.entry_of(draft)
    return service.digest_of(repository.working_digests(session) | {("entry", entry.id): found})


def block(session: Session, candidate: Candidate, lost: list[dict[str, Any]]) -> None:
    """Keep the questions that would be lost; somebody else may decide otherwise."""
    candidate.status, candidate.lost, candidate.changed_at = "blocked", lost, machine_now()
    _keep(session, _asker(candidate), "release.blocked", candidate, lost=len(lost))


def fail(session: Session, candidate: Candidate, why: str) -> None:
    """The candidate cannot be published any more: its draft or the base is no longer the same."""
    candidate.status, candidate.failure, candidate.changed_at = "failed", why, machine_now()
    _keep(session, _asker(candidate), "release.failed", candidate, why=why)


def publish(session: Session, candidate: Candidate, draft: Draft) -> Release:
    """Put the draft into the working copy and make a release of it, all in this unit."""
    entry, found = drafts.entry_of(draft)
    put(session, "entry", entry.id, entry.model_dump(mode="json"), found)
    session.flush()
    release = service.publish(session, draft.note or f"条目：{entry.title}")
    actor = _asker(candidate)
    drafts.turn(
        session, actor, draft, Status.PUBLISHED, "by_its_author" if candidate.by_its_author else ""
    )
    listening.settle(session, draft)
    candidate.status, candidate.release_number = "published", release.number
    candidate.changed_at = machine_now()
    _keep(
        session, actor, "release.published", candidate, release=release.number,
        by_its_author=candidate.by_its_author, overridden=candidate.override_by is not None,
    )  # fmt: skip
    return release


def roll_back(session: Session, actor: Actor, number: int) -> Release:
    """Make the content of a former release a new release. Raises Problem 404 without such a one."""
    latest = repository.latest_number(session)
    if latest is None or not 1 <= number <= latest:
        raise Problem(404, "not-found", "没有这一版，请从发布记录里选")
    former = {(row.kind, row.id): row for row in repository.release_items(session, number)}
    for key, working in repository.working_items(session).items():
        # A source that staff brought stays: a draft on its way may cite it.
        if key not in former and (working.kind == "entry" or working.file_digest is not None):
            session.delete(working)
    for told in former.values():
        put(session, told.kind, told.id, told.content, told.digest)
    session.flush()
    made = service.publish(session, f"退回到第 {number} 版的内容")
    audit.record(session, actor, "release.rolled_back", about=("release", made.number), to=number)
    return made


def put(session: Session, kind: str, item_id: str, content: dict[str, Any], found: str) -> None:
    """Let the working copy of one item be this. What files said of it stays known."""
    row = session.get(KnowledgeItem, (kind, item_id))
    if row is None:
        session.add(
            KnowledgeItem(
                kind=kind, id=item_id, content=content, digest=found, updated_at=machine_now()
            )
        )
    elif row.digest != found:
        row.content, row.digest, row.updated_at = content, found, machine_now()


def _send(session: Session, candidate: Candidate) -> None:
    jobs.enqueue(session, GATE, {"candidate_id": str(candidate.id)})


def _asker(candidate: Candidate) -> Actor:
    return Actor(ActorKind.STAFF, candidate.requested_by)


def _keep(session: Session, actor: Actor, action: str, made: Candidate, **more: Any) -> None:
    audit.record(
        session, actor, action, about=("candidate", made.id), draft=str(made.draft_id), **more
    )
