"""Watches in which order rows are locked, on PostgreSQL: in one order, whoever takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

ORDER = (
    "payments_notices",
    "payments_payments",
    "payments_attempts",
    "payments_refund_requests",
    "payments_refunds",
    "payments_repeats",
    "payments_incidents",
    "activities_sign_ups",
    "activities_activities",
)
"""docs/payments.md, rule 1: what is told, the payment, what belongs to it, the order, its quota."""

_INSERT = re.compile(r"INSERT INTO (\w+)")
_UPDATE = re.compile(r"UPDATE (\w+) SET")
_LOCKING = re.compile(r"\bFOR UPDATE(?: OF (?P<of>[\w, ]+))?")
_TABLES = re.compile(r"\b(?:FROM|JOIN) (\w+)")


def locked_by(statement: str) -> list[str]:
    """The tables of ours of which a statement locks rows, in the order in which it does."""
    if found := _UPDATE.match(statement):
        return [found[1]] if found[1] in ORDER else []
    locking = _LOCKING.search(statement)
    if locking is None:
        return []
    named = re.findall(r"\w+", locking["of"]) if locking["of"] else _TABLES.findall(statement)
    return [each for each in named if each in ORDER]


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collects what was locked out of order: "this after that"."""
    wrong: list[str] = []

    def look(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        if cursor.rowcount == 0:  # none there to be locked
            return
        held: list[str] = connection.info.setdefault("locked", [])
        if made := _INSERT.match(statement):  # nobody else has a row that is new, and nobody waits
            held.extend(each for each in ORDER if each == made[1])
        for table in locked_by(statement):
            later = [each for each in held if ORDER.index(each) > ORDER.index(table)]
            if later and table not in held:
                wrong.append(f"{table} after {later}")
            held.append(table)

    def forget(connection: Connection) -> None:
        connection.info.pop("locked", None)

    events = (("after_cursor_execute", look), ("commit", forget), ("rollback", forget))
    for name, do in events:
        event.listen(Engine, name, do)
    try:
        yield wrong
    finally:
        for name, do in events:
            event.remove(Engine, name, do)
