"""While an editor types she sees and hears what an elder would; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.conversation.models import Conversation
from server.transaction import transaction
from tests.server.console.conftest import Browser
from tests.server.console.knowledge.test_corrections import form
from tests.server.console.knowledge.test_from_question_to_answer import sent_on, version_of
from tests.server.talk import words_of


def test_what_is_being_written_is_shown_as_told_and_not_kept(editor: Browser) -> None:
    draft = sent_on(editor, "/console/knowledge/drafts/of/lunch")
    before = version_of(editor.get(draft))
    answer = editor.send(f"{draft}/preview", **form("15") | {"short": "食堂十一点半开门。"})
    assert answer.status_code == 200
    shown = words_of(answer)
    assert "老人看到的 食堂十一点半开门。 详细的说明写在这里。" in shown
    assert "依据：试验通知，试验街道" in shown
    assert 'data-speak="食堂十一点半开门。"' in answer.text
    assert "食堂十一点半开门" not in editor.get(draft).text
    assert version_of(editor.get(draft)) == before


def test_what_does_not_hold_yet_is_shown_as_far_as_it_goes(editor: Browser) -> None:
    draft = sent_on(editor, "/console/knowledge/drafts/of/lunch")
    shown = words_of(editor.send(f"{draft}/preview", short="食堂十一点半开门。"))
    assert "食堂十一点半开门。" in shown
    assert "填完整以后" in shown


def test_a_trial_shows_both_sides_and_what_differs_first(
    editor: Browser, worked: Callable[[], None]
) -> None:
    draft = sent_on(editor, "/console/knowledge/drafts/of/lunch")
    sent_on(editor, draft, version=version_of(editor.get(draft)), **form("15"))
    number = draft.rsplit("/", 1)[1]
    asked = "食堂几点开门\n样例怎么办"
    trial = sent_on(editor, f"/console/knowledge/try/drafts/{number}", questions=asked)
    assert "正在试 2 个问题" in words_of(editor.get(trial))
    worked()
    page = editor.get(trial)
    assert page.status_code == 200
    assert "一共 2 个问题，0 个和线上不一样" in words_of(page)


@pytest.mark.parametrize(
    ("asked", "said", "words"),
    [
        ("我摔倒了起不来", "先出紧急提醒", "120"),
        ("有人让我把养老金转到安全账户", "先出防骗提醒", ""),
        ("我八十三了能领多少钱", "按条件算能领多少", ""),
        ("食堂几点开门", "直接回答：食堂几点开门的答案", "有人回答您"),
        ("小猫小狗能带进食堂吗", "答不了，转人工", ""),
    ],
)
def test_the_panel_shows_what_an_elder_gets(
    editor: Browser, asked: str, said: str, words: str
) -> None:
    page = words_of(editor.get("/console/knowledge/try", query_string={"q": asked}))
    assert said in page
    assert words in page


def test_a_draft_is_tried_as_elders_ask_it_and_nothing_of_it_is_kept(
    site: Flask, editor: Browser, worked: Callable[[], None]
) -> None:
    draft = sent_on(editor, "/console/knowledge/drafts/of/lunch")
    written = form("15") | {"short": "食堂改在十二点开门，您慢用。"}
    sent_on(editor, draft, version=version_of(editor.get(draft)), **written)
    number = draft.rsplit("/", 1)[1]
    asked = "食堂几点开门\n我摔倒了起不来"
    trial = sent_on(editor, f"/console/knowledge/try/drafts/{number}", questions=asked)
    worked()
    page = words_of(editor.get(trial))
    assert "食堂改在十二点开门" in page
    assert page.count("先出紧急提醒") == 2
    with site.app_context(), transaction(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 0
