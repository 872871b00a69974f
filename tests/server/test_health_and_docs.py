"""Health, the description of the API, and the headers that every response carries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from knowledge.loader import Base
from server.app import create_app
from server.config import ROOT
from server.docs import as_3_0
from server.identity.access import Caller, access
from tests import databases
from tests.server.talk import BROWSER, MESSAGES, csrf_of

CHAT_FAILURES = {"400", "404", "413", "415", "422", "429", "503"}


def test_healthz_says_that_the_process_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_healthz_does_not_need_the_database(tmp_path: Path) -> None:
    app = create_app(databases.settings("sqlite:////nowhere/at-all.db", tmp_path))
    assert app.test_client().get("/healthz").status_code == 200


def test_readyz_names_the_release_that_is_open(client: FlaskClient, base: Base) -> None:
    assert client.get("/readyz").get_json() == {
        "status": "ready",
        "release": 1,
        "entries": len(base.entries),
    }


def test_readyz_is_503_before_the_knowledge_is_loaded(empty_app: Flask) -> None:
    response = empty_app.test_client().get("/readyz")
    assert response.status_code == 503
    assert response.get_json()["type"] == "urn:yinian:problem:not-ready"


def test_readyz_is_503_without_a_database(tmp_path: Path) -> None:
    app = create_app(databases.settings("sqlite:////nowhere/at-all.db", tmp_path))
    assert app.test_client().get("/readyz").status_code == 503


def test_readyz_is_503_on_a_database_that_was_never_migrated(tmp_path: Path) -> None:
    app = create_app(databases.settings(f"sqlite:///{tmp_path}/new.db", tmp_path))
    assert app.test_client().get("/readyz").status_code == 503


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    return client.get("/openapi.json").get_json()


def operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in described["paths"].values() for operation in path.values()]


def test_the_description_is_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(described["info"])
    assert all(path.startswith("/") for path in described["paths"])
    assert not list(keys(described, "nullable"))  # a word of 3.0


def test_every_reference_in_the_description_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(keys(described, "$ref"))
    known = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert references
    assert references <= known


def keys(part: Any, wanted: str) -> Any:
    """Every value below the key ``wanted``."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == wanted:
                yield value
            yield from keys(value, wanted)
    elif isinstance(part, list):
        for item in part:
            yield from keys(item, wanted)


def test_every_route_of_the_api_is_described(app: Flask, described: dict[str, Any]) -> None:
    """But those that only WeChat calls."""
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        and app.blueprints[rule.endpoint.partition(".")[0]].enable_openapi
    }
    assert set(described["paths"]) == routes


def test_every_failure_is_described_as_a_problem(described: dict[str, Any]) -> None:
    failures = [
        response
        for operation in operations(described)
        for status, response in operation["responses"].items()
        if status >= "400"
    ]
    assert failures
    assert all(set(failure["content"]) == {"application/problem+json"} for failure in failures)


def test_the_failures_of_the_chat_are_described(described: dict[str, Any]) -> None:
    assert set(described["paths"][MESSAGES]["post"]["responses"]) >= CHAT_FAILURES


def test_a_problem_has_the_fields_that_its_description_requires(
    client: FlaskClient, described: dict[str, Any]
) -> None:
    problem = described["components"]["schemas"]["Problem"]
    body = client.get("/api/v1/nothing").get_json()
    assert set(problem["required"]) == set(body)
    assert set(body) <= set(problem["properties"])


def test_a_second_look_at_the_description_is_the_same(
    client: FlaskClient, described: dict[str, Any]
) -> None:
    assert client.get("/openapi.json").get_json() == described


def test_the_docs_page_loads_only_from_here(client: FlaskClient) -> None:
    page = client.get("/docs").get_data(as_text=True)
    loaded = re.findall(r'(?:src|href|data-spec)="([^"]+)"', page)
    assert len(loaded) >= 4
    assert all(re.match(r"/(?!/)", address) for address in loaded)
    assert [client.get(address, buffered=True).status_code for address in loaded] == [200] * len(
        loaded
    )


