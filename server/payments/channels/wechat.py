"""WeChat Pay behind the channel's interface: one client, a merchant identity for each seller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from server.kit.clock import BEIJING, machine_now
from server.payments.channels import (
    BillRow,
    Bills,
    ChannelError,
    NotVerifiedError,
    Payer,
    RefundFound,
    Told,
    TradeFound,
    TradeState,
)
from server.payments.models import Attempt, Payment, Refund, Seller
from wechat.client import MiniProgramClient
from wechat.errors import WeChatError
from wechat.pay import shapes
from wechat.pay.bills import BillError
from wechat.pay.client import Order, PayClient, RefundRequest
from wechat.pay.errors import Outcome, PayError
from wechat.pay.keys import UnknownSerialError, UnverifiedError
from wechat.pay.merchant import Merchant
from wechat.pay.notices import PAID, REFUND_EVENTS, Notice, UnopenedError, open_notice
from wechat.pay.shapes import MalformedError
from wechat.pay.transport import Transport
from wechat.shipping import Logistics, OrderKey, Shipment

_TRADES = {
    "NOTPAY": TradeState.UNPAID,
    "SUCCESS": TradeState.PAID,
    "REFUND": TradeState.PAID,  # paid, and something of it was given back
    "CLOSED": TradeState.CLOSED,
}
"""Everything else (USERPAYING, ACCEPT, …) is asked again."""

_LOGISTICS = {
    "pick_up": Logistics.PICK_UP,
    "city": Logistics.CITY,
    "virtual": Logistics.VIRTUAL,
}
_AGAIN = ("busy", "limit", "wait", "network", "answer", "token")

_REFUNDS = {
    "PROCESSING": "processing",
    "SUCCESS": "succeeded",
    "CLOSED": "closed",
    "ABNORMAL": "abnormal",
}


@dataclass(frozen=True)
class WeChatPay:
    """``merchant`` signs; in partner mode each seller is named by its sub merchant number."""

    merchant: Merchant
    transport: Transport
    notify_url: str
    partner: bool
    mini_program: Callable[[], MiniProgramClient]
    """Looked up when it is needed: tests put their own in its place."""
    wants_hand_over: bool = True
    name: str = "wechat"
    ways: frozenset[str] = frozenset({"jsapi", "native", "h5"})

    @property
    def bills(self) -> Bills:
        """A partner's bill can be asked for seller by seller."""
        return Bills.BY_SELLER if self.partner else Bills.SHARED

    def prepare(self, attempt: Attempt, seller: Seller, title: str, payer: Payer) -> dict[str, Any]:
        """See Channel. A repeat of the same attempt gives a new prepay id of the same trade."""
        client = self._client(seller)
        order = Order(
            trade_no=attempt.trade_no,
            description=title,
            total_fen=attempt.amount_fen,
            expires_at=attempt.expires_at.astimezone(BEIJING),
            notify_url=self.notify_url,
        )
        with _as_channel_error():
            if attempt.way == "native":
                return {"code_url": client.prepay_native(order)}
            if attempt.way == "h5":
                return {"h5_url": client.prepay_h5(order, payer.address or "")}
            return client.client_parameters(client.prepay_jsapi(order, payer.openid or ""))

    def query(self, trade_no: str, seller: Seller) -> TradeFound:
        """See Channel."""
        client = self._client(seller)
        try:
            told = client.query(trade_no)
            _is_about(told, "out_trade_no", trade_no)
            return _trade(told, client.merchant)
        except PayError as error:
            if error.says("ORDER_NOT_EXIST"):
                return TradeFound(TradeState.ABSENT)
            raise _channel_error(error) from None

    def close(self, trade_no: str, seller: Seller) -> None:
        """See Channel."""
        with _as_channel_error():
            self._client(seller).close(trade_no)

    def refund(self, refund: Refund, attempt: Attempt, seller: Seller) -> RefundFound:
        """See Channel."""
        request = RefundRequest(
            trade_no=attempt.trade_no,
            refund_no=refund.refund_no,
            refund_fen=refund.amount_fen,
            total_fen=attempt.received_fen or attempt.amount_fen,
            notify_url=self.notify_url,
        )
        with _as_channel_error():
            return _answer(self._client(seller).refund(request), refund.refund_no)

    def query_refund(self, refund_no: str, seller: Seller) -> RefundFound:
        """See Channel."""
        with _as_channel_error():
            return _answer(self._client(seller).query_refund(refund_no), refund_no)

    def hand_over(self, attempt: Attempt, payment: Payment, seller: Seller) -> None:
        """See Channel. Whoever paid, WeChat Pay says; they need not be whoever asked to pay."""
        with _as_channel_error():
            told = self._client(seller).query(attempt.trade_no)
            _is_about(told, "out_trade_no", attempt.trade_no)
            paid_by, payer = shapes.number(told, "transaction_id"), _payer(told)
        shipment = Shipment(
            order=OrderKey(transaction_id=paid_by),
            logistics=_LOGISTICS[payment.hand_over],
            description=payment.title,
            payer_openid=payer,
            uploaded_at=machine_now().astimezone(BEIJING),
        )
        try:
            self.mini_program().upload_shipping(shipment)
        except WeChatError as error:
            if error.kind != "configuration" or self._is_managed():
                raise _refusal(error) from None

    def _is_managed(self) -> bool:
        """Whether this mini program's orders are kept until they are shipped; where they are not,
        the interface is not open to it, and nothing has to be told."""
        try:
            return self.mini_program().is_trade_managed()
        except WeChatError as error:
            raise _refusal(error) from None

    def return_to_seller(self, refund: Refund, seller: Seller) -> RefundFound:
        """See Channel."""
        with _as_channel_error():
            told = self._client(seller).refund_abnormal(
                refund.channel_refund_id or "", refund.refund_no
            )
            return _answer(told, refund.refund_no)

    def open_notice(self, headers: Mapping[str, str], body: bytes) -> Told:
        """See Channel. Verified over the raw bytes, with no network call."""
        keys, now = self.transport.keys, machine_now()
        try:
            notice = open_notice(headers, body, keys, self.merchant.api_v3_key, now)
        except UnverifiedError as error:
            unknown = isinstance(error, UnknownSerialError) and keys.wants_certificates
            unopened = isinstance(error, UnopenedError)
            raise NotVerifiedError(str(error), unknown_key=unknown, unopened=unopened) from None
        try:
            return self._read(notice)
        except MalformedError as error:
            about = _number_in(notice.resource)
            return Told(notice.id, notice.event_type, about, fault=error.field)

    def _read(self, notice: Notice) -> Told:
        if notice.fault is not None:
            raise MalformedError(notice.fault)
        if notice.event_type == PAID:
            return self._of_payment(notice)
        if notice.event_type in REFUND_EVENTS:
            return self._of_refund(notice)
        if _number_in(notice.resource):  # an order or a refund, and nothing known happened to it
            raise MalformedError("event_type")
        return Told(notice.id, notice.event_type, "")

    def _of_payment(self, notice: Notice) -> Told:
        """What has to be there if somebody paid. Raises MalformedError, also where the content does
        not say what the event says."""
        told = notice.resource
        named, number = self._named_in(told, app=True), shapes.number(told, "out_trade_no")
        trade = _trade(told, named)
        if trade.state is not TradeState.PAID:
            raise MalformedError("trade_state")
        shapes.moment(told, "success_time")
        return Told(notice.id, notice.event_type, number, trade=trade)

    def _of_refund(self, notice: Notice) -> Told:
        """The same of a refund that has ended."""
        told = notice.resource
        named, number = self._named_in(told), shapes.number(told, "out_refund_no")
        for field in ("out_trade_no", "refund_id"):
            shapes.number(told, field)
        shapes.fen(told, "refund")
        if notice.event_type != f"REFUND.{shapes.text(told, 'refund_status')}":
            raise MalformedError("refund_status")
        refund = replace(refund_found(told, "refund_status"), is_ours=named.owns(told))
        return Told(notice.id, notice.event_type, number, refund=refund)

    def keep_keys(self) -> None:
        """See Channel. A public key never ends. A merchant who has one as well may be refused the
        certificates (reference of WeChat Pay: 403, 404 or none), and needs no new ones."""
        if not self.transport.keys.wants_certificates:
            return
        try:
            with _as_channel_error():
                PayClient(self.merchant, self.transport).certificates()
        except OSError:
            raise ChannelError("KEYS_DIR", refused=True) from None
        except ChannelError as error:
            if not (error.refused and self.transport.keys.preferred):
                raise

    def self_check(self, seller: Seller | None) -> None:
        """See Channel. A partner asks in the name of each seller."""
        client = (
            PayClient(self.merchant, self.transport) if seller is None else self._client(seller)
        )
        with _as_channel_error():
            client.self_check()

    def bill(self, day: date, seller: Seller) -> Sequence[BillRow]:
        """See Channel."""
        try:
            with _as_channel_error():
                trades = self._client(seller).trade_bill(day)
        except BillError as error:
            raise ChannelError(f"BILL: {error}") from None
        return [
            BillRow(
                number=(trade.refund_no or "") if trade.is_refund else trade.trade_no,
                channel_id=(trade.refund_id or "") if trade.is_refund else trade.transaction_id,
                amount_fen=-trade.refund_fen if trade.is_refund else trade.total_fen,
                at=trade.at,
                is_refund=trade.is_refund,
                status=trade.refund_status if trade.is_refund else trade.trade_state,
            )
            for trade in trades
        ]

    def _client(self, seller: Seller) -> PayClient:
        sub = seller.wechat_sub_mchid if self.partner else None
        if self.partner and sub is None:
            raise ChannelError("SELLER_WITHOUT_NUMBER", refused=True)
        return PayClient(replace(self.merchant, sub_mchid=sub), self.transport)

    def _named_in(self, told: Mapping[str, Any], *, app: bool = False) -> Merchant:
        """The merchant that a notice is about, who has to be named. Raises MalformedError."""
        sub = shapes.number(told, "sub_mchid") if self.partner else None
        shapes.number(told, "sp_mchid" if self.partner else "mchid")
        if app:
            shapes.number(told, "sp_appid" if self.partner else "appid")
        return replace(self.merchant, sub_mchid=sub)


