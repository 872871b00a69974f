"""Notices as WeChat Pay signs and seals them, of any content, and a bank that opens them."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from server.kit.clock import machine_now
from server.payments.channels import Told
from server.payments.channels.wechat import WeChatPay
from server.payments.models import Attempt, Refund
from tests.server.payments.bank import Bank
from wechat.pay import keys, signing
from wechat.pay.keys import PlatformKeys
from wechat.pay.merchant import Merchant
from wechat.pay.sealing import ALGORITHM, seal
from wechat.pay.transport import Hosts, Transport

PRIVATE: RSAPrivateKey = generate_private_key(65537, 2048)
SERIAL, API_KEY, NONCE = "PUB_KEY_ID_0000000001", b"k" * 32, "123456789012"
APPID, MCHID = "wxsample00000000", "1900000001"
MOMENT = "2026-11-28T12:00:00+08:00"


def _wechat(*, partner: bool) -> WeChatPay:
    merchant = Merchant(APPID, MCHID, "SERIAL", PRIVATE, API_KEY)
    platform = PlatformKeys({SERIAL: PRIVATE.public_key()})
    transport = Transport(Hosts(("http://127.0.0.1:9",)), platform, machine_now)
    return WeChatPay(merchant, transport, "http://127.0.0.1/n", partner, lambda: None)  # type: ignore[arg-type,return-value]


@dataclass
class SealedBank(Bank):
    """The bank in memory under WeChat's name; its notices are opened as WeChat Pay's are."""

    name: str = "wechat"
    pay: WeChatPay = field(default_factory=lambda: _wechat(partner=False))

    def open_notice(self, headers: Mapping[str, str], body: bytes) -> Told:
        return self.pay.open_notice(headers, body)


def plain(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=True).encode()


def envelope(event: object, content: bytes, **changes: object) -> dict[str, object]:
    resource = {
        "algorithm": ALGORITHM,
        "nonce": NONCE,
        "associated_data": "transaction",
        "ciphertext": seal(API_KEY, NONCE.encode(), b"transaction", content),
    }
    told = {"id": f"EV-{uuid.uuid4()}", "event_type": event, "resource": resource} | changes
    return {name: value for name, value in told.items() if value is not None}


def signed(body: bytes) -> dict[str, str]:
    timestamp = str(int(time.time()))
    signature = signing.sign(PRIVATE, signing.response_message(timestamp, "n", body))
    said = {keys.TIMESTAMP: timestamp, keys.NONCE: "n", keys.SIGNATURE: signature}
    return said | {keys.SERIAL: SERIAL, "Content-Type": "application/json"}


def payment_told(attempt: Attempt, transaction: str) -> dict[str, Any]:
    """What a good notice of a payment holds."""
    return {
        "appid": APPID,
        "mchid": MCHID,
        "out_trade_no": attempt.trade_no,
        "transaction_id": transaction,
        "trade_state": "SUCCESS",
        "success_time": MOMENT,
        "payer": {"openid": "oSIM-sample"},
        "amount": {"total": attempt.amount_fen, "currency": "CNY"},
    }


def refund_told(refund: Refund, attempt: Attempt) -> dict[str, Any]:
    """The same of a refund."""
    return {
        "mchid": MCHID,
        "out_trade_no": attempt.trade_no,
        "transaction_id": attempt.transaction_id,
        "out_refund_no": refund.refund_no,
        "refund_id": f"5{uuid.uuid4().hex}",
        "refund_status": "SUCCESS",
        "success_time": MOMENT,
        "user_received_account": "支付用户零钱",
        "amount": {"total": attempt.amount_fen, "refund": refund.amount_fen},
    }
