"""Fixed-window counters for the chat's rate limit.

On one host they live in shared memory made before the fork, so the limit is exact across workers
without a database write per question (ADR 0005); several hosts share them in Redis. Exact limits
for logins, codes and money are rows of their own and do not use this.
"""

from __future__ import annotations

import fcntl
import hashlib
import math
import mmap
import struct
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import redis
import structlog

log = structlog.get_logger()

_SLOTS = 1 << 16
_PROBES = 8
_SLOT = struct.Struct("<QII")  # key hash, window number, count


@dataclass(frozen=True)
class Verdict:
    """Whether the call may go on, and after how many seconds to come back if not."""

    allowed: bool
    retry_after: int


class Windows(Protocol):
    """Counts calls by key in windows of time."""

    def hit(self, key: str, limit: int, seconds: int) -> Verdict:
        """Count one call of ``key``; at most ``limit`` are allowed in each window."""
        ...


def _window(seconds: int) -> tuple[int, int]:
    """The number of the current window, and the seconds until the next one."""
    now = time.time()
    window = int(now // seconds)
    return window, max(1, math.ceil((window + 1) * seconds - now))


class SharedWindows:
    """Counts calls by key. Make it before forking; 1 MB of shared memory."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as we do
        weakref.finalize(self, self._file.close)
        self._file.truncate(_SLOTS * _SLOT.size)
        self._memory = mmap.mmap(self._file.fileno(), 0)
        self._threads = threading.Lock()

    def hit(self, key: str, limit: int, seconds: int) -> Verdict:
        """See Windows.hit."""
        window, retry_after = _window(seconds)
        name = hashlib.blake2b(f"{key}|{seconds}".encode(), digest_size=8).digest()
        number = int.from_bytes(name, "little")
        with self._alone():
            offset, count = self._find(number, window)
            _SLOT.pack_into(self._memory, offset, number, window & 0xFFFFFFFF, count + 1)
        return Verdict(count < limit, retry_after)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Threads wait on the lock, processes on a POSIX record lock, which the kernel takes
        back from a process that dies: a killed worker never blocks the others."""
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _find(self, number: int, window: int) -> tuple[int, int]:
        """The slot of this key in this window, else one that is free or out of date.

        If all probed slots are taken by live keys the first is reused: a crowd of clients then
        makes the limit looser, never stricter.
        """
        spare = None
        for step in range(_PROBES):
            offset = ((number + step) % _SLOTS) * _SLOT.size
            held, held_window, count = _SLOT.unpack_from(self._memory, offset)
            live = held_window == window & 0xFFFFFFFF
            if held == number and live:
                return offset, count
            if not live and spare is None:
                spare = offset
        return (spare if spare is not None else (number % _SLOTS) * _SLOT.size), 0


class RedisWindows:
    """The same counts for several hosts. While Redis is away each host counts for itself: a
    question is never refused because a counter could not be read."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=0.2, socket_connect_timeout=0.2)
        self._local = SharedWindows()

    def hit(self, key: str, limit: int, seconds: int) -> Verdict:
        """See Windows.hit."""
        window, retry_after = _window(seconds)
        name = f"yinian:rate:{key}:{seconds}:{window}"
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.incr(name)
                pipe.expire(name, seconds * 2)
                count, _ = pipe.execute()
        except redis.RedisError as error:
            log.warning("redis_unavailable", error=type(error).__name__)
            return self._local.hit(key, limit, seconds)
        return Verdict(int(count) <= limit, retry_after)
