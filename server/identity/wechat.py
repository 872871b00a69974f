"""Asking WeChat who somebody is, and what its refusals mean for the person.

No transaction may be open when WeChat is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, TypeVar

import structlog
from flask import current_app

from server.errors import Problem
from server.identity import audits, codes_repository
from server.identity.accounts import HELP
from server.identity.sessions import hashed
from server.kit.clock import machine_now
from server.transaction import transaction
from wechat.errors import Kind, WeChatError
from wechat.login import Login, Phone

log = structlog.get_logger()

Answer = TypeVar("Answer")

AGAIN = "请再点一次登录"

REFUSALS: dict[Kind, tuple[int, str]] = {
    "code": (401, "code-not-good"),
    "risk": (403, "held-by-wechat"),
    "person": (401, "code-not-good"),
    "limit": (429, "rate-limited"),
    "configuration": (503, "wechat-not-configured"),
    "value": (503, "wechat-not-configured"),
    "final": (503, "wechat-unavailable"),
}
"""Kind of error → status and type. What is not named here is a WeChat that does not answer."""

ALARMS: frozenset[Kind] = frozenset({"configuration", "value"})
"""Ours to repair: nobody can sign in until somebody does."""


class WeChat(Protocol):
    """What this domain asks of ``wechat.client.MiniProgramClient``; all raise WeChatError."""

    appid: str

    def code_to_session(self, js_code: str) -> Login:
        """Who pressed login."""
        ...

    def phone_number(self, code: str) -> Phone:
        """The number somebody allowed us to have."""
        ...

    def unlimited_code(
        self, scene: str, *, page: str | None = None, version: Literal["release", "develop"]
    ) -> bytes:
        """A picture that opens ``page`` of the mini program."""
        ...


def wechat() -> WeChat:
    """The client of the running application."""
    found: WeChat = current_app.extensions["wechat"]
    return found


def spend(code: str) -> bool:
    """Note that ``code`` goes to WeChat now; False if it has gone there before.

    A code is good once and a time-out may have used it up: two taps must never send it twice.
    """
    with transaction(durable=False) as session:  # after a crash WeChat itself refuses it
        return codes_repository.spend(session, hashed(code), machine_now())


def ask(how: str, question: Callable[[WeChat], Answer]) -> Answer:
    """Put ``question`` to WeChat. Raises the Problem that answers its refusal."""
    try:
        return question(wechat())
    except WeChatError as error:
        problem = _refused(how, error)
    raise problem


def _refused(how: str, error: WeChatError) -> Problem:
    if error.kind in ALARMS:
        log.error("wechat_refuses_us", error=f"{error.operation} {error.errcode}")
    audits.refused(how, error.kind)
    return refusal(error)


def refusal(error: WeChatError) -> Problem:
    """The problem that answers what WeChat said."""
    status, slug = REFUSALS.get(error.kind, (503, "wechat-unavailable"))
    login = error.operation == "code_to_session"
    if slug == "wechat-unavailable":
        title = f"微信暂时没有回应，{AGAIN}" if login else "微信暂时没有回应，请过一会儿再试"
        return Problem(status, slug, title, headers={"Retry-After": "3"})
    if slug == "held-by-wechat":
        return Problem(status, slug, f"微信为了安全，暂时不让这个微信号登录。{HELP}")
    if slug == "wechat-not-configured":
        what = "微信登录暂时用不了" if login else "这项功能暂时用不了"
        return Problem(status, slug, f"{what}，{HELP}")
    if slug == "code-not-good":
        return not_good(error.tell.rstrip("。"), login=login)
    return Problem(status, slug, error.tell.rstrip("。"), headers={"Retry-After": "60"})


def not_good(title: str, *, login: bool) -> Problem:
    """A code of WeChat's that does not work. 401 only where it was to sign somebody in."""
    return Problem(401 if login else 422, "code-not-good", title)
