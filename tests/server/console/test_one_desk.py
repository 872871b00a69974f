"""One desk: found by a whole number, seen in brief, opened for a purpose, assisted for two hours."""

from __future__ import annotations

import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from server.conversation.models import Turn
from server.identity.models import Account
from server.oversight.actor import Role
from server.oversight.models import AuditRecord
from server.people.access import acting_for
from server.people.models import Grant
from server.people.states import Scope
from server.transaction import transaction
from tests.server.console.conftest import DISTRICT, Browser, Hired
from tests.server.people import makers
from tests.server.talk import words_of
from tests.whole_app.world import _claim, _messages

PEOPLE = "/console/people"
NAME, PHONE, ASKED = "甄标记", "13912340987", "怎么订午饭"


@pytest.fixture
def elder(site: Flask) -> str:
    """The address of an elder who has asked, granted, reported."""
    with site.app_context(), transaction() as session:
        made = makers.elder(session, name=NAME, phone=PHONE, id_card=makers.id_card())
        headers = makers.token(session, makers.herself(session, made))
        makers.grant(session, made, makers.account(session), Scope.ASK)
    client, hers = site.test_client(), {"elder_id": str(made.id)}
    client.post("/api/v1/chat/messages", json={"text": ASKED, **hers}, headers=headers)
    said = {"kind": "request", "topic": "care", "text": "想请人上门理发", **hers}
    assert client.post("/api/v1/tickets", json=said, headers=headers).status_code == 201
    return f"{PEOPLE}/{made.id}"


def audited(site: Flask, action: str) -> list[AuditRecord]:
    with site.app_context(), transaction(writes=False) as session:
        return list(session.scalars(select(AuditRecord).where(AuditRecord.action == action)))


def test_she_is_found_by_her_whole_number_and_the_search_is_audited(
    elder: str, at_yuetan: Browser, site: Flask
) -> None:
    answer = at_yuetan.send(PEOPLE, phone="139 1234 0987", purpose="老人来电")
    assert (answer.status_code, answer.location) == (303, elder)
    assert audited(site, "people.searched")[0].purpose == "老人来电"
    part = at_yuetan.send(PEOPLE, phone="1391234", purpose="老人来电")
    assert part.status_code == 422


def test_without_a_purpose_nobody_is_searched_for(elder: str, at_yuetan: Browser) -> None:
    assert at_yuetan.send(PEOPLE, phone=PHONE).status_code == 422


def test_another_street_neither_finds_nor_opens_her(elder: str, at_zhanlan: Browser) -> None:
    assert "没有找到" in words_of(at_zhanlan.send(PEOPLE, phone=PHONE, purpose="老人来电"))
    assert at_zhanlan.get(elder).status_code == 404
    for what in ("open", "assist", "assist/end"):
        assert at_zhanlan.send(f"{elder}/{what}", purpose="老人来电").status_code == 404


def test_until_it_is_opened_the_time_line_says_what_happened_and_not_what_was_said(
    elder: str, at_yuetan: Browser
) -> None:
    page = words_of(at_yuetan.get(elder))
    for brief in ("提问 问了一件事", "授权给子女", "求助：上门照护、探访", "139****0987"):
        assert brief in page
    for full in (NAME, PHONE, ASKED, "想请人上门理发"):
        assert full not in page


def test_opened_for_a_purpose_it_tells_all_this_once_and_she_can_read_why(
    elder: str, at_yuetan: Browser, site: Flask
) -> None:
    page = words_of(at_yuetan.send(f"{elder}/open", purpose="老人来电问津贴"))
    for full in (NAME, PHONE, ASKED, "想请人上门理发"):
        assert full in page
    assert audited(site, "elder.read_in_full")[0].purpose == "老人来电问津贴"
    assert NAME not in words_of(at_yuetan.get(elder))
    assert at_yuetan.send(f"{elder}/open", purpose=" ").status_code == 422


def test_a_supervisor_of_the_city_sees_her_masked_only(elder: str, hired: Hired) -> None:
    who = hired(Role.CITY_SUPERVISOR)
    assert who.get(elder).status_code == 200
    assert who.send(f"{elder}/open", purpose="看看").status_code == 403
    assert hired(Role.EDITOR).get(elder).status_code == 403


def test_while_a_clerk_assists_she_may_act_and_afterwards_no_more(
    elder: str, at_yuetan: Browser, site: Flask
) -> None:
    elder_id = uuid.UUID(elder.rpartition("/")[2])
    assert at_yuetan.send(f"{elder}/assist", purpose="替老人登记").status_code == 303
    assert "正在替这位老人办事：替老人登记" in words_of(at_yuetan.get(elder))
    with site.app_context(), transaction(writes=False) as session:
        assert Scope.APPLY in acting_for(session, at_yuetan.actor, elder_id).scopes
    at_yuetan.send(f"{elder}/assist/end")
    with site.app_context(), transaction(writes=False) as session:
        assert acting_for(session, at_yuetan.actor, elder_id).scopes == frozenset()


def test_a_caller_s_report_can_be_hers(elder: str, at_yuetan: Browser) -> None:
    elder_id = elder.rpartition("/")[2]
    form = {
        "kind": "complaint",
        "topic": "meals",
        "text": "午饭送晚了一个小时",
        "elder_id": elder_id,
    }
    assert at_yuetan.send("/console/tickets/new", **form).status_code == 303
    assert "投诉：吃饭、助餐" in words_of(at_yuetan.get(f"{elder}?only=tickets"))


