"""Programs of other bodies: a key shown once, scopes, an end."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.identity.models import ApiClient
from server.transaction import transaction
from tests.server.identity.conftest import audited, bearer

PATH = "/api/v1/for-clients"


def run(site: Flask, *arguments: str) -> tuple[int, str]:
    done = site.test_cli_runner().invoke(args=["clients", *arguments])
    return done.exit_code, done.output


def create(site: Flask, name: str, scope: str) -> str:
    code, printed = run(site, "create", name, "--scope", scope)
    assert code == 0, printed
    return printed.strip().splitlines()[-1]


def call(http: FlaskClient, key: str | None, path: str = PATH) -> tuple[int, str]:
    answer = http.get(path, headers={} if key is None else {"X-Api-Key": key})
    return answer.status_code, "" if answer.json is None else answer.json["type"].rpartition(":")[2]


def test_the_key_opens_what_its_scope_says(site: Flask, http: FlaskClient) -> None:
    key = create(site, "样例区平台", "directory:read")
    assert call(http, key)[0] == 200
    other = create(site, "样例医院", "cases:write")
    assert call(http, other) == (403, "forbidden")


def test_a_wrong_key_and_none_are_answered_401(site: Flask, http: FlaskClient) -> None:
    assert call(http, "wrong") == (401, "unknown-client")
    assert call(http, None) == (401, "not-signed-in")


def test_a_wrong_key_does_not_close_what_is_open_to_anyone(http: FlaskClient) -> None:
    assert call(http, "wrong", "/api/v1/for-anybody")[0] == 200


def test_a_person_is_no_client(site: Flask, http: FlaskClient, token: str) -> None:
    assert http.get(PATH, headers=bearer(token)).status_code == 403


def test_only_the_hash_of_the_key_is_kept(site: Flask) -> None:
    key = create(site, "样例区平台", "directory:read")
    with transaction(writes=False) as session:
        kept = session.scalars(select(ApiClient)).one()
    assert key not in (kept.key_hash, kept.name)
    assert len(audited("client.created")) == 1


def test_an_ended_client_is_refused_at_once(site: Flask, http: FlaskClient) -> None:
    key = create(site, "样例区平台", "directory:read")
    assert run(site, "end", "样例区平台")[0] == 0
    assert call(http, key) == (401, "unknown-client")
    assert "停用" in run(site, "list")[1]
    assert run(site, "end", "样例区平台")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [("样例", "--scope", "everything"), ("样例", "--scope", ""), ("", "--scope", "a:b")],
)
def test_a_client_without_a_proper_scope_or_name_is_not_made(
    site: Flask, arguments: tuple[str, ...]
) -> None:
    assert run(site, "create", *arguments)[0] == 1


def test_a_name_is_taken_once(site: Flask) -> None:
    create(site, "样例", "a:b")
    assert run(site, "create", "样例", "--scope", "a:b")[0] == 1
