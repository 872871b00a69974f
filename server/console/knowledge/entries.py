"""The entries: found, looked at, compared version by version."""

from __future__ import annotations

from collections.abc import Container

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge.schema import DISTRICTS
from server.console.knowledge.desk import PREFIX, WRITES
from server.console.knowledge.drafting import preview_of
from server.editorial import drafts, figures, looking, overlays
from server.errors import TITLES, Problem
from server.identity.access import access, current_actor
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.transaction import transaction

blueprint = Blueprint("knowledge_entries", __name__, url_prefix=PREFIX)

PAGE_ROWS = 50
LONGEST = 60


@blueprint.get("")
@access(WRITES)
def index() -> str:
    """Entries by id, with how they are used."""
    wanted = request.args.get("q", "").strip()[:LONGEST]
    district = request.args.get("district", "") if request.args.get("district") in DISTRICTS else ""
    with transaction(writes=False) as session:
        after = request.args.get("after", "")[:64]
        found = looking.entries(session, wanted, district, after, PAGE_ROWS + 1)
        shown = found[:PAGE_ROWS]
        uses = looking.uses(session, [row.id for row in shown])
    return render_template(
        "console/knowledge/entries.html", found=shown, uses=uses, wanted=wanted,
        district=district, after=after,
        onward=shown[-1].id if len(found) > PAGE_ROWS else None,
    )  # fmt: skip


@blueprint.get("/entries/<entry_id>")
@access(WRITES)
def show(entry_id: str) -> str:
    """An entry as it is told, its use, its versions, what it says of other districts."""
    return _shown(entry_id, NOTHING_WRONG)


@blueprint.post("/entries/<entry_id>/for-district")
@tried
@access(WRITES)
def for_district(entry_id: str) -> Page:
    """Begin, or go on with, a draft that says for one district what this entry says."""

    def do() -> Response:
        district = request.form.get("for_district", "")
        with transaction() as session:
            draft = overlays.begin(session, current_actor(), entry_id, district).id
        return redirect(url_for("knowledge_drafts.show", draft_id=draft), 303)

    return attempt(do, lambda refusal: _shown(entry_id, refusal))


def _shown(entry_id: str, refusal: Refusal) -> str:
    with transaction(writes=False) as session:
        row = looking.entry(session, entry_id)
        if row is None:
            raise Problem(404, *TITLES[404])
        found = looking.versions(session, entry_id)
        page = {
            "entry": row, "draft": looking.draft_of(session, entry_id),
            "use": looking.uses(session, [entry_id]).get(entry_id, looking.Use()),
            "others": overlays.of(session, str(row.content["title"]), entry_id),
            "days": looking.days(session, entry_id), "versions": found,
        }  # fmt: skip
        documents = looking.documents(session)
    numbers = {release.number: content for release, content in found}
    first, second = (_chosen(name, numbers) for name in ("from", "to"))
    changes = drafts.compare(numbers[first], numbers[second]) if first and second else None
    return render_template(
        "console/knowledge/entry.html", preview=preview_of(row.content, documents),
        figure_in_words=figures.in_words, changes=changes, first=first, second=second,
        refusal=refusal, districts=DISTRICTS, **page,
    )  # fmt: skip


def _chosen(name: str, numbers: Container[int]) -> int | None:
    given = request.args.get(name, "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None
    return number if number in numbers else None
