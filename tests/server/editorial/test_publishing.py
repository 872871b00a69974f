"""A draft is published by a second person, if no regression question is lost; and taken back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.editorial import publishing, regression, service, tasks
from server.editorial.regression import Expected
from server.kit.clock import business_now, business_today
from server.oversight.actor import SYSTEM, Actor, ActorKind, Post, Role
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests.conftest import look_at_once
from tests.doing_jobs import do_jobs
from tests.server.editorial.conftest import Colleague
from tests.server.talk import reply_to
from tests.small_knowledge import PHRASINGS, entry

CHANGED = {"short": "十一点半开门。"}
MORE = {"phrasings": {"elder": [*PHRASINGS["lunch"], "中午饭啥点儿"]}}
ASKED = "预约助浴"
TAKEN = {"phrasings": {"elder": [*PHRASINGS["lunch"], "老人洗浴服务去哪儿找"]}}


def submitted(by: Colleague, name: str = "lunch", **changes: Any) -> dict[str, Any]:
    return by.step(by.draft(name, **changes), "submit")


def publish(app: Flask, by: Colleague, draft: dict[str, Any]) -> dict[str, Any]:
    """Ask for a draft to be published, let the worker work, see what came of it."""
    answer = by.post(f"/drafts/{draft['id']}/publish", version=draft["version"])
    assert answer.status_code == 202, answer.get_json()
    do_jobs(app)
    return by.get(f"/candidates/{answer.get_json()['id']}").get_json()


def newest(app: Flask) -> int | None:
    with app.app_context(), transaction(writes=False) as session:
        return service.latest_release(session)


def expect(by: Colleague, question: str, entry_id: str | None) -> dict[str, Any]:
    answer = by.post("/regression-questions", question=question, entry_id=entry_id)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


@pytest.fixture
def blocked(desk: Flask, editor: Colleague, publisher: Colleague) -> dict[str, Any]:
    """A candidate that would lose a question: the entry no longer has its phrasing."""
    expect(editor, "老人洗浴服务去哪儿找", "bath")
    return publish(desk, publisher, submitted(editor, **TAKEN))


def test_a_second_person_publishes_and_the_next_question_gets_it(
    desk: Flask, editor: Colleague, publisher: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at_once(monkeypatch)
    before = reply_to(desk.test_client(), entry("lunch")["question"])
    found = publish(desk, publisher, submitted(editor, **CHANGED))
    assert (found["status"], found["release"], found["lost"]) == ("published", 2, [])
    reply = reply_to(desk.test_client(), entry("lunch")["question"])
    assert (before["release"], reply["release"]) == (1, 2)
    assert reply["text"].startswith(CHANGED["short"])


def test_nobody_publishes_what_she_wrote(publisher: Colleague) -> None:
    draft = submitted(publisher, **CHANGED)
    answer = publisher.post(f"/drafts/{draft['id']}/publish", version=draft["version"])
    assert (answer.status_code, answer.get_json()["type"][-9:]) == (403, "own-draft")


def test_phrasings_only_are_published_by_their_author_and_marked(
    desk: Flask, editor: Colleague
) -> None:
    found = publish(desk, editor, submitted(editor, **MORE))
    assert (found["status"], found["by_its_author"]) == ("published", True)
    events = editor.get(f"/drafts/{found['draft_id']}").get_json()["events"]
    assert (events[-1]["to_status"], events[-1]["reason"]) == ("published", "by_its_author")


def test_an_editor_does_not_publish_for_others(
    colleague: Callable[[Role], Colleague], editor: Colleague
) -> None:
    draft = submitted(editor, **CHANGED)
    other = colleague(Role.EDITOR)
    path = f"/drafts/{draft['id']}/publish"
    assert other.post(path, version=draft["version"]).status_code == 403


def test_what_was_not_submitted_is_not_published(editor: Colleague, publisher: Colleague) -> None:
    draft = editor.draft(**CHANGED)
    answer = publisher.post(f"/drafts/{draft['id']}/publish", version=draft["version"])
    assert answer.status_code == 409


def test_a_lost_question_blocks_and_says_what_wins_now_and_why(
    desk: Flask, blocked: dict[str, Any]
) -> None:
    assert (blocked["status"], blocked["asked"], newest(desk)) == ("blocked", 1, 1)
    [lost] = blocked["lost"]
    assert (lost["question"], lost["expected"]) == ("老人洗浴服务去哪儿找", "bath")
    assert (lost["wins"][0]["entry_id"], lost["wins"][0]["confidence"]) == ("lunch", 1.0)
    assert lost["wins"][0]["reasons"] == {"exact": "老人洗浴服务去哪儿找"}


def test_a_question_to_be_refused_blocks_when_it_is_answered(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    expect(editor, "老人洗浴服务去哪儿找", None)
    found = publish(desk, publisher, submitted(editor, **TAKEN))
    assert (found["status"], found["lost"][0]["expected"]) == ("blocked", None)


def test_an_author_does_not_pass_the_gate_with_phrasings_that_lose_a_question(
    desk: Flask, editor: Colleague
) -> None:
    expect(editor, "老人洗浴服务去哪儿找", "bath")
    assert publish(desk, editor, submitted(editor, **TAKEN))["status"] == "blocked"


def test_an_expired_entry_answers_no_regression_question(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    expect(editor, PHRASINGS["lunch"][0], "lunch")
    found = publish(desk, publisher, submitted(editor, valid_until="2020-01-01"))
    assert found["status"] == "blocked"


def test_an_override_needs_a_third_hand_and_a_reason(
    desk: Flask,
    colleague: Callable[[Role], Colleague],
    publisher: Colleague,
    blocked: dict[str, Any],
) -> None:
    path, other = f"/candidates/{blocked['id']}/override", colleague(Role.PUBLISHER)
    assert publisher.post(path, reason="问题已经过时").status_code == 403
    assert other.post(path, reason="").status_code == 422
    assert other.post(path, reason="问题已经过时").status_code == 202
    do_jobs(desk)
    found = other.get(f"/candidates/{blocked['id']}").get_json()
    assert (found["status"], found["release"], found["override_by"]) == ("published", 2, other.id)
    assert len(found["lost"]) == 1


def test_an_override_holds_only_for_the_questions_it_was_given_for(
    desk: Flask,
    colleague: Callable[[Role], Colleague],
    editor: Colleague,
    blocked: dict[str, Any],
) -> None:
    expect(editor, "请说明食堂几点开门", "bath")
    other = colleague(Role.PUBLISHER)
    other.post(f"/candidates/{blocked['id']}/override", reason="问题已经过时")
    do_jobs(desk)
    found = other.get(f"/candidates/{blocked['id']}").get_json()
    assert (found["status"], len(found["lost"]), newest(desk)) == ("blocked", 2, 1)


def test_a_draft_that_is_changed_on_the_way_is_not_published(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    draft = submitted(editor, **CHANGED)
    made = publisher.post(f"/drafts/{draft['id']}/publish", version=draft["version"]).get_json()
    editor.put(f"/drafts/{draft['id']}", version=draft["version"], content=entry("lunch"))
    do_jobs(desk)
    found = editor.get(f"/candidates/{made['id']}").get_json()
    assert (found["status"], found["failure"], newest(desk)) == ("failed", "draft_changed", 1)


def test_two_drafts_asked_for_at_once_are_both_published(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    for name in ("lunch", "bath"):
        draft = submitted(editor, name, **CHANGED)
        publisher.post(f"/drafts/{draft['id']}/publish", version=draft["version"])
    do_jobs(desk)
    with desk.app_context(), transaction(writes=False) as session:
        entries = service.published(session, 3).entries
    assert {entries[name].short for name in ("lunch", "bath")} == {CHANGED["short"]}


def test_a_roll_back_is_a_new_release_with_the_old_content(
    desk: Flask, editor: Colleague, publisher: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at_once(monkeypatch)
    asked = entry("lunch")["question"]
    old = reply_to(desk.test_client(), asked)
    publish(desk, publisher, submitted(editor, **CHANGED))
    publish(desk, publisher, submitted(editor, "bus"))
    answer = publisher.post("/releases/1/roll-back")
    assert (answer.status_code, answer.get_json()["number"]) == (201, 4)
    reply = reply_to(desk.test_client(), asked)
    assert (reply["release"], reply["text"]) == (4, old["text"])
    with desk.app_context(), transaction(writes=False) as session:
        first, last = service.published(session, 1), service.published(session, 4)
    assert (first.entries, first.digest) == (last.entries, last.digest)


def test_a_draft_from_before_a_roll_back_is_not_published(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    publish(desk, publisher, submitted(editor, **CHANGED))
    draft = submitted(editor, short="十二点开门。")
    publisher.post("/releases/1/roll-back")
    answer = publisher.post(f"/drafts/{draft['id']}/publish", version=draft["version"])
    assert (answer.status_code, answer.get_json()["type"][-13:]) == (409, "entry-changed")


def test_there_is_no_way_back_to_a_release_that_never_was(publisher: Colleague) -> None:
    assert publisher.post("/releases/9/roll-back").status_code == 404


def test_editors_do_not_roll_back(editor: Colleague) -> None:
    assert editor.post("/releases/1/roll-back").status_code == 403


def test_releases_are_listed_the_newest_first(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    publish(desk, publisher, submitted(editor, **CHANGED))
    first = editor.get("/releases", limit=1).get_json()
    rest = editor.get("/releases", limit=1, cursor=first["next_cursor"]).get_json()
    assert [r["number"] for r in first["items"] + rest["items"]] == [2, 1]


def test_regression_questions_are_changed_and_dropped(
    editor: Colleague, publisher: Colleague
) -> None:
    made = expect(editor, ASKED, "bath")
    path = f"/regression-questions/{made['id']}"
    assert editor.post("/regression-questions", question=ASKED, entry_id=None).status_code == 409
    changed = editor.put(path, version=made["version"], entry_id=None).get_json()
    assert changed["entry_id"] is None
    assert editor.put(path, version=made["version"], entry_id="bath").status_code == 409
    assert editor.delete(path).status_code == 403
    assert publisher.delete(path).status_code == 204
    assert editor.get("/regression-questions").get_json()["items"] == []


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "\u200b", "？？"])
def test_a_regression_question_asks_something(editor: Colleague, blank: str) -> None:
    answer = editor.post("/regression-questions", question=blank, entry_id=None)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.get_json()["errors"]] == ["question"]
    assert editor.get("/regression-questions").get_json()["items"] == []


def test_a_regression_question_expects_an_entry_that_exists(editor: Colleague) -> None:
    answer = editor.post("/regression-questions", question=ASKED, entry_id="nothing")
    assert answer.get_json()["errors"] == [
        {"field": "entry_id", "message": "没有 nothing 这个条目"}
    ]


def test_seeding_leaves_what_staff_changed(desk: Flask, editor: Colleague) -> None:
    expect(editor, ASKED, None)
    seeds = [Expected(ASKED, "bath"), Expected("几点打饭", "lunch")]
    with desk.app_context(), transaction() as session:
        assert regression.seed(session, SYSTEM, seeds) == 1
    items = editor.get("/regression-questions").get_json()["items"]
    assert {item["question"]: item["entry_id"] for item in items} == {
        ASKED: None,
        "几点打饭": "lunch",
    }


def test_the_gate_done_twice_publishes_once(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    found = publish(desk, publisher, submitted(editor, **CHANGED))
    with desk.app_context():
        handler = desk.extensions["jobs"].handlers[publishing.GATE]
        handler.do({"candidate_id": found["id"]})
    assert newest(desk) == 2


def test_publishing_is_in_the_audit(desk: Flask, editor: Colleague, publisher: Colleague) -> None:
    found = publish(desk, publisher, submitted(editor, **CHANGED))
    with desk.app_context(), transaction(writes=False) as session:
        chosen = select(AuditRecord).where(AuditRecord.object_id == found["id"])
        rows = session.scalars(chosen.order_by(AuditRecord.seq)).all()
        assert [(row.action, str(row.actor_id)) for row in rows] == [
            ("release.asked_for", publisher.id),
            ("release.published", publisher.id),
        ]


def schedule(
    app: Flask, editor: Colleague, publisher: Colleague, days: int = 1, **changes: Any
) -> uuid.UUID:
    """A candidate that has been to the gate and, if it passed, goes live in so many days."""
    draft = submitted(editor, **CHANGED | changes)
    who = Actor(ActorKind.STAFF, uuid.UUID(publisher.id), posts=(Post(Role.PUBLISHER),))
    with app.app_context(), transaction() as session:
        at = business_now() + timedelta(days=days)
        draft_id = uuid.UUID(draft["id"])
        found = publishing.ask(session, who, draft_id, draft["version"], at).id
    do_jobs(app)
    return found


def status_after(app: Flask, candidate_id: uuid.UUID, left: timedelta) -> str:
    """What the clock job makes of a candidate that has so much time left."""
    with app.app_context():
        with transaction() as session:
            publishing.find(session, candidate_id).publish_at = business_now() + left
        tasks.start_due()
        with transaction(writes=False) as session:
            return publishing.find(session, candidate_id).status


def test_what_is_scheduled_is_published_at_its_time_without_another_look(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    found = schedule(desk, editor, publisher)
    assert status_after(desk, found, timedelta(seconds=30)) == "scheduled"
    assert status_after(desk, found, -timedelta(seconds=1)) == "published"
    assert newest(desk) == 2


@pytest.mark.parametrize("what", ["base", "question"])
def test_what_is_scheduled_passes_the_gate_again_where_anything_changed(
    desk: Flask, editor: Colleague, publisher: Colleague, what: str
) -> None:
    found = schedule(desk, editor, publisher)
    if what == "base":
        publish(desk, publisher, submitted(editor, "bus"))
    else:
        expect(editor, PHRASINGS["lunch"][0], "bath")
    assert status_after(desk, found, timedelta(hours=1)) == "scheduled"
    assert status_after(desk, found, timedelta(minutes=1)) == "waiting"
    do_jobs(desk)
    expected = {"base": "scheduled", "question": "blocked"}[what]
    assert editor.get(f"/candidates/{found}").get_json()["status"] == expected


def test_what_is_scheduled_is_judged_by_what_is_in_force_on_its_day(
    desk: Flask, editor: Colleague, publisher: Colleague
) -> None:
    expect(editor, PHRASINGS["lunch"][0], "lunch")
    ends = (business_date(desk) + timedelta(days=1)).isoformat()
    found = schedule(desk, editor, publisher, days=2, valid_until=ends)
    assert editor.get(f"/candidates/{found}").get_json()["status"] == "blocked"


def business_date(app: Flask) -> date:
    with app.app_context():
        return business_today()


def test_synonyms_are_published_by_a_second_person_and_heard_in_any_question(
    desk: Flask, editor: Colleague, publisher: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at_once(monkeypatch)
    asked = "银龄饭堂几点开门"
    draft = submitted(editor, "bath", synonyms=["食堂 银龄饭堂"])
    path = f"/drafts/{draft['id']}/publish"
    assert editor.post(path, version=draft["version"]).status_code == 403
    [change] = draft["differences"]
    assert (change["field"], change["draft"]) == ("synonyms", ["食堂 银龄饭堂"])
    assert publish(desk, publisher, draft)["status"] == "published"
    assert reply_to(desk.test_client(), asked)["entry_id"] == "lunch"


@pytest.mark.parametrize("line", ["食堂", "食堂 食堂", "食堂 饭", "食堂 饭-堂"])
def test_a_group_of_synonyms_is_refused_that_is_none(editor: Colleague, line: str) -> None:
    draft = editor.draft("lunch", synonyms=[line])
    assert "同义词" in draft["problems"][0]["message"]
