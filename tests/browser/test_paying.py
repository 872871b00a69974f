"""Somebody pays on the pages: whatever happens, one plain sentence and the right money (样例)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.elder import PHONE, SMALL_PHONE
from tests.browser.family import Family, WholeSite
from tests.browser.till import SELLER, Books, Payer, Till, pays, till

MakePayer = Callable[..., Payer]

KEPT = {"operator": 500, "payer": -500}
NOTHING_LEFT: dict[str, int] = {}
POLLED_AT_FIRST_MS = 7000
"""The worker asks 5 s after a try began, then not before 30 s: who is quicker has asked herself."""


@pytest.fixture(scope="module")
def street(whole_site: WholeSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    with till(whole_site, tmp_path_factory.mktemp("till")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def as_usual(street: Till) -> None:
    street.wishes(cashier_after_close=0, pay_before_close=0, refund_takes_s=1)


@pytest.fixture
def payer(family: Family) -> MakePayer:
    def come(size: tuple[int, int] = PHONE, *, scripts: bool = True, name: str = "") -> Payer:
        made = family.member(size=size, scripts=scripts)
        return Payer(made.page, family.site, scripts=scripts, name=name)

    return come


@pytest.fixture
def elder(payer: MakePayer) -> Payer:
    signed_in = payer().signs_in_by_sms().registers_herself()
    assert isinstance(signed_in, Payer)
    return signed_in


def test_she_pays_and_the_page_says_so_by_itself(elder: Payer, street: Till) -> None:
    elder.signs_up(street.announces()).sees(应付="5.00元")
    expect(elder.main).to_contain_text(SELLER)
    expect(elder.main).to_contain_text("还没有付款，请在")
    pays(elder.wants_the_code().cashier())
    elder.reads("付好了，一共5.00元。").sees(应付="5.00元", 收到="5.00元")
    order = elder.order_id
    assert street.books(order) == Books("paid", ["paid"], [], KEPT)
    assert street.place(order) == "confirmed"
    street.adds_up()


def test_she_calls_it_off_and_the_code_is_worth_nothing(elder: Payer, street: Till) -> None:
    cashier = elder.signs_up(street.announces()).wants_the_code().cashier()
    order = elder.order_id
    elder.link("不付了").click()
    elder.button("不付了，取消").click()
    elder.reads("已经取消，没有收您的钱。").sees(原来要付="5.00元")
    cashier.get_by_role("button", name="立即支付").click()
    expect(cashier.get_by_role("status")).to_have_text("订单已关闭")
    assert street.books(order) == Books("cancelled", ["closed"], [], NOTHING_LEFT)
    assert street.place(order) == "given_back"
    street.adds_up()


def test_who_closes_the_cashier_and_comes_back_sees_what_is_true(
    elder: Payer, street: Till
) -> None:
    """Her bank's message to us gets lost both times: only asking can tell."""
    elder.signs_up(street.announces())
    order = elder.order_id
    street.wishes(notice_tricks=["drop"])
    elder.button("用这部手机付").click()
    elder.link("打开微信付款").click()
    elder.button("不付了").click()
    expect(elder.page.locator("#pay-said")).to_contain_text("还没有付款，请在")
    elder.sees(应付="5.00元")
    assert street.books(order) == Books("open", ["prepared"], [], NOTHING_LEFT)

    elder.page.wait_for_timeout(POLLED_AT_FIRST_MS)
    elder.link("打开微信付款").click()
    elder.button("立即支付").click()
    elder.link("返回商家").click()
    elder.reads("付好了，一共5.00元。", within_s=8).sees(应付="5.00元", 收到="5.00元")
    assert street.books(order) == Books("paid", ["paid"], [], KEPT)
    street.adds_up()


def test_paid_in_two_tabs_what_is_too_much_goes_back_by_itself(elder: Payer, street: Till) -> None:
    """She has her password on one screen while she begins anew on the other, and pays on both."""
    street.wishes(cashier_after_close=1, refund_takes_s=12)  # time enough to see it on its way
    first_cashier = elder.signs_up(street.announces()).wants_the_code().cashier()
    order, address = elder.order_id, elder.page.url.partition("#")[0]
    tab = elder.page.context.new_page()
    tab.goto(address)
    tab.get_by_role("button", name="用这部手机付").click()
    tab.get_by_role("link", name="打开微信付款").click()
    pays(tab)
    pays(first_cashier)
    money = {"应付": "5.00元", "收到": "10.00元", "最后实付": "5.00元"}
    for page in (elder.page, tab):
        page.goto(address)
        shown = Payer(page, elder.whole_site)
        if page is elder.page:
            shown.looks_until_it_says("付重了，多付的5.00元正在退给您，实付5.00元。")
            shown.sees(正在退="5.00元", **money)
        shown.reads("付重了，多付的5.00元已经退给您，实付5.00元。")
        shown.sees(已退="5.00元", **money)
    again = [("paid_twice", 500, "succeeded")]
    assert street.books(order) == Books("paid", ["paid", "paid"], again, KEPT)
    assert street.place(order) == "confirmed"
    street.adds_up()


def test_one_code_in_two_tabs_is_paid_once(elder: Payer, street: Till) -> None:
    cashier = elder.signs_up(street.announces()).wants_the_code().cashier()
    order = elder.order_id
    other = elder.cashier()
    pays(cashier)
    other.get_by_role("button", name="立即支付").click()
    expect(other.get_by_role("status")).to_have_text("订单已支付")
    elder.reads("付好了，一共5.00元。").sees(应付="5.00元", 收到="5.00元")
    assert street.books(order) == Books("paid", ["paid"], [], KEPT)
    street.adds_up()


