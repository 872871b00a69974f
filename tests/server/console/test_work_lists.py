"""Work lists: one mechanism for what is due, overdue, stuck, mine; batches that say what they did."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from server.kit.clock import business_now
from server.messages import calls
from server.messages.models import Call
from server.messages.service import Announcement, announce
from server.messages.states import Status, move
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests.server.console.conftest import YUETAN, ZHANLAN, Browser
from tests.server.people import makers
from tests.server.talk import words_of

CALLS = "/console/lists/calls"
ToRing = Callable[..., uuid.UUID]


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
