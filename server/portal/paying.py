"""付款: what is to be paid and until when, how it stands, calling it off, asking somebody else to pay."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.config import Settings
from server.identity.access import Caller, access, current_actor
from server.identity.client import payer_address
from server.kit.clock import business_now
from server.payments import closing, limits, paying, sharing, standing
from server.payments.channels import Payer
from server.payments.models import Attempt
from server.payments.paying import Wish
from server.payments.standing import Standing
from server.people.states import Scope
from server.portal import paying_words, preferences
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried
from server.portal.paying_words import State
from server.portal.pictures import qr
from server.portal.whom import whom
from server.transaction import transaction

blueprint = Blueprint("pay", __name__, url_prefix="/pay")
by_card = Blueprint("pay_for", __name__, url_prefix="/pay-for")
lists = Blueprint("payments_pages", __name__, url_prefix="/payments")

WAYS = ("native", "h5")
ORDER_PAGES = {"activity": "street_activities.place"}
"""Kind of order → the page that tells of it, which takes the order's id as ``order_id``."""

AT_ONCE = 20
EVERY_S, SELDOM_S = 5, 30
"""How often a page asks by itself while something is under way, and while money may yet come."""


@dataclass(frozen=True)
class Counter:
    """One order at the till: how its payment stands is read by ``look``, which checks who looks;
    ``card`` where somebody else has asked the viewer to pay."""

    kind: str
    order_id: uuid.UUID
    card: str | None = None

    def look(self, *, ask: bool = True) -> Standing:
        """How it stands; with ``ask`` an open payment is asked after at its channel."""
        if self.card is None:
            standing.require(current_actor(), self.kind, self.order_id)
        found = standing.asked if ask else standing.known
        return found(self.kind, self.order_id)

    def address(self, doing: str, **more: Any) -> str:
        """Where the page is that does this."""
        if self.card is not None:
            return url_for(f"pay_for.{doing}", card=self.card, **more)
        return url_for(f"pay.{doing}", kind=self.kind, order_id=self.order_id, **more)


# ---- one's own


@blueprint.get("/<kind>/<uuid:order_id>")
@access(Caller.SIGNED_IN)
def page(kind: str, order_id: uuid.UUID) -> Page:
    """What is to be paid, or how it stands; the channel is asked."""
    return _page(Counter(kind, order_id), NOTHING_WRONG)


@blueprint.post("/<kind>/<uuid:order_id>")
@tried
@access(Caller.SIGNED_IN)
def begin(kind: str, order_id: uuid.UUID) -> Page:
    """Have a code to scan made, or a link to WeChat."""
    return _begin(Counter(kind, order_id))


@blueprint.get("/<kind>/<uuid:order_id>/now")
@access(Caller.SIGNED_IN)
def now(kind: str, order_id: uuid.UUID) -> Response:
    """The part of the page that changes; 304 while nothing is new."""
    return _now(Counter(kind, order_id))


@blueprint.get("/<kind>/<uuid:order_id>/cancel")
@access(Caller.SIGNED_IN)
def confirm_cancel(kind: str, order_id: uuid.UUID) -> Page:
    """Ask once more, and say what calling off means."""
    counter = Counter(kind, order_id)
    found = counter.look()
    if found.payment.status != "open":
        return redirect(counter.address("page"), 303)
    return render_template("portal/payments/cancel.html", counter=counter, found=found)


@blueprint.post("/<kind>/<uuid:order_id>/cancel")
@tried
@access(Caller.SIGNED_IN)
def cancel(kind: str, order_id: uuid.UUID) -> Page:
    """Call off what has not been paid; the page that follows says how it ended."""
    counter = Counter(kind, order_id)

    def do() -> Page:
        actor = current_actor()
        standing.require(actor, kind, order_id)
        closing.cancel(actor, kind, order_id, "cancelled_by_payer")
        return redirect(counter.address("page"), 303)

    return attempt(do, lambda refusal: _page(counter, refusal))


@blueprint.get("/<kind>/<uuid:order_id>/share")
@access(Caller.SIGNED_IN)
def share(kind: str, order_id: uuid.UUID) -> Page:
    """A link for somebody else who is to pay, and its code to scan."""
    counter = Counter(kind, order_id)
    found = counter.look()
    if not _payable(found):
        return redirect(counter.address("page"), 303)
    settings: Settings = current_app.extensions["settings"]
    card = sharing.card(kind, order_id)
    link = settings.public_base + url_for("pay_for.page", card=card)
    return render_template(
        "portal/payments/share.html", counter=counter, found=found, link=link, picture=qr(link)
    )


@lists.get("")
@access(Caller.SIGNED_IN)
def mine() -> Page:
    """我的付款: what I paid, and what is or was to be paid for those whom I may pay for."""
    actor, held = current_actor(), whom().held
    paid_for = [each.elder_id for each in held if Scope.PAY in each.scopes]
    before = _cursor(request.args.get("before"))
    with transaction(writes=False) as session:
        if actor.id is None:
            raise LookupError("somebody who has signed in without an account")
        found = standing.mine(session, actor.id, paid_for, before, AT_ONCE + 1)
    moment = business_now()
    lines = [(each, paying_words.say(each, actor.id, moment)) for each in found[:AT_ONCE]]
    return render_template(
        "portal/payments/mine.html", lines=lines, names=_names(), may_open=set(paid_for),
        older=found[AT_ONCE - 1].payment.id if len(found) > AT_ONCE else None,
    )  # fmt: skip


