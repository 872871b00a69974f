"""Money that a person has to look at: second persons, refunds by hand, incidents, differences."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from server.console.worklists import Action, Field, Filter, Row, WorkList, done, rows_of
from server.errors import Problem
from server.kit.money import yuan
from server.kit.worklist import Asked, View, shifted
from server.oversight.actor import Actor, Role
from server.payments import desk, desk_repository
from server.payments.comparing import NEXT_STEP, Kind
from server.payments.desk_models import RefundRequest
from server.payments.models import Incident, Payment, Refund, Seller

OFFICES = frozenset(desk_repository.OFFICES)
WITHIN = timedelta(days=1)
"""How long a refund may wait for its second person, or for being handed over."""

INCIDENTS = {
    "amount_mismatch": "收到的钱和应付的不一样。先查渠道账单，弄清是谁付的，再到这笔付款的页面上退",
    "transaction_twice": "渠道说这一单付了，用的却是另一单的那笔交易。没有入账。按微信订单号到商户平台查，付款人到底付了一笔还是两笔",
    "notice_malformed": "渠道的一条通知缺了内容或写法不对，没有采信，系统已直接去问渠道。到这笔付款或退款的页面看一看，过一天还没有结果就到商户平台查",
    "notice_unopened": "渠道签了名的通知打不开，APIv3 密钥多半不对。收款和退款改由系统去问，会慢一些。核对 WECHAT_PAY_API_V3_KEY",
    "unknown_number": "渠道通知了一个我们没有的单号。查是不是别的系统用了同一个商户号",
    "prepare_refused": "渠道不肯开付款单。查商户号、密钥和额度",
    "refund_refused": "渠道不肯退款。查账户余额，补足后系统会用同一个单号再退；一直退不了，到“还在路上的退款”里改当面退",
    "pay_settings": "支付渠道不认我们的设置，现在可能收不了款。核对商户号、证书序列号和密钥，再运行 flask pay-check",
    "pay_keys": "取不到渠道的新证书。旧证书到期后，收款和退款的通知会验不过。查密钥文件夹能不能写、APIv3 密钥对不对",
    "not_shipped": "收了钱，微信还不知道东西已经交付，货款会一直冻结。请到小程序后台的订单管理里手工录入发货",
    "refund_abnormal": "付款人的账户收不了退款。到“要当面退的款”里办",
    "refund_closed": "渠道关闭了退款，钱还没退。到“要当面退的款”里办",
    "refund_mismatch": "渠道说的退款和我们要退的不一样。先查渠道账单，看退了多少、退的是哪一笔，不要再退",
    "refund_twice": "渠道说这笔退款办了，报的却是另一笔退款的单号。没有记作已退。到商户平台查，付款人收到的是一笔还是两笔，不要再退",
    "refund_after_close": "关闭了的退款又有了消息。先查清钱退了没有，不要再退",
    "hand_over": "退款转到商户账户。钱到了当面退给付款人，再到“要当面退的款”里写下收据号",
}
REFUND_STATUSES = {
    "requested": "还没送到渠道", "processing": "渠道在办", "abnormal": "账户收不了",
    "closed": "渠道不再退，钱在商户账户",
}  # fmt: skip
RECEIPT, NOTE = Field("receipt", "收据号"), Field("note", "查到了什么")


def _link(payment_id: uuid.UUID) -> str:
    return url_for("console_money.payment", payment_id=payment_id)


# ---- second persons


def _request(request: RefundRequest, payment: Payment, seller: Seller) -> Row:
    return Row(
        request.id,
        request.asked_at + WITHIN,
        (payment.title, yuan(request.total_fen), seller.name, request.words),
        _link(payment.id),
    )


def _approve(session: Session, actor: Actor, row_id: uuid.UUID, _given: Mapping[str, str]) -> str:
    found = desk.decide(session, actor, row_id, "", approved=True)
    return f"同意退 {yuan(found.total_fen)}"


def _refuse(session: Session, actor: Actor, row_id: uuid.UUID, given: Mapping[str, str]) -> str:
    desk.decide(session, actor, row_id, given["note"], approved=False)
    return "不同意，没有退"


REQUESTS = WorkList(
    name="refund-requests",
    title="等第二个人同意的退款",
    about="数目大的退款要两个人：提出的人自己不能同意。",
    roles=OFFICES,
    columns=("付的是什么", "退多少", "收款方", "为什么退"),
    rows=rows_of(desk_repository.waiting, _request, WITHIN),
    views=(View.ALL, View.MINE),
    actions=(
        Action("approve", "同意退款", _approve),
        Action("refuse", "不同意", _refuse, (Field("note", "为什么"),)),
    ),
    order=50,
)


# ---- refunds


def _row(refund: Refund, payment: Payment) -> Row:
    status = REFUND_STATUSES[refund.status]
    cells = (payment.title, yuan(refund.amount_fen), refund.refund_no, status)
    return Row(refund.id, refund.created_at + WITHIN, cells, _link(payment.id))


def _amount_in(words: str) -> Callable[[Refund], str]:
    """A sentence with the sum of the refund that it is about."""
    return lambda refund: words.format(yuan(refund.amount_fen))


BY_HAND = WorkList(
    name="refunds-by-hand",
    title="要当面退的款",
    about="付款人的账户收不了，或当初付的是现金。钱要当面退，写下收据号。账户收不了的，先转到商户账户："
    "微信也能退到付款人的另一张银行卡，但要填卡号和姓名，我们不问、不存这些，免得有人冒充我们去问。",
    roles=OFFICES,
    columns=("付的是什么", "退多少", "退款单号", "为什么退不回去"),
    rows=rows_of(desk.refunds_by_hand, _row, WITHIN),
    views=(View.ALL,),
    actions=(
        Action(
            "settle",
            "已当面退给付款人",
            done(desk.settle_by_hand, _amount_in("已当面退 {}"), "receipt"),
            (RECEIPT,),
        ),
        Action(
            "return",
            "转到商户账户",
            done(desk.return_to_seller, _amount_in("已请渠道把 {} 转到商户账户")),
        ),
    ),
    order=51,
)


STOPPED = _amount_in("先问清渠道没有退过，再把 {} 转到“要当面退的款”")

ON_THE_WAY = WorkList(
    name="refunds-on-the-way",
    title="还在路上的退款",
    about="渠道还没说退成了没有。系统每小时会再问，用的是同一个单号，不会退两次。",
    roles=OFFICES,
    columns=("付的是什么", "退多少", "退款单号", "到哪一步"),
    rows=rows_of(desk.refunds_on_the_way, _row, WITHIN),
    views=(View.ALL, View.OVERDUE),
    actions=(
        Action("ask", "现在就问渠道", done(desk.ask_again, "马上再问一次渠道")),
        Action("stop", "渠道一直不肯退，改当面退", done(desk.stop_asking, STOPPED)),
    ),
    order=52,
)


# ---- payments that hang


def _cancelling(payment: Payment, seller: Seller) -> Row:
    cells = (payment.title, yuan(payment.total_fen), seller.name)
    return Row(payment.id, payment.created_at + WITHIN, cells, _link(payment.id))


CANCELLING = WorkList(
    name="payments-unsettled",
    title="取消没办完的付款",
    about="点了取消，渠道还没说有没有付成。系统会一直问下去；付成了的会自动退。",
    roles=OFFICES,
    columns=("付的是什么", "多少钱", "收款方"),
    rows=rows_of(desk_repository.cancelling, _cancelling, WITHIN),
    views=(View.ALL, View.OVERDUE),
    order=53,
)


# ---- incidents


def _incidents(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    found = desk_repository.incidents(session, actor, shifted(asked, WITHIN))
    return [_incident(each) for each in found]


def _incident(found: Incident) -> Row:
    return Row(
        found.id,
        found.opened_at + WITHIN,
        (INCIDENTS.get(found.kind, found.kind), found.about, _figures(found.details)),
        _link(found.payment_id) if found.payment_id else None,
    )


def _figures(details: Mapping[str, object]) -> str:
    words = {"asked_fen": "应付", "told_fen": "收到", "fen": "金额"}
    told = {name: details.get(name) for name in words}
    return "，".join(f"{words[n]} {yuan(fen)}" for n, fen in told.items() if isinstance(fen, int))


ABOUT_MONEY = WorkList(
    name="money-incidents",
    title="钱款上的异常",
    about="机器不能自己判断的事。查清以后写下结果再办结；同一件事再发生会重新列出来。",
    roles=OFFICES,
    columns=("怎么回事，怎么办", "单号", "金额"),
    rows=_incidents,
    views=(View.ALL, View.OVERDUE),
    actions=(
        Action("close", "已查清，办结", done(desk.close_incident, "已办结", "note"), (NOTE,)),
    ),
    order=54,
)


# ---- differences

_ONE_DAY = Filter("day", "哪天的账单（如 2026-11-27）")


def _differences(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    return [
        Row(
            each.id,
            each.found_at + WITHIN,
            (
                run.day.isoformat(), each.number,
                *(_amount(fen) for fen in (each.ours_fen, each.ledger_fen, each.bill_fen)),
                NEXT_STEP[Kind(each.kind)], each.note or "",
            ),
        )
        for each, run in desk.differences(session, shifted(asked, WITHIN), _day(asked))
    ]  # fmt: skip


def _day(asked: Asked) -> date | None:
    wanted = asked.filters.get("day")
    try:
        return date.fromisoformat(wanted) if wanted else None
    except ValueError:
        raise Problem(422, "invalid-input", "日期请写成 2026-11-27 这样") from None


def _amount(fen: int | None) -> str:
    return "没有" if fen is None else yuan(fen)


NOTED = "已记下，账对上之前仍列在这里"

DIFFERENCES = WorkList(
    name="bill-differences",
    title="对账不一致",
    about="每天的付款退款、账本、渠道账单三方对照。对上了会自己消失，不能手工划掉。",
    roles=frozenset({Role.CITY_SUPERVISOR}),
    columns=("账单日", "单号", "我们记的", "账本", "账单", "怎么办", "查到的"),
    rows=_differences,
    views=(View.ALL, View.STUCK, View.OVERDUE),
    filters=(_ONE_DAY,),
    actions=(Action("note", "记下查到的", done(desk.note_difference, NOTED, "note"), (NOTE,)),),
    order=55,
)

LISTS = (REQUESTS, BY_HAND, ON_THE_WAY, CANCELLING, ABOUT_MONEY, DIFFERENCES)
