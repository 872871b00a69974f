"""The token in Redis. The lock is redis-py's own: SET NX PX with an owner, released by its owner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from redis import Redis
from redis.exceptions import LockError
from redis.lock import Lock

from wechat.tokens import DAY_S, Token


class RedisTokenStore:
    """A :class:`wechat.tokens.TokenStore` on ``redis``; keys begin with ``prefix``."""

    def __init__(self, redis: Redis, prefix: str = "wechat:token:") -> None:
        self._redis, self._prefix = redis, prefix

    def get(self, key: str) -> Token | None:
        kept = self._redis.get(self._prefix + key)
        if not isinstance(kept, (str, bytes)):
            return None
        row = json.loads(kept)
        return Token(row["value"], row["expires_at"], tuple(row["forced_at"]))

    def put(self, key: str, token: Token) -> None:
        row = {
            "value": token.value,
            "expires_at": token.expires_at,
            "forced_at": token.forced_at,
        }
        self._redis.set(self._prefix + key, json.dumps(row), ex=int(DAY_S))

    @contextmanager
    def lock(self, key: str, lease_s: float) -> Iterator[bool]:
        lock = self._redis.lock(f"{self._prefix}{key}:lock", timeout=lease_s)
        mine = bool(lock.acquire(blocking=False))
        try:
            yield mine
        finally:
            if mine:
                self._release(lock)

    @staticmethod
    def _release(lock: Lock) -> None:
        with suppress(LockError):  # the lease ran out: the lock is somebody else's now
            lock.release()
