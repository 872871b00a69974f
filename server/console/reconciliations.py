"""对账: what came of each day's bills, and a button that has a day compared again."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from pydantic import BaseModel, ConfigDict

from server.identity.access import Caller, access, current_actor
from server.kit.clock import business_now
from server.oversight.actor import Role
from server.payments import rechecking
from server.payments.reconciling import newest_day
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.transaction import transaction

blueprint = Blueprint(
    "console_reconciliations", __name__, url_prefix="/console/money/reconciliations"
)

CITY = Caller.staff(Role.CITY_SUPERVISOR)
"""One bill may hold what all sellers sold: this is for those who see everything."""

WHY_NO_BILL = {
    "STATEMENT_CREATING": "渠道还在出账单，过一会儿再对",
    "SELLER_WITHOUT_NUMBER": "有收款方没写商户号，请先补上",
    "NO_BILL": "这个渠道没有账单",
}


class DayIn(BaseModel):
    """Which day's bills."""

    model_config = ConfigDict(extra="forbid")

    day: date


@blueprint.get("")
@access(CITY)
def page() -> Page:
    """The last days, when each was last compared and how it ended."""
    return _page(NOTHING_WRONG)


@blueprint.post("")
@tried
@access(CITY)
def again() -> Page:
    """Have the bills of a day compared again, by the worker."""

    def do() -> Page:
        asked = DayIn.model_validate(written("day"))
        with transaction() as session:
            rechecking.ask(session, current_actor(), asked.day)
        return redirect(url_for("console_reconciliations.page"), 303)

    return attempt(do, _page)


@blueprint.app_template_global()
def why_no_bill(code: str) -> str:
    """What a channel's code for a bill it does not give means, and what to do."""
    if code.startswith("BILL:"):
        return "账单读不懂，请通知技术人员"
    return WHY_NO_BILL.get(code, f"渠道没有给账单（{code}），过一会儿再对")


def _page(refusal: Refusal) -> str:
    newest = newest_day(business_now()).isoformat()
    with transaction(writes=False) as session:
        days = rechecking.days(session)
    return render_template(
        "console/money/reconciliations.html", days=days, refusal=refusal,
        newest=newest, day=request.form.get("day", newest),
    )  # fmt: skip
