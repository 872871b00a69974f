"""Every page of the family's part: large enough, clear enough, nothing beyond the screen's side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.elder import DESKTOP, LARGEST, PHONE, SMALL_PHONE
from tests.browser.family import Family, Member, WholeSite
from tests.server.people.makers import id_card


@dataclass(frozen=True)
class Household:
    """The cookies of an elder and of her daughter, and an invitation that nobody has accepted."""

    elder: Any
    daughter: Any
    record: str
    grants: str
    revoke: str
    code: str


@pytest.fixture(scope="session")
def household(browser: Browser, whole_site: WholeSite) -> Iterator[Household]:
    with ExitStack() as contexts:
        family = Family(browser, whole_site, contexts.callback)
        elder = family.member().signs_in_by_sms().registers_herself()
        daughter = family.member().signs_in_by_sms().accepts(elder.invites("大女儿"))
        code = elder.invites("儿子")
        elder.opens("/people").link("看资料").click()
        record = elder.page.url.removeprefix(whole_site.app)
        elder.opens(f"{record}/edit").page.get_by_label("电话").fill("13900010001")
        elder.page.get_by_label("身份证号").fill(id_card())
        elder.button("保存").click()
        elder.link("谁能替我办事").click()
        grants = elder.page.url.removeprefix(whole_site.app)
        elder.page.locator("section", has_text="大女儿").get_by_role("link").click()
        revoke = elder.page.url.removeprefix(whole_site.app)
        cookies = [member.page.context.storage_state() for member in (elder, daughter)]
        yield Household(*cookies, record, grants, revoke, code)


def is_refused(member: Member, home: Household) -> None:
    """The form as it comes back with what is wrong beside each field."""
    page = member.opens("/people/new?for=other").page
    page.get_by_label("出生日期").fill("四三年")
    page.get_by_label("老人住在哪个区").select_option(label="西城区")
    page.get_by_label("老人姓名").fill("王样例")
    member.button("登记").click()
    expect(page.get_by_role("alert")).to_be_visible()


def is_asked_for_consent(member: Member, home: Household) -> None:
    page = member.opens(home.record).unfolds_everything().page
    page.get_by_label("低收入").check()
    page.locator("details", has_text="有没有低保").get_by_role("button", name="保存").click()
    expect(page.locator(".consent")).to_be_visible()


def looks_at_the_offer(member: Member, home: Household) -> None:
    member.opens("/grants/accept").page.get_by_label("八位邀请码").fill(home.code)
    member.button("看看能办什么").click()
    member.button("接受").wait_for()


def waits_for_the_code(member: Member, home: Household) -> None:
    """A code that was asked for a moment ago: the page says to wait and keeps the number."""
    member.opens("/sign-in").page.get_by_label("手机号").fill("12345")
    member.button("获取验证码").click()
    expect(member.notice).to_be_visible()


def scans(member: Member, home: Household) -> None:
    member.opens("/sign-in").button("用微信扫一扫").click()
    member.page.locator(".number").wait_for()


Doing = Callable[[Member, Household], object]
PAGES: dict[str, tuple[str, Doing]] = {
    "sign in": ("", lambda who, home: who.opens("/sign-in")),
    "scan": ("", scans),
    "a number that is none": ("", waits_for_the_code),
    "my people": ("elder", lambda who, home: who.opens("/people")),
    "her people": ("daughter", lambda who, home: who.opens("/people")),
    "register myself": ("daughter", lambda who, home: who.opens("/people/new")),
    "register somebody": ("elder", lambda who, home: who.opens("/people/new?for=other")),
    "refused": ("elder", is_refused),
    "record": ("elder", lambda who, home: who.opens(home.record).unfolds_everything()),
    "her record": ("daughter", lambda who, home: who.opens(home.record)),
    "consent": ("elder", is_asked_for_consent),
    "edit": ("elder", lambda who, home: who.opens(home.record + "/edit")),
    "grants": ("elder", lambda who, home: who.opens(home.grants).unfolds_everything()),
    "her grants": ("daughter", lambda who, home: who.opens(home.grants)),
    "revoke": ("elder", lambda who, home: who.opens(home.revoke)),
    "activity": ("elder", lambda who, home: who.opens(home.grants + "/activity")),
    "code": ("daughter", lambda who, home: who.opens("/grants/accept")),
    "offer": ("daughter", looks_at_the_offer),
    "invited": ("elder", lambda who, home: who.invites("侄女")),
    "me": ("elder", lambda who, home: who.opens("/me")),
    "messages": ("elder", lambda who, home: who.opens("/messages")),
    "erase": ("elder", lambda who, home: who.opens("/me").link("删除资料").click()),
    "not found": ("elder", lambda who, home: who.opens("/people/" + "0" * 8 + "-0000-7000-8000-" + "0" * 12)),
}  # fmt: skip
SCREENS = {"390 px": PHONE, "320 px": SMALL_PHONE, "1280 px": DESKTOP}

each_page = pytest.mark.parametrize("page", PAGES)
each_screen = pytest.mark.parametrize("screen", SCREENS)


@pytest.fixture
def goes_to(family: Family, household: Household) -> Callable[..., Member]:
    def go(
        page: str, screen: str = "390 px", *, largest: bool = False, scripts: bool = True
    ) -> Member:
        who, do = PAGES[page]
        state = getattr(household, who) if who else None
        member = family.member(size=SCREENS[screen], scripts=scripts, state=state)
        if largest:
            member.opens("/sign-in" if not who else "/me").chooses_size(LARGEST)
        do(member, household)
        return member

    return go


@each_screen
@each_page
def test_nothing_is_a_barrier_or_too_small_or_beyond_the_side(
    goes_to: Callable[..., Member], page: str, screen: str
) -> None:
    member = goes_to(page, screen)
    member.meets_no_barrier()
    member.has_nothing_too_small(at_least=12)
    member.never_scrolls_sideways()
    member.finds_everything_in_its_box()


@each_page
def test_at_the_largest_size_it_still_fits_the_smallest_phone(
    goes_to: Callable[..., Member], page: str
) -> None:
    member = goes_to(page, "320 px", largest=True)
    member.has_nothing_too_small(smallest_in_main=30, at_least=12)
    member.never_scrolls_sideways()
    member.finds_everything_in_its_box()
    member.finds_every_number_whole()


@each_page
def test_no_page_complains_or_asks_another_host(
    goes_to: Callable[..., Member], whole_site: WholeSite, page: str
) -> None:
    member = goes_to(page)
    expected = [complaint for complaint in member.complaints if "status of 4" not in complaint]
    assert expected == []
    assert member.hosts == {whole_site.app.removeprefix("http://")}


def test_a_change_of_size_stays_on_the_page_without_scripts(
    goes_to: Callable[..., Member], household: Household
) -> None:
    member = goes_to("grants", scripts=False)
    member.chooses_size(LARGEST)
    assert member.page.url.endswith(household.grants)


@pytest.mark.parametrize("screen", SCREENS)
def test_what_works_on_the_only_telephone_comes_first_where_one_signs_in(
    goes_to: Callable[..., Member], screen: str
) -> None:
    """Nobody scans a picture with the telephone that shows it."""
    member = goes_to("sign in", screen)
    by_sms, scan = member.button("获取验证码"), member.button("用微信扫一扫")
    assert by_sms.bounding_box()["y"] < scan.bounding_box()["y"]
    colours = [
        each.evaluate("(e) => getComputedStyle(e).backgroundColor") for each in (by_sms, scan)
    ]
    assert colours == ["rgb(138, 28, 28)", "rgb(255, 255, 255)"]
