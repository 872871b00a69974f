"""Personal numbers reach neither the transcript nor the reply nor the log."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from server.identity.access import Caller, access
from server.transaction import transaction
from tests.server.talk import CONVERSATIONS, MESSAGES, ask, ask_by_form, transcript, words_of

PERSONAL = {
    "ID card": ("我的身份证是11010119400101123X", "11010119400101123X"),
    "full width": (
        "身份证１１０１０１１９４００１０１１２３Ｘ",
        "１１０１０１１９４００１０１１２３Ｘ",
    ),
    "with gaps": ("110101 19400101 1237 能领津贴吗", "19400101"),
    "with dashes": ("卡号6222-0212-3456-7890-123", "0212"),
    "bank card": ("卡号6222021234567890123挂失", "6222021234567890123"),
    "mobile": ("打我电话13812345678", "13812345678"),
    "mobile with gaps": ("打我电话138 1234 5678", "5678"),
    "mobile with country code": ("打我电话+8613812345678", "12345678"),
    "spoken mobile": ("我手机幺三八一二三四五六七八", "三四五六"),
    "spoken ID card": ("身份证一一零一零一一九四零零一零一一二三七", "一九四零"),
    "landline": ("家里电话010-87654321", "87654321"),
}
KEPT = (
    "打12345管用吗",
    "96198是什么电话",
    "每月100元够吗",
    "领了100000元",
    "2026年11月21日去办",
    "160号文件第5条",
)


@pytest.mark.parametrize(("said", "secret"), PERSONAL.values(), ids=PERSONAL)
def test_personal_numbers_are_not_kept(
    client: FlaskClient, app: Flask, said: str, secret: str
) -> None:
    answer = ask(client, said)
    page = transcript(client, answer["conversation_id"])
    assert "【" in page["items"][0]["text"]
    assert secret not in json.dumps([answer, page], ensure_ascii=False) + everything_kept(app)


def everything_kept(app: Flask) -> str:
    with app.app_context(), transaction(writes=False) as session:
        rows = session.execute(text("SELECT text, reply, reasons FROM conversation_turns")).all()
    return str(rows)


@pytest.mark.parametrize("said", KEPT)
def test_service_numbers_amounts_and_dates_are_kept(client: FlaskClient, said: str) -> None:
    assert transcript(client, ask(client, said)["conversation_id"])["items"][0]["text"] == said


def test_a_handoff_does_not_repeat_a_personal_number(client: FlaskClient) -> None:
    known = ask(client, "13812345678是我电话帮我写首诗")["conversation_id"]
    reply = ask(client, "转人工", conversation_id=known)["reply"]
    assert "【电话号码】是我电话" in reply["text"]


def test_the_page_shows_no_personal_number(client: FlaskClient) -> None:
    shown = ask_by_form(client, "打我电话13812345678", follow_redirects=True)
    assert "打我电话【电话号码】" in words_of(shown)


@pytest.fixture
def talkative(app_with: Callable[..., Flask], standard_error: Callable[[], str]) -> FlaskClient:
    """A client of an application that logs everything."""
    app = app_with(app_env="development", log_level="DEBUG")
    app.add_url_rule("/breaks/<what>", "breaks", access(Caller.ANYONE)(breaks))
    return app.test_client()


def breaks(what: str) -> str:
    raise LookupError(what)


def test_the_log_holds_one_line_a_request_without_what_was_typed(
    talkative: FlaskClient, standard_error: Callable[[], str]
) -> None:
    ask(talkative, "王秀兰的身份证11010119400101123X和13812345678")
    line = json.loads(standard_error().splitlines()[-1])
    assert (line["event"], line["method"], line["route"], line["status"]) == (
        "request",
        "POST",
        MESSAGES,
        200,
    )
    assert set(line) == {
        "event",
        "level",
        "timestamp",
        "request_id",
        "method",
        "route",
        "status",
        "ms",
    }


def test_no_way_of_failing_writes_personal_data_to_the_log(
    talkative: FlaskClient, standard_error: Callable[[], str]
) -> None:
    client = talkative
    client.post(MESSAGES, json={"text": "13812345678" * 60})
    client.post(MESSAGES, data='{"text": 13812345678', content_type="application/json")
    client.post(
        MESSAGES, json={"text": "我妈摔倒了起不来13812345678", "conversation_id": "13812345678"}
    )
    client.get(f"{CONVERSATIONS}/13812345678?cursor=13812345678&limit=13812345678")
    client.get(
        "/no/13812345678?phone=13812345678",
        headers={"User-Agent": "13812345678", "Referer": "/13812345678"},
    )
    client.get("/breaks/13812345678")
    client.post("/ask", data={"text": "13812345678"})
    written = standard_error()
    assert len(written.splitlines()) >= 8
    assert "13812345678" not in written


def test_a_field_that_is_not_on_the_list_is_dropped_whoever_logs_it(
    talkative: FlaskClient, standard_error: Callable[[], str]
) -> None:
    structlog.get_logger().info("release_opened", entries=3, text="高龄津贴", phone="13812345678")
    *_, line = map(json.loads, standard_error().splitlines())
    assert line["event"] == "release_opened"
    assert {"text", "phone"}.isdisjoint(line)


def test_an_unforeseen_error_is_logged_with_its_place(
    talkative: FlaskClient, standard_error: Callable[[], str]
) -> None:
    answer = talkative.get("/breaks/here")
    [failure] = [
        line
        for line in map(json.loads, standard_error().splitlines())
        if line["event"] == "request_failed"
    ]
    assert failure["error"] == "LookupError"
    assert failure["where"][-1].endswith(" breaks")
    assert failure["request_id"] == answer.headers["X-Request-ID"]
