"""Staff sign in and out: password and second factor; the first time with a new password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for

from server.console.frame import desk, onward, signed_in, signed_out
from server.identity import staff_login
from server.identity.access import Caller, access
from server.identity.api import end_current
from server.identity.schemas import StaffIn
from server.identity.staff_login import Proof
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written

blueprint = Blueprint("console_sign_in", __name__, url_prefix="/console")

DEVICE = "工作台网页"
FIRST_TIME = "password-must-change"


@blueprint.get("/sign-in")
@access(Caller.ANYONE)
def page() -> Page:
    """The form; whoever has signed in goes on."""
    if desk():
        return redirect(onward(), 303)
    return _page(NOTHING_WRONG)


@blueprint.post("/sign-in")
@tried
@access(Caller.ANYONE)
def post_sign_in() -> Page:
    """Sign in with both factors; the cookie is made anew."""

    def enter() -> Page:
        given = StaffIn.model_validate(_given() | {"device": DEVICE})
        proof = Proof(given.password, given.totp)
        opened = staff_login.sign_in(given.login, proof, given.device, given.new_password)
        signed_in(opened)
        return redirect(onward(), 303)

    return attempt(enter, _page)


@blueprint.post("/sign-out")
@access(Caller.ANYONE)
def post_sign_out() -> Page:
    """Sign out of this browser."""
    if desk():
        end_current()
    signed_out()
    return redirect(url_for("console_sign_in.page"), 303)


def _given() -> dict[str, str]:
    """What was written; a password counts as it is, spaces and all."""
    passwords = {
        name: request.form[name]
        for name in ("password", "new_password")
        if request.form.get(name)
    }  # fmt: skip
    return written("login", "totp") | passwords


def _page(refusal: Refusal) -> str:
    first = refusal.slug == FIRST_TIME or bool(request.form.get("new_password"))
    return render_template(
        "console/sign_in.html", refusal=refusal, first=first, next=request.values.get("next", "")
    )
