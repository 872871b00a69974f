"""应急权限: taken for an hour with a reason, given back, and looked at by somebody else."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for

from knowledge.schema import DISTRICTS
from server.console.navigation import Entry
from server.errors import Problem
from server.identity import break_glass, posts
from server.identity.access import Caller, access, current_actor
from server.kit.clock import machine_now
from server.oversight.actor import Post, Role
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, tried
from server.transaction import transaction

blueprint = Blueprint("console_emergency", __name__, url_prefix="/console/emergency")

MAY = Caller.staff(*break_glass.MAY)
REVIEWS = Caller.staff(*break_glass.REVIEWS)
ENTRY = Entry("console_emergency.page", "应急权限", frozenset(break_glass.MAY), order=850)


@blueprint.get("")
@access(MAY)
def page() -> Page:
    """What it is for, who took it when and why."""
    return _page(NOTHING_WRONG)


@blueprint.post("")
@tried
@access(MAY)
def take() -> Page:
    """Take a street's clerk's post for an hour."""

    def do() -> Page:
        with transaction() as session:
            break_glass.take(session, current_actor(), _street(), request.form.get("reason", ""))
        return redirect(url_for("console_emergency.page"), 303)

    return attempt(do, _page)


@blueprint.post("/give-back")
@access(MAY)
def give_back() -> Page:
    """It is over before its time."""
    with transaction() as session:
        break_glass.give_back(session, current_actor())
    return redirect(url_for("console_emergency.page"), 303)


@blueprint.post("/review")
@access(REVIEWS)
def review() -> Page:
    """What somebody else did with it has been looked at."""
    wanted = id_in("post_id")
    with transaction() as session:
        break_glass.review(session, current_actor(), wanted)
    return redirect(url_for("console_emergency.page"), 303)


def _street() -> Post:
    district, street = (request.form.get(each, "").strip() for each in ("district", "street"))
    try:
        return posts.post(Role.STREET_CLERK, district or None, street or None)
    except ValueError as error:
        raise Problem(422, "invalid-input", str(error)) from None


def _page(refusal: Refusal) -> str:
    actor, now = current_actor(), machine_now()
    reviews = bool(actor.roles & set(break_glass.REVIEWS))
    with transaction(writes=False) as session:
        taken = [
            (row, who)
            for row, who in break_glass.taken(session)
            if reviews or row.staff_id == actor.id
        ]
    mine = any(
        row.staff_id == actor.id
        and row.ended_at is None
        and row.expires_at
        and row.expires_at > now
        for row, _ in taken
    )
    return render_template(
        "console/emergency.html", taken=taken, mine=mine, now=now, refusal=refusal,
        reviews=reviews, me=actor.id, districts=DISTRICTS,
    )  # fmt: skip
