"""Signing in from the mini program: one silent step, by the code of ``wx.login``.

Transaction, WeChat, transaction: none is open while WeChat is asked.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.identity import accounts, limits, repository, wechat
from server.identity.models import Account, WeChatUser
from server.identity.sessions import Opened
from server.kit.crypto import vault

OPENID = "identity_wechat_users.openid"
HOW = "mini_program"


def sign_in(code: str, device: str) -> Opened:
    """Open a session for whoever got ``code``; their account is made at the first login.

    Raises Problem 401 (``code-not-good``: ask the phone for a new code), 403, 429 or 503.
    """
    limits.MINI_PROGRAM_AT_ADDRESS.insist(limits.address(), HOW)
    if not wechat.spend(code):
        raise wechat.not_good(f"这次登录已经用过了，{wechat.AGAIN}", login=True)
    who = wechat.ask(HOW, lambda client: client.code_to_session(code))
    appid = wechat.wechat().appid
    return accounts.let_in(HOW, device, lambda session: account_of(session, appid, who.openid))


def account_of(session: Session, appid: str, openid: str) -> Account:
    """The account of an openid, which means something only together with its appid.

    Made if there is none; IntegrityError if another process makes it at the same moment.
    """
    known = repository.account_by_openid(session, appid, vault().searches(openid, OPENID))
    if known is not None:
        return known
    made = accounts.make(session, HOW)
    session.add(
        WeChatUser(
            account_id=made.id,
            appid=appid,
            openid=openid,
            openid_index=vault().index(openid, OPENID),
            created_at=made.created_at,
        )
    )
    session.flush()
    return made
