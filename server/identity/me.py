"""One's own account: the phone number that WeChat vouches for, kept with consent."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity import limits, repository, wechat
from server.identity.models import Account
from server.identity.sms_login import PHONE
from server.kit import phones
from server.kit.clock import machine_now
from server.kit.crypto import vault
from server.oversight import audit
from server.oversight.actor import Actor
from server.transaction import transaction

HOW = "phone"


def account_of(session: Session, actor: Actor) -> Account:
    """The account that ``actor`` is signed in to."""
    return repository.account(session, actor.id)


def give_phone(actor: Actor, code: str, text_version: str) -> Account:
    """Keep the number that ``actor`` allowed us to have, and which text they agreed to.

    Raises Problem 409 for a number of another account, 422 for a spent code or a foreign number.
    """
    limits.PHONES_OF_ACCOUNT.insist(str(actor.id), HOW)
    again = "请再点一次授权手机号"
    if not wechat.spend(code):
        raise wechat.not_good(f"这次授权已经用过了，{again}", login=False)
    given = wechat.ask(HOW, lambda client: client.phone_number(code))
    try:
        number = phones.normalised(given.number if given.country == "86" else "")
    except ValueError:
        raise Problem(422, "phone-not-mainland", "目前只能登记大陆的手机号") from None
    try:
        with transaction() as session:
            return _keep(session, actor, number, text_version)
    except IntegrityError:  # another account took it at the same moment
        raise _taken() from None


def _keep(session: Session, actor: Actor, number: str, text_version: str) -> Account:
    holder = repository.account_by_phone(session, vault().searches(number, PHONE))
    if holder is not None and holder.id != actor.id:
        raise _taken()
    account = account_of(session, actor)
    account.phone, account.phone_index = number, vault().index(number, PHONE)
    account.consent_version, account.consented_at = text_version, machine_now()
    session.flush()
    about = ("account", account.id)
    audit.record(session, actor, "phone.given", about=about, text_version=text_version)
    return account


def _taken() -> Problem:
    title = (
        "这个手机号已经登记在另一个账号上。请退出后用手机号收验证码登录那个账号，"
        "或请社区工作人员帮您核对"
    )
    return Problem(409, "phone-taken", title)
