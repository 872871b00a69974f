"""我的: messages, devices, consents, a copy of everything held about an elder, erasure."""

from __future__ import annotations

import json
import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.errors import TITLES, Problem
from server.identity import me, sessions
from server.identity.access import Caller, access, current_actor
from server.kit import masking
from server.messages import consents as wechat_consents
from server.messages import service as messages
from server.messages.templates import event_of
from server.oversight.actor import Actor
from server.people import consents, own_data
from server.people.access import acting_for
from server.people.registry import Unfinished
from server.people.states import Scope
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, tried
from server.portal.paying import ORDER_PAGES
from server.portal.whom import signed_out, whom
from server.transaction import once_more, transaction

blueprint = Blueprint("account", __name__)

SHOWN = 20


@blueprint.get("/messages")
@access(Caller.SIGNED_IN)
def inbox() -> Page:
    """Messages to me and about the elders I may ask for; not what others were told about me."""
    actor = current_actor()
    before = _cursor(request.args.get("before"))
    own = {each.elder_id for each in whom().held if each.is_self}
    with transaction(writes=False) as session:
        found = messages.inbox(session, actor, before=before, limit=SHOWN)
        reachable = _reachable(session, actor)
        shown = [
            {
                "title": event_of(message.event).title,
                "text": messages.text_for(message, actor.id) if actor.id else None,
                "at": message.created_at,
                "verify": message.verify_number if message.account_id == actor.id else None,
            }
            for message in found.messages
            if message.account_id == actor.id or message.elder_id not in own
        ]
    older = found.messages[-1].id if found.more else None
    return render_template(
        "portal/account/messages.html", messages=shown, older=older, reachable=reachable
    )


@blueprint.get("/me")
@access(Caller.SIGNED_IN)
def mine() -> Page:
    """My account, my devices, what the chosen elder agreed to, my rights."""
    actor, chosen = current_actor(), whom().chosen
    with transaction(writes=False) as session:
        account = me.account_of(session, actor)
        devices = sessions.open_of(session, actor)
        given: set[str] = set()
        if chosen and Scope.MANAGE in chosen.scopes:
            acting = acting_for(session, actor, chosen.elder_id, Scope.MANAGE)
            held = consents.history(session, consents.of(acting))
            given = {each.purpose for each in held if each.withdrawn_at is None}
    return render_template(
        "portal/account/me.html", devices=devices, current=actor.session_id, given=given,
        phone=masking.phone(account.phone) if account.phone else None,
        texts=consents.texts(), managed=chosen if chosen and Scope.MANAGE in chosen.scopes else None,
    )  # fmt: skip


@blueprint.post("/me/devices/end")
@access(Caller.SIGNED_IN)
def end_device() -> Page:
    """Sign one device out."""
    wanted, actor = id_in("session_id"), current_actor()
    with transaction() as session:
        if not sessions.end(session, actor, wanted):
            raise Problem(404, *TITLES[404])
    if wanted == actor.session_id:
        signed_out()
        return redirect(url_for("portal.home"), 303)
    return redirect(url_for("account.mine", _anchor="devices"), 303)


@blueprint.post("/me/devices/end-all")
@access(Caller.SIGNED_IN)
def end_all() -> Page:
    """Sign out everywhere, here too."""
    with transaction() as session:
        sessions.end_all(session, current_actor())
    signed_out()
    return redirect(url_for("portal.home"), 303)


@blueprint.post("/me/consents/<uuid:elder_id>")
@access(Caller.SIGNED_IN)
def consent(elder_id: uuid.UUID) -> Page:
    """Agree to a text, or withdraw, for an elder whom one manages."""
    actor, purpose = current_actor(), request.form.get("purpose", "")

    def settle(session: Session) -> None:
        acting = acting_for(session, actor, elder_id, Scope.MANAGE)
        subject = consents.of(acting)
        if request.form.get("agree") == "yes":
            version = request.form.get("version", 0, int)
            consents.give(session, actor, subject, purpose, version, "online")
        else:
            consents.withdraw(session, actor, subject, purpose)

    once_more(settle)
    return redirect(url_for("account.mine", _anchor="consents"), 303)


@blueprint.get("/me/export/<uuid:elder_id>")
@access(Caller.SIGNED_IN)
def export(elder_id: uuid.UUID) -> Response:
    """A copy of everything held about an elder, as a file."""
    with transaction() as session:
        acting = acting_for(session, current_actor(), elder_id, Scope.MANAGE)
        content = own_data.export(session, acting)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=yinian.json"
    return answer


@blueprint.get("/me/erase/<uuid:elder_id>")
@access(Caller.SIGNED_IN)
def confirm_erase(elder_id: uuid.UUID) -> Page:
    """What erasing means, before it is asked for."""
    return _erase(elder_id, NOTHING_WRONG)


@blueprint.post("/me/erase/<uuid:elder_id>")
@tried
@access(Caller.SIGNED_IN)
def erase(elder_id: uuid.UUID) -> Page:
    """Have an elder's data erased."""

    def do() -> Page:
        with transaction() as session:
            acting = acting_for(session, current_actor(), elder_id, Scope.MANAGE)
            _, stays = own_data.ask_erasure(session, acting)
        return render_template("portal/account/erased.html", stays=stays)

    return attempt(do, lambda refusal: _erase(elder_id, refusal))


def _erase(elder_id: uuid.UUID, refusal: Refusal) -> str:
    """What goes, what stays, and what is open still; one that hinders has to be ended first."""
    with transaction(writes=False) as session:
        acting = acting_for(session, current_actor(), elder_id, Scope.MANAGE)
        left = own_data.unfinished(session, acting)
    goes, stays = own_data.rules()
    return render_template(
        "portal/account/erase.html", elder_id=elder_id, goes=goes, stays=stays, refusal=refusal,
        left=[(each, _page_of(each)) for each in left], hindered=any(e.hinders for e in left),
    )  # fmt: skip


def _page_of(open_still: Unfinished) -> str | None:
    """Where an order is ended."""
    page = ORDER_PAGES.get(open_still.kind)
    return url_for(page, order_id=open_still.order_id) if page else None


def _reachable(session: Session, actor: Actor) -> bool:
    """Whether a message can go to this account's telephone or WeChat at all."""
    if actor.id is None or me.account_of(session, actor).phone:
        return actor.id is not None
    return any(offer.agreed for offer in wechat_consents.offers(session, actor.id))


def _cursor(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
