"""有用 or 没用 under an answer, as an elder presses it on her phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.elder import LARGEST, PHONE, SMALL_PHONE, Elder

QUESTION = "北京高龄津贴每月发多少钱？"
NO_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def presses(elder: Elder, name: str) -> Elder:
    elder.takes_her_time().newest.get_by_role("button", name=name, exact=True).click()
    return elder


@NO_SCRIPTS
def test_a_useful_answer_is_said_to_be_so_with_one_tap(visit: Visit, scripts: bool) -> None:
    elder = presses(visit(scripts=scripts).asks(QUESTION), "有用")
    expect(elder.newest.get_by_text("您说有用，谢谢您")).to_be_visible()
    elder.opens()
    expect(elder.newest.get_by_text("您说有用，谢谢您")).to_be_visible()


@NO_SCRIPTS
def test_a_useless_answer_leads_to_reasons_the_telephone_and_another_try(
    visit: Visit, scripts: bool
) -> None:
    elder = presses(visit(scripts=scripts).asks(QUESTION), "没用")
    for reason in ("不是我问的", "看不懂", "说得不对", "不够新", "其他"):
        expect(elder.newest.get_by_role("button", name=reason)).to_be_visible()
    call = elder.newest.locator(".feedback").get_by_role("link", name="12345")
    expect(call).to_have_attribute("href", "tel:12345")
    presses(elder, "看不懂")
    expect(elder.newest.get_by_text("记下了：看不懂")).to_be_visible()
    expect(call).to_be_visible()
    elder.takes_her_time().newest.get_by_role("link", name="换个说法再问").click()
    expect(elder.box).to_be_in_viewport()
    if scripts:
        expect(elder.box).to_be_focused()


def test_the_second_tap_of_a_double_tap_gives_no_reason(visit: Visit) -> None:
    elder = visit().asks(QUESTION).takes_her_time()
    elder.newest.get_by_role("button", name="没用", exact=True).dblclick()
    expect(elder.newest.get_by_text("哪里不好")).to_be_visible()
    elder.takes_her_time().page.reload()
    expect(elder.newest.get_by_text("哪里不好")).to_be_visible()


def test_without_a_network_she_is_told_to_press_again(visit: Visit) -> None:
    elder = visit().asks(QUESTION)
    elder.page.context.set_offline(True)
    presses(elder, "有用")
    expect(elder.newest.locator(".feedback [role=alert]")).to_contain_text("没记下来")
    elder.page.context.set_offline(False)
    presses(elder, "有用")
    expect(elder.newest.get_by_text("您说有用，谢谢您")).to_be_visible()


def test_a_page_that_outlived_its_cookie_says_so_at_the_button(visit: Visit) -> None:
    elder = visit().asks(QUESTION)
    elder.page.context.clear_cookies()
    presses(elder, "有用")
    expect(elder.newest.locator(".feedback [role=alert]")).to_contain_text("再点一次")


def test_the_keyboard_stays_where_it_was(visit: Visit) -> None:
    elder = visit().asks(QUESTION)
    elder.newest.get_by_role("button", name="没用", exact=True).press("Enter")
    expect(elder.newest.locator(".feedback h3")).to_be_focused()
    elder.page.keyboard.press("Tab")
    expect(elder.newest.get_by_role("button", name="不是我问的")).to_be_focused()


@pytest.mark.parametrize("screen", [PHONE, SMALL_PHONE], ids=["390 px", "320 px"])
@pytest.mark.parametrize("size", ["标准", LARGEST])
def test_the_reasons_are_large_and_clear_enough(
    visit: Visit, screen: tuple[int, int], size: str
) -> None:
    elder = visit(screen).chooses_size(size).asks(QUESTION)
    for word in ("没用", "其他"):
        presses(elder, word)
        expect(elder.newest.get_by_text("换个说法再问")).to_be_visible()
        elder.has_nothing_too_small(smallest_in_main=30 if size == LARGEST else 18)
        elder.never_scrolls_sideways()
        elder.meets_no_barrier()
