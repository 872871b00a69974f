"""更正: a release that tells another figure knows who was told the old one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from server.conversation.models import Conversation
from server.editorial import audiences, corrections, figures, tasks
from server.editorial.listening_models import Correction
from server.errors import Problem
from server.messages.models import Message
from server.oversight.actor import Role
from server.transaction import transaction
from tests.doing_jobs import do_jobs
from tests.server.editorial.conftest import Colleague
from tests.server.people import makers
from tests.small_knowledge import PHRASINGS

MEAL = {"label": "一份午饭", "fen": 1500, "unit": "元", "condition": "在食堂吃"}


def publish(site: Flask, editor: Colleague, publisher: Colleague, **changes: Any) -> None:
    draft = editor.step(editor.draft("lunch", **changes), "submit")
    asked = publisher.post(f"/drafts/{draft['id']}/publish", version=draft["version"])
    assert asked.status_code == 202, asked.get_json()
    do_jobs(site)
    site.extensions["live"]._looked = 0.0


@pytest.fixture
def corrected(desk: Flask, editor: Colleague, publisher: Colleague) -> Flask:
    """A meal was 15 yuan; somebody signed in and somebody else were told so; it is 12 now."""
    publish(desk, editor, publisher, figures=[MEAL], short="一份午饭十五块，您慢用。")
    with desk.app_context(), transaction() as session:
        headers = makers.token(session, makers.account(session))
    for who in (headers, {}):
        said = {"text": PHRASINGS["lunch"][0]}
        answer = desk.test_client().post("/api/v1/chat/messages", json=said, headers=who)
        assert answer.get_json()["reply"]["release"] == 2
    publish(desk, editor, publisher, figures=[MEAL | {"fen": 1200}])
    return desk


def test_a_changed_figure_lists_who_was_told_the_old_one(corrected: Flask) -> None:
    with corrected.app_context(), transaction(writes=False) as session:
        [row] = corrections.listed(session)
        case = corrections.case(session, row.id, None, 10)
        assert (case.row.release_number, case.row.entry_id) == (3, "lunch")
        assert case.row.changes == [
            {"label": "一份午饭", "condition": "在食堂吃", "before": "15 元", "after": "12 元"}
        ]
        assert (case.audience.conversations, len(case.audience.known)) == (2, 1)


def test_who_is_known_is_told_once(corrected: Flask) -> None:
    with corrected.app_context(), transaction() as session:
        publisher = makers.staff(session, Role.PUBLISHER)
        [row] = corrections.listed(session)
        assert corrections.tell(session, publisher, row.id) == 1
        events = list(session.scalars(select(Message.event)))
        assert events.count("correction_notice") == 1
        with pytest.raises(Problem, match="已经有人办了"):
            corrections.tell(session, publisher, row.id)


def heard_by(site: Flask) -> tuple[int, int, int]:
    """(conversations, people, how many are listed) of the only correction, as its page shows them."""
    with site.app_context(), transaction(writes=False) as session:
        [row] = corrections.listed(session)
        found = corrections.case(session, row.id, None, 10).audience
        return found.conversations, found.count, len(found.known)


def counted_by_the_worker(site: Flask) -> None:
    with site.app_context():
        tasks.count_audiences()


def test_who_was_told_is_counted_by_the_worker_and_shown_as_counted(
    corrected: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted_by_the_worker(corrected)
    assert row_of(corrected).heard is None  # a process might still tell the old figure
    monkeypatch.setattr(audiences, "SETTLED", timedelta(0))
    live = heard_by(corrected)
    counted_by_the_worker(corrected)
    with corrected.app_context(), transaction() as session:
        session.execute(delete(Conversation))
    assert heard_by(corrected) == live == (2, 1, 1)
    assert row_of(corrected).heard_at is not None


def test_what_was_counted_an_hour_ago_is_counted_anew(
    corrected: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audiences, "SETTLED", timedelta(0))
    counted_by_the_worker(corrected)
    with corrected.app_context(), transaction() as session:
        session.execute(delete(Conversation))
    counted_by_the_worker(corrected)
    assert heard_by(corrected) == (2, 1, 1)
    monkeypatch.setattr(audiences, "COUNTED_EVERY", timedelta(0))
    counted_by_the_worker(corrected)
    assert heard_by(corrected) == (0, 0, 0)


def test_everybody_is_told_who_hears_of_it_after_the_count(
    corrected: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audiences, "SETTLED", timedelta(0))
    monkeypatch.setattr(audiences, "LISTED", 0)
    counted_by_the_worker(corrected)
    assert heard_by(corrected) == (2, 1, 0)
    with corrected.app_context(), transaction() as session:
        publisher = makers.staff(session, Role.PUBLISHER)
        assert corrections.tell(session, publisher, row_of(corrected).id) == 1
    assert row_of(corrected).heard is None


def row_of(site: Flask) -> Correction:
    with site.app_context(), transaction(writes=False) as session:
        [row] = corrections.listed(session)
        session.expunge(row)
        return row


def test_telling_nobody_takes_a_reason(corrected: Flask) -> None:
    with corrected.app_context(), transaction() as session:
        publisher = makers.staff(session, Role.PUBLISHER)
        [row] = corrections.listed(session)
        with pytest.raises(Problem, match="为什么"):
            corrections.dismiss(session, publisher, row.id, " ")
        corrections.dismiss(session, publisher, row.id, "只差了标点")
        assert corrections.listed(session)[0].status == "dismissed"


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ({"fen": 30000, "unit": "元/月"}, "300 元/月"),
        ({"fen": 1250, "unit": "元"}, "12.50 元"),
        ({"percent": "50", "unit": "%"}, "50%"),
        ({"number": "3", "unit": "次"}, "3 次"),
    ],
)
def test_a_figure_is_told_in_words(figure: dict[str, Any], words: str) -> None:
    assert figures.in_words(figure) == words


def test_a_correction_whose_told_figure_is_live_again_falls_away(
    corrected: Flask, editor: Colleague, publisher: Colleague
) -> None:
    publish(corrected, editor, publisher, figures=[MEAL], short="一份午饭又是十五块了。")
    with corrected.app_context(), transaction() as session:
        back, first = corrections.listed(session)
        assert (first.status, first.reason) == ("dismissed", "第 4 版又是原来的数，不用更正")
        assert (back.status, back.changes[0]["before"]) == ("open", "12 元")
        boss = makers.staff(session, Role.PUBLISHER)
        with pytest.raises(Problem, match="已经有人办了"):
            corrections.tell(session, boss, first.id)


def test_of_a_correction_only_what_is_live_again_falls_away(
    corrected: Flask, editor: Colleague, publisher: Colleague
) -> None:
    soup = {"label": "一碗汤", "fen": 200, "unit": "元", "condition": "在食堂吃"}
    publish(corrected, editor, publisher, figures=[MEAL | {"fen": 1200}, soup])
    publish(corrected, editor, publisher, figures=[MEAL | {"fen": 900}, soup | {"fen": 300}])
    publish(corrected, editor, publisher, figures=[MEAL | {"fen": 900}, soup])
    with corrected.app_context(), transaction(writes=False) as session:
        _, both, _ = corrections.listed(session)
        assert (both.status, [each["label"] for each in both.changes]) == ("open", ["一份午饭"])


def test_the_notice_names_the_entry(corrected: Flask) -> None:
    with corrected.app_context(), transaction() as session:
        [row] = corrections.listed(session)
        corrections.tell(session, makers.staff(session, Role.PUBLISHER), row.id)
        [message] = session.scalars(select(Message).where(Message.event == "correction_notice"))
        assert message.details == {"matter": "食堂几点开门的答案"}
