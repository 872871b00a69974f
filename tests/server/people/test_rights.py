"""Consents, a copy of everything, erasure, and how long things are kept."""

from __future__ import annotations

import ast
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from server.jobs.models import Job
from server.kit.clock import business_now
from server.people import consents, own_data, retention, tasks
from server.people.activity import sentences
from server.people.models import Fact, Grant, Invitation
from server.people.registry import registry
from server.people.states import Change
from server.transaction import transaction
from tests.server.people import makers

PEOPLE = Path(__file__).parents[3] / "server" / "people"


@pytest.fixture
def elder(sign_in):
    return sign_in()


@pytest.fixture
def elder_id(elder) -> str:
    made = elder.post(
        "/people", name="王小样", id_card=makers.id_card(), phone="13800001234",
        street=makers.YUETAN,
    )  # fmt: skip
    return made.json["elder_id"]


@pytest.fixture
def daughter(sign_in, elder, elder_id: str):
    code = elder.post(
        f"/people/{elder_id}/invitations", relation="child", scopes=["ask"], holder_name="大女儿"
    ).json["code"]
    holder = sign_in()
    holder.post(f"/invitations/{code}/accept")
    return holder


def test_everybody_may_read_what_is_agreed_to(sign_in) -> None:
    found = sign_in().get("/consents/texts").json["items"]
    assert {text["purpose"] for text in found} >= {"basic", "sensitive_facts", "outside_checks"}
    assert all(len(text["text"]) <= 80 for text in found)


def test_a_consent_is_given_once_and_withdrawn_at_once(app: Flask, elder, elder_id) -> None:
    path = f"/people/{elder_id}/consents"
    first = elder.post(path, purpose="messages", version=1)
    assert elder.post(path, purpose="messages", version=1).json == first.json
    subject = consents.Subject(elder_id=uuid.UUID(elder_id))

    def holds() -> bool:
        with app.app_context(), transaction(writes=False) as session:
            return consents.holds(session, subject, "messages")

    assert holds()
    assert elder.delete(f"{path}/messages").status_code == 204
    assert elder.delete(f"{path}/messages").status_code == 204
    assert not holds()
    elder.post(path, purpose="messages", version=1)
    kept = elder.get(path).json["items"]
    assert [each["withdrawn_at"] is None for each in kept] == [True, False]


def test_a_text_that_changed_since_it_was_shown_is_not_agreed_to(elder, elder_id) -> None:
    path = f"/people/{elder_id}/consents"
    assert elder.post(path, purpose="messages", version=2).status_code == 409
    assert elder.post(path, purpose="advertising", version=1).status_code == 404


def test_a_consent_to_something_that_there_is_not_is_not_withdrawn(elder, elder_id) -> None:
    for path in (f"/people/{elder_id}/consents/advertising", "/consents/advertising"):
        answer = elder.delete(path)
        assert answer.status_code == 404
        assert answer.json["title"] == "没有这一种同意，请刷新后再看"


def test_a_consent_on_paper_is_put_in_by_the_street_alone(elder, elder_id, sign_in) -> None:
    path, paper = f"/people/{elder_id}/consents", {"purpose": "basic", "version": 1, "how": "paper"}
    assert elder.post(path, **paper).status_code == 403
    clerk = sign_in(makers.clerk)
    clerk.post(f"/staff/people/{elder_id}/assistance", purpose="登记同意书")
    assert clerk.post(path, **paper).json["how"] == "paper"


def test_an_account_agrees_for_itself(elder) -> None:
    elder.post("/consents", purpose="location", version=1)
    assert [c["purpose"] for c in elder.get("/consents").json["items"]] == ["location"]
    assert elder.delete("/consents/location").status_code == 204
    assert elder.get("/consents").json["items"][0]["withdrawn_at"] is not None


def test_a_copy_holds_everything_of_every_domain(app: Flask, elder, elder_id, daughter) -> None:
    app.extensions["people"].exporters["sample"] = lambda session, acting: ["样例"]
    try:
        assert daughter.get(f"/people/{elder_id}/export").status_code == 403
        copy = elder.get(f"/people/{elder_id}/export")
    finally:
        del app.extensions["people"].exporters["sample"]
    assert "attachment" in copy.headers["Content-Disposition"]
    assert copy.json["sample"] == ["样例"]
    held = copy.json["people"]
    assert (held["elder"]["name"], held["elder"]["phone"]) == ("王小样", "13800001234")
    assert [grant["holder_name"] for grant in held["grants"]] == ["大女儿", None]
    assert {fact["name"] for fact in held["facts"]} == {"birth_date", "residence_street"}
    assert "老人本人登记了资料" in [line["sentence"] for line in held["activity"]]


