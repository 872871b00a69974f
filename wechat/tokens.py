"""The access token, shared by all processes: one of them fetches it, the others wait.

``POST /cgi-bin/stable_token`` gives the same token while it is valid and the next one in its last
five minutes, in which both are accepted; ``force_refresh`` kills the token at once, works at most
20 times a day and not within 30 s of the last time (developers.weixin.qq.com,
getStableAccessToken).
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from wechat.errors import failure

MARGIN_S = 240.0
"""A token with less than this left is not used: the platform hands out the next one by then."""
FORCED_A_DAY, FORCED_APART_S, DAY_S = 20, 30.0, 86_400.0
POLL_S, PATIENCE_S = 0.05, 5.0
"""How often who waits looks again, and how much longer than the lease."""


@dataclass(frozen=True)
class Token:
    """``expires_at`` and ``forced_at`` (refreshes by force in the last day) in epoch seconds."""

    value: str = field(repr=False)
    expires_at: float
    forced_at: tuple[float, ...] = ()


def read_token(answer: Mapping[str, Any]) -> tuple[str, float]:
    """Token and seconds to live, from WeChat's answer."""
    value, seconds = answer.get("access_token"), answer.get("expires_in")
    if not (isinstance(value, str) and value and isinstance(seconds, int) and seconds > 0):
        raise failure("stable_token", "broken_answer")
    return value, float(seconds)


class TokenStore(Protocol):
    """Where all processes find the token. ``key`` is the app id. Implementations never log it."""

    def get(self, key: str) -> Token | None:
        """What was put last, expired or not."""

    def put(self, key: str, token: Token) -> None:
        """Keep ``token`` for at least a day: its ``forced_at`` counts for so long."""

    def lock(self, key: str, lease_s: float) -> AbstractContextManager[bool]:
        """Try to take the lock, without waiting. Yields whether it is ours.

        It frees itself ``lease_s`` seconds later should its holder die. Hold no database
        transaction open meanwhile: the holder calls WeChat.
        """


class MemoryTokenStore:
    """For tests and single processes."""

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def get(self, key: str) -> Token | None:
        return self._tokens.get(key)

    def put(self, key: str, token: Token) -> None:
        self._tokens[key] = token

    @contextmanager
    def lock(self, key: str, lease_s: float) -> Iterator[bool]:
        """The lease is not needed here: a dead holder takes the store with it."""
        lock = self._locks[key]
        mine = lock.acquire(blocking=False)
        try:
            yield mine
        finally:
            if mine:
                lock.release()


class TokenKeeper:
    """Hands out the token and fetches at most one at a time over all processes.

    ``fetch(force)`` asks WeChat and returns (token, seconds to live). ``lease_s`` is longer than two
    fetches can take: one in normal mode, one by force.
    """

    def __init__(
        self,
        store: TokenStore,
        key: str,
        fetch: Callable[[bool], tuple[str, float]],
        *,
        now: Callable[[], float],
        sleep: Callable[[float], None],
        lease_s: float,
    ) -> None:
        self._store, self._key, self._fetch = store, key, fetch
        self._now, self._sleep = now, sleep
        self._lease_s = lease_s
        self._rounds = round((lease_s + PATIENCE_S) / POLL_S)

    def current(self) -> str:
        """A token that is valid by our clock."""
        return self._settle(self._is_fresh, lambda kept: self._fetched(kept, force=False))

    def renew(self, refused: str) -> str:
        """Another token than ``refused``, which WeChat did not accept.

        If another process was faster, its token is used. Raises kind ``token`` where WeChat insists
        on the refused one and force may not be used again yet.
        """
        return self._settle(
            lambda kept: kept.value != refused and self._is_fresh(kept),
            lambda kept: self._another(kept, refused),
        )

    def _settle(self, good: Callable[[Token], bool], make: Callable[[Token | None], Token]) -> str:
        for _ in range(self._rounds):
            kept = self._store.get(self._key)
            if kept and good(kept):
                return kept.value
            with self._store.lock(self._key, self._lease_s) as mine:
                if mine:
                    return self._under_lock(good, make).value
            self._sleep(POLL_S)
        raise failure("stable_token", "token_wait")

    def _under_lock(
        self, good: Callable[[Token], bool], make: Callable[[Token | None], Token]
    ) -> Token:
        """Look again: who held the lock before us may have put what we need."""
        kept = self._store.get(self._key)
        if kept and good(kept):
            return kept
        made = make(kept)
        self._store.put(self._key, made)
        return made

    def _another(self, kept: Token | None, refused: str) -> Token:
        made = self._fetched(kept, force=False)
        if made.value != refused:
            return made
        if not self._may_force(made):
            raise failure("stable_token", "token_refused")
        # Written down before the call: a time-out counts too, and so does a process that dies.
        noted = replace(made, forced_at=(*made.forced_at, self._now()))
        self._store.put(self._key, noted)
        return self._fetched(noted, force=True)

    def _fetched(self, kept: Token | None, *, force: bool) -> Token:
        value, seconds = self._fetch(force)
        forced = tuple(at for at in (kept.forced_at if kept else ()) if self._now() - at < DAY_S)
        return Token(value, self._now() + seconds, forced)

    def _may_force(self, token: Token) -> bool:
        last = max(token.forced_at, default=float("-inf"))
        return len(token.forced_at) < FORCED_A_DAY and self._now() - last >= FORCED_APART_S

    def _is_fresh(self, token: Token) -> bool:
        return token.expires_at - self._now() > MARGIN_S
