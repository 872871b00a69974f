"""Checks the signature of a request; signs an answer or a notice, also wrongly on demand."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from wechat.pay import keys as headers
from wechat.pay.keys import PUBLIC_KEY_PREFIX, WINDOW
from wechat.pay.signing import SCHEME, is_signed, request_message, response_message, sign
from wechat.simulator.clock import Clock
from wechat.simulator.pay.keys import PUBLIC_KEY_ID, Certified, Keys, next_certified
from wechat.simulator.pay.refused import PayRefused

_FIELD = re.compile(r'(\w+)="([^"]*)"')


@dataclass
class Notary:
    """``mchid`` is the sample merchant's, or the partner's; ``newer`` certificates came after its
    first, which stays good for a while."""

    keys: Keys
    clock: Clock
    mchid: str
    newer: list[Certified] = field(default_factory=list)

    @property
    def certified(self) -> list[Certified]:
        """The certificates that hold now, the newest last: that one signs."""
        return [self.keys.certified, *self.newer]

    def rotate(self) -> str:
        """Sign under a new certificate from now on; its serial."""
        self.newer.append(next_certified(len(self.newer) + 1))
        return self.newer[-1].serial

    def check(self, method: str, path: str, body: bytes, given: Mapping[str, str]) -> None:
        """Raises PayRefused 401 unless the merchant signed these bytes, now."""
        scheme, _, rest = given.get("Authorization", "").partition(" ")
        fields = dict(_FIELD.findall(rest))
        if not given.get("User-Agent"):
            raise PayRefused(400, "PARAM_ERROR", "缺少 User-Agent")
        timestamp = fields.get("timestamp", "")
        if scheme != SCHEME or not timestamp.isdecimal():
            raise PayRefused(401, "SIGN_ERROR", "签名错误：认证信息不完整")
        if abs(self.clock.now() - int(timestamp)) > WINDOW.total_seconds():
            raise PayRefused(401, "SIGN_ERROR", "签名错误：时间戳过期")
        if (fields.get("mchid"), fields.get("serial_no")) != (
            self.mchid,
            self.keys.merchant_serial,
        ):
            raise PayRefused(401, "SIGN_ERROR", "签名错误：商户号或证书序列号不对")
        message = request_message(method, path, timestamp, fields.get("nonce_str", ""), body)
        key = self.keys.merchant.public_key()
        if not is_signed(key, message, fields.get("signature", "")):
            raise PayRefused(401, "SIGN_ERROR", "签名错误")

    def sign(self, body: bytes, serial: str, wrongly: str = "") -> dict[str, str]:
        """The headers that go with ``body``.

        ``wrongly``: ``bad_signature``, ``stale_timestamp``, ``unknown_serial`` or ``probe``.
        """
        moment = int(self.clock.now()) - (3600 if wrongly == "stale_timestamp" else 0)
        timestamp, nonce = str(moment), secrets.token_hex(16)
        keys = {each.serial: each.key for each in self.certified}
        key = keys.get(serial, self.keys.platform)
        signature = sign(key, response_message(timestamp, nonce, body))
        if wrongly == "bad_signature":
            signature = sign(key, response_message(timestamp, nonce, body + b" "))
        if wrongly == "probe":
            signature = "WECHATPAY/SIGNTEST/" + signature
        return {
            headers.TIMESTAMP: timestamp,
            headers.NONCE: nonce,
            headers.SIGNATURE: signature,
            headers.SERIAL: "F" * 40 if wrongly == "unknown_serial" else serial,
            "Wechatpay-Signature-Type": SCHEME,
        }

    def serial_for(self, asked: str | None) -> str:
        """Answers are signed with the kind of key that the request names."""
        wants_key = bool(asked) and str(asked).startswith(PUBLIC_KEY_PREFIX)
        return PUBLIC_KEY_ID if wants_key else self.certified[-1].serial
