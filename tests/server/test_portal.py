"""The page at ``/``: everything works as a plain form; nothing that was written is lost."""

from __future__ import annotations

from datetime import timedelta
from html import escape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from knowledge.loader import Base
from server.conversation import service
from server.kit.clock import machine_now
from server.portal.chat import SAMPLES, STALE, TURNS_SHOWN
from tests.server.talk import BROWSER, ask_by_form, csrf_of, words_of

QUESTION = "助餐补贴每天多少"


@pytest.fixture
def token(client: FlaskClient) -> str:
    return csrf_of(client.get("/", headers=BROWSER))


def test_the_page_works_without_the_knowledge(empty_app: Flask) -> None:
    assert empty_app.test_client().get("/").status_code == 200


def test_the_first_questions_are_all_in_the_knowledge(client: FlaskClient, base: Base) -> None:
    page = client.get("/").get_data(as_text=True)
    assert set(SAMPLES) <= set(base.entries)
    assert all(escape(base.entries[name].question) in page for name in SAMPLES)


def test_a_question_is_sent_as_a_form_and_answered_on_the_page(client: FlaskClient) -> None:
    sent = ask_by_form(client, QUESTION)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/#latest")
    shown = words_of(client.get("/"))
    assert f"您问： {QUESTION}" in shown
    assert "每人每天补5元" in shown
    assert "京民养老发〔2022〕69号" in shown


def test_the_newest_turn_is_where_the_page_opens(client: FlaskClient) -> None:
    for text in ("您好", QUESTION):
        ask_by_form(client, text)
    page = client.get("/").get_data(as_text=True)
    before, latest = page.split('id="latest"')
    assert "您好" in before
    assert QUESTION in latest


def test_reloading_the_page_asks_nothing_again(client: FlaskClient) -> None:
    ask_by_form(client, QUESTION, follow_redirects=True)
    client.get("/")
    assert words_of(client.get("/")).count("您问：") == 1


def test_a_stale_page_keeps_what_was_written(client: FlaskClient, token: str) -> None:
    sent = client.post("/ask", data={"text": QUESTION, "csrf_token": "old"}, headers=BROWSER)
    assert sent.status_code == 400
    assert "页面放得久了，您写的还在" in words_of(sent)
    assert f">{QUESTION}</textarea>" in sent.get_data(as_text=True)


def test_sending_a_stale_page_once_more_succeeds(client: FlaskClient) -> None:
    sent = client.post("/ask", data={"text": QUESTION}, headers=BROWSER)
    again = client.post(
        "/ask", data={"text": QUESTION, "csrf_token": csrf_of(sent)}, headers=BROWSER
    )
    assert again.status_code == 303


def test_a_token_of_another_visitor_is_refused(app: Flask, client: FlaskClient, token: str) -> None:
    other = app.test_client()
    other.get("/")
    assert other.post("/ask", data={"text": QUESTION, "csrf_token": token}).status_code == 400


@pytest.mark.parametrize("path", ["/ask", "/font", "/new"])
def test_no_form_is_taken_without_a_token(client: FlaskClient, path: str) -> None:
    assert client.post(path, data={"text": QUESTION, "size": "24"}).status_code == 400


def test_too_long_a_question_is_kept_and_explained(client: FlaskClient) -> None:
    written = "问" * 501
    sent = ask_by_form(client, written)
    assert sent.status_code == 422
    assert "问题最多 500 个字，现在有 501 个字，请写短一点" in words_of(sent)
    assert written in sent.get_data(as_text=True)


def test_an_empty_question_is_explained(client: FlaskClient) -> None:
    sent = ask_by_form(client, "  ")
    assert (sent.status_code, "请先写下您的问题" in words_of(sent)) == (422, True)


def test_what_is_typed_is_never_markup(client: FlaskClient) -> None:
    written = "<script>alert(1)</script>\"'&"
    shown = ask_by_form(client, written, follow_redirects=True).get_data(as_text=True)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_the_script_gets_the_new_turn_alone(client: FlaskClient) -> None:
    part = ask_by_form(client, QUESTION, headers={"X-Part": "turn"})
    page = part.get_data(as_text=True)
    assert page.lstrip().startswith("<article")
    assert page.count("<article") == 1
    assert "<html" not in page
    assert "每人每天补5元" in page


def test_the_forms_of_a_new_turn_can_be_sent(client: FlaskClient) -> None:
    part = ask_by_form(client, QUESTION, headers={"X-Part": "turn"})
    sent = client.post("/ask", data={"text": "没有解决", "csrf_token": csrf_of(part)})
    assert sent.status_code == 303


