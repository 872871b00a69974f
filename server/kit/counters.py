"""Exact limits for what is worth guessing or costs money: logins, codes, payments.

Each hit is a short transaction of its own, so call it with none open. Refused calls are not
counted: whoever waits until the window ends gets in. Hosts that have Redis count there; while it
is away they count in the database, which is never looser than counting nowhere.
"""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta
from typing import Protocol

import redis
import structlog
from flask import current_app
from sqlalchemy import Integer, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.extensions import Model
from server.kit.clock import machine_now
from server.kit.columns import UtcDateTime
from server.kit.rate import Verdict
from server.kit.rows import changed, insert_unless_there
from server.transaction import transaction

log = structlog.get_logger()


class Counter(Model):
    """How often something was done in a window that began with the first time.

    ``key`` is a hash: what is counted may be a phone number or an address.
    """

    __tablename__ = "kit_counters"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Counters(Protocol):
    """Counts calls by key, exactly, in windows that begin with the first call."""

    def hit(self, key: str, limit: int, seconds: int) -> Verdict:
        """Count one call of ``key``, of which ``limit`` are allowed in ``seconds``."""
        ...

    def forget(self, key: str) -> None:
        """Begin anew: whoever gave the right answer was no guesser."""
        ...

    def give_back(self, key: str, seconds: int) -> None:
        """Take one call of ``key`` back that was counted in a window of ``seconds``: it was in order,
        and those who share the key keep their tries."""
        ...


class DatabaseCounters:
    """Rows that only change by ``UPDATE … WHERE count < limit``."""

    def hit(self, key: str, limit: int, seconds: int) -> Verdict:
        """See Counters.hit."""
        name = _hashed(key)
        with transaction(durable=False) as session:
            # The second round is for whoever lost the race for the first row of a window.
            allowed = any(_count(session, name, limit, seconds) for _ in range(2))
            if allowed:  # nobody waits: when the window ends does not matter
                return Verdict(True, seconds)
            ends_at = session.scalar(select(Counter.ends_at).where(Counter.key == name))
        return Verdict(False, _until(ends_at))

    def forget(self, key: str) -> None:
        """See Counters.forget."""
        with transaction() as session:
            changed(session, delete(Counter).where(Counter.key == _hashed(key)))

    def give_back(self, key: str, seconds: int) -> None:
        """See Counters.give_back."""
        row = update(Counter).where(Counter.key == _hashed(key), Counter.count > 0)
        with transaction(durable=False) as session:
            changed(session, row.values(count=Counter.count - 1))


class RedisCounters:
    """The same counts for several hosts without a database write."""

    def __init__(self, url: str, patience_s: float = 0.2) -> None:
        """``patience_s`` is waited for Redis, then the database counts."""
        self._redis = redis.Redis.from_url(
            url, socket_timeout=patience_s, socket_connect_timeout=patience_s
        )
        self._database = DatabaseCounters()

    def hit(self, key: str, limit: int, seconds: int) -> Verdict:
        """See Counters.hit."""
        name = _redis_key(key)
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(name, 0, ex=seconds, nx=True)
                pipe.incr(name)
                pipe.ttl(name)
                _, count, left = pipe.execute()
        except redis.RedisError as error:
            log.warning("redis_unavailable", error=type(error).__name__)
            return self._database.hit(key, limit, seconds)
        if int(count) > limit:
            self.give_back(key, seconds)
        return Verdict(int(count) <= limit, max(1, int(left)))

    def forget(self, key: str) -> None:
        """See Counters.forget."""
        try:
            self._redis.delete(_redis_key(key))
        except redis.RedisError as error:
            log.warning("redis_unavailable", error=type(error).__name__)
        self._database.forget(key)

    def give_back(self, key: str, seconds: int) -> None:
        """See Counters.give_back. A window that has ended meanwhile begins anew, with its end: a count
        without one would stay for ever."""
        name = _redis_key(key)
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(name, 1, ex=seconds, nx=True)
                pipe.decr(name)
                pipe.execute()
        except redis.RedisError as error:
            log.warning("redis_unavailable", error=type(error).__name__)
            self._database.give_back(key, seconds)


def counters() -> Counters:
    """The counters of the running application."""
    found: Counters = current_app.extensions["counters"]
    return found


def drop_ended(session: Session, now: datetime) -> int:
    """Remove the rows of windows that have ended; how many."""
    return changed(session, delete(Counter).where(Counter.ends_at <= now))


def _count(session: Session, name: str, limit: int, seconds: int) -> bool:
    now = machine_now()
    ends_at = now + timedelta(seconds=seconds)
    row = update(Counter).where(Counter.key == name)
    in_window = row.where(Counter.ends_at > now, Counter.count < limit)
    if changed(session, in_window.values(count=Counter.count + 1)):
        return True
    if changed(session, row.where(Counter.ends_at <= now).values(count=1, ends_at=ends_at)):
        return True
    return insert_unless_there(session, Counter, key=name, count=1, ends_at=ends_at)


def _until(ends_at: datetime | None) -> int:
    left = (ends_at - machine_now()).total_seconds() if ends_at else 1
    return max(1, math.ceil(left))


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _redis_key(key: str) -> str:
    return f"yinian:count:{_hashed(key)}"
