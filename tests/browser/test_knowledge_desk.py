"""The knowledge desk in a browser: from a question that nobody could answer to everybody's answer."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from playwright.sync_api import Browser, expect

from knowledge.loader import digest
from knowledge.schema import Entry
from server.app import create_app
from server.editorial import files, importing, publishing, service, trials
from server.editorial.listening_models import EntryUse
from server.editorial.models import KnowledgeItem
from server.kit.clock import business_today
from server.oversight.actor import Role
from server.transaction import transaction
from tests import databases
from tests.browser.desk import DESK, PHONE, SMALL_PHONE, TABLET, Colleague, signed_in
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.processes import environment, gunicorn, worker
from tests.server.editorial.test_outcomes import tell
from tests.server.editorial.test_trials_and_uses import POLICY, workbook
from tests.server.people import makers
from tests.small_knowledge import entry, small_base
from tests.whole_app import knowledge_rows

SECRET = "a secret for browser tests only"
QUESTION = "小猫小狗能带进食堂吗"
SHOTS = os.environ.get("CONSOLE_SHOTS")
"""A folder for pictures of every page, to look at."""

PAGES = (
    "", "/entries/lunch", "/unanswered", "/drafts", "/releases", "/try?q=食堂几点开门",
    "/upkeep/review", "/upkeep/conflicts", "/upkeep/corrections", "/upkeep/questions", "/files",
)  # fmt: skip
PAGES_OF_ONE = (
    "/console/knowledge/drafts/{draft}", "/console/knowledge/drafts/{submitted}",
    "/console/knowledge/unanswered/{group}", "/console/knowledge/try/drafts/{draft}",
    "/console/knowledge/try/{trial}", "/console/knowledge/files/{import}",
    "/console/knowledge/files/{workbook}", "/console/knowledge/releases/candidates/{candidate}",
    "/console/knowledge/releases/candidates/{scheduled}",
    "/console/knowledge/upkeep/corrections",
    "/console/knowledge/upkeep/corrections/{told_correction}", "/console/knowledge/upkeep/corrections/{correction}", "/console", "/console/lists", "/console/lists/review", "/console/lists/unanswered", "/console/lists/drafts", "/console/tour?step=3",
)  # fmt: skip
Come = Callable[..., Colleague]
Rows = dict[str, Any]


@pytest.fixture(scope="module")
def knowledge_site(
    made_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, str]]:
    """Web server and worker on a base of two entries, and an application on the same database."""
    folder = tmp_path_factory.mktemp("knowledge-desk")
    with made_databases.fresh() as url, ExitStack() as running:
        variables = environment(folder, url, SECRET_KEY=SECRET)
        app = create_app(databases.settings(url, folder / "data", secret_key=SECRET))
        running.callback(dispose, app)
        figure = {"label": "一份午饭", "fen": 1500, "unit": "元", "condition": "在食堂吃"}
        changes = {"figures": [figure], "last_checked": "2026-01-05"}
        with app.app_context():
            publish(small_base(folder / "content", [entry("lunch", **changes), entry("bath")]))
        address = running.enter_context(gunicorn(variables, folder))
        running.enter_context(worker(variables, folder))
        yield app, address


@pytest.fixture
def come(browser: Browser, knowledge_site: tuple[Flask, str]) -> Iterator[Come]:
    with ExitStack() as contexts:

        def begin(role: Role, **more: Any) -> Colleague:
            context, colleague = signed_in(browser, *knowledge_site, role, **more)
            contexts.callback(context.close)
            return colleague

        yield begin


@pytest.fixture(scope="module")
def rows(knowledge_site: tuple[Flask, str]) -> Rows:
    """A draft, a trial, imports, releases that wait: ids by name."""
    app, _ = knowledge_site
    with app.app_context(), transaction() as session:
        made = knowledge_rows.make(session)
        file = workbook(files.as_row(entry("lunch")), files.as_row(entry("bus") | {"full": ""}))
        author = makers.staff(session, Role.EDITOR)
        made["workbook"] = importing.keep(session, author, file, importing.read(file)).id
        session.merge(
            EntryUse(
                entry_id="lunch", day=business_today(), shown=12, useful=3, useless=1, led=2,
                checked=1, handed=1,
            )
        )  # fmt: skip
    until(lambda: _is_done(app, made["trial"]))
    _correct(app)
    return made


def _correct(app: Flask) -> None:
    """An elder was told that lunch is 15 yuan; it is 16 now."""
    with app.app_context(), transaction() as session:
        elder = makers.elder(session)
        herself = makers.herself(session, elder)
        elder_id, account_id = elder.id, herself.id
    with app.app_context():
        tell("lunch", account_id, elder_id, timedelta(hours=1))
        with transaction() as session:
            row = session.get_one(KnowledgeItem, ("entry", "lunch"))
            content = row.content | {"figures": [{**row.content["figures"][0], "fen": 1600}]}
            publishing.put(
                session, "entry", "lunch", content, digest(Entry.model_validate(content))
            )
            service.publish(session, "样例：午饭涨价")


def test_who_was_told_an_old_figure_is_told_the_new_one_and_the_page_says_what_came_of_it(
    come: Come, rows: Rows
) -> None:
    publisher = come(Role.PUBLISHER).opens("/console/knowledge/upkeep/corrections")
    card = publisher.page.locator("section.card", has_text="一份午饭")
    card.get_by_role("link", name="看谁听到过").click()
    publisher.reads("其中 1 位联系得上").meets_no_barrier()
    publisher.presses("发更正通知给 1 位").reads("已通知 1 位").meets_no_barrier()
    for width, height in (DESK, PHONE, SMALL_PHONE):
        publisher.page.set_viewport_size({"width": width, "height": height})
        publisher.fits_but_for_tables()
        if SHOTS:
            publisher.is_seen(Path(SHOTS), f"notices-{width}")


@pytest.mark.parametrize("size", [DESK, PHONE, SMALL_PHONE], ids=["1280", "390", "320"])
def test_an_entry_is_copied_for_a_district_and_has_to_be_looked_up_there(
    come: Come, rows: Rows, size: tuple[int, int]
) -> None:
    editor = come(Role.EDITOR, size=size).opens("/console/knowledge/entries/bath")
    editor.meets_no_barrier().fits_but_for_tables()
    if SHOTS:
        editor.is_seen(Path(SHOTS), f"entry-{size[0]}")
    district = {1280: "海淀区", 390: "石景山区", 320: "延庆区"}[size[0]]
    editor.page.get_by_label("哪个区不一样").select_option(district)
    editor.presses("给这个区单独写").reads(f"{district}洗澡有人帮吗的答案").reads("处才能提交")
    editor.meets_no_barrier().fits_but_for_tables()
    if SHOTS:
        editor.is_seen(Path(SHOTS), f"district-draft-{size[0]}")


def _is_done(app: Flask, trial_id: uuid.UUID) -> bool:
    with app.app_context(), transaction(writes=False) as session:
        return trials.find(session, trial_id).status == "done"


def told(address: str) -> dict[str, Any]:
    answer = requests.post(f"{address}/api/v1/chat/messages", json={"text": QUESTION}, timeout=20)
    assert answer.status_code == 200
    reply: dict[str, Any] = answer.json()["reply"]
    return reply


def until(what: Callable[[], bool], seconds: float = 180) -> None:
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, "it did not happen"
        time.sleep(0.2)


def test_a_question_nobody_could_answer_is_answered_and_taken_back(
    come: Come, knowledge_site: tuple[Flask, str]
) -> None:
    _, address = knowledge_site
    assert told(address)["kind"] == "handoff"
    editor, publisher = come(Role.EDITOR), come(Role.PUBLISHER)
    until(lambda: QUESTION in editor.opens("/console/knowledge/unanswered").page.content())

    begun = time.monotonic()
    editor.follows(QUESTION).meets_no_barrier()
    if SHOTS:
        editor.is_seen(Path(SHOTS), "group")
    editor.presses("写一个新条目").reads("还要改").meets_no_barrier()
    editor.writes_the_answer().presses("保存并提交审核").reads("等审核")
    assert time.monotonic() - begun < 180, "a draft takes a clerk three minutes"
    editor.meets_no_barrier().never_scrolls_sideways()
    if SHOTS:
        editor.is_seen(Path(SHOTS), "draft")

    publisher.page.goto(editor.page.url)
    publisher.presses("检验并发布")
    publisher.page.get_by_text("已经发布").wait_for(timeout=180_000)
    publisher.meets_no_barrier()
    if SHOTS:
        publisher.is_seen(Path(SHOTS), "published")
    until(lambda: "小猫小狗不能带进食堂" in told(address)["text"])

    publisher.opens("/console/knowledge/releases").page.locator("summary").last.click()
    publisher.page.get_by_label("我确定：全市马上").last.check()
    publisher.meets_no_barrier().presses("退回到第 1 版").reads("已经退回，现在全市看到的是第")
    until(lambda: told(address)["kind"] == "handoff")


@pytest.mark.parametrize("size", [DESK, TABLET], ids=["1280 px", "tablet"])
def test_no_page_has_a_barrier_or_scrolls_sideways(come: Come, size: tuple[int, int]) -> None:
    publisher = come(Role.PUBLISHER, size=size)
    for place, path in enumerate(PAGES):
        publisher.opens(f"/console/knowledge{path}").meets_no_barrier().never_scrolls_sideways()
        if SHOTS:
            publisher.is_seen(Path(SHOTS), f"page-{size[0]}-{place:02d}")


@pytest.mark.parametrize("size", [PHONE, SMALL_PHONE], ids=["390 px", "320 px"])
def test_on_a_telephone_only_tables_scroll_and_dates_stay_whole(
    come: Come, rows: Rows, size: tuple[int, int]
) -> None:
    publisher = come(Role.PUBLISHER, size=size)
    pages = [f"/console/knowledge{path}" for path in PAGES]
    pages += [path.format(**rows) for path in PAGES_OF_ONE]
    for place, path in enumerate([*pages, "/console/me"]):
        publisher.opens(path).fits_but_for_tables()
        torn = publisher.page.evaluate(
            "[...document.querySelectorAll('.kept')].filter((e) => e.getClientRects().length > 1)"
            ".map((e) => e.textContent)"
        )
        assert not torn, f"{path}: {torn}"
        if SHOTS:
            publisher.is_seen(Path(SHOTS), f"phone-{size[0]}-{place:02d}")


@pytest.mark.parametrize("size", [DESK, TABLET], ids=["1280 px", "tablet"])
def test_no_page_about_one_thing_has_a_barrier_or_scrolls_sideways(
    come: Come, rows: Rows, size: tuple[int, int]
) -> None:
    publisher = come(Role.PUBLISHER, size=size)
    for place, path in enumerate(PAGES_OF_ONE):
        publisher.opens(path.format(**rows))
        for each in publisher.page.locator("summary").all():
            each.click()
        publisher.meets_no_barrier().never_scrolls_sideways()
        if SHOTS:
            publisher.is_seen(Path(SHOTS), f"one-{size[0]}-{place:02d}")


def test_a_workbook_and_a_policy_are_imported_by_way_of_the_page(come: Come) -> None:
    editor = come(Role.EDITOR).opens("/console/knowledge/files")
    editor.page.get_by_label("选文件").set_input_files(
        {"name": "样例通知.txt", "mimeType": "text/plain", "buffer": POLICY.encode()}
    )
    editor.presses("导入").reads("老年人每月补贴300元。").meets_no_barrier()
    editor.page.get_by_role("button", name="写成草稿").last.click()
    editor.reads("写稿中").meets_no_barrier()


SPEAKS = """
window.spoken = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{lang: "zh-CN"}], speak: (words) => window.spoken.push(words.text), cancel: () => {},
}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def test_what_is_typed_is_seen_and_heard_as_an_elder_would(come: Come) -> None:
    editor = come(Role.EDITOR)
    editor.page.add_init_script(SPEAKS)
    editor.opens("/console/knowledge/entries/bath").presses("改这个条目")
    editor.page.get_by_label("短答案（念给老人听）", exact=True).fill("有人上门帮老人洗澡。")
    seen = editor.page.get_by_role("region", name="老人看到的")
    expect(seen.locator(".elder").first).to_contain_text("上门帮老人")
    expect(seen.locator(".elder").last).to_contain_text("上门帮老人")
    expect(seen).to_contain_text("试验通知")
    editor.meets_no_barrier().presses("念一遍")
    assert "有人上门帮老人洗澡。" in editor.page.evaluate("window.spoken")[0]
    editor.opens("/console/knowledge/drafts").follows("洗澡有人帮吗的答案")
    editor.page.get_by_label("我确定：作废以后").check()
    editor.presses("作废这份草稿").reads("已作废")


def test_a_draft_is_written_without_scripts_and_by_key_alone(come: Come) -> None:
    editor = come(Role.EDITOR, scripts=False).opens("/console/knowledge/entries/bath")
    button = editor.page.get_by_role("button", name="改这个条目")
    for _ in range(60):
        editor.page.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    editor.page.keyboard.press("Enter")
    editor.reads("写稿中")
    editor.page.get_by_label("短答案（念给老人听）", exact=True).fill("有人上门帮老人洗澡。")
    editor.presses("只保存").reads("已保存。").reads("有人上门帮老人洗澡。")
    editor.page.get_by_label("我确定：作废以后").check()
    editor.presses("作废这份草稿").reads("已作废")