# ---- somebody else pays


@by_card.get("/<card>", endpoint="page")
@access(Caller.ANYONE)
def page_by_card(card: str) -> Page:
    """What the holder of a share card is asked to pay, or how it stands."""
    return _page(_carded(card), NOTHING_WRONG)


@by_card.post("/<card>", endpoint="begin")
@tried
@access(Caller.ANYONE)
def begin_by_card(card: str) -> Page:
    """Have a code to scan made, or a link to WeChat, for the holder of a share card."""
    return _begin(_carded(card))


@by_card.get("/<card>/now", endpoint="now")
@access(Caller.ANYONE)
def now_by_card(card: str) -> Response:
    """The part of the page that changes; 304 while nothing is new."""
    return _now(_carded(card))


def _carded(card: str) -> Counter:
    return Counter(*sharing.read(card), card)


# ---- how it is done


def _begin(counter: Counter) -> Page:
    def do() -> Page:
        wanted = request.form.get("way", "")
        actor = current_actor()
        if actor.id:
            limits.count_try(actor.id)
        else:
            limits.count_visitor(preferences.visitor())
        paying.pay(
            actor,
            Wish(
                counter.kind, counter.order_id, "wechat", wanted,
                Payer(address=payer_address()), invited=counter.card is not None,
            ),
        )  # fmt: skip
        return redirect(counter.address("page", _anchor="pay-here"), 303)

    return attempt(do, lambda refusal: _page(counter, refusal))


def _page(counter: Counter, refusal: Refusal) -> str:
    return render_template(
        "portal/payments/page.html", refusal=refusal, **_shown(counter, counter.look())
    )


def _now(counter: Counter) -> Response:
    shown = _shown(counter, counter.look(ask="ask" in request.args))
    answer = Response(render_template("portal/payments/now.html", **shown), mimetype="text/html")
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(shown["tag"])
    return answer.make_conditional(request)


def _shown(counter: Counter, found: Standing) -> dict[str, Any]:
    viewer, moment = current_actor().id, business_now()
    said = paying_words.say(found, viewer, moment)
    payable = said.state is State.TO_PAY
    waiting = found.open_attempt if payable else None
    device = waiting if waiting is not None and _is_viewers(waiting, viewer) else None
    code = _code(device)
    link = _link(counter, device)
    return {
        "counter": counter, "found": found, "said": said, "payable": payable,
        "for_whom": _names().get(found.payment.elder_id),
        "somebody_else": waiting is not None and waiting.payer_account_id != viewer,
        "picture": qr(code) if code else None, "link": link, "way": device.way if device else "",
        "how": paying_words.how_paid(found, viewer), "in_wechat": _in_wechat(),
        "on_phone": _on_phone(), "order_page": _order_page(counter),
        "every": EVERY_S if said.moving else SELDOM_S if found.attempts else 0,
        "tag": _tag(said, code, link, found.open_attempt),
    }  # fmt: skip


def _payable(found: Standing) -> bool:
    return paying_words.say(found, None, business_now()).state is State.TO_PAY


def _is_viewers(waiting: Attempt, viewer: uuid.UUID | None) -> bool:
    """Whether it is the viewer's own try, with something to pay it by on this page."""
    own = waiting.payer_account_id == viewer and waiting.way in WAYS
    return own and waiting.prepared is not None and waiting.expires_at > business_now()


def _code(device: Attempt | None) -> str:
    """What the code to scan says."""
    return str((device.prepared or {}).get("code_url", "")) if device else ""


def _link(counter: Counter, device: Attempt | None) -> str:
    """Where the browser goes to pay: WeChat for H5, which leads back here; of a code to scan only
    a simulated cashier, which is a page of the web."""
    if device is None or device.prepared is None:
        return ""
    target = str(device.prepared.get("h5_url") or device.prepared.get("code_url") or "")
    if urlsplit(target).scheme not in ("http", "https"):
        return ""
    settings: Settings = current_app.extensions["settings"]
    back = quote(settings.public_base + counter.address("page"), safe="")
    return f"{target}{'&' if '?' in target else '?'}redirect_url={back}"


def _tag(*parts: object) -> str:
    known = [str(getattr(part, "id", part)) for part in parts]
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:32]


def _order_page(counter: Counter) -> str | None:
    name = ORDER_PAGES.get(counter.kind)
    own = counter.card is None and name is not None
    return url_for(name, order_id=counter.order_id) if own and name else None


def _names() -> dict[uuid.UUID | None, str]:
    """What those whom one may act for are called on pages."""
    return {each.elder_id: "自己" if each.is_self else each.name for each in whom().held}


def _on_phone() -> bool:
    """Whether the browser says that it is a phone's (RFC 9110, 10.1.5: nothing but a hint)."""
    return "Mobile" in request.headers.get("User-Agent", "")


def _in_wechat() -> bool:
    """WeChat's own browser opens no H5 payment (商户文档, H5支付: 请在微信外打开订单)."""
    return "MicroMessenger" in request.headers.get("User-Agent", "")


def _cursor(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
