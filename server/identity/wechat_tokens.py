"""The access token in the database, for installations without Redis (``wechat.tokens``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, update

from server.identity.codes_models import WeChatToken
from server.kit.clock import machine_now
from server.kit.ids import new_capability
from server.kit.rows import changed, insert_unless_there
from server.transaction import transaction
from wechat.tokens import Token


class DatabaseTokenStore:
    """A ``wechat.tokens.TokenStore``. Every step is a short transaction of its own."""

    def get(self, key: str) -> Token | None:
        """What was put last, expired or not."""
        with transaction(writes=False) as session:
            kept = session.get(WeChatToken, key)
        if kept is None or kept.token is None or kept.expires_at is None:
            return None
        return Token(kept.token, kept.expires_at.timestamp(), tuple(kept.forced))

    def put(self, key: str, token: Token) -> None:
        """Keep ``token``."""
        values = {
            "token": token.value,
            "expires_at": datetime.fromtimestamp(token.expires_at, UTC),
            "forced": list(token.forced_at),
        }
        with transaction() as session:
            insert_unless_there(session, WeChatToken, appid=key, forced=[])
            changed(session, update(WeChatToken).where(WeChatToken.appid == key).values(values))

    @contextmanager
    def lock(self, key: str, lease_s: float) -> Iterator[bool]:
        """Try to take the lease, without waiting; it ends by itself should its holder die."""
        mine = new_capability()
        taken = self._lease(key, mine, lease_s)
        try:
            yield taken
        finally:
            if taken:
                self._release(key, mine)

    def _lease(self, key: str, mine: str, lease_s: float) -> bool:
        now = machine_now()
        if self._is_leased(key, now):
            return False  # seen without writing: on SQLite those who wait would keep the holder from giving it back
        free = or_(WeChatToken.lease_until.is_(None), WeChatToken.lease_until <= now)
        take = update(WeChatToken).where(WeChatToken.appid == key, free)
        with transaction() as session:
            insert_unless_there(session, WeChatToken, appid=key, forced=[])
            until = now + timedelta(seconds=lease_s)
            return changed(session, take.values(lease_until=until, leased_by=mine)) == 1

    def _is_leased(self, key: str, now: datetime) -> bool:
        with transaction(writes=False) as session:
            kept = session.get(WeChatToken, key)
        return kept is not None and kept.lease_until is not None and kept.lease_until > now

    def _release(self, key: str, mine: str) -> None:
        row = update(WeChatToken).where(WeChatToken.appid == key, WeChatToken.leased_by == mine)
        with transaction() as session:
            changed(session, row.values(lease_until=None, leased_by=None))
