"""Signing in on the web: by WeChat's picture, by a code to the phone, by a code from staff."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from server.identity import clerk_codes, sms_login, web_login
from server.identity.access import Caller, access
from server.identity.api import end_current
from server.identity.schemas import ClerkSessionIn, SmsCodeIn, SmsSessionIn
from server.identity.sessions import Opened
from server.portal import preferences
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, safe_next, written
from server.portal.whom import signed_in, signed_out, whom

blueprint = Blueprint("sign_in", __name__, url_prefix="/sign-in")

WAITING = "web_login"
"""Where the cookie holds a login that waits for the phone: secret, scene, number."""

DEVICE = "网页"


@blueprint.get("")
@access(Caller.ANYONE)
def page() -> Page:
    """The ways to sign in; whoever has signed in goes on."""
    if whom().signed_in:
        return redirect(safe_next(url_for("my_people.mine")), 303)
    return _page(NOTHING_WRONG)


@blueprint.post("/wechat")
@access(Caller.ANYONE)
def post_wechat() -> Page:
    """Begin a login by picture."""

    def begin() -> Page:
        begun = web_login.begin(DEVICE)
        session[WAITING] = [begun.secret, begun.scene, begun.number]
        return redirect(url_for("sign_in.scan", next=safe_next("")), 303)

    return attempt(begin, _page)


@blueprint.get("/wechat")
@access(Caller.ANYONE)
def scan() -> Page:
    """The picture to scan and the number to compare; goes on by itself once it is confirmed."""
    waiting = _waiting()
    if waiting is None:
        return redirect(url_for("sign_in.page", next=safe_next("")), 303)
    secret, scene, number = waiting
    state = web_login.state(scene)
    if state == "confirmed":
        session.pop(WAITING)
        return attempt(lambda: _enter(web_login.exchange(secret)), _page)
    return render_template(
        "portal/sign_in/scan.html", scene=scene, number=number, over=state == "ended",
        next=safe_next(""),
    )  # fmt: skip


@blueprint.get("/wechat/state")
@access(Caller.ANYONE)
def scan_state() -> Response:
    """How far the login of this browser is, for the page's script: 200 waits, 205 goes on."""
    waiting = _waiting()
    still = waiting is not None and web_login.state(waiting[1]) == "waiting"
    return Response(status=204 if still else 205)


@blueprint.post("/phone")
@access(Caller.ANYONE)
def post_phone() -> Page:
    """Send a code to a phone, then ask for it."""

    def send() -> Page:
        asked = SmsCodeIn.model_validate(written("phone"))
        sms_login.send_code(asked.phone, preferences.visitor())
        return _code_page(NOTHING_WRONG)

    return attempt(send, _page)


@blueprint.post("/phone/code")
@access(Caller.ANYONE)
def post_code() -> Page:
    """Sign in with the code from the phone."""

    def enter() -> Page:
        given = SmsSessionIn.model_validate(written("phone", "code") | {"device": DEVICE})
        return _enter(sms_login.sign_in(given.phone, given.code, DEVICE))

    return attempt(enter, _code_page)


@blueprint.post("/staff-code")
@access(Caller.ANYONE)
def post_staff_code() -> Page:
    """Sign in with the eight digits that a clerk has handed out."""

    def enter() -> Page:
        given = ClerkSessionIn.model_validate(written("code"))
        return _enter(clerk_codes.sign_in(given.code, DEVICE))

    return attempt(enter, _page)


@blueprint.post("/out")
@access(Caller.ANYONE)
def post_out() -> Page:
    """Sign out of this browser."""
    if whom().signed_in:
        end_current()
    signed_out()
    return redirect(url_for("portal.home"), 303)


def _enter(opened: Opened) -> Page:
    signed_in(opened)
    return redirect(safe_next(url_for("my_people.mine")), 303)


def _waiting() -> tuple[str, str, str] | None:
    held = session.get(WAITING)
    if not isinstance(held, list) or len(held) != 3:
        return None
    secret, scene, number = map(str, held)
    return secret, scene, number


def _page(refusal: Refusal) -> str:
    return render_template("portal/sign_in/page.html", refusal=refusal, next=safe_next(""))


def _code_page(refusal: Refusal) -> str:
    phone = request.form.get("phone", "").strip()
    return render_template(
        "portal/sign_in/code.html", refusal=refusal, phone=phone, next=safe_next("")
    )
