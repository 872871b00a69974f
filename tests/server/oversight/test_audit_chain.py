"""The audit: what is recorded stays; the chain shows whoever changes it all the same."""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from server.extensions import db
from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.oversight import audit, checking, sealing
from server.oversight.actor import SYSTEM, Actor, ActorKind
from server.oversight.checking import Fault, Finding, Walk
from server.oversight.models import AuditRecord
from server.oversight.sealing import START, Link, head, seal_waiting
from server.transaction import transaction
from tests.databases import AUDIT, audit_unguarded

CLERK = Actor(ActorKind.STAFF, uuid.UUID(int=7))
OTHER_VALUES = {
    "seq": 1000, "id": uuid.UUID(int=1), "at": machine_now() - timedelta(days=1), "actor_kind": "account",
    "actor_id": uuid.UUID(int=2), "elder_id": None, "action": "x.y", "object_kind": None,
    "object_id": "other", "purpose": "其他", "request_id": "r", "details": {"count": 2},
    "sealed_no": 1000, "previous_hash": "1" * 64, "hash": "2" * 64,
}  # fmt: skip


def write(count: int = 1) -> None:
    with transaction() as session:
        for number in range(count):
            elder, about = new_key(), ("grant", new_key())
            audit.record(
                session, CLERK, "grant.ended", elder_id=elder, about=about, purpose="本人要求",
                count=number, nested={"b": [1, 2.5, None], "a": "中文"},
            )  # fmt: skip


@pytest.fixture
def chain(empty_app: Flask) -> Flask:
    """Five sealed records."""
    write(5)
    seal_waiting()
    return empty_app


@pytest.fixture
def check(empty_app: Flask) -> Callable[..., Result]:
    return lambda *options: empty_app.test_cli_runner().invoke(args=["audit", "check", *options])


def records() -> list[AuditRecord]:
    with transaction(writes=False) as session:
        return list(session.scalars(select(AuditRecord).order_by(AuditRecord.sealed_no)))


def tamper(statement: str, **values: object) -> None:
    with transaction() as session, audit_unguarded(session):
        session.execute(text(statement), values)


def findings(kept: Link | None = None) -> list[Finding]:
    return list(Walk(kept=kept).findings())


def end() -> Link:
    with transaction(writes=False) as session:
        return head(session)


def test_records_are_numbered_and_linked_in_the_order_they_were_written(chain: Flask) -> None:
    found = records()
    assert [row.sealed_no for row in found] == [1, 2, 3, 4, 5]
    assert [row.seq for row in found] == sorted(row.seq for row in found)
    assert [row.previous_hash for row in found] == [START.hash, *(row.hash for row in found[:-1])]
    assert findings() == []


def test_what_is_sealed_later_continues_the_chain(chain: Flask) -> None:
    write(2)
    seal_waiting()
    assert (end().no, findings()) == (7, [])


