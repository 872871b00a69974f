"""A code that a clerk hands out: for whoever has neither WeChat nor a phone that gets messages."""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity import accounts, audits, codes_repository, limits, repository
from server.identity.codes_models import ClerkCode
from server.identity.sessions import Opened
from server.kit.clock import machine_now
from server.kit.crypto import vault
from server.kit.ids import new_key
from server.kit.rows import insert_unless_there
from server.oversight import audit
from server.oversight.actor import Actor
from server.transaction import transaction

HOW = "clerk_code"
LASTS = timedelta(hours=24)
DIGITS = 8
CODE = "identity_clerk_codes.code"


def issue(session: Session, actor: Actor, account_id: uuid.UUID) -> str:
    """A code for an account, in two groups of four digits to read out; it is kept nowhere.

    It works once, within 24 hours, and replaces the one before it. Whether ``actor`` may help
    this person is for the caller to decide.
    """
    now = machine_now()
    codes_repository.end_clerk_codes(session, account_id, now)
    key, code = new_key(), _new_code()
    while not insert_unless_there(
        session,
        ClerkCode,
        id=key,
        code_index=vault().index(code, CODE),
        account_id=account_id,
        issued_by=actor.id,
        created_at=now,
        expires_at=now + LASTS,
    ):
        code = _new_code()
    audit.record(session, actor, "clerk_code.issued", about=("account", account_id))
    return f"{code[:4]} {code[4:]}"


def sign_in(code: str, device: str) -> Opened:
    """Open a session for whoever was handed ``code``. Raises Problem 401, 403 or 429."""
    limits.CLERK_TRIES_AT_ADDRESS.insist(limits.address(), HOW)
    limits.CLERK_TRIES_AT_ALL.insist("", HOW)
    searches = vault().searches(_digits(code), CODE)
    with transaction() as session:
        account_id = codes_repository.use_clerk_code(session, searches, machine_now())
    if account_id is None:
        audits.refused(HOW, "code")
        title = "这个登录码不对，或者已经用过、过期了。请核对八位数字，或请工作人员再给一个"
        raise Problem(401, "code-not-right", title)
    limits.CLERK_TRIES_AT_ADDRESS.forget(limits.address())
    limits.CLERK_TRIES_AT_ALL.give_back("")
    return accounts.let_in(HOW, device, lambda session: repository.account(session, account_id))


def _new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def _digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit())
