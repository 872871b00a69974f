"""API clients: programs of other bodies, each with a key and what it may do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy.orm import Session

from server.identity import staff_repository
from server.identity.models import ApiClient
from server.identity.sessions import hashed
from server.kit.clock import machine_now
from server.kit.ids import new_token
from server.oversight import audit
from server.oversight.actor import Actor

_SCOPE = re.compile(r"[a-z][a-z_]*:[a-z][a-z_]*")


class ClientError(ValueError):
    """What was asked cannot be done; the Chinese sentence says why."""


def create(session: Session, actor: Actor, name: str, scopes: Iterable[str]) -> str:
    """Make a client; its key, which is kept nowhere. Raises ClientError."""
    wanted = sorted(set(scopes))
    if not 1 <= len(name) <= 64:
        raise ClientError("名称要 1 到 64 个字")
    if not wanted or not all(_SCOPE.fullmatch(scope) for scope in wanted):
        raise ClientError("权限要写成 对象:动作，比如 directory:read，至少一项")
    if staff_repository.client_named(session, name) is not None:
        raise ClientError(f"已经有叫 {name} 的接口用户了")
    key = new_token()
    made = ApiClient(name=name, key_hash=hashed(key), scopes=wanted, created_at=machine_now())
    session.add(made)
    session.flush()
    audit.record(session, actor, "client.created", about=("client", made.id), scopes=wanted)
    return key


def end(session: Session, actor: Actor, name: str) -> None:
    """End a client; its key works no more. Raises ClientError."""
    found = staff_repository.client_named(session, name)
    if found is None or found.ended_at is not None:
        raise ClientError(f"没有叫 {name} 的在用接口用户")
    found.ended_at = machine_now()
    audit.record(session, actor, "client.ended", about=("client", found.id))


def everybody(session: Session) -> list[ApiClient]:
    """All clients by name, ended ones too."""
    return staff_repository.clients(session)
