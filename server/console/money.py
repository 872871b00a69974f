"""Money at the console: one payment, giving back, cash; an operator's ledger; who may be paid."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, redirect, render_template, request, url_for
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from knowledge.schema import DISTRICTS
from server.console.lists import as_file
from server.console.navigation import Entry
from server.console.work.money import REFUND_STATUSES
from server.errors import TITLES, Problem
from server.identity.access import Caller, access, current_actor
from server.kit import sheets
from server.kit.clock import business_today
from server.oversight import audit
from server.oversight.actor import Role
from server.payments import desk, desk_repository, settlement
from server.payments.claw_backs import Amounts
from server.payments.idempotency import idempotent
from server.payments.ledger import Account
from server.payments.models import Seller
from server.people import reach
from server.portal.forms import (
    NOTHING_WRONG,
    Page,
    Refusal,
    attempt,
    require_sure,
    tried,
    written,
)
from server.transaction import transaction

blueprint = Blueprint("console_money", __name__, url_prefix="/console/money")

OFFICES = Caller.staff(*desk_repository.OFFICES)
GIVES_BACK = OFFICES | Caller.staff(Role.STREET_CLERK)
LOOKS = GIVES_BACK | Caller.staff(Role.POINT_OPERATOR)
BOOKS = OFFICES | Caller.staff(Role.POINT_OPERATOR)
CITY = Caller.staff(Role.CITY_SUPERVISOR)
ENTRY = Entry("console_money.sellers", "钱款", BOOKS.roles, order=25)


_PLAIN = re.compile(r"[-+]?\d+(?:\.\d*)?")


def _number(given: Any) -> Any:
    """What was written without its 元; digits and a point, and no other way of writing a number."""
    if not isinstance(given, str):
        return given
    bare = given.strip().removesuffix("元").strip()
    if not _PLAIN.fullmatch(bare):
        raise ValueError("这一项要写数字，比如 12.50")
    return bare


Yuan = Annotated[
    Decimal, BeforeValidator(_number), Field(ge=0, le=100_000, max_digits=8, decimal_places=2)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Receipt = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
"""Kept where a channel's own number of a payment is."""

PAYMENT = {
    "open": "等付款", "cancelling": "正在取消，渠道还没回话", "paid": "已付", "cancelled": "已取消",
    "refunded": "全部退了",
}  # fmt: skip
ATTEMPT = {
    "created": "刚开始", "prepared": "等付款人付", "failed": "没开成", "closed": "已关闭",
    "paid": "付成了", "mismatched": "对不上",
}  # fmt: skip
REFUND = REFUND_STATUSES | {"succeeded": "退到了", "settled_by_hand": "当面退了"}
REQUEST = {
    "waiting": "等第二个人同意",
    "approved": "同意了",
    "refused": "没有同意",
    "alone": "已退",
}
FUNDS = {
    "city": "市级补贴", "district": "区级补贴", "operating_city": "市级运营补贴",
    "operating_district": "区级运营补贴",
}  # fmt: skip
WAYS = {
    "jsapi": "微信小程序", "native": "微信扫码", "h5": "手机浏览器", "cash": "现金", "card": "刷卡",
}  # fmt: skip
ACCOUNTS = {
    Account.PAYER: "付款人付的", Account.OPERATOR: "收款方应得",
    Account.CITY_SUBSIDY: "市级补贴", Account.DISTRICT_SUBSIDY: "区级补贴",
    Account.OPERATING_SUBSIDY: "运营补贴", Account.REFUNDS: "要退给付款人的",
    Account.DIFFERENCES: "说不清的",
}  # fmt: skip


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RefundIn(_Form):
    """How much to give back, in yuan, and why."""

    yuan: Annotated[Yuan, Field(gt=0)]
    words: Text


class BackIn(_Form):
    """Why money of another amount goes back."""

    why: Text


class ClawBackIn(_Form):
    """How much of each fund the seller has to give back, in yuan, and why."""

    city: Yuan = Decimal(0)
    district: Yuan = Decimal(0)
    operating_city: Yuan = Decimal(0)
    operating_district: Yuan = Decimal(0)
    reason: Text


