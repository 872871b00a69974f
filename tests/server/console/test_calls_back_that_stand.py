"""Whoever left a number is rung up: once, and however long it takes."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from server.conversation.handoff import office
from server.conversation.handoff.models import Handoff, HandoffEvent
from server.conversation.models import Conversation, Turn
from server.kit.clock import machine_now
from server.people import retention
from server.transaction import transaction
from tests.server.console.conftest import YUETAN, Browser
from tests.server.console.test_handoffs import INBOX, MONDAY, PHONE, Asker, at
from tests.server.people import makers
from tests.server.talk import words_of

MONTHS = timedelta(days=60)


@pytest.fixture(autouse=True)
def _monday(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    at(site, monkeypatch, MONDAY)


@pytest.fixture
def elder(site: Flask) -> Asker:
    who = Asker(site)
    who.asks("高龄津贴没到账怎么办")
    return who


def calls(site: Flask) -> list[Handoff]:
    with site.app_context(), transaction(writes=False) as session:
        chosen = select(Handoff).where(Handoff.kind == "callback").order_by(Handoff.id)
        return list(session.scalars(chosen))


def count(site: Flask, table: type[Any]) -> int:
    with site.app_context(), transaction(writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def months_pass(site: Flask) -> None:
    """Every conversation has expired long ago, and the cleaning comes."""
    with site.app_context(), transaction() as session:
        session.execute(update(Conversation).values(expires_at=machine_now() - MONTHS))
        retention.clean(session, machine_now())


def wants_call(who: Asker, phone: str = PHONE, **more: str):
    return who.wants(kind="callback", phone=phone, street=YUETAN, **more)


def test_a_call_that_is_to_be_made_outlives_its_conversation_until_it_is_done(
    site: Flask, elder: Asker, at_yuetan: Browser
) -> None:
    wants_call(elder, note="津贴没到")
    months_pass(site)
    (found,) = calls(site)
    assert count(site, Turn) == 0  # what was said is gone as it was promised
    path = f"{INBOX}/{found.id}"
    assert "津贴没到" in words_of(at_yuetan.get(path))
    at_yuetan.send(f"{path}/take")
    assert PHONE in words_of(at_yuetan.send(f"{path}/number"))
    assert at_yuetan.send(f"{path}/finish", outcome="reached").status_code == 303
    months_pass(site)
    assert calls(site) == []
    assert count(site, Conversation) == 0


def test_without_a_call_nothing_is_kept(site: Flask, elder: Asker) -> None:
    elder.wants(kind="reply", street=YUETAN)
    months_pass(site)
    assert [count(site, table) for table in (Conversation, Turn, Handoff)] == [0, 0, 0]


def test_whoever_comes_back_after_the_conversation_has_expired_sees_that_it_stands(
    site: Flask, elder: Asker
) -> None:
    wants_call(elder)
    months_pass(site)
    assert "已登记：请工作人员给您回电话" in words_of(elder.page("/help"))
    assert wants_call(elder, note="还没人打").status_code == 303
    (found,) = calls(site)
    assert found.note == "还没人打"
    elder.sends("/help/withdraw")
    assert [each.status for each in calls(site)] == ["withdrawn"]
    assert wants_call(elder).status_code == 303
    assert [each.status for each in calls(site)] == ["withdrawn", "waiting"]


@pytest.mark.parametrize("phone", [PHONE, "139 1234 0000", "+86 139-1234-0000"])
def test_the_same_number_from_elsewhere_makes_no_second_call_and_loses_no_word(
    site: Flask, elder: Asker, phone: str
) -> None:
    wants_call(elder, note="津贴没到")
    other = Asker(site)
    answer = wants_call(other, phone, note="老伴的餐也没送")
    assert answer.status_code == 409
    assert "这个号码已经登记了回电话" in words_of(answer)
    (found,) = calls(site)
    assert found.note == "津贴没到；老伴的餐也没送"
    assert "已登记" not in words_of(other.page())  # of another's conversation nothing is shown
    assert count(site, HandoffEvent) == 2


def test_another_number_from_elsewhere_is_another_call(site: Flask, elder: Asker) -> None:
    wants_call(elder)
    assert wants_call(Asker(site), "010-6606 0000").status_code == 303
    assert len(calls(site)) == 2


def test_once_it_is_done_the_number_may_be_left_again(
    site: Flask, elder: Asker, at_yuetan: Browser
) -> None:
    wants_call(elder)
    path = f"{INBOX}/{calls(site)[0].id}"
    at_yuetan.send(f"{path}/take")
    at_yuetan.send(f"{path}/finish", outcome="not_reached")
    assert wants_call(Asker(site)).status_code == 303
    assert [each.status for each in calls(site)] == ["done", "waiting"]


def test_a_number_that_was_mistyped_is_mended_by_asking_again(site: Flask, elder: Asker) -> None:
    wants_call(elder, "139 1234 0001", note="津贴没到")
    wants_call(elder, PHONE, note="津贴没到")
    assert [(each.phone, each.note) for each in calls(site)] == [(PHONE, "津贴没到")]
    assert wants_call(elder, "12").status_code == 422
    assert [each.phone for each in calls(site)] == [PHONE]


def test_one_number_left_for_two_elders_is_two_matters(site: Flask) -> None:
    with site.app_context(), transaction() as session:
        people = [makers.elder(session) for _ in range(2)]
        asked = [(str(e.id), makers.token(session, makers.herself(session, e))) for e in people]
    client = site.test_client()
    for elder_id, headers in asked * 2:
        said = {"text": "怎么订午饭", "elder_id": elder_id}
        told = client.post("/api/v1/chat/messages", json=said, headers=headers).json
        path = f"/api/v1/chat/conversations/{told['conversation_id']}/handoff"
        client.post(path, json={"kind": "callback", "phone": PHONE}, headers=headers)
    assert sorted(each.elder_id for each in calls(site)) == sorted(uuid.UUID(e) for e, _ in asked)


def test_the_api_says_that_it_stands_already(site: Flask) -> None:
    client = site.test_client()

    def path() -> str:
        told = client.post("/api/v1/chat/messages", json={"text": "怎么订午饭"}).json
        return f"/api/v1/chat/conversations/{told['conversation_id']}/handoff"

    first, wanted = path(), {"kind": "callback", "phone": PHONE, "note": "津贴没到"}
    assert client.post(first, json=wanted).json["already"] is False
    again = client.post(first, json=wanted)
    assert (again.status_code, again.json["already"]) == (201, True)
    elsewhere = client.post(path(), json=wanted)
    assert (elsewhere.status_code, elsewhere.json["type"]) == (
        409,
        "urn:yinian:problem:already-asked",
    )
    assert len(calls(site)) == 1


def test_who_asks_again_sees_the_number_and_the_time_that_are_kept_and_both_can_be_changed(
    site: Flask, elder: Asker, at_yuetan: Browser
) -> None:
    first, *_, last = office.wishes(MONDAY)
    wants_call(elder, "139 1234 0001", wish=first.code)
    page = words_of(elder.page("/help"))
    assert f"已登记：请工作人员给您回电话，打139****0001，{first.label}。" in page
    assert "1391234" not in page
    wants_call(elder, PHONE, wish=last.code)
    assert f"打139****0000，{last.label}。" in words_of(elder.page())
    (found,) = calls(site)
    assert (found.wish, found.due_at) == (last.label, last.ends)
    assert last.label in words_of(at_yuetan.get(f"{INBOX}/{found.id}"))


def test_who_asks_again_without_a_time_keeps_the_one_that_was_chosen(
    site: Flask, elder: Asker
) -> None:
    last = office.wishes(MONDAY)[-1]
    wants_call(elder, wish=last.code)
    wants_call(elder, note="津贴没到")
    (found,) = calls(site)
    assert (found.wish, found.due_at, found.note) == (last.label, last.ends, "津贴没到")


def test_from_another_conversation_nobody_changes_when_a_number_is_rung_up(
    site: Flask, elder: Asker
) -> None:
    first, *_, last = office.wishes(MONDAY)
    wants_call(elder, wish=first.code)
    assert wants_call(Asker(site), wish=last.code).status_code == 409
    assert [each.wish for each in calls(site)] == [first.label]


def test_the_api_tells_the_number_that_is_kept_and_refuses_what_is_none(site: Flask) -> None:
    client = site.test_client()
    told = client.post("/api/v1/chat/messages", json={"text": "怎么订午饭"}).json
    path = f"/api/v1/chat/conversations/{told['conversation_id']}/handoff"
    wish = office.wishes(MONDAY)[-1]
    client.post(path, json={"kind": "callback", "phone": "13912340001"})
    wrong = client.post(path, json={"kind": "callback", "phone": "1391234"})
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "phone")
    over = client.post(path, json={"kind": "callback", "phone": PHONE, "wish": "2020-01-01-am"})
    assert (over.status_code, over.json["errors"][0]["field"]) == (422, "wish")
    assert [each.phone for each in calls(site)] == ["13912340001"]
    again = client.post(path, json={"kind": "callback", "phone": PHONE, "wish": wish.code}).json
    kept = {"already": True, "phone": "139****0000", "wish": wish.label}
    assert {name: again[name] for name in kept} == kept
    assert client.get(path).json["phone"] == "139****0000"
