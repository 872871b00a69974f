"""The simulator's phone page: large, clear, and fit for a small screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.elder import PHONE, SMALL_PHONE
from tests.browser.looks import barriers
from tests.wechat.conftest import ELDER, Callbacks, served
from tests.wechat.test_phone_page import SESSION
from wechat.simulator.app import create_app
from wechat.simulator.settings import Settings

each_phone = pytest.mark.parametrize("screen", [PHONE, SMALL_PHONE], ids=["390 px", "320 px"])


@pytest.fixture
def backend() -> Iterator[Callbacks]:
    kept = Callbacks()
    with served(kept.app()) as kept.address:
        yield kept


@pytest.fixture
def phone(browser: Browser, backend: Callbacks, screen: tuple[int, int]) -> Iterator[Page]:
    app = create_app(Settings(_env_file=None, app_base=backend.address))
    context = browser.new_context(viewport={"width": screen[0], "height": screen[1]})
    with served(app) as address:
        page = context.new_page()
        page.goto(f"{address}/phone")
        yield page
        context.close()
    app.extensions["simulator"].pusher.close()


@each_phone
def test_an_elder_logs_in_agrees_and_sees_it(phone: Page, backend: Callbacks) -> None:
    backend.answers = [(201, SESSION)]
    phone.get_by_role("link", name="王奶奶（样例）").click()
    phone.get_by_role("button", name="登录小程序").click()
    expect(phone.get_by_role("status")).to_have_text("登录成功。")
    phone.get_by_role("button", name="同意接收消息").first.click()
    expect(phone.get_by_text("一直接收")).to_be_visible()
    assert not too_small(phone)
    assert not barriers(phone)


@each_phone
def test_a_refusal_is_read_in_the_backends_words(phone: Page, backend: Callbacks) -> None:
    backend.answers = [(410, '{"title": "二维码已经过期，请在网页上换一个。"}')]
    phone.goto(phone.url + f"/{ELDER}")
    phone.get_by_label("或者输入编号").fill("w=abc")
    phone.get_by_role("button", name="扫码登录网页").click()
    expect(phone.get_by_role("status")).to_contain_text("二维码已经过期")
    assert not barriers(phone)


def too_small(page: Page) -> list[str]:
    """Buttons under 60 px, text under 18 px, anything wider than the screen.

    A click opens a new page, whose words can stand before its style sheet has come.
    """
    page.wait_for_load_state("load")
    found: list[str] = page.evaluate(
        """() => [
          ...[...document.querySelectorAll('button, input:not([type])')]
            .filter(e => e.getBoundingClientRect().height < 60).map(e => e.outerHTML),
          ...[...document.querySelectorAll('body *')]
            .filter(e => parseFloat(getComputedStyle(e).fontSize) < 18).map(e => e.outerHTML),
          ...(document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : []),
        ]"""
    )
    return found
