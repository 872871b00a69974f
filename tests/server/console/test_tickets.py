"""我要反映: a number, an owner, a due date; the answer is read and judged by whoever reported."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.kit.clock import BEIJING, Clock, business_now
from server.oversight.actor import ANONYMOUS, Role
from server.payments.repeats import Repeat
from server.people import own_data
from server.people.access import job_for
from server.tickets import service
from server.tickets.models import Ticket
from server.tickets.service import Report
from server.tickets.states import Kind, Source, Topic
from server.transaction import once_more, transaction
from tests.server.console.conftest import YUETAN, Browser, Hired
from tests.server.people import makers
from tests.server.talk import BROWSER, csrf_of, words_of

LIST, DESK = "/console/lists/tickets", "/console/tickets"
TEXT = "今天中午送来的饭是凉的"
PHONE = "13912340000"
REPORT = {"kind": "complaint", "topic": "meals", "text": TEXT, "phone": PHONE, "street": YUETAN}


class Citizen:
    """Somebody at the portal."""

    def __init__(self, site: Flask) -> None:
        self.client = site.test_client()

    def sends(self, path: str, **form: str):
        form["csrf_token"] = csrf_of(self.client.get("/report", headers=BROWSER))
        return self.client.post(path, data=form, headers=BROWSER)

    def reads(self, path: str) -> str:
        return words_of(self.client.get(path, headers=BROWSER))


@pytest.fixture
def citizen(site: Flask, monkeypatch: pytest.MonkeyPatch) -> Citizen:
    monday = datetime(2026, 11, 30, 10, 0, tzinfo=BEIJING)
    monkeypatch.setitem(site.extensions, "clock", Clock(monday))
    return Citizen(site)


@pytest.fixture
def link(citizen: Citizen) -> str:
    answer = citizen.sends("/report", **REPORT)
    assert answer.status_code == 303, words_of(answer)
    return str(answer.location)


def only(site: Flask) -> Ticket:
    with site.app_context(), transaction(writes=False) as session:
        return session.scalars(select(Ticket)).one()


def test_from_report_to_answer_to_satisfaction(
    citizen: Citizen, link: str, at_yuetan: Browser, site: Flask
) -> None:
    page = citizen.reads(link)
    assert re.search(r"编号： F261130-[2-9A-Z]{5}", page)
    assert "最晚12月7日 周一 下午5:30前答复您" in page
    desk = f"{DESK}/{only(site).id}"
    assert TEXT in words_of(at_yuetan.get(desk))
    assert (
        at_yuetan.send(f"{desk}/answer", answer="已经让助餐点改正，今天补送。").status_code == 303
    )
    assert "已经让助餐点改正" in citizen.reads(link)
    citizen.sends(f"{link}/word", word="good")
    assert "办结" in citizen.reads(link)
    assert (only(site).status, only(site).satisfaction) == ("closed", "good")


def test_who_is_not_content_has_it_looked_at_again_and_it_counts_as_stuck(
    citizen: Citizen, link: str, at_yuetan: Browser, site: Flask
) -> None:
    desk = f"{DESK}/{only(site).id}"
    at_yuetan.send(f"{desk}/answer", answer="我们知道了，会注意的。")
    citizen.sends(f"{link}/word", word="bad")
    assert only(site).status == "working"
    assert desk in at_yuetan.get(f"{LIST}?view=stuck").get_data(as_text=True)


@pytest.mark.parametrize("street", ["999999999", "110102000", "１１０１０２００７"])
def test_a_street_that_is_none_is_no_place_for_a_ticket_to_get_lost(
    site: Flask, street: str
) -> None:
    """No clerk would ever see it."""
    answer = site.test_client().post("/api/v1/tickets", json=REPORT | {"street": street})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["errors"]] == ["street"]


def test_a_ticket_about_somebody_whose_id_is_none_is_not_written(
    site: Flask, at_yuetan: Browser
) -> None:
    said = REPORT | {"street": "月坛街道", "district": YUETAN[:6], "elder_id": "样例"}
    assert at_yuetan.send(f"{DESK}/new", **said).status_code == 404


def test_a_clerk_of_another_street_sees_and_changes_nothing(
    link: str, at_zhanlan: Browser, site: Flask
) -> None:
    desk = f"{DESK}/{only(site).id}"
    assert only(site).number not in at_zhanlan.get(LIST).get_data(as_text=True)
    assert at_zhanlan.get(desk).status_code == 404
    for what in ("take", "number", "answer"):
        assert at_zhanlan.send(f"{desk}/{what}", answer="我来办一下").status_code == 404
    rows = at_zhanlan.get(f"{DESK}/export?format=csv").data.decode("utf-8-sig")
    assert TEXT not in rows
    assert only(site).status == "received"


def test_the_number_is_masked_until_it_is_asked_for(
    link: str, at_yuetan: Browser, site: Flask
) -> None:
    desk = f"{DESK}/{only(site).id}"
    assert PHONE not in words_of(at_yuetan.get(desk))
    assert PHONE in words_of(at_yuetan.send(f"{desk}/number"))


def test_a_caller_is_written_down_by_a_clerk(at_yuetan: Browser, site: Flask) -> None:
    form = {"kind": "request", "topic": "care", "text": "想请人上门理发", "district": "110102",
            "street": "月坛街道", "phone": "66001234"}  # fmt: skip
    answer = at_yuetan.send(f"{DESK}/new", **form)
    assert answer.status_code == 303
    assert (only(site).source, only(site).street, only(site).phone) == (
        "caller",
        YUETAN,
        "01066001234",
    )


def test_the_file_for_12345_has_what_was_said_and_no_full_number(
    link: str, at_yuetan: Browser
) -> None:
    book = load_workbook(io.BytesIO(at_yuetan.get(f"{DESK}/export").data))
    [head, row] = list(book.active.values)
    told = dict(zip(head, row, strict=True))
    assert told["内容"] == TEXT
    assert told["街道"] == "西城区月坛街道"
    assert told["联系电话"] == "139****0000"


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"text": "凉"}, "请写清楚是什么事"), ({"phone": "12"}, "电话号码不对"), ({"kind": "x"}, "请选好是哪一类事")],
)  # fmt: skip
def test_what_is_not_in_order_comes_back_with_what_was_written(
    citizen: Citizen, changes: dict[str, str], says: str
) -> None:
    answer = citizen.sends("/report", **(REPORT | changes))
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert (changes | REPORT)["topic"] in answer.get_data(as_text=True)


def test_a_link_that_is_guessed_leads_nowhere(citizen: Citizen, link: str) -> None:
    assert citizen.client.get(f"{link[:-1]}x", headers=BROWSER).status_code == 404


def test_it_can_be_withdrawn_and_then_nobody_answers_it(
    citizen: Citizen, link: str, at_yuetan: Browser, site: Flask
) -> None:
    citizen.sends(f"{link}/withdraw")
    assert only(site).status == "withdrawn"
    answer = at_yuetan.send(f"{DESK}/{only(site).id}/answer", answer="已经办好了")
    assert answer.status_code == 409


def test_two_clerks_do_not_answer_over_one_another(
    link: str, at_yuetan: Browser, hired: Hired, site: Flask
) -> None:
    other = hired(Role.STREET_CLERK, "110102", YUETAN)
    desk = f"{DESK}/{only(site).id}"
    at_yuetan.send(f"{desk}/take")
    assert other.send(f"{desk}/answer", answer="已经办好了").status_code == 409
    other.send(f"{desk}/take")
    assert other.send(f"{desk}/answer", answer="已经办好了").status_code == 303


def test_an_overdue_one_says_so(
    link: str, at_yuetan: Browser, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.app_context():
        later = business_now() + timedelta(days=12)
    monkeypatch.setitem(site.extensions, "clock", Clock(later))
    assert only(site).number in at_yuetan.get(f"{LIST}?view=overdue").get_data(as_text=True)


def test_an_elder_gets_a_copy_and_erasure_takes_the_words(site: Flask) -> None:
    with site.app_context(), transaction() as session:
        elder = makers.elder(session)
        headers = makers.token(session, makers.herself(session, elder))
    client = site.test_client()
    said = REPORT | {"elder_id": str(elder.id)}
    answer = client.post("/api/v1/tickets", json=said, headers=headers)
    assert answer.status_code == 201
    assert client.get(f"/api/v1/tickets/{answer.json['link']}").json["status"] == "received"
    with site.app_context(), transaction() as session:
        acting = job_for(elder.id)
        assert own_data.export(session, acting)["tickets"][0]["text"] == TEXT
        own_data.erase(session, acting)
    assert (only(site).text, only(site).phone) == (None, None)


def test_nobody_reports_in_the_name_of_an_elder_they_have_nothing_to_do_with(site: Flask) -> None:
    with site.app_context(), transaction() as session:
        elder = makers.elder(session)
        headers = makers.token(session, makers.account(session))
    said = REPORT | {"elder_id": str(elder.id)}
    assert site.test_client().post("/api/v1/tickets", json=said, headers=headers).status_code == 404


def test_the_same_words_sent_twice_from_one_form_are_one_ticket(
    citizen: Citizen, site: Flask
) -> None:
    """Pressed twice, or sent by a phone that had lost the answer; other words are another matter."""
    page = citizen.client.get("/report", headers=BROWSER).text
    form = re.search(r'name="idempotency_key" value="([^"]{22})"', page)[1]
    said = REPORT | {"idempotency_key": form}
    links = {citizen.sends("/report", **said).location for _ in range(3)}
    assert len(links) == 1
    other = citizen.sends("/report", **(said | {"text": "还有一件别的事要说"}))
    anew = citizen.sends("/report", **(REPORT | {"idempotency_key": "x"}))
    assert len({*links, other.location, anew.location}) == 3
    with site.app_context(), transaction(writes=False) as session:
        assert len(session.scalars(select(Ticket)).all()) == 3


KEY = "0193f3a0-7c1e-4e0b-9a55-5f1d2c3b4a59"


def calls(site: Flask, key: str | None, headers: dict[str, str] | None = None, **other: str):
    named = {"Idempotency-Key": key} if key else {}
    said = REPORT | other
    return site.test_client().post("/api/v1/tickets", json=said, headers=(headers or {}) | named)


def how_many(site: Flask) -> int:
    with site.app_context(), transaction(writes=False) as session:
        return len(session.scalars(select(Ticket)).all())


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_call_that_is_sent_again_with_its_key_makes_one_ticket(
    citizen: Citizen, site: Flask, *, signed_in: bool
) -> None:
    headers = {}
    if signed_in:
        with site.app_context(), transaction() as session:
            headers = makers.token(session, makers.account(session))
    first, again = (calls(site, KEY, headers) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert how_many(site) == 1
    refused = calls(site, KEY, headers, text="这是另外一件事情")
    assert (refused.status_code, refused.json["type"].rpartition(":")[2]) == (409, "key-reused")
    assert calls(site, KEY[::-1], headers).json["number"] != first.json["number"]
    assert calls(site, None, headers).status_code == 201
    assert how_many(site) == 3


def test_a_key_that_others_may_use_too_is_refused_to_whoever_has_not_signed_in(
    site: Flask, citizen: Citizen
) -> None:
    """Its answer has the link to the ticket: nobody may come upon it by chance."""
    assert calls(site, "12345678").status_code == 400
    assert how_many(site) == 0


def test_a_call_whose_answer_was_lost_with_its_process_makes_no_second_ticket(
    site: Flask, citizen: Citizen
) -> None:
    first = calls(site, KEY)
    with site.app_context(), transaction() as session:  # as if it had died before keeping it
        session.execute(delete(Repeat))
    again = calls(site, KEY)
    assert (again.status_code, again.json) == (201, first.json)
    assert how_many(site) == 1


def test_a_report_that_was_refused_may_be_put_right_under_its_key(
    site: Flask, citizen: Citizen
) -> None:
    assert calls(site, KEY, text="短").status_code == 422
    assert calls(site, KEY).status_code == 201


def test_a_form_that_is_refused_keeps_its_number(citizen: Citizen) -> None:
    number = "a" * 22
    again = citizen.sends("/report", **(REPORT | {"text": "短", "idempotency_key": number}))
    assert f'name="idempotency_key" value="{number}"' in again.text


def test_what_is_sent_at_the_same_moment_is_one_ticket(site: Flask) -> None:
    """The second finds no ticket yet, and is told by the unique link that there is one now."""
    said = Report(Kind.COMPLAINT, Topic.MEALS, "午饭凉了好几天", Source.PORTAL, key="b" * 22)
    with site.app_context():
        first = once_more(lambda session: service.report(session, ANONYMOUS, said))
        with_link = service.repository.with_link
        calls: list[int] = []

        def blind_once(session: Session, link_hash: str) -> Ticket | None:
            calls.append(1)
            return None if len(calls) == 1 else with_link(session, link_hash)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(service.repository, "with_link", blind_once)
            second = once_more(lambda session: service.report(session, ANONYMOUS, said))
    assert (first.link, first.ticket.id) == (second.link, second.ticket.id)