@pytest.fixture
def claim(site: Flask) -> uuid.UUID:

    with site.app_context(), transaction() as session:
        return _claim(session, makers.account(session)).id


def test_a_claim_is_read_beside_the_papers_and_confirmed(
    claim: uuid.UUID, at_yuetan: Browser, at_zhanlan: Browser, site: Flask
) -> None:
    listed = at_yuetan.get("/console/lists/claims").get_data(as_text=True)
    assert str(claim) in listed
    assert "甄别样" not in listed
    assert str(claim) not in at_zhanlan.get("/console/lists/claims").get_data(as_text=True)
    path = f"/console/claims/{claim}"
    assert at_zhanlan.get(path).status_code == 404
    assert at_zhanlan.send(f"{path}/refuse", reason="材料不符").status_code == 404
    assert "甄别样" in words_of(at_yuetan.get(path))
    done = at_yuetan.send(f"{path}/confirm", paper_reference="样例1号", days="30")
    assert done.status_code == 303
    with site.app_context(), transaction(writes=False) as session:
        assert session.get(Grant, claim).status == "active"


@pytest.mark.parametrize("phone", ["13800005678", None])
def test_the_form_names_who_asks_and_every_power_that_it_gives(
    site: Flask, at_yuetan: Browser, phone: str | None
) -> None:
    with site.app_context(), transaction() as session:
        account = makers.account(session)
        session.get_one(Account, account.id).phone = phone
        asked = _claim(session, account).id
    page = at_yuetan.get(f"/console/claims/{asked}")
    told = words_of(page)
    assert ("138****5678" in told) is (phone is not None)
    assert ("没有，用微信登录的" in told) is (phone is None)
    for power in (
        "替问事情、看资料和消息",
        "替订餐、订服务",
        "替申请津贴、填写收入、残疾这些情况",
        "替付钱",
        "看能力评估结果",
    ):
        assert power in told
    assert "checked" not in page.text.partition('name="more"')[2].partition("</fieldset>")[0]
    form = {"paper_reference": "样例2号", "days": "30", "more": ["pay"]}
    assert at_yuetan.send(f"/console/claims/{asked}/confirm", **form).status_code == 303
    with site.app_context(), transaction(writes=False) as session:
        assert session.get_one(Grant, asked).scopes == ["apply", "ask", "order", "pay"]


def test_a_claim_is_refused_with_a_reason_from_the_list(
    claim: uuid.UUID, at_yuetan: Browser, site: Flask
) -> None:
    form = {"action": "refuse", "reason": "材料不符", "row": str(claim)}
    assert "办好了 1 件" in words_of(at_yuetan.send("/console/lists/claims/do", **form))
    with site.app_context(), transaction(writes=False) as session:
        assert session.get(Grant, claim).status == "refused"


def test_what_was_given_up_is_sent_again_by_those_who_run_the_system(
    site: Flask, hired: Hired
) -> None:

    with site.app_context(), transaction() as session:
        elder = makers.elder(session)
        lost, _ = _messages(session, elder, makers.herself(session, elder))
    assert hired(Role.DISTRICT_REVIEWER, DISTRICT).get("/console/lists/given-up").status_code == 403
    who = hired(Role.CITY_SUPERVISOR)
    assert lost.verify_number in words_of(who.get("/console/lists/given-up"))
    page = who.send("/console/lists/given-up/do", action="retry", row=str(lost.id))
    assert "办好了 1 件" in words_of(page)
    assert lost.verify_number not in words_of(who.get("/console/lists/given-up"))


def test_the_desk_of_an_elder_of_the_district_is_open_to_its_reviewer(
    elder: str, hired: Hired
) -> None:
    who = hired(Role.DISTRICT_REVIEWER, DISTRICT)
    assert NAME in words_of(who.send(f"{elder}/open", purpose="复核"))
    assert hired(Role.DISTRICT_REVIEWER, "110107").get(elder).status_code == 404


def test_a_clerk_who_assists_asks_in_her_name_and_goes_on_with_the_conversation(
    elder: str, at_yuetan: Browser, site: Flask
) -> None:
    refused = at_yuetan.send(f"{elder}/ask", text="食堂几点开门")
    assert refused.status_code == 403
    assert "请先写明办什么事" in words_of(refused)
    at_yuetan.send(f"{elder}/assist", purpose="老人来电问吃饭")
    answer = at_yuetan.send(f"{elder}/ask", text="食堂几点开门")
    assert "食堂几点开门，有人回答您。" in words_of(answer)
    assert "依据：试验通知" in words_of(answer)
    known = re.search(r'name="conversation_id" value="([^"]+)"', answer.text)
    assert known
    at_yuetan.send(f"{elder}/ask", text="洗澡有人帮吗", conversation_id=known[1])
    with site.app_context(), transaction(writes=False) as session:
        turns = session.scalars(select(Turn).where(Turn.conversation_id == known[1])).all()
    assert [turn.text for turn in turns] == ["食堂几点开门", "洗澡有人帮吗"]
    [first, _] = audited(site, "conversation.asked")
    assert first.purpose == "老人来电问吃饭"


def test_nobody_of_another_street_asks_in_her_name(elder: str, at_zhanlan: Browser) -> None:
    assert at_zhanlan.send(f"{elder}/ask", text="食堂几点开门").status_code == 404


def test_an_empty_question_is_asked_for_again(elder: str, at_yuetan: Browser) -> None:
    at_yuetan.send(f"{elder}/assist", purpose="老人来电问吃饭")
    assert at_yuetan.send(f"{elder}/ask", text=" ").status_code == 422
