"""我的账号: sessions, password, recovery codes of whoever has signed in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for

from server.console.frame import desk, signed_out
from server.console.navigation import Entry
from server.errors import TITLES, Problem
from server.identity import sessions, staff_login
from server.identity.access import Caller, access, current_actor
from server.identity.staff_login import Proof
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, id_in, tried
from server.transaction import transaction

blueprint = Blueprint("console_me", __name__, url_prefix="/console/me")

ENTRY = Entry("console_me.mine", "我的账号", order=900)


@blueprint.get("")
@access(Caller.staff())
def mine() -> Page:
    """Where I am signed in, and what I can change about how I sign in."""
    return _page(NOTHING_WRONG)


@blueprint.post("/sessions/end")
@access(Caller.staff())
def end_session() -> Page:
    """Sign one of my browsers out."""
    wanted, actor = id_in("session_id"), current_actor()
    with transaction() as session:
        if not sessions.end(session, actor, wanted):
            raise Problem(404, *TITLES[404])
    if wanted == actor.session_id:
        signed_out()
        return redirect(url_for("console_sign_in.page"), 303)
    return redirect(url_for("console_me.mine"), 303)


@blueprint.post("/sessions/end-others")
@access(Caller.staff())
def end_others() -> Page:
    """Sign out everywhere but here."""
    actor = current_actor()
    with transaction() as session:
        sessions.end_all(session, actor, keep=actor.session_id)
    return redirect(url_for("console_me.mine"), 303)


@blueprint.post("/password")
@tried
@access(Caller.staff())
def post_password() -> Page:
    """A new password; every other session ends."""

    def change() -> Page:
        staff_login.change_password(current_actor(), _proof(), request.form.get("new_password", ""))
        return redirect(url_for("console_me.mine", changed="password"), 303)

    return attempt(change, _page)


@blueprint.post("/recovery-codes")
@tried
@access(Caller.staff())
def post_recovery_codes() -> Page:
    """New recovery codes, shown this once; those before them are void."""

    def renew() -> Page:
        codes = staff_login.renew_recovery_codes(current_actor(), _proof())
        return render_template("console/me/codes.html", codes=codes, onward=url_for(ENTRY.endpoint))

    return attempt(renew, _page)


def _proof() -> Proof:
    return Proof(request.form.get("password", ""), request.form.get("totp", ""))


def _page(refusal: Refusal) -> str:
    actor = current_actor()
    with transaction(writes=False) as session:
        opened = sessions.open_of(session, actor)
    return render_template(
        "console/me/mine.html", sessions=opened, current=actor.session_id, refusal=refusal,
        mine=desk(), changed=request.args.get("changed") == "password",
    )  # fmt: skip
