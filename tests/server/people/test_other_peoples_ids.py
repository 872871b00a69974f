"""Every endpoint of the API that names an elder, called by those who have nothing to do with her.

The pages, and everybody else, are in ``tests/whole_app/test_access_matrix.py``.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.identity.access import declared
from server.oversight.actor import ActorKind
from server.transaction import transaction
from tests.server.people import makers

BODIES: dict[str, dict[str, Any]] = {
    "people.patch_person": {"version": 1, "name": "李样"},
    "people.put_fact": {"value": "home"},
    "grants.post_grant": {"provider_id": str(uuid.uuid4()), "scopes": ["ask"]},
    "grants.post_dispute": {"reason": "我不同意"},
    "grants.post_invitation": {"relation": "child", "scopes": ["ask"]},
    "rights.post_consent": {"purpose": "basic", "version": 1},
    "rights.post_erasure": {},
    "rights.post_check": {"kind": "household"},
    "staff-people.post_assistance": {"purpose": "替老人办事"},
    "staff-people.post_sign_in_code": {},
    "staff-people.post_paper_grant": {
        "paper_reference": "月坛1", "relation": "child", "scopes": ["ask"],
    },
    "staff-people.post_revoke": {"reason": "材料不符"},
    "staff-people.post_standing": {
        "status": "deceased", "on": "2026-11-01", "source": "family", "reason": "家属告知",
    },
    "staff-people.post_check_by_hand": {
        "kind": "household", "found": False, "as_of": "2026-11-01", "told_by": "派出所",
    },
}  # fmt: skip
"""A body that is in order, so that only who calls can be the reason for a refusal."""

OPEN_TO_ANY_HOLDER = {"people.get_person", "grants.get_grants"}
"""What somebody with any grant at all may do: a masked look, who else of the family acts."""

NOT_SHOWN = {"grants.post_dispute"}
"""The grant that is named here is the elder's own, which nobody else is shown."""


@pytest.fixture
def endpoints(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, path with {elder} in it) of every address of the API that names an elder."""
    found = []
    for rule in app.url_map.iter_rules():
        if "elder_id" not in rule.arguments or not rule.rule.startswith("/api/"):
            continue
        path = rule.rule.replace("<uuid:elder_id>", "{elder}").replace("<uuid:grant_id>", "{grant}")
        path = path.replace("<name>", "lives").replace("<purpose>", "basic")
        assert "<" not in path, path
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        found += [(rule.endpoint, method, path) for method in sorted(methods)]
    assert len(found) >= 20
    return found


@pytest.fixture
def elder(sign_in):
    return sign_in()


@pytest.fixture
def known(elder) -> dict[str, str]:
    made = elder.post("/people", name="王小样", street=makers.YUETAN).json
    return {"elder": made["elder_id"], "grant": made["grant_id"]}


@pytest.fixture
def callers(app: Flask, sign_in, elder, known) -> dict[str, Any]:
    def invited(*scopes: str) -> Any:
        holder = sign_in()
        code = elder.post(
            f"/people/{known['elder']}/invitations", relation="child", scopes=list(scopes)
        ).json["code"]
        holder.grant = holder.post(f"/invitations/{code}/accept").json["grant"]["id"]
        return holder

    revoked = invited("ask", "order", "pay", "apply", "see_assessment")
    assert elder.delete(f"/people/{known['elder']}/grants/{revoked.grant}").status_code == 200
    nobody = sign_in()
    nobody.headers = {}
    return {
        "anonymous": nobody,
        "stranger": sign_in(),
        "revoked daughter": revoked,
        "clerk of another street": sign_in(makers.clerk, makers.ZHANLAN),
        "daughter with another scope": invited("pay"),
    }


def call(caller, endpoint: str, method: str, path: str, ids: dict[str, str]):
    body = BODIES[endpoint] if method in ("POST", "PUT", "PATCH") else None
    return caller.client.open(
        path.format(**ids), method=method, headers=caller.headers, json=body,
        query_string={"purpose": "看看"} if path.endswith("/full") else None,
    )  # fmt: skip


def rows(app: Flask) -> dict[str, int]:
    tables = ("elders", "facts", "grants", "consents", "disputes", "assistances", "outside_checks")
    with app.app_context(), transaction(writes=False) as session:
        return {
            table: session.execute(text(f"SELECT count(*) FROM people_{table}")).scalar_one()
            for table in tables
        }


def test_anonymous_callers_are_asked_to_sign_in(endpoints, callers, known) -> None:
    for endpoint, method, path in endpoints:
        assert call(callers["anonymous"], endpoint, method, path, known).status_code == 401, path


@pytest.mark.parametrize("who", ["stranger", "revoked daughter", "clerk of another street"])
def test_who_has_nothing_to_do_with_an_elder_cannot_tell_her_from_nobody(
    app: Flask, endpoints, callers, known, who: str
) -> None:
    before, caller = rows(app), callers[who]
    nobody = {"elder": str(uuid.uuid4()), "grant": known["grant"]}
    staff = caller.actor.kind is ActorKind.STAFF
    for endpoint, method, path in endpoints:
        hers = call(caller, endpoint, method, path, known)
        none = call(caller, endpoint, method, path, nobody)
        admitted = declared(app.view_functions[endpoint]).admits(caller.actor)
        assert hers.status_code == (404 if admitted else 403), (who, endpoint)
        same = [{**answer.json, "request_id": ""} for answer in (hers, none)]
        assert same[0] == same[1], (who, endpoint)
        assert admitted or not staff or "get_people" in endpoint
    assert rows(app) == before


def test_a_daughter_with_another_scope_gets_only_the_masked_look(
    app: Flask, endpoints, callers, known
) -> None:
    daughter, before = callers["daughter with another scope"], rows(app)
    for endpoint, method, path in endpoints:
        answer = call(daughter, endpoint, method, path, known)
        expected = 200 if endpoint in OPEN_TO_ANY_HOLDER else 404 if endpoint in NOT_SHOWN else 403
        assert answer.status_code == expected, (endpoint, answer.json)
        assert "王小样" not in answer.text
    assert rows(app) == before


def test_the_elder_herself_gets_through_where_the_others_did_not(
    app: Flask, endpoints, callers, elder, known
) -> None:
    """So that the refusals above are about who calls, not about what was sent."""
    last = {"rights.post_erasure", "grants.delete_grant"}
    agreed = elder.post(f"/people/{known['elder']}/consents", purpose="outside_checks", version=1)
    assert agreed.status_code == 201
    for endpoint, method, path in endpoints:
        mine = declared(app.view_functions[endpoint]).admits(elder.actor)
        if mine and endpoint not in last:
            answer = call(elder, endpoint, method, path, known)
            assert answer.status_code < 300, (endpoint, answer.json)
