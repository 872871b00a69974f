"""Asking other offices: in a job, never waited for, and by hand where there is no answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask, jsonify, request
from sqlalchemy import select
from werkzeug.serving import make_server

from server.jobs.models import Job
from server.people import checks, tasks
from server.people.registers import Answer, CheckFailedError, CheckKind, HttpChecks, NoChecks
from server.transaction import transaction
from tests.server.people import makers

NUMBER = makers.id_card(date(1943, 5, 12))


class Register:
    """Answers what a test says."""

    def __init__(self) -> None:
        self.answer: Answer | CheckFailedError = Answer(False, None, None)
        self.asked: list[tuple[CheckKind, str, str]] = []

    def ask(self, kind: CheckKind, id_card: str, name: str) -> Answer:
        self.asked.append((kind, id_card, name))
        if isinstance(self.answer, CheckFailedError):
            raise self.answer
        return self.answer


@pytest.fixture
def register(app: Flask) -> Iterator[Register]:
    real = app.extensions["checks"]
    app.extensions["checks"] = made = Register()
    yield made
    app.extensions["checks"] = real


@pytest.fixture
def elder(sign_in):
    return sign_in()


@pytest.fixture
def elder_id(elder) -> str:
    made = elder.post("/people", name="王小样", id_card=NUMBER, street=makers.YUETAN)
    elder_id = made.json["elder_id"]
    elder.post(f"/people/{elder_id}/consents", purpose="outside_checks", version=1)
    return elder_id


@pytest.fixture
def clerk(sign_in):
    return sign_in(makers.clerk)


def do_jobs(app: Flask) -> None:
    """Do what was asked for, as the worker would."""
    with app.app_context():
        with transaction() as session:
            due = session.scalars(
                select(Job).where(Job.kind == checks.JOB, Job.status == "waiting")
            )
            payloads = []
            for job in due:
                job.status = "done"
                payloads.append(job.payload)
        for payload in payloads:
            tasks.check(payload)


def check(app: Flask, elder, elder_id: str, kind: str) -> dict[str, Any]:
    asked = elder.post(f"/people/{elder_id}/checks", kind=kind)
    assert (asked.status_code, asked.json["status"]) == (202, "waiting")
    do_jobs(app)
    return elder.get(f"/people/{elder_id}/checks").json["items"][0]


@pytest.mark.parametrize(
    ("kind", "value", "facts"),
    [
        (
            "household",
            {"hukou": "beijing", "hukou_district": "110107"},
            {"hukou": "beijing", "hukou_district": "石景山区"},
        ),
        ("low_income", {"income_class": "dibao"}, {"income_class": "dibao"}),
        (
            "disability",
            {"disability": [{"type": "肢体", "level": 1}]},
            {"disability": [{"type": "肢体", "level": 1}]},
        ),
        (
            "disability",
            [{"type": "肢体", "level": 1}],
            {"disability": [{"type": "肢体", "level": 1}]},
        ),
    ],
)
def test_what_a_register_says_becomes_a_fact_that_is_not_talked_away(
    app: Flask, register: Register, elder, elder_id, kind: str, value: Any, facts: dict
) -> None:
    register.answer = Answer(True, value, date(2026, 11, 20))
    done = check(app, elder, elder_id, kind)
    assert (done["status"], done["found"], done["as_of"]) == ("done", True, "2026-11-20")
    assert register.asked == [(CheckKind(kind), NUMBER, "王小样")]
    known = elder.get(f"/people/{elder_id}/facts").json["items"]
    checked = {f["name"]: f["value"] for f in known if f["source"] == "outside_check"}
    assert checked == facts


@pytest.mark.parametrize(
    "value", ["?", {}, {"income_class": "rich"}, {"income_class": 1}, 7, None, [{"type": "?"}]]
)
def test_an_answer_that_cannot_be_read_is_no_fact_and_stops_nobody(
    app: Flask, register: Register, elder, elder_id, value: Any
) -> None:
    register.answer = Answer(True, value, None)
    done = check(app, elder, elder_id, "low_income")
    assert (done["status"], done["failure"]) == ("failed", "unreadable")
    assert len(elder.get(f"/people/{elder_id}/facts").json["items"]) == 2


def test_who_is_not_in_a_register_has_an_answer_but_no_fact(app, register, elder, elder_id) -> None:
    done = check(app, elder, elder_id, "low_income")
    assert (done["status"], done["found"]) == ("done", False)
    assert len(elder.get(f"/people/{elder_id}/facts").json["items"]) == 2


def test_a_register_that_is_away_is_asked_again_and_its_late_answer_counts(
    app: Flask, register: Register, elder, elder_id
) -> None:
    register.answer = CheckFailedError("unavailable")
    elder.post(f"/people/{elder_id}/checks", kind="household")
    with pytest.raises(CheckFailedError):
        do_jobs(app)
    [failed] = elder.get(f"/people/{elder_id}/checks").json["items"]
    assert (failed["status"], failed["failure"]) == ("failed", "unavailable")
    register.answer = Answer(True, {"hukou": "beijing"}, date(2026, 11, 1))
    with app.app_context():
        tasks.check({"check_id": failed["id"]})
        tasks.check({"check_id": failed["id"]})
    assert len(register.asked) == 2
    [done] = elder.get(f"/people/{elder_id}/checks").json["items"]
    assert (done["status"], done["failure"]) == ("done", None)


def test_nothing_is_asked_without_consent_or_after_it_was_withdrawn(
    app: Flask, register: Register, elder, elder_id
) -> None:
    elder.post(f"/people/{elder_id}/checks", kind="household")
    elder.delete(f"/people/{elder_id}/consents/outside_checks")
    do_jobs(app)
    assert register.asked == []
    assert (
        elder.get(f"/people/{elder_id}/checks").json["items"][0]["failure"] == "consent_withdrawn"
    )
    again = elder.post(f"/people/{elder_id}/checks", kind="household")
    assert again.json["type"] == "urn:yinian:problem:consent-missing"


def test_asking_twice_is_asking_once(elder, elder_id) -> None:
    first = elder.post(f"/people/{elder_id}/checks", kind="household").json
    assert elder.post(f"/people/{elder_id}/checks", kind="household").json["id"] == first["id"]


def test_an_elder_without_an_id_card_goes_on_on_paper(app, register, sign_in, clerk) -> None:
    own = sign_in()
    elder_id = own.post("/people", name="李样", street=makers.YUETAN).json["elder_id"]
    own.post(f"/people/{elder_id}/consents", purpose="outside_checks", version=1)
    assert check(app, own, elder_id, "low_income")["failure"] == "no_id_card"
    told = {
        "kind": "low_income", "found": True, "value": {"income_class": "dibao"},
        "as_of": "2026-11-20", "told_by": "月坛街道低保窗口",
    }  # fmt: skip
    by_hand = clerk.post(f"/staff/people/{elder_id}/checks", **told)
    assert (by_hand.status_code, by_hand.json["how"]) == (201, "by_hand")
    newest = own.get(f"/people/{elder_id}/checks").json["items"][0]
    assert (newest["told_by"], newest["value"]) == ("月坛街道低保窗口", {"income_class": "dibao"})
    [fact] = [
        f for f in own.get(f"/people/{elder_id}/facts").json["items"] if f["name"] == "income_class"
    ]
    assert (fact["value"], fact["source"]) == ("dibao", "outside_check")
    refused = clerk.post(f"/staff/people/{elder_id}/checks", **told | {"value": {"a": 1}})
    assert refused.status_code == 422


def test_without_a_gateway_every_check_says_so(app: Flask, elder, elder_id) -> None:
    assert isinstance(app.extensions["checks"], NoChecks)
    assert check(app, elder, elder_id, "household")["failure"] == "not_set_up"


def test_a_death_changes_nothing_until_the_street_has_confirmed_it(
    app: Flask, register: Register, elder, elder_id, clerk, sign_in
) -> None:
    assert elder.post(f"/people/{elder_id}/checks", kind="death").status_code == 403
    clerk.post(f"/staff/people/{elder_id}/assistance", purpose="核对")
    register.answer = Answer(True, {"died_on": "2026-10-30"}, date(2026, 11, 1))
    asked = clerk.post(f"/people/{elder_id}/checks", kind="death").json
    do_jobs(app)
    assert elder.get(f"/people/{elder_id}").json["status"] == "active"
    assert elder.get(f"/people/{elder_id}/checks").json["items"] == []

    elsewhere = sign_in(makers.clerk, makers.ZHANLAN)
    confirm = {"so_it_is": True, "reason": "已和家属核实"}
    path = f"/staff/people/deaths/{asked['id']}"
    assert elsewhere.get("/staff/people/deaths").json["items"] == []
    assert elsewhere.post(path, **confirm).status_code == 404
    [waiting] = clerk.get("/staff/people/deaths").json["items"]
    assert waiting["id"] == asked["id"]
    assert clerk.post(path, **confirm).status_code == 200
    assert clerk.post(path, **confirm).status_code == 404
    assert clerk.get("/staff/people/deaths").json["items"] == []
    shown = clerk.get(f"/people/{elder_id}").json
    assert (shown["status"], shown["status_on"]) == ("deceased", "2026-10-30")
    assert elder.get(f"/people/{elder_id}").status_code == 403


def test_a_death_that_was_a_mistake_is_put_aside(app, register, elder, elder_id, clerk) -> None:
    told = {
        "kind": "death", "found": True, "value": {"died_on": "2026-10-30"}, "as_of": "2026-11-01",
        "told_by": "邻居来电",
    }  # fmt: skip
    made = clerk.post(f"/staff/people/{elder_id}/checks", **told).json
    assert elder.get(f"/people/{elder_id}").json["status"] == "active"
    clerk.post(f"/staff/people/deaths/{made['id']}", so_it_is=False, reason="老人健在")
    assert clerk.get("/staff/people/deaths").json["items"] == []
    assert elder.get(f"/people/{elder_id}").json["status"] == "active"


# ---- the gateway ------------------------------------------------------------------------------


@pytest.fixture
def gateway() -> Iterator[tuple[str, dict[str, Any]]]:
    """A register on loopback; what it answers, and what it was sent, is in the dict."""
    served = Flask("gateway")
    talk: dict[str, Any] = {"status": 200, "body": {"found": False, "value": None, "as_of": None}}

    @served.post("/registers/v1/checks")
    def answer():
        talk["sent"], talk["key"] = request.get_json(), request.headers.get("Authorization")
        return (talk["raw"] if "raw" in talk else jsonify(talk["body"])), talk["status"]

    server = make_server("127.0.0.1", 0, served)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", talk
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_gateway_is_asked_as_agreed(gateway) -> None:
    base, talk = gateway
    talk["body"] = {"found": True, "value": {"hukou": "beijing"}, "as_of": "2026-11-01"}
    found = HttpChecks(f"{base}/", "a-key").ask(CheckKind.HOUSEHOLD, NUMBER, "王小样")
    assert found == Answer(True, {"hukou": "beijing"}, date(2026, 11, 1))
    assert talk["sent"] == {"kind": "household", "id_card": NUMBER, "name": "王小样"}
    assert talk["key"] == "Bearer a-key"


@pytest.mark.parametrize(
    ("status", "raw", "reason", "passes"),
    [
        (500, "", "unavailable", True),
        (503, "", "unavailable", True),
        (429, "", "unavailable", True),
        (401, "", "refused", False),
        (302, "", "refused", False),
        (200, "not json", "unreadable", False),
        (200, '{"found": "perhaps"}', "unreadable", False),
        (200, "[]", "unreadable", False),
    ],
)
def test_every_way_to_fail_has_its_name(gateway, status, raw, reason, passes) -> None:
    base, talk = gateway
    talk |= {"status": status, "raw": raw}
    with pytest.raises(CheckFailedError) as caught:
        HttpChecks(base, "a-key").ask(CheckKind.DEATH, NUMBER, "王小样")
    assert (caught.value.reason, caught.value.passes) == (reason, passes)
    assert NUMBER not in repr(caught.value)


def test_a_gateway_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(CheckFailedError, match="unavailable"):
        HttpChecks("http://127.0.0.1:9", "a-key").ask(CheckKind.DEATH, NUMBER, "王小样")
