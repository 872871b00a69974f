"""街道活动: what there is, signing an elder up, the place that she holds, giving it back."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from knowledge.schema import DISTRICTS
from server.activities import service
from server.activities.models import SignUp
from server.identity.access import Caller, access, current_actor
from server.kit.clock import business_now
from server.payments import standing
from server.people import elders
from server.people.access import acting_for
from server.people.states import Scope
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, tried
from server.portal.whom import Held, whom
from server.transaction import once_more, transaction

blueprint = Blueprint("street_activities", __name__, url_prefix="/activities")

SHOWN, PLACES_SHOWN = 50, 20
HELD = ("waiting", "confirmed")


@blueprint.get("")
@access(Caller.ANYONE)
def index() -> Page:
    """What one can sign up for in a district, and what the elder has signed up for."""
    chosen = whom().chosen
    with transaction(writes=False) as session:
        district = _district(session, chosen)
        found = service.open_in(session, district, SHOWN) if district else []
        places = _places(session, chosen)
    return render_template(
        "portal/activities/index.html", activities=found, places=places,
        districts=DISTRICTS, district=district,
    )  # fmt: skip


@blueprint.get("/<uuid:activity_id>")
@access(Caller.ANYONE)
def show(activity_id: uuid.UUID) -> Page:
    """What it is, what it costs and who gets that; signing up."""
    return _show(activity_id, NOTHING_WRONG)


@blueprint.post("/<uuid:activity_id>")
@tried
@access(Caller.SIGNED_IN)
def sign_up(activity_id: uuid.UUID) -> Page:
    """Hold a place; whoever may pay is led to the till."""

    def do() -> Page:
        actor, elder_id = current_actor(), id_in("elder_id")

        def hold(session: Session) -> tuple[uuid.UUID, bool]:
            acting = acting_for(session, actor, elder_id, Scope.ORDER)
            made = service.sign_up(session, acting, activity_id)
            return made.id, made.status == "waiting" and Scope.PAY in acting.scopes

        order_id, to_pay = once_more(hold)
        if to_pay:
            there = url_for("pay.page", kind=service.KIND, order_id=order_id)
        else:
            there = url_for("street_activities.place", order_id=order_id)
        return redirect(there, 303)

    return attempt(do, lambda refusal: _show(activity_id, refusal))


@blueprint.get("/places/<uuid:order_id>")
@access(Caller.SIGNED_IN)
def place(order_id: uuid.UUID) -> Page:
    """How a place stands."""
    return _place(order_id, NOTHING_WRONG)


@blueprint.get("/places/<uuid:order_id>/withdraw")
@access(Caller.SIGNED_IN)
def confirm_withdraw(order_id: uuid.UUID) -> Page:
    """Ask once more, and say what becomes of the money."""
    shown = _found(order_id)
    if shown["sign_up"].status not in HELD:
        return redirect(url_for("street_activities.place", order_id=order_id), 303)
    return render_template("portal/activities/withdraw.html", **shown)


@blueprint.post("/places/<uuid:order_id>/withdraw")
@tried
@access(Caller.SIGNED_IN)
def withdraw(order_id: uuid.UUID) -> Page:
    """Give the place back, and the money to whoever paid."""

    def do() -> Page:
        given_back = service.withdraw(current_actor(), order_id)
        if given_back.fee_fen and _may(given_back, Scope.PAY):  # where the money is, the till tells
            return redirect(url_for("pay.page", kind=service.KIND, order_id=order_id), 303)
        return redirect(url_for("street_activities.place", order_id=order_id), 303)

    return attempt(do, lambda refusal: _place(order_id, refusal))


def _district(session: Session, chosen: Held | None) -> str:
    """The district that was asked for, else that of the elder for whom things are done."""
    asked = request.args.get("district", "")
    if asked in DISTRICTS or chosen is None:
        return asked if asked in DISTRICTS else ""
    acting = acting_for(session, current_actor(), chosen.elder_id)
    return (elders.one(session, acting).street or "")[:6]


def _places(session: Session, chosen: Held | None) -> list[tuple[SignUp, str]]:
    """What the elder holds: places with the activity's title, those that are not over."""
    if chosen is None or Scope.ORDER not in chosen.scopes:
        return []
    acting = acting_for(session, current_actor(), chosen.elder_id, Scope.ORDER)
    found, now = service.places_of(session, acting, PLACES_SHOWN), business_now()
    return [
        (place, activity.title)
        for place, activity in found
        if place.status in HELD and activity.starts_at > now
    ]


def _show(activity_id: uuid.UUID, refusal: Refusal) -> str:
    may_order = [each for each in whom().held if Scope.ORDER in each.scopes]
    with transaction(writes=False) as session:
        activity = service.one(session, activity_id)
        places = {}
        for each in may_order:
            acting = acting_for(session, current_actor(), each.elder_id, Scope.ORDER)
            places[each.elder_id] = service.held(session, acting, activity_id)
        seller = standing.seller_name(session, activity.seller_id)
    return render_template(
        "portal/activities/show.html", activity=activity, seller=seller, refusal=refusal,
        over=activity.closes_at <= business_now(),
        places=[(each, places[each.elder_id]) for each in may_order if places[each.elder_id]],
        free=[each for each in may_order if places[each.elder_id] is None],
    )  # fmt: skip


def _place(order_id: uuid.UUID, refusal: Refusal) -> str:
    return render_template("portal/activities/place.html", refusal=refusal, **_found(order_id))


def _found(order_id: uuid.UUID) -> dict[str, Any]:
    with transaction(writes=False) as session:
        sign_up, activity = service.find(session, current_actor(), order_id)
    held = {each.elder_id: each for each in whom().held}
    return {
        "sign_up": sign_up, "activity": activity, "elder": held.get(sign_up.elder_id),
        "may_pay": _may(sign_up, Scope.PAY), "over": activity.closes_at <= business_now(),
    }  # fmt: skip


def _may(sign_up: SignUp, scope: Scope) -> bool:
    return any(scope in each.scopes for each in whom().held if each.elder_id == sign_up.elder_id)
