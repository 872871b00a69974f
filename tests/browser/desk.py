"""A member of staff at the console, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server.identity.access import COOKIE_ENTRY
from server.oversight.actor import Role
from server.transaction import transaction
from tests.browser import looks
from tests.server.people import makers

DESK, TABLET = (1280, 900), (820, 1180)
PHONE, SMALL_PHONE = (390, 844), (320, 640)
ANSWER = {
    "标题": "食堂带宠物", "标准问题": "请说明小猫小狗能不能带进食堂",
    "短答案（念给老人听）": "小猫小狗不能带进食堂，请先放在家里。",
    "详细说明": "食堂门口没有寄放宠物的地方。",
    "老人这样问": "小猫小狗能带进食堂吗\n吃饭能领着狗吗\n食堂让不让猫进\n带宠物吃饭行吗\n狗能进饭堂不\n宠物进门管不管",
    "核对日期": "2026-11-21",
}  # fmt: skip


@dataclass
class Colleague:
    """Somebody signed in at the console."""

    page: Page
    address: str

    def opens(self, path: str) -> Colleague:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self

    def presses(self, name: str) -> Colleague:
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def follows(self, name: str) -> Colleague:
        self.page.get_by_role("link", name=name).first.click()
        return self

    def reads(self, text: str) -> Colleague:
        expect(self.page.locator("main")).to_contain_text(text)
        return self

    def writes_the_answer(self) -> Colleague:
        for label, text in ANSWER.items():
            self.page.get_by_label(label, exact=True).fill(text)
        self.page.get_by_label("第 1 行来源").select_option("notice")
        self.page.get_by_label("第 1 行核实程度").select_option("原文")
        return self

    def meets_no_barrier(self) -> Colleague:
        barriers = looks.barriers(self.page)
        assert not barriers, self.page.url + "\n" + "\n".join(barriers)
        return self

    def never_scrolls_sideways(self) -> Colleague:
        found = looks.beyond_the_side(self.page)
        assert not found, self.page.url + "\n" + "\n".join(found)
        return self

    def fits_but_for_tables(self) -> Colleague:
        """On a telephone a wide table scrolls within its own region, and nothing else does."""
        found = looks.beyond_the_side(self.page, ignored=".scroll table")
        assert not found, self.page.url + "\n" + "\n".join(found)
        return self

    def is_seen(self, folder: Path, name: str) -> Colleague:
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
        return self


def signed_in(
    browser: Browser, app: Flask, address: str, role: Role, size: tuple[int, int] = DESK,
    scripts: bool = True, street: str | None = None,
) -> tuple[BrowserContext, Colleague]:  # fmt: skip
    """Somebody new with this role; her context has to be closed."""
    where = {"district": street[:6], "street": street} if street else {}
    with app.app_context(), transaction() as session:
        actor = makers.staff(session, role, **where)
        token = makers.token(session, actor)["Authorization"].removeprefix("Bearer ")
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = serializer.dumps({COOKIE_ENTRY: token})
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, locale="zh-CN"
    )
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "yinian", "value": cookie, "url": address}])
    return context, Colleague(context.new_page(), address)
