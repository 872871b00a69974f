"""有用 and 没用 on the page as plain forms, and as the page's script sends them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.conversation.feedback import REASONS
from server.portal.feedback import STALE
from tests.server.talk import BROWSER, ask_by_form, csrf_of, words_of

QUESTION = "助餐补贴每天多少"
SCRIPT = {"X-Part": "turn"}


def press(client: FlaskClient, word: str, **headers: str) -> TestResponse:
    """Press a button under the newest answer."""
    page = client.get("/", headers=BROWSER)
    known = re.findall(r'name="message_id" value="([^"]+)"', page.get_data(as_text=True))
    form = {"csrf_token": csrf_of(page), "message_id": known[-1], "word": word}
    return client.post("/feedback", data=form, headers=BROWSER | headers)


@pytest.fixture
def answered(client: FlaskClient) -> FlaskClient:
    ask_by_form(client, QUESTION)
    return client


def test_an_answer_is_asked_about(answered: FlaskClient) -> None:
    assert "这个回答有用吗？ 有用 没用" in words_of(answered.get("/"))


@pytest.mark.parametrize("text", ["您好", "我妈摔倒了起不来", "转人工"])
def test_what_is_no_answer_is_not_asked_about(client: FlaskClient, text: str) -> None:
    ask_by_form(client, text)
    assert "这个回答有用吗" not in words_of(client.get("/"))


def test_pressing_leads_back_to_the_answer(answered: FlaskClient) -> None:
    sent = press(answered, "useful")
    assert sent.status_code == 303
    assert re.fullmatch(r"/#word-[0-9a-f-]{36}", sent.headers["Location"])
    assert "您说有用，谢谢您" in words_of(answered.get("/"))


def test_uselessness_offers_reasons_the_telephone_and_another_try(answered: FlaskClient) -> None:
    press(answered, "useless")
    shown = words_of(answered.get("/"))
    assert " ".join(REASONS.values()) in shown
    assert "拨打12345，找人问 换个说法再问" in shown


@pytest.mark.parametrize("reason", REASONS)
def test_whatever_the_reason_the_telephone_and_another_try_stay(
    answered: FlaskClient, reason: str
) -> None:
    press(answered, "useless")
    press(answered, reason)
    shown = words_of(answered.get("/"))
    assert f"记下了：{REASONS[reason]}" in shown
    assert "拨打12345，找人问 换个说法再问" in shown


def test_a_slip_of_the_finger_can_be_mended(answered: FlaskClient) -> None:
    for word, shown in (("useless", "没帮上忙"), ("useful", "您说有用"), ("useless", "没帮上忙")):
        press(answered, word)
        assert shown in words_of(answered.get("/"))


def test_the_script_gets_only_what_comes_next(answered: FlaskClient) -> None:
    part = press(answered, "useless", **SCRIPT).get_data(as_text=True)
    assert part.lstrip().startswith('<section class="feedback"')
    assert "看不懂" in part


def test_a_stale_page_gets_a_fresh_token(answered: FlaskClient) -> None:
    sent = answered.post("/feedback", data={"word": "useful"}, headers=SCRIPT)
    assert sent.status_code == 400
    assert STALE in words_of(sent)
    assert csrf_of(sent)


def test_a_button_that_we_do_not_have_is_refused(answered: FlaskClient) -> None:
    assert press(answered, "boring").status_code == 422


def test_an_answer_of_somebody_else_cannot_be_judged(answered: FlaskClient) -> None:
    page = answered.get("/", headers=BROWSER)
    [known] = re.findall(r'name="message_id" value="([^"]+)"', page.get_data(as_text=True))
    other = answered.application.test_client()
    token = csrf_of(other.get("/", headers=BROWSER))
    form = {"csrf_token": token, "message_id": known, "word": "useful"}
    assert other.post("/feedback", data=form, headers=BROWSER).status_code == 404
