"""The same cases against the simulator and against the answers that WeChat documents.

The stub replays answers in the shape, and with the error codes, of developers.weixin.qq.com (server
API of mini programs, each operation's page as noted 2026-11); it knows no rules. Values and most
error texts are samples of ours, and the answer of ``get_order`` was not checked against its page. What
the client makes of an answer has to be the same on both sides: so the simulator is held to it, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, Response, request

from tests.wechat.conftest import ELDER, PROGRESS, VALUES, Running, TestClock, served
from wechat.client import MiniProgramClient
from wechat.content import Verdict
from wechat.errors import WeChatError, table
from wechat.login import Phone
from wechat.shipping import Logistics, OrderKey, OrderState, Shipment
from wechat.tokens import MemoryTokenStore

APPID = "wxsimulator0000001"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
ORDER = OrderKey(transaction_id="4200000000000001")

LOGIN = "/sns/jscode2session"
STABLE = "/cgi-bin/stable_token"
PHONE = "/wxa/business/getuserphonenumber"
SEND = "/cgi-bin/message/subscribe/send"
CHECK = "/wxa/msg_sec_check"
CODE = "/wxa/getwxacodeunlimit"
GET_ORDER = "/wxa/sec/order/get_order"
UPLOAD = "/wxa/sec/order/upload_shipping_info"


@dataclass(frozen=True)
class Case:
    """``arrange`` sets the simulator's stage and returns the argument of ``call``."""

    name: str
    path: str
    documented: Any
    call: Callable[[MiniProgramClient, str], Any]
    expected: Any
    arrange: Callable[[Running], str] = lambda _: ""

    def __str__(self) -> str:
        return self.name


def visited(simulator: Running) -> str:
    simulator.world.person(ELDER).visited_at = simulator.world.clock.now()
    return ""


def agreed(simulator: Running) -> str:
    simulator.control(f"/people/{ELDER}/consents", {"template_id": PROGRESS})
    return ""


def used_code(simulator: Running) -> str:
    code = simulator.login_code()
    simulator.world.log_in(code)
    return code


def risky(simulator: Running) -> str:
    simulator.control(f"/people/{ELDER}", {"high_risk": True}, "PATCH")
    return simulator.login_code()


def phone_code(simulator: Running) -> str:
    return str(simulator.control(f"/people/{ELDER}/phone-code")["code"])


def known_order(simulator: Running) -> str:
    order = {"mchid": "1900000001", "out_trade_no": "order-1", "openid": ELDER}
    simulator.control("/orders", {**order, "transaction_id": "4200000000000001"})
    simulator.world.clock.advance(10)
    return ""


def shipment(logistics: Logistics = Logistics.CITY, second: int = 0) -> Shipment:
    at = datetime(2026, 11, 21, 12, 0, second, tzinfo=UTC)
    return Shipment(ORDER, logistics, "午餐 x1", ELDER, at)


def upload(wx: MiniProgramClient, _: str) -> Any:
    return wx.upload_shipping(shipment(Logistics.VIRTUAL, 2))


def shipped(simulator: Running) -> str:
    known_order(simulator)
    simulator.world.shipping.upload(shipment(Logistics.VIRTUAL, 2).body())
    return ""


def shipped_twice(simulator: Running) -> str:
    known_order(simulator)
    for logistics, second in ((Logistics.CITY, 0), (Logistics.PICK_UP, 1)):
        simulator.world.shipping.upload(shipment(logistics, second).body())
    return ""


def refunded(simulator: Running) -> str:
    known_order(simulator)
    simulator.control("/orders/4200000000000001/refund")
    return ""


def faulty(path: str, errcode: int) -> Callable[[Running], str]:
    """What no rule of the simulator's leads to, it answers on demand."""

    def order(simulator: Running) -> str:
        for _ in range(3):
            simulator.control("/faults", {"path": path, "errcode": errcode})
        return simulator.login_code()

    return order


def login(wx: MiniProgramClient, code: str) -> Any:
    return wx.code_to_session(code or "code").openid


