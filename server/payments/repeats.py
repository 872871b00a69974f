"""Which call has a key, and what came of it: one row for each actor, route and key.

The unique key and the row's lock decide between processes; nothing is held while a call runs.
"""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import g, has_app_context
from sqlalchemy import (
    CheckConstraint,
    Index,
    String,
    UniqueConstraint,
    Uuid,
    delete,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.errors import Problem
from server.extensions import Model
from server.kit.clock import business_now, machine_now
from server.kit.columns import Encrypted, UtcDateTime
from server.kit.ids import new_key
from server.kit.rows import changed, insert_unless_there

LEASE = timedelta(minutes=2)
"""Longer than calls live: a payment asks its channel a few times, each with a time-out of seconds.
Until then nobody can tell a call that runs from one whose process was killed. One that is slower
still and was overtaken finds out before it moves money (``money_moves``)."""


class Repeat(Model):
    """A call that moves money, by the key its caller gave it: a repeat of it is answered from here.

    ``started`` while it runs (until its lease ends, if its process died); ``moved`` once it has
    moved money, in the transaction that did; ``done`` with its answer. See ``idempotency.py``.
    """

    __tablename__ = "payments_repeats"
    __table_args__ = (
        UniqueConstraint("actor", "route", "key"),
        CheckConstraint("status IN ('started', 'moved', 'done')", name="status"),
        Index("ix_payments_repeats_created_at", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_key)
    actor: Mapped[str] = mapped_column(String(64))
    route: Mapped[str] = mapped_column(String(96))
    key: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    """Of address and body: the same key with another one is a mistake of the caller's."""
    status: Mapped[str] = mapped_column(String(8), default="started")
    claim: Mapped[uuid.UUID] = mapped_column(Uuid)
    """Which call has it; one that comes after a crash has another."""
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[dict[str, Any] | None] = mapped_column(Encrypted("payments_repeats.answer"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Asked:
    """A call as it is told apart: whose, where, under which key, with what."""

    actor: str
    route: str
    key: str
    digest: str


@dataclass(frozen=True)
class Claim:
    """The right to carry a call out; ``id`` is its row, ``token`` this claim of it."""

    id: uuid.UUID
    token: uuid.UUID


def claim(session: Session, asked: Asked) -> Claim | dict[str, Any]:
    """Take a key, or the answer of the call that had it.

    Raises Problem 409 for another body under the same key, while the first call runs, and where it
    moved money and its answer got lost.
    """
    for _ in range(2):  # the row that was in the way may be gone: its call failed
        token, now = new_key(), machine_now()
        made = new_key()
        if insert_unless_there(
            session, Repeat, id=made, **vars(asked), status="started", claim=token,
            lease_until=now + LEASE, answer=None, created_at=business_now(),
        ):  # fmt: skip
            return Claim(made, token)
        known = _locked(session, asked)
        if known is not None:
            return _taken_over(session, known, asked, now)
    raise Problem(503, "unavailable", "系统正忙，请过一分钟再试", headers={"Retry-After": "5"})


def _locked(session: Session, asked: Asked) -> Repeat | None:
    ours = (Repeat.actor == asked.actor, Repeat.route == asked.route, Repeat.key == asked.key)
    chosen = select(Repeat).where(*ours).with_for_update()
    return session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def _taken_over(
    session: Session, known: Repeat, asked: Asked, now: datetime
) -> Claim | dict[str, Any]:
    if known.digest != asked.digest:
        title = "这次提交的内容和上一次不一样，请回到上一页重新提交"
        raise Problem(409, "key-reused", title)
    if known.status == "done" and known.answer is not None:
        return known.answer
    if known.lease_until > now:
        left = (known.lease_until - now).total_seconds()
        title = "这件事正在办，请等几秒钟再看结果，不要重复提交"
        raise Problem(
            409, "in-progress", title, headers={"Retry-After": str(min(5, math.ceil(left)))}
        )
    if known.status == "moved":
        title = "这件事已经办过了，请刷新页面看结果，不要再提交"
        raise Problem(409, "already-done", title)
    known.claim, known.lease_until = new_key(), now + LEASE
    session.flush()
    return Claim(known.id, known.claim)


def hold(found: Claim) -> None:
    """Let what this request does know under which claim it does it."""
    g.payments_claim = found


def let_go() -> None:
    """What is done from now on in this request has no key."""
    g.pop("payments_claim", None)


def money_moves(session: Session) -> None:
    """Note in the transaction that moves money that this call has done so: if its process dies
    before the answer is kept, a repeat must not move it again. Nothing to do outside such a call.

    Raises Problem 409 if a repeat has taken the key over meanwhile: only one of them may go on.
    """
    found: Claim | None = g.get("payments_claim") if has_app_context() else None
    if found is None:
        return
    ours = update(Repeat).where(Repeat.id == found.id, Repeat.claim == found.token)
    if not changed(session, ours.values(status="moved")):
        raise Problem(409, "in-progress", "这件事正在办，请等几秒钟再看结果，不要重复提交")


def finish(session: Session, found: Claim, answer: dict[str, Any]) -> bool:
    """Keep the answer; False if somebody else has the key now."""
    known = session.get(Repeat, found.id)
    if known is None or known.claim != found.token:
        return False
    known.status, known.answer = "done", answer
    return True


def release(session: Session, found: Claim) -> None:
    """The call failed: its key may be used again at once, unless it has moved money."""
    ours = (Repeat.id == found.id, Repeat.claim == found.token)
    changed(session, delete(Repeat).where(*ours, Repeat.status == "started"))
    over = update(Repeat).where(*ours, Repeat.status == "moved")
    changed(session, over.values(lease_until=machine_now()))


def drop_before(session: Session, before: datetime) -> None:
    """Forget calls that began before then."""
    changed(session, delete(Repeat).where(Repeat.created_at < before))
