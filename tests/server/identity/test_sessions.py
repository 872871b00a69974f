"""Where I am signed in, and signing out: here, there, everywhere."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from server.identity.codes_models import SpentCode
from server.identity.models import SignIn
from server.kit.clock import machine_now
from server.transaction import transaction
from tests.server.identity.conftest import audited, bearer, sign_in

LONG_AGO = timedelta(minutes=11)


def devices(http: FlaskClient, token: str) -> list[dict[str, object]]:
    answer = http.get("/api/v1/sessions", headers=bearer(token))
    assert answer.status_code == 200, answer.json
    items: list[dict[str, object]] = answer.json["items"]
    return items


def row() -> SignIn:
    with transaction(writes=False) as session:
        return session.scalars(select(SignIn)).one()


def age(by: timedelta) -> None:
    """Let the only session have been used last ``by`` ago."""
    then = machine_now() - by
    with transaction() as session:
        session.execute(
            update(SignIn).values(last_seen_at=then, expires_at=then + timedelta(days=90))
        )


def test_the_list_names_the_device_and_marks_this_one(http: FlaskClient) -> None:
    sign_in(http, "openid-a/1", "旧手机（样例）")
    token = sign_in(http, "openid-a/2", "新手机（样例）")["token"]
    found = devices(http, token)
    assert [(each["device"], each["current"]) for each in found] == [
        ("新手机（样例）", True),
        ("旧手机（样例）", False),
    ]
    assert found[0]["how"] == "mini_program"
    assert "token" not in found[0]


def test_the_list_holds_nobody_elses(http: FlaskClient) -> None:
    token = sign_in(http, "openid-a/1")["token"]
    sign_in(http, "openid-b/1")
    assert len(devices(http, token)) == 1


def test_signing_out_ends_the_token_at_once(http: FlaskClient, token: str) -> None:
    assert http.delete("/api/v1/sessions/current", headers=bearer(token)).status_code == 204
    again = http.get("/api/v1/sessions", headers=bearer(token))
    assert (again.status_code, again.json["type"]) == (401, "urn:yinian:problem:session-ended")
    assert len(audited("session.ended")) == 1


def test_another_device_can_be_signed_out(http: FlaskClient) -> None:
    lost = sign_in(http, "openid-a/1")["token"]
    token = sign_in(http, "openid-a/2")["token"]
    other = next(each["id"] for each in devices(http, token) if not each["current"])
    assert http.delete(f"/api/v1/sessions/{other}", headers=bearer(token)).status_code == 204
    assert http.get("/api/v1/sessions", headers=bearer(lost)).status_code == 401
    assert len(devices(http, token)) == 1


def test_nobody_signs_out_somebody_else(http: FlaskClient, token: str) -> None:
    stranger = sign_in(http, "openid-b/1")["token"]
    theirs = devices(http, token)[0]["id"]
    answer = http.delete(f"/api/v1/sessions/{theirs}", headers=bearer(stranger))
    assert answer.status_code == 404
    assert len(devices(http, token)) == 1


def test_a_session_is_signed_out_once(http: FlaskClient) -> None:
    sign_in(http, "openid-a/1")
    token = sign_in(http, "openid-a/2")["token"]
    other = next(each["id"] for each in devices(http, token) if not each["current"])
    first = http.delete(f"/api/v1/sessions/{other}", headers=bearer(token))
    second = http.delete(f"/api/v1/sessions/{other}", headers=bearer(token))
    assert (first.status_code, second.status_code) == (204, 404)


def test_signing_out_everywhere_ends_all_of_mine_and_none_of_others(http: FlaskClient) -> None:
    mine = [sign_in(http, f"openid-a/{number}")["token"] for number in range(3)]
    other = sign_in(http, "openid-b/1")["token"]
    assert http.delete("/api/v1/sessions", headers=bearer(mine[0])).status_code == 204
    for token in mine:
        assert http.get("/api/v1/sessions", headers=bearer(token)).status_code == 401
    assert len(devices(http, other)) == 1
    assert audited("sessions.ended")[0].details == {"count": 3}


def test_a_session_that_is_used_lasts_longer(http: FlaskClient, token: str) -> None:
    age(timedelta(days=80))
    devices(http, token)
    assert row().expires_at > machine_now() + timedelta(days=89)
    assert row().last_seen_at > machine_now() - timedelta(minutes=1)


def test_not_every_request_writes(http: FlaskClient, token: str) -> None:
    before = row().last_seen_at
    devices(http, token)
    assert row().last_seen_at == before


def test_a_session_unused_for_ninety_days_is_over(http: FlaskClient, token: str) -> None:
    age(timedelta(days=90))
    assert http.get("/api/v1/sessions", headers=bearer(token)).status_code == 401


def test_a_session_that_was_ended_is_not_pushed_on(http: FlaskClient, token: str) -> None:
    age(LONG_AGO)
    http.delete("/api/v1/sessions/current", headers=bearer(token))
    ended = row()
    assert http.get("/api/v1/sessions", headers=bearer(token)).status_code == 401
    assert row().last_seen_at == ended.last_seen_at


def test_a_token_in_a_cookie_opens_nothing_on_the_api(http: FlaskClient, token: str) -> None:
    with http.session_transaction() as cookie:
        cookie["sign_in"] = token
    assert http.get("/api/v1/sessions").status_code == 401


def test_sessions_over_for_ninety_days_are_forgotten(site: Flask, http: FlaskClient) -> None:
    kept = sign_in(http, "openid-a/1")["token"]
    sign_in(http, "openid-b/1")
    ended = machine_now() - timedelta(days=91)
    with transaction() as session:
        newest = select(SignIn.id).order_by(SignIn.created_at.desc()).limit(1).scalar_subquery()
        session.execute(update(SignIn).where(SignIn.id == newest).values(ended_at=ended))
        session.execute(update(SpentCode).values(spent_at=machine_now() - timedelta(days=2)))
    job = site.extensions["jobs"].clock["identity.clean"]
    assert job.interval <= timedelta(days=1)
    job.do()
    with transaction(writes=False) as session:
        assert session.scalars(select(SpentCode)).all() == []
    assert len(devices(http, kept)) == 1
    assert row().ended_at is None