def test_the_page_of_the_docs_shows_the_same_in_words_of_openapi_3_0(
    client: FlaskClient, described: dict[str, Any]
) -> None:
    """What its Swagger UI can read."""
    shown = client.get("/docs/openapi.json").get_json()
    assert shown["openapi"] == "3.0.3"
    assert [*shown["paths"]] == [*described["paths"]]
    assert not list(keys(shown, "const"))
    assert {"type": "null"} not in [each for some in keys(shown, "anyOf") for each in some]
    told = described["components"]["schemas"]["MessageIn"]["properties"]["conversation_id"]
    assert {"type": "null"} in told["anyOf"]
    as_shown = shown["components"]["schemas"]["MessageIn"]["properties"]["conversation_id"]
    assert (as_shown["type"], as_shown["nullable"]) == ("string", True)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            {"anyOf": [{"$ref": "#/a"}, {"type": "null"}], "title": "甲"},
            {"allOf": [{"$ref": "#/a"}], "title": "甲", "nullable": True},
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
            {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
        ),
        ({"const": "ok"}, {"enum": ["ok"]}),
        ({"anyOf": [{"type": "string"}]}, {"anyOf": [{"type": "string"}]}),
    ],
)
def test_what_may_be_null_is_nullable_in_3_0(told: dict[str, Any], shown: dict[str, Any]) -> None:
    assert as_3_0(told) == shown


def test_the_docs_page_asks_no_validator_outside(client: FlaskClient) -> None:
    assert "validatorUrl: null" in client.get("/static/docs.js", buffered=True).get_data(
        as_text=True
    )


@pytest.mark.parametrize("name", ["../app.py", "..%2f..%2fapp.py", "%2e%2e/%2e%2e/wsgi.py"])
def test_the_docs_give_out_no_other_files(client: FlaskClient, name: str) -> None:
    assert client.get(f"/docs/assets/{name}").status_code == 404


ADDRESSES = ("/", "/docs", "/openapi.json", "/healthz", "/readyz", "/static/portal.css", "/static/no.css",
             "/no/such/page", MESSAGES, "/docs/assets/swagger-ui.css", "/api/v1/chat/conversations/x")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("accept", [BROWSER, {}], ids=["browser", "program"])
def test_every_response_is_protected(
    client: FlaskClient, address: str, accept: dict[str, str]
) -> None:
    headers = client.get(address, headers=accept, buffered=True).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert len(headers["X-Request-ID"]) >= 16


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a != "/docs"])
def test_no_inline_style_or_script_is_allowed(client: FlaskClient, address: str) -> None:
    assert "unsafe" not in client.get(address, buffered=True).headers["Content-Security-Policy"]


def test_a_failure_is_protected_like_everything_else(
    app_with: Callable[..., Flask], standard_error: object
) -> None:
    app = app_with(app_env="development")
    app.add_url_rule("/breaks", "breaks", access(Caller.ANYONE)(lambda: 1 // 0))
    response = app.test_client().get("/breaks")
    assert response.status_code == 500
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_answers_are_not_kept_by_caches_but_assets_may_be(client: FlaskClient) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.post(MESSAGES, json={"text": "您好"}).headers["Cache-Control"] == "no-store"
    assert (
        client.get("/static/portal.css", buffered=True).headers.get("Cache-Control") != "no-store"
    )


def test_the_pages_hold_no_inline_script_or_style(client: FlaskClient) -> None:
    client.post("/ask", data={"text": "助餐补贴每天多少", "csrf_token": csrf_of(client.get("/"))})
    for address in ("/", "/docs"):
        page = client.get(address).get_data(as_text=True)
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", page)


def test_answers_are_readable_chinese(client: FlaskClient) -> None:
    assert "您好".encode() in client.post(MESSAGES, json={"text": "您好"}).data


def test_no_two_shapes_share_a_name() -> None:
    """The description knows shapes by their names: of two alike one would be shown for both."""
    bodies = [
        name
        for path in (ROOT / "server").rglob("*schemas.py")
        for name in re.findall(r"^class (\w+(?:In|Out))\(", path.read_text("utf-8"), re.M)
        if name != "PageIn"  # parameters of an address, written out where they are used
    ]
    assert len(bodies) > 50
    assert [name for name, times in Counter(bodies).items() if times > 1] == []
