"""The console in a real browser: no barrier on any page, nothing wider than a tablet, keyboard alone."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from server.app import create_app
from server.messages import calls
from server.messages.service import Announcement, announce
from server.messages.states import Status, move
from server.transaction import transaction
from tests import databases
from tests.browser import looks
from tests.conftest import dispose
from tests.databases import Databases
from tests.processes import environment, flask, gunicorn
from tests.server.people import makers
from tests.whole_app.world import _claim

DESKTOP, TABLET = (1280, 800), (820, 1180)
PASSWORD = "sample sentence nobody else uses"
STREET = ("--role", "street_clerk", "--district", "西城区", "--street", "月坛街道")
Open = Callable[..., Page]


class Site:
    """A server with sample data and two members of staff, each with a cookie; ``app`` is an
    application on its database."""

    def __init__(self, address: str, invitations: dict[str, str], app: Flask) -> None:
        self.address, self.invitations, self.app = address, invitations, app
        self.states: dict[str, object] = {}


@pytest.fixture(scope="module")
def console(made_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("console-site")
    with made_databases.fresh() as database_url:
        variables = environment(folder, database_url)
        flask(variables, folder, "knowledge", "load")
        flask(variables, folder, "samples", "fill")
        links = {}
        for login, more in (("boss", ()), ("clerk", STREET)):
            told = flask(variables, folder, "staff", "invite", login, f"样例{login}", *more)
            links[login] = re.search(r"(/console/join/\S+)", told)[1]
        secret = variables["SECRET_KEY"]
        app = create_app(databases.settings(database_url, folder / "data", secret_key=secret))
        with gunicorn(variables, folder) as address:
            yield Site(address, links, app)
        dispose(app)


@pytest.fixture
def opened(browser: Browser, console: Site) -> Iterator[Open]:
    """Opens a page as somebody, who enrols by the link the first time."""
    contexts = []

    def open_(path: str, who: str | None = "clerk", size: tuple[int, int] = DESKTOP) -> Page:
        context = browser.new_context(
            base_url=console.address,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            storage_state=console.states.get(who) if who else None,
        )
        contexts.append(context)
        page = context.new_page()
        if who and who not in console.states:
            enrol(page, console.invitations[who])
            console.states[who] = context.storage_state()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


def enrol(page: Page, link: str) -> None:
    page.goto(link)
    secret = page.locator(".secret").inner_text()
    page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    page.get_by_label("六位数字").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="完成").click()
    expect(page.get_by_role("heading", name="请抄下恢复码")).to_be_visible()


def meets_no_barrier(page: Page) -> None:
    found = looks.barriers(page)
    assert not found, "\n".join(found)


PAGES = {
    "clerk": (
        "/console", "/console/lists", "/console/lists/tickets", "/console/lists/handoffs",
        "/console/lists/claims", "/console/lists/calls", "/console/handoffs", "/console/tickets/new",
        "/console/people", "/console/figures", "/console/me", "/console/tour", "/console/tour?step=5",
        "/console/nothing-here",
    ),
    "boss": (
        "/console", "/console/staff", "/console/emergency", "/console/figures",
        "/console/lists/given-up", "/console/lists/tickets?view=overdue",
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize("size", [DESKTOP, TABLET], ids=["desktop", "tablet"])
def test_no_page_has_a_barrier_or_reaches_beyond_the_screen(
    opened: Open, who: str, size: tuple[int, int]
) -> None:
    page = opened("/console", who, size)
    for path in PAGES[who]:
        page.goto(path)
        meets_no_barrier(page)
        assert looks.beyond_the_side(page) == [], path


REACHED = """(e) => {
  e.scrollIntoView({block: 'center', inline: 'nearest'});
  e.closest('.scroll').scrollLeft = 0;
  const box = e.getBoundingClientRect();
  return document.elementFromPoint(box.left + 4, box.top + box.height / 2) === e
    && document.elementFromPoint(box.right - 4, box.top + box.height / 2) === e;
}"""


@pytest.mark.parametrize(
    "path",
    ["/console/lists/tickets", "/console/lists/handoffs", "/console/handoffs", "/console/me"],
)
@pytest.mark.parametrize("width", [390, 320])
def test_on_a_telephone_what_opens_a_row_is_in_reach_before_the_table_is_moved(
    opened: Open, path: str, width: int
) -> None:
    page = opened(path, "clerk", (width, 800))
    buttons = page.locator(
        ".scroll td:last-child > a.button, .scroll td:last-child > form > button"
    )
    assert buttons.count()
    assert all(each.evaluate(REACHED) for each in buttons.all())
    assert looks.beyond_the_side(page, ignored=".scroll table") == []
    meets_no_barrier(page)


def test_signing_in_and_enrolling_have_no_barrier(opened: Open, console: Site) -> None:
    page = opened("/console/sign-in", None)
    meets_no_barrier(page)
    page.get_by_role("button", name="登录").click()  # the browser asks for what is missing
    expect(page.get_by_label("登录名")).to_be_focused()


def test_pages_of_one_thing_have_no_barrier(opened: Open) -> None:
    page = opened("/console/lists/tickets")
    page.get_by_role("link", name="打开").first.click()
    meets_no_barrier(page)
    page.get_by_role("button", name="我来办").click()
    meets_no_barrier(page)
    page.goto("/console/handoffs")
    page.get_by_role("link", name="打开").first.click()
    meets_no_barrier(page)
    page.get_by_role("button", name="我来办").click()
    meets_no_barrier(page)
    page.goto("/console/people")
    page.get_by_label("或者电话").fill("19900000101")
    page.get_by_label("为什么找").fill("样例：老人来电")
    page.get_by_role("button", name="找", exact=True).click()
    expect(page.get_by_role("heading", name="王*例")).to_be_visible()
    meets_no_barrier(page)
    page.get_by_label("用途").fill("样例：老人来电")
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_role("heading", name="王样例")).to_be_visible()
    meets_no_barrier(page)
    page.get_by_label("办什么事").fill("样例：老人来电问津贴")
    page.get_by_role("button", name="开始办理").click()
    page.get_by_label("替她问").fill("我能领多少钱")
    page.get_by_role("button", name="问", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="我能领多少钱")).to_be_visible()
    meets_no_barrier(page)
    assert looks.beyond_the_side(page) == []


def test_pages_of_colleagues_from_the_invitation_to_the_recovery_codes_have_no_barrier(
    opened: Open, browser: Browser, console: Site
) -> None:
    boss = opened("/console/staff", "boss")
    boss.get_by_role("link", name="样例boss").click()
    meets_no_barrier(boss)
    boss.goto("/console/staff")
    boss.get_by_label("登录名").fill("newcomer")
    boss.get_by_label("姓名").fill("样例新人")
    boss.get_by_label("岗位").select_option("city_supervisor")
    boss.get_by_role("button", name="生成邀请链接").click()
    meets_no_barrier(boss)
    link = boss.get_by_label("链接").input_value()
    boss.get_by_role("link", name="发好了").click()
    expect(boss.get_by_text("已经邀请、还没有来的")).to_be_visible()
    meets_no_barrier(boss)
    context = browser.new_context(base_url=console.address, locale="zh-CN")
    page = context.new_page()
    page.goto(link[link.index("/console") :])
    meets_no_barrier(page)
    enrol(page, page.url)
    meets_no_barrier(page)
    context.close()


def test_a_claim_beside_its_papers_has_no_barrier(opened: Open, console: Site) -> None:
    with console.app.app_context(), transaction() as session:
        claim = _claim(session, makers.account(session)).id
    page = opened("/console/lists/claims")
    meets_no_barrier(page)
    page.goto(f"/console/claims/{claim}")
    expect(page.get_by_role("button", name="不通过")).to_be_visible()
    meets_no_barrier(page)


def test_a_call_to_make_has_no_barrier(opened: Open, console: Site) -> None:
    with console.app.app_context(), transaction() as session:
        elder = makers.elder(session, name="王样例", phone="13912340000")
        message = announce(session, Announcement(uuid.uuid4().hex, "test_message", elder.id, []))[0]
        for status in (Status.SENDING, Status.ACCEPTED):
            move(session, message, status, "call_list")
        calls.ask(session, message, "no_channel", urgent=False)
    page = opened("/console/lists/calls", size=TABLET)
    page.get_by_role("link", name="打开").first.click()
    meets_no_barrier(page)
    page.get_by_role("button", name="看号码").click()
    expect(page.get_by_text("13912340000")).to_be_visible()
    meets_no_barrier(page)
    assert looks.beyond_the_side(page) == []
    page.get_by_label("打得怎么样").select_option("reached")
    page.get_by_role("button", name="登记结果").click()
    expect(page.get_by_role("heading", name="要打的电话")).to_be_visible()


def test_a_batch_is_done_with_the_keyboard_alone(opened: Open) -> None:
    page = opened("/console/lists/tickets")
    boxes = page.locator("tbody input[type=checkbox]")
    before = boxes.count()
    boxes.last.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="先看看会怎样").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("还什么都没有改")).to_be_visible()
    meets_no_barrier(page)
    page.get_by_role("button", name=re.compile("确认")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="办好了 1 件")).to_be_visible()
    meets_no_barrier(page)
    page.goto("/console/lists/tickets")
    assert page.locator("tbody input[type=checkbox]").count() == before


def test_all_rows_are_ticked_at_once(opened: Open) -> None:
    page = opened("/console/lists/tickets")
    page.locator("[data-all]").check()
    boxes = page.locator("tbody input[type=checkbox]")
    assert boxes.count() > 1
    assert all(box.is_checked() for box in boxes.all())


def test_an_elder_s_wish_appears_in_the_inbox_and_the_answer_on_her_page_without_reloading(
    opened: Open, browser: Browser, console: Site
) -> None:
    inbox = opened("/console/handoffs")
    context = browser.new_context(base_url=console.address, locale="zh-CN")
    elder = context.new_page()
    elder.goto("/help")
    meets_no_barrier(elder)
    elder.get_by_role("button", name="请工作人员回复").click()
    expect(elder.get_by_text("已请工作人员回复")).to_be_visible()
    waits = inbox.get_by_role("cell", name="等回复", exact=True)
    expect(waits).to_be_visible(timeout=15_000)
    inbox.get_by_role("row", name="等回复").get_by_role("link", name="打开").click()
    inbox.get_by_role("button", name="我来办").click()
    inbox.get_by_label("写给对方").fill("您好，请讲。")
    inbox.get_by_role("button", name="发给对方").click()
    expect(elder.get_by_text("您好，请讲。")).to_be_visible(timeout=15_000)
    meets_no_barrier(elder)
    elder.get_by_role("button", name="收起这些问答，重新开始").click()
    expect(elder.get_by_role("heading", name="您前面问过工作人员的")).to_be_visible()
    expect(elder.get_by_text("您好，请讲。")).to_be_visible()
    meets_no_barrier(elder)
    context.close()


@pytest.mark.parametrize("width", [390, 320, 1280])
def test_the_pages_for_reporting_are_fit_for_elders(
    browser: Browser, console: Site, width: int
) -> None:
    context = browser.new_context(
        base_url=console.address, locale="zh-CN", viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    for path in ("/help", "/report"):
        page.goto(path)
        meets_no_barrier(page)
        assert looks.beyond_the_side(page) == [], path
    page.get_by_text("投诉", exact=True).click()
    page.get_by_text("吃饭、助餐").click()
    page.get_by_label("是什么事").fill("样例：今天的午饭是凉的")
    page.get_by_role("button", name="写好了，交上去").click()
    expect(page.get_by_text("编号：")).to_be_visible()
    meets_no_barrier(page)
    assert looks.beyond_the_side(page) == []
    context.close()
