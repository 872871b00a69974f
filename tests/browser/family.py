"""The family and their phones: who signs in how, and what each of them does on the pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.elder import PHONE, Elder

NUMBERS = itertools.count(13900010000)
SECONDS = 1000


@dataclass(frozen=True)
class WholeSite:
    """Addresses of the application and of the simulator, the folder with the logs, the settings."""

    app: str
    phones: str
    folder: Path
    variables: dict[str, str]

    def control(self, path: str, **said: object) -> dict[str, object]:
        """Ask the simulator's control endpoint, or tell it something."""
        address = f"{self.phones}/_control{path}"
        answer = requests.post(address, json=said) if said else requests.get(address)
        assert answer.ok, answer.text
        found: dict[str, object] = answer.json()
        return found

    def code_sent_to(self, number: str) -> str:
        """The six digits of the newest message to a number."""
        texts = [
            row["text"] for row in self.control("/sms")["messages"] if row["to"].endswith(number)
        ]
        found = re.search(r"(?<!\d)\d{6}(?!\d)", texts[-1])
        assert found
        return found.group()


class Member(Elder):
    """Somebody of the family with a browser, and perhaps a simulated phone, of her own."""

    def __init__(
        self, page: Page, site: WholeSite, *, scripts: bool = True, name: str = ""
    ) -> None:
        super().__init__(page, site.app, scripts=scripts)
        self.whole_site, self.name = site, name

    # ---- signing in

    def signs_in_with_wechat(self) -> Self:
        """Has the picture shown, and confirms the number on the phone."""
        self.opens("/sign-in").button("用微信扫一扫").click()
        number = self.page.locator(".number").inner_text()
        with self.phone() as phone:
            phone.get_by_role("button", name="登录小程序").click()
            phone.get_by_role("button", name="扫码登录网页").click()
            phone.get_by_role("button", name=number, exact=True).click()
            expect(phone.get_by_role("status")).to_contain_text("网页已登录")
        if not self.scripts:
            self.link("我已经在手机上确认了").click()
        self.heading("为谁办").wait_for()
        return self

    def signs_in_by_sms(self, number: str | None = None) -> Self:
        number = number or str(next(NUMBERS))
        self.opens("/sign-in").page.get_by_label("手机号").fill(number)
        self.button("获取验证码").click()
        self.heading("填短信里的验证码").wait_for()
        self.page.get_by_label("六位数字").fill(self.whole_site.code_sent_to(number))
        self.button("登录").click()
        self.heading("为谁办").wait_for()
        return self

    def phone(self) -> PhonePage:
        """Her phone, in a tab that closes itself."""
        return PhonePage(self.page.context, self.whole_site, self.name)

    # ---- what she does

    def registers_herself(self, name: str = "王样例", born: str = "1943年5月12日") -> Self:
        self.opens("/people").link("登记我自己").click()
        self.page.get_by_label("姓名").fill(name)
        self.page.get_by_label("出生日期").fill(born)
        self.button("登记").click()
        self.heading("为谁办").wait_for()
        return self

    def invites(self, called: str, *more: str) -> str:
        """The code that she reads out; ``more`` of the rights that are not ticked beforehand."""
        self.opens("/people").link("谁能替我办事").click()
        self.page.get_by_label("怎么称呼").fill(called)
        for right in more:
            self.page.get_by_label(right).check()
        self.button("给我邀请码").click()
        return self.page.locator(".code").inner_text()

    def accepts(self, code: str) -> Self:
        self.opens("/people").link("我有老人给的邀请码").click()
        self.page.get_by_label("八位邀请码").fill(code.lower())
        self.button("看看能办什么").click()
        self.button("接受").click()
        self.heading("为谁办").wait_for()
        return self

    def ends_the_grant_of(self, called: str) -> Self:
        self.opens("/people").link("谁能替我办事").click()
        self.page.locator("section", has_text=called).get_by_role("link", name="取消授权").click()
        self.button("取消授权").click()
        expect(self.page.locator("section", has_text=called)).to_have_count(0)
        return self

    def link(self, name: str):
        return self.page.get_by_role("link", name=name)

    def heading(self, name: str):
        return self.page.get_by_role("heading", name=name, exact=True)

    @property
    def main(self):
        return self.page.locator("main")


class PhonePage:
    """The simulator's page of one phone, as a context."""

    def __init__(self, context: BrowserContext, site: WholeSite, name: str) -> None:
        self.page = context.new_page()
        self.page.goto(f"{site.phones}/phone")
        self.page.get_by_role("link", name=name).click()

    def __enter__(self) -> Page:
        return self.page

    def __exit__(self, *_: object) -> None:
        self.page.close()


class Family:
    """Opens a browser for each member at the whole site."""

    def __init__(self, browser: Browser, site: WholeSite, later: Callable[..., object]) -> None:
        self.browser, self.site, self.later = browser, site, later

    def member(
        self,
        name: str = "",
        size: tuple[int, int] = PHONE,
        *,
        scripts: bool = True,
        state: dict | None = None,
    ) -> Member:
        """Somebody with a new browser; ``state``: with the cookies of another one."""
        width, height = size
        context = self.browser.new_context(
            base_url=self.site.app,
            viewport={"width": width, "height": height},
            is_mobile=width < 500,
            has_touch=width < 500,
            java_script_enabled=scripts,
            locale="zh-CN",
            storage_state=state,
        )
        self.later(context.close)
        context.set_default_timeout(10 * SECONDS)
        return Member(context.new_page(), self.site, scripts=scripts, name=name)

    def with_a_phone(self, name: str, size: tuple[int, int] = PHONE) -> Member:
        """Somebody who also has a simulated phone."""
        self.site.control("/people", nickname=name, number=str(next(NUMBERS)))
        return self.member(name, size)
