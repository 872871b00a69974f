"""Every endpoint declares who may call it; one that does not is refused to everybody.

Who is calling is found once a request: a Bearer token under ``/api/``, where no cookie is read,
the signed cookie on pages, or the key of an API client. A token that no longer holds makes its
bearer anonymous: what is open to anyone stays open, everything else answers 401.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from flask import Flask, current_app, g, request
from flask import session as cookie

from server.errors import TITLES, Problem
from server.identity import sessions
from server.oversight.actor import ANONYMOUS, Actor, ActorKind, Role
from server.transaction import transaction

View = TypeVar("View", bound=Callable[..., Any])

COOKIE_ENTRY = "sign_in"
"""Where the page's signed cookie holds the token of its session."""

CLIENT_KEY_HEADER = "X-Api-Key"


@dataclass(frozen=True)
class Caller:
    """Who may call an endpoint: whole kinds of callers, staff in some roles, clients with a scope."""

    kinds: frozenset[ActorKind] = frozenset()
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()

    ANYONE: ClassVar[Caller]
    SIGNED_IN: ClassVar[Caller]

    @classmethod
    def staff(cls, *roles: Role) -> Caller:
        """Staff who hold one of these roles somewhere, or (without any) all staff.

        Which rows they see, the query says: ``identity.scope``.
        """
        return cls(roles=frozenset(roles)) if roles else cls(frozenset({ActorKind.STAFF}))

    @classmethod
    def client(cls, scope: str) -> Caller:
        """API clients that were given this scope."""
        return cls(scopes=frozenset({scope}))

    def __or__(self, other: Caller) -> Caller:
        """Whoever one of the two admits."""
        return Caller(
            self.kinds | other.kinds, self.roles | other.roles, self.scopes | other.scopes
        )

    def admits(self, actor: Actor) -> bool:
        """Whether ``actor`` may call what is declared so."""
        return (
            actor.kind in self.kinds
            or (actor.kind is ActorKind.STAFF and bool(actor.roles & self.roles))
            or (actor.kind is ActorKind.API_CLIENT and bool(actor.scopes & self.scopes))
        )


Caller.ANYONE = Caller(frozenset(set(ActorKind) - {ActorKind.SYSTEM}))
Caller.SIGNED_IN = Caller(frozenset({ActorKind.ACCOUNT}))


def access(caller: Caller) -> Callable[[View], View]:
    """Declare who may call the view."""

    def declare(view: View) -> View:
        view.__dict__["access"] = caller
        return view

    return declare


def declared(view: Callable[..., Any]) -> Caller | None:
    """What the view declares, or None."""
    found: Caller | None = getattr(view, "access", None)
    return found


def current_actor() -> Actor:
    """Who is calling; looked up at the first use in a request."""
    if "actor" not in g:
        g.actor = _find()
    found: Actor = g.actor
    return found


def token_given() -> str | None:
    """The session token that came with the request, whether it holds or not."""
    if request.path.startswith("/api/"):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return token.strip() or None if scheme.lower() == "bearer" else None
    held = cookie.get(COOKIE_ENTRY)
    return held if isinstance(held, str) else None


def _find() -> Actor:
    token, key = token_given(), request.headers.get(CLIENT_KEY_HEADER)
    if token is not None:
        return _bearer(token) or ANONYMOUS
    if key is None:
        return ANONYMOUS
    with transaction(writes=False) as session:
        return sessions.client_of(session, key) or ANONYMOUS


def _bearer(token: str) -> Actor | None:
    with transaction(writes=False) as session:
        known = sessions.look_up(session, token)
    if known is None:
        return None
    if known.due and known.actor.session_id:
        with transaction() as session:
            sessions.seen(session, known.actor.session_id)
    return known.actor


def remember(token: str) -> None:
    """Sign the page's browser in: call it right after a login. What the cookie held of forms
    before is made anew, so that nothing planted earlier goes on in the new session."""
    cookie.pop("csrf_token", None)
    cookie.permanent = True
    cookie[COOKIE_ENTRY] = token


def forget() -> None:
    """Sign the page's browser out; end the session itself with ``sessions.end``."""
    cookie.pop("csrf_token", None)
    cookie.pop(COOKIE_ENTRY, None)


def init_app(app: Flask) -> None:
    """Refuse endpoints that declare nothing, and callers that an endpoint does not admit."""

    @app.before_request
    def refuse() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None:
            return
        rule = declared(view)
        if rule is None:
            raise Problem(403, "forbidden", "这个地址没有开放")
        if rule == Caller.ANYONE:  # nobody is looked up where it makes no difference
            return
        actor = current_actor()
        if not rule.admits(actor):
            raise _refusal(actor)


def _refusal(actor: Actor) -> Problem:
    if actor.kind is not ActorKind.ANONYMOUS:
        return Problem(403, *TITLES[403])
    if CLIENT_KEY_HEADER in request.headers and token_given() is None:
        return Problem(401, "unknown-client", "这个接口密钥不对或已经停用，请联系管理员")
    if token_given() is not None:
        return Problem(401, "session-ended", "登录已经失效，请重新登录，您填写的内容不会丢")
    return Problem(401, *TITLES[401])
