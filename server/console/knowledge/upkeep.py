"""What to look after: entries due for review, conflicts, corrections, regression questions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console.knowledge import desk
from server.console.knowledge.desk import PREFIX, PUBLISHES, WRITES
from server.editorial import conflicts, corrections, looking, regression
from server.editorial.regression import Expected
from server.errors import Problem
from server.identity.access import access, current_actor
from server.messages.fates import Fate
from server.people import elders as people
from server.people import reach
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.transaction import transaction

blueprint = Blueprint("knowledge_upkeep", __name__, url_prefix=f"{PREFIX}/upkeep")

KINDS = {
    "same_phrasing": "一种问法，两个条目", "amount_without_figure": "文中的数不在数字栏",
    "two_amounts": "一件事，两个数", "overlapping_dates": "日期重叠", "dead_link": "链接走不通",
    "synonym_twice": "一个词，两个说法",
}  # fmt: skip
CORRECTION_STATUSES = {"open": "等着办", "told": "已通知", "dismissed": "不用通知"}
PAGE_ROWS = 100
FATES: Mapping[str, str] = {
    Fate.DELIVERED: "微信、短信已送到",
    Fate.TOLD_BY_PHONE: "电话打通，已告知",
    Fate.SENT: "已发出，没有回执",
    Fate.WAITING: "还没发出",
    Fate.TO_RING: "微信、短信送不到，等街道打电话",
    Fate.RUNG_IN_VAIN: "打过电话没人接，还会再打",
    Fate.WRONG_NUMBER: "电话号码不对，没有告知",
    Fate.NEVER_ANSWERED: "打了几次都没人接，没有告知",
    Fate.GIVEN_UP: "都没送到，没有告知",
    Fate.REFUSED: "不用告知：已去世、迁走或资料已删除",
}
"""In the order in which the page counts them: first who knows now, last who does not."""


@blueprint.get("/review")
@access(WRITES)
def review() -> str:
    """Entries to check again, the most used first."""
    with transaction(writes=False) as session:
        found = looking.due(session)
    return render_template("console/knowledge/review.html", due=found)


@blueprint.get("/conflicts")
@access(WRITES)
def show_conflicts() -> str:
    """What the working copy says twice or in two ways."""
    with transaction(writes=False) as session:
        found = conflicts.find(session)
        titles = looking.titles(session, {name for each in found for name in each.entries})
    return render_template(
        "console/knowledge/conflicts.html", conflicts=found, titles=titles, kinds=KINDS
    )


@blueprint.get("/corrections")
@access(WRITES)
def show_corrections() -> str:
    """Releases that tell other figures."""
    with transaction(writes=False) as session:
        found = corrections.listed(session)
        titles = looking.titles(session, [row.entry_id for row in found])
    return render_template(
        "console/knowledge/corrections.html", rows=found, titles=titles,
        statuses=CORRECTION_STATUSES,
    )  # fmt: skip


@blueprint.get("/corrections/<uuid:correction_id>")
@access(WRITES)
def show_correction(correction_id: uuid.UUID) -> Page:
    """Who was told the old figure; once they were sent a notice, what became of each."""
    return _correction(correction_id, NOTHING_WRONG)


@blueprint.post("/corrections/<uuid:correction_id>/tell")
@tried
@access(PUBLISHES)
def tell(correction_id: uuid.UUID) -> Page:
    """Send a 更正通知 to everybody who is known."""
    return _decided(
        correction_id,
        lambda session: corrections.tell(session, current_actor(), correction_id),
    )


@blueprint.post("/corrections/<uuid:correction_id>/dismiss")
@tried
@access(PUBLISHES)
def dismiss(correction_id: uuid.UUID) -> Page:
    """Tell nobody, with the reason."""
    reason = request.form.get("reason", "")[:200]
    return _decided(
        correction_id,
        lambda session: corrections.dismiss(session, current_actor(), correction_id, reason),
    )


@blueprint.get("/questions")
@access(WRITES)
def questions() -> Page:
    """What is asked of every candidate."""
    return _questions(NOTHING_WRONG)


@blueprint.post("/questions")
@tried
@access(WRITES)
def add_question() -> Page:
    """Have one more asked."""

    def do() -> Response:
        question = request.form.get("question", "").strip()[:200]
        with transaction() as session:
            entry_id = desk.entry_written(looking.entry_titles(session))
            expected = Expected(question, entry_id or None)
            regression.keep(session, current_actor(), expected)
        return redirect(url_for("knowledge_upkeep.questions"), 303)

    return attempt(do, _questions)


@blueprint.post("/questions/<uuid:question_id>/drop")
@tried
@access(PUBLISHES)
def drop_question(question_id: uuid.UUID) -> Page:
    """Ask it no more."""

    def do() -> Response:
        with transaction() as session:
            regression.drop(session, current_actor(), question_id)
        return redirect(url_for("knowledge_upkeep.questions"), 303)

    return attempt(do, _questions)


def _decided(correction_id: uuid.UUID, decide: Callable[[Session], object]) -> Page:
    def do() -> Response:
        with transaction() as session:
            decide(session)
        return redirect(
            url_for("knowledge_upkeep.show_correction", correction_id=correction_id), 303
        )

    return attempt(do, lambda refusal: _correction(correction_id, refusal))


def _correction(correction_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        case = corrections.case(session, correction_id, _after(), PAGE_ROWS + 1)
        title = looking.titles(session, [case.row.entry_id])
        heard = [each.elder_id for each in case.audience.known] if case.audience else []
        elders = {name for name in heard + [each.elder_id for each in case.page] if name}
        names, homes = reach.masked_names(session, elders), people.homes(session, elders)
    shown = case.page[:PAGE_ROWS]
    return render_template(
        "console/knowledge/correction.html", case=case, heard=case.audience, shown=shown,
        title=title.get(case.row.entry_id, case.row.entry_id), names=names, homes=homes,
        fates=FATES, statuses=CORRECTION_STATUSES, refusal=refusal,
        may_decide=PUBLISHES.admits(current_actor()),
        onward=shown[-1].message_id if len(case.page) > PAGE_ROWS else None,
    )  # fmt: skip


def _after() -> uuid.UUID | None:
    """The row after which the page begins."""
    given = request.args.get("after", "")
    try:
        return uuid.UUID(given) if given else None
    except ValueError:
        raise Problem(422, "invalid-input", "翻页的位置不对，请从第一页看起") from None


def _questions(refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        found = looking.regression_questions(session, _after(), PAGE_ROWS + 1)
        titles = looking.entry_titles(session)
    return render_template(
        "console/knowledge/questions.html", questions=found[:PAGE_ROWS], titles=titles,
        onward=found[PAGE_ROWS - 1].id if len(found) > PAGE_ROWS else None, refusal=refusal,
        may_drop=PUBLISHES.admits(current_actor()),
    )  # fmt: skip