def _payer(told: Mapping[str, Any]) -> str:
    """The payer's openid in this app; a partner's answer calls it otherwise."""
    payer = shapes.part(told, "payer")
    for name in ("openid", "sub_openid", "sp_openid"):
        if found := shapes.text_if_any(payer, name):
            return found
    raise ChannelError("NO_PAYER")


def _refusal(error: WeChatError) -> ChannelError:
    """Where the outcome is not known either, telling it again does no harm."""
    again = error.retryable or error.unknown_outcome or error.kind in _AGAIN
    return ChannelError(f"SHIPPING_{error.errcode or error.kind}", refused=not again)


@contextmanager
def _as_channel_error() -> Iterator[None]:
    """Lets a PayError leave as the channel's own error."""
    try:
        yield
    except PayError as error:
        raise _channel_error(error) from None


def _channel_error(error: PayError) -> ChannelError:
    """Only an answer is a refusal: where no line could be had, nothing was done and nobody has to
    mend anything, the same is asked for again."""
    return ChannelError(
        error.code,
        refused=error.outcome is Outcome.REFUSED and error.status is not None,
        done=error.outcome is Outcome.DONE,
        answered=error.status is not None or error.says("FORGED_ANSWER", "MALFORMED_ANSWER"),
        taken=error.says("OUT_TRADE_NO_USED"),
        absent=error.says("RESOURCE_NOT_EXISTS"),
        closed=error.says("ORDER_CLOSED"),
    )


