"""An unanswered question becomes an answer by way of the pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.server.console.conftest import Browser
from tests.server.talk import words_of

Told = Callable[[str], dict[str, object]]
Worked = Callable[[], None]
QUESTION = "小猫小狗能带进食堂吗"
QUEUE = "/console/knowledge/unanswered"
ANSWER = {
    "title": "食堂带宠物", "question": "请说明小猫小狗能不能带进食堂",
    "phrasings-elder": "小猫小狗能带进食堂吗\n吃饭能领着狗吗\n食堂让不让猫进\n带宠物吃饭行吗\n狗能进饭堂不\n宠物进门管不管",
    "short": "小猫小狗不能带进食堂，请先放在家里。", "full": "食堂门口没有寄放宠物的地方。",
    "citations-0-document": "notice", "citations-0-mark": "原文",
    "last_checked": "2026-11-21", "audience": "elder",
}  # fmt: skip


def group_of(browser: Browser, question: str = QUESTION) -> str:
    page = browser.get(QUEUE).get_data(as_text=True)
    found = re.search(rf'href="({QUEUE}/[0-9a-f-]+)">{question}', page)
    assert found, f"{question} is not in the queue"
    return found[1]


def version_of(page: TestResponse) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.get_data(as_text=True))
    assert found
    return found[1]


def sent_on(browser: Browser, path: str, **form: str) -> str:
    answer = browser.send(path, **form)
    assert answer.status_code == 303, words_of(answer)
    return str(answer.headers["Location"])


def submitted(editor: Browser) -> str:
    """The address of a draft that answers the question, submitted."""
    draft = sent_on(editor, f"{group_of(editor)}/entry")
    return sent_on(
        editor, draft, version=version_of(editor.get(draft)), submit="1", **ANSWER
    ).partition("?")[0]


def published(publisher: Browser, draft: str, worked: Worked, **form: str) -> str:
    """Asked for in one tap; the address of the result."""
    number = draft.rsplit("/", 1)[1]
    version = version_of(publisher.get(draft))
    result = sent_on(
        publisher, f"/console/knowledge/releases/publish/{number}", version=version, **form
    )
    worked()
    return result


def test_an_unanswered_question_is_written_published_told_and_rolled_back(
    editor: Browser, publisher: Browser, told: Told, worked: Worked
) -> None:
    assert told(QUESTION)["kind"] == "handoff"
    worked()
    draft = submitted(editor)
    assert "等审核" in words_of(editor.get(draft))
    result = published(publisher, draft, worked)
    assert "已经发布，是第 2 版" in words_of(publisher.get(result))
    answer = told(QUESTION)
    assert (answer["kind"], answer["release"]) == ("answer", 2)
    assert "小猫小狗不能带进食堂" in str(answer["text"])
    assert QUESTION in words_of(publisher.get(f"{QUEUE}?status=answered"))

    sent_on(publisher, "/console/knowledge/releases/1/roll-back", sure="1")
    worked()
    assert told(QUESTION)["kind"] == "handoff"


def test_what_was_written_stays_when_it_cannot_be_submitted_yet(
    editor: Browser, told: Told, worked: Worked
) -> None:
    told(QUESTION)
    worked()
    draft = sent_on(editor, f"{group_of(editor)}/entry")
    wrong = ANSWER | {"figures-0-label": "押金", "figures-0-value": "三百", "figures-0-in": "fen"}
    answer = editor.send(draft, version=version_of(editor.get(draft)), submit="1", **wrong)
    assert answer.status_code == 422
    assert "三百" in answer.get_data(as_text=True)
    page = words_of(editor.get(draft))
    assert "第1行的数：要写数字" in page
    assert "三百" in editor.get(draft).get_data(as_text=True)


def test_an_author_cannot_publish_her_own_answer(
    publisher: Browser, told: Told, worked: Worked
) -> None:
    told(QUESTION)
    worked()
    draft = submitted(publisher)
    number, version = draft.rsplit("/", 1)[1], version_of(publisher.get(draft))
    answer = publisher.send(f"/console/knowledge/releases/publish/{number}", version=version)
    assert answer.status_code == 403
    assert told(QUESTION)["kind"] == "handoff"


def test_a_question_asked_in_other_words_joins_its_group_and_becomes_a_phrasing(
    editor: Browser, told: Told, worked: Worked
) -> None:
    for text in (QUESTION, "小猫小狗能带进食堂么", "小猫小狗能带进食堂吗"):
        told(text)
    worked()
    group = group_of(editor)
    assert "一共问过 3 次" in words_of(editor.get(group))
    draft = sent_on(editor, f"{group}/phrasing", entry_id="lunch", wording=QUESTION)
    page = words_of(editor.get(draft))
    assert QUESTION in page
    assert "和线上比" in page


@pytest.mark.parametrize("written", ["lunch", "食堂几点开门的答案", "食堂几点开门的答案（lunch）"])
def test_an_entry_is_chosen_by_its_title(
    editor: Browser, told: Told, worked: Worked, written: str
) -> None:
    told(QUESTION)
    worked()
    group = group_of(editor)
    draft = sent_on(editor, f"{group}/phrasing", entry_id=written, wording=QUESTION)
    assert "食堂几点开门的答案" in words_of(editor.get(draft))


@pytest.mark.parametrize("written", ["", "食堂", "没有这个（nothing）"])
def test_no_entry_is_chosen_before_a_person_does(
    editor: Browser, told: Told, worked: Worked, written: str
) -> None:
    told(QUESTION)
    worked()
    group = group_of(editor)
    assert re.search(r'<input id="entry_id"[^>]* value=""', editor.get(group).text)
    refused = editor.send(f"{group}/phrasing", entry_id=written, wording=QUESTION)
    assert refused.status_code == 422
    assert "请从列出来的条目里选一个" in words_of(refused)


def test_a_question_that_is_left_says_why(editor: Browser, told: Told, worked: Worked) -> None:
    told(QUESTION)
    worked()
    group = group_of(editor)
    assert editor.send(f"{group}/ignore", reason="").status_code == 422
    sent_on(editor, f"{group}/ignore", reason="不是养老的事")
    assert QUESTION not in words_of(editor.get(QUEUE))
    assert "不是养老的事" in words_of(editor.get(group))


def test_a_release_at_a_time_waits_and_can_be_called_off(
    editor: Browser, publisher: Browser, told: Told, worked: Worked
) -> None:
    told(QUESTION)
    worked()
    draft = submitted(editor)
    result = published(publisher, draft, worked, publish_at="2099-01-01T08:00")
    assert "2099年1月1日 8:00 上线" in words_of(publisher.get(result))
    assert told(QUESTION)["kind"] == "handoff"
    sent_on(publisher, f"{result}/call-off")
    assert "已经取消" in words_of(publisher.get(result))


@pytest.mark.parametrize(
    ("at", "says"), [("2020-01-01T08:00", "要选一个以后的时间"), ("明天", "这样的时间")]
)
def test_a_time_that_cannot_be_is_said_on_the_form(
    editor: Browser, publisher: Browser, told: Told, worked: Worked, at: str, says: str
) -> None:
    told(QUESTION)
    worked()
    draft = submitted(editor)
    number, version = draft.rsplit("/", 1)[1], version_of(publisher.get(draft))
    address = f"/console/knowledge/releases/publish/{number}"
    answer = publisher.send(address, version=version, publish_at=at)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert "检验并发布" in words_of(answer)
    assert f'value="{at}"' in answer.text


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "？"])
def test_a_regression_question_that_asks_nothing_is_not_kept(editor: Browser, blank: str) -> None:
    questions = "/console/knowledge/upkeep/questions"
    answer = editor.send(questions, question=blank, entry_id="")
    assert answer.status_code == 422
    assert "请写问题" in words_of(answer)
    assert "还没有回归问题" in words_of(editor.get(questions))


def test_a_release_that_would_lose_a_regression_question_is_blocked_and_says_which(
    editor: Browser, publisher: Browser, told: Told, worked: Worked
) -> None:
    told(QUESTION)
    worked()
    sent_on(editor, "/console/knowledge/upkeep/questions", question=QUESTION, entry_id="")
    page = words_of(publisher.get(published(publisher, submitted(editor), worked)))
    assert "没有发布：有 1 个回归问题会答不对" in page
    assert QUESTION in page
    assert "转人工" in page
    assert told(QUESTION)["kind"] == "handoff"
