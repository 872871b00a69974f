"""What a failure means for the money, and whose signature counts."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from wechat.pay import keys, signing
from wechat.pay.bills import BillError, fen, read_trades
from wechat.pay.errors import Outcome, PayError
from wechat.pay.keys import PlatformKeys, UnknownSerialError, UnverifiedError
from wechat.pay.notices import open_notice
from wechat.pay.sealing import seal
from wechat.simulator.pay.keys import keys_in

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
SERIAL = "PUB_KEY_ID_0000000001"
API_KEY = b"k" * 32


@pytest.fixture(scope="module")
def private() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture
def held(private: RSAPrivateKey) -> PlatformKeys:
    return PlatformKeys({SERIAL: private.public_key()})


def signed(
    private: RSAPrivateKey, body: bytes, at: datetime = NOW, serial: str = SERIAL
) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    signature = signing.sign(private, signing.response_message(timestamp, "n", body))
    return {keys.TIMESTAMP: timestamp, keys.NONCE: "n", keys.SIGNATURE: signature, keys.SERIAL: serial}  # fmt: skip


def a_notice(**changes: object) -> bytes:
    plain = json.dumps({"out_trade_no": "A1B2C3", "trade_state": "SUCCESS"}).encode()
    resource = {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": "123456789012",
        "associated_data": "transaction",
        "ciphertext": seal(API_KEY, b"123456789012", b"transaction", plain),
    }
    told = {"id": "EV-1", "event_type": "TRANSACTION.SUCCESS", "resource": resource | changes}
    return json.dumps(told).encode()


def test_a_signed_notice_is_opened(held: PlatformKeys, private: RSAPrivateKey) -> None:
    body = a_notice()
    notice = open_notice(signed(private, body), body, held, API_KEY, NOW)
    assert (notice.id, notice.event_type) == ("EV-1", "TRANSACTION.SUCCESS")
    assert notice.resource["out_trade_no"] == "A1B2C3"


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_early_signature_is_refused(
    held: PlatformKeys, private: RSAPrivateKey, minutes: int
) -> None:
    body = a_notice()
    headers = signed(private, body, NOW + timedelta(minutes=minutes))
    with pytest.raises(UnverifiedError):
        open_notice(headers, body, held, API_KEY, NOW)


def test_an_unknown_serial_is_told_apart(held: PlatformKeys, private: RSAPrivateKey) -> None:
    body = a_notice()
    with pytest.raises(UnknownSerialError):
        open_notice(signed(private, body, serial="OTHER"), body, held, API_KEY, NOW)


@pytest.mark.parametrize(
    "change",
    [
        {keys.SIGNATURE: "WECHATPAY/SIGNTEST/abc"},
        {keys.SIGNATURE: "####"},
        {keys.SIGNATURE: ""},
        {keys.TIMESTAMP: ""},
        {keys.TIMESTAMP: "1e9"},
        {keys.TIMESTAMP: "²"},
        {keys.NONCE: "other"},
    ],
)
def test_a_changed_header_is_refused(
    held: PlatformKeys, private: RSAPrivateKey, change: dict[str, str]
) -> None:
    body = a_notice()
    with pytest.raises(UnverifiedError):
        open_notice(signed(private, body) | change, body, held, API_KEY, NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b'{"id":"1","event_type":"x","resource":1}',
        a_notice(algorithm="none"), a_notice(ciphertext="AAAA"), a_notice(nonce=None),
    ],
)  # fmt: skip
def test_a_signed_body_that_is_no_notice_is_refused(
    held: PlatformKeys, private: RSAPrivateKey, body: bytes
) -> None:
    with pytest.raises(UnverifiedError):
        open_notice(signed(private, body), body, held, API_KEY, NOW)


@pytest.mark.parametrize("code", ["ORDER_NOT_EXIST", "ORDERNOTEXIST"])
def test_both_spellings_of_a_code_are_one(code: str) -> None:
    error = PayError(code, 404)
    assert error.says("ORDER_NOT_EXIST")
    assert error.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("SYSTEM_ERROR", 500, Outcome.UNKNOWN),
        ("FREQUENCY_LIMITED", 429, Outcome.UNKNOWN),
        ("HTTP_429", 429, Outcome.UNKNOWN),
        ("HTTP_502", 502, Outcome.UNKNOWN),
        ("SOMETHING_NEW", 400, Outcome.REFUSED),
        ("ORDERPAID", 400, Outcome.DONE),
        ("OUT_TRADE_NO_USED", 403, Outcome.UNKNOWN),
    ],
)
def test_a_failure_says_what_became_of_the_money(code: str, status: int, outcome: Outcome) -> None:
    assert PayError(code, status).outcome is outcome


@pytest.mark.parametrize(
    ("written", "meant"), [("0.01", 1), ("12", 1200), ("-3.50", -350), ("0.0", 0)]
)
def test_yuan_become_fen(written: str, meant: int) -> None:
    assert fen(written) == meant


@pytest.mark.parametrize(
    "written",
    ["0.001", "", "abc", "NaN", "sNaN", "Infinity", "1e3", "1e999999", "1_2", "１２", "9" * 40],
)
def test_an_amount_that_is_not_whole_fen_is_refused(written: str) -> None:
    with pytest.raises(BillError):
        fen(written)


def test_a_bill_whose_summary_disagrees_is_refused() -> None:
    heading = "交易时间,商户号,微信订单号,商户订单号,交易状态,微信退款单号,商户退款单号,退款状态,订单金额,申请退款金额,手续费"
    line = "`2026-11-27 12:00:00,`1900000001,`4200,`A1B2C3,`SUCCESS,`0,`0,`,`12.00,`0.00,`0.07000"
    summary = "总交易单数,订单总金额,申请退款总金额\n`1.0,`{},`0.00"
    good = "\n".join([heading, line, summary.format("12.00")])
    assert [trade.total_fen for trade in read_trades(good.encode())] == [1200]
    with pytest.raises(BillError):
        read_trades("\n".join([heading, line, summary.format("13.00")]).encode())


def a_bill(goods: str, count: str = "1.0") -> str:
    heading = "交易时间,商户号,微信订单号,商户订单号,交易状态,微信退款单号,商户退款单号,退款状态,订单金额,申请退款金额,商品名称,手续费"
    line = f"`2026-11-27 12:00:00,`1900000001,`4200,`A1B2C3,`SUCCESS,`0,`0,`,`12.00,`0.00,`{goods},`0.07000"
    return (
        f"{heading}\r\n{line}\r\n总交易单数,订单总金额,申请退款总金额\r\n`{count},`12.00,`0.00\r\n"
    )


@pytest.mark.parametrize(
    "goods", ["样例茶会", "样例，茶会,会", "样例\u2028茶会", "样例\x85\x0b茶会"]
)
def test_whatever_goods_are_called_a_line_of_a_bill_ends_where_it_ends(goods: str) -> None:
    assert [trade.trade_no for trade in read_trades(a_bill(goods).encode())] == ["A1B2C3"]


@pytest.mark.parametrize(
    "bill", ["\ufeff{}", "{}\n\n"], ids=["a byte order mark", "empty lines at the end"]
)
def test_what_says_nothing_in_a_bill_changes_nothing(bill: str) -> None:
    assert [trade.trade_no for trade in read_trades(bill.format(a_bill("茶")).encode())] == [
        "A1B2C3"
    ]


def test_a_column_that_we_do_not_know_changes_nothing() -> None:
    heading, line, *summary = a_bill("茶").split("\r\n")
    content = "\r\n".join([f"{heading},新列", f"{line},`1", *summary])
    assert [trade.total_fen for trade in read_trades(content.encode())] == [1200]


@pytest.mark.parametrize(
    "content",
    [
        a_bill("茶").encode("gbk"), a_bill("茶", "一").encode(), a_bill("茶", "sNaN").encode(),
        a_bill("茶").replace("0.07000", "1e999999").encode(), b"", b"\n\n",
        a_bill("茶").replace("商品名称", "商户订单号").encode(),
    ],
    ids=[
        "another encoding", "a count in words", "a count that is none", "a fee beyond all numbers",
        "nothing", "empty lines", "a column twice",
    ],
)  # fmt: skip
def test_a_bill_that_cannot_be_read_says_so(content: bytes) -> None:
    """Anything else would stop the comparison of all other bills of the night."""
    with pytest.raises(BillError):
        read_trades(content)


def test_simulators_that_start_at_the_same_time_have_the_same_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(keys_in, [tmp_path / "keys"] * 8))

    assert len({keys.platform.public_key().public_numbers() for keys in made}) == 1
    assert len({keys.merchant.public_key().public_numbers() for keys in made}) == 1
