"""An elder without a phone: registered by a clerk, who hands her a code to sign in with (样例)."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from server.people import consents
from server.transaction import transaction
from tests.server.people import makers

SAID = {"name": "王小样", "street": makers.YUETAN, "agreed": "spoken"}


@pytest.fixture
def clerk(sign_in):
    return sign_in(makers.clerk)


@pytest.fixture
def elder_id(clerk) -> str:
    return clerk.post("/staff/people", **SAID, id_card=makers.id_card()).json["id"]


def code_for(clerk, elder_id: str) -> str:
    clerk.post(f"/staff/people/{elder_id}/assistance", purpose="老人要自己登录")
    made = clerk.post(f"/staff/people/{elder_id}/sign-in-code")
    assert made.status_code == 201, made.json
    return made.json["code"]


def signed_in_with(sign_in, code: str):
    """Whoever types the code on some device."""
    somebody = sign_in()
    opened = somebody.client.post("/api/v1/sessions/clerk", json={"code": code})
    assert opened.status_code == 201, opened.json
    somebody.headers = {"Authorization": f"Bearer {opened.json['token']}"}
    return somebody


def test_who_owns_no_phone_is_registered_and_signs_in_with_a_code(
    clerk, elder_id: str, sign_in
) -> None:
    elder = signed_in_with(sign_in, code_for(clerk, elder_id))
    [held] = elder.get("/people").json["items"]
    assert (held["elder_id"], held["relation"]) == (elder_id, "self")
    assert "pay" in held["scopes"]
    lines = [line["sentence"] for line in elder.get(f"/people/{elder_id}/activity").json["items"]]
    assert "工作人员给了您一个登录码" in lines
    assert "工作人员登记了资料" in lines


def test_that_she_agreed_is_kept_with_who_wrote_it_down(app: Flask, clerk, elder_id) -> None:
    with app.app_context(), transaction(writes=False) as session:
        subject = consents.Subject(elder_id=uuid.UUID(elder_id))
        [kept] = consents.history(session, subject)
        assert (kept.purpose, kept.how) == ("basic", "spoken")
        assert (kept.given_by_kind, kept.given_by) == ("staff", clerk.actor.id)
    assert clerk.post("/staff/people", name="王小样", street=makers.YUETAN).status_code == 422


def test_a_clerk_registers_her_own_street_only(clerk) -> None:
    refused = clerk.post("/staff/people", **SAID | {"street": makers.ZHANLAN})
    assert refused.status_code == 403
    assert refused.json["type"].endswith("other-street")


def test_an_identity_card_is_registered_once(clerk) -> None:
    number = makers.id_card()
    assert clerk.post("/staff/people", **SAID, id_card=number).status_code == 201
    again = clerk.post("/staff/people", **SAID, id_card=number)
    assert (again.status_code, again.json["type"].rpartition(":")[2]) == (409, "record-exists")


def test_a_code_is_given_only_while_assisting_and_not_by_another_street(
    clerk, elder_id: str, sign_in
) -> None:
    path = f"/staff/people/{elder_id}/sign-in-code"
    assert clerk.post(path).json["type"].endswith("purpose-missing")
    assert sign_in(makers.clerk, makers.ZHANLAN).post(path).status_code == 404


def test_a_second_code_is_for_the_same_account_which_is_told_of_it(
    clerk, elder_id: str, sign_in, announced
) -> None:
    first = signed_in_with(sign_in, code_for(clerk, elder_id))
    assert announced() == []
    second = signed_in_with(sign_in, code_for(clerk, elder_id))
    account = first.get("/me").json["account_id"]
    assert second.get("/me").json["account_id"] == account
    [told] = announced()
    assert (told["event"], told["to"]) == ("sign_in_code_issued", [account])


def test_nobody_signs_in_as_somebody_who_has_died(clerk, elder_id: str) -> None:
    gone = {"status": "deceased", "on": "2026-11-01", "source": "family", "reason": "家属告知"}
    clerk.post(f"/staff/people/{elder_id}/assistance", purpose="老人要自己登录")
    clerk.post(f"/staff/people/{elder_id}/standing", **gone)
    assert clerk.post(f"/staff/people/{elder_id}/sign-in-code").status_code == 409


# ---- who has registered herself without a street


@pytest.fixture
def no_street(sign_in):
    """An elder with an account who has told no street, and the id of her record."""
    elder = sign_in()
    return elder, elder.post("/people", name="赵小样", phone="13800004321").json["elder_id"]


@pytest.mark.parametrize("street", [makers.YUETAN, makers.BABAOSHAN])
def test_no_clerk_gets_into_the_account_of_somebody_who_has_told_no_street(
    sign_in, no_street, street: str
) -> None:
    clerk, (_, elder_id) = sign_in(makers.clerk, street), no_street
    path = f"/staff/people/{elder_id}"
    assert clerk.post(f"{path}/assistance", purpose="老人来窗口").status_code == 404
    assert clerk.post(f"{path}/sign-in-code").status_code == 404
    assert clerk.get(f"/people/{elder_id}").status_code == 404
    paper = {"relation": "child", "scopes": ["ask"], "paper_reference": "样例-1"}
    assert clerk.post(f"{path}/grants", **paper).status_code == 404


def test_she_tells_her_street_by_her_own_sign_in_and_its_clerk_helps_her(
    sign_in, no_street
) -> None:
    elder, elder_id = no_street
    facts = f"/people/{elder_id}/facts/residence_street"
    assert elder.put(facts, value=makers.ZHANLAN).status_code in (200, 201)
    path = f"/staff/people/{elder_id}/assistance"
    assert sign_in(makers.clerk, makers.ZHANLAN).post(path, purpose="老人来窗口").status_code == 201
    assert sign_in(makers.clerk, makers.YUETAN).post(path, purpose="老人来窗口").status_code == 404


def test_a_claim_gives_nobody_a_record_that_has_told_no_street(sign_in, no_street) -> None:
    elder, elder_id = no_street
    number, version = makers.id_card(), elder.get(f"/people/{elder_id}").json["version"]
    assert elder.patch(f"/people/{elder_id}", version=version, id_card=number).status_code == 200
    somebody, clerk = sign_in(), sign_in(makers.clerk)
    said = {"name": "赵小样", "id_card": number, "street": makers.YUETAN, "relation": "child"}
    grant = somebody.post("/people", **said).json["grant_id"]
    refused = clerk.post(f"/staff/people/claims/{grant}/confirm", paper_reference="样例-2")
    assert (refused.status_code, "没有登记街道" in refused.json["title"]) == (409, True)
