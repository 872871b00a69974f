"""Files become the working copy, the working copy becomes releases; staff edits survive both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from knowledge.loader import Base
from server.editorial import repository, service
from server.editorial.models import Content
from server.editorial.service import Change, Difference
from server.transaction import transaction
from tests.conftest import publish
from tests.server.talk import reply_to
from tests.small_knowledge import document, entry, small_base

LUNCH, BATH, NOTICE = ("entry", "lunch"), ("entry", "bath"), ("document", "notice")

Files = Callable[..., Base]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Writes knowledge files and reads them."""
    return lambda *entries, documents=None: small_base(tmp_path / "content", entries, documents)


@pytest.fixture
def started(empty_app: Flask, files: Files) -> Flask:
    """An application whose release 1 has two entries."""
    publish(files(entry("lunch"), entry("bath")))
    return empty_app


@pytest.fixture
def session(started: Flask) -> Iterator[Session]:
    with transaction() as opened:
        yield opened


def edit(session: Session, key: tuple[str, str], **changes: Any) -> None:
    """What staff will do: change the working copy, not the file."""
    row = repository.working_items(session)[key]
    row.content = row.content | changes
    row.digest = "edited by staff"
    session.flush()


def test_files_in_an_empty_base_are_published_as_release_1(empty_app: Flask, files: Files) -> None:
    assert publish(files(entry("lunch"))) == 1
    with transaction(writes=False) as session:
        published = service.published(session, 1)
    assert published.entries["lunch"].short == entry("lunch")["short"]
    assert published.documents["notice"].title == document()["title"]


def test_a_release_gives_back_exactly_what_the_files_said(shared_app: Flask, base: Base) -> None:
    with shared_app.app_context(), transaction(writes=False) as session:
        published = service.published(session, 1)
    assert published.entries == base.entries
    assert published.documents == base.documents


def test_unchanged_files_show_no_difference(session: Session, files: Files) -> None:
    assert service.difference(session, files(entry("lunch"), entry("bath"))) == Difference()


def test_a_changed_file_is_shown_and_changes_nothing_yet(session: Session, files: Files) -> None:
    found = service.difference(
        session, files(entry("lunch", short="十一点半开门。"), entry("bath"))
    )
    assert (found.changes, found.applicable) == ({LUNCH: Change.CHANGED}, True)
    assert repository.working_items(session)[LUNCH].content["short"] == entry("lunch")["short"]


def test_a_changed_file_is_taken_over_when_asked(session: Session, files: Files) -> None:
    changed = files(entry("lunch", short="十一点半开门。"), entry("bath"))
    service.take_over(session, changed)
    assert repository.working_items(session)[LUNCH].content["short"] == "十一点半开门。"
    assert service.difference(session, changed) == Difference()


def test_new_and_removed_items_are_told_apart(session: Session, files: Files) -> None:
    found = service.take_over(session, files(entry("lunch"), entry("bus")))
    assert found.changes == {("entry", "bus"): Change.NEW, BATH: Change.REMOVED}
    assert set(repository.working_items(session)) == {LUNCH, ("entry", "bus"), NOTICE}


def test_an_item_that_staff_edited_is_never_overwritten(session: Session, files: Files) -> None:
    edit(session, LUNCH, short="工作人员改过。")
    found = service.take_over(session, files(entry("lunch", short="文件也改了。"), entry("bath")))
    assert (found.changes, found.applicable) == ({LUNCH: Change.KEPT_FOR_STAFF}, False)
    assert repository.working_items(session)[LUNCH].content["short"] == "工作人员改过。"


def test_an_item_that_staff_edited_is_no_difference_while_its_file_stays(
    session: Session, files: Files
) -> None:
    edit(session, LUNCH, short="工作人员改过。")
    assert service.difference(session, files(entry("lunch"), entry("bath"))) == Difference()


def test_an_item_that_staff_edited_outlives_its_file(session: Session, files: Files) -> None:
    edit(session, BATH, short="工作人员改过。")
    service.take_over(session, files(entry("lunch")))
    assert BATH in repository.working_items(session)


def test_an_item_that_staff_made_is_not_missed_in_the_files(session: Session, files: Files) -> None:
    edit(session, BATH)
    repository.working_items(session)[BATH].file_digest = None
    assert service.difference(session, files(entry("lunch"))) == Difference()


