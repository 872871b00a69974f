"""Transactions, column types and migrations, on the database this run uses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from server.conversation.models import Conversation, Turn
from server.extensions import Model, db
from server.kit.columns import UtcDateTime
from server.kit.ids import new_capability, new_key
from server.transaction import transaction
from tests import databases

NOON = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=8)))


def conversation(name: str = "one", created_at: datetime = NOON) -> Conversation:
    return Conversation(id=name, created_at=created_at, expires_at=NOON)


def turn(of: str, **changes: object) -> Turn:
    values = {
        "conversation_id": of, "text": "问", "input_mode": "text", "kind": "answer",
        "reply": {"text": "答"}, "reasons": {}, "created_at": NOON,
    }  # fmt: skip
    return Turn(**values | changes)


def stored(app: Flask) -> list[str]:
    with transaction(writes=False) as session:
        return sorted(session.scalars(select(Conversation.id)))


def config(app: Flask) -> object:
    return app.extensions["migrate"].migrate.get_config()


def tables(app: Flask) -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_the_models_are_what_the_migrations_make(empty_app: Flask) -> None:
    command.check(config(empty_app))


def test_a_model_that_the_migrations_lack_is_noticed(empty_app: Flask) -> None:
    with transaction() as session:
        session.execute(text("ALTER TABLE conversations DROP COLUMN created_at"))
    with pytest.raises(Exception, match="created_at"):
        command.check(config(empty_app))


def test_the_migrations_go_down_and_up_again(empty_app: Flask) -> None:
    command.downgrade(config(empty_app), "base")
    assert tables(empty_app) == set()
    command.upgrade(config(empty_app), "head")
    assert tables(empty_app) == set(Model.metadata.tables)


def test_an_instant_comes_back_in_utc(empty_app: Flask) -> None:
    with transaction() as session:
        session.add(conversation())
    with transaction(writes=False) as session:
        found = session.get(Conversation, "one").created_at
    assert (found, found.tzinfo) == (datetime(2026, 11, 21, 4, tzinfo=UTC), UTC)


def test_an_instant_without_a_zone_is_refused(empty_app: Flask) -> None:
    with pytest.raises(StatementError, match="naive datetime"), transaction() as session:
        session.add(conversation(created_at=datetime(2026, 11, 21)))  # noqa: DTZ001 - that is the point


def test_every_instant_is_kept_in_utc_columns() -> None:
    times = {
        c.type.__class__
        for t in Model.metadata.tables.values()
        for c in t.columns
        if c.name.endswith("_at")
    }
    assert times == {UtcDateTime}


def test_the_text_of_a_turn_keeps_every_character(empty_app: Flask) -> None:
    said = "𠮷野家的👵🏻问：“津贴”\t多少？\n\\x00 % _ ' \""
    with transaction() as session:
        session.add(conversation())
        session.flush()
        session.add(turn("one", text=said, reply={"text": said}))
    with transaction(writes=False) as session:
        found = session.scalars(select(Turn)).one()
    assert (found.text, found.reply) == (said, {"text": said})


def test_a_unit_commits_at_its_end(empty_app: Flask) -> None:
    with transaction() as session:
        session.add(conversation())
    assert stored(empty_app) == ["one"]


def test_a_unit_that_raises_leaves_nothing(empty_app: Flask) -> None:
    with pytest.raises(IntegrityError):
        write(conversation(), turn("nobody"))
    assert stored(empty_app) == []


def write(*rows: object) -> None:
    """One unit of work that stores the rows one after the other."""
    with transaction() as session:
        for row in rows:
            session.add(row)
            session.flush()


def test_all_that_a_reading_unit_reads_is_of_one_moment(empty_app: Flask) -> None:
    with transaction(writes=False) as session:
        before = session.scalars(select(Conversation.id)).all()
        in_thread(empty_app, lambda: write(conversation()))
        assert session.scalars(select(Conversation.id)).all() == before == []


def test_a_writing_unit_after_it_sees_what_others_have_committed(empty_app: Flask) -> None:
    """What it locks it must see as it is now, on the connection that the reader used, too."""
    stored(empty_app)
    if not databases.SERVER_URL:
        pytest.skip("on SQLite a writer keeps all others out")
    with transaction() as session:
        session.scalars(select(Conversation.id)).all()
        in_thread(empty_app, lambda: write(conversation()))
        assert session.scalars(select(Conversation.id)).all() == ["one"]


def test_units_do_not_nest_and_the_outer_one_is_undone(empty_app: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside transaction"):
        nest()
    assert stored(empty_app) == []


def nest() -> None:
    with transaction() as session:
        session.add(conversation())
        with transaction():
            pass


def test_after_a_failed_unit_the_next_one_works(empty_app: Flask) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.add_all([turn("nobody")])
    with transaction() as session:
        session.add(conversation())
    assert stored(empty_app) == ["one"]


def test_what_a_unit_loaded_can_be_read_after_it(empty_app: Flask) -> None:
    with transaction() as session:
        made = conversation()
        session.add(made)
    assert made.expires_at == NOON


def test_a_turn_cannot_point_to_nothing(empty_app: Flask) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(turn("nobody"))


def test_a_turn_has_one_of_the_known_input_modes(empty_app: Flask) -> None:
    with pytest.raises(IntegrityError):
        write(conversation(), turn("one", input_mode="thought"))


def test_a_conversation_takes_its_turns_with_it(empty_app: Flask) -> None:
    with transaction() as session:
        session.add(conversation())
        session.flush()
        session.add(turn("one"))
    with transaction() as session:
        session.execute(text("DELETE FROM conversations"))
        assert session.scalars(select(Turn)).all() == []


@pytest.fixture
def sqlite(empty_app: Flask) -> Iterator[Flask]:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    return empty_app


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 5000), ("synchronous", 1)],
)
def test_sqlite_is_prepared(sqlite: Flask, pragma: str, value: object) -> None:
    with transaction(writes=False) as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_sqlite_checks_foreign_keys_again_after_migrating(sqlite: Flask) -> None:
    command.downgrade(config(sqlite), "base")
    command.upgrade(config(sqlite), "head")
    with transaction(writes=False) as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_sqlite_lets_readers_go_on_while_one_writes(sqlite: Flask) -> None:
    with transaction() as session:
        session.add(conversation())
        session.flush()
        assert in_thread(sqlite, lambda: stored(sqlite)) == []


def test_migrating_with_rows_that_lack_their_parent_is_refused(sqlite: Flask) -> None:
    with db.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("INSERT INTO editorial_contents (digest, content) VALUES ('none', '{}')")
        driver.execute(
            "INSERT INTO editorial_release_items (release_number, kind, id, digest) VALUES (7, 'entry', 'x', 'none')"
        )
        driver.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(RuntimeError, match="1 rows without their parent"):
        command.upgrade(config(sqlite), "head")


def in_thread(app: Flask, work: Callable[[], object]) -> object:
    """What ``work`` gives in a thread with a session of its own."""
    results: list[object] = []

    def run() -> None:
        with app.app_context():
            results.append(work())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    return results[0]


@pytest.mark.committed_db
def test_two_threads_that_read_and_then_write_both_finish(empty_app: Flask) -> None:
    together, failures = threading.Barrier(2), []

    def write(name: str) -> None:
        with empty_app.app_context():
            together.wait()
            for number in range(25):
                try:
                    with transaction() as session:
                        session.scalars(select(Conversation.id)).all()
                        session.add(conversation(f"{name}-{number}"))
                except OperationalError as error:
                    failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert len(stored(empty_app)) == 50


@pytest.mark.committed_db
def test_two_questions_in_one_conversation_at_once_are_both_kept(
    shared_app: Flask, app: Flask
) -> None:
    first = (
        app.test_client()
        .post("/api/v1/chat/messages", json={"text": "您好"})
        .get_json()["conversation_id"]
    )
    together, statuses = threading.Barrier(2), []

    def ask() -> None:
        together.wait()
        message = {"text": "谢谢", "conversation_id": first}
        statuses.append(app.test_client().post("/api/v1/chat/messages", json=message).status_code)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    items = app.test_client().get(f"/api/v1/chat/conversations/{first}").get_json()["items"]
    assert (statuses, len(items)) == ([200, 200], 3)


def test_keys_are_in_the_order_they_were_made() -> None:
    keys = [new_key() for _ in range(100)]
    assert keys == sorted(keys)
    assert keys[0].version == 7


def test_what_grants_access_is_random_and_has_no_order() -> None:
    ids = [new_capability() for _ in range(100)]
    assert len(set(ids)) == 100
    assert {len(name) for name in ids} == {22}
    assert ids != sorted(ids)
