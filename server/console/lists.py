"""The pages of the work lists: a page of rows, a batch with its preview, the export."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn
from urllib.parse import quote

import structlog
from flask import Blueprint, Response, render_template, request
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from server.console import worklists
from server.console.navigation import Entry
from server.console.worklists import VIEWS, Action, Row, WorkList
from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.kit import sheets, worklist
from server.kit.clock import business_now, to_beijing
from server.kit.worklist import Asked, Place, View
from server.oversight import audit
from server.transaction import in_transaction, is_broken_off, transaction

log = structlog.get_logger()

blueprint = Blueprint("console_lists", __name__, url_prefix="/console/lists")

ENTRY = Entry("console_lists.index", "待办名单", order=10)
PAGE_ROWS = 50
MOST_EXPORTED = 20_000
MOST_AT_ONCE = 200
MOST_CALLED = 80

AT_ONCE = "这一行正有别人在办，这次没有办成，请再试一次"
UNSURE = "系统没有回应，请刷新名单，看看这一行办成了没有"
UNTRIED = "系统正忙，这一行还没有办，请过一分钟再试"


@dataclass(frozen=True)
class Outcome:
    """What came of one row of a batch, or would come of it."""

    row_id: uuid.UUID
    done: bool
    said: str

    @property
    def called(self) -> str:
        """What the page called the row when it was ticked; nothing is decided by it."""
        return request.form.get(f"called-{self.row_id}", "")[:MOST_CALLED]


class _TakenBackError(Exception):
    """Ends a preview's transaction, so that nothing of it stays; says what would be done."""


@blueprint.get("")
@access(Caller.staff())
def index() -> str:
    """The lists that whoever asks works through."""
    return render_template("console/lists/index.html", lists=worklists.seen_by(current_actor()))


@blueprint.get("/<name>")
@access(Caller.staff())
def show(name: str) -> str:
    """One page of a list."""
    found = _list(name)
    asked = _asked(found)
    with transaction(writes=False) as session:
        rows = list(found.rows(session, current_actor(), asked))
    return _shown(found, asked, rows)


@blueprint.post("/<name>/preview")
@access(Caller.staff())
def preview(name: str) -> str:
    """What an action would do to each of the rows that were ticked; nothing is kept of it."""
    return _batch(_list(name), _would)


@blueprint.post("/<name>/do")
@access(Caller.staff())
def do(name: str) -> str:
    """Do an action to each row in a transaction of its own; what came of each."""
    return _batch(_list(name), _does)


@blueprint.get("/<name>/export")
@access(Caller.staff())
def export(name: str) -> Response:
    """The list with its filters as a file, ``format`` xlsx or csv; who took it is audited."""
    found, actor = _list(name), current_actor()
    with transaction() as session:
        rows = list(_all_rows(session, found))
        about = ("work_list", found.name)
        audit.record(session, actor, "list.exported", about=about, count=len(rows))
    head = ("到期时间", *found.columns)
    cells = [(to_beijing(row.due_at), *row.cells) for row in rows]
    if request.args.get("format") == "csv":
        return as_file(sheets.as_csv(head, cells), sheets.CSV, f"{found.title}.csv")
    return as_file(sheets.xlsx(found.title, head, cells), sheets.XLSX, f"{found.title}.xlsx")


def as_file(content: bytes, kind: str, name: str) -> Response:
    """A download with a Chinese name (RFC 6266)."""
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _list(name: str) -> WorkList:
    """The list, for who works through it. Raises Problem 404, 403."""
    found = worklists.named(name)
    if found is None:
        raise Problem(404, *TITLES[404])
    if not found.seen_by(current_actor()):
        raise Problem(403, *TITLES[403])
    return found


def _asked(found: WorkList) -> Asked:
    """What the page's address asks for; what it does not know is left out."""
    view = View(request.args["view"]) if request.args.get("view") in found.views else View.ALL
    given = {each.name: request.args.get(each.name, "").strip() for each in found.filters}
    filters = {name: value for name, value in given.items() if value}
    return Asked(business_now(), view, filters, _place(), PAGE_ROWS + 1)


def _place() -> Place | None:
    cursor = request.args.get("after")
    try:
        return worklist.read(cursor) if cursor else None
    except ValueError:
        raise Problem(422, "invalid-input", "翻页的位置不对，请从第一页看起") from None


