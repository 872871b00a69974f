"""Regression questions, publishing and the way back: ``/api/v1/editorial``."""

from __future__ import annotations

import uuid

from apiflask import APIBlueprint

from server.editorial import conflicts, desk_repository, publishing, regression
from server.editorial.api import PUBLISHES, WRITES, read_key
from server.editorial.desk_models import Candidate, RegressionQuestion
from server.editorial.models import Release
from server.editorial.regression import Expected
from server.editorial.schemas import (
    CandidateOut,
    ConflictOut,
    ConflictsOut,
    ExpectIn,
    OverrideIn,
    PageIn,
    RegressionQuestionIn,
    RegressionQuestionOut,
    RegressionQuestionsOut,
    ReleaseOut,
    ReleasesOut,
    VersionIn,
)
from server.errors import Problem
from server.identity.access import access, current_actor
from server.kit.clock import to_beijing
from server.transaction import transaction

blueprint = APIBlueprint(
    "editorial_releases", __name__, url_prefix="/api/v1/editorial", tag="知识（工作人员）"
)


@blueprint.post("/drafts/<uuid:draft_id>/publish")
@blueprint.input(VersionIn, arg_name="seen")
@blueprint.output(CandidateOut, status_code=202)
@blueprint.doc(
    summary="发布草稿",
    description="先用回归问题检验，通过才发布；结果看 candidates。",
    responses=[401, 403, 404, 409, 415, 422],
)
@access(WRITES)
def post_publish(draft_id: uuid.UUID, seen: VersionIn) -> CandidateOut:
    """Send a draft through the gate."""
    with transaction() as session:
        return _candidate(publishing.ask(session, current_actor(), draft_id, seen.version))


@blueprint.get("/candidates/<uuid:candidate_id>")
@blueprint.output(CandidateOut)
@blueprint.doc(
    summary="一次发布的结果：答不对的回归问题，现在谁胜出、为什么", responses=[401, 403, 404]
)
@access(WRITES)
def get_candidate(candidate_id: uuid.UUID) -> CandidateOut:
    """How far a publication is, and what it would lose."""
    with transaction(writes=False) as session:
        return _candidate(publishing.find(session, candidate_id))


@blueprint.post("/candidates/<uuid:candidate_id>/override")
@blueprint.input(OverrideIn, arg_name="wish")
@blueprint.output(CandidateOut, status_code=202)
@blueprint.doc(
    summary="虽有回归问题答不对，仍要发布",
    description="由写稿和申请发布以外的另一位发布员决定，要写原因。",
    responses=[401, 403, 404, 409, 415, 422],
)
@access(PUBLISHES)
def post_override(candidate_id: uuid.UUID, wish: OverrideIn) -> CandidateOut:
    """Publish in spite of what is lost."""
    with transaction() as session:
        return _candidate(publishing.override(session, current_actor(), candidate_id, wish.reason))


@blueprint.get("/releases")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(ReleasesOut)
@blueprint.doc(summary="发布记录", responses=[401, 403, 422])
@access(WRITES)
def get_releases(page: PageIn) -> ReleasesOut:
    """Releases, the newest first."""
    with transaction(writes=False) as session:
        before = _read_number(page.cursor)
        found = desk_repository.releases(session, before, page.limit + 1)
        items = [_release(release) for release in found[: page.limit]]
    more = len(found) > page.limit
    return ReleasesOut(items=items, next_cursor=str(items[-1].number) if more else None)


@blueprint.post("/releases/<int:number>/roll-back")
@blueprint.output(ReleaseOut, status_code=201)
@blueprint.doc(
    summary="退回到这一版的内容", description="作为新的一版发布。", responses=[401, 403, 404]
)
@access(PUBLISHES)
def post_roll_back(number: int) -> ReleaseOut:
    """Let everybody have the content of a former release again, as a new one."""
    with transaction() as session:
        return _release(publishing.roll_back(session, current_actor(), number))


@blueprint.get("/regression-questions")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(RegressionQuestionsOut)
@blueprint.doc(summary="回归问题", responses=[401, 403, 422])
@access(WRITES)
def get_questions(page: PageIn) -> RegressionQuestionsOut:
    """What is asked of every candidate, in the order in which it was written."""
    with transaction(writes=False) as session:
        found = desk_repository.questions(session, read_key(page.cursor), page.limit + 1)
        items = [_question(row) for row in found[: page.limit]]
    more = len(found) > page.limit
    return RegressionQuestionsOut(items=items, next_cursor=items[-1].id if more else None)


@blueprint.post("/regression-questions")
@blueprint.input(RegressionQuestionIn, arg_name="wish")
@blueprint.output(RegressionQuestionOut, status_code=201)
@blueprint.doc(summary="加一个回归问题", responses=[401, 403, 409, 415, 422])
@access(WRITES)
def post_question(wish: RegressionQuestionIn) -> RegressionQuestionOut:
    """Have one more question asked of every candidate."""
    with transaction() as session:
        expected = Expected(wish.question.strip(), wish.entry_id)
        return _question(regression.keep(session, current_actor(), expected))


@blueprint.put("/regression-questions/<uuid:question_id>")
@blueprint.input(ExpectIn, arg_name="wish")
@blueprint.output(RegressionQuestionOut)
@blueprint.doc(summary="改回归问题该由谁回答", responses=[401, 403, 404, 409, 415, 422])
@access(WRITES)
def put_question(question_id: uuid.UUID, wish: ExpectIn) -> RegressionQuestionOut:
    """Expect another entry, or a refusal."""
    with transaction() as session:
        found = regression.expect(
            session, current_actor(), question_id, wish.version, wish.entry_id
        )
        return _question(found)


@blueprint.delete("/regression-questions/<uuid:question_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="去掉一个回归问题", responses=[401, 403, 404])
@access(PUBLISHES)
def delete_question(question_id: uuid.UUID) -> str:
    """Ask it no more. Only publishers: whoever writes cannot take away what blocks her."""
    with transaction() as session:
        regression.drop(session, current_actor(), question_id)
    return ""


@blueprint.get("/conflicts")
@blueprint.output(ConflictsOut)
@blueprint.doc(summary="知识里说法打架的地方", responses=[401, 403])
@access(WRITES)
def get_conflicts() -> ConflictsOut:
    """What the working copy says twice or in two ways."""
    with transaction(writes=False) as session:
        items = [
            ConflictOut(kind=one.kind, entries=list(one.entries), message=one.message)
            for one in conflicts.find(session)
        ]
    return ConflictsOut(items=items)


def _candidate(found: Candidate) -> CandidateOut:
    return CandidateOut.model_validate(
        {
            "id": str(found.id),
            "draft_id": str(found.draft_id),
            "status": found.status,
            "requested_by": str(found.requested_by),
            "by_its_author": found.by_its_author,
            "asked": found.asked or 0,
            "lost": found.lost or [],
            "override_by": str(found.override_by) if found.override_by else None,
            "override_reason": found.override_reason,
            "failure": found.failure,
            "release": found.release_number,
            "changed_at": to_beijing(found.changed_at),
        }
    )


def _release(found: Release) -> ReleaseOut:
    return ReleaseOut(
        number=found.number, published_at=to_beijing(found.published_at), note=found.note
    )


def _question(row: RegressionQuestion) -> RegressionQuestionOut:
    return RegressionQuestionOut(
        id=str(row.id), question=row.question, entry_id=row.entry_id, version=row.version
    )


def _read_number(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise Problem(422, "invalid-input", "翻页的位置不对，请从第一页看起")
    return int(cursor)