def send(wx: MiniProgramClient, _: str) -> Any:
    return bool(wx.send_subscribe_message(ELDER, PROGRESS, VALUES))


def send_too_little(wx: MiniProgramClient, _: str) -> Any:
    values = {key: text for key, text in VALUES.items() if key != "thing4"}
    return wx.send_subscribe_message(ELDER, PROGRESS, values)


def order_state(wx: MiniProgramClient, _: str) -> Any:
    found = wx.order_shipping(ORDER)
    return (found.state, found.shipped_as)


def error(errcode: int, errmsg: str) -> dict[str, Any]:
    return {"errcode": errcode, "errmsg": f"{errmsg} rid: 60e3b4cc-0e1c7d1a-5f3f4a3b"}


CASES = [
    Case("login", LOGIN, {"openid": ELDER, "session_key": "xxxxx", "unionid": "xxxxx", "errcode": 0, "errmsg": "xxxxx"},
         login, ELDER, lambda simulator: simulator.login_code()),
    Case("login without errcode", LOGIN, {"openid": ELDER, "session_key": "xxxxx"},
         login, ELDER, lambda simulator: simulator.login_code()),
    Case("unknown login code", LOGIN, error(40029, "code 无效"), login, (40029, "code")),
    Case("used login code", LOGIN, error(40163, "code been used"), login, (40163, "code"), used_code),
    Case("risky person", LOGIN, error(40226, "code blocked"), login, (40226, "risk"), risky),
    Case("phone number", PHONE,
         {"errcode": 0, "errmsg": "ok", "phone_info": {
             "phoneNumber": "19900000001", "purePhoneNumber": "19900000001", "countryCode": 86,
             "watermark": {"timestamp": 1637744274, "appid": APPID}}},
         lambda wx, code: wx.phone_number(code or "code"), Phone("19900000001", "86"), phone_code),
    Case("unknown phone code", PHONE, error(40029, "invalid code"),
         lambda wx, _: wx.phone_number("code"), (40029, "code")),
    Case("message", SEND, {"errcode": 0, "errmsg": "ok", "msgid": 3003003003}, send, True, agreed),
    Case("message without consent", SEND, error(43101, "user refuse to accept the msg"), send, (43101, "consent")),
    Case("message with an empty value", SEND, error(47003, "argument invalid! data.thing4.value is empty"),
         send_too_little, (47003, "value"), agreed),
    Case("unknown template", SEND, error(40037, "invalid template_id"),
         lambda wx, _: wx.send_subscribe_message(ELDER, "none", VALUES), (40037, "configuration")),
    Case("unknown person", SEND, error(40003, "invalid openid"),
         lambda wx, _: wx.send_subscribe_message("oNobody", PROGRESS, VALUES), (40003, "person")),
    Case("harmless text", CHECK,
         {"errcode": 0, "errmsg": "ok", "result": {"suggest": "pass", "label": 100}, "trace_id": "60ae120f-371d5872-7941a05b",
          "detail": [{"strategy": "content_model", "errcode": 0, "suggest": "pass", "label": 100, "prob": 90}]},
         lambda wx, _: wx.check_message(ELDER, "今天天气好"), Verdict("pass", 100), visited),
    Case("fraud", CHECK,
         {"errcode": 0, "errmsg": "ok", "result": {"suggest": "risky", "label": 20008}, "trace_id": "60ae120f-371d5872-7941a05b",
          "detail": [{"strategy": "keyword", "errcode": 0, "suggest": "risky", "label": 20008, "keyword": "稳赚不赔"}]},
         lambda wx, _: wx.check_message(ELDER, "稳赚不赔"), Verdict("risky", 20008), visited),
    Case("text of who is not here", CHECK, error(61010, "code is expired"),
         lambda wx, _: wx.check_message(ELDER, "你好"), (61010, "person")),
    Case("picture", CODE, PNG, lambda wx, _: wx.unlimited_code("a=1")[:8], PNG[:8]),
    Case("picture of no page", CODE, error(41030, "invalid page"),
         lambda wx, _: wx.unlimited_code("a=1", page="pages/none"), (41030, "configuration")),
    Case("order not known yet", GET_ORDER, error(10060001, "支付单不存在"), order_state, (10060001, "wait")),
    Case("order to ship", GET_ORDER,
         {"errcode": 0, "errmsg": "ok", "order": {"transaction_id": "4200000000000001", "merchant_id": "1900000001",
          "order_state": 1, "in_complaint": False, "shipping": {}}},
         order_state, (OrderState.TO_SHIP, None), known_order),
    Case("shipped", UPLOAD, {"errcode": 0, "errmsg": "ok"}, upload, None, known_order),
    Case("shipped before", UPLOAD, error(10060002, "支付单已完成发货，无法继续发货"), upload, None, shipped),
    Case("shipped before it is known", UPLOAD, error(10060001, "支付单不存在"), upload, (10060001, "wait")),
    Case("shipped a third time", UPLOAD, error(10060003, "支付单已使用重新发货机会"), upload, (10060003, "final"), shipped_twice),
    Case("shipped after a refund", UPLOAD, error(10060004, "支付单处于不可发货的状态"), upload, (10060004, "final"), refunded),
    *(Case(f"{path} answers {code}", path, error(code, "on demand"), call, (code, kind), faulty(path, code))
      for path, call, code, kind in (
        (LOGIN, login, -1, "busy"), (LOGIN, login, 45011, "limit"), (LOGIN, login, 40013, "configuration"),
        (PHONE, lambda wx, _: wx.phone_number("code"), 45011, "limit"),
        (PHONE, lambda wx, _: wx.phone_number("code"), 40013, "configuration"),
        (PHONE, lambda wx, _: wx.phone_number("code"), -1, "busy"),
        (SEND, send, 45009, "limit"), (SEND, send, 47001, "value"),
        (CHECK, lambda wx, _: wx.check_message(ELDER, "你好"), 43104, "person"),
        (CHECK, lambda wx, _: wx.check_message(ELDER, "你好"), 44002, "value"),
        (CHECK, lambda wx, _: wx.check_message(ELDER, "你好"), 45009, "limit"),
        (CODE, lambda wx, _: wx.unlimited_code("a=1"), 45009, "limit"),
        (CODE, lambda wx, _: wx.unlimited_code("a=1"), 40169, "value"),
        (UPLOAD, upload, 48001, "configuration"), (UPLOAD, upload, 47001, "value"),
        (STABLE, lambda wx, _: wx.access_token, 40164, "configuration"),
        (STABLE, lambda wx, _: wx.access_token, 40243, "configuration"),
        (STABLE, lambda wx, _: wx.access_token, 45009, "limit"),
        (STABLE, lambda wx, _: wx.access_token, 50002, "final"),
      )),
    Case("wrong secret", STABLE, error(40125, "invalid appsecret"),
         lambda wx, _: other_secret(wx).access_token, (40125, "configuration")),
]  # fmt: skip


