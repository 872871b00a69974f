"""Eligibility over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

LIMB = [{"type": "肢体", "level": 2}]


def check(client: FlaskClient, facts: Any, **more: Any) -> Any:
    return client.post("/api/v1/benefits/check", json={"facts": facts, **more})


def verdicts(body: dict[str, Any]) -> dict[str, str]:
    return {benefit["code"]: benefit["verdict"] for benefit in body["benefits"]}


def test_fixed_monthly_sums_are_added_up(client: FlaskClient) -> None:
    facts = {"age": 86, "hukou": "beijing", "income_class": "dibao", "disability": LIMB}
    body = check(client, facts, as_of="2026-11-21").get_json()
    assert body["total_fen_per_month"] == 80000
    assert verdicts(body)["consumption_voucher"] == "eligible"


def test_every_reason_names_a_dated_source(client: FlaskClient) -> None:
    body = check(client, {"age": 86, "hukou": "beijing"}, as_of="2026-11-21").get_json()
    [allowance] = [b for b in body["benefits"] if b["code"] == "age_allowance"]
    assert {r["citation"]["document_number"] for r in allowance["reasons"]} == {
        "京民养老发〔2019〕160号"
    }
    assert allowance["amount"] == {
        "kind": "fixed", "fen": 10000, "per": "month", "percent": None, "cap_fen": None
    }  # fmt: skip


def test_the_day_decides(client: FlaskClient) -> None:
    facts = {"age": 70, "hukou": "beijing", "assessment_level": "severe"}
    before = check(client, facts, as_of="2025-12-31").get_json()
    after = check(client, facts, as_of="2027-06-01").get_json()
    assert verdicts(before)["consumption_voucher"] == "not_eligible"
    assert verdicts(after)["consumption_voucher"] == "need_info"


def test_nothing_known_asks_for_the_birth_date_first(client: FlaskClient) -> None:
    body = check(client, {}).get_json()
    assert body["ask_next"]["fact"] == "birth_date"
    assert body["total_fen_per_month"] == 0


def test_unknown_facts_are_set_aside_and_named(client: FlaskClient) -> None:
    assert check(client, {"shoe_size": 42}).get_json()["ignored"] == ["shoe_size"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"age": "85"}, "facts.age"),
        ({"age": True}, "facts.age"),
        ({"age": -1}, "facts.age"),
        ({"birth_date": 19430512}, "facts.birth_date"),
        ({"birth_date": "1943-02-30"}, "facts.birth_date"),
        ({"birth_date": "9990-01-01"}, "facts.birth_date"),
        ({"birth_date": "9999-12-31", "birth_lunar": True}, "facts.birth_date"),
        ({"birth_date": "2030-01-01"}, "facts.birth_date"),
        ({"birth_date": "1895-11-20"}, "facts.birth_date"),
        ({"apply_date": "0001-01-01"}, "facts.apply_date"),
        ({"apply_date": "9999-12-31"}, "facts.apply_date"),
        ({"birth_date": "1966-05-05", "age": 90}, "facts.age"),
        ({"age": 79, "age_xusui": 95}, "facts.age_xusui"),
        ({"age": 79, "age_between": [100, 110]}, "facts.age_between"),
        ({"hukou": "other", "hukou_district": "朝阳"}, "facts.hukou_district"),
        ({"hukou": "上海"}, "facts.hukou"),
        ({"hukou_district": "徐汇区"}, "facts.hukou_district"),
        ({"disability": [{"type": "肢体", "level": 9}]}, "facts.disability.0.level"),
        ({"receiving": "护理补贴"}, "facts.receiving"),
        ({"alone": "yes"}, "facts.alone"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_named(client: FlaskClient, facts: Any, field: str) -> None:
    answer = check(client, facts, as_of="2026-11-21")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.get_json()["errors"]] == [field]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"facts": []}, {"facts": {}, "as_of": "21.11.2026"}, {"facts": {}, "as_of": "20261121"},
        {"facts": {}, "as_of": "2026-W47-6"}, {"facts": {}, "as_of": "9999-12-31"},
    ],
)  # fmt: skip
def test_a_body_that_is_no_question_is_refused(client: FlaskClient, body: Any) -> None:
    assert client.post("/api/v1/benefits/check", json=body).status_code == 422


@pytest.mark.parametrize("day", ["2019-09-30", "2015-01-01"])
def test_what_was_paid_before_the_first_rule_we_have_is_not_known(
    client: FlaskClient, day: str
) -> None:
    facts = {"age": 95, "hukou": "beijing", "assessment_level": "severe", "income_class": "dibao"}
    body = check(client, facts, as_of=day).get_json()
    ours = {code: verdicts(body)[code] for code in ("age_allowance", "care_subsidy")}
    assert ours == {"age_allowance": "need_info", "care_subsidy": "need_info"}
    assert body["total_fen_per_month"] is None


def test_what_no_sum_hangs_on_leaves_the_sum_known(client: FlaskClient) -> None:
    body = check(client, {"age": 95, "hukou": "beijing"}, as_of="2020-06-01").get_json()
    assert verdicts(body)["home_care_bed"] == "need_info"
    assert body["total_fen_per_month"] == 50000


def test_on_the_first_day_of_a_rule_its_sum_is_known(client: FlaskClient) -> None:
    body = check(client, {"age": 95, "hukou": "beijing"}, as_of="2019-10-01").get_json()
    assert body["total_fen_per_month"] == 50000


def test_what_did_not_exist_before_its_first_day_was_due_to_nobody(client: FlaskClient) -> None:
    body = check(client, {"age": 85, "hukou": "beijing"}, as_of="2025-12-31").get_json()
    assert verdicts(body)["consumption_voucher"] == "not_eligible"
    assert body["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"age_between": [90, 80]}, "facts.age_between"),
        ({"receiving": [[]]}, "facts.receiving.0"),
        ({"receiving": ["护理补贴", 1]}, "facts.receiving.1"),
        ({"receiving": [{"a": 1}]}, "facts.receiving.0"),
        ({"receiving": [None]}, "facts.receiving.0"),
        ({"apply_date": "2031-11-22"}, "facts.apply_date"),
        ({"birth_date": "1895-11-21"}, "facts.birth_date"),
    ],
)
def test_what_is_just_beyond_the_bounds_is_named(
    client: FlaskClient, facts: Any, field: str
) -> None:
    answer = check(client, facts, as_of="2026-11-21")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.get_json()["errors"]] == [field]


@pytest.mark.parametrize(
    "facts",
    [
        {"age_between": [80, 90]}, {"age_between": [85, 85]}, {"receiving": ["护理补贴", "某某补贴"]},
        {"apply_date": "2031-11-21"}, {"birth_date": "1896-11-21"}, {"birth_date": "1896-11-22"}, {"age": 130},
    ],
)  # fmt: skip
def test_what_is_just_within_the_bounds_is_taken(client: FlaskClient, facts: Any) -> None:
    assert check(client, facts, as_of="2026-11-21").status_code == 200


@pytest.mark.parametrize(
    ("facts", "pay_from", "fen"),
    [
        # 85 on the day, 90 in May 2031: an application in November 2031 brings what is due by then
        ({"birth_date": "1941-05-05", "apply_date": "2031-11-05"}, "2031-11", 50000),
        ({"age": 86, "apply_date": "2031-11-05"}, "2031-11", 50000),
        ({"birth_date": "1941-05-05", "apply_date": "2027-11-05"}, "2027-11", 10000),
        ({"birth_date": "1941-05-05", "apply_date": "2026-11-05"}, "2026-11", 10000),
        ({"birth_date": "1936-05-05", "apply_date": "2024-11-05"}, "2026-05", 50000),
    ],
)
def test_the_sum_is_that_of_the_month_from_which_it_is_paid(
    client: FlaskClient, facts: Any, pay_from: str, fen: int
) -> None:
    body = check(client, {"hukou": "beijing", **facts}, as_of="2026-11-21").get_json()
    [allowance] = [b for b in body["benefits"] if b["code"] == "age_allowance"]
    assert (allowance["pay_from"], allowance["amount_fen_per_month"]) == (pay_from, fen)
