"""Drafts stand apart from what is live, say what is wrong with them, and pass through two hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.editorial import service
from server.oversight.actor import Role
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests.server.editorial.conftest import Colleague
from tests.small_knowledge import PHRASINGS, entry


def problems(draft: dict[str, Any]) -> dict[str, str]:
    return {found["field"]: found["message"] for found in draft["problems"]}


def test_a_draft_without_content_begins_as_the_entry_stands(editor: Colleague) -> None:
    draft = editor.post("/drafts", entry_id="lunch").get_json()
    assert draft["content"]["short"] == entry("lunch")["short"]
    assert (draft["status"], draft["differences"], draft["problems"]) == ("draft", [], [])


def test_a_draft_changes_nothing_that_is_live(desk: Flask, editor: Colleague) -> None:
    editor.draft(short="十一点半开门。")
    with desk.app_context(), transaction(writes=False) as session:
        assert service.published(session, 1).entries["lunch"].short == entry("lunch")["short"]
        assert service.latest_release(session) == 1


def test_a_draft_is_compared_with_what_is_live_field_by_field(editor: Colleague) -> None:
    draft = editor.draft(short="十一点半开门。")
    assert draft["differences"] == [
        {"field": "short", "live": entry("lunch")["short"], "draft": "十一点半开门。"}
    ]
    assert draft["phrasings_only"] is False


def test_a_change_of_phrasings_only_is_marked(editor: Colleague) -> None:
    more = {"elder": [*PHRASINGS["lunch"], "中午饭啥点儿"]}
    assert editor.draft(phrasings=more)["phrasings_only"] is True


def test_every_field_that_does_not_hold_is_named_in_chinese(editor: Colleague) -> None:
    draft = editor.draft(last_checked="昨天", short=None, phrasings={"elder": ["饭点"]})
    found = problems(draft)
    assert found["last_checked"] == "请写成 2026-11-21 这样的日期"
    assert found["phrasings"] == "问法至少 6 条，现在 1 条"
    assert "short" in found


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"full": "每月发100元。"}, "figures", "文中的 100 元 不在“数字”里"),
        ({"short": "请看 https://example.org"}, "short", "短答案要能念出来，不要用“https:”"),
        (
            {"phrasings": {"elder": [*PHRASINGS["lunch"], "预约助浴"]}},
            "phrasings",
            "问法“预约助浴”也在 bath 里",
        ),
        (
            {"citations": [{"document": "nowhere", "mark": "原文"}]},
            "citations.0.document",
            "没有登记过来源 nowhere",
        ),
        ({"related": ["nothing"]}, "related.0", "没有 nothing 这个条目"),
        ({"id": "other"}, "id", "条目编号不能改，应是 lunch"),
    ],
)
def test_what_the_whole_base_forbids_is_told_at_its_field(
    editor: Colleague, changes: dict[str, Any], field: str, message: str
) -> None:
    assert problems(editor.draft(**changes)) == {field: message}


def test_a_draft_with_problems_is_not_submitted(editor: Colleague) -> None:
    draft = editor.draft(full="每月发100元。")
    answer = editor.post(f"/drafts/{draft['id']}/submit", version=draft["version"])
    assert (answer.status_code, answer.get_json()["errors"]) == (422, draft["problems"])
    assert editor.get(f"/drafts/{draft['id']}").get_json()["status"] == "draft"


def test_an_entry_has_one_open_draft(editor: Colleague) -> None:
    draft = editor.draft()
    again = editor.post("/drafts", entry_id="lunch")
    assert (again.status_code, again.get_json()["type"][-10:]) == (409, "draft-open")
    editor.step(draft, "withdraw")
    assert editor.post("/drafts", entry_id="lunch").status_code == 201


def test_nobody_overwrites_what_she_has_not_seen(editor: Colleague, publisher: Colleague) -> None:
    draft = editor.draft()
    body = {"version": draft["version"], "content": entry("lunch", short="十二点开门。")}
    assert publisher.put(f"/drafts/{draft['id']}", **body).status_code == 200
    assert editor.put(f"/drafts/{draft['id']}", **body).status_code == 409


def test_whoever_writes_last_is_the_author_and_may_not_approve(
    editor: Colleague, publisher: Colleague
) -> None:
    draft = editor.draft()
    changed = entry("lunch", short="十二点开门。")
    draft = publisher.put(
        f"/drafts/{draft['id']}", version=draft["version"], content=changed
    ).get_json()
    assert draft["author_id"] == publisher.id
    draft = editor.step(draft, "submit")
    answer = publisher.post(f"/drafts/{draft['id']}/approve", version=draft["version"])
    assert answer.get_json()["title"] == "自己写的草稿要请另一位同事审核"


def test_who_adds_only_a_way_of_asking_does_not_make_the_author_free_to_approve(
    editor: Colleague, publisher: Colleague
) -> None:
    draft = publisher.draft(short="十二点开门。")
    more = entry("lunch", short="十二点开门。")
    more["phrasings"] = {"elder": [*more["phrasings"]["elder"], "中午饭啥点儿"]}
    draft = editor.put(f"/drafts/{draft['id']}", version=draft["version"], content=more).get_json()
    assert "中午饭啥点儿" in draft["content"]["phrasings"]["elder"]
    assert draft["author_id"] == publisher.id
    draft = editor.step(draft, "submit")
    answer = publisher.post(f"/drafts/{draft['id']}/approve", version=draft["version"])
    assert (answer.status_code, answer.get_json()["type"][-9:]) == (403, "own-draft")
    answer = publisher.post(f"/drafts/{draft['id']}/publish", version=draft["version"])
    assert (answer.status_code, answer.get_json()["type"][-9:]) == (403, "own-draft")


def test_what_is_changed_after_approval_has_to_be_looked_at_again(
    editor: Colleague, publisher: Colleague
) -> None:
    draft = publisher.step(editor.step(editor.draft(), "submit"), "approve")
    assert draft["status"] == "approved"
    draft = editor.put(
        f"/drafts/{draft['id']}", version=draft["version"], content=entry("lunch")
    ).get_json()
    assert draft["status"] == "draft"


def test_a_draft_comes_back_with_the_reason(editor: Colleague, publisher: Colleague) -> None:
    draft = editor.step(editor.draft(), "submit")
    draft = publisher.step(draft, "give-back", reason="请写明几点开门")
    assert [(e["to_status"], e["reason"]) for e in draft["events"]] == [
        ("draft", ""),
        ("submitted", ""),
        ("draft", "请写明几点开门"),
    ]


def test_a_draft_that_is_done_with_goes_nowhere(editor: Colleague) -> None:
    draft = editor.step(editor.draft(), "withdraw")
    answer = editor.post(f"/drafts/{draft['id']}/submit", version=draft["version"])
    assert (answer.status_code, answer.get_json()["title"]) == (
        409,
        "草稿现在的状态不能这样办，请刷新后再看",
    )


def test_every_step_is_in_the_audit(desk: Flask, editor: Colleague, publisher: Colleague) -> None:
    draft = publisher.step(editor.step(editor.draft(), "submit"), "approve")
    with desk.app_context(), transaction(writes=False) as session:
        chosen = select(AuditRecord).where(AuditRecord.object_id == draft["id"])
        rows = session.scalars(chosen.order_by(AuditRecord.seq)).all()
        assert [(row.action, str(row.actor_id)) for row in rows] == [
            ("draft.begun", editor.id),
            ("draft.submitted", editor.id),
            ("draft.approved", publisher.id),
        ]


def test_open_drafts_are_listed_by_pages(editor: Colleague) -> None:
    names = [editor.draft(name)["entry_id"] for name in ("lunch", "bath", "bus")]
    first = editor.get("/drafts", limit=2).get_json()
    rest = editor.get("/drafts", limit=2, cursor=first["next_cursor"]).get_json()
    assert [d["entry_id"] for d in first["items"] + rest["items"]] == names[::-1]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("role", [Role.STREET_CLERK, Role.ASSESSOR, Role.POINT_OPERATOR])
def test_other_staff_write_no_drafts(colleague: Callable[[Role], Colleague], role: Role) -> None:
    assert colleague(role).post("/drafts", entry_id="lunch").status_code == 403


def test_editors_do_not_approve(colleague: Callable[[Role], Colleague], editor: Colleague) -> None:
    draft = editor.step(editor.draft(), "submit")
    path = f"/drafts/{draft['id']}/approve"
    assert colleague(Role.EDITOR).post(path, version=draft["version"]).status_code == 403
