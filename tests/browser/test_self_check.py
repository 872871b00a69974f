"""The self-check with big buttons: asked, answered, gone back, interrupted, gone on with."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from knowledge.assessment import standard
from tests.browser.conftest import Visit
from tests.browser.elder import DESKTOP, LARGEST, PHONE, SMALL_PHONE, Elder

START = "自己先评一评"
NO_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
EATING, GROOMING, *_ = standard().items.values()


def taps(elder: Elder, number: int, answer: int) -> Elder:
    """Taps an answer of the question with this number."""
    elder.takes_her_time().newest.locator(".choice").nth(answer - 1).click()
    return elder.is_answered(f"第{number}题选第{answer}个")


def says(elder: Elder, name: str) -> Elder:
    elder.takes_her_time().newest.get_by_role("button", name=name, exact=True).click()
    return elder.is_answered(name)


@NO_SCRIPTS
def test_a_short_path_through_the_self_check(visit: Visit, scripts: bool) -> None:
    elder = visit(scripts=scripts).asks(START)
    expect(elder.short_answer).to_contain_text("第1题，共26题")
    taps(elder, 1, 1)
    expect(elder.newest.get_by_text(f"记下了：{EATING.name}")).to_be_visible()
    taps(elder, 2, 2)
    says(elder, "改上一题")
    expect(elder.short_answer).to_contain_text("第2题，共26题")
    expect(elder.newest.get_by_text(f"原来选的是：{GROOMING.options[1].text}")).to_be_visible()
    taps(elder, 2, 3)
    expect(elder.short_answer).to_contain_text("第3题，共26题")
    elder.asks("北京高龄津贴每月发多少钱？")
    elder.takes_her_time().newest.get_by_role("button", name="接着评").click()
    elder.is_answered("接着评")
    expect(elder.short_answer).to_contain_text("第3题，共26题")
    says(elder, "先停一下")
    expect(elder.newest.get_by_role("button", name="接着评")).to_be_visible()


def test_the_result_is_told_with_its_limits_and_the_way_to_apply(visit: Visit) -> None:
    elder = visit().asks(START)
    for number, item in enumerate(standard().items.values(), 1):
        if "answer" in str(elder.newest.locator(".reply").get_attribute("class")):
            break
        elder.newest.locator(".choice").nth(len(item.options) - 1).press("Enter")
        elder.is_answered(f"第{number}题选第{len(item.options)}个")
    expect(elder.short_answer).to_have_text("自己估出来是4级完全失能，不作数。")
    expect(elder.newest.get_by_text("以评估人员结论为准")).to_be_visible()
    expect(elder.newest.get_by_text("GB/T 42195-2022").first).to_be_visible()
    elder.newest.get_by_role("button", name="能力评估怎么申请").press("Enter")
    expect(elder.newest.locator(".reply")).to_have_class("reply answer")


@pytest.mark.parametrize("screen", [PHONE, SMALL_PHONE, DESKTOP], ids=["390", "320", "1280"])
@pytest.mark.parametrize("size", ["标准", LARGEST])
def test_the_questions_are_large_and_clear_enough(
    visit: Visit, screen: tuple[int, int], size: str
) -> None:
    elder = visit(screen).chooses_size(size).asks(START)
    taps(elder, 1, 1)
    elder.has_nothing_too_small(smallest_in_main=30 if size == LARGEST else 18)
    elder.never_scrolls_sideways()
    elder.meets_no_barrier()
