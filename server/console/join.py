"""By an administrator's link: one's own password, an authenticator app, recovery codes."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from server.console.frame import signed_in
from server.console.sign_in import DEVICE
from server.identity import limits, second_factor, staff_invitations
from server.identity.access import Caller, access
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.transaction import transaction

blueprint = Blueprint("console_join", __name__, url_prefix="/console/join")


@blueprint.get("/<token>")
@access(Caller.ANYONE)
def page(token: str) -> Page:
    """What the link is for, with the picture that the authenticator app reads."""
    return _page(token, NOTHING_WRONG)


@blueprint.post("/<token>")
@tried
@access(Caller.ANYONE)
def enrol(token: str) -> Page:
    """Enrol and sign in; the recovery codes are shown this once."""

    def do() -> Page:
        limits.STAFF_TRIES_AT_ADDRESS.insist(limits.address(), "invitation")
        password, code = (request.form.get(each, "") for each in ("new_password", "totp"))
        with transaction() as session:
            enrolled = staff_invitations.accept(session, token, password, code, DEVICE)
        limits.STAFF_TRIES_AT_ADDRESS.give_back(limits.address())
        signed_in(enrolled.opened)
        return render_template(
            "console/me/codes.html",
            codes=enrolled.recovery_codes,
            onward=url_for("console_tour.page"),
        )

    return attempt(do, lambda refusal: _page(token, refusal))


def _page(token: str, refusal: Refusal) -> str:
    with transaction() as session:  # locks the row, as accepting does
        found = staff_invitations.look(session, token)
    address = second_factor.enrolment(found.totp_secret, found.login)
    return render_template(
        "console/join.html", invitation=found, refusal=refusal, token_in_address=token,
        picture=_picture(address), secret=found.totp_secret,
    )  # fmt: skip


def _picture(address: str) -> Markup:
    """The address as a drawing inside the page: no style, no script, nothing fetched."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", scale=5, xmldecl=False, svgns=False, title="给验证器扫的二维码"
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - made here, of nothing that was sent
