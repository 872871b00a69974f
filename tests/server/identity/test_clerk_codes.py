"""A code that a clerk hands out."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from server.identity import accounts, clerk_codes, limits
from server.identity.codes_models import ClerkCode
from server.identity.limits import Limit
from server.kit.clock import machine_now
from server.oversight.actor import Actor, ActorKind
from server.transaction import transaction
from tests.server.identity.conftest import audited

CLERK = Actor(ActorKind.STAFF, uuid.UUID(int=7))


@pytest.fixture
def account_id(site: Flask) -> uuid.UUID:
    with transaction() as session:
        return accounts.make(session, "counter", CLERK).id


def issue(account_id: uuid.UUID) -> str:
    with transaction() as session:
        return clerk_codes.issue(session, CLERK, account_id)


def enter(http: FlaskClient, code: str) -> int:
    body = {"code": code, "device": "样例电脑"}
    return http.post("/api/v1/sessions/clerk", json=body).status_code


def test_the_code_signs_in_to_the_account_it_was_made_for(
    http: FlaskClient, account_id: uuid.UUID
) -> None:
    answer = http.post("/api/v1/sessions/clerk", json={"code": issue(account_id)})
    assert (answer.status_code, answer.json["account_id"]) == (201, str(account_id))


def test_the_code_is_eight_digits_in_two_groups_to_read_out(account_id: uuid.UUID) -> None:
    code = issue(account_id)
    assert [len(part) for part in code.split(" ")] == [4, 4]
    assert code.replace(" ", "").isdigit()


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}{0[6]}{0[7]}{0[8]}"]
)
def test_how_it_is_typed_does_not_matter(
    http: FlaskClient, account_id: uuid.UUID, typed: str
) -> None:
    assert enter(http, typed.format(issue(account_id))) == 201


def test_it_works_once(http: FlaskClient, account_id: uuid.UUID) -> None:
    code = issue(account_id)
    assert [enter(http, code) for _ in range(2)] == [201, 401]


def test_a_new_code_replaces_the_old_one(http: FlaskClient, account_id: uuid.UUID) -> None:
    old, new = issue(account_id), issue(account_id)
    assert (enter(http, old), enter(http, new)) == (401, 201)


def test_it_works_for_a_day(http: FlaskClient, account_id: uuid.UUID) -> None:
    code = issue(account_id)
    with transaction(writes=False) as session:
        left = session.scalars(select(ClerkCode)).one().expires_at - machine_now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    with transaction() as session:
        session.execute(update(ClerkCode).values(expires_at=machine_now() - timedelta(seconds=1)))
    assert enter(http, code) == 401


def test_guesses_at_one_address_are_limited_exactly(
    http: FlaskClient, account_id: uuid.UUID
) -> None:
    code = issue(account_id)
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"
    assert [enter(http, wrong) for _ in range(20)] == [401] * 20
    assert enter(http, code) == 429


def test_a_station_where_everybody_types_it_right_is_never_stopped(
    http: FlaskClient, account_id: uuid.UUID
) -> None:
    assert [enter(http, issue(account_id)) for _ in range(25)] == [201] * 25


def test_however_many_type_it_right_no_guess_of_others_is_used_up(
    http: FlaskClient, account_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CLERK_TRIES_AT_ALL", Limit("clerk-tries", 2, 3600))
    assert [enter(http, issue(account_id)) for _ in range(5)] == [201] * 5


def test_guesses_from_everywhere_together_are_limited(
    http: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CLERK_TRIES_AT_ALL", Limit("clerk-tries", 2, 3600))
    answers = []
    for number in range(3):
        http.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        answers.append(enter(http, "0000 0000"))
    assert answers == [401, 401, 429]


def test_who_issued_it_is_on_the_audit_and_the_code_is_nowhere(account_id: uuid.UUID) -> None:
    code = issue(account_id)
    [record] = audited("clerk_code.issued")
    assert (record.actor_id, record.object_id) == (CLERK.id, str(account_id))
    with transaction(writes=False) as session:
        kept = str(session.connection().exec_driver_sql("SELECT * FROM identity_clerk_codes").all())
    assert code.replace(" ", "") not in kept