@dataclass
class Stub:
    """Answers every path with what is kept for it; a token for the token."""

    answers: dict[str, Any] = field(default_factory=dict)
    url: str = ""

    def app(self) -> Flask:
        made = Flask("stub")
        made.add_url_rule("/<path:path>", "answer", self.answer, methods=["GET", "POST"])
        return made

    def answer(self, path: str) -> Response:
        token = {"access_token": "ACCESS_TOKEN", "expires_in": 7200}
        found = self.answers.get("/" + path, token)
        content = found if isinstance(found, bytes) else json.dumps(found, ensure_ascii=False)
        self.seen = request.get_data()
        return Response(content, content_type="text/plain")


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    kept = Stub()
    with served(kept.app()) as kept.url:
        yield kept


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_simulator_answers_as_documented(
    case: Case, simulator: Running, clock: TestClock
) -> None:
    wx = client(simulator.url, clock)
    argument = case.arrange(simulator)
    assert outcome(case, wx, argument) == case.expected


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_documented_answer_is_understood(case: Case, stub: Stub, clock: TestClock) -> None:
    stub.answers = {case.path: case.documented}
    assert outcome(case, client(stub.url, clock), "") == case.expected


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"[]",
        {"errcode": 0},
        {"errcode": 0, "result": {}, "phone_info": []},
        {"errcode": "x"},
    ],
)
def test_an_answer_that_cannot_be_read_is_typed(answer: Any, stub: Stub, clock: TestClock) -> None:
    wx = client(stub.url, clock)
    stub.answers = dict.fromkeys((LOGIN, PHONE, CHECK, CODE, GET_ORDER), answer)
    calls: list[Callable[[], Any]] = [
        lambda: wx.code_to_session("code"),
        lambda: wx.phone_number("code"),
        lambda: wx.check_message(ELDER, "你好"),
        lambda: wx.unlimited_code("a"),
        lambda: wx.order_shipping(ORDER),
    ]
    assert [kind_of(call) for call in calls] == ["answer"] * 5


