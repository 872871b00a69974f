"""The calls of WeChat Pay v3, for one merchant identity at a time. Amounts are integer fen."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from wechat.pay.bills import FundFlow, Trade, read_fund_flow, read_trades
from wechat.pay.errors import PayError
from wechat.pay.merchant import Merchant
from wechat.pay.sealing import unseal_resource
from wechat.pay.shapes import text
from wechat.pay.signing import pay_message, sign
from wechat.pay.transport import Transport

REFUNDS = "/v3/refund/domestic/refunds"
IMPOSSIBLE_NUMBER = "YINIANSELFCHECK0"
DESCRIPTION_LIMIT, REASON_LIMIT = 127, 80
_TRADE_NO = re.compile(r"[0-9A-Za-z]{6,32}")
_REFUND_NO = re.compile(r"[0-9A-Za-z]{1,64}")


@dataclass(frozen=True)
class Order:
    """What is to be paid. ``trade_no`` is unique for ever per merchant; letters and digits only,
    since the editions of the documents differ on every other sign."""

    trade_no: str
    description: str
    total_fen: int
    expires_at: datetime
    notify_url: str
    attach: str | None = None

    def __post_init__(self) -> None:
        if not _TRADE_NO.fullmatch(self.trade_no):
            raise ValueError("a trade number has 6-32 letters and digits")
        if self.total_fen < 1:
            raise ValueError("WeChat Pay takes one fen and up")


@dataclass(frozen=True)
class RefundRequest:
    """Money to give back. A repeat with the same numbers is the same refund."""

    trade_no: str
    refund_no: str
    refund_fen: int
    total_fen: int
    notify_url: str
    reason: str = ""

    def __post_init__(self) -> None:
        if not _REFUND_NO.fullmatch(self.refund_no):
            raise ValueError("a refund number has 1-64 letters and digits")
        if not 1 <= self.refund_fen <= self.total_fen:
            raise ValueError("a refund is at least one fen and at most the total")


@dataclass
class PayClient:
    """WeChat Pay for ``merchant``. Every method raises PayError, whose outcome says what became
    of what was asked for."""

    merchant: Merchant
    transport: Transport

    # ---- paying

    def prepay_jsapi(self, order: Order, openid: str) -> str:
        """Prepare payment inside WeChat; the prepay id, good for two hours."""
        body = self._order(order) | {"payer": self.merchant.payer(openid)}
        return text(self._post(f"{self.merchant.prefix}/jsapi", body), "prepay_id")

    def prepay_native(self, order: Order) -> str:
        """Prepare payment by QR code; the text to draw, good for two hours."""
        return text(self._post(f"{self.merchant.prefix}/native", self._order(order)), "code_url")

    def prepay_h5(self, order: Order, payer_address: str) -> str:
        """Prepare payment from a mobile browser; the address to go to, good for five minutes."""
        scene = {"payer_client_ip": payer_address, "h5_info": {"type": "Wap"}}
        body = self._order(order) | {"scene_info": scene}
        return text(self._post(f"{self.merchant.prefix}/h5", body), "h5_url")

    def client_parameters(self, prepay_id: str) -> dict[str, str]:
        """What ``wx.requestPayment`` takes."""
        timestamp = str(int(self.transport.now().timestamp()))
        nonce, package = secrets.token_hex(16), f"prepay_id={prepay_id}"
        message = pay_message(self.merchant.paying_appid, timestamp, nonce, package)
        return {
            "timeStamp": timestamp,
            "nonceStr": nonce,
            "package": package,
            "signType": "RSA",
            "paySign": sign(self.merchant.private_key, message),
        }

    def query(self, trade_no: str) -> dict[str, Any]:
        """The order by our number; before payment most fields are absent."""
        return self._get(self._transaction(trade_no), self.merchant.ids())

    def query_by_id(self, transaction_id: str) -> dict[str, Any]:
        """The order by WeChat Pay's number."""
        path = f"{self.merchant.prefix}/id/{quote(transaction_id, safe='')}"
        return self._get(path, self.merchant.ids())

    def close(self, trade_no: str) -> None:
        """Close an unpaid order. After any failure the order has to be queried again: it may
        have been paid meanwhile."""
        self._post(f"{self._transaction(trade_no)}/close", self.merchant.ids())

    # ---- refunds

    def refund(self, request: RefundRequest) -> dict[str, Any]:
        """Ask for a refund. An answer means accepted, not done."""
        amount = {"refund": request.refund_fen, "total": request.total_fen, "currency": "CNY"}
        reason = {"reason": request.reason[:REASON_LIMIT]} if request.reason else {}
        body = {
            "out_trade_no": request.trade_no,
            "out_refund_no": request.refund_no,
            "notify_url": request.notify_url,
            "amount": amount,
        }
        return self._post(REFUNDS, body | reason | self.merchant.seller())

    def query_refund(self, refund_no: str) -> dict[str, Any]:
        """A refund by our number."""
        return self._get(f"{REFUNDS}/{quote(refund_no, safe='')}", self.merchant.seller())

    def refund_abnormal(self, refund_id: str, refund_no: str) -> dict[str, Any]:
        """Send an ABNORMAL refund to the merchant's own account, for handing it over in person.

        The call's other type, USER_BANK_CARD, wants the payer's bank, card number and name. Nobody
        here asks a payer for those: whoever rings up and does is a cheat.
        """
        body = {"out_refund_no": refund_no, "type": "MERCHANT_BANK_CARD"} | self.merchant.seller()
        return self._post(f"{REFUNDS}/{quote(refund_id, safe='')}/apply-abnormal-refund", body)

    # ---- bills

    def trade_bill(self, day: date) -> list[Trade]:
        """All payments and refunds of a day; none if there were none. Not ready: PayError."""
        found = self._bill("/v3/bill/tradebill", {"bill_type": "ALL"}, day)
        return [] if found is None else read_trades(found)

    def fund_flow_bill(self, day: date, account: str = "BASIC") -> list[FundFlow]:
        """What came into and left the merchant's account on a day."""
        found = self._bill("/v3/bill/fundflowbill", {"account_type": account}, day)
        return [] if found is None else read_fund_flow(found)

    def _bill(self, path: str, kind: dict[str, str], day: date) -> bytes | None:
        query = {"bill_date": day.isoformat()} | kind | self.merchant.seller()
        try:
            told = self._get(path, query)
        except PayError as error:
            if error.says("NO_STATEMENT_EXIST"):
                return None
            raise
        content = self.transport.download(self.merchant, text(told, "download_url"))
        if hashlib.sha1(content, usedforsecurity=False).hexdigest() != told.get("hash_value"):
            raise PayError("BILL_DAMAGED")
        return content

    # ---- keys, self check

    def certificates(self) -> None:
        """Fetch the platform's certificates into the transport's keys, and beside them.

        The first answer cannot be verified before it is opened; what opens it is the APIv3 key.
        Raises also OSError, where the folder of the keys cannot be written to.
        """
        pems = self.transport.certificates(self.merchant, "/v3/certificates", self._unsealed)
        self.transport.keys.keep(pems)

    def _unsealed(self, told: dict[str, Any]) -> list[bytes]:
        key = self.merchant.api_v3_key
        return [unseal_resource(key, row["encrypt_certificate"]) for row in told.get("data", [])]

    def self_check(self) -> None:
        """Ask for an order that cannot exist. Raises PayError unless WeChat Pay says so: a wrong
        key, serial or number is then found before anybody pays."""
        try:
            self.query(IMPOSSIBLE_NUMBER)
        except PayError as error:
            if not error.says("ORDER_NOT_EXIST"):
                raise

    # ---- plumbing

    def _order(self, order: Order) -> dict[str, Any]:
        attach = {"attach": order.attach} if order.attach else {}
        return (
            self.merchant.order_ids()
            | {
                "description": order.description[:DESCRIPTION_LIMIT],
                "out_trade_no": order.trade_no,
                "time_expire": order.expires_at.isoformat(timespec="seconds"),
                "notify_url": order.notify_url,
                "amount": {"total": order.total_fen, "currency": "CNY"},
            }
            | attach
        )

    def _transaction(self, trade_no: str) -> str:
        return f"{self.merchant.prefix}/out-trade-no/{quote(trade_no, safe='')}"

    def _get(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        return self.transport.call(self.merchant, "GET", path, query=query)

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self.transport.call(self.merchant, "POST", path, body=body)
