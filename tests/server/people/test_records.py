"""Records and facts over HTTP: masking, versions, sources, history, what was done in her name."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from flask import Flask

from knowledge.eligibility import check as checker
from knowledge.eligibility import facts as known_facts
from knowledge.eligibility import rules
from knowledge.eligibility.names import names
from server.oversight.actor import Role
from server.people import elders
from server.people.access import acting_for, office_of
from server.people.facts import eligibility_facts, state
from server.people.states import Scope, Source
from server.transaction import transaction
from tests.server.people import makers


@pytest.fixture
def elder(sign_in):
    return sign_in()


@pytest.fixture
def number() -> str:
    return makers.id_card(date(1943, 5, 12))


@pytest.fixture
def elder_id(elder, number: str) -> str:
    made = elder.post(
        "/people", name="王小样", id_card=number, phone="138 0000 1234", street=makers.YUETAN
    )
    return made.json["elder_id"]


@pytest.fixture
def clerk(sign_in):
    return sign_in(makers.clerk)


@pytest.fixture
def daughter(sign_in, elder, elder_id: str):
    code = elder.post(
        f"/people/{elder_id}/invitations", relation="child", scopes=["ask", "apply"],
        holder_name="大女儿",
    ).json["code"]  # fmt: skip
    holder = sign_in()
    holder.post(f"/invitations/{code}/accept")
    return holder


def agree(elder, elder_id: str, *purposes: str) -> None:
    for purpose in purposes:
        given = elder.post(f"/people/{elder_id}/consents", purpose=purpose, version=1)
        assert given.status_code == 201, given.json


def test_a_record_is_shown_masked_and_in_full_only_for_a_purpose_that_she_can_read(
    elder, elder_id: str, number: str, clerk
) -> None:
    shown = elder.get(f"/people/{elder_id}").json
    assert (shown["name"], shown["phone"]) == ("王*样", "138****1234")
    assert number[1:-1] not in str(shown)
    assert clerk.get(f"/people/{elder_id}/full").status_code == 422
    full = clerk.get(f"/people/{elder_id}/full", purpose="核对身份证").json
    assert (full["id_card"], full["name"]) == (number, "王小样")
    [line] = [d for d in elder.get(f"/people/{elder_id}/activity").json["items"] if d["purpose"]]
    assert line["sentence"] == "工作人员查看了完整资料"
    assert line["purpose"] == "核对身份证"


def test_city_staff_and_people_who_only_ask_never_see_a_record_in_full(
    elder, elder_id: str, sign_in
) -> None:
    city = sign_in(makers.staff, Role.CITY_SUPERVISOR)
    assert city.get(f"/people/{elder_id}").json["name"] == "王*样"
    assert city.get(f"/people/{elder_id}/full", purpose="看看").status_code == 403
    code = elder.post(f"/people/{elder_id}/invitations", relation="neighbour", scopes=["ask"]).json[
        "code"
    ]
    neighbour = sign_in()
    neighbour.post(f"/invitations/{code}/accept")
    assert neighbour.get(f"/people/{elder_id}/full", purpose="看看").status_code == 403


@pytest.mark.parametrize(
    ("written", "kept"),
    [(" 王\x00小样\r\n", "王*样"), ("\u202e王小样\u2069", "王*样"), ("王\u200b小样", "王*样")],
)
def test_what_cannot_be_seen_is_not_kept_in_a_name(elder, elder_id, written, kept) -> None:
    changed = elder.patch(f"/people/{elder_id}", version=1, name=written)
    assert changed.json["name"] == kept
    full = elder.get(f"/people/{elder_id}/full", purpose="核对\x00一下").json
    assert full["name"] == "王小样"
    purposes = [d["purpose"] for d in elder.get(f"/people/{elder_id}/activity").json["items"]]
    assert "核对一下" in purposes


@pytest.mark.parametrize("written", ["", "  ", "\x00\x00", "\u200b", "\u3000"])
def test_a_name_that_shows_nothing_is_none(elder, elder_id: str, written: str) -> None:
    assert elder.patch(f"/people/{elder_id}", version=1, name=written).status_code == 422
    given = {"relation": "child", "scopes": ["ask"], "holder_name": written}
    assert elder.post(f"/people/{elder_id}/invitations", **given).status_code == 422


def test_two_who_change_a_record_do_not_overwrite_each_other(elder, elder_id: str) -> None:
    version = elder.get(f"/people/{elder_id}").json["version"]
    assert elder.patch(f"/people/{elder_id}", version=version, name="王大样").status_code == 200
    late = elder.patch(f"/people/{elder_id}", version=version, phone="13800009999")
    assert late.json["type"] == "urn:yinian:problem:changed-meanwhile"
    assert elder.get(f"/people/{elder_id}").json["phone"] == "138****1234"


def test_an_old_number_of_15_digits_is_the_same_person(elder, elder_id: str, number: str, sign_in):
    old = number[:6] + number[8:17]
    again = sign_in().post("/people", name="王小样", id_card=old, street=makers.YUETAN)
    assert again.json["status"] == "pending_street"


def test_a_duplicate_found_later_says_nothing_about_the_other_record(elder_id, number, sign_in):
    other = sign_in()
    mine = other.post("/people", name="李样").json["elder_id"]
    answer = other.patch(f"/people/{mine}", version=1, id_card=number)
    assert answer.status_code == 409
    assert answer.json["title"] == "这份资料要核实后才能用。请让老人本人邀请您，或到街道办理"
    assert "王" not in answer.text


def test_an_id_card_that_contradicts_the_stated_birth_date_is_told_not_believed(elder, sign_in):
    own = sign_in()
    made = own.post(
        "/people", name="李样", birth_date="1942-05-12", street=makers.YUETAN,
        id_card=makers.id_card(date(1943, 5, 12)),
    ).json  # fmt: skip
    shown = own.get(f"/people/{made['elder_id']}").json
    assert shown["birth_date"] == "1942-05-12"
    assert shown["doubts"] == [
        "身份证上的出生日期是1943-05-12，登记的是1942-05-12，两个不一样。请带身份证到街道核实"
    ]


def test_the_first_six_digits_set_neither_registration_nor_residence(elder, sign_in) -> None:
    own = sign_in()
    made = own.post("/people", name="李样", id_card=makers.id_card(), street=makers.BABAOSHAN).json
    shown = own.get(f"/people/{made['elder_id']}").json
    assert (shown["district"], shown["hukou_district"]) == ("110107", None)
    names = [f["name"] for f in own.get(f"/people/{made['elder_id']}/facts").json["items"]]
    assert names == ["birth_date", "residence_street"]


def test_a_fact_keeps_who_said_it_and_what_was_said_before(elder, elder_id, daughter) -> None:
    path = f"/people/{elder_id}/facts/lives"
    elder.put(path, value="home")
    daughter.put(path, value="institution")
    again = daughter.put(path, value="institution")
    assert again.json["source"] == "family"
    history = elder.get(f"{path}/history").json["items"]
    assert [(f["value"], f["source"]) for f in history] == [
        ("institution", "family"), ("home", "self"),
    ]  # fmt: skip
    assert history[1]["superseded_at"] is not None


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("birth_date", "1943-05-12", "1943-05-12"),
        ("hukou", "beijing", "beijing"),
        ("hukou_district", "110107", "石景山区"),
        ("residence_street", "110107001", "110107001"),
        ("income_class", "dibao", "dibao"),
        ("disability", [{"type": "肢体残疾", "level": 2}], [{"type": "肢体", "level": 2}]),
        ("family_planning_special", True, True),
        ("receiving", ["高龄津贴", "care_subsidy"], ["age_allowance", "care_subsidy"]),
        ("diet", ["low_salt", "soft"], ["low_salt", "soft"]),
        (
            "emergency_contact",
            {"name": "样例", "phone": "6655 4433", "relation": "女儿"},
            {"name": "样例", "phone": "01066554433", "relation": "女儿"},
        ),
        (
            "preferences",
            {"font_size": "largest", "slow": True},
            {"font_size": "largest", "read_aloud": False, "slow": True},
        ),
    ],
)
def test_every_kind_of_fact_is_kept(elder, elder_id, name, value, kept) -> None:
    agree(elder, elder_id, "sensitive_facts")
    answer = elder.put(f"/people/{elder_id}/facts/{name}", value=value)
    assert (answer.status_code, answer.json["value"]) == (200, kept)


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("birth_date", "1943", "value"),
        ("birth_date", None, "value"),
        ("birth_date", "9999-01-01", "value"),
        ("birth_date", "2030-01-01", "value"),
        ("birth_date", "1890-01-01", "value"),
        ("hukou_district", "天津市", "value"),
        ("residence_street", "110107999", "value"),
        ("disability", [{"type": "肢体", "level": 5}], "value.0.level"),
        ("receiving", ["没听过的补贴"], "value"),
        ("diet", ["nothing"], "value.0"),
        ("emergency_contact", {"name": "样例", "phone": "12", "relation": "女儿"}, "value.phone"),
        ("preferences", {"font": 1}, "value.font"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_in_words(elder, elder_id, name, value, field) -> None:
    agree(elder, elder_id, "sensitive_facts")
    answer = elder.put(f"/people/{elder_id}/facts/{name}", value=value)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field
    assert answer.json["errors"][0]["message"]


def test_a_fact_that_we_do_not_keep_is_no_place(elder, elder_id) -> None:
    assert elder.put(f"/people/{elder_id}/facts/religion", value="x").status_code == 404


def test_what_was_proven_is_not_talked_away(elder, elder_id, daughter, clerk) -> None:
    clerk.post(f"/staff/people/{elder_id}/assistance", purpose="登记户口")
    path = f"/people/{elder_id}/facts/hukou"
    proven = clerk.put(path, value="beijing", from_document=True)
    assert proven.json["source"] == "document"
    assert daughter.put(path, value="other").json["type"] == "urn:yinian:problem:fact-proven"
    assert elder.put(path, value="other", from_document=True).status_code == 403
    assert clerk.put(path, value="other").status_code == 200


def test_health_and_income_are_kept_only_with_consent_and_not_used_after_it_is_withdrawn(
    app: Flask, elder, elder_id, daughter
) -> None:
    path = f"/people/{elder_id}/facts/income_class"
    assert daughter.put(path, value="dibao").json["type"] == "urn:yinian:problem:consent-missing"
    agree(elder, elder_id, "sensitive_facts")
    assert daughter.put(path, value="dibao").status_code == 200

    def used() -> dict:
        with app.app_context(), transaction() as session:
            return eligibility_facts(
                session, acting_for(session, elder.actor, elder_id_of(elder_id))
            )

    assert used()["income_class"] == "dibao"
    elder.delete(f"/people/{elder_id}/consents/sensitive_facts")
    assert "income_class" not in used()


def elder_id_of(text: str) -> uuid.UUID:
    return uuid.UUID(text)


def test_the_facts_are_those_that_the_benefits_check_takes(app: Flask, elder, elder_id) -> None:
    agree(elder, elder_id, "sensitive_facts")
    for name, value in {
        "hukou": "beijing", "hukou_district": "石景山", "lives": "home", "alone": True,
        "disability": [{"type": "视力", "level": 1}], "receiving": ["高龄津贴"],
        "preferences": {"slow": True},
    }.items():  # fmt: skip
        assert elder.put(f"/people/{elder_id}/facts/{name}", value=value).status_code == 200
    with app.app_context(), transaction() as session:
        acting = acting_for(session, elder.actor, elder_id_of(elder_id), Scope.ASK)
        facts = eligibility_facts(session, acting)
    read, ignored = known_facts.read(facts, date(2026, 11, 21), names())
    assert ignored == []
    results = checker.check(rules.load(), read, ignored).results
    age = next(result for result in results if result.code == "age_allowance")
    assert (age.verdict, age.fen_per_month) == ("eligible", 10_000)
    assert facts["residence_district"] == "西城区"


def test_an_assessment_is_seen_only_with_its_scope(app: Flask, elder, elder_id, daughter) -> None:
    with app.app_context(), transaction() as session:
        office = office_of(session, makers.clerk(session), elder_id_of(elder_id), Role.STREET_CLERK)
        state(session, office, "assessment_level", "severe", Source.DOCUMENT)
        hers = acting_for(session, daughter.actor, elder_id_of(elder_id), Scope.ASK)
        assert "assessment_level" not in eligibility_facts(session, hers)
        own = acting_for(session, elder.actor, elder_id_of(elder_id), Scope.SEE_ASSESSMENT)
        assert eligibility_facts(session, own)["assessment_level"] == "severe"
    seen = daughter.get(f"/people/{elder_id}/facts").json["items"]
    assert "assessment_level" not in [fact["name"] for fact in seen]
    path = f"/people/{elder_id}/facts/assessment_level/history"
    assert daughter.get(path).json["items"] == []


def test_the_elder_reads_who_did_what_in_her_name_page_by_page(elder, elder_id, daughter) -> None:
    daughter.put(f"/people/{elder_id}/facts/lives", value="home")
    path = f"/people/{elder_id}/activity"
    assert daughter.get(path).status_code == 403
    seen, cursor = [], None
    while True:
        page = elder.get(path, limit=2, **({"cursor": cursor} if cursor else {})).json
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    sentences = [line["sentence"] for line in seen]
    assert sentences[0] == "大女儿（子女）登记了一项情况：住在家里还是机构"
    assert "老人本人登记了资料" in sentences
    assert "老人本人开始办一项授权：大女儿（子女）" in sentences
    assert elder.get(path, limit=100).json["items"] == seen
    assert elder.get(path, cursor=2**63).status_code == 422  # more than a row can have


def test_a_search_finds_only_within_the_clerks_street(elder_id, number, sign_in, clerk) -> None:
    asked = {"id_card": number.lower(), "purpose": "窗口办理"}
    [found] = clerk.post("/staff/people/search", **asked).json["items"]
    assert (found["id"], found["name"]) == (elder_id, "王*样")
    elsewhere = sign_in(makers.clerk, makers.ZHANLAN)
    assert elsewhere.post("/staff/people/search", **asked).json["items"] == []
    reviewer = sign_in(makers.staff, Role.DISTRICT_REVIEWER, district="110102")
    by_phone = reviewer.post("/staff/people/search", phone="13800001234", purpose="复核").json
    assert [each["id"] for each in by_phone["items"]] == [elder_id]
    assert clerk.post("/staff/people/search", purpose="窗口办理").status_code == 422


def test_a_clerk_in_assisted_mode_acts_for_the_elder_and_pays_nothing(elder, elder_id, clerk):
    path = f"/people/{elder_id}/facts/alone"
    refused = clerk.put(path, value=True)
    assert refused.json["type"] == "urn:yinian:problem:purpose-missing"
    begun = clerk.post(f"/staff/people/{elder_id}/assistance", purpose="替老人登记").json
    assert clerk.put(path, value=True).json["source"] == "staff"
    assert "pay" not in clerk.get(f"/people/{elder_id}").json["my_scopes"]
    assert clerk.delete(f"/staff/people/assistance/{begun['id']}").status_code == 204
    assert clerk.put(path, value=False).status_code == 403
    lines = [d["sentence"] for d in elder.get(f"/people/{elder_id}/activity").json["items"]]
    assert lines[:4] == [
        "工作人员办完了",
        "工作人员打开了您的资料页（号码是遮住的）",
        "工作人员登记了一项情况：是否独居",
        "工作人员开始替您办事",
    ]


def test_who_has_died_is_left_in_peace_and_a_mistake_is_put_right(
    app: Flask, elder, elder_id, daughter, clerk
) -> None:
    gone = {"status": "deceased", "on": "2026-11-01", "source": "family", "reason": "家属告知"}
    path = f"/staff/people/{elder_id}/standing"
    assert clerk.post(path, **gone | {"on": "2999-01-01"}).status_code == 422
    assert clerk.post(path, **gone).json["status"] == "deceased"
    assert daughter.get(f"/people/{elder_id}").json["type"] == "urn:yinian:problem:services-ended"
    [held] = daughter.get("/people").json["items"]
    assert (held["elder_status"], held["scopes"]) == ("deceased", [])
    with app.app_context(), transaction() as session:
        assert not elders.may_be_contacted(session, elder_id_of(elder_id))
    back = gone | {"status": "active", "source": "staff", "reason": "同名登错"}
    assert clerk.post(path, **back).json["status"] == "active"
    assert clerk.post(path, **back).status_code == 409
    assert daughter.get(f"/people/{elder_id}").status_code == 200
