"""One elder, one conversation: asked, asked back, corrected, interrupted, and told the amounts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.elder import SMALL_PHONE, Elder


def presses(elder: Elder, name: str, sent: str) -> Elder:
    elder.takes_her_time().newest.get_by_role("button", name=name, exact=True).click()
    return elder.is_answered(sent)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_asked_back_corrected_interrupted_and_told_the_amounts(visit: Visit, scripts: bool) -> None:
    elder = visit(SMALL_PHONE, scripts=scripts).asks("我妈八十三了，一个月能领多少")
    expect(elder.short_answer).to_contain_text("如果是北京户口，每月固定能领100元")
    presses(elder, "是北京户口", "是北京户口")
    expect(elder.short_answer).to_contain_text("每月固定能领100元：高龄津贴")
    elder.asks("不是八十三，是九十一")
    expect(elder.short_answer).to_contain_text("每月固定能领500元：高龄津贴")
    elder.asks("养老助残卡丢了怎么办")
    expect(elder.newest.locator(".reply")).to_have_class("reply answer")
    presses(elder, "接着算能领多少", "接着算")
    expect(elder.short_answer).to_contain_text("每月固定能领500元")
    elder.asks("是低保，还有肢体二级残疾")
    expect(elder.short_answer).to_contain_text("每月固定能领")
    expect(elder.newest).to_contain_text("困难老年人养老服务补贴")
    expect(elder.newest).to_contain_text("失能老年人护理补贴")
    elder.never_scrolls_sideways()
