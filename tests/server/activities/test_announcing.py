"""What a clerk may announce: who is paid for it, and when it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.activities import repository
from server.kit.clock import business_now, to_beijing
from server.payments import sellers
from server.transaction import transaction
from tests.server.people import makers

Announce = Callable[..., TestResponse]
SOON, FAR = timedelta(days=2), "9999-12-31T20:00:00+00:00"


@pytest.fixture
def announce(app: Flask, client: FlaskClient) -> Announce:
    """A clerk of 月坛街道 announces an activity that is in order but for what is said."""

    def post(**said: Any) -> TestResponse:
        with app.app_context():
            with transaction() as session:
                headers = makers.token(session, makers.clerk(session))
            told = {
                "title": "样例茶会", "place": "样例活动室", "street": makers.YUETAN,
                "starts_at": to_beijing(business_now() + SOON),
                "closes_at": to_beijing(business_now() + SOON),
                "fee_fen": 500, "places": 2, "seller_id": seller(app),
            }  # fmt: skip
        return client.post("/api/v1/activities", json=told | said, headers=headers)

    return post


def seller(app: Flask, district: str | None = makers.YUETAN[:6]) -> str:
    with app.app_context(), transaction() as session:
        return str(sellers.add(session, "样例社区", district).id)


@pytest.mark.parametrize("district", [makers.YUETAN[:6], None])
def test_somebody_of_the_district_or_of_the_whole_city_is_paid(
    app: Flask, announce: Announce, district: str | None
) -> None:
    assert announce(seller_id=seller(app, district)).status_code == 201


def test_nobody_is_paid_who_does_not_exist_or_belongs_to_another_district(
    app: Flask, announce: Announce
) -> None:
    for wrong in (str(uuid.uuid4()), seller(app, "110105")):
        answer = announce(seller_id=wrong)
        assert answer.status_code == 422
        assert [each["field"] for each in answer.get_json()["errors"]] == ["seller_id"]


@pytest.mark.parametrize("said", [{"starts_at": FAR}, {"starts_at": FAR, "closes_at": FAR}])
def test_an_activity_that_no_calendar_holds_is_refused_and_the_list_goes_on(
    client: FlaskClient, announce: Announce, said: dict[str, str]
) -> None:
    assert announce(**said).status_code == 422
    assert client.get("/api/v1/activities?district=西城").status_code == 200


def test_what_cannot_be_seen_goes_into_no_title(announce: Announce) -> None:
    """A bill of WeChat Pay holds it as one line, a payer's screen shows it."""
    answer = announce(title="样例\x00茶\u202e会", place="样例\u2028活动室")
    assert answer.status_code == 201
    assert answer.get_json()["title"] == "样例茶会"
    assert answer.get_json()["place"] == "样例 活动室"
    assert announce(title="\x00\x00").status_code == 422


def test_two_who_sign_one_elder_up_at_once_get_the_same_place(
    app: Flask, client: FlaskClient, announce: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = announce().get_json()["id"]
    with app.app_context(), transaction() as session:
        elder = makers.elder(session)
        headers = makers.token(session, makers.herself(session, elder))
        said = {"elder_id": str(elder.id)}
    path = f"/api/v1/activities/{activity}/sign-ups"
    first = client.post(path, json=said, headers=headers).get_json()
    look = repository.held

    def too_early(*asked: Any) -> None:
        """The other one had not committed yet."""
        monkeypatch.setattr(repository, "held", look)

    monkeypatch.setattr(repository, "held", too_early)
    second = client.post(path, json=said, headers=headers)
    assert (second.status_code, second.get_json()["id"]) == (201, first["id"])
