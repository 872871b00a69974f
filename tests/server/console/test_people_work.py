"""What the street decides about people: disputes, deaths, moves, papers. Another street sees nothing."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.console import worklists
from server.console.home import counted
from server.conversation.handoff import service as handoffs
from server.conversation.handoff.models import Handoff
from server.conversation.handoff.service import Wanted
from server.conversation.models import Conversation
from server.conversation.owners import Asker
from server.kit.clock import business_now, business_today
from server.kit.ids import new_capability
from server.kit.worklist import Asked
from server.messages import calls
from server.messages.models import Call
from server.messages.service import Announcement, announce
from server.oversight.actor import Role
from server.oversight.models import AuditRecord
from server.people import checks, facts, grants, invitations
from server.people.access import acting_for, office_of
from server.people.checks import ByHand
from server.people.models import Assistance, Elder, Fact, Grant
from server.people.registers import CheckKind
from server.people.states import Scope
from server.tickets import service as tickets
from server.tickets.models import Ticket
from server.tickets.service import Report
from server.tickets.states import Kind, Satisfaction, Source, Topic
from server.transaction import transaction
from tests.server.console.conftest import YUETAN, Browser, Hired
from tests.server.people import makers
from tests.server.talk import words_of

NAME, PHONE = "甄标记", "13912340987"
LISTS = "/console/lists"


@pytest.fixture
def elder(site: Flask) -> uuid.UUID:
    with site.app_context(), transaction() as session:
        return makers.elder(session, name=NAME, phone=PHONE, id_card=makers.id_card()).id


@pytest.fixture
def dispute(site: Flask, elder: uuid.UUID) -> tuple[str, uuid.UUID]:
    """The address of a dispute, and the grant that the elder wants ended."""
    with site.app_context(), transaction() as session:
        her = session.get_one(Elder, elder)
        acting = acting_for(session, makers.herself(session, her), elder, Scope.MANAGE)
        held = makers.grant(session, her, makers.account(session), Scope.PAY)
        made = grants.dispute(session, acting, held.id, "他乱花我的钱")
        return f"/console/disputes/{made.id}", held.id


@pytest.fixture
def death(site: Flask, elder: uuid.UUID, at_yuetan: Browser) -> str:
    """The address of a death that a colleague was told of."""
    with site.app_context(), transaction() as session:
        office = office_of(session, at_yuetan.actor, elder, Role.STREET_CLERK)
        died = {"died_on": "2026-10-30"}
        said = ByHand(CheckKind.DEATH, True, died, business_today(), "派出所来电")
        return f"/console/deaths/{checks.by_hand(session, office, said).id}"


def status_of(site: Flask, table: type, row_id: uuid.UUID) -> str:
    with site.app_context(), transaction(writes=False) as session:
        return session.get(table, row_id).status


def audited(site: Flask, action: str) -> list[AuditRecord]:
    with site.app_context(), transaction(writes=False) as session:
        return list(session.scalars(select(AuditRecord).where(AuditRecord.action == action)))


# ---- disputes


def test_a_dispute_is_listed_masked_read_with_both_sides_and_decided_with_a_reason(
    site: Flask, dispute: tuple[str, uuid.UUID], at_yuetan: Browser
) -> None:
    path, grant_id = dispute
    listed = at_yuetan.get(f"{LISTS}/disputes")
    assert path in listed.text
    assert "甄*记" in listed.text
    assert NAME not in listed.text
    page = words_of(at_yuetan.get(path))
    assert "提出的人 本人" in page
    assert "他乱花我的钱" in page
    assert "替付钱" in page
    assert len(audited(site, "dispute.read")) == 1
    done = at_yuetan.send(f"{path}/decide", uphold="true", reason="问过老人本人")
    assert done.location == f"{LISTS}/disputes"
    assert status_of(site, Grant, grant_id) == "revoked"
    assert path not in at_yuetan.get(f"{LISTS}/disputes").text


def test_a_dispute_may_be_dismissed_and_the_grant_goes_on(
    site: Flask, dispute: tuple[str, uuid.UUID], at_yuetan: Browser
) -> None:
    path, grant_id = dispute
    at_yuetan.send(f"{path}/decide", uphold="false", reason="老人其实同意")
    assert status_of(site, Grant, grant_id) == "active"


def test_a_decision_without_a_reason_is_asked_for_again_with_what_was_picked(
    site: Flask, dispute: tuple[str, uuid.UUID], at_yuetan: Browser
) -> None:
    path, grant_id = dispute
    again = at_yuetan.send(f"{path}/decide", uphold="true", reason="")
    assert again.status_code == 422
    assert re.search(r'value="true" checked', again.text)
    assert status_of(site, Grant, grant_id) == "disputed"
    nothing = at_yuetan.send(f"{path}/decide", reason="问过老人本人")
    assert (nothing.status_code, "问过老人本人" in nothing.text) == (422, True)


def test_what_was_decided_meanwhile_is_said_in_a_sentence(
    dispute: tuple[str, uuid.UUID], at_yuetan: Browser
) -> None:
    path, _ = dispute
    at_yuetan.send(f"{path}/decide", uphold="true", reason="问过老人本人")
    late = at_yuetan.send(f"{path}/decide", uphold="false", reason="问过家人")
    assert late.status_code == 404
    assert "可能已经处理" in words_of(late)


# ---- deaths


def test_a_death_takes_effect_only_when_the_clerk_has_asked_the_family(
    site: Flask, elder: uuid.UUID, death: str, at_yuetan: Browser
) -> None:
    listed = at_yuetan.get(f"{LISTS}/deaths").text
    assert death in listed
    assert NAME not in listed
    page = words_of(at_yuetan.get(death))
    for told in ("人工登记：派出所来电", "2026年10月30日", "甄*记"):
        assert told in page
    assert PHONE not in page
    assert status_of(site, Elder, elder) == "active"
    assert at_yuetan.send(f"{death}/confirm", so_it_is="true", reason="女儿确认").status_code == 303
    assert status_of(site, Elder, elder) == "deceased"
    assert at_yuetan.get(death).status_code == 404


def test_a_mistaken_death_changes_nothing_and_leaves_the_list(
    site: Flask, elder: uuid.UUID, death: str, at_yuetan: Browser
) -> None:
    at_yuetan.send(f"{death}/confirm", so_it_is="false", reason="同名同姓")
    assert status_of(site, Elder, elder) == "active"
    assert death not in at_yuetan.get(f"{LISTS}/deaths").text
    assert audited(site, "check.death_refused")[0].purpose == "同名同姓"


# ---- moves


def move(browser: Browser, elder: uuid.UUID, **changes: str):
    form = {"status": "moved", "district": "110102", "street": "展览路街道", "on": "2026-11-01",
            "source": "family", "reason": "女儿来电"} | changes  # fmt: skip
    return browser.send(f"/console/people/{elder}/standing", **form)


def test_whoever_moves_to_another_street_is_seen_there_and_no_more_here(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser, at_zhanlan: Browser
) -> None:
    done = move(at_yuetan, elder)
    assert done.status_code == 303
    assert "已登记搬到西城区展览路街道" in words_of(at_yuetan.get(done.location))
    assert at_yuetan.get(f"/console/people/{elder}").status_code == 404
    listed = words_of(at_zhanlan.get(f"{LISTS}/moves"))
    assert "甄*记 西城区展览路街道 西城区月坛街道 新搬来，还没联系" in listed
    assert str(elder) not in at_yuetan.get(f"{LISTS}/moves").text
    [kept] = audited(site, "elder.moved")
    assert (kept.purpose, kept.details["on"]) == ("女儿来电", "2026-11-01")


@pytest.fixture
def left_open(site: Flask, elder: uuid.UUID) -> dict[str, uuid.UUID]:
    """A ticket, a wish to be rung up and a call to make about her, by the path of their page."""
    with site.app_context(), transaction() as session:
        herself = makers.herself(session, session.get_one(Elder, elder))
        said = Report(Kind.COMPLAINT, Topic.MEALS, "午饭凉了好几天", Source.API, elder_id=elder)
        ticket = tickets.report(session, herself, said).ticket
        talk = Conversation(
            id=new_capability(),
            account_id=herself.id, elder_id=elder, person={}, self_check={},
            created_at=business_now(), expires_at=business_now() + timedelta(days=1),
        )  # fmt: skip
        session.add(talk)
        session.flush()
        wanted = Wanted(handoffs.Kind.CALLBACK, phone=PHONE)
        handoff = handoffs.ask(session, talk.id, Asker(herself, elder), wanted).handoff
        [message] = announce(session, Announcement("样例", "correction_notice", elder, []))
        call = calls.ask(session, message, "no_channel", urgent=False)
        return {"tickets": ticket.id, "handoffs": handoff.id, "calls": call.id}


def where_seen(browser: Browser, left_open: dict[str, uuid.UUID]) -> set[str]:
    """The lists in which somebody finds what was left open, and whose page opens for him."""
    seen = {
        name for name, row in left_open.items() if str(row) in browser.get(f"{LISTS}/{name}").text
    }
    for name, row in left_open.items():
        assert (browser.get(f"/console/{name}/{row}").status_code == 200) == (name in seen), name
    return seen


def test_what_is_open_about_her_goes_to_her_new_street(
    site: Flask, elder: uuid.UUID, left_open: dict[str, uuid.UUID], at_yuetan: Browser,
    at_zhanlan: Browser,
) -> None:  # fmt: skip
    assert where_seen(at_yuetan, left_open) == {"tickets", "handoffs", "calls"}
    assert where_seen(at_zhanlan, left_open) == set()
    move(at_yuetan, elder)
    assert where_seen(at_yuetan, left_open) == set()
    assert where_seen(at_zhanlan, left_open) == {"tickets", "handoffs", "calls"}
    for action, name in (("ticket", "tickets"), ("handoff", "handoffs"), ("call", "calls")):
        [kept] = audited(site, f"{action}.moved")
        assert (kept.object_id, kept.elder_id) == (str(left_open[name]), elder)
    assert "老人搬家" in words_of(at_zhanlan.get(f"/console/tickets/{left_open['tickets']}"))


def test_what_is_open_leads_to_her_record(
    elder: uuid.UUID, left_open: dict[str, uuid.UUID], at_yuetan: Browser
) -> None:
    for name, row in left_open.items():
        page = at_yuetan.get(f"/console/{name}/{row}").text
        assert re.search(f'href="/console/people/{elder}">甄\\*记<', page), name
        assert NAME not in page


def test_what_somebody_of_the_old_street_was_at_waits_for_somebody_of_the_new(
    site: Flask, elder: uuid.UUID, left_open: dict[str, uuid.UUID], at_yuetan: Browser,
    at_zhanlan: Browser,
) -> None:  # fmt: skip
    for name in ("tickets", "handoffs"):
        at_yuetan.send(f"/console/{name}/{left_open[name]}/take")
    move(at_yuetan, elder)
    for name, table, status in (("tickets", Ticket, "received"), ("handoffs", Handoff, "waiting")):
        assert status_of(site, table, left_open[name]) == status
        assert "没人接" in words_of(at_zhanlan.get(f"/console/{name}/{left_open[name]}"))
        at_zhanlan.send(f"/console/{name}/{left_open[name]}/take")
    answered = at_zhanlan.send(
        f"/console/tickets/{left_open['tickets']}/answer", answer="已换保温箱"
    )
    assert answered.status_code == 303


def test_an_answer_that_did_not_please_comes_back_to_the_street_where_she_lives(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser, at_zhanlan: Browser
) -> None:
    with site.app_context(), transaction() as session:
        herself = makers.herself(session, session.get_one(Elder, elder))
        said = Report(Kind.REQUEST, Topic.MEALS, "想换一家送餐的", Source.API, elder_id=elder)
        made = tickets.report(session, herself, said)
        tickets.answer(session, at_yuetan.actor, made.ticket.id, "已经换好了")
    move(at_yuetan, elder)
    with site.app_context(), transaction() as session:
        tickets.judge(session, herself, made.link, Satisfaction.BAD)
    assert str(made.ticket.id) in at_zhanlan.get(f"{LISTS}/tickets").text
    assert str(made.ticket.id) not in at_yuetan.get(f"{LISTS}/tickets").text


def test_what_is_done_stays_where_it_was_done(
    site: Flask, elder: uuid.UUID, left_open: dict[str, uuid.UUID], at_yuetan: Browser
) -> None:
    with site.app_context(), transaction() as session:
        calls.close(session, at_yuetan.actor, left_open["calls"], calls.Heard.WRONG_NUMBER)
        handoffs.finish(session, at_yuetan.actor, left_open["handoffs"], handoffs.Outcome.REACHED)
    move(at_yuetan, elder)
    with site.app_context(), transaction(writes=False) as session:
        assert session.get_one(Call, left_open["calls"]).street == YUETAN
        assert session.get_one(Handoff, left_open["handoffs"]).street == YUETAN


def test_who_tells_herself_that_she_has_moved_takes_her_matters_along(
    site: Flask, elder: uuid.UUID, left_open: dict[str, uuid.UUID], at_zhanlan: Browser
) -> None:
    with site.app_context(), transaction() as session:
        office = office_of(session, makers.clerk(session), elder, Role.STREET_CLERK)
        facts.state(session, office, "residence_street", makers.ZHANLAN)
    assert where_seen(at_zhanlan, left_open) == {"tickets", "handoffs", "calls"}


def test_the_new_street_says_what_was_spoken_about_and_she_leaves_the_list(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser, at_zhanlan: Browser
) -> None:
    move(at_yuetan, elder)
    form = {"action": "met", "what": "午饭改到展览路助餐点", "row": str(elder)}
    assert "已联系" in words_of(at_zhanlan.send(f"{LISTS}/moves/preview", **form))
    assert str(elder) in at_zhanlan.get(f"{LISTS}/moves").text
    at_zhanlan.send(f"{LISTS}/moves/do", **form)
    assert str(elder) not in at_zhanlan.get(f"{LISTS}/moves").text
    assert audited(site, "assistance.begun")[0].purpose == "搬来后联系：午饭改到展览路助餐点"
    with site.app_context(), transaction(writes=False) as session:
        [begun] = session.scalars(select(Assistance))
        assert begun.ends_at - begun.begun_at < timedelta(minutes=1)


def test_a_street_that_was_only_proven_is_no_move(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser
) -> None:
    with site.app_context(), transaction() as session:
        [fact] = session.scalars(select(Fact).where(Fact.name == "residence_street"))
        assert fact.value == YUETAN
        fact.superseded_at = fact.recorded_at
        session.flush()
        again = {"source": "document", "recorded_by_kind": "staff", "value": YUETAN}
        session.add(Fact(elder_id=elder, name=fact.name, recorded_at=fact.recorded_at, **again))
    assert str(elder) not in at_yuetan.get(f"{LISTS}/moves").text


def test_whoever_has_left_the_city_is_listed_and_can_be_put_right(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser
) -> None:
    with site.app_context():
        today = business_today().isoformat()
    gone = move(at_yuetan, elder, status="moved_away", on=today)
    assert gone.location == f"/console/people/{elder}"
    assert status_of(site, Elder, elder) == "moved_away"
    assert "已迁走" in words_of(at_yuetan.get(f"{LISTS}/moves?way=gone"))
    assert str(elder) not in at_yuetan.get(f"{LISTS}/moves?way=came").text
    met = {"action": "met", "what": "午饭", "row": str(elder)}
    assert "回来了请选" in words_of(at_yuetan.send(f"{LISTS}/moves/do", **met))
    form = {"action": "back", "reason": "在老家住了一个月，回来了", "row": str(elder)}
    at_yuetan.send(f"{LISTS}/moves/do", **form)
    assert status_of(site, Elder, elder) == "active"


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"street": "月坛街道"}, "登记的就是这个街道"), ({"street": ""}, "请写街道名"),
     ({"district": ""}, "请选区"), ({"street": "没有街道"}, "没有叫“没有街道”的街道"),
     ({"on": "2099-01-01"}, "日期不能晚于今天"), ({"reason": ""}, "要填"),
     ({"source": "self"}, "只能是 family, staff 或 document"), ({"status": "active"}, "老人的状态已经是这样了"),
     ({"status": ""}, "要填")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_written_stays(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser, changes: dict[str, str], said: str
) -> None:
    again = move(at_yuetan, elder, **{"reason": "女儿来电"} | changes)
    assert again.status_code in (409, 422)
    assert said in words_of(again)
    assert changes.get("reason", "女儿来电") in again.text
    with site.app_context(), transaction(writes=False) as session:
        kept = session.get(Elder, elder)
        assert (kept.street, kept.status) == (YUETAN, "active")


# ---- papers


def record(browser: Browser, elder: uuid.UUID, **changes: object):
    form = {"paper_reference": "月坛2026-1", "relation": "child", "scopes": ["ask", "order"],
            "days": "90", "holder_name": "大女儿"} | changes  # fmt: skip
    return browser.send(f"/console/people/{elder}/grants", **form)


def test_a_paper_gives_a_code_that_the_other_accepts_by_herself(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser
) -> None:
    page = record(at_yuetan, elder)
    code = re.search(r'secret">(\S{4}) (\S{4})<', page.text)
    assert code
    listed = words_of(at_yuetan.get(f"{LISTS}/papers"))
    assert "甄*记 西城区月坛街道 子女 月坛2026-1" in listed
    with site.app_context(), transaction() as session:
        taken = invitations.accept(session, makers.account(session), code[1] + code[2], None)
        assert (taken.scopes, taken.made_how) == (["ask", "order"], "street")
    assert "月坛2026-1" not in at_yuetan.get(f"{LISTS}/papers").text
    assert "大女儿" in at_yuetan.get(f"/console/people/{elder}/grants").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"scopes": []}, "可以替老人做什么"), ({"paper_reference": ""}, "要填"),
     ({"days": "2000"}, "1095")],
)  # fmt: skip
def test_a_paper_that_is_not_in_order_is_asked_for_again(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser, changes: dict[str, object], said: str
) -> None:
    again = record(at_yuetan, elder, **changes)
    assert again.status_code == 422
    assert said in words_of(again)
    assert 'value="大女儿"' in again.text
    with site.app_context(), transaction(writes=False) as session:
        assert session.scalars(select(Grant)).all() == []


def test_a_paper_can_be_withdrawn_from_the_list_until_it_is_accepted(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser
) -> None:
    record(at_yuetan, elder)
    with site.app_context(), transaction(writes=False) as session:
        grant_id = session.scalars(select(Grant.id)).one()
    form = {"action": "withdraw", "reason": "材料是假的", "row": str(grant_id)}
    assert "已作废" in words_of(at_yuetan.send(f"{LISTS}/papers/do", **form))
    assert status_of(site, Grant, grant_id) == "revoked"
    assert "已经作废" in words_of(at_yuetan.send(f"{LISTS}/papers/do", **form))


def test_a_grant_in_force_is_ended_by_the_street_with_a_reason(
    site: Flask, elder: uuid.UUID, at_yuetan: Browser
) -> None:
    with site.app_context(), transaction() as session:
        her = session.get_one(Elder, elder)
        held = makers.grant(session, her, makers.account(session), Scope.ASK).id
    path = f"/console/people/{elder}/grants/revoke"
    assert "请选要取消哪一项" in words_of(at_yuetan.send(path, reason="材料是假的"))
    assert at_yuetan.send(path, grant_id=str(held)).status_code == 422
    assert at_yuetan.send(path, grant_id=str(held), reason="材料是假的").status_code == 303
    assert status_of(site, Grant, held) == "revoked"


def test_for_the_dead_no_paper_is_taken(site: Flask, elder: uuid.UUID, at_yuetan: Browser) -> None:
    move(at_yuetan, elder, status="deceased")
    assert "不能登记授权" in words_of(record(at_yuetan, elder))


# ---- other streets, other roles


def test_a_clerk_of_another_street_sees_and_changes_nothing_by_id(
    site: Flask, elder: uuid.UUID, dispute: tuple[str, uuid.UUID], death: str, at_yuetan: Browser,
    at_zhanlan: Browser,
) -> None:  # fmt: skip
    path, grant_id = dispute
    record(at_yuetan, elder)
    with site.app_context(), transaction(writes=False) as session:
        paper = session.scalars(select(Grant.id).where(Grant.status == "offered")).one()
    for name in ("disputes", "deaths", "papers", "moves"):
        assert "这里没有要办的" in words_of(at_zhanlan.get(f"{LISTS}/{name}"))
    hers = f"/console/people/{elder}"
    for page in (path, death, f"{hers}/standing", f"{hers}/grants"):
        assert at_zhanlan.get(page).status_code == 404
    for page, form in (
        (f"{path}/decide", {"uphold": "true", "reason": "问过老人"}),
        (f"{death}/confirm", {"so_it_is": "true", "reason": "问过家属"}),
        (f"{hers}/grants/revoke", {"grant_id": str(grant_id), "reason": "材料是假的"}),
    ):
        assert at_zhanlan.send(page, **form).status_code == 404
    assert move(at_zhanlan, elder, street="月坛街道").status_code == 404
    assert record(at_zhanlan, elder).status_code == 404
    for name, action, row in (
        ("papers", "withdraw", paper), ("moves", "met", elder), ("moves", "back", elder),
    ):  # fmt: skip
        form = {"action": action, "reason": "样例原因", "what": "样例", "row": str(row)}
        assert "办好了 0 件" in words_of(at_zhanlan.send(f"{LISTS}/{name}/do", **form))
    assert status_of(site, Grant, grant_id) == "disputed"
    assert status_of(site, Grant, paper) == "offered"
    assert status_of(site, Elder, elder) == "active"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CITY_SUPERVISOR, Role.EDITOR])
def test_only_the_street_decides(
    dispute: tuple[str, uuid.UUID], death: str, elder: uuid.UUID, hired: Hired, role: Role
) -> None:
    other = hired(role)
    for path in (dispute[0], death, f"{LISTS}/disputes", f"{LISTS}/deaths", f"{LISTS}/moves"):
        assert other.get(path).status_code == 403
    assert other.get(f"/console/people/{elder}/standing").status_code in (403, 404)


def test_a_form_of_a_page_that_grew_old_is_shown_again_with_what_was_written(
    site: Flask, elder: uuid.UUID, dispute: tuple[str, uuid.UUID], at_yuetan: Browser
) -> None:
    path, grant_id = dispute
    again = at_yuetan.send(f"{path}/decide", _token="stale", uphold="true", reason="问过老人本人")
    assert again.status_code == 400
    assert "问过老人本人" in again.text
    assert status_of(site, Grant, grant_id) == "disputed"


def test_a_long_list_of_moves_goes_on_where_the_page_before_ended(
    site: Flask, at_yuetan: Browser
) -> None:
    with site.app_context(), transaction() as session:
        made = [makers.elder(session).id for _ in range(60)]
        gone = {"status": "moved_away", "status_on": business_today()}
        session.execute(update(Elder).where(Elder.id.in_(made)).values(**gone))
    path, seen = f"{LISTS}/moves", []
    while path:
        html = at_yuetan.get(path).text
        seen += re.findall(r'name="row" value="([^"]+)"', html)
        onward = re.search(r'href="([^"]+)">下一页', html)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert sorted(seen) == sorted(map(str, made))


# ---- what waits, in numbers


@pytest.mark.parametrize("days", [0, 30])
def test_what_is_counted_of_a_list_is_what_it_holds(
    site: Flask, left_open: dict[str, uuid.UUID], dispute: tuple[str, uuid.UUID], death: str,
    at_yuetan: Browser, days: int,
) -> None:  # fmt: skip
    held = {}
    with site.test_request_context(), transaction(writes=False) as session:
        asked = Asked(business_now() + timedelta(days=days))
        for each in worklists.seen_by(at_yuetan.actor):
            rows = each.rows(session, at_yuetan.actor, asked)
            held[each.name] = (len(rows), sum(row.due_at < asked.now for row in rows))
            assert counted(session, each, at_yuetan.actor, asked) == held[each.name], each.name
            assert counted(session, each, at_yuetan.actor, replace(asked, limit=0)) == (0, 0)
    overdue = int(days > 0)
    for name in ("tickets", "handoffs", "calls", "disputes", "deaths"):
        assert held[name] == (1, overdue), name
