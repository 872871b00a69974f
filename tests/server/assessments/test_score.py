"""The GB/T 42195-2022 score over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.knowledge.assessment.answering import BEST, answers_with_total


def score(client: FlaskClient, items: Any, **facts: Any) -> TestResponse:
    return client.post("/api/v1/assessments/score", json={"items": items, **facts})


def test_points_are_added_up_to_a_level(client: FlaskClient) -> None:
    body = score(client, answers_with_total(60)).get_json()
    assert body["total"] == 60
    assert body["level"] == {"number": 2, "code": "moderate", "name": "中度失能"}
    assert body["adjusted_level"] == body["level"]
    assert sum(group["total"] for group in body["groups"]) == 60


def test_a_diagnosis_makes_the_level_heavier_and_the_reason_is_told(client: FlaskClient) -> None:
    body = score(client, answers_with_total(60), diagnosis=True, care_risk_events=0).get_json()
    assert (body["level"]["number"], body["adjusted_level"]["number"]) == (2, 3)
    assert any("确诊痴呆" in reason["text"] for reason in body["reasons"])


def test_what_was_not_asked_is_named(client: FlaskClient) -> None:
    assert score(client, BEST).get_json()["not_asked"] == ["diagnosis", "care_risk_events"]


def test_the_result_binds_nobody_and_says_so(client: FlaskClient) -> None:
    body = score(client, BEST).get_json()
    assert body["binding"] is False
    assert any("不作数" in reason["text"] for reason in body["reasons"])
    cited = {c["document_number"] for reason in body["reasons"] for c in reason["citations"]}
    assert "GB/T 42195-2022" in cited


@pytest.mark.parametrize(
    ("change", "field", "named"),
    [
        ({"B.1.1": 5}, "items.B.1.1", "进食"),
        ({"B.1.3": -1}, "items.B.1.3", "洗澡"),
        ({"B.3.7": 2}, "items.B.3.7", "攻击行为"),
        ({"B.2.4": 4}, "items.B.2.4", "上下楼梯"),
        ({"B.1.1": "4"}, "items.B.1.1", "进食"),
        ({"B.1.1": True}, "items.B.1.1", "进食"),
        ({"B.1.1": 3.0}, "items.B.1.1", "进食"),
        ({"B.1.1": None}, "items.B.1.1", "进食"),
        ({"B.9.9": 1}, "items.B.9.9", "B.9.9"),
        ({"coma": 1}, "items.coma", "coma"),
    ],
)
def test_an_impossible_score_is_refused_and_its_item_named(
    client: FlaskClient, change: dict[str, Any], field: str, named: str
) -> None:
    answer = score(client, BEST | change)
    assert answer.status_code == 422
    [error] = answer.get_json()["errors"]
    assert error["field"] == field
    assert named in error["message"]


def test_a_missing_item_is_named(client: FlaskClient) -> None:
    answer = score(client, {code: points for code, points in BEST.items() if code != "B.2.3"})
    [error] = answer.get_json()["errors"]
    assert (answer.status_code, error["field"]) == (422, "items.B.2.3")
    assert "平地行走" in error["message"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"coma": "yes"}, "coma"),
        ({"diagnosis": 1}, "diagnosis"),
        ({"care_risk_events": -1}, "care_risk_events"),
        ({"coma": True}, "items.B.3.9"),
        ({"shoe_size": 42}, "shoe_size"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_named(
    client: FlaskClient, facts: dict[str, Any], field: str
) -> None:
    answer = score(client, BEST, **facts)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.get_json()["errors"]] == [field]


@pytest.mark.parametrize("items", [None, [], "4", {}])
def test_what_is_no_set_of_scores_is_refused(client: FlaskClient, items: Any) -> None:
    assert score(client, items).status_code == 422