def test_a_long_chain_is_sealed_in_batches_and_walked_in_pages(
    empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    monkeypatch.setattr(checking, "PAGE", 4)
    write(10)
    seal_waiting()
    assert (end().no, findings()) == (10, [])


def test_a_record_that_commits_late_is_sealed_later_and_the_chain_holds(empty_app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time: nothing can commit late")
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with empty_app.app_context(), transaction() as session:
            audit.record(session, SYSTEM, "slow.one")
            session.flush()
            written.set()
            go_on.wait(timeout=30)

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(timeout=30)
    write()
    seal_waiting()
    go_on.set()
    thread.join(timeout=30)
    seal_waiting()
    assert [row.action for row in records()] == ["grant.ended", "slow.one"]
    assert records()[0].seq > records()[1].seq
    assert findings() == []


@pytest.mark.committed_db
def test_two_that_seal_at_once_make_one_chain(empty_app: Flask) -> None:
    write(30)
    together = threading.Barrier(2)

    def seal() -> None:
        with empty_app.app_context():
            together.wait()
            seal_waiting()

    threads = [threading.Thread(target=seal) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    seal_waiting()
    assert (end().no, findings()) == (30, [])


@pytest.mark.parametrize("column", [column.name for column in AuditRecord.__table__.columns])
def test_a_change_of_any_column_is_found(chain: Flask, column: str) -> None:
    assert getattr(records()[2], column) != OTHER_VALUES[column]
    with transaction() as session, audit_unguarded(session):
        table = AuditRecord.__table__
        change = table.update().where(table.c.sealed_no == 3).values({column: OTHER_VALUES[column]})
        assert session.execute(change).rowcount == 1
    assert findings()
    assert findings()[0].no in (3, 4)


def test_a_changed_record_is_named_and_the_others_are_not(chain: Flask) -> None:
    tamper(f"UPDATE {AUDIT} SET purpose = '其他' WHERE sealed_no = 3")
    assert findings() == [Finding(3, Fault.CHANGED)]


def test_a_record_that_cannot_be_read_any_more_is_named(chain: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps the types")
    tamper(f"UPDATE {AUDIT} SET details = 'no json' WHERE sealed_no = 2")
    tamper(f"UPDATE {AUDIT} SET action = x'00ff' WHERE sealed_no = 4")
    assert findings() == [Finding(2, Fault.CHANGED), Finding(4, Fault.CHANGED)]


def test_a_deleted_record_is_missed(chain: Flask) -> None:
    tamper(f"DELETE FROM {AUDIT} WHERE sealed_no IN (2, 3)")
    assert findings() == [Finding(2, Fault.MISSING)]


def test_a_deleted_record_is_missed_although_the_numbers_were_closed_up(chain: Flask) -> None:
    tamper(f"DELETE FROM {AUDIT} WHERE sealed_no = 3")
    for no in (4, 5):
        tamper(f"UPDATE {AUDIT} SET sealed_no = {no - 1} WHERE sealed_no = {no}")
    assert Finding(3, Fault.UNLINKED) in findings()


def test_a_record_put_in_between_is_found(chain: Flask) -> None:
    for no in (5, 4):
        tamper(f"UPDATE {AUDIT} SET sealed_no = {no + 1} WHERE sealed_no = {no}")
    write()
    last = records()[2]
    values: dict[str, Any] = {name: getattr(records()[-1], name) for name in sealing.HASHED}
    new = next(row for row in records() if row.sealed_no is None)
    values = {name: getattr(new, name) for name in sealing.HASHED} | {"sealed_no": 4}
    tamper(
        f"UPDATE {AUDIT} SET sealed_no = 4, previous_hash = :before, hash = :own WHERE seq = :seq",
        before=last.hash, own=sealing.hash_of(values, last.hash), seq=new.seq,
    )  # fmt: skip
    assert Finding(5, Fault.UNLINKED) in findings()


def test_two_records_in_the_other_order_are_found(chain: Flask) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper(f"UPDATE {AUDIT} SET sealed_no = {new} WHERE sealed_no = {old}")
    assert {finding.no for finding in findings()} >= {2, 3}


def test_a_chain_that_was_cut_off_is_known_by_its_head(chain: Flask) -> None:
    kept = end()
    tamper(f"DELETE FROM {AUDIT} WHERE sealed_no > 3")
    assert findings() == []
    assert findings(kept) == [Finding(4, Fault.TRUNCATED)]


def test_a_chain_that_was_made_anew_is_known_by_its_head(chain: Flask) -> None:
    kept = end()
    tamper(f"UPDATE {AUDIT} SET purpose = '其他' WHERE sealed_no = 3")
    tamper(f"UPDATE {AUDIT} SET sealed_no = NULL, hash = NULL, previous_hash = NULL")
    seal_waiting()
    assert findings() == []
    assert findings(kept) == [Finding(5, Fault.OTHER_HEAD)]


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {AUDIT} SET purpose = 'x'",
        f"UPDATE {AUDIT} SET details = '{{}}'",
        f"UPDATE {AUDIT} SET elder_id = NULL",
        f"UPDATE {AUDIT} SET hash = 'x'",
        f"UPDATE {AUDIT} SET hash = NULL, previous_hash = NULL, sealed_no = NULL",
        f"UPDATE {AUDIT} SET sealed_no = sealed_no + 10",
        f"DELETE FROM {AUDIT}",
    ],
)
def test_the_database_refuses_changes_and_deletions(chain: Flask, statement: str) -> None:
    before = [(row.seq, row.hash) for row in records()]
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(statement))
    assert [(row.seq, row.hash) for row in records()] == before


def test_the_database_refuses_to_empty_the_table(chain: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(f"TRUNCATE {AUDIT}"))


def test_the_command_prints_the_head_to_be_kept(chain: Flask, check: Callable[..., Result]) -> None:
    result = check()
    assert result.exit_code == 0
    assert result.output == f"链头 5:{end().hash}\n审计链完好。\n"
    assert check("--head", f"5:{end().hash}").exit_code == 0


def test_the_command_fails_and_says_where(chain: Flask, check: Callable[..., Result]) -> None:
    tamper(f"UPDATE {AUDIT} SET purpose = '其他' WHERE sealed_no = 3")
    result = check()
    assert result.exit_code == 1
    assert "第 3 条：内容被改动" in result.output


def test_the_command_can_begin_after_a_head(chain: Flask, check: Callable[..., Result]) -> None:
    kept = f"5:{end().hash}"
    tamper(f"UPDATE {AUDIT} SET purpose = '其他' WHERE sealed_no = 3")
    write()
    seal_waiting()
    assert check("--after", kept).exit_code == 0
    assert check("--after", f"5:{'0' * 64}").exit_code == 1


def test_the_command_refuses_what_is_no_head(check: Callable[..., Result]) -> None:
    assert check("--head", "5:abc").exit_code == 2


def test_the_command_says_that_nobody_seals(
    empty_app: Flask, check: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    assert "仍未封存" not in check().output
    with transaction() as session, audit_unguarded(session):
        long_ago = machine_now() - timedelta(minutes=2)
        session.execute(AuditRecord.__table__.update().values(at=long_ago))
    assert "有 1 条记录一分钟后仍未封存" in check().output


def test_a_full_read_says_who_read_what_of_whom_and_why(empty_app: Flask) -> None:
    elder = new_key()
    with transaction() as session:
        audit.full_read(session, CLERK, "people_elders.id_card", elder_id=elder, purpose="办理补贴")
    [row] = records()
    assert (row.action, row.actor_id, row.elder_id) == ("personal_data.read", CLERK.id, elder)
    assert (row.object_kind, row.object_id) == ("field", "people_elders.id_card")
    assert row.purpose == "办理补贴"


def test_a_full_read_for_no_purpose_is_refused(empty_app: Flask) -> None:
    with pytest.raises(ValueError, match="no purpose"), transaction() as session:
        audit.full_read(session, CLERK, "a.b", elder_id=None, purpose=" ")


def test_the_serialisation_is_the_documented_one() -> None:
    """Written out by hand: sealed chains must be checkable by later versions, and by others."""
    values = {
        "seq": 12, "id": uuid.UUID(int=1), "at": datetime(2026, 11, 21, 4, 0, 0, 5, tzinfo=UTC),
        "actor_kind": "staff", "actor_id": uuid.UUID(int=7), "elder_id": None, "action": "grant.ended",
        "object_kind": "grant", "object_id": "a", "purpose": "本人", "request_id": None,
        "details": {"b": [1, 2.5, None], "a": True}, "sealed_no": 3,
    }  # fmt: skip
    assert set(values) == set(sealing.HASHED)
    document = (
        '{"format":1,"previous_hash":"00ff","record":{"action":"grant.ended",'
        '"actor_id":"00000000-0000-0000-0000-000000000007","actor_kind":"staff",'
        '"at":"2026-11-21T04:00:00.000005+00:00","details":{"a":true,"b":[1,2.5,null]},'
        '"elder_id":null,"id":"00000000-0000-0000-0000-000000000001","object_id":"a",'
        '"object_kind":"grant","purpose":"\\u672c\\u4eba","request_id":null,"sealed_no":3,"seq":12}}'
    )
    assert sealing.hash_of(values, "00ff") == hashlib.sha256(document.encode("ascii")).hexdigest()
