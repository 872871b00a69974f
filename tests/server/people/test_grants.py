"""Invitations, claims, revoking and disagreement, over HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from server.kit.clock import Clock, machine_now
from server.kit.ids import SPOKEN
from server.people import limits, tasks
from tests.server.people import makers

GIVEN = {"relation": "child", "scopes": ["ask", "order"]}


@pytest.fixture
def elder(sign_in):
    return sign_in()


@pytest.fixture
def elder_id(elder) -> str:
    made = elder.post("/people", name="王样例", street=makers.YUETAN)
    assert made.status_code == 201
    return made.json["elder_id"]


@pytest.fixture
def clerk(sign_in):
    return sign_in(makers.clerk)


def invited(elder, elder_id: str, holder, **changes) -> dict:
    code = elder.post(f"/people/{elder_id}/invitations", **GIVEN | changes).json["code"]
    accepted = holder.post(f"/invitations/{code}/accept")
    assert accepted.status_code == 201, accepted.json
    return accepted.json["grant"]


def test_a_daughter_is_shown_what_she_may_do_accepts_acts_and_is_stopped(
    elder, elder_id: str, sign_in, announced
) -> None:
    daughter = sign_in()
    offered = elder.post(f"/people/{elder_id}/invitations", **GIVEN, holder_name="大女儿").json
    assert len(offered["code"]) == 8
    assert set(offered["code"]) <= set(SPOKEN)
    spoken = offered["code"][:4].lower() + " " + offered["code"][4:]

    looked = daughter.post(f"/invitations/{spoken}/look").json
    assert looked["elder_name"] == "王*例"
    assert (looked["holder_name"], looked["scopes"]) == ("大女儿", ["ask", "order"])
    assert daughter.get(f"/people/{elder_id}").status_code == 404

    accepted = daughter.post(f"/invitations/{spoken}/accept")
    assert accepted.json["elder_id"] == elder_id
    assert daughter.get(f"/people/{elder_id}").json["my_scopes"] == ["ask", "order"]
    [held] = daughter.get("/people").json["items"]
    assert (held["name"], held["relation"]) == ("王*例", "child")

    grant_id = accepted.json["grant"]["id"]
    ended = elder.delete(f"/people/{elder_id}/grants/{grant_id}")
    assert ended.json["status"] == "revoked"
    assert daughter.get(f"/people/{elder_id}").status_code == 404
    assert daughter.get("/people").json["items"] == []
    both = {str(elder.actor.id), str(daughter.actor.id)}
    assert [(told["event"], set(told["to"])) for told in announced()] == [
        ("grant_active", both), ("grant_revoked", both),
    ]  # fmt: skip
    values = announced()[0]["values"]
    assert (values["relation"], values["scopes"]) == ("child", ["ask", "order"])
    assert values["until"] == looked["grant_expires_at"][:10]


def test_a_code_works_once_for_48_hours_and_not_after_it_was_withdrawn(
    elder, elder_id: str, sign_in, app: Flask
) -> None:
    first, second = sign_in(), sign_in()
    used = elder.post(f"/people/{elder_id}/invitations", **GIVEN).json["code"]
    assert first.post(f"/invitations/{used}/accept").status_code == 201
    withdrawn = elder.post(f"/people/{elder_id}/invitations", **GIVEN).json
    elder.delete(f"/people/{elder_id}/grants/{withdrawn['grant']['id']}")
    old = elder.post(f"/people/{elder_id}/invitations", **GIVEN).json["code"]
    answers = [second.post(f"/invitations/{code}/look") for code in (used, withdrawn["code"])]
    answers.append(second.post("/invitations/23456789/look"))
    assert second.post(f"/invitations/{old}/look").status_code == 200
    clock = app.extensions["clock"]
    app.extensions["clock"] = Clock(machine_now() + timedelta(hours=49))
    try:
        answers.append(second.post(f"/invitations/{old}/accept"))
    finally:
        app.extensions["clock"] = clock
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json["title"] for answer in answers} == {
        "这个邀请码不对、用过了或者过期了，请老人再发一个"
    }


def test_codes_cannot_be_tried_out(sign_in) -> None:
    guesser = sign_in()
    answers = [guesser.post("/invitations/AAAAAAAA/look").status_code for _ in range(21)]
    assert answers == [404] * 20 + [429]


def test_a_second_invitation_takes_the_place_of_the_first(elder, elder_id: str, sign_in) -> None:
    son = sign_in()
    invited(elder, elder_id, son)
    invited(elder, elder_id, son, scopes=["ask", "pay"])
    [held] = son.get("/people").json["items"]
    assert held["scopes"] == ["ask", "pay"]
    statuses = [g["status"] for g in elder.get(f"/people/{elder_id}/grants").json["items"]]
    assert sorted(statuses) == ["active", "active", "revoked"]


def test_the_elder_cannot_accept_her_own_invitation(elder, elder_id: str) -> None:
    code = elder.post(f"/people/{elder_id}/invitations", **GIVEN).json["code"]
    assert elder.post(f"/invitations/{code}/accept").status_code == 409
    assert elder.get(f"/people/{elder_id}").json["my_relation"] == "self"


@pytest.mark.parametrize("relation", ["self", "guardian"])
def test_only_a_paper_at_the_street_makes_a_guardian_or_the_elder_herself(
    elder, elder_id: str, clerk, sign_in, relation: str
) -> None:
    asked = {"relation": relation, "scopes": ["ask"]}
    assert elder.post(f"/people/{elder_id}/invitations", **asked).status_code == 403
    made = clerk.post(f"/staff/people/{elder_id}/grants", **asked, paper_reference="月坛2026-0001")
    assert made.status_code == 201
    holder = sign_in()
    holder.post(f"/invitations/{made.json['code']}/accept")
    assert "manage" in holder.get(f"/people/{elder_id}").json["my_scopes"]


def test_nobody_gives_on_what_she_does_not_have(elder, elder_id: str, sign_in, clerk) -> None:
    guardian, son = sign_in(), sign_in()
    code = clerk.post(
        f"/staff/people/{elder_id}/grants", relation="guardian", scopes=["ask", "apply"],
        paper_reference="公证2026-7",
    ).json["code"]  # fmt: skip
    guardian.post(f"/invitations/{code}/accept")
    path = f"/people/{elder_id}/invitations"
    assert guardian.post(path, relation="child", scopes=["ask"]).status_code == 201
    assert guardian.post(path, relation="child", scopes=["pay"]).status_code == 403
    assert elder.post(path, relation="child", scopes=["manage"]).status_code == 403
    invited(elder, elder_id, son)
    assert son.post(path, relation="child", scopes=["ask"]).status_code == 403


# ---- claims -----------------------------------------------------------------------------------


def claim(holder, **changes):
    said = {
        "name": "王样例", "relation": "child", "id_card": makers.id_card(), "street": makers.YUETAN,
        "my_name": "二儿子",
    }  # fmt: skip
    return holder.post("/people", **said | changes)


def test_claiming_somebody_who_is_known_looks_like_claiming_somebody_who_is_not(sign_in) -> None:
    number = makers.id_card()
    sign_in().post(
        "/people", name="王样例", id_card=number, street=makers.YUETAN, phone="13800000001"
    )
    known, unknown = claim(sign_in(), id_card=number).json, claim(sign_in()).json
    assert known.pop("grant_id") != unknown.pop("grant_id")
    known.pop("expires_at"), unknown.pop("expires_at")
    assert known == unknown
    assert known["elder_id"] is None
    assert known["scopes"] == []
    assert known["next_step"] == "请让老人本人邀请您，或到街道办理"


def test_a_claim_gives_no_access_until_its_street_has_seen_the_papers(sign_in, clerk) -> None:
    number, own, son = makers.id_card(), sign_in(), sign_in()
    elder_id = own.post("/people", name="王样例", id_card=number, street=makers.YUETAN).json[
        "elder_id"
    ]
    claimed = claim(son, id_card=number).json
    assert son.get(f"/people/{elder_id}").status_code == 404

    elsewhere = sign_in(makers.clerk, makers.ZHANLAN)
    assert elsewhere.get("/staff/people/claims").json["items"] == []
    confirm = f"/staff/people/claims/{claimed['grant_id']}/confirm"
    assert elsewhere.post(confirm, paper_reference="展览路1").status_code == 404

    [waiting] = clerk.get("/staff/people/claims").json["items"]
    assert (waiting["id_card"], waiting["holder_name"]) == (number, "二儿子")
    confirmed = clerk.post(confirm, paper_reference="月坛2026-0002")
    assert confirmed.json["status"] == "active"
    assert son.get(f"/people/{elder_id}").status_code == 200
    assert clerk.get("/staff/people/claims").json["items"] == []


@pytest.mark.parametrize(
    ("more", "all_of_it"),
    [
        ([], ["apply", "ask", "order"]),
        (["pay"], ["apply", "ask", "order", "pay"]),
        (["see_assessment", "pay"], ["apply", "ask", "order", "pay", "see_assessment"]),
    ],
)
def test_paying_and_seeing_assessments_are_given_only_where_the_papers_ask_for_them(
    sign_in, clerk, more: list[str], all_of_it: list[str]
) -> None:
    daughter = sign_in()
    grant_id = claim(daughter, my_name="小女儿").json["grant_id"]
    path = f"/staff/people/claims/{grant_id}/confirm"
    assert clerk.post(path, paper_reference="月坛5", more=["manage"]).status_code == 422
    confirmed = clerk.post(path, paper_reference="月坛5", **({"more": more} if more else {}))
    assert sorted(confirmed.json["scopes"]) == all_of_it
    [held] = daughter.get("/people").json["items"]
    assert sorted(held["scopes"]) == all_of_it


def test_who_claims_her_own_record_may_do_everything_with_it(sign_in, clerk) -> None:
    number, again = makers.id_card(), sign_in()
    sign_in().post("/people", name="王样例", id_card=number, street=makers.YUETAN)
    grant_id = claim(again, id_card=number, relation="self").json["grant_id"]
    clerk.post(f"/staff/people/claims/{grant_id}/confirm", paper_reference="月坛6")
    [held] = again.get("/people").json["items"]
    assert {"manage", "pay", "see_assessment"} <= set(held["scopes"])


def test_confirming_a_claim_for_somebody_unknown_begins_her_record(sign_in, clerk) -> None:
    son = sign_in()
    claimed = claim(son).json
    clerk.post(f"/staff/people/claims/{claimed['grant_id']}/confirm", paper_reference="月坛3")
    [held] = son.get("/people").json["items"]
    assert held["status"] == "active"
    assert son.get(f"/people/{held['elder_id']}").json["birth_date"] == "1943-05-12"


def test_a_claim_is_not_confirmed_over_the_head_of_the_street_where_the_record_is(
    sign_in, clerk
) -> None:
    number = makers.id_card()
    sign_in().post("/people", name="王样例", id_card=number, street=makers.BABAOSHAN)
    claimed = claim(sign_in(), id_card=number).json
    answer = clerk.post(
        f"/staff/people/claims/{claimed['grant_id']}/confirm", paper_reference="月坛4"
    )
    assert (answer.status_code, answer.json["type"]) == (409, "urn:yinian:problem:other-street")


def test_a_claim_can_be_refused_and_withdrawn(sign_in, clerk) -> None:
    son, other = sign_in(), sign_in()
    refused, withdrawn = claim(son).json["grant_id"], claim(other).json["grant_id"]
    answer = clerk.post(f"/staff/people/claims/{refused}/refuse", reason="材料与本人不符")
    assert answer.json["status"] == "refused"
    assert son.delete(f"/people/claims/{withdrawn}").status_code == 404
    assert other.delete(f"/people/claims/{withdrawn}").status_code == 204
    assert son.get("/people").json["items"] == other.get("/people").json["items"] == []


def test_an_elder_who_was_registered_by_others_proves_herself_at_the_street(sign_in, clerk) -> None:
    number, son, own = makers.id_card(), sign_in(), sign_in()
    first = claim(son, id_card=number).json["grant_id"]
    clerk.post(f"/staff/people/claims/{first}/confirm", paper_reference="月坛5")
    hers = own.post("/people", name="王样例", id_card=number, street=makers.YUETAN).json
    assert (hers["status"], hers["elder_id"]) == ("pending_street", None)
    clerk.post(f"/staff/people/claims/{hers['grant_id']}/confirm", paper_reference="身份证原件")
    [held] = own.get("/people").json["items"]
    assert "manage" in held["scopes"]
    assert own.post("/people", name="王样例").status_code == 409


def test_nobody_can_find_out_by_trying_whose_number_is_known(sign_in) -> None:
    prying = sign_in()
    answers = [claim(prying, relation="self").status_code]
    answers += [claim(prying, relation="self").status_code for _ in range(5)]
    assert answers == [201, 409, 409, 409, 409, 429]


def test_an_invitation_by_the_elder_settles_what_was_claimed_of_her(sign_in, clerk) -> None:
    number, own, son = makers.id_card(), sign_in(), sign_in()
    elder_id = own.post("/people", name="王样例", id_card=number, street=makers.YUETAN).json[
        "elder_id"
    ]
    claim(son, id_card=number)
    claim(son)
    invited(own, elder_id, son)
    waiting = clerk.get("/staff/people/claims").json["items"]
    assert [each["id_card"] == number for each in waiting] == [False]


def test_both_sides_are_told_once_that_a_grant_ends_soon(
    app: Flask, elder, elder_id, sign_in, announced
) -> None:
    son = sign_in()
    invited(elder, elder_id, son, days=6)
    invited(elder, elder_id, sign_in(), days=30)
    with app.app_context():
        tasks.remind_of_ends()
        tasks.remind_of_ends()
    [told] = [told for told in announced() if told["event"] == "grant_expiring"]
    assert set(told["to"]) == {str(elder.actor.id), str(son.actor.id)}


# ---- disagreement -----------------------------------------------------------------------------


def test_two_children_who_disagree_change_nothing_until_the_street_decides(
    elder, elder_id: str, sign_in, clerk
) -> None:
    daughter, son = sign_in(), sign_in()
    invited(elder, elder_id, daughter)
    disputed = invited(elder, elder_id, son)["id"]
    path = f"/people/{elder_id}/grants/{disputed}"
    assert daughter.delete(path).status_code == 403
    said = daughter.post(f"{path}/dispute", reason="他拿了妈妈的卡")
    assert said.json["status"] == "disputed"
    assert son.get(f"/people/{elder_id}").status_code == 200

    assert sign_in(makers.clerk, makers.ZHANLAN).get("/staff/people/disputes").json["items"] == []
    [waiting] = clerk.get("/staff/people/disputes").json["items"]
    assert waiting["reason"] == "他拿了妈妈的卡"
    decision = f"/staff/people/disputes/{waiting['id']}/decision"
    assert clerk.post(decision, uphold=True, reason="查实了").json["status"] == "revoked"
    assert clerk.post(decision, uphold=False, reason="再来一次").status_code == 404
    assert son.get(f"/people/{elder_id}").status_code == 404


def test_children_see_one_anothers_grants_to_object_to_and_others_see_their_own(
    elder, elder_id: str, sign_in, clerk
) -> None:
    daughter, son, neighbour = sign_in(), sign_in(), sign_in()
    invited(elder, elder_id, daughter)
    invited(elder, elder_id, neighbour, relation="neighbour")
    given_up = invited(elder, elder_id, sign_in())["id"]
    assert elder.delete(f"/people/{elder_id}/grants/{given_up}").status_code == 200
    sons = invited(elder, elder_id, son, holder_name="小儿子")["id"]

    def seen_by(caller) -> set[str]:
        return {g["relation"] for g in caller.get(f"/people/{elder_id}/grants").json["items"]}

    shown = {g["id"]: g for g in daughter.get(f"/people/{elder_id}/grants").json["items"]}
    assert shown[sons]["holder_name"] == "小儿子"
    assert given_up not in shown
    assert seen_by(daughter) == {"child", "neighbour"}
    assert seen_by(neighbour) == {"neighbour"}
    said = daughter.post(f"/people/{elder_id}/grants/{sons}/dispute", reason="他拿了妈妈的卡")
    assert said.json["status"] == "disputed"
    assert len(clerk.get("/staff/people/disputes").json["items"]) == 1


def test_nobody_finds_a_grant_by_its_number_that_is_not_shown_to_her(
    elder, elder_id: str, sign_in
) -> None:
    neighbour = sign_in()
    sons = invited(elder, elder_id, sign_in())["id"]
    invited(elder, elder_id, neighbour, relation="neighbour")
    path = f"/people/{elder_id}/grants/{sons}/dispute"
    assert neighbour.post(path, reason="我有不同意见").status_code == 404


def test_a_dismissed_dispute_leaves_the_grant_as_it_was(elder, elder_id, sign_in, clerk) -> None:
    daughter, son = sign_in(), sign_in()
    invited(elder, elder_id, daughter)
    disputed = invited(elder, elder_id, son)["id"]
    daughter.post(f"/people/{elder_id}/grants/{disputed}/dispute", reason="意见不一样")
    [waiting] = clerk.get("/staff/people/disputes").json["items"]
    decided = clerk.post(
        f"/staff/people/disputes/{waiting['id']}/decision", uphold=False, reason="老人愿意"
    )
    assert decided.json["status"] == "active"


@pytest.fixture
def guardian(clerk, elder_id: str, sign_in):
    made = clerk.post(
        f"/staff/people/{elder_id}/grants", relation="guardian",
        scopes=["ask", "order", "apply"], paper_reference="公证2026-1",
    )  # fmt: skip
    holder = sign_in()
    accepted = holder.post(f"/invitations/{made.json['code']}/accept").json
    holder.grant_id = accepted["grant"]["id"]
    return holder


def test_the_elder_against_her_guardian_is_for_the_street(elder, elder_id, guardian) -> None:
    asked = elder.delete(f"/people/{elder_id}/grants/{guardian.grant_id}")
    assert asked.json["status"] == "disputed"
    assert guardian.get(f"/people/{elder_id}").status_code == 200


def test_a_guardian_against_the_elders_wish_is_for_the_street(
    elder, elder_id, guardian, sign_in
) -> None:
    daughter = sign_in()
    by_elder = invited(elder, elder_id, daughter)["id"]
    path = f"/people/{elder_id}/grants"
    assert guardian.delete(f"{path}/{by_elder}").json["status"] == "disputed"
    own = next(g for g in elder.get(path).json["items"] if g["relation"] == "self")
    assert guardian.delete(f"{path}/{own['id']}").json["status"] == "disputed"
    assert daughter.get(f"/people/{elder_id}").status_code == 200
    # The elder's own revoke still works at once, and the street has one thing less to decide.
    assert elder.delete(f"{path}/{by_elder}").json["status"] == "revoked"


def test_a_guardian_ends_at_once_what_the_elder_did_not_give(
    elder_id, guardian, clerk, sign_in
) -> None:
    neighbour = sign_in()
    made = clerk.post(
        f"/staff/people/{elder_id}/grants", relation="neighbour", scopes=["order"],
        paper_reference="月坛9",
    ).json  # fmt: skip
    neighbour.post(f"/invitations/{made['code']}/accept")
    ended = guardian.delete(f"/people/{elder_id}/grants/{made['grant']['id']}")
    assert ended.json["status"] == "revoked"


def test_everyone_may_give_up_their_own_grant(elder, elder_id, sign_in) -> None:
    son = sign_in()
    mine = invited(elder, elder_id, son)["id"]
    assert son.delete(f"/people/{elder_id}/grants/{mine}").json["status"] == "revoked"
    assert son.get(f"/people/{elder_id}").status_code == 404


def test_the_street_ends_a_grant_with_a_reason(elder, elder_id, sign_in, clerk) -> None:
    son = sign_in()
    path = f"/staff/people/{elder_id}/grants/{invited(elder, elder_id, son)['id']}/revoke"
    assert clerk.post(path).status_code == 422
    assert clerk.post(path, reason="材料是假的").json["status"] == "revoked"
    assert son.get(f"/people/{elder_id}").status_code == 404


def test_what_a_guardian_offered_is_not_accepted_once_she_is_none(sign_in) -> None:
    elder, clerk, guardian, friend = sign_in(), sign_in(makers.clerk), sign_in(), sign_in()
    elder_id = elder.post("/people", name="王小样", street=makers.YUETAN).json["elder_id"]
    street = f"/staff/people/{elder_id}/grants"
    code = clerk.post(
        street, relation="guardian", scopes=["ask"], paper_reference="月坛2026-7"
    ).json["code"]  # fmt: skip
    held = guardian.post(f"/invitations/{code}/accept").json["grant"]["id"]
    path = f"/people/{elder_id}/invitations"
    theirs = guardian.post(path, relation="relative", scopes=["ask"]).json["code"]
    hers = elder.post(path, relation="child", scopes=["ask"]).json["code"]
    assert clerk.post(f"{street}/{held}/revoke", reason="判决已撤销").status_code == 200
    assert friend.post(f"/invitations/{theirs}/accept").status_code == 404
    assert friend.post(f"/invitations/{hers}/accept").status_code == 201


def test_codes_are_counted_over_all_hosts(app_with, sign_in) -> None:
    guesser, other_host = sign_in(), app_with().test_client()
    path = "/api/v1/invitations/ABCD2345/look"
    tries = [guesser.post(path.removeprefix("/api/v1")).status_code for _ in range(limits.CODES)]
    assert set(tries) == {404}
    assert other_host.post(path, headers=guesser.headers).status_code == 429
