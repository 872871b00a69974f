"""Every page of activities and payments: large enough, clear enough, nothing beyond the side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import paid_orders
from tests.browser.elder import DESKTOP, LARGEST, PHONE, SMALL_PHONE
from tests.browser.family import Family, Member, WholeSite
from tests.browser.paid_orders import Orders
from tests.browser.till import till


@pytest.fixture(scope="module")
def orders(whole_site: WholeSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orders]:
    with till(whole_site, tmp_path_factory.mktemp("orders")) as opened:
        yield paid_orders.make(opened)


def is_refused(member: Member, orders: Orders) -> None:
    """What was sent from a page that the sign-out of another tab has made stale."""
    page = member.opens(orders.at("to_pay")).page
    page.evaluate(
        "document.querySelectorAll('[name=csrf_token]').forEach((one) => one.value = 'x')"
    )
    member.button("给我付款二维码").click()
    expect(page.get_by_role("alert")).to_be_visible()


def copies(member: Member, orders: Orders) -> None:
    member.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    member.opens(orders.at("code", "/share")).button("复制链接").click()
    expect(member.page.locator("#copied")).to_contain_text("复制好了")


def unfolds(member: Member, orders: Orders) -> None:
    member.opens(orders.at("to_pay")).unfolds_everything()


Doing = Callable[[Member, Orders], object]
PAGES: dict[str, tuple[str, Doing]] = {
    "list": ("elder", lambda who, all_: who.opens("/activities?district=110102")),
    "list, nothing chosen": ("", lambda who, all_: who.opens("/activities")),
    "activity": ("elder", lambda who, all_: who.opens(all_.activity)),
    "activity, her daughter": ("daughter", lambda who, all_: who.opens(all_.activity)),
    "activity, nobody": ("", lambda who, all_: who.opens(all_.activity)),
    "place": ("elder", lambda who, all_: who.opens(all_.place("to_pay"))),
    "place, paid": ("elder", lambda who, all_: who.opens(all_.place("paid"))),
    "withdraw": ("elder", lambda who, all_: who.opens(all_.place("paid", "/withdraw"))),
    "to pay": ("elder", unfolds),
    "somebody else pays": ("daughter", lambda who, all_: who.opens(all_.at("code"))),
    "refused": ("elder", is_refused),
    "cancel": ("elder", lambda who, all_: who.opens(all_.at("to_pay", "/cancel"))),
    "share": ("elder", copies),
    "card": ("", lambda who, all_: who.opens(all_.card)),
    "mine": ("elder", lambda who, all_: who.opens("/payments")),
    **{
        state: ("elder", lambda who, all_, state=state: who.opens(all_.at(state)))
        for state in paid_orders.STATES
        if state != "to_pay"
    },
}
SCREENS = {"390 px": PHONE, "320 px": SMALL_PHONE, "1280 px": DESKTOP}

each_page = pytest.mark.parametrize("page", PAGES)
each_screen = pytest.mark.parametrize("screen", SCREENS)


@pytest.fixture
def goes_to(family: Family, orders: Orders) -> Callable[..., Member]:
    def go(page: str, screen: str = "390 px", *, largest: bool = False) -> Member:
        who, do = PAGES[page]
        member = family.member(size=SCREENS[screen])
        if who:
            cookie = {"name": "yinian", "value": orders.cookies[who], "url": family.site.app}
            member.page.context.add_cookies([cookie])
        if largest:
            member.opens("/activities").chooses_size(LARGEST)
        do(member, orders)
        return member

    return go


@each_screen
@each_page
def test_nothing_is_a_barrier_or_too_small_or_beyond_the_side(
    goes_to: Callable[..., Member], whole_site: WholeSite, page: str, screen: str
) -> None:
    member = goes_to(page, screen)
    member.meets_no_barrier()
    member.has_nothing_too_small(at_least=12)
    member.never_scrolls_sideways()
    member.finds_everything_in_its_box()
    expected = [complaint for complaint in member.complaints if "status of 4" not in complaint]
    assert expected == []
    assert member.hosts == {whole_site.app.removeprefix("http://")}


@each_page
def test_at_the_largest_size_it_still_fits_the_smallest_phone(
    goes_to: Callable[..., Member], page: str
) -> None:
    member = goes_to(page, "320 px", largest=True)
    member.has_nothing_too_small(smallest_in_main=30, at_least=12)
    member.never_scrolls_sideways()
    member.finds_everything_in_its_box()
    member.finds_every_number_whole()


@pytest.mark.parametrize("screen", ["390 px", "320 px"])
def test_on_a_telephone_paying_on_it_comes_first(
    goes_to: Callable[..., Member], screen: str
) -> None:
    member = goes_to("to pay", screen)
    here, code = member.button("用这部手机付"), member.button("给我付款二维码")
    assert here.bounding_box()["y"] < code.bounding_box()["y"]
    colours = [each.evaluate("(e) => getComputedStyle(e).backgroundColor") for each in (here, code)]
    assert colours == ["rgb(138, 28, 28)", "rgb(255, 255, 255)"]


@each_page
def test_at_the_largest_size_no_sum_and_no_day_is_torn(
    goes_to: Callable[..., Member], page: str
) -> None:
    member = goes_to(page, "320 px", largest=True)
    torn = member.page.evaluate(
        "[...document.querySelectorAll('main .kept')].filter((e) => e.getClientRects().length > 1)"
        ".map((e) => e.textContent)"
    )
    assert not torn