def test_a_source_stays_while_an_entry_that_staff_edited_cites_it(
    session: Session, files: Files
) -> None:
    edit(session, BATH, short="工作人员改过。")
    other = entry("lunch", citations=[{"document": "new-notice", "mark": "原文"}])
    found = service.take_over(session, files(other, documents=[document("new-notice")]))
    assert found.changes[NOTICE] is Change.KEPT_FOR_STAFF
    assert NOTICE in repository.working_items(session)


def test_a_source_that_nobody_cites_any_more_goes(session: Session, files: Files) -> None:
    other = entry("lunch", citations=[{"document": "new-notice", "mark": "原文"}])
    service.take_over(session, files(other, documents=[document("new-notice")]))
    assert NOTICE not in repository.working_items(session)


def test_publishing_without_a_change_makes_no_release(session: Session) -> None:
    assert [service.publish(session).number for _ in range(2)] == [1, 1]


def test_publishing_a_change_makes_the_next_release_and_keeps_the_first(
    session: Session, files: Files
) -> None:
    service.take_over(session, files(entry("lunch", short="十一点半开门。"), entry("bath")))
    assert service.publish(session, "改了时间").number == 2
    assert service.published(session, 1).entries["lunch"].short == entry("lunch")["short"]
    assert service.published(session, 2).entries["lunch"].short == "十一点半开门。"


def test_going_back_to_an_older_content_is_a_release_of_its_own(
    session: Session, files: Files
) -> None:
    service.take_over(session, files(entry("lunch", short="十一点半开门。"), entry("bath")))
    second = service.publish(session)
    service.take_over(session, files(entry("lunch"), entry("bath")))
    third = service.publish(session)
    assert (second.number, third.number) == (2, 3)
    assert third.digest == repository.release(session, 1).digest != second.digest


def test_the_layout_of_files_does_not_change_their_digest(files: Files) -> None:
    one = files(entry("lunch"), entry("bath"))
    assert files(entry("bath"), entry("lunch")).digest == one.digest
    assert files(entry("bath"), entry("lunch", title="另一个标题")).digest != one.digest


def test_an_edited_entry_whose_source_left_the_files_is_still_answered(
    started: Flask, files: Files
) -> None:
    other = entry("lunch", citations=[{"document": "new-notice", "mark": "原文"}])
    with transaction() as session:
        edit(session, BATH, short="工作人员改过。")
        service.take_over(session, files(other, documents=[document("new-notice")]))
        service.publish(session)
    reply = reply_to(started.test_client(), entry("bath")["question"])
    assert reply["text"].startswith("工作人员改过。")
    assert [source["title"] for source in reply["citations"]] == [document()["title"]]


def test_two_editors_of_one_item_do_not_overwrite_each_other(started: Flask) -> None:
    with pytest.raises(StaleDataError):
        edit_while_another_does()


def edit_while_another_does() -> None:
    with transaction() as session:
        row = repository.working_items(session)[LUNCH]
        session.execute(text("UPDATE editorial_items SET version = version + 1 WHERE id = 'lunch'"))
        row.content = row.content | {"short": "第二个人改的。"}


def test_what_releases_say_alike_is_kept_once(session: Session, files: Files) -> None:
    changed = files(entry("lunch", short="十一点半开门。"), entry("bath"))
    service.take_over(session, changed)
    service.publish(session)
    assert session.scalar(select(func.count()).select_from(Content)) == 4  # 3, and lunch again
    assert [row.id for row in repository.changed_items(session, 1, 2)] == ["lunch"]


def test_a_release_read_from_the_one_before_is_the_release(session: Session, files: Files) -> None:
    first = service.published(session, 1)
    service.take_over(session, files(entry("bus"), entry("lunch", short="十一点半开门。")))
    service.publish(session)
    assert service.published(session, 2, first) == service.published(session, 2)
    assert [*service.published(session, 2, first).entries] == ["bus", "lunch"]
    second = service.published(session, 2)
    assert service.published(session, 1, second) == first


def test_releases_are_the_same_after_the_way_down_and_up(started: Flask, files: Files) -> None:
    with transaction() as session:
        service.take_over(session, files(entry("lunch", short="十一点半开门。"), entry("bath")))
        service.publish(session)
        before = [service.published(session, number) for number in (1, 2)]
    config = started.extensions["migrate"].migrate.get_config()
    command.downgrade(config, "0020")
    command.upgrade(config, "head")
    with transaction(writes=False) as session:
        assert [service.published(session, number) for number in (1, 2)] == before
        assert session.scalar(select(func.count()).select_from(Content)) == 4
