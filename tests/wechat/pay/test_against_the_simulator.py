"""Our client and the simulator, each held to the documents; direct and partner mode."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.wechat.conftest import Callbacks, Running, TestClock
from wechat.pay.bills import BEIJING
from wechat.pay.client import Order, PayClient, RefundRequest
from wechat.pay.errors import Outcome, PayError
from wechat.pay.keys import PlatformKeys, UnverifiedError
from wechat.pay.notices import Notice, open_notice
from wechat.pay.transport import Hosts
from wechat.simulator.pay.notices import RETRY_AFTER_S

MakeOrder = Callable[..., Order]


def pay(paying: Running, handle: str) -> None:
    requests.post(f"{paying.url}/_control/pay/{handle}/pay", json={}, timeout=5).raise_for_status()


def wait_for(found: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.01)
    return pytest.fail("it did not happen")


def notices(callbacks: Callbacks, client: PayClient, at_least: int = 1) -> list[Notice]:
    wait_for(lambda: len(callbacks.received) >= at_least)
    now = client.transport.now()
    return [
        open_notice(headers, body, client.transport.keys, client.merchant.api_v3_key, now)
        for _, _, body, headers in callbacks.received
    ]


def refund_of(order: Order, fen: int, number: str = "R1") -> RefundRequest:
    return RefundRequest(order.trade_no, number, fen, order.total_fen, order.notify_url)


@pytest.fixture(params=["direct", "partner"])
def either(request: pytest.FixtureRequest, client: PayClient, partner: PayClient) -> PayClient:
    return client if request.param == "direct" else partner


def test_a_payment_is_prepared_paid_and_told(
    either: PayClient, paying: Running, callbacks: Callbacks, order: MakeOrder
) -> None:
    asked = order()
    prepay_id = either.prepay_jsapi(asked, "oSIM-sample-elder-0000001")
    assert either.query(asked.trade_no)["trade_state"] == "NOTPAY"
    pay(paying, prepay_id)
    found = either.query(asked.trade_no)
    assert (found["trade_state"], found["amount"]["total"]) == ("SUCCESS", 1500)
    assert either.merchant.owns(found)
    [told] = notices(callbacks, either)
    assert (told.event_type, told.resource["out_trade_no"]) == ("TRANSACTION.SUCCESS", asked.trade_no)  # fmt: skip
    assert either.merchant.owns(told.resource)
    app = "appid" if "appid" in told.resource else "sp_appid"
    assert not either.merchant.owns(told.resource | {app: "wx0000000000000000"})


@pytest.mark.parametrize("way", ["native", "h5"])
def test_other_ways_lead_to_a_cashier(
    client: PayClient, paying: Running, order: MakeOrder, way: str
) -> None:
    asked = order()
    url = client.prepay_native(asked) if way == "native" else client.prepay_h5(asked, "127.0.0.1")
    page = requests.get(url, timeout=5)
    assert "15.00" in page.text
    requests.post(url, data={"act": "pay", "openid": "oSIM-sample-elder-0000001"}, timeout=5)
    assert client.query(asked.trade_no)["trade_state"] == "SUCCESS"


def test_the_same_order_gives_another_prepay_id_and_other_figures_are_refused(
    client: PayClient, order: MakeOrder
) -> None:
    asked = order()
    first, second = client.prepay_jsapi(asked, "o1"), client.prepay_jsapi(asked, "o1")
    assert first != second
    with pytest.raises(PayError) as caught:
        client.prepay_jsapi(order(trade_no=asked.trade_no, total_fen=1), "o1")
    assert caught.value.says("OUT_TRADE_NO_USED")


def test_a_closed_order_cannot_be_paid_and_a_paid_one_not_closed(
    either: PayClient, paying: Running, order: MakeOrder
) -> None:
    closed, paid = order(), order()
    handle = either.prepay_jsapi(closed, "o1")
    either.close(closed.trade_no)
    either.close(closed.trade_no)
    assert either.query(closed.trade_no)["trade_state"] == "CLOSED"
    refused = requests.post(f"{paying.url}/_control/pay/{handle}/pay", json={}, timeout=5)
    assert refused.status_code == 409
    pay(paying, either.prepay_jsapi(paid, "o1"))
    with pytest.raises(PayError) as caught:
        either.close(paid.trade_no)
    assert caught.value.outcome is Outcome.DONE


def test_a_payer_with_the_password_on_the_screen_may_slip_through_a_close(
    client: PayClient, paying: Running, order: MakeOrder
) -> None:
    paying.control("/pay", {"cashier_after_close": 1}, "PATCH")
    slow, other = order(), order()
    handles = [client.prepay_jsapi(each, "o1") for each in (slow, other)]
    for each in (slow, other):
        client.close(each.trade_no)
        assert client.query(each.trade_no)["trade_state"] == "CLOSED"
    pay(paying, handles[0])
    assert client.query(slow.trade_no)["trade_state"] == "SUCCESS"
    refused = requests.post(f"{paying.url}/_control/pay/{handles[1]}/pay", json={}, timeout=5)
    assert refused.status_code == 409


def test_the_cashier_leads_back_to_the_merchants_page_and_to_no_other(
    client: PayClient, paying: Running, order: MakeOrder
) -> None:
    url, ours = client.prepay_h5(order(), "127.0.0.1"), paying.settings.app_base + "/pay"
    for asked, leads_there in ((ours, True), ("https://example.com/", False)):
        address, form = f"{url}?redirect_url={asked}", {"act": "cancel"}
        gone = requests.post(address, data=form, allow_redirects=False, timeout=5)
        assert (gone.headers["Location"] == asked) is leads_there


def test_somebody_may_pay_between_query_and_close(
    client: PayClient, paying: Running, order: MakeOrder
) -> None:
    asked = order()
    client.prepay_jsapi(asked, "o1")
    paying.control("/pay", {"pay_before_close": 1}, "PATCH")
    with pytest.raises(PayError):
        client.close(asked.trade_no)
    assert client.query(asked.trade_no)["trade_state"] == "SUCCESS"


def test_an_order_is_over_when_its_time_is(
    client: PayClient, order: MakeOrder, clock: TestClock
) -> None:
    asked = order()
    client.prepay_jsapi(asked, "o1")
    clock.advance(31 * 60)
    assert client.query(asked.trade_no)["trade_state"] == "CLOSED"


def test_an_unknown_order_is_told_so_in_both_spellings(client: PayClient, paying: Running) -> None:
    client.self_check()
    paying.control("/pay", {"old_spelling": True}, "PATCH")
    client.self_check()


def test_partial_refunds_are_told_and_never_exceed_what_was_paid(
    either: PayClient, paying: Running, callbacks: Callbacks, order: MakeOrder
) -> None:
    asked = order()
    paying.control("/pay", {"refund_takes_s": 0}, "PATCH")
    pay(paying, either.prepay_jsapi(asked, "o1"))
    assert either.refund(refund_of(asked, 500))["status"] in ("PROCESSING", "SUCCESS")
    wait_for(lambda: either.query_refund("R1")["status"] == "SUCCESS")
    assert either.refund(refund_of(asked, 500))["status"] == "SUCCESS"  # the same one
    with pytest.raises(PayError):
        either.refund(refund_of(asked, 1001, "R2"))
    with pytest.raises(PayError):
        either.refund(refund_of(asked, 400, "R1"))
    told = [n for n in notices(callbacks, either, 2) if n.event_type == "REFUND.SUCCESS"]
    assert [(n.resource["refund_status"], n.resource["amount"]["refund"]) for n in told] == [
        ("SUCCESS", 500)
    ]


def test_an_abnormal_refund_can_be_sent_another_way(
    client: PayClient, paying: Running, order: MakeOrder
) -> None:
    asked = order()
    paying.control("/pay", {"refund_takes_s": 0, "refund_ends": "ABNORMAL"}, "PATCH")
    pay(paying, client.prepay_jsapi(asked, "o1"))
    refund_id = client.refund(refund_of(asked, 1500))["refund_id"]
    wait_for(lambda: client.query_refund("R1")["status"] == "ABNORMAL")
    client.refund_abnormal(refund_id, "R1")
    wait_for(lambda: client.query_refund("R1")["status"] == "SUCCESS")
    assert client.query_refund("R1")["user_received_account"] == "商户基本账户"


def test_a_bill_holds_what_was_paid_and_given_back(
    either: PayClient, paying: Running, order: MakeOrder, clock: TestClock
) -> None:
    first, second = order(), order(total_fen=1)
    for asked in (first, second):
        pay(paying, either.prepay_jsapi(asked, "o1"))
    either.refund(refund_of(first, 700))
    day = datetime.fromtimestamp(clock.now(), BEIJING).date()
    trades = either.trade_bill(day)
    assert sorted(t.total_fen for t in trades if not t.is_refund) == [1, 1500]
    assert [(t.refund_no, t.refund_fen) for t in trades if t.is_refund] == [("R1", 700)]


def test_a_day_without_trades_has_an_empty_bill(client: PayClient, clock: TestClock) -> None:
    assert client.trade_bill(datetime.fromtimestamp(clock.now(), BEIJING).date()) == []


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"drop": "before"}, Outcome.UNKNOWN),
        ({"drop": "after"}, Outcome.UNKNOWN),
        ({"answer_delay_s": 3}, Outcome.UNKNOWN),
        ({"status": 500}, Outcome.UNKNOWN),
        ({"status": 502, "after_effect": True}, Outcome.UNKNOWN),
    ],
)
def test_silence_means_that_nobody_knows(
    client: PayClient, paying: Running, order: MakeOrder, fault: dict[str, Any], outcome: Outcome
) -> None:
    asked = order()
    pay(paying, client.prepay_jsapi(asked, "o1"))
    paying.fault("/v3/refund/*", **fault)
    with pytest.raises(PayError) as caught:
        client.refund(refund_of(asked, 1500))
    assert caught.value.outcome is outcome
    client.refund(refund_of(asked, 1500))  # repeating the same numbers gives nothing twice
    assert paying.control("/pay", method="GET")["on_the_way_fen"] in (0, 1500)


def test_an_unsigned_success_is_no_success(
    client: PayClient, paying: Running, order: MakeOrder
) -> None:
    client.transport.keys._keys.clear()
    with pytest.raises(PayError) as caught:
        client.prepay_jsapi(order(), "o1")
    assert (caught.value.code, caught.value.outcome) == ("FORGED_ANSWER", Outcome.UNKNOWN)


def test_certificates_are_fetched_and_then_verify_answers(
    client: PayClient, order: MakeOrder
) -> None:
    client.transport.keys._keys.clear()
    client.certificates()
    assert client.prepay_jsapi(order(), "o1")


def test_a_new_certificate_is_kept_beside_the_old_one_and_other_processes_find_it(
    client: PayClient, paying: Running, callbacks: Callbacks, order: MakeOrder, keys_dir: Path
) -> None:
    client.certificates()
    other = PlatformKeys.from_folder(keys_dir)  # of a process that has started before
    serial = paying.control("/pay/certificates")["serial"]
    client.certificates()
    assert {f"{serial}.pem"} < {path.name for path in keys_dir.iterdir()}
    paying.control("/pay", {"public_key_share": 0}, "PATCH")
    pay(paying, client.prepay_jsapi(order(), "o1"))
    wait_for(lambda: callbacks.received)
    _, _, body, headers = callbacks.received[0]
    assert headers["Wechatpay-Serial"] == serial
    other.verify(headers, body, client.transport.now())
    assert serial in other.serials


@pytest.mark.parametrize("spoil", ["sealed with another key", "signed by nobody we know"])
def test_certificates_that_do_not_prove_themselves_are_not_kept(
    client: PayClient, paying: Running, keys_dir: Path, spoil: str
) -> None:
    before = sorted(keys_dir.iterdir())
    notary = paying.inside.pay.notary
    if spoil == "sealed with another key":
        client.merchant = replace(client.merchant, api_v3_key=b"x" * 32)
    else:
        notary.serial_for = lambda _: "F" * 40
    with pytest.raises(PayError) as caught:
        client.certificates()
    assert caught.value.code == "FORGED_ANSWER"
    assert sorted(keys_dir.iterdir()) == before


def test_after_repeated_failures_to_connect_the_spare_host_is_asked(
    client: PayClient, paying: Running, order: MakeOrder
) -> None:
    client.transport.hosts = Hosts(("http://127.0.0.1:9", paying.url))
    for _ in range(2):
        with pytest.raises(PayError) as caught:
            client.query("P00000001")
        assert (caught.value.code, caught.value.outcome) == ("NOT_SENT", Outcome.REFUSED)
    assert client.prepay_jsapi(order(), "o1")


@pytest.mark.parametrize("trick", ["bad_signature", "stale_timestamp", "unknown_serial", "probe"])
def test_a_false_notice_is_not_believed(
    client: PayClient, paying: Running, callbacks: Callbacks, order: MakeOrder, trick: str
) -> None:
    paying.control("/pay", {"notice_tricks": [trick]}, "PATCH")
    callbacks.answers = [(500, "")] * 3
    pay(paying, client.prepay_jsapi(order(), "o1"))
    with pytest.raises(UnverifiedError):
        notices(callbacks, client)


def test_a_notice_that_is_not_answered_comes_again_by_the_schedule(
    client: PayClient, paying: Running, callbacks: Callbacks, order: MakeOrder
) -> None:
    paying.control("/pay", {"notice_speed": 1000, "notice_tricks": ["drop"]}, "PATCH")
    callbacks.answers = [(500, ""), (404, ""), (200, "")]
    pay(paying, client.prepay_jsapi(order(), "o1"))
    told = notices(callbacks, client, 3)
    assert len({notice.id for notice in told}) == 1
    assert len(RETRY_AFTER_S) == 15
    assert sum(RETRY_AFTER_S) == 24 * 3600 + 4 * 60


def test_while_keys_are_changed_both_kinds_sign(
    client: PayClient, paying: Running, callbacks: Callbacks, order: MakeOrder
) -> None:
    paying.control("/pay", {"public_key_share": 0}, "PATCH")
    client.certificates()
    pay(paying, client.prepay_jsapi(order(), "o1"))
    paying.control("/pay", {"public_key_share": 1}, "PATCH")
    pay(paying, client.prepay_jsapi(order(), "o1"))
    assert len(notices(callbacks, client, 2)) == 2
    assert len({headers["Wechatpay-Serial"] for _, _, _, headers in callbacks.received}) == 2


def test_a_clock_that_is_wrong_is_found_by_the_self_check(
    client: PayClient, paying: Running
) -> None:
    client.transport.now = lambda: datetime(2020, 1, 1, tzinfo=UTC)
    with pytest.raises(PayError) as caught:
        client.self_check()
    assert caught.value.says("SIGN_ERROR")
