"""Signing in with a mobile number and a code sent there.

Every number gets the same answer, whether it has an account or not, and whether it had too many
messages or not.
"""

from __future__ import annotations

import hmac
import secrets
import uuid
from datetime import timedelta

from flask import current_app
from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity import accounts, audits, codes_repository, limits, repository
from server.identity.codes_models import SmsCode
from server.identity.models import Account
from server.identity.sessions import Opened
from server.kit.clock import machine_now
from server.kit.crypto import vault
from server.kit.ids import new_key
from server.kit.places import Places
from server.kit.sms import SmsError, sms
from server.transaction import transaction

HOW = "sms"
PURPOSE = "sign_in"
LASTS = timedelta(minutes=5)
TRIES = 5
PHONE = "identity_accounts.phone"
SENT_TO, CODE = "identity_sms_codes.phone", "identity_sms_codes.code"
TEXT = (
    "【颐年】您的登录验证码是{code}，5分钟内有效。只用来登录颐年。"
    "谁向您要都不要说，工作人员也不会问。不是您本人操作，不用理会。"
)


def send_code(phone: str, visitor: str | None = None) -> None:
    """Send a code to ``phone`` (normalised), unless it was sent too many already.

    ``visitor`` names the browser, where it is known. Raises Problem 429 for the one who asks, 503
    where the gateway does not take the message.
    """
    limits.SMS_FOR_ADDRESS.insist(limits.address(), HOW)
    if visitor is not None:
        limits.SMS_FOR_VISITOR.insist(visitor, HOW)
    if not all(limit.allows(phone) for limit in limits.SMS_TO_PHONE):
        audits.refused(HOW, "phone_limit")
        return
    code = f"{secrets.randbelow(1_000_000):06d}"
    reference = _keep(phone, code)
    if not _handed_over(phone, TEXT.format(code=code), reference.hex):
        audits.refused(HOW, "gateway")
        title = "短信没有发出去，请核对手机号，过一分钟再试，或者拨打12345"
        raise Problem(503, "sms-unavailable", title, headers={"Retry-After": "60"})


def sign_in(phone: str, code: str, device: str) -> Opened:
    """Open a session for whoever reads the messages of ``phone``; the account is made if need be.

    Raises Problem 401 for a wrong or expired code, 403, 429.
    """
    limits.SMS_TRIES_AT_ADDRESS.insist(limits.address(), HOW)
    limits.SMS_TRIES_FOR_PHONE.insist(phone, HOW)
    with transaction() as session:
        right = _is_right(session, phone, code)
    if not right:
        audits.refused(HOW, "code")
        title = "验证码不对，或者已经过期。请再看一眼短信，或者重新获取"
        raise Problem(401, "code-not-right", title)
    limits.SMS_TRIES_FOR_PHONE.forget(phone)
    for limit in (limits.SMS_TRIES_AT_ADDRESS, limits.SMS_FOR_ADDRESS):
        limit.give_back(limits.address())
    return accounts.let_in(HOW, device, lambda session: account_of(session, phone))


def account_of(session: Session, phone: str) -> Account:
    """The account with this number, made if there is none.

    IntegrityError if another process makes it at the same moment.
    """
    known = repository.account_by_phone(session, vault().searches(phone, PHONE))
    if known is not None:
        return known
    made = accounts.make(session, HOW)
    made.phone, made.phone_index = phone, vault().index(phone, PHONE)
    session.flush()
    return made


def _keep(phone: str, code: str) -> uuid.UUID:
    made = SmsCode(
        id=new_key(),
        phone_index=vault().index(phone, SENT_TO),
        purpose=PURPOSE,
        code_index=vault().index(f"{phone}:{code}", CODE),
        tries_left=TRIES,
        expires_at=machine_now() + LASTS,
    )
    with transaction() as session:
        searches = vault().searches(phone, SENT_TO)
        codes_repository.end_sms_codes(session, searches, PURPOSE, machine_now())
        session.add(made)
    return made.id


def _handed_over(phone: str, text: str, reference: str) -> bool:
    """Whether the gateway has, or may have, taken the message on."""
    places: Places = current_app.extensions["places"]
    with places.one() as free:
        if not free:
            return False
        try:
            sms().send(phone, text, reference)
        except SmsError as error:
            return error.unknown_outcome
    return True


def _is_right(session: Session, phone: str, code: str) -> bool:
    """Whether the code is the open one of this phone; uses it up if so, and a try if not."""
    now = machine_now()
    found = codes_repository.open_sms_code(session, vault().searches(phone, SENT_TO), PURPOSE, now)
    if found is None or not codes_repository.take_try(session, found.id):
        return False
    given = vault().searches(f"{phone}:{code.strip()}", CODE)
    if not any(hmac.compare_digest(each, found.code_index) for each in given):
        return False
    return codes_repository.use_sms_code(session, found.id, now)