@pytest.mark.parametrize(
    "answer", [b"", {"errcode": 0}, {"access_token": "", "expires_in": 7200}, {"access_token": "a"}]
)
def test_a_token_that_cannot_be_read_is_typed(answer: Any, stub: Stub, clock: TestClock) -> None:
    stub.answers = {STABLE: answer}
    assert kind_of(lambda: client(stub.url, clock).access_token) == "answer"


def test_a_number_of_another_app_is_not_taken(stub: Stub, clock: TestClock) -> None:
    info = {"purePhoneNumber": "19900000001", "countryCode": "86", "watermark": {"appid": "wx2"}}
    stub.answers = {PHONE: {"errcode": 0, "phone_info": info}}
    assert kind_of(lambda: client(stub.url, clock).phone_number("code")) == "final"


def test_a_shipped_order_tells_how(stub: Stub, clock: TestClock) -> None:
    order = {"transaction_id": "1", "order_state": 2, "shipping": {"logistics_type": 4}}
    stub.answers = {GET_ORDER: {"errcode": 0, "order": order}}
    found = client(stub.url, clock).order_shipping(ORDER)
    assert found.shipped_as is Logistics.PICK_UP


def test_an_error_code_nobody_knows_is_final(stub: Stub, clock: TestClock) -> None:
    stub.answers = {SEND: error(99999, "new")}
    assert kind_of(lambda: send(client(stub.url, clock), "")) == "final"


def test_what_is_not_updated_counts_as_uploaded(stub: Stub, clock: TestClock) -> None:
    stub.answers = {"/wxa/sec/order/upload_shipping_info": error(10060023, "发货信息未更新")}
    body = {"order_key": {}}
    assert kind_of(lambda: client(stub.url, clock)._post_json("upload_shipping", "/wxa/sec/order/upload_shipping_info", body)) == "done"  # fmt: skip


def test_bodies_are_utf8_json_with_chinese_as_it_is(stub: Stub, clock: TestClock) -> None:
    stub.answers = {SEND: {"errcode": 0}}
    client(stub.url, clock).send_subscribe_message(ELDER, PROGRESS, VALUES)
    assert "高龄津贴".encode() in stub.seen


def test_every_error_has_a_chinese_sentence_to_tell() -> None:
    told = [row.tell for rows in table().values() for row in rows.values()]
    assert all(re.fullmatch(r"[\u4e00-\u9fff，。“”]+", sentence) for sentence in told)
    assert len(told) > 40


def outcome(case: Case, wx: MiniProgramClient, argument: str) -> Any:
    """What the call gives, or the (errcode, kind) of its error."""
    try:
        return case.call(wx, argument)
    except WeChatError as refusal:
        return (refusal.errcode, refusal.kind)


def kind_of(call: Callable[[], Any]) -> str:
    with pytest.raises(WeChatError) as caught:
        call()
    return caught.value.kind


def client(url: str, clock: TestClock, secret: str = "simulator-only-not-a-secret") -> Any:
    return MiniProgramClient(
        APPID, secret, tokens=MemoryTokenStore(), base_url=url, now=clock.now, sleep=lambda _: None
    )


def other_secret(wx: MiniProgramClient) -> Any:
    return client(wx._transport.base_url, TestClock(), "another secret")
