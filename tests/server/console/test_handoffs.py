"""From "I want a person" to a person's words in the conversation."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.conversation.handoff import office
from server.conversation.handoff.models import Handoff
from server.kit.clock import BEIJING, Clock
from server.oversight.actor import Role
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests.server.console.conftest import YUETAN, Browser, Hired
from tests.server.people import makers
from tests.server.talk import BROWSER, ask_by_form, csrf_of, words_of

INBOX = "/console/handoffs"
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=BEIJING)
PHONE = "13912340000"


@pytest.fixture(autouse=True)
def _monday(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    at(site, monkeypatch, MONDAY)


def at(site: Flask, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setitem(site.extensions, "clock", Clock(now))


class Asker:
    """An elder at the portal who has not signed in."""

    def __init__(self, site: Flask) -> None:
        self.client = site.test_client()

    def asks(self, text: str) -> None:
        assert ask_by_form(self.client, text).status_code == 303

    def page(self, path: str = "/"):
        return self.client.get(path, headers=BROWSER)

    def wants(self, **form: Any):
        return self.sends("/help", **form)

    def sends(self, path: str, **form: Any):
        form["csrf_token"] = csrf_of(self.page("/help"))
        return self.client.post(path, data=form, headers=BROWSER)


@pytest.fixture
def elder(site: Flask) -> Asker:
    who = Asker(site)
    who.asks("怎么订午饭")
    return who


def only(site: Flask) -> Handoff:
    with site.app_context(), transaction(writes=False) as session:
        return session.scalars(select(Handoff)).one()


@pytest.fixture
def waiting(site: Flask, elder: Asker) -> str:
    """The address of what the elder asked for, at the desk of 月坛街道."""
    answer = elder.wants(kind="reply", street=YUETAN)
    assert answer.status_code == 303, words_of(answer)
    return f"{INBOX}/{only(site).id}"


def test_a_reply_that_offers_a_person_leads_to_one(elder: Asker) -> None:
    elder.asks("我要找人工")
    assert 'href="/help"' in elder.page().get_data(as_text=True)


def test_a_clerk_reads_what_was_said_takes_it_up_and_the_answer_is_in_the_conversation(
    elder: Asker, waiting: str, at_yuetan: Browser
) -> None:
    assert "已请工作人员回复，下一位就是您" in words_of(elder.page())
    assert "怎么订午饭" in words_of(at_yuetan.get(waiting))
    assert at_yuetan.send(f"{waiting}/take").status_code == 303
    assert "工作人员接手了" in words_of(elder.page())
    assert (
        at_yuetan.send(f"{waiting}/reply", reply="您好，明天上午去助餐点就行。").status_code == 303
    )
    assert "工作人员回复您 您好，明天上午去助餐点就行。" in words_of(elder.page())


def test_while_a_person_has_it_new_questions_go_to_that_person_and_danger_still_comes_first(
    elder: Asker, waiting: str, at_yuetan: Browser
) -> None:
    at_yuetan.send(f"{waiting}/take")
    elder.asks("几点开门")
    assert "您说的话工作人员看得到" in words_of(elder.page())
    read = words_of(at_yuetan.get(waiting))
    assert "几点开门" in read
    assert "系统： 您说的话工作人员看得到" in read or "系统：您说的话工作人员看得到" in read
    elder.asks("我摔倒了起不来")
    assert "120" in words_of(elder.page())
    at_yuetan.send(f"{waiting}/reply", reply="八点。")
    at_yuetan.send(f"{waiting}/finish", outcome="answered")
    elder.asks("怎么订午饭")
    assert "您说的话工作人员看得到" not in words_of(elder.page()).split("怎么订午饭")[-1]


def test_the_page_asks_for_what_is_new_and_gets_nothing_while_nothing_is(
    elder: Asker, waiting: str, at_yuetan: Browser
) -> None:
    first = elder.page("/help/now?after=0")
    tag = first.headers["ETag"]
    again = elder.client.get("/help/now?after=0", headers={"If-None-Match": tag})
    assert again.status_code == 304
    at_yuetan.send(f"{waiting}/take")
    at_yuetan.send(f"{waiting}/reply", reply="马上就好。")
    new = elder.client.get("/help/now?after=0", headers={"If-None-Match": tag})
    assert new.status_code == 200
    assert "马上就好。" in new.get_data(as_text=True)


def test_putting_the_answers_away_leaves_what_is_waited_for_in_sight(
    elder: Asker, waiting: str, at_yuetan: Browser
) -> None:
    elder.wants(kind="callback", phone=PHONE, wish=office.wishes(MONDAY)[0].code, street=YUETAN)
    elder.sends("/new")
    page = words_of(elder.page())
    assert "怎么订午饭" not in page.partition("还想问什么")[0]
    assert "已登记：请工作人员给您回电话" in page
    assert "已登记：请工作人员给您回电话" in words_of(elder.page("/help"))
    elder.sends("/help/withdraw")
    assert "已登记" not in words_of(elder.page())
    assert at_yuetan.send(f"{waiting}/take").status_code == 409


def test_what_a_clerk_has_answered_stays_in_sight_until_it_is_put_away_itself(
    elder: Asker, waiting: str, at_yuetan: Browser
) -> None:
    elder.sends("/new")
    at_yuetan.send(f"{waiting}/take")
    at_yuetan.send(f"{waiting}/reply", reply="您好，明天上午去助餐点就行。")
    told = "工作人员回复您 您好，明天上午去助餐点就行。"
    assert told in words_of(elder.page("/help/now?after=0"))
    elder.sends("/help/read")  # somebody is still at it
    assert told in words_of(elder.page())
    assert "看过了，收起来" not in words_of(elder.page())
    at_yuetan.send(f"{waiting}/finish", outcome="answered")
    elder.asks("助餐点几点开门")
    assert told in words_of(elder.page())
    elder.sends("/new")
    assert told in words_of(elder.page())
    assert "看过了，收起来" in words_of(elder.page())
    elder.sends("/help/read")
    assert told not in words_of(elder.page())


def test_another_visitor_sees_nothing_of_what_is_waited_for(
    site: Flask, elder: Asker, waiting: str
) -> None:
    elder.sends("/new")
    assert "已请工作人员回复" in words_of(elder.page())
    assert "已请工作人员回复" not in words_of(Asker(site).page())


@pytest.mark.parametrize("after", [2**63, -1, "²"])
def test_a_place_that_no_turn_has_is_the_beginning(
    elder: Asker, waiting: str, at_yuetan: Browser, after: object
) -> None:
    at_yuetan.send(f"{waiting}/take")
    at_yuetan.send(f"{waiting}/reply", reply="马上就好。")
    assert "马上就好。" in words_of(elder.page(f"/help/now?after={after}"))


def test_the_inbox_brings_itself_up_to_date(elder: Asker, at_yuetan: Browser, site: Flask) -> None:
    rows = f"{INBOX}/rows"
    tag = at_yuetan.get(rows).headers["ETag"]
    same = at_yuetan.client.get(rows, headers={"If-None-Match": tag})
    assert same.status_code == 304
    elder.wants(kind="reply", street=YUETAN)
    assert at_yuetan.client.get(rows, headers={"If-None-Match": tag}).status_code == 200


def test_a_clerk_of_another_street_sees_and_changes_nothing(
    waiting: str, at_zhanlan: Browser, site: Flask
) -> None:
    assert waiting not in at_zhanlan.get(INBOX).get_data(as_text=True)
    for path in (waiting, f"{waiting}/turns"):
        assert at_zhanlan.get(path).status_code == 404
    for what in ("take", "give-back", "reply", "number", "finish"):
        assert (
            at_zhanlan.send(f"{waiting}/{what}", reply="x", outcome="answered").status_code == 404
        )
    assert (only(site).status, only(site).owner_id) == ("waiting", None)


def test_a_colleague_takes_it_over_and_the_first_can_no_longer_reply(
    waiting: str, at_yuetan: Browser, hired: Hired, site: Flask
) -> None:
    from_district = hired(Role.DISTRICT_REVIEWER, "110102")
    at_yuetan.send(f"{waiting}/take")
    quicker = from_district.send(f"{waiting}/take")  # both had pressed 我来办
    assert quicker.status_code == 409
    assert "样例员工刚刚接手了这件事" in words_of(quicker)
    assert only(site).owner_id == at_yuetan.actor.id
    assert 'name="over" value="1"' in quicker.text
    assert from_district.send(f"{waiting}/take", over="1").status_code == 303
    assert at_yuetan.send(f"{waiting}/reply", reply="我来").status_code == 409
    assert only(site).owner_id == from_district.actor.id


def test_what_names_no_street_is_anybodys(
    elder: Asker, at_yuetan: Browser, at_zhanlan: Browser, site: Flask
) -> None:
    elder.wants(kind="reply")
    path = f"{INBOX}/{only(site).id}"
    assert at_yuetan.get(path).status_code == 200
    assert at_zhanlan.send(f"{path}/take").status_code == 303


def test_a_call_back_has_a_number_a_time_and_an_outcome(
    elder: Asker, at_yuetan: Browser, site: Flask
) -> None:
    page = elder.page("/help").get_data(as_text=True)
    wish = re.search(r'name="wish" value="([^"]+)"', page)[1]
    assert wish == "2026-11-30-am"
    answer = elder.wants(
        kind="callback", phone="139 1234 0000", wish=wish, note="津贴没到", street=YUETAN
    )
    assert answer.status_code == 303
    assert "今天（周一）上午" in words_of(elder.page())
    found = only(site)
    assert found.due_at.astimezone(BEIJING).hour == 12
    path = f"{INBOX}/{found.id}"
    shown = words_of(at_yuetan.get(path))
    assert PHONE not in shown
    assert "139****0000" in shown
    at_yuetan.send(f"{path}/take")
    assert PHONE in words_of(at_yuetan.send(f"{path}/number"))
    with site.app_context(), transaction(writes=False) as session:
        chosen = select(AuditRecord).where(AuditRecord.action == "personal_data.read")
        assert session.scalars(chosen).one().actor_id == at_yuetan.actor.id
    assert at_yuetan.send(f"{path}/finish", outcome="reached").status_code == 303
    assert only(site).outcome == "reached"


@pytest.mark.parametrize(("form", "says"), [({"phone": "12"}, "电话号码不对"), ({}, "电话号码不对"),
    ({"phone": PHONE, "wish": "2020-01-01-am"}, "这个时间已经过了")])  # fmt: skip
def test_a_call_back_in_disorder_says_what_to_mend(
    elder: Asker, form: dict[str, str], says: str
) -> None:
    answer = elder.wants(kind="callback", note="津贴没到", **form)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert 'value="津贴没到"' in answer.get_data(as_text=True)


def test_asked_twice_it_waits_once(elder: Asker, site: Flask) -> None:
    for _ in range(2):
        elder.wants(kind="reply")
    only(site)


def test_whoever_asked_can_withdraw_and_staff_are_told(
    elder: Asker, waiting: str, at_yuetan: Browser, site: Flask
) -> None:
    token = csrf_of(elder.page("/help"))
    elder.client.post("/help/withdraw", data={"csrf_token": token}, headers=BROWSER)
    assert only(site).status == "withdrawn"
    assert at_yuetan.send(f"{waiting}/take").status_code == 409


def test_it_cannot_be_called_answered_without_an_answer(waiting: str, at_yuetan: Browser) -> None:
    at_yuetan.send(f"{waiting}/take")
    assert at_yuetan.send(f"{waiting}/finish", outcome="answered").status_code == 409


def test_after_hours_it_says_when_somebody_is_there(
    elder: Asker, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(site, monkeypatch, datetime(2026, 11, 27, 20, 0, tzinfo=BEIJING))
    elder.wants(kind="reply")
    assert "现在是下班时间，11月30日 周一 上午9:00上班后回复您" in words_of(elder.page())


@pytest.mark.parametrize(
    ("asked", "due"),
    [("11-30 10:00", "11-30 10:30"), ("11-30 17:20", "12-01 09:20"), ("11-28 12:00", "11-30 09:30"),
     ("12-01 07:00", "12-01 09:30")],
)  # fmt: skip
def test_deadlines_are_counted_in_office_hours(asked: str, due: str) -> None:
    when = lambda text: datetime.strptime(f"2026-{text} +0800", "%Y-%m-%d %H:%M %z")  # noqa: E731
    assert office.hours().due(when(asked)) == when(due)


def test_the_api_asks_and_tells_how_far_it_is(site: Flask) -> None:
    client = site.test_client()
    told = client.post("/api/v1/chat/messages", json={"text": "怎么订午饭"}).json
    path = f"/api/v1/chat/conversations/{told['conversation_id']}/handoff"
    assert client.get(path).status_code == 404
    assert client.post(path, json={"kind": "reply"}).json["status"] == "waiting"
    assert client.get(path).json["ahead"] == 0
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    nobody = f"/api/v1/chat/conversations/{uuid.uuid4().hex[:22]}/handoff"
    assert client.post(nobody, json={"kind": "reply"}).status_code == 404


def test_who_asked_first_is_told_fewer_ahead(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Asker(site), Asker(site)
    first.wants(kind="reply")
    at(site, monkeypatch, MONDAY + timedelta(minutes=1))
    second.wants(kind="reply")
    assert "前面还有1位" in words_of(second.page())


def test_of_a_known_elder_the_street_is_hers(site: Flask, at_zhanlan: Browser) -> None:
    with site.app_context(), transaction() as session:
        elder = makers.elder(session)
        own = makers.herself(session, elder)
        headers = makers.token(session, own)
        elder_id = str(elder.id)
    client = site.test_client()
    said = {"text": "怎么订午饭", "elder_id": elder_id}
    told = client.post("/api/v1/chat/messages", json=said, headers=headers).json
    path = f"/api/v1/chat/conversations/{told['conversation_id']}/handoff"
    assert client.post(path, json={"kind": "reply"}, headers=headers).status_code == 201
    assert only(site).street == YUETAN
    assert at_zhanlan.get(f"{INBOX}/{only(site).id}").status_code == 404


def test_a_telephone_number_that_is_needed_is_not_called_optional(elder: Asker) -> None:
    page = elder.page("/help").get_data(as_text=True)
    label, field = re.search(r'<label for="phone">(.*?)</label>.*?(<input id="phone"[^>]*>)', page, re.S).groups()  # fmt: skip
    assert "可不填" not in label
    assert "required" in field


@pytest.mark.parametrize("said", ["不用人工了", "算了，不找工作人员了", "取消人工"])
def test_who_says_in_words_that_nobody_is_needed_is_freed_as_by_the_button(
    elder: Asker, waiting: str, at_yuetan: Browser, site: Flask, said: str
) -> None:
    at_yuetan.send(f"{waiting}/take")
    elder.asks(said)
    assert only(site).status == "withdrawn"
    assert "好，不用工作人员了。您接着问，我来答" in words_of(elder.page())
    elder.asks("怎么订午饭")
    assert "您说的话工作人员看得到" not in words_of(elder.page())
    assert at_yuetan.send(f"{waiting}/reply", reply="x").status_code == 409


def test_what_is_asked_beside_it_is_answered_and_danger_is_caught_first(
    elder: Asker, waiting: str, at_yuetan: Browser, site: Flask
) -> None:
    at_yuetan.send(f"{waiting}/take")
    elder.asks("不用人工了吗")
    assert only(site).status == "taken"
    elder.asks("不用人工了，我摔倒了起不来")
    assert "120" in words_of(elder.page())
    elder.asks("不用人工了，怎么订午饭")
    assert only(site).status == "withdrawn"
    assert (
        "您说的话工作人员看得到" not in words_of(elder.page()).split("不用人工了，怎么订午饭")[-1]
    )
