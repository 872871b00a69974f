"""Files that staff bring: a workbook of entries, a policy document. Both become drafts, no more."""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from knowledge.importers.models import Proposals
from knowledge.importers.propose import propose
from knowledge.importers.raw import DocumentError
from knowledge.schema import Mark, Slug
from server.editorial import desk_repository, drafts, files, unanswered
from server.editorial import listening_repository as repository
from server.editorial.desk_models import Draft
from server.editorial.listening_models import Import, Proposed
from server.errors import Problem
from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.oversight import audit
from server.oversight.actor import Actor

MOST_ROWS = 2000
MOST_COLUMNS = 100
"""More than the template has: some keep notes of their own beside it."""
LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
SHOWN = 50
_PERIOD = re.compile(r"(?:每(?:人|位|名)?[/·]?每?|[/·])(?P<span>[月天日年次餐])")
_A_PERSON = re.compile(r"每(?:人|位|名)|/人")
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


@dataclass(frozen=True)
class Line:
    """What became of one row of a workbook."""

    row: int
    entry_id: str
    outcome: str
    messages: tuple[str, ...] = ()
    """``field：what is wrong with it``, or why nothing was made of the row."""
    draft_id: str | None = None

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return {
            "row": self.row, "entry_id": self.entry_id, "outcome": self.outcome,
            "messages": list(self.messages), "draft_id": self.draft_id,
        }  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file as it was sent."""

    name: str
    content: bytes


Cells = list[tuple[int, dict[str, str]]]
Read = Cells | Proposals


def read(file: File) -> Read:
    """What a workbook or a policy document holds; outside a transaction, since it takes a while.

    Raises Problem 422, with what to do, for a file that cannot be read.
    """
    if file.name.lower().endswith(".xlsx"):
        return list(_cells(file.content))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document{Path(file.name).suffix.lower()}"
        path.write_bytes(file.content)
        try:
            return propose(path)
        except DocumentError as error:
            raise _unreadable(str(error).replace(path.name, file.name)) from None


def keep(session: Session, actor: Actor, file: File, found: Read) -> Import:
    """Keep what ``read`` found: a draft for each row of a workbook that differs, with its line in
    the report; or what a document proposes, to be approved passage by passage."""
    if isinstance(found, Proposals):
        return _document(session, actor, file, found)
    lines = [_row(session, actor, number, cells) for number, cells in found]
    report = {"lines": [line.as_json() for line in lines]}
    return _keep(session, actor, "workbook", file, report)


def _cells(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the first sheet by field, numbered as the sheet numbers them."""
    sheet = _sheet(content)
    head = next(sheet, ())
    fields = {label: field for field, label in files.COLUMNS.items()}
    places = [fields.get(str(cell or "").strip()) for cell in head]
    if "id" not in places or "question" not in places:
        raise _unreadable("第一行要是模板的表头，请下载模板再填")
    for number, row in enumerate(sheet, 2):
        if number > MOST_ROWS + 1:
            raise _unreadable(f"一次最多 {MOST_ROWS} 行，请分几次导入")
        cells = {f: _text(value) for f, value in zip(places, row, strict=False) if f}
        if any(cells.values()):
            yield number, cells


def _sheet(content: bytes) -> Iterator[tuple[Any, ...]]:
    try:
        return iter(_opened(content))
    except Problem:
        raise
    # openpyxl lets through whatever a damaged part makes lxml, zipfile, zlib or itself raise.
    except Exception as error:
        raise _unreadable("这不是能打开的 xlsx 表格，请另存为 xlsx 再试") from error


def _opened(content: bytes) -> list[tuple[Any, ...]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(each.file_size for each in archive.infolist()) > LARGEST_UNPACKED:
            raise _unreadable("这个表格解开以后太大，请拆成几个")
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(
        values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS
    )
    return list(rows)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)


def _row(session: Session, actor: Actor, number: int, cells: dict[str, str]) -> Line:
    content = files.content_of(cells)
    entry_id = content["id"] = content["id"] or f"q-{new_key().hex[-12:]}"
    if not _is_slug(entry_id):
        return Line(number, entry_id, "refused", ("编号只能用小写字母、数字和短横",))
    row = desk_repository.working_entry(session, entry_id)
    if row is not None and not drafts.compare(row.content, content):
        return Line(number, entry_id, "same")
    try:
        draft = drafts.begin(session, actor, entry_id, content, f"从表格第 {number} 行导入")
    except Problem as problem:
        return Line(number, entry_id, "refused", (problem.title,))
    found = drafts.problems(session, draft)
    messages = tuple(f"{each['field']}：{each['message']}" for each in found)
    return Line(number, entry_id, "drafted", messages, str(draft.id))


