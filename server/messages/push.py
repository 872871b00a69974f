"""What WeChat tells us about consents and deliveries: kept once, applied by a job."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from server.identity.contacts import account_with_openid
from server.jobs.service import enqueue
from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.kit.rows import insert_unless_there
from server.messages import channels, consents, repository, service
from server.messages.channels import Result
from server.messages.models import WeChatPush
from server.messages.states import Status, move
from server.messages.template_ids import TemplateIds
from server.transaction import transaction
from wechat.push import Push

APPLY = "messages.wechat_push"
POPUP = "subscribe_msg_popup_event"
CHANGE = "subscribe_msg_change_event"
SENT = "subscribe_msg_sent_event"
"""https://developers.weixin.qq.com, subscribe messages: events pushed to the server."""

TOO_EARLY = timedelta(minutes=10)
"""A delivery may be told before we have kept the message's id; later it is somebody else's."""


def keep(session: Session, push: Push) -> None:
    """Keep an event about subscribe messages, once; anything else is none of ours."""
    if push.event not in (POPUP, CHANGE, SENT):
        return
    push_id = new_key()
    is_new = insert_unless_there(
        session,
        WeChatPush,
        id=push_id,
        dedupe_key=push.dedupe_key,
        event=push.event,
        content=_content(push),
        received_at=machine_now(),
    )
    if is_new:
        enqueue(session, APPLY, {"push_id": str(push_id)})


def _content(push: Push) -> dict[str, Any]:
    return {
        "openid": push.openid,
        "consents": [[change.template_id, change.accepted] for change in push.consents],
        "deliveries": [[told.message_id, told.error_code] for told in push.deliveries],
    }


def apply(push_id: uuid.UUID) -> bool:
    """Apply what was pushed, once; its content is then forgotten. False: come back later."""
    with transaction() as session:
        push = repository.locked_push(session, push_id)
        if push is None or push.content is None:
            return True
        if push.event == SENT:
            known = {_delivered(session, *told) for told in push.content["deliveries"]}
            if False in known and machine_now() - push.received_at < TOO_EARLY:
                return False
        else:
            _agreed(session, push.event, push.content)
        push.content, push.applied_at = None, machine_now()
        return True


def _agreed(session: Session, event: str, content: dict[str, Any]) -> None:
    ids, settings = channels.template_ids(), current_app.extensions["settings"]
    account = account_with_openid(session, settings.wechat_appid, content["openid"])
    if account is None:
        return
    for template_id, accepted in content["consents"]:
        name = ids.name_of(template_id)
        if name is not None:
            _count(session, account, name, accepted, event, ids)


def _count(
    session: Session,
    account: uuid.UUID,
    name: str,
    accepted: bool,
    event: str,
    ids: TemplateIds,
) -> None:
    """A switch in WeChat's settings (change) turns everything off; on, it is worth no message of a
    one-time template: only the question asked on the phone (popup) is."""
    long_term = name in ids.long_term
    if accepted and (long_term or event == POPUP):
        consents.accept(session, account, name, long_term=long_term)
    elif not accepted and event == CHANGE:
        consents.clear(session, account, name)


def _delivered(session: Session, provider_id: str, errcode: int) -> bool:
    """Whether a message with this id is known; it has arrived, or goes on to the next channel."""
    attempt = repository.attempt_with(session, provider_id)
    if attempt is None:
        return False
    message = repository.locked_message(session, attempt.message_id)
    if message is None or message.status != Status.ACCEPTED or message.round != attempt.round:
        return True
    if errcode == 0:
        move(session, message, Status.DELIVERED, "told_by_gateway")
        return True
    attempt.outcome, attempt.errcode = Result.REFUSED.value, errcode
    move(session, message, Status.CREATED, "not_delivered")
    service.send_soon(session, message)
    return True