class CashIn(_Form):
    """That all of it was paid at the counter."""

    way: Literal["cash", "card"]
    receipt: Receipt


class SellerIn(_Form):
    """Who is to be paid from now on."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=64)]
    district: str
    wechat_sub_mchid: Annotated[str | None, StringConstraints(pattern=r"^\d{6,32}$")] = None


@dataclass(frozen=True)
class Day:
    """What moved on a day for one operator, in fen by account."""

    day: date
    fen: dict[str, int]


@blueprint.get("/payments/<uuid:payment_id>")
@access(LOOKS)
def payment(payment_id: uuid.UUID) -> Page:
    """One payment: its parts, each try, what went back, what was asked for."""
    return _payment(payment_id, NOTHING_WRONG)


@blueprint.post("/payments/<uuid:payment_id>/refund")
@tried
@idempotent(required=True)
@access(GIVES_BACK)
def refund(payment_id: uuid.UUID) -> Page:
    """Give a part or all of it back, or ask a second person."""

    def do(session: Session) -> None:
        require_sure()
        asked = RefundIn.model_validate(written("yuan", "words"))
        fen = int(asked.yuan * 100)
        desk.ask_refund(session, current_actor(), payment_id, fen, asked.words)

    return _done(payment_id, do)


@blueprint.post("/payments/<uuid:payment_id>/attempts/<uuid:attempt_id>/give-back")
@tried
@idempotent(required=True)
@access(GIVES_BACK)
def give_back_another_amount(payment_id: uuid.UUID, attempt_id: uuid.UUID) -> Page:
    """Give money back that is not what was asked for, or ask a second person."""

    def do(session: Session) -> None:
        require_sure()
        asked = BackIn.model_validate(written("why"))
        desk.ask_back_another_amount(session, current_actor(), attempt_id, asked.why)

    return _done(payment_id, do)


@blueprint.post("/payments/<uuid:payment_id>/claw-back")
@tried
@idempotent(required=True)
@access(OFFICES)
def claw_back(payment_id: uuid.UUID) -> Page:
    """Take subsidy back from the seller."""

    def do(session: Session) -> None:
        require_sure()
        asked = ClawBackIn.model_validate(written(*FUNDS, "reason"))
        amounts = Amounts(**{f"{fund}_fen": int(getattr(asked, fund) * 100) for fund in FUNDS})
        desk.claw_back(session, current_actor(), payment_id, amounts, asked.reason)

    return _done(payment_id, do)


@blueprint.post("/payments/<uuid:payment_id>/cash")
@tried
@idempotent(required=True)
@access(GIVES_BACK)
def cash(payment_id: uuid.UUID) -> Page:
    """All of it was paid at the counter."""

    def do() -> Page:
        require_sure()
        asked = CashIn.model_validate(written("way", "receipt"))
        desk.record_cash(current_actor(), payment_id, asked.way, asked.receipt)
        return redirect(url_for("console_money.payment", payment_id=payment_id), 303)

    return attempt(do, lambda refusal: _payment(payment_id, refusal))


@blueprint.get("/sellers")
@access(BOOKS)
def sellers() -> Page:
    """Who is paid, as far as the posts of whoever asks reach."""
    return _sellers(NOTHING_WRONG)


@blueprint.post("/sellers")
@tried
@access(CITY)
def add_seller() -> Page:
    """Somebody who may be paid from now on."""

    def do() -> Page:
        asked = SellerIn.model_validate(written("name", "district", "wechat_sub_mchid"))
        if asked.district not in DISTRICTS:
            raise Problem(422, "invalid-input", "请选一个区")
        with transaction() as session:
            made = desk.add_seller(
                session, current_actor(), asked.name, asked.district, asked.wechat_sub_mchid
            )
        return redirect(url_for("console_money.books", seller_id=made.id), 303)

    return attempt(do, _sellers)


@blueprint.get("/sellers/<uuid:seller_id>")
@access(BOOKS)
def books(seller_id: uuid.UUID) -> Page:
    """The ledger of an operator in a month: what moved on each day, and what it has earned."""
    month = month_asked_for()
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - date.resolution
    with transaction(writes=False) as session:
        seller = _seller(desk_repository.seller(session, current_actor(), seller_id))
        moved = desk_repository.ledger_days(session, seller_id, first, last)
        before = desk_repository.earned_until(session, seller_id, first - date.resolution)
        after = desk_repository.earned_until(session, seller_id, last)
    days: dict[date, dict[str, int]] = {}
    for day, _, account, fen in moved:
        on = days.setdefault(day, {})
        on[account] = on.get(account, 0) + fen
    used = [each for each in ACCOUNTS if any(each in fen for fen in days.values())]
    return render_template(
        "console/money/books.html", seller=seller, month=month, before=before, after=after,
        days=[Day(day, fen) for day, fen in sorted(days.items())], accounts=used, words=ACCOUNTS,
        newest=business_today().isoformat()[:7],
    )  # fmt: skip


@blueprint.get("/settlement")
@access(BOOKS)
def settlement_sheet() -> Response:
    """The settlement sheet of a month as a file, ``format`` xlsx or csv: of all operators that
    whoever asks sees, or of one; that it was taken is audited."""
    actor, month, only = current_actor(), month_asked_for(), request.args.get("seller_id")
    with transaction() as session:
        seen = {each.id for each in desk_repository.sellers(session, actor)}
        if only is not None:
            seen &= {_id(only)}
            if not seen:
                raise Problem(404, *TITLES[404])
        found = settlement.sheet(session, month, seller_ids=seen)
        about = ("settlement", month)
        audit.record(session, actor, "list.exported", about=about, count=len(found.lines))
    if request.args.get("format") == "csv":
        return as_file(settlement.as_csv(found), sheets.CSV, f"结算单{month}.csv")
    return as_file(settlement.as_xlsx(found), sheets.XLSX, f"结算单{month}.xlsx")


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Problem(404, *TITLES[404]) from None


def _done(payment_id: uuid.UUID, change: Callable[[Session], None]) -> Page:
    """Make a change of a payment and go back to it; what was refused is said there."""

    def do() -> Page:
        with transaction() as session:
            change(session)
        return redirect(url_for("console_money.payment", payment_id=payment_id), 303)

    return attempt(do, lambda refusal: _payment(payment_id, refusal))


def _payment(payment_id: uuid.UUID, refusal: Refusal) -> str:
    actor = current_actor()
    with transaction(writes=False) as session:
        found = desk.case(session, actor, payment_id)
        may = desk.may_give_back(session, actor, found)
        may_claw_back = desk.may_claw_back(actor, found)
        whose = _whose(session, found) if may else ""
    return render_template(
        "console/money/payment.html", case=found, payment=found.payment, may=may, refusal=refusal,
        alone_fen=desk.alone_fen(), payments=PAYMENT, attempts=ATTEMPT, refunds=REFUND,
        requests=REQUEST, ways=WAYS, may_decide=bool(actor.roles & OFFICES.roles),
        may_claw_back=may_claw_back, funds=FUNDS, whose=whose,
    )  # fmt: skip


def _whose(session: Session, found: desk.Case) -> str:
    """The masked name of the elder it was paid for, for who may give money back."""
    elder_id = found.payment.elder_id
    return reach.masked_names(session, [elder_id]).get(elder_id, "") if elder_id else ""


def _sellers(refusal: Refusal) -> str:
    actor = current_actor()
    with transaction(writes=False) as session:
        found = desk_repository.sellers(session, actor)
    return render_template(
        "console/money/sellers.html", sellers=found, refusal=refusal, districts=DISTRICTS,
        may_add=bool(actor.roles & CITY.roles), month=business_today().isoformat()[:7],
    )  # fmt: skip


def _seller(found: Seller | None) -> Seller:
    if found is None:
        raise Problem(404, *TITLES[404])
    return found


def month_asked_for() -> str:
    """The month that is asked for; this one else. Raises Problem 422."""
    asked = request.args.get("month") or business_today().isoformat()[:7]
    try:
        settlement.days_of(asked)
    except (settlement.NoMonthError, OverflowError):
        raise Problem(422, "invalid-input", "月份请写成 2026-11 这样") from None
    return asked
