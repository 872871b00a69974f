"""The knowledge desk in a browser: from a question that nobody could answer to everybody's answer."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from playwright.sync_api import Browser

from server.app import create_app
from server.oversight.actor import Role
from tests import databases
from tests.browser.desk import DESK, TABLET, Colleague, signed_in
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.processes import environment, gunicorn, worker
from tests.small_knowledge import entry, small_base

SECRET = "a secret for browser tests only"
QUESTION = "小猫小狗能带进食堂吗"
SHOTS = os.environ.get("CONSOLE_SHOTS")
"""A folder for pictures of every page, to look at."""

PAGES = (
    "", "/entries/lunch", "/unanswered", "/drafts", "/releases", "/try?q=食堂几点开门",
    "/upkeep/review", "/upkeep/conflicts", "/upkeep/corrections", "/upkeep/questions", "/files",
)  # fmt: skip
Come = Callable[..., Colleague]


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

    publisher.opens("/console/knowledge/releases").presses("退回到第 1 版")
    until(lambda: told(address)["kind"] == "handoff")


@pytest.mark.parametrize("size", [DESK, TABLET], ids=["1280 px", "tablet"])
def test_no_page_has_a_barrier_or_scrolls_sideways(come: Come, size: tuple[int, int]) -> None:
    publisher = come(Role.PUBLISHER, size=size)
    for place, path in enumerate(PAGES):
        publisher.opens(f"/console/knowledge{path}").meets_no_barrier().never_scrolls_sideways()
        if SHOTS:
            publisher.is_seen(Path(SHOTS), f"page-{size[0]}-{place:02d}")


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
    editor.presses("只保存").reads("有人上门帮老人洗澡。").presses("作废这份草稿").reads("已作废")