def _all_rows(session: Session, found: WorkList) -> Iterator[Row]:
    """Page after page, up to the most that a file may hold."""
    asked = replace(_asked(found), limit=500, after=None)
    for _ in range(MOST_EXPORTED // asked.limit):
        rows = list(found.rows(session, current_actor(), asked))
        yield from rows
        if len(rows) < asked.limit:
            return
        asked = replace(asked, after=rows[-1].place)


def _shown(found: WorkList, asked: Asked, rows: Sequence[Row]) -> str:
    shown = rows[:PAGE_ROWS]
    onward = worklist.written(shown[-1].place) if len(rows) > PAGE_ROWS else None
    return render_template(
        "console/lists/list.html", list=found, asked=asked, rows=shown, onward=onward,
        views={view: VIEWS[view] for view in found.views}, chosen=asked.filters,
        actions=[each for each in found.actions if each.offered_to(current_actor())],
    )  # fmt: skip


Doing = Callable[[Action, uuid.UUID, Mapping[str, str]], str]


def _batch(found: WorkList, doing: Doing) -> str:
    action = _action(found)
    given = _given(action)
    outcomes = list(_outcomes(doing, action, given))
    return render_template(
        "console/lists/batch.html", list=found, action=action, given=given, outcomes=outcomes,
        only_preview=doing is _would,
    )  # fmt: skip


def _action(found: WorkList) -> Action:
    wanted = request.form.get("action", "")
    for each in found.actions:
        if each.name == wanted and each.offered_to(current_actor()):
            return each
    raise Problem(422, "invalid-input", "请先选要做什么")


def _given(action: Action) -> dict[str, str]:
    """What was filled in. Raises Problem 422 for what is missing or no choice of ours."""
    given = {each.name: request.form.get(each.name, "").strip() for each in action.fields}
    wrong = [each.label for each in action.fields if not each.takes(given[each.name])]
    if wrong:
        labels = "、".join(wrong)
        raise Problem(
            422, "invalid-input", f"请先填好：{labels}（最多{worklists.MOST_WRITTEN}个字）"
        )
    return given


def _ticked() -> list[uuid.UUID]:
    try:
        ticked = [uuid.UUID(each) for each in dict.fromkeys(request.form.getlist("row"))]
    except ValueError:
        raise Problem(404, *TITLES[404]) from None
    if not 1 <= len(ticked) <= MOST_AT_ONCE:
        raise Problem(422, "invalid-input", f"请勾选 1 到 {MOST_AT_ONCE} 行")
    return ticked


def _outcomes(doing: Doing, action: Action, given: Mapping[str, str]) -> Iterator[Outcome]:
    """Row after row. Where the database is away the rest is not tried: it would only wait."""
    away = False
    for row_id in _ticked():
        if away:
            yield Outcome(row_id, False, UNTRIED)
            continue
        try:
            yield _outcome(doing, action, row_id, given)
        except (DBAPIError, PoolTimeout) as error:
            log.warning("row_failed", error=type(error).__name__, exc_info=error)
            away = isinstance(error, PoolTimeout) or error.connection_invalidated
            yield Outcome(row_id, False, AT_ONCE if is_broken_off(error) else UNSURE)


def _outcome(doing: Doing, action: Action, row_id: uuid.UUID, given: Mapping[str, str]) -> Outcome:
    """One row's result; what goes wrong with it is no reason to leave the others undone."""
    try:
        return Outcome(row_id, True, doing(action, row_id, given))
    except Problem as problem:
        return Outcome(row_id, False, problem.title)
    except IntegrityError:
        return Outcome(row_id, False, "刚刚有人改过这一行，请刷新名单再试")


def _does(action: Action, row_id: uuid.UUID, given: Mapping[str, str]) -> str:
    return in_transaction(lambda session: action.do(session, current_actor(), row_id, given))


def _would(action: Action, row_id: uuid.UUID, given: Mapping[str, str]) -> str:
    try:
        _do_and_take_back(action, row_id, given)
    except _TakenBackError as back:
        return str(back)


def _do_and_take_back(action: Action, row_id: uuid.UUID, given: Mapping[str, str]) -> NoReturn:
    def unit(session: Session) -> NoReturn:
        said = action.do(session, current_actor(), row_id, given)
        session.flush()
        raise _TakenBackError(said)

    in_transaction(unit)