def test_a_part_given_back_is_shown_as_a_part(elder: Payer, street: Till) -> None:
    pays(elder.signs_up(street.announces(fee_fen=2000)).wants_the_code().cashier())
    elder.reads("付好了，一共20.00元。")
    order = elder.order_id
    street.gives_back(order, 550)
    elder.looks_until_it_says("付了20.00元，其中5.50元已经退给您。")
    elder.sees(应付="20.00元", 收到="20.00元", 已退="5.50元", 最后实付="14.50元")
    back = [("sample_reason", 550, "succeeded")]
    left = {"operator": 1450, "payer": -1450}
    assert street.books(order) == Books("paid", ["paid"], back, left)
    assert street.place(order) == "confirmed"
    elder.opens("/payments")
    expect(elder.main).to_contain_text("付了20.00元，其中5.50元已经退给您。")
    street.adds_up()


def test_money_that_comes_after_calling_off_goes_back_by_itself(elder: Payer, street: Till) -> None:
    street.wishes(cashier_after_close=1)
    cashier = elder.signs_up(street.announces()).wants_the_code().cashier()
    order = elder.order_id
    elder.link("不付了").click()
    elder.button("不付了，取消").click()
    elder.reads("已经取消，没有收您的钱。")
    pays(cashier)
    elder.looks_until_it_says("取消以后才收到的5.00元已经退给您。")
    elder.sees(原来要付="5.00元", 收到="5.00元", 已退="5.00元", 最后实付="0.00元")
    back = [("paid_late", 500, "succeeded")]
    assert street.books(order) == Books("cancelled", ["paid"], back, NOTHING_LEFT)
    assert street.place(order) == "given_back"
    street.adds_up()


# ---- who pays


def test_a_stranger_with_the_link_pays_and_gets_the_refund(
    elder: Payer, payer: MakePayer, street: Till
) -> None:
    elder.signs_up(street.announces())
    order, address = elder.order_id, elder.page.url
    elder.opens_help().link("请别人付").click()
    link = elder.page.get_by_label("付款链接", exact=True).input_value()
    son = payer().signs_in_by_sms()
    assert isinstance(son, Payer)
    son.page.goto(link)
    expect(son.main).not_to_contain_text("王*例")
    pays(son.wants_the_code().cashier())
    son.reads("付好了，一共5.00元。")
    elder.page.goto(address)
    elder.looks_until_it_says("付好了，一共5.00元。")
    elder.link("看报名，或者不去了").click()
    elder.link("不去了").click()
    elder.button("不去了，退钱").click()
    elder.reads("付的5.00元，全部已经退给付款的人。")
    elder.sees(原来要付="5.00元", 收到="5.00元", 已退="5.00元", 最后实付="0.00元")
    son.looks_until_it_says("付的5.00元，全部已经退给您。")
    son.opens("/payments")
    expect(son.main).to_contain_text("付的5.00元，全部已经退给您。")
    back = [("place_given_back", 500, "succeeded")]
    assert street.books(order) == Books("refunded", ["paid"], back, NOTHING_LEFT)
    street.adds_up()


def test_a_daughter_signs_up_and_pays_without_scripts_on_a_small_phone(
    payer: MakePayer, street: Till
) -> None:
    elder = payer(SMALL_PHONE, scripts=False).signs_in_by_sms().registers_herself()
    daughter = payer(SMALL_PHONE, scripts=False).signs_in_by_sms()
    daughter.accepts(elder.invites("大女儿", "替付钱"))
    assert isinstance(daughter, Payer)
    daughter.opens(street.announces()).button("替王*例报名").click()
    daughter.wants_the_code()
    reloads = daughter.page.locator("meta[http-equiv=refresh]")
    expect(reloads).to_have_count(1)
    pays(daughter.cashier())
    daughter.link("付好了，看结果").click()
    daughter.reads("付好了，一共5.00元。")
    expect(daughter.page.locator("#pay-rest")).to_contain_text("王*例")
    assert street.books(daughter.order_id) == Books("paid", ["paid"], [], KEPT)
    expect(reloads).to_have_count(0)
    street.adds_up()


def test_an_activity_without_a_fee_needs_nobody_to_pay(elder: Payer, street: Till) -> None:
    elder.opens(street.announces(fee_fen=0)).button("我要报名").click()
    expect(elder.main).to_contain_text("您的名额定好了")
    expect(elder.main).to_contain_text("不要钱")
    elder.opens("/payments")
    expect(elder.main).to_contain_text("不用付钱，已经办好了。")


# ---- when something is broken


def test_nothing_is_lost_while_the_bank_is_silent(elder: Payer, street: Till) -> None:
    elder.signs_up(street.announces())
    order = elder.order_id
    phones = elder.whole_site.phones
    fault = {"path": "/v3/pay/*", "times": 100, "status": 502, "after_effect": True}
    requests.post(f"{phones}/_control/faults", json=fault, timeout=5).raise_for_status()
    try:
        elder.button("给我付款二维码").click()
        expect(elder.notice).to_have_text("微信支付暂时没有回应，钱没有扣。请过一会儿再点一次付款")
        elder.reads("微信支付暂时没有回应，还不知道付成没有，请先不要再付，过一会儿再看。")
    finally:
        requests.delete(f"{phones}/_control/faults", timeout=5).raise_for_status()
    elder.link("再看一次").click()
    expect(elder.page.locator("#pay-said")).to_contain_text("还没有付款，请在")
    pays(elder.wants_the_code().cashier())
    elder.reads("付好了，一共5.00元。").sees(应付="5.00元", 收到="5.00元")
    assert street.books(order) == Books("paid", ["paid"], [], KEPT)
    street.adds_up()
