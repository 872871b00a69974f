"""What a form of the knowledge desk says after it was sent, and what it asks once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.server.console.conftest import Browser
from tests.server.console.knowledge.test_corrections import form
from tests.server.console.knowledge.test_from_question_to_answer import (
    Worked,
    published,
    sent_on,
    version_of,
)
from tests.server.talk import words_of

OF_LUNCH = "/console/knowledge/drafts/of/lunch"
BACK = "/console/knowledge/releases/1/roll-back"
Told = Callable[[str], dict[str, object]]


@pytest.fixture
def draft(editor: Browser) -> str:
    return sent_on(editor, OF_LUNCH)


def test_saving_and_submitting_are_said(editor: Browser, draft: str) -> None:
    for name, said in (("save", "已保存。"), ("submit", "已提交，等另一位发布员审核。")):
        version = version_of(editor.get(draft))
        page = editor.get(sent_on(editor, draft, version=version, **form("15"), **{name: "1"}))
        assert f'role="status">{said}' in page.text


def test_trying_keeps_what_was_written(editor: Browser, draft: str) -> None:
    written = form("15") | {"short": "十二点半开饭，您慢用。", "try": "1"}
    to = sent_on(editor, draft, version=version_of(editor.get(draft)), **written)
    assert "/console/knowledge/try/drafts/" in to
    assert "十二点半开饭，您慢用。" in editor.get(draft).text


def test_one_press_alone_ends_no_draft(editor: Browser, draft: str) -> None:
    version = version_of(editor.get(draft))
    refused = editor.send(f"{draft}/withdraw", version=version)
    assert refused.status_code == 422
    assert "打勾" in words_of(refused)
    sent_on(editor, f"{draft}/withdraw", version=version, sure="1")
    page = editor.get(draft).text
    assert "已作废" in page
    assert "<textarea" not in page
    assert "食堂几点开门的答案" in page


def test_one_press_alone_changes_nothing_for_the_city(
    editor: Browser, publisher: Browser, draft: str, worked: Worked, told: Told
) -> None:
    sent_on(editor, draft, version=version_of(editor.get(draft)), submit="1", **form("15"))
    published(publisher, draft, worked)
    assert publisher.send(BACK).status_code == 422
    worked()
    assert told("食堂几点开门")["release"] == 2
    page = publisher.get(sent_on(publisher, BACK, sure="1"))
    assert 'role="status">已经退回，现在全市看到的是第 3 版' in page.text


def test_a_release_is_noted_with_the_title_of_its_entry(
    editor: Browser, publisher: Browser, draft: str, worked: Worked
) -> None:
    sent_on(editor, draft, version=version_of(editor.get(draft)), submit="1", **form("15"))
    published(publisher, draft, worked)
    assert "条目：食堂几点开门的答案" in words_of(publisher.get("/console/knowledge/releases"))


def test_nothing_to_try_is_said(editor: Browser) -> None:
    assert "请写一句话再试" in words_of(editor.get("/console/knowledge/try?q="))
    assert "请写一句话再试" not in words_of(editor.get("/console/knowledge/try"))
