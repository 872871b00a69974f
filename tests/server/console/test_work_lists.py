"""Work lists: one mechanism for what is due, overdue, stuck, mine; batches that say what they did."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select, text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from server.console import lists, worklists
from server.kit.clock import business_now
from server.messages import calls
from server.messages.models import Call
from server.messages.service import Announcement, announce
from server.messages.states import Status, move
from server.oversight.actor import Actor
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests import databases
from tests.server.console.conftest import YUETAN, ZHANLAN, Browser
from tests.server.people import makers
from tests.server.talk import words_of

CALLS = "/console/lists/calls"
ToRing = Callable[..., uuid.UUID]
FailingOn = Callable[[uuid.UUID, Callable[[Session], object]], None]


@pytest.fixture
def to_ring(site: Flask) -> ToRing:
    """Somebody to be rung up by a street, due in so many hours."""

    def make(
        street: str = YUETAN, hours: float = 4, tries: int = 0, own_account: bool = True
    ) -> uuid.UUID:
        with site.app_context(), transaction() as session:
            elder = makers.elder(session, street, name="王样例", phone="13912340000")
            to = [makers.account(session).id] if own_account else []
            said = Announcement(uuid.uuid4().hex, "test_message", elder.id, to)
            message = announce(session, said)[0]
            for status in (Status.SENDING, Status.ACCEPTED):
                move(session, message, status, "call_list")
            call = calls.ask(session, message, "no_channel", urgent=False)
            call.due_at, call.tries = business_now() + timedelta(hours=hours), tries
            return call.id

    return make


def test_a_clerk_sees_the_calls_of_the_own_street_only(
    at_yuetan: Browser, at_zhanlan: Browser, to_ring: ToRing
) -> None:
    mine = to_ring(YUETAN)
    assert str(mine) in at_yuetan.get(CALLS).get_data(as_text=True)
    assert str(mine) not in at_zhanlan.get(CALLS).get_data(as_text=True)


def test_the_most_urgent_come_first_and_what_is_overdue_says_so(
    at_yuetan: Browser, to_ring: ToRing
) -> None:
    later, overdue = to_ring(hours=9), to_ring(hours=-3)
    html = at_yuetan.get(CALLS).get_data(as_text=True)
    assert html.index(str(overdue)) < html.index(str(later))
    assert "已超时" in html
    only = at_yuetan.get(f"{CALLS}?view=overdue").get_data(as_text=True)
    assert str(overdue) in only
    assert str(later) not in only


def test_a_call_nobody_answered_twice_is_stuck(at_yuetan: Browser, to_ring: ToRing) -> None:
    fresh, stuck = to_ring(), to_ring(tries=2)
    html = at_yuetan.get(f"{CALLS}?view=stuck").get_data(as_text=True)
    assert str(stuck) in html
    assert str(fresh) not in html


def test_a_preview_says_what_would_happen_and_changes_nothing(
    at_yuetan: Browser, to_ring: ToRing, site: Flask
) -> None:
    call = to_ring()
    page = at_yuetan.send(f"{CALLS}/preview", action="heard", heard="reached", row=str(call))
    assert "还什么都没有改" in words_of(page)
    assert "已办结" in words_of(page)
    assert state(site, call) == ("open", 0)


def test_a_batch_does_each_row_and_says_what_came_of_each(
    at_yuetan: Browser, to_ring: ToRing, site: Flask
) -> None:
    first, second, next_door = to_ring(), to_ring(), to_ring(ZHANLAN)
    rows = [str(first), str(next_door), str(second)]
    page = words_of(at_yuetan.send(f"{CALLS}/do", action="heard", heard="reached", row=rows))
    assert "办好了 2 件" in page
    assert "办不了：没有找到这个要打的电话，可能不归您这个街道管" in page
    assert [state(site, each)[0] for each in (first, second)] == ["done", "done"]
    assert state(site, next_door) == ("open", 0)


@pytest.fixture
def failing_on(site: Flask, monkeypatch: pytest.MonkeyPatch) -> FailingOn:
    """Has the database refuse one row of the list of calls."""

    def fail(row_id: uuid.UUID, problem: Callable[[Session], object]) -> None:
        def do(session: Session, actor: Actor, each: uuid.UUID, given: Mapping[str, str]) -> str:
            said = action.do(session, actor, each, given)
            if each == row_id:
                problem(session)
            return said

        lists = site.extensions[worklists.EXTENSION]
        (action, *rest) = lists["calls"].actions
        changed = replace(lists["calls"], actions=(replace(action, do=do), *rest))
        monkeypatch.setitem(lists, "calls", changed)

    return fail


@pytest.mark.parametrize("doing", ["do", "preview"])
def test_a_row_on_which_the_database_fails_says_so_and_the_others_are_done(
    at_yuetan: Browser, to_ring: ToRing, site: Flask, failing_on: FailingOn, doing: str
) -> None:
    made = [to_ring() for _ in range(3)]
    failing_on(made[1], lambda session: session.execute(text("SELECT 1 FROM nowhere")))
    rows = [str(each) for each in made]
    page = words_of(at_yuetan.send(f"{CALLS}/{doing}", action="heard", heard="reached", row=rows))
    assert page.count("已办结") == 2
    assert "办不了：系统没有回应，请刷新名单，看看这一行办成了没有" in page
    done = ["done", "open", "done"] if doing == "do" else ["open"] * 3
    assert [state(site, each)[0] for each in made] == done


@pytest.mark.skipif(not databases.SERVER_URL, reason="needs PostgreSQL (make test-pg)")
@pytest.mark.parametrize(("times", "told"), [(1, "办好了 1 件"), (2, lists.AT_ONCE)])
def test_a_row_that_was_broken_off_is_done_once_more_and_then_said_to_be_undone(
    at_yuetan: Browser, to_ring: ToRing, failing_on: FailingOn, times: int, told: str
) -> None:
    call, tries = to_ring(), []

    def break_off(session: Session) -> None:
        tries.append(1)
        if len(tries) <= times:
            session.execute(text("DO $$ BEGIN RAISE deadlock_detected; END $$"))

    failing_on(call, break_off)
    page = at_yuetan.send(f"{CALLS}/do", action="heard", heard="reached", row=str(call))
    assert told in words_of(page)
    assert len(tries) == 2


def test_once_the_database_is_away_the_rows_that_are_left_are_not_tried(
    at_yuetan: Browser, to_ring: ToRing, site: Flask, failing_on: FailingOn
) -> None:
    first, second = to_ring(), to_ring()

    def full(_session: Session) -> None:
        raise PoolTimeout

    failing_on(first, full)
    rows = [str(first), str(second)]
    page = words_of(at_yuetan.send(f"{CALLS}/do", action="heard", heard="reached", row=rows))
    assert lists.UNTRIED in page
    assert [state(site, each)[0] for each in (first, second)] == ["open", "open"]


def test_the_preview_names_each_row_as_the_list_did(at_yuetan: Browser, to_ring: ToRing) -> None:
    call = to_ring()
    called = re.search(rf'name="called-{call}" value="([^"]+)"', at_yuetan.get(CALLS).text)
    assert called
    form = {"action": "heard", "heard": "reached", "row": str(call), f"called-{call}": called[1]}
    page = at_yuetan.send(f"{CALLS}/preview", **form)
    assert "这是一条试发的消息，西城区月坛街道 已办结" in words_of(page)
    assert f'name="called-{call}" value="{called[1]}"' in page.text


def test_the_second_of_two_clerks_is_told_that_it_is_done(
    at_yuetan: Browser, to_ring: ToRing
) -> None:
    call = str(to_ring())
    at_yuetan.send(f"{CALLS}/do", action="heard", heard="reached", row=call)
    page = at_yuetan.send(f"{CALLS}/do", action="heard", heard="reached", row=call)
    assert "已经有人打过并登记了" in words_of(page)


@pytest.mark.parametrize(
    "form",
    [{}, {"row": "@"}, {"row": "@", "action": "other"}, {"row": "@", "action": "heard"},
     {"row": "@", "action": "heard", "heard": "perhaps"}, {"action": "heard", "heard": "reached"}],
)  # fmt: skip
def test_a_batch_that_is_not_in_order_changes_nothing_and_says_what_to_do(
    at_yuetan: Browser, to_ring: ToRing, site: Flask, form: dict[str, str]
) -> None:
    call = to_ring()
    filled = {name: str(call) if value == "@" else value for name, value in form.items()}
    answer = at_yuetan.send(f"{CALLS}/do", **filled)
    assert answer.status_code == 422
    assert state(site, call) == ("open", 0)


def test_pages_follow_one_another_without_gap_or_repetition(
    at_yuetan: Browser, to_ring: ToRing
) -> None:
    made = {str(to_ring(hours=1 + n % 7)) for n in range(120)}
    path, seen = CALLS, []
    while path:
        html = at_yuetan.get(path).get_data(as_text=True)
        seen += re.findall(r'name="row" value="([^"]+)"', html)
        onward = re.search(r'href="([^"]+)">下一页', html)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == len(set(seen))
    assert set(seen) == made


def test_an_export_holds_what_the_list_holds_and_is_audited(
    at_yuetan: Browser, to_ring: ToRing, site: Flask
) -> None:
    for _ in range(3):
        to_ring()
    to_ring(ZHANLAN)
    book = load_workbook(io.BytesIO(at_yuetan.get(f"{CALLS}/export").data))
    rows = list(book.active.values)
    assert rows[0][:3] == ("到期时间", "要说的事", "街道")
    assert len(rows) == 4
    text = at_yuetan.get(f"{CALLS}/export?format=csv").data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 4
    with site.app_context(), transaction(writes=False) as session:
        chosen = select(func.count()).where(AuditRecord.action == "list.exported")
        assert session.scalar(chosen) == 2


def test_no_list_shows_a_full_name_or_number(at_yuetan: Browser, to_ring: ToRing) -> None:
    to_ring()
    for path in (CALLS, f"{CALLS}/export?format=csv"):
        text = at_yuetan.get(path).get_data(as_text=True)
        assert "王样例" not in text
        assert "13912340000" not in text


def test_a_list_that_does_not_exist_is_not_found(at_yuetan: Browser) -> None:
    assert at_yuetan.get("/console/lists/nothing").status_code == 404


def test_the_first_page_counts_what_waits(at_yuetan: Browser, to_ring: ToRing) -> None:
    to_ring(hours=-1)
    to_ring()
    page = words_of(at_yuetan.get("/console"))
    assert "要打的电话 2 件待办 已超时 1 件" in page


def state(site: Flask, call_id: uuid.UUID) -> tuple[str, int]:
    with site.app_context(), transaction(writes=False) as session:
        call = session.get(Call, call_id)
        return call.status, call.tries