def test_erasure_ends_all_access_and_leaves_nothing_that_says_who_it_was(
    app: Flask, elder, elder_id, daughter, announced
) -> None:
    erased: list[uuid.UUID] = []
    app.extensions["people"].erasers["sample"] = lambda _, acting: erased.append(acting.elder_id)
    asked = elder.post(f"/people/{elder_id}/erasure")
    assert asked.status_code == 202
    assert all(row["why"] for row in asked.json["kept"])
    assert "付款、退款和补贴的账目" in [row["what"] for row in asked.json["kept"]]
    assert elder.get(f"/people/{elder_id}").status_code == 404
    assert daughter.get(f"/people/{elder_id}").status_code == 404
    with app.app_context():
        with transaction(writes=False) as session:
            [job] = session.scalars(select(Job.payload).where(Job.kind == own_data.JOB)).all()
        tasks.erase(job)
        tasks.erase(job)
        del app.extensions["people"].erasers["sample"]
        with transaction(writes=False) as session:
            row = session.execute(text("SELECT * FROM people_elders")).mappings().one()
            assert session.scalars(select(Fact)).all() == []
            assert {grant.holder_name for grant in session.scalars(select(Grant))} == {None}
    emptied = ("id_card", "id_card_index", "phone", "phone_index", "birth_date", "street")
    assert {row[column] for column in emptied} == {None}
    assert set(erased) == {uuid.UUID(elder_id)}
    told = [told for told in announced() if told["event"] == "erasure_done"]
    assert [each["to"] for each in told] == [[str(elder.actor.id)]]
    clerk = app.test_client()
    assert clerk.get(f"/api/v1/people/{elder_id}", headers=elder.headers).status_code == 404


def test_a_guardian_does_not_erase_an_elder(elder, elder_id, sign_in) -> None:
    code = sign_in(makers.clerk).post(
        f"/staff/people/{elder_id}/grants", relation="guardian", scopes=["ask"],
        paper_reference="公证2026-2",
    ).json["code"]  # fmt: skip
    guardian = sign_in()
    guardian.post(f"/invitations/{code}/accept")
    assert guardian.post(f"/people/{elder_id}/erasure").status_code == 403
    assert elder.get(f"/people/{elder_id}").status_code == 200


def test_the_retention_job_forgets_what_is_old_and_nothing_else(
    app: Flask, elder, elder_id, daughter
) -> None:
    elder.put(f"/people/{elder_id}/facts/lives", value="home")
    elder.put(f"/people/{elder_id}/facts/lives", value="institution")
    with app.app_context():
        with transaction() as session:
            retention.clean(session, business_now() + timedelta(days=20))
            assert len(session.scalars(select(Fact).where(Fact.name == "lives")).all()) == 2
            assert len(session.scalars(select(Invitation)).all()) == 1
        with transaction() as session:
            retention.clean(session, business_now() + timedelta(days=800))
            [left] = session.scalars(select(Fact).where(Fact.name == "lives")).all()
            assert left.value == "institution"
            assert session.scalars(select(Invitation)).all() == []
    assert daughter.get(f"/people/{elder_id}").status_code == 200


def test_every_cleaner_has_its_row_in_the_retention_table_and_every_row_of_people_its_cleaner(
    in_app: Flask,
) -> None:
    table = retention.table()
    assert set(registry().cleaners) <= set(table)
    due = {name for name, rule in table.items() if name.startswith("people.") and rule.days}
    assert due == {name for name in registry().cleaners if name.startswith("people.")}


def test_every_action_of_this_domain_has_its_sentence() -> None:
    actions = set()
    for path in PEOPLE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                noun, _, verb = node.value.partition(".")
                if noun in ("elder", "fact", "grant", "assistance", "consent", "check") and verb:
                    actions.add(node.value)
    assert actions <= set(sentences())
    assert len(actions) > 12


def test_every_change_of_a_grant_has_its_sentence() -> None:
    changes = {"begin", *(change.value for change in Change)}
    assert {f"grant.{change}" for change in changes} <= set(sentences())
