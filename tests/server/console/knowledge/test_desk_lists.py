"""What waits at the knowledge desk stands on the first page, and is worked through like any list."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from server.editorial.listening_models import Unanswered
from server.kit.clock import business_now
from server.oversight.actor import Role
from server.transaction import transaction
from tests.server.console.conftest import Browser, Hired
from tests.server.console.knowledge.test_from_question_to_answer import (
    QUESTION,
    Told,
    Worked,
    submitted,
)
from tests.server.talk import words_of

QUESTIONS, DRAFTS = "/console/lists/unanswered", "/console/lists/drafts"


def ids(browser: Browser, path: str) -> list[str]:
    return re.findall(r'name="row" value="([^"]+)"', browser.get(path).text)


def test_the_first_page_says_how_many_questions_and_drafts_wait(
    editor: Browser, told: Told, worked: Worked
) -> None:
    told(QUESTION)
    worked()
    assert "没答上的问题 1 件待办 没有超时的" in words_of(editor.get("/console"))
    submitted(editor)
    page = words_of(editor.get("/console"))
    assert "没答上的问题 0 件待办" in page
    assert "等发布的草稿 1 件待办" in page


def test_a_question_of_the_day_before_yesterday_is_overdue_and_pages_follow_each_other(
    site: Flask, editor: Browser, told: Told, worked: Worked, monkeypatch
) -> None:
    for text in (QUESTION, "院子里能不能停三轮车", "月亮上有没有养老院"):
        told(text)
    worked()
    with site.app_context(), transaction() as session:
        old = session.scalars(select(Unanswered).where(Unanswered.question == QUESTION)).one()
        old.first_at = business_now() - timedelta(days=2)
    assert len(ids(editor, QUESTIONS)) == 3
    assert ids(editor, f"{QUESTIONS}?view=overdue") == [str(old.id)]
    monkeypatch.setattr("server.console.lists.PAGE_ROWS", 2)
    first = ids(editor, QUESTIONS)
    onward = re.search(r'href="([^"]+)">下一页', editor.get(QUESTIONS).text)
    assert onward
    assert len({*first, *ids(editor, onward[1].replace("&amp;", "&"))}) == 3


def test_questions_that_are_no_matter_of_ours_are_left_in_one_go(
    editor: Browser, told: Told, worked: Worked
) -> None:
    for text in (QUESTION, "月亮上有没有养老院"):
        told(text)
    worked()
    form = {"row": ids(editor, QUESTIONS), "action": "ignore", "reason": "不是养老的事"}
    assert "还什么都没有改" in words_of(editor.send(f"{QUESTIONS}/preview", **form))
    assert "办好了 2 件" in words_of(editor.send(f"{QUESTIONS}/do", **form))
    assert ids(editor, QUESTIONS) == []


def test_a_second_person_publishes_from_the_list_and_the_author_does_not(
    site: Flask, editor: Browser, publisher: Browser, told: Told, worked: Worked
) -> None:
    told(QUESTION)
    worked()
    draft = submitted(editor).rsplit("/", 1)[1]
    form = {"row": [draft], "action": "publish"}
    assert editor.send(f"{DRAFTS}/do", **form).status_code == 422, "it is not offered to her"
    assert "送去检验" in words_of(publisher.send(f"{DRAFTS}/preview", **form))
    assert told(QUESTION)["kind"] == "handoff"
    assert "办好了 1 件" in words_of(publisher.send(f"{DRAFTS}/do", **form))
    worked()
    assert told(QUESTION)["kind"] == "answer"
    assert ids(publisher, DRAFTS) == []


def test_a_draft_of_one_s_own_says_why_it_is_not_published(
    publisher: Browser, told: Told, worked: Worked
) -> None:
    told(QUESTION)
    worked()
    draft = submitted(publisher).rsplit("/", 1)[1]
    page = words_of(publisher.send(f"{DRAFTS}/do", row=[draft], action="publish"))
    assert "办不了：自己写的草稿要请另一位同事发布" in page
    assert ids(publisher, f"{DRAFTS}?view=mine") == [draft]


def test_whoever_does_not_write_knowledge_sees_neither(hired: Hired) -> None:
    clerk = hired(Role.STREET_CLERK)
    assert [clerk.get(path).status_code for path in (QUESTIONS, DRAFTS)] == [403, 403]
