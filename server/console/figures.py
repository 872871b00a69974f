"""数字: a day in numbers, each with its definition, its week, and who of them is 80 or older."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from knowledge import divisions
from knowledge.schema import DISTRICTS
from server.console import statistics
from server.console.lists import as_file
from server.console.navigation import Entry
from server.console.numbers.chat import counted
from server.console.statistics import SEES, Figure, Span
from server.conversation import figures as chat_figures
from server.errors import TITLES, Problem
from server.identity import scope
from server.identity.access import Caller, access, current_actor
from server.kit import sheets
from server.kit.clock import business_today
from server.oversight import audit
from server.transaction import transaction

blueprint = Blueprint("console_figures", __name__, url_prefix="/console/figures")

COUNTS = Caller.staff(*SEES)
ENTRY = Entry("console_figures.page", "数字", COUNTS.roles, order=30)
DAYS = 7
UNANSWERED = 10
FIRST_DAY = date(2020, 1, 1)
"""Nothing was counted before."""


@blueprint.get("")
@access(COUNTS)
def page() -> str:
    """The numbers of a day, drilled down to a district or street."""
    span = _span()
    with transaction(writes=False) as session:
        found = statistics.figures(session, span, DAYS)
        unanswered = chat_figures.unanswered(session, counted(span), UNANSWERED)
    return render_template(
        "console/figures/page.html", figures=found, span=span, unanswered=unanswered,
        districts=_districts(), streets=_streets(span.district), today=business_today(),
    )  # fmt: skip


@blueprint.get("/export")
@access(COUNTS)
def export() -> Response:
    """The same as a file, with the definitions."""
    span = _span()
    with transaction() as session:
        found = statistics.figures(session, span, DAYS)
        about = ("work_list", "figures")
        audit.record(session, span.actor, "list.exported", about=about, count=len(found))
    days = [day.isoformat() for day, _ in found[0].days] if found else []
    head = ("数字", "单位", "怎么算的", "当天", "其中 80 岁以上", *days)
    rows = [_line(each) for each in found]
    if request.args.get("format") == "csv":
        return as_file(sheets.as_csv(head, rows), sheets.CSV, f"数字{span.day}.csv")
    return as_file(sheets.xlsx("数字", head, rows), sheets.XLSX, f"数字{span.day}.xlsx")


def _line(each: Figure) -> tuple[str, ...]:
    about = (each.statistic.label, each.statistic.unit, each.statistic.definition)
    return (*about, _said(each.number), _said(each.from_80), *(_said(n) for _, n in each.days))


def _said(number: int | None) -> str:
    return "没有" if number is None else str(number)


def _span() -> Span:
    """What the address asks for. Raises Problem 403 for a place beyond the caller's posts."""
    actor = current_actor()
    district = request.args.get("district") or None
    street = request.args.get("street") or None
    if street is not None and divisions.street(street) is not None:
        district = street[:6]
    if district is not None and not _overlaps(district, street):
        raise Problem(403, *TITLES[403])
    return Span(actor, _day(), district, street)


def _overlaps(district: str, street: str | None) -> bool:
    """Whether something of a place lies within the caller's posts."""
    return any(
        post.district in (None, district) and (street is None or post.street in (None, street))
        for post in scope.posts_as(current_actor(), *SEES)
    )


def _day() -> date:
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return business_today()
    return min(max(asked, FIRST_DAY), business_today())


def _districts() -> dict[str, str]:
    return {code: name for code, name in DISTRICTS.items() if _overlaps(code, None)}


def _streets(district: str | None) -> dict[str, str]:
    streets = divisions.streets_of(district) if district else ()
    return {each.code: each.name for each in streets if _overlaps(each.district, each.code)}