def _is_slug(text: str) -> bool:
    try:
        _SLUG.validate_python(text)
    except ValidationError:
        return False
    return True


def _document(session: Session, actor: Actor, file: File, found: Proposals) -> Import:
    report = found.model_dump(mode="json", include={"documents", "set_apart", "notes"})
    made = _keep(session, actor, "document", file, report)
    session.add_all(
        Proposed(
            import_id=made.id,
            place=place,
            content=each.model_dump(mode="json"),
            status="proposed",
        )
        for place, each in enumerate(found.proposals, 1)
    )
    session.flush()
    return made


def accept(session: Session, actor: Actor, proposal_id: uuid.UUID) -> Draft:
    """Begin an entry from a proposal: its words are a first draft, the passage is the long answer.

    Raises Problem 404, 409.
    """
    found = _open(session, proposal_id)
    name = f"q-{new_key().hex[-12:]}"
    content = unanswered.blank(name) | {
        "title": str(found.content["title"])[:24],
        "question": found.content["question"],
        "full": found.content["quote"],
        "figures": [_figure(each) for each in found.content["figures"]],
        "citations": _cited(session, found),
    }
    draft = drafts.begin(session, actor, name, content, "从文件导入，要用自己的话改写")
    found.status, found.draft_id = "drafted", draft.id
    _audit(session, actor, "proposal.accepted", found)
    return draft


def _cited(session: Session, found: Proposed) -> list[dict[str, str]]:
    """The document of the passage, where it was kept as a source (``sources``)."""
    made, _ = find(session, found.import_id)
    told = {each["id"]: each.get("source") for each in made.report.get("documents") or ()}
    source = told.get(found.content["document"])
    return [{"document": source, "mark": Mark.ORIGINAL.value}] if source else []


def _figure(found: dict[str, Any]) -> dict[str, Any]:
    """A figure of a passage; what no figure of an entry can be (a date) is only quoted."""
    kept = {"label": found["text"], "condition": ""}
    if found["kind"] == "money":
        # Parts of a fen are no amount; left open, they are not taken for yuan by whoever goes on.
        whole = str(found["value"]).isdigit()
        fen = int(found["value"]) if whole else ""
        return kept | {"fen": fen, "unit": _paid_per(found["text"])}
    counted = "percent" if found["kind"] == "percent" else "number"
    return kept | {counted: found["value"], "unit": found["unit"]}


def _paid_per(text: str) -> str:
    """The unit of an amount as entries write it: ``元/人·月`` of 每人每月…200元; only 元 where the
    words name no period, or several."""
    spans = {each["span"].replace("日", "天") for each in _PERIOD.finditer(text)}
    person = "人" if _A_PERSON.search(text) else ""
    span = spans.pop() if len(spans) == 1 else ""
    per = "·".join(filter(None, (person, span)))
    return f"元/{per}" if per else "元"


def dismiss(session: Session, actor: Actor, proposal_id: uuid.UUID) -> None:
    """Make no entry of a proposal. Raises Problem 404, 409."""
    found = _open(session, proposal_id)
    found.status = "dismissed"
    _audit(session, actor, "proposal.dismissed", found)


def find(session: Session, import_id: uuid.UUID) -> tuple[Import, list[Proposed]]:
    """A file that was read, with what it proposes. Raises Problem 404."""
    found = repository.imported(session, import_id)
    if found is None:
        raise Problem(404, "not-found", "没有找到这次导入，请回到列表再看")
    return found, repository.proposals(session, import_id)


def listed(session: Session) -> list[Import]:
    """Files that were read, the newest first."""
    return repository.imports(session, SHOWN)


def _open(session: Session, proposal_id: uuid.UUID) -> Proposed:
    found = repository.proposal(session, proposal_id)
    if found is None:
        raise Problem(404, "not-found", "没有找到这一条，请回到列表再看")
    if found.status != "proposed":
        raise Problem(409, "decided", "这一条已经有人办了，请刷新后再看")
    return found


def _keep(session: Session, actor: Actor, kind: str, file: File, report: dict[str, Any]) -> Import:
    made = Import(
        kind=kind, file=file.name[-200:], sha256=hashlib.sha256(file.content).hexdigest(), report=report,
        imported_by=actor.id, made_at=machine_now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, actor, "knowledge.imported", about=("import", made.id), kind=kind)
    return made


def _audit(session: Session, actor: Actor, action: str, found: Proposed) -> None:
    session.flush()
    audit.record(session, actor, action, about=("proposal", found.id))


def _unreadable(why: str) -> Problem:
    errors = [{"field": "file", "message": why}]
    return Problem(422, "invalid-input", why, errors=errors)
