"""Subscribe messages, text checks, mini-program codes and shipping, against the simulator."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from PIL import Image

from tests.wechat.conftest import ELDER, PROGRESS, VALUES, Running, TestClock
from tests.wechat.test_login_and_phone import refused
from wechat.client import MiniProgramClient
from wechat.content import Scene
from wechat.errors import RefusedValue
from wechat.shipping import Logistics, OrderKey, OrderState, Shipment

BEIJING = timezone(timedelta(hours=8))


def test_one_consent_is_worth_one_message(wx: MiniProgramClient, simulator: Running) -> None:
    agree(simulator)
    assert send(wx)
    error = refused(lambda: send(wx))
    assert (error.errcode, error.kind, error.retryable) == (43101, "consent", False)
    (message,) = simulator.control(f"/people/{ELDER}/messages", method="GET")["messages"]
    assert message["title"] == "办理进度提醒"
    assert ["事项", "高龄津贴"] in message["lines"]


def test_withdrawn_consent_stops_messages(wx: MiniProgramClient, simulator: Running) -> None:
    agree(simulator, 3)
    simulator.control(f"/people/{ELDER}/consents/{PROGRESS}", method="DELETE")
    assert refused(lambda: send(wx)).errcode == 43101


def test_a_missing_value_is_named(wx: MiniProgramClient, simulator: Running) -> None:
    agree(simulator)
    values = {key: text for key, text in VALUES.items() if key != "thing4"}
    error = refused(lambda: send(wx, values=values))
    assert (error.errcode, error.field) == (47003, "thing4")
    assert error.rid


def test_a_refused_message_uses_no_consent_up(wx: MiniProgramClient, simulator: Running) -> None:
    agree(simulator)
    refused(lambda: send(wx, values={"thing1": "只有一个"}))
    assert send(wx)


def test_an_unknown_template_is_40037(wx: MiniProgramClient) -> None:
    error = refused(lambda: wx.send_subscribe_message(ELDER, "none", VALUES))
    assert (error.errcode, error.kind) == (40037, "configuration")


def test_an_unknown_person_is_40003(wx: MiniProgramClient) -> None:
    error = refused(lambda: wx.send_subscribe_message("oNobody", PROGRESS, VALUES))
    assert (error.errcode, error.kind) == (40003, "person")


def test_an_unpublished_page_is_41030(wx: MiniProgramClient, simulator: Running) -> None:
    agree(simulator)
    error = refused(
        lambda: wx.send_subscribe_message(ELDER, PROGRESS, VALUES, page="pages/none?id=1")
    )
    assert error.errcode == 41030


def test_chinese_goes_out_as_it_is_written(wx: MiniProgramClient, simulator: Running) -> None:
    agree(simulator)
    long = "这是一句非常长的说明文字超过了二十个字符的限制"
    send(wx, values={**VALUES, "thing4": long})
    (message,) = simulator.control(f"/people/{ELDER}/messages", method="GET")["messages"]
    assert ["说明", long[:19] + "…"] in message["lines"]


@pytest.mark.parametrize(
    ("text", "suggestion", "label"),
    [("今天天气好", "pass", 100), ("稳赚不赔的项目", "risky", 20008), ("这是样例待查", "review", 21000)],
)  # fmt: skip
def test_a_text_is_judged(
    wx: MiniProgramClient, simulator: Running, text: str, suggestion: str, label: int
) -> None:
    wx.code_to_session(simulator.login_code())
    verdict = wx.check_message(ELDER, text, Scene.COMMENT)
    assert (verdict.suggestion, verdict.label) == (suggestion, label)


def test_who_has_not_visited_cannot_be_checked(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    assert refused(lambda: wx.check_message(ELDER, "你好")).errcode == 61010
    wx.code_to_session(simulator.login_code())
    clock.advance(7201)
    assert refused(lambda: wx.check_message(ELDER, "你好")).errcode == 61010


@pytest.mark.parametrize("text", ["", "  ", "长" * 2501], ids=["empty", "blank", "long"])
def test_a_text_that_cannot_be_checked_is_not_sent(wx: MiniProgramClient, text: str) -> None:
    with pytest.raises(RefusedValue, match=r"^content: "):
        wx.check_message(ELDER, text)


def test_a_code_is_a_real_picture(wx: MiniProgramClient, simulator: Running) -> None:
    picture = wx.unlimited_code("login=aB3-x_9", page="pages/login/confirm")
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        assert 280 <= image.width <= 430
    assert simulator.world.pictures.recent[0][0] == "login=aB3-x_9"


@pytest.mark.parametrize("scene", ["", "x" * 33, "中文", "100%", "a b"], ids=repr)
def test_a_scene_that_wechat_refuses_is_not_sent(wx: MiniProgramClient, scene: str) -> None:
    with pytest.raises(RefusedValue, match=r"^scene: "):
        wx.unlimited_code(scene)


@pytest.mark.parametrize(("scene", "errcode"), [("x" * 33, 40169), ("中文", 40129)])
def test_the_simulator_refuses_bad_scenes_too(
    wx: MiniProgramClient, scene: str, errcode: int
) -> None:
    error = refused(lambda: wx._post_json("unlimited_code", "/wxa/getwxacodeunlimit", {"scene": scene}))  # fmt: skip
    assert error.errcode == errcode


def test_a_code_for_an_unpublished_page_is_a_typed_error(wx: MiniProgramClient) -> None:
    assert refused(lambda: wx.unlimited_code("a", page="pages/none")).errcode == 41030
    assert wx.unlimited_code("a", page="pages/none", version="trial")


def test_shipping_waits_until_wechat_knows_the_payment(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    shipment = paid(simulator, clock)
    error = refused(lambda: wx.upload_shipping(shipment))
    assert (error.errcode, error.kind, error.retryable) == (10060001, "wait", True)
    clock.advance(10)
    wx.upload_shipping(shipment)
    state = wx.order_shipping(shipment.order)
    assert (state.state, state.shipped_as) == (OrderState.SHIPPED, Logistics.CITY)


def test_telling_the_same_shipping_twice_is_a_success(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    shipment = paid(simulator, clock)
    clock.advance(10)
    wx.upload_shipping(shipment)
    wx.upload_shipping(shipment)


def test_shipping_may_be_changed_once(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    first = paid(simulator, clock)
    clock.advance(10)
    wx.upload_shipping(first)
    wx.upload_shipping(later(first, 1, Logistics.PICK_UP))
    error = refused(lambda: wx.upload_shipping(later(first, 2, Logistics.VIRTUAL)))
    assert (error.errcode, error.kind, error.retryable) == (10060003, "final", False)


def test_a_refunded_order_cannot_be_shipped(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    shipment = paid(simulator, clock)
    clock.advance(10)
    simulator.control("/orders/4200000000000001/refund")
    assert refused(lambda: wx.upload_shipping(shipment)).errcode == 10060004
    assert wx.order_shipping(shipment.order).state is OrderState.REFUNDED


def test_an_order_is_found_by_either_number(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    paid(simulator, clock)
    clock.advance(10)
    by_trade = OrderKey(mchid="1900000001", out_trade_no="order-1")
    assert wx.order_shipping(by_trade).state is OrderState.TO_SHIP
    assert refused(lambda: wx.order_shipping(OrderKey(transaction_id="other"))).kind == "wait"


@pytest.mark.parametrize(
    "change",
    [
        {"shipping_list": {"item_desc": "午餐"}},
        {"access_token": "inside the body"},
        {"logistics_type": 0},
        {"upload_time": "2026-11-21T12:00:00+0800"},
        {"logistics_type": 1},
    ],
)
def test_malformed_shipping_is_47001(
    wx: MiniProgramClient, simulator: Running, clock: TestClock, change: dict[str, Any]
) -> None:
    body = {**paid(simulator, clock).body(), **change}
    clock.advance(10)
    path = "/wxa/sec/order/upload_shipping_info"
    assert refused(lambda: wx._post_json("upload_shipping", path, body)).errcode == 47001


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"order": OrderKey(mchid="1900000001")}, "order_key"),
        ({"description": " "}, "item_desc"),
        ({"uploaded_at": datetime(2026, 11, 21)}, "upload_time"),  # noqa: DTZ001
        ({"logistics": Logistics.EXPRESS}, "tracking_no"),
    ],
)
def test_an_incomplete_shipment_is_not_sent(change: dict[str, Any], field: str) -> None:
    whole = Shipment(OrderKey(transaction_id="1"), Logistics.CITY, "午餐", "o", datetime.now(UTC))
    with pytest.raises(RefusedValue, match=f"^{field}: "):
        replace(whole, **change).body()


def test_the_program_learns_whether_its_trade_is_managed(wx: MiniProgramClient) -> None:
    assert wx.is_trade_managed() is True


def agree(simulator: Running, count: int = 1) -> None:
    simulator.control(f"/people/{ELDER}/consents", {"template_id": PROGRESS, "count": count})


def send(wx: MiniProgramClient, values: dict[str, str] = VALUES) -> str:
    return wx.send_subscribe_message(ELDER, PROGRESS, values, page="pages/cases/detail?id=1")


def paid(simulator: Running, clock: TestClock) -> Shipment:
    order = {
        "mchid": "1900000001",
        "out_trade_no": "order-1",
        "transaction_id": "4200000000000001",
        "openid": ELDER,
    }
    simulator.control("/orders", order)
    key = OrderKey(transaction_id="4200000000000001")
    at = datetime.fromtimestamp(clock.now(), BEIJING)
    return Shipment(key, Logistics.CITY, "午餐 x1", ELDER, at, receiver_contact="199****0001")


def later(shipment: Shipment, minutes: int, logistics: Logistics) -> Shipment:
    at = shipment.uploaded_at + timedelta(minutes=minutes)
    return replace(shipment, uploaded_at=at, logistics=logistics)


def test_a_long_term_consent_is_never_used_up(wx: MiniProgramClient, simulator: Running) -> None:
    values = {"thing1": "助浴", "time2": "15:01", "thing3": "请在家等候"}
    simulator.control(f"/people/{ELDER}/consents", {"template_id": "sim-template-visit"})
    for _ in range(3):
        assert wx.send_subscribe_message(ELDER, "sim-template-visit", values)


@pytest.mark.parametrize(
    ("what", "field"),
    [({"page": "/pages/index/index"}, "page"), ({"page": "pages/a?b=1"}, "page"), ({"width": 100}, "width")],
)  # fmt: skip
def test_a_page_or_width_that_wechat_refuses_is_not_sent(
    wx: MiniProgramClient, what: dict[str, Any], field: str
) -> None:
    with pytest.raises(RefusedValue, match=f"^{field}: "):
        wx.unlimited_code("a", **what)


def test_a_parcel_goes_out_with_its_number(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    parcel = replace(
        paid(simulator, clock), logistics=Logistics.EXPRESS, tracking_no="SF1", express_company="SF"
    )
    clock.advance(10)
    wx.upload_shipping(parcel)
    assert wx.order_shipping(parcel.order).shipped_as is Logistics.EXPRESS


def test_an_upload_for_another_payer_or_without_a_later_time_is_refused(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    shipment = paid(simulator, clock)
    clock.advance(10)
    assert refused(lambda: wx.upload_shipping(replace(shipment, payer_openid="o"))).errcode == 40003
    wx.upload_shipping(shipment)
    assert (
        refused(lambda: wx.upload_shipping(later(shipment, 0, Logistics.VIRTUAL))).errcode == 47001
    )


def test_a_later_time_is_later_whatever_its_zone(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    first = paid(simulator, clock)
    clock.advance(10)
    wx.upload_shipping(first)
    moved = later(first, 1, Logistics.PICK_UP)
    farther_east = (first.uploaded_at - timedelta(hours=1)).astimezone(
        timezone(timedelta(hours=10))
    )
    earlier = replace(moved, uploaded_at=farther_east)
    assert refused(lambda: wx.upload_shipping(earlier)).errcode == 47001
    wx.upload_shipping(moved)


def test_only_express_may_be_split(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    body = {**paid(simulator, clock).body(), "delivery_mode": 2}
    path = "/wxa/sec/order/upload_shipping_info"
    assert refused(lambda: wx._post_json("upload_shipping", path, body)).errcode == 47001


def test_a_refund_of_no_order_changes_nothing(simulator: Running) -> None:
    assert simulator.control("/orders/none/refund") == {"refunded": False}