@pytest.mark.parametrize(("text", "status"), [("问" * 501, 422), ("", 422)])
def test_the_script_gets_a_sentence_when_a_question_is_refused(
    client: FlaskClient, text: str, status: int
) -> None:
    part = ask_by_form(client, text, headers={"X-Part": "turn"})
    assert part.status_code == status
    assert words_of(part) in ("问题最多 500 个字，现在有 501 个字，请写短一点", "请先写下您的问题")
    assert "<html" not in part.get_data(as_text=True)


def test_the_script_gets_a_sentence_when_the_page_is_stale(client: FlaskClient) -> None:
    part = client.post("/ask", data={"text": QUESTION}, headers={"X-Part": "turn"})
    assert (part.status_code, words_of(part)) == (400, STALE)


@pytest.mark.parametrize("size", ["20", "24", "32"])
def test_a_type_size_is_remembered(client: FlaskClient, token: str, size: str) -> None:
    sent = client.post("/font", data={"size": size, "csrf_token": token})
    assert sent.status_code == 303
    assert f'class="size-{size}"' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("size", ["", "99", "20 evil", "<b>"])
def test_a_type_size_that_is_not_offered_is_ignored(
    client: FlaskClient, token: str, size: str
) -> None:
    client.post("/font", data={"size": size, "csrf_token": token})
    assert 'class="size-20"' in client.get("/").get_data(as_text=True)


def test_the_conversation_outlives_a_change_of_size(client: FlaskClient) -> None:
    ask_by_form(client, QUESTION)
    client.post("/font", data={"size": "32", "csrf_token": csrf_of(client.get("/"))})
    assert "您问：" in words_of(client.get("/"))


def test_starting_over_gives_an_empty_page(client: FlaskClient) -> None:
    ask_by_form(client, QUESTION)
    sent = client.post("/new", data={"csrf_token": csrf_of(client.get("/"))})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/")
    assert "您问：" not in words_of(client.get("/"))


def test_a_question_after_the_conversation_expired_starts_a_new_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_by_form(client, "您好")
    monkeypatch.setattr(service, "machine_now", lambda: machine_now() + timedelta(hours=25))
    assert "您问：" not in words_of(client.get("/"))
    shown = words_of(ask_by_form(client, QUESTION, follow_redirects=True))
    assert shown.count("您问：") == 1
    assert QUESTION in shown


def test_two_visitors_do_not_see_each_other(app: Flask, client: FlaskClient) -> None:
    ask_by_form(client, QUESTION)
    assert "您问：" not in words_of(app.test_client().get("/"))


def test_a_long_conversation_shows_its_last_turns(client: FlaskClient) -> None:
    for _ in range(TURNS_SHOWN + 1):
        ask_by_form(client, "您好")
    ask_by_form(client, QUESTION)
    shown = words_of(client.get("/"))
    assert shown.count("您问：") == TURNS_SHOWN
    assert QUESTION in shown


def test_a_cookie_that_was_tampered_with_is_ignored(client: FlaskClient) -> None:
    client.set_cookie("yinian", "eyJjb252ZXJzYXRpb24iOiJ4In0.forged.signature")
    assert client.get("/").status_code == 200


def test_every_page_has_a_person_to_call(client: FlaskClient) -> None:
    for address in ("/", "/no/such/page"):
        assert 'href="tel:12345"' in client.get(address, headers=BROWSER).get_data(as_text=True)


def test_an_emergency_shows_the_number_to_call(client: FlaskClient) -> None:
    page = ask_by_form(client, "我妈摔倒了起不来", follow_redirects=True)
    assert 'href="tel:120"' in page.get_data(as_text=True)
    assert "马上拨打120" in words_of(page)


def test_lists_in_an_answer_are_lists_on_the_page(client: FlaskClient, base: Base) -> None:
    entry = base.entries["age-allowance-amount"]
    page = ask_by_form(client, entry.question, follow_redirects=True).get_data(as_text=True)
    assert '<ul class="points"><li>80至89周岁：每人每月100元</li>' in page


def test_answers_to_several_questions_are_all_in_sight(client: FlaskClient, base: Base) -> None:
    ask_by_form(client, "高龄津贴多少钱？老年卡在哪办？")
    page = client.get("/", headers=BROWSER).get_data(as_text=True)
    notes = page.split('<div class="notes">')[1].split("</div>")[0]
    for name in ("age-allowance-amount", "elder-card-where"):
        assert base.entries[name].short in notes
