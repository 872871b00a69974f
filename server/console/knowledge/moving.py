"""In and out: workbooks and policy documents, the template, the exports."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.console.knowledge import faults
from server.console.knowledge.desk import PREFIX, WRITES
from server.console.lists import as_file
from server.editorial import files, importing, looking, sources
from server.editorial.importing import File
from server.errors import Problem
from server.identity import staff
from server.identity.access import access, current_actor
from server.kit import sheets
from server.oversight import audit
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.transaction import transaction

blueprint = Blueprint("knowledge_files", __name__, url_prefix=f"{PREFIX}/files")

HEAD = tuple(files.COLUMNS.values())
SAMPLE: Mapping[str, Any] = (
    {
        "id": "sample-entry", "title": "样例条目", "question": "请说明样例",
        "phrasings": {"elder": ["样例怎么问", "样例是什么", "样例找谁", "样例要钱吗", "样例在哪办", "样例几天办好"]},
        "short": "这是样例，导入前请删掉这一行。", "full": "详细说明写在这里，每个金额都要在“数字”里：每月100元。",
        "figures": [
            {"label": "样例补贴", "fen": 10000, "unit": "元/人·月", "kind": "fixed", "condition": "年满80周岁"}
        ],
        "last_checked": "2026-11-21", "audience": ["elder", "family"],
        "actions": [{"type": "call", "label": "打电话问", "target": "12345"}],
    }
)  # fmt: skip


@blueprint.get("")
@access(WRITES)
def index() -> Page:
    """What was imported, and the forms to import and export."""
    return _index(NOTHING_WRONG)


@blueprint.post("/import")
@tried
@access(WRITES)
def post_import() -> Page:
    """Read a workbook or a document; each becomes drafts or proposals, nothing goes live."""
    request.max_content_length = importing.LARGEST + 64 * 1024

    def do() -> Response:
        file = _sent()
        found = importing.read(file)
        with transaction() as session:
            import_id = importing.keep(session, current_actor(), file, found).id
        return redirect(url_for("knowledge_files.show", import_id=import_id), 303)

    return attempt(do, _index)


def _sent() -> File:
    """The file that was sent. Raises Problem 422."""
    given = request.files.get("file")
    if given is None or not given.filename:
        errors = [{"field": "file", "message": "请选一个文件"}]
        raise Problem(422, "invalid-input", "请选一个文件", errors=errors)
    return File(given.filename, given.read())


@blueprint.get("/<uuid:import_id>")
@access(WRITES)
def show(import_id: uuid.UUID) -> str:
    """What became of each row, or what a document proposes."""
    return _shown(import_id, NOTHING_WRONG)


@blueprint.post("/<uuid:import_id>/sources")
@tried
@access(WRITES)
def keep_source(import_id: uuid.UUID) -> Page:
    """Let the document be cited from now on."""

    def do() -> Response:
        with transaction() as session:
            place = request.form.get("place", -1, type=int)
            sources.keep(session, current_actor(), import_id, place, written(*sources.FIELDS))
        return redirect(url_for("knowledge_files.show", import_id=import_id), 303)

    return attempt(do, lambda refusal: _shown(import_id, refusal))


def _shown(import_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        found, proposals = importing.find(session, import_id)
    return render_template(
        "console/knowledge/import.html",
        found=found,
        proposals=proposals,
        fault_of=faults.of_line,
        refusal=refusal,
        source_fields=sources.FIELDS,
        source_days=sources.DAYS,
        proposed=sources.proposed,
    )


@blueprint.post("/proposals/<uuid:proposal_id>/accept")
@access(WRITES)
def accept(proposal_id: uuid.UUID) -> Response:
    """Begin an entry of it."""
    with transaction() as session:
        draft_id = importing.accept(session, current_actor(), proposal_id).id
    return redirect(url_for("knowledge_drafts.show", draft_id=draft_id), 303)


@blueprint.post("/<uuid:import_id>/proposals/<uuid:proposal_id>/dismiss")
@access(WRITES)
def dismiss(import_id: uuid.UUID, proposal_id: uuid.UUID) -> Response:
    """Make no entry of it."""
    with transaction() as session:
        importing.dismiss(session, current_actor(), proposal_id)
    return redirect(url_for("knowledge_files.show", import_id=import_id), 303)


@blueprint.get("/template.xlsx")
@access(WRITES)
def template() -> Response:
    """The form of a workbook, with one row as a sample, which cites a source that there is."""
    with transaction(writes=False) as session:
        known = [*looking.documents(session)] or ["notice"]
    cited = {"citations": [{"document": known[0], "mark": "原文", "clause": "第一条"}]}
    rows = [files.as_row({**SAMPLE, **cited})]
    return as_file(sheets.xlsx("知识条目", HEAD, rows), sheets.XLSX, "知识条目模板.xlsx")


@blueprint.get("/export.<form>")
@access(WRITES)
def export(form: str) -> Response:
    """The working copy with its stable ids, as xlsx or JSON."""
    if form not in ("xlsx", "json"):
        raise Problem(404, "not-found", "只能导出 xlsx 或 json")
    with transaction() as session:
        audit.record(session, current_actor(), "knowledge.exported", form=form)
        if form == "json":
            return as_file(files.as_json(session), "application/json", "知识.json")
        rows = list(files.rows(session))
    return as_file(sheets.xlsx("知识条目", HEAD, rows), sheets.XLSX, "知识条目.xlsx")


def _index(refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        found = importing.listed(session)
        names = staff.names(session, [each.imported_by for each in found])
    return render_template(
        "console/knowledge/files.html", imports=found, names=names, refusal=refusal
    )
