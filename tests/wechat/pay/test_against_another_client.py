"""An independent client (wechatpayv3) and ours, each on the other side of what the other makes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from wechatpayv3 import SignType, WeChatPay, WeChatPayType

from tests.wechat.conftest import Callbacks, Running, TestClock
from tests.wechat.pay.test_against_the_simulator import pay, wait_for
from wechat.pay.client import Order, PayClient
from wechat.pay.keys import PlatformKeys
from wechat.pay.notices import open_notice
from wechat.pay.sealing import ALGORITHM, seal
from wechat.pay.signing import is_signed
from wechat.simulator.pay.keys import MERCHANT_KEY, PUBLIC_KEY_ID, Keys, keys_in


@pytest.fixture
def keys(pay_keys: Path) -> Keys:
    return keys_in(pay_keys)


@pytest.fixture
def other(paying: Running, pay_keys: Path, keys: Keys, clock: TestClock) -> WeChatPay:
    """The other client in public-key mode: its constructor makes no call."""
    clock.at = time.time()  # the other client has no clock but the machine's
    made = WeChatPay(
        wechatpay_type=WeChatPayType.MINIPROG,
        mchid=paying.settings.pay_mchid,
        private_key=(pay_keys / MERCHANT_KEY).read_text(),
        cert_serial_no=keys.merchant_serial,
        apiv3_key=paying.settings.pay_api_v3_key,
        appid=paying.settings.appid,
        public_key=(pay_keys / "platform" / f"{PUBLIC_KEY_ID}.pem").read_text(),
        public_key_id=PUBLIC_KEY_ID,
        timeout=(2, 5),
    )
    made._core._gate_way = paying.url  # it has no setting for this
    return made


def sealed(told: dict[str, str], key: bytes) -> bytes:
    """A notice's body that holds ``told``."""
    nonce = "a" * 12
    resource = {
        "algorithm": ALGORITHM,
        "nonce": nonce,
        "associated_data": "transaction",
        "ciphertext": seal(key, nonce.encode(), b"transaction", json.dumps(told).encode()),
    }
    said = {"id": "E1", "event_type": "TRANSACTION.SUCCESS", "resource": resource}
    return json.dumps(said).encode()


def prepaid(other: WeChatPay, order: Order) -> str:
    status, told = other.pay(
        description=order.description,
        out_trade_no=order.trade_no,
        amount={"total": order.total_fen},
        payer={"openid": "oSIM-sample-elder-0000001"},
        time_expire=order.expires_at.isoformat(timespec="seconds"),
        notify_url=order.notify_url,
    )
    assert status == 200
    return str(json.loads(told)["prepay_id"])


def test_the_other_client_believes_what_our_simulator_signs(
    other: WeChatPay, paying: Running, order: Callable[..., Order], callbacks: Callbacks
) -> None:
    wanted = order()
    handle = prepaid(other, wanted)  # each answer was verified, or it would have raised
    status, told = other.query(out_trade_no=wanted.trade_no)
    assert (status, json.loads(told)["trade_state"]) == (200, "NOTPAY")
    pay(paying, handle)
    wait_for(lambda: callbacks.received)
    _, _, body, headers = callbacks.received[0]
    notice = other.callback(headers, body)
    assert notice["event_type"] == "TRANSACTION.SUCCESS"
    assert notice["resource"]["out_trade_no"] == wanted.trade_no
    assert notice["resource"]["amount"]["total"] == wanted.total_fen


def test_the_other_client_closes_and_gives_back(
    other: WeChatPay, paying: Running, order: Callable[..., Order]
) -> None:
    unpaid, paid = order(), order()
    prepaid(other, unpaid)
    assert other.close(out_trade_no=unpaid.trade_no)[0] == 204
    pay(paying, prepaid(other, paid))
    amount = {"refund": 500, "total": paid.total_fen, "currency": "CNY"}
    status, told = other.refund(out_refund_no="R1", out_trade_no=paid.trade_no, amount=amount)
    assert (status, json.loads(told)["amount"]["refund"]) == (200, 500)
    assert other.query_refund("R1")[0] == 200


def test_the_other_client_refuses_a_false_notice(
    other: WeChatPay, paying: Running, order: Callable[..., Order], callbacks: Callbacks
) -> None:
    wanted = order()
    requests.patch(
        f"{paying.url}/_control/pay", json={"notice_tricks": ["bad_signature"]}, timeout=5
    )
    pay(paying, prepaid(other, wanted))
    wait_for(lambda: callbacks.received)
    _, _, body, headers = callbacks.received[0]
    assert not other.callback(headers, body)


def test_what_the_other_client_signs_for_the_device_is_what_ours_signs(
    other: WeChatPay, client: PayClient, keys: Keys
) -> None:
    ours = client.client_parameters("wx201410272009395522657a690389285100")
    fields = [client.merchant.appid, ours["timeStamp"], ours["nonceStr"], ours["package"]]
    assert other.sign(fields, SignType.RSA_SHA256) == ours["paySign"]
    assert is_signed(
        keys.merchant.public_key(), "".join(f"{f}\n" for f in fields).encode(), ours["paySign"]
    )


def test_our_client_opens_what_the_other_ones_signer_signed(
    paying: Running, pay_keys: Path, keys: Keys
) -> None:
    """The other package signs as if it were the platform; ours verifies the bytes."""
    platform = WeChatPay(
        wechatpay_type=WeChatPayType.MINIPROG,
        mchid=paying.settings.pay_mchid,
        private_key=(pay_keys / "platform_key.pem").read_text(),
        cert_serial_no=keys.platform_serial,
        apiv3_key=paying.settings.pay_api_v3_key,
        appid=paying.settings.appid,
        public_key=(pay_keys / "platform" / f"{PUBLIC_KEY_ID}.pem").read_text(),
        public_key_id=PUBLIC_KEY_ID,
    )
    told = {"out_trade_no": "P1", "trade_state": "SUCCESS"}
    key = paying.settings.pay_api_v3_key.encode()
    body, now = sealed(told, key), datetime.now(UTC)
    stamp, nonce = str(int(now.timestamp())), "n0nce"
    headers = {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": PUBLIC_KEY_ID,
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        "Wechatpay-Signature": platform.sign([stamp, nonce, body.decode()], SignType.RSA_SHA256),
    }
    known = PlatformKeys.from_folder(pay_keys / "platform")
    assert open_notice(headers, body, known, key, now).resource == told
