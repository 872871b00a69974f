"""Signing a browser in from the mini program.

The browser shows a picture and a number; whoever scans the picture is asked which of three numbers
that screen shows. A picture sent by somebody else ("scan this") therefore signs nobody in by a
careless tap. Only the browser's secret opens the session, once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from flask import current_app
from sqlalchemy.orm import Session

from server.config import Settings
from server.errors import Problem
from server.identity import accounts, audits, codes_repository, limits, repository, wechat
from server.identity.codes_models import WebLogin
from server.identity.models import Account
from server.identity.sessions import Opened, hashed
from server.kit.clock import machine_now
from server.kit.ids import new_capability, new_token
from server.oversight import audit
from server.oversight.actor import Actor
from server.transaction import transaction

HOW = "web_code"
LASTS = timedelta(minutes=5)
PAGE = "pages/login/confirm"
"""The page of the mini program that the picture opens."""

State = Literal["waiting", "confirmed", "ended"]


@dataclass(frozen=True)
class Begun:
    """What the browser holds and shows."""

    secret: str = field(repr=False)
    scene: str
    number: str
    expires_at: datetime


@dataclass(frozen=True)
class Question:
    """What whoever scanned is asked: the numbers in no order that tells anything."""

    device: str
    started_at: datetime
    numbers: list[str]


def begin(device: str) -> Begun:
    """Let a browser wait for somebody to confirm. Raises Problem 429."""
    limits.WEB_LOGINS_AT_ADDRESS.insist(limits.address(), HOW)
    number, *others = (str(each) for each in secrets.SystemRandom().sample(range(10, 100), 3))
    begun = Begun(new_token(), new_capability(), number, machine_now() + LASTS)
    with transaction() as session:
        session.add(
            WebLogin(
                secret_hash=hashed(begun.secret),
                scene=begun.scene,
                number=number,
                others=others,
                device=device,
                created_at=machine_now(),
                expires_at=begun.expires_at,
            )
        )
    return begun


def picture(scene: str) -> bytes:
    """The mini-program code of a login that is still waiting: PNG or JPEG. Raises Problem."""
    with transaction(writes=False) as session:
        _waiting(session, scene)
    settings: Settings = current_app.extensions["settings"]
    version: Literal["release", "develop"] = "release" if settings.production else "develop"
    return wechat.ask(HOW, lambda wx: wx.unlimited_code(scene, page=PAGE, version=version))


def question(scene: str) -> Question:
    """What to ask whoever scanned the picture. Raises Problem 404 for a login that is over."""
    with transaction(writes=False) as session:
        found = _waiting(session, scene)
    return Question(found.device, found.created_at, sorted([found.number, *found.others]))


def confirm(actor: Actor, scene: str, number: str) -> None:
    """Sign the browser in as ``actor``. A wrong number ends the login: there is no second guess.

    Raises Problem 404 for a login that is over, 409 for the wrong number.
    """
    with transaction() as session:
        found = _waiting(session, scene, confirmed_by=actor)
        right = secrets.compare_digest(number, found.number)
        account_id = actor.id if right else None
        if codes_repository.settle_web_login(session, found.id, machine_now(), account_id):
            action = "web_login.confirmed" if right else "web_login.refused"
            audit.record(session, actor, action, about=("web_login", found.id))
    if not right:
        raise Problem(409, "number-differs", "数字对不上，请在电脑上刷新登录页面，重新扫一次")


def state(scene: str) -> State:
    """How far a login is; one that never was is over."""
    with transaction(writes=False) as session:
        found = codes_repository.web_login(session, scene)
    if found is None or not _is_open(found):
        return "ended"
    return "confirmed" if found.account_id else "waiting"


def exchange(secret: str) -> Opened:
    """Open the session of a confirmed login, once.

    Raises Problem 401 for a login that is not confirmed, over, or unknown.
    """
    with transaction() as session:
        found = codes_repository.web_login_with(session, hashed(secret))
        now = machine_now()
        used = found is not None and codes_repository.use_web_login(session, found.id, now)
    if not used or found is None or found.account_id is None:
        audits.refused(HOW, "not_confirmed")
        raise Problem(
            401, "login-not-confirmed", "还没有在微信里确认，或者已经过期，请刷新后再扫一次"
        )
    return accounts.let_in(HOW, found.device, _finding(found))


def _finding(login: WebLogin) -> Callable[[Session], Account]:
    def find(session: Session) -> Account:
        return repository.account(session, login.account_id)

    return find


def _waiting(session: Session, scene: str, confirmed_by: Actor | None = None) -> WebLogin:
    """A login that waits, or (for a second tap) was just confirmed by the same person."""
    found = codes_repository.web_login(session, scene)
    taken = found and found.account_id and (not confirmed_by or found.account_id != confirmed_by.id)
    if found is None or taken or not _is_open(found):
        raise Problem(404, "login-over", "这次登录已经过期，请在电脑上刷新登录页面，重新扫一次")
    return found


def _is_open(found: WebLogin) -> bool:
    return found.ended_at is None and found.expires_at > machine_now()
