"""WeChat Pay behind the channel's interface: one client, a merchant identity for each seller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
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
from wechat.pay.bills import BillError
from wechat.pay.client import Order, PayClient, RefundRequest
from wechat.pay.errors import Outcome, PayError
from wechat.pay.keys import UnknownSerialError, UnverifiedError
from wechat.pay.merchant import Merchant
from wechat.pay.notices import PAID, REFUND_EVENTS, open_notice
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
            return _trade(client.query(trade_no), client.merchant)
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
            return refund_found(self._client(seller).refund(request), "status")

    def query_refund(self, refund_no: str, seller: Seller) -> RefundFound:
        """See Channel."""
        with _as_channel_error():
            return refund_found(self._client(seller).query_refund(refund_no), "status")

    def hand_over(self, attempt: Attempt, payment: Payment, seller: Seller) -> None:
        """See Channel. Whoever paid, WeChat Pay says; they need not be whoever asked to pay."""
        with _as_channel_error():
            told = self._client(seller).query(attempt.trade_no)
        shipment = Shipment(
            order=OrderKey(transaction_id=str(told.get("transaction_id", ""))),
            logistics=_LOGISTICS[payment.hand_over],
            description=payment.title,
            payer_openid=_payer(told),
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
            return refund_found(told, "status")

    def open_notice(self, headers: Mapping[str, str], body: bytes) -> Told:
        """See Channel. Verified over the raw bytes, with no network call."""
        keys, now = self.transport.keys, machine_now()
        try:
            notice = open_notice(headers, body, keys, self.merchant.api_v3_key, now)
        except UnverifiedError as error:
            unknown = isinstance(error, UnknownSerialError) and keys.wants_certificates
            raise NotVerifiedError(str(error), unknown_key=unknown) from None
        told = notice.resource
        named = self._named_in(told)
        if notice.event_type in REFUND_EVENTS:
            refund = replace(refund_found(told, "refund_status"), is_ours=named.owns(told))
            number = str(told.get("out_refund_no", ""))
            return Told(notice.id, notice.event_type, number, refund=refund)
        number = str(told.get("out_trade_no", ""))
        trade = _trade(told, named) if notice.event_type == PAID else None
        return Told(notice.id, notice.event_type, number, trade=trade)

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

    def _named_in(self, told: Mapping[str, Any]) -> Merchant:
        sub = str(told.get("sub_mchid", "")) if self.partner else None
        return replace(self.merchant, sub_mchid=sub)


def _payer(told: Mapping[str, Any]) -> str:
    """The payer's openid in this app; a partner's answer calls it otherwise."""
    payer = told.get("payer") or {}
    found = payer.get("openid") or payer.get("sub_openid") or payer.get("sp_openid")
    if not found:
        raise ChannelError("NO_PAYER")
    return str(found)


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
        answered=error.status is not None or error.says("FORGED_ANSWER"),
        taken=error.says("OUT_TRADE_NO_USED"),
        absent=error.says("RESOURCE_NOT_EXISTS"),
    )


def _trade(told: Mapping[str, Any], merchant: Merchant) -> TradeFound:
    """Fields may be absent before payment; nothing is indexed blindly."""
    amount = told.get("amount") or {}
    return TradeFound(
        state=_TRADES.get(str(told.get("trade_state")), TradeState.UNKNOWN),
        amount_fen=amount.get("total"),
        transaction_id=told.get("transaction_id"),
        paid_at=_moment(told, "success_time"),
        is_ours=merchant.owns(dict(told)) and amount.get("currency", "CNY") == "CNY",
    )


def refund_found(told: Mapping[str, Any], field: str) -> RefundFound:
    """A refund as WeChat Pay tells it; its state is called ``field``: other in a notice than in an answer."""
    return RefundFound(
        status=_REFUNDS.get(str(told.get(field)), "processing"),
        channel_id=told.get("refund_id"),
        finished_at=_moment(told, "success_time"),
        accepted_at=_moment(told, "create_time"),
        to_payer=_to_payer(told.get("user_received_account")),
        amount_fen=(told.get("amount") or {}).get("refund"),
        trade_no=told.get("out_trade_no"),
    )


def _to_payer(account: str | None) -> bool | None:
    """Whether ``user_received_account`` is one of the payer's: what goes back to the merchant goes to
    "商户基本账户" or "商户结算银行账户" (the official SDK's model of a refund)."""
    return not account.startswith("商户") if account else None


def _moment(told: Mapping[str, Any], field: str) -> datetime | None:
    return datetime.fromisoformat(told[field]) if told.get(field) else None
