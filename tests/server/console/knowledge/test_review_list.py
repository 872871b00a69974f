"""Entries to check again are a work list like any other, the most used first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from server.console.work import review
from server.editorial import looking
from server.editorial.listening_models import EntryUse
from server.editorial.models import KnowledgeItem
from server.kit.clock import business_today
from server.oversight.actor import Role
from server.transaction import transaction
from tests.server.console.conftest import Browser, Hired

PATH = "/console/lists/review"


def changed(site: Flask, name: str, shown: int = 0, **changes: Any) -> None:
    """An entry of the working copy says this, and was told so often today."""
    with site.app_context(), transaction() as session:
        row = session.get_one(KnowledgeItem, ("entry", name))
        row.content = row.content | changes
        if shown:
            session.add(
                EntryUse(
                    entry_id=name, day=business_today(), shown=shown, useful=0, useless=0, led=0
                )
            )


@pytest.fixture
def due(site: Flask) -> Flask:
    """Two entries that nobody has checked for years; one is told more often."""
    changed(site, "bath", last_checked="2020-01-01", shown=1)
    changed(site, "lunch", last_checked="2021-01-01", shown=9)
    return site


def test_the_most_used_comes_first(due: Flask, editor: Browser) -> None:
    html = editor.get(PATH).get_data(as_text=True)
    assert html.index("食堂几点开门的答案") < html.index("洗澡有人帮吗的答案")


def test_the_next_page_goes_on_after_the_last_row(
    due: Flask, editor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.console.lists.PAGE_ROWS", 1)
    first = editor.get(PATH).get_data(as_text=True)
    assert "洗澡有人帮吗的答案" not in first
    onward = first.split("after=")[1].split('"')[0].replace("%2B", "%2b")
    assert "洗澡有人帮吗的答案" in editor.get(f"{PATH}?after={onward}").get_data(as_text=True)


def test_what_ends_and_what_is_old_are_told_apart(due: Flask, editor: Browser) -> None:
    with due.app_context():
        ends = business_today() + timedelta(days=3)
    changed(due, "bath", valid_until=ends.isoformat())
    html = editor.get(f"{PATH}?reason=ends").get_data(as_text=True)
    assert f"{ends} 到期" in html
    assert "食堂几点开门的答案" not in html
    assert "洗澡有人帮吗的答案" not in editor.get(f"{PATH}?view=overdue").get_data(as_text=True)


def test_what_was_checked_is_handed_to_a_second_person(due: Flask, editor: Browser) -> None:
    rows = {"row": [str(review.row_id("lunch")), str(review.row_id("bath"))], "action": "checked"}
    preview = editor.send(f"{PATH}/preview", **rows).get_data(as_text=True)
    assert "等另一位同事发布" in preview
    with due.app_context(), transaction(writes=False) as session:
        assert looking.draft_of(session, "lunch") is None
    editor.send(f"{PATH}/do", **rows)
    with due.app_context(), transaction(writes=False) as session:
        draft = looking.draft_of(session, "lunch")
        assert draft is not None
        assert draft.status == "submitted"
        assert draft.content["last_checked"] == business_today().isoformat()
    again = editor.send(f"{PATH}/do", **rows).get_data(as_text=True)
    assert "已有一份草稿" in again


def test_whoever_does_not_write_knowledge_does_not_see_it(due: Flask, hired: Hired) -> None:
    assert hired(Role.STREET_CLERK).get(PATH).status_code == 403