def _is_about(told: Mapping[str, Any], field: str, number: str) -> None:
    """Raises MalformedError for the answer to another question than was asked."""
    if shapes.number_if_any(told, field) not in (None, number):
        raise MalformedError(field)


def _number_in(told: Mapping[str, Any]) -> str:
    """The refund or the order that something malformed may be about; empty where none can be read."""
    fields = ("out_refund_no", "out_trade_no")
    return next((told[field] for field in fields if shapes.is_number(told.get(field))), "")


def _trade(told: Mapping[str, Any], merchant: Merchant) -> TradeFound:
    """A trade as WeChat Pay tells it. Before payment most fields are absent; of one that is paid the
    sum and the transaction have to be there. Raises MalformedError."""
    state = _TRADES.get(shapes.text(told, "trade_state"), TradeState.UNKNOWN)
    paid = state is TradeState.PAID
    return TradeFound(
        state=state,
        amount_fen=shapes.fen(told, "total") if paid else None,
        transaction_id=shapes.number(told, "transaction_id") if paid else None,
        paid_at=shapes.moment_if_any(told, "success_time") if paid else None,
        is_ours=merchant.owns(dict(told)) and _is_in_yuan(told),
    )


def _is_in_yuan(told: Mapping[str, Any]) -> bool:
    return shapes.text_if_any(shapes.part(told, "amount"), "currency") in (None, "CNY")


def _answer(told: Mapping[str, Any], refund_no: str) -> RefundFound:
    """A refund as it is told when it is asked for or asked after. Raises MalformedError."""
    _is_about(told, "out_refund_no", refund_no)
    return refund_found(told, "status")


def refund_found(told: Mapping[str, Any], field: str) -> RefundFound:
    """A refund as WeChat Pay tells it; its state is called ``field``: other in a notice than in an
    answer. Raises MalformedError."""
    return RefundFound(
        status=_REFUNDS.get(shapes.text(told, field), "processing"),
        channel_id=shapes.number_if_any(told, "refund_id"),
        finished_at=shapes.moment_if_any(told, "success_time"),
        accepted_at=shapes.moment_if_any(told, "create_time"),
        to_payer=_to_payer(shapes.text_if_any(told, "user_received_account")),
        amount_fen=shapes.fen_if_any(told, "refund"),
        trade_no=shapes.number_if_any(told, "out_trade_no"),
    )


def _to_payer(account: str | None) -> bool | None:
    """Whether ``user_received_account`` is one of the payer's: what goes back to the merchant goes to
    "商户基本账户" or "商户结算银行账户" (the official SDK's model of a refund)."""
    return not account.startswith("商户") if account else None
