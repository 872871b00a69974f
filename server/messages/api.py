"""Messages over HTTP for those who get them: ``/api/v1/messages``."""

from __future__ import annotations

import uuid

from apiflask import APIBlueprint
from flask import current_app
from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity.access import Caller, access, current_actor
from server.identity.client import client_address
from server.kit.clock import to_beijing
from server.kit.rate import Windows
from server.messages import consents, numbers, service
from server.messages.models import Message
from server.messages.schemas import (
    AgreementsIn,
    AgreementsOut,
    NoticeOut,
    NoticesOut,
    PageIn,
    TemplateOut,
    TemplatesOut,
    VerifiedOut,
)
from server.messages.templates import event_of
from server.transaction import transaction

blueprint = APIBlueprint("messages", __name__, url_prefix="/api/v1/messages", tag="消息")

VERIFY_LIMIT, VERIFY_LIMIT_OF_ADDRESS, VERIFY_SECONDS = 20, 240, 60
"""Verifications of one account, and of all at one address who are not signed in: after a message to a
whole district a carrier puts hundreds who look behind one address; guessing needs millions."""

OURS = "这条消息是我们发的。我们不会向您要钱、要密码、要验证码。"
NOT_OURS = "我们没有发过带这个核实号的消息。请不要照它说的做，先打12345问一问。"


@blueprint.get("")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(NoticesOut)
@blueprint.doc(
    summary="我的消息，和我能替着问事的老人的消息",
    description="发给别人的消息只给标题，不给内容。最新的在前。",
    responses=[401, 422],
)
@access(Caller.SIGNED_IN)
def get_messages(page: PageIn) -> NoticesOut:
    """Messages to me and about the elders I may ask for, the newest first."""
    account = _account()
    with transaction(writes=False) as session:
        before = read_cursor(page.cursor)
        found = service.inbox(session, current_actor(), before=before, limit=page.limit)
        items = [_message(message, account) for message in found.messages]
    return NoticesOut(items=items, next_cursor=items[-1].id if found.more else None)


@blueprint.get("/templates")
@blueprint.output(TemplatesOut)
@blueprint.doc(summary="要请用户同意接收的微信消息模板", responses=[401])
@access(Caller.SIGNED_IN)
def get_templates() -> TemplatesOut:
    """The templates to ask consent for, and how much consent is left."""
    with transaction(writes=False) as session:
        return TemplatesOut(items=_templates(session, _account()))


@blueprint.post("/consents")
@blueprint.input(AgreementsIn, arg_name="said")
@blueprint.output(AgreementsOut)
@blueprint.doc(
    summary="记下用户同意接收哪些消息",
    description="在 wx.requestSubscribeMessage 之后调用。配置了消息推送时，以微信推送的为准，这里不重复计数。",
    responses=[401, 415, 422],
)
@access(Caller.SIGNED_IN)
def post_consents(said: AgreementsIn) -> AgreementsOut:
    """Count what the phone reports, where WeChat does not tell us itself."""
    account = _account()
    with transaction() as session:
        counted = consents.report(session, account, said.accepted)
        return AgreementsOut(counted=counted, items=_templates(session, account))


@blueprint.get("/verify/<number>")
@blueprint.output(VerifiedOut)
@blueprint.doc(
    summary="核实一条消息是不是我们发的",
    description="谁都可以查，只说有没有发过、哪一天、什么标题。",
    responses=[422, 429],
)
@access(Caller.ANYONE)
def get_verification(number: str) -> VerifiedOut:
    """Whether we sent the message with this number."""
    _throttle()
    digits = numbers.read(number)
    if digits is None:
        title = f"核实号是 {numbers.LENGTH} 位数字，请对照消息再看一遍"
        raise Problem(422, "not-a-verify-number", title)
    with transaction(writes=False) as session:
        found = service.verify(session, digits)
    if found is None:
        return VerifiedOut(sent_by_us=False, title=None, sent_on=None, advice=NOT_OURS)
    return VerifiedOut(
        sent_by_us=True, title=found.title, sent_on=found.sent_on.isoformat(), advice=OURS
    )


def read_cursor(cursor: str | None) -> uuid.UUID | None:
    """Where a page goes on. Raises Problem 422 for a cursor that we did not give."""
    try:
        return uuid.UUID(cursor) if cursor else None
    except ValueError:
        raise Problem(422, "invalid-input", "翻页的位置不对，请从第一页看起") from None


def _account() -> uuid.UUID:
    account = current_actor().id
    if account is None:  # SIGNED_IN admits accounts only
        raise RuntimeError("an account without an id")
    return account


def _throttle() -> None:
    windows: Windows = current_app.extensions["windows"]
    who = current_actor().id
    key = f"verify:who:{who}" if who else f"verify:{client_address()}"
    verdict = windows.hit(key, VERIFY_LIMIT if who else VERIFY_LIMIT_OF_ADDRESS, VERIFY_SECONDS)
    if not verdict.allowed:
        wait = str(verdict.retry_after)
        title = f"您查得太快了，请等 {wait} 秒再查，急事请拨打12345"
        raise Problem(429, "rate-limited", title, headers={"Retry-After": wait})


def _templates(session: Session, account: uuid.UUID) -> list[TemplateOut]:
    return [TemplateOut(**vars(offer)) for offer in consents.offers(session, account)]


def _message(message: Message, account: uuid.UUID) -> NoticeOut:
    mine = message.account_id == account
    return NoticeOut(
        id=str(message.id),
        event=message.event,
        title=event_of(message.event).title,
        text=service.text_for(message, account),
        verify_number=message.verify_number if mine else None,
        elder_id=str(message.elder_id) if message.elder_id else None,
        to_me=mine,
        status=message.status,
        created_at=to_beijing(message.created_at),
    )
