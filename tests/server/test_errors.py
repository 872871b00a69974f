"""One shape for every failure: problem+json with a Chinese title, or a page for a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import MAX_BODY_BYTES, create_app
from server.conversation.schemas import TEXT_LIMIT
from server.errors import TITLES
from server.identity.access import Caller, access
from tests import databases
from tests.server.talk import BROWSER, CONVERSATIONS, MESSAGES, ask, csrf_of, post, words_of

CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")
DEAD_DATABASES = {
    "sqlite": "sqlite:////nowhere/at-all/yinian.db",
    "postgresql": "postgresql://nobody@127.0.0.1:1/nothing",
}


def send(
    content: str | bytes, kind: str = "application/json"
) -> Callable[[FlaskClient], TestResponse]:
    return lambda client: client.post(MESSAGES, data=content, content_type=kind)


def message(**fields: object) -> Callable[[FlaskClient], TestResponse]:
    return lambda client: client.post(MESSAGES, json=fields)


KINDS = {
    "unknown address": (404, "not-found", lambda client: client.get("/no/such/page")),
    "unknown address of the API": (404, "not-found", lambda client: client.get("/api/v1/nothing")),
    "unknown conversation": (404, "unknown-conversation", lambda client: client.get(f"{CONVERSATIONS}/{'x' * 22}")),
    "wrong method": (405, "method-not-allowed", lambda client: client.get(MESSAGES)),
    "body over 64 KB": (413, "too-large", send(json.dumps({"text": "问" * MAX_BODY_BYTES}))),
    "form instead of JSON": (415, "unsupported-media-type", send("text=5", "application/x-www-form-urlencoded")),
    "JSON named plain text": (415, "unsupported-media-type", send('{"text": "问"}', "text/plain")),
    "broken JSON": (400, "bad-request", send('{"text": ')),
    "no body": (400, "bad-request", lambda client: client.post(MESSAGES)),
    "not UTF-8": (400, "bad-request", send(b'{"text": "\xff\xfe"}')),
    "brackets without end": (400, "bad-request", send("[" * 50_000)),
    "a number of 6000 digits": (400, "bad-request", send('{"text": ' + "9" * 6000 + "}")),
    "no text": (422, "invalid-input", message()),
    "empty text": (422, "invalid-input", message(text="")),
    "nothing but spaces": (422, "invalid-input", message(text=" \u3000\n\t ")),
    "501 characters": (422, "invalid-input", message(text="问" * (TEXT_LIMIT + 1))),
    "3000 characters": (422, "invalid-input", message(text="问" * 3000)),
    "a number as text": (422, "invalid-input", message(text=5)),
    "null as text": (422, "invalid-input", message(text=None)),
    "an unknown field": (422, "invalid-input", message(text="问", role="admin")),
    "a wrong enum value": (422, "invalid-input", message(text="问", input_mode="telepathy")),
    "a conversation id of 65 characters": (422, "invalid-input", message(text="问", conversation_id="x" * 65)),
    "an array as body": (422, "invalid-input", send('[{"text": "问"}]')),
    "null as body": (422, "invalid-input", send("null")),
    "a word as body": (422, "invalid-input", send('"问"')),
    "a lone surrogate": (400, "bad-request", send('{"text": "\\ud800 津贴"}')),
    "a lone surrogate as a name": (400, "bad-request", send('{"text": "问", "\\udfff": 1}')),
    "a lone surrogate in bytes": (400, "bad-request", send(b'{"text": "\xed\xa0\x80"}')),
    "a lone surrogate in UTF-16": (400, "bad-request", send('{"text": "问", "\udfff": 1}'.encode("utf-16", "surrogatepass"))),
    "nothing but NUL": (422, "invalid-input", send('{"text": "\\u0000\\u0000"}')),
    "a page of nothing": (422, "invalid-input", lambda client: client.get(f"{CONVERSATIONS}/x?limit=0")),
    "a page too long": (422, "invalid-input", lambda client: client.get(f"{CONVERSATIONS}/x?limit=51")),
    "a cursor of letters": (422, "invalid-input", lambda client: client.get(f"{CONVERSATIONS}/x?cursor=abc")),
    "an unknown page option": (422, "invalid-input", lambda client: client.get(f"{CONVERSATIONS}/x?order=up")),
}  # fmt: skip


def problem_of(response: TestResponse, status: int, slug: str) -> dict:
    """The body, after the shape that every problem has was looked at."""
    body = response.get_json()
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert set(body) - {"detail"} == {"type", "title", "status", "errors", "request_id"}
    assert (body["type"], body["status"]) == (f"urn:yinian:problem:{slug}", status)
    assert CHINESE.search(body["title"])
    assert all(
        set(error) == {"field", "message"} and CHINESE.search(error["message"])
        for error in body["errors"]
    )
    assert len(body["request_id"]) >= 16
    assert body["request_id"] == response.headers["X-Request-ID"]
    return body


@pytest.mark.parametrize(("status", "slug", "request_"), KINDS.values(), ids=KINDS)
def test_every_failure_has_the_same_shape(
    client: FlaskClient, status: int, slug: str, request_: Callable[[FlaskClient], TestResponse]
) -> None:
    problem_of(request_(client), status, slug)


@pytest.mark.parametrize("name", ["%00", "a%00b", "x" * 2000], ids=["NUL", "a NUL in it", "long"])
def test_a_name_that_no_database_holds_is_not_told_to_come_back_later(
    client: FlaskClient, name: str
) -> None:
    """PostgreSQL keeps no NUL: asked again it is refused again."""
    answer = client.get(f"{CONVERSATIONS}/{name}")
    assert answer.status_code in (404, 422)
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize("referer", ["http://[::1", "http://x]/", "\x80"])
def test_an_address_of_the_page_before_that_is_none_changes_no_answer(
    client: FlaskClient, referer: str
) -> None:
    came = {"Accept": "text/html", "Referer": referer}
    assert client.get("/no/such/page", headers=came).status_code == 404


def test_the_fields_that_are_wrong_are_named_in_chinese(client: FlaskClient) -> None:
    response = client.post(MESSAGES, json={"text": 5, "input_mode": "telepathy", "role": "admin"})
    named = {error["field"]: error["message"] for error in response.get_json()["errors"]}
    assert named == {
        "text": "这一项要写文字",
        "input_mode": "这一项只能是 text 或 voice",
        "role": "没有这一项，请去掉",
    }


def test_too_long_a_question_says_how_long_it_is(client: FlaskClient) -> None:
    [error] = post(client, "问" * 501).get_json()["errors"]
    assert error == {"field": "text", "message": "问题最多 500 个字，现在有 501 个字，请写短一点"}


def test_500_characters_exactly_are_accepted(client: FlaskClient) -> None:
    assert ask(client, "问" * 500)["reply"]["text"]


def test_characters_outside_the_basic_plane_count_once(client: FlaskClient) -> None:
    assert post(client, "𠮷" * 500).status_code == 200


def test_a_whole_character_written_as_two_escapes_is_accepted(client: FlaskClient) -> None:
    body = r'{"text": "\ud842\udfb7高龄津贴"}'
    assert client.post(MESSAGES, data=body, content_type="application/json").status_code == 200


def test_a_nul_inside_a_question_is_dropped(client: FlaskClient) -> None:
    said = ask(client, "高龄\x00津贴有多少")
    page = client.get(f"{CONVERSATIONS}/{said['conversation_id']}").get_json()
    assert page["items"][0]["text"] == "高龄津贴有多少"


def test_too_many_questions_are_answered_with_429(app_with: Callable[..., Flask]) -> None:
    client = app_with(chat_rate_limit="1/hour").test_client()
    post(client, "高龄津贴有多少")
    response = post(client, "高龄津贴有多少")
    problem_of(response, 429, "rate-limited")
    assert 1 <= int(response.headers["Retry-After"]) <= 3600


@pytest.mark.parametrize("url", DEAD_DATABASES.values(), ids=DEAD_DATABASES)
def test_a_database_that_is_gone_is_503(url: str, tmp_path: Path) -> None:
    client = create_app(databases.settings(url, tmp_path)).test_client()
    response = post(client, "高龄津贴有多少")
    problem_of(response, 503, "unavailable")
    assert int(response.headers["Retry-After"]) > 0


def test_an_unforeseen_error_is_500_and_hides_its_cause(
    app_with: Callable[..., Flask], standard_error: object
) -> None:
    app = app_with(app_env="development")
    app.add_url_rule("/breaks", "breaks", access(Caller.ANYONE)(breaks))
    response = app.test_client().get("/breaks")
    problem_of(response, 500, "internal-error")
    assert "secret" not in response.get_data(as_text=True)


def breaks() -> str:
    raise ZeroDivisionError("a secret detail")


def test_405_names_the_methods_that_are_allowed(client: FlaskClient) -> None:
    assert "POST" in client.get(MESSAGES).headers["Allow"]


ANY = "0198d0a0-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/ask", "/"),
        ("/feedback", "/"),
        ("/help/withdraw", "/help"),
        ("/sign-in/phone/code", "/sign-in"),
        ("/sign-in/staff-code?next=/me", "/sign-in?next=/me"),
        ("/people/choose", "/people"),
        ("/people/claims/withdraw", "/people"),
        (f"/people/{ANY}/facts", f"/people/{ANY}"),
        (f"/grants/of/{ANY}/invite", f"/grants/of/{ANY}"),
        (f"/me/consents/{ANY}", "/me"),
        (f"/console/claims/{ANY}/confirm", f"/console/claims/{ANY}"),
        ("/console/lists/claims/do", "/console/lists/claims"),
    ],
)
def test_a_tab_that_is_loaded_again_at_the_address_of_a_form_shows_the_form(
    client: FlaskClient, path: str, form: str
) -> None:
    response = client.get(path, headers=BROWSER)
    assert (response.status_code, response.headers["Location"]) == (303, form)
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 405
    assert client.put(path, headers=BROWSER).status_code in (400, 405)


@pytest.mark.parametrize("path", ["/no/such/page", "/ask/nothing"])
def test_a_browser_gets_a_page_with_a_way_on(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=BROWSER)
    assert response.status_code in (404, 405)
    assert response.mimetype == "text/html"
    assert TITLES[response.status_code][1] in words_of(response)
    assert 'href="/"' in response.get_data(as_text=True)


def test_the_api_answers_a_browser_with_json_too(client: FlaskClient) -> None:
    problem_of(client.get("/api/v1/nothing", headers=BROWSER), 404, "not-found")


def test_a_stale_form_is_told_so(client: FlaskClient) -> None:
    response = client.post("/font", data={"size": "24"}, headers=BROWSER)
    assert response.status_code == 400
    assert "页面放得太久了" in words_of(response)


@pytest.mark.parametrize("url", DEAD_DATABASES.values(), ids=DEAD_DATABASES)
def test_the_script_of_the_page_gets_a_sentence_not_json_when_the_database_is_gone(
    url: str, tmp_path: Path
) -> None:
    client = create_app(databases.settings(url, tmp_path)).test_client()
    token = csrf_of(client.get("/no/such/page", headers=BROWSER))
    response = client.post(
        "/ask", data={"text": "高龄津贴", "csrf_token": token}, headers={"X-Part": "turn"}
    )
    assert (response.status_code, response.mimetype) == (503, "text/html")
    assert words_of(response) == TITLES[503][1]


def test_an_over_long_form_gets_a_sentence_for_the_script(client: FlaskClient) -> None:
    response = client.post("/ask", data={"text": "问" * MAX_BODY_BYTES}, headers={"X-Part": "turn"})
    assert (response.status_code, response.mimetype) == (413, "text/html")
