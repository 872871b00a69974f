"""The ways a message can go, and what became of one try. No transaction is open here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from flask import current_app

from server.config import Settings
from server.kit.sms import SmsError, SmsGateway
from server.messages.template_ids import TemplateIds
from server.messages.templates import Text
from wechat.errors import RefusedValue, WeChatError


class Channel(StrEnum):
    """In the order in which they are tried."""

    WECHAT = "wechat"
    SMS = "sms"
    CALL = "call"
    INBOX = "inbox"
    """It is not worth ringing anybody up for: it waits on the page 消息, where all messages are."""


class Result(StrEnum):
    """What became of one try."""

    ACCEPTED = "accepted"
    NO_CONSENT = "no_consent"
    """43101: she refused, or the one-time consents are used up."""
    REFUSED = "refused"
    """Never over this channel: the recipient is unknown there, the template or a value is wrong."""
    LATER = "later"
    """Not sent; the same call may succeed later."""
    UNKNOWN = "unknown"
    """No answer, or the worker died: it may have been sent."""


@dataclass(frozen=True)
class Outcome:
    """What became of one try. ``alarm``: ours to repair, whoever the recipient is."""

    result: Result
    errcode: int | None = None
    provider_id: str | None = None
    alarm: str | None = None


class WeChatSender(Protocol):
    """What is needed of ``wechat.client.MiniProgramClient``."""

    appid: str

    def send_subscribe_message(self, openid: str, template_id: str, values: dict[str, str]) -> str:
        """Send one message; returns its id."""
        ...


def template_ids() -> TemplateIds:
    """The WeChat templates of the running application."""
    settings: Settings = current_app.extensions["settings"]
    return TemplateIds.parse(settings.wechat_templates)


def wechat_sender() -> WeChatSender | None:
    """The mini program, if there is one."""
    found: WeChatSender | None = current_app.extensions.get("wechat")
    return found


def sms_gateway() -> SmsGateway | None:
    """The SMS gateway, if there is one."""
    found: SmsGateway | None = current_app.extensions.get("sms")
    return found


def over_wechat(openid: str, template_id: str, text: Text) -> Outcome:
    """Send over WeChat."""
    sender = wechat_sender()
    if sender is None:
        return Outcome(Result.REFUSED, alarm="no_wechat")
    try:
        sent = sender.send_subscribe_message(openid, template_id, dict(text.wechat))
    except RefusedValue as error:
        return Outcome(Result.REFUSED, alarm=f"value {error.field}")
    except WeChatError as error:
        return _of_wechat(error)
    return Outcome(Result.ACCEPTED, provider_id=sent or None)


def _of_wechat(error: WeChatError) -> Outcome:
    if error.kind == "consent":
        return Outcome(Result.NO_CONSENT, error.errcode)
    if error.unknown_outcome:
        return Outcome(Result.UNKNOWN, error.errcode)
    if error.retryable:
        return Outcome(Result.LATER, error.errcode)
    ours = error.kind != "person"
    alarm = f"{error.errcode or error.kind} {error.field or ''}".strip() if ours else None
    return Outcome(Result.REFUSED, error.errcode, alarm=alarm)


def over_sms(phone: str, text: Text, reference: str) -> Outcome:
    """Send by SMS; the same reference is sent once, however often it is tried."""
    gateway = sms_gateway()
    if gateway is None:
        return Outcome(Result.REFUSED, alarm="no_sms")
    try:
        return Outcome(Result.ACCEPTED, provider_id=gateway.send(phone, text.sms, reference).id)
    except SmsError as error:
        if error.unknown_outcome:
            return Outcome(Result.UNKNOWN)
        return Outcome(Result.LATER if error.retryable else Result.REFUSED)
