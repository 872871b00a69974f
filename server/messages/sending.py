"""One message on its way: begin (a unit), call a gateway (no unit open), keep what became of it.

WeChat first, where she agreed to it; then SMS; then a person who rings up. A worker that dies
between the units leaves an attempt without an outcome: the same channel is tried again, so at most
that one message arrives twice. SMS gateways know the repeat by its reference; a repeat at WeChat
that is answered with "no consent" (43101) was sent the first time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from server.identity.contacts import Contact, contact_of
from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.messages import calls, channels, consents, repository, service
from server.messages.channels import Channel, Outcome, Result
from server.messages.models import Attempt, Message
from server.messages.states import Status, move
from server.messages.templates import Audience, event_of
from server.people import reach
from server.people.elders import may_be_contacted
from server.transaction import transaction

log = structlog.get_logger()

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600))
"""Before the second, the third … try over one channel; after the last the next channel is tried."""

URGENT_TRIES = 2
"""Who waits for help is not kept waiting for a gateway: soon the next channel, then a person."""

CLOSED = {Result.NO_CONSENT, Result.REFUSED}
"""What a channel may answer that trying it again cannot change."""


@dataclass(frozen=True)
class _Try:
    """A try that has been begun: the attempt is kept, the gateway not yet called."""

    message_id: uuid.UUID
    attempt_id: uuid.UUID
    call: Callable[[], Outcome]


def send(message_id: uuid.UUID, turn: int) -> None:
    """Take a message as far as it goes now. ``turn`` that is not its present one does nothing."""
    begun = _begin(message_id, turn)
    while begun is not None:
        outcome = begun.call()
        if outcome.alarm:
            log.error("message_channel_misconfigured", error=outcome.alarm)
        with transaction() as session:
            begun = _finish(session, begun, outcome)


def _begin(message_id: uuid.UUID, turn: int) -> _Try | None:
    with transaction() as session:
        message = repository.locked_message(session, message_id)
        going = (Status.CREATED, Status.SENDING)
        if message is None or message.turn != turn or message.status not in going:
            return None
        return _next_try(session, message)


def _next_try(session: Session, message: Message) -> _Try | None:
    _close_interrupted(session, message)
    contact = _contact(session, message)
    if contact is None:
        move(session, message, Status.REFUSED, "not_to_be_contacted")
        return None
    for channel in _open_channels(session, message):
        call = _prepare(session, message, channel, contact)
        if call is not None:
            return _start(session, message, channel, call)
    _hand_to_people(session, message)
    return None


def _close_interrupted(session: Session, message: Message) -> None:
    """A try whose worker died: whether it was sent, nobody knows."""
    if message.status != Status.SENDING:
        return
    last = repository.attempts(session, message.id)[-1]
    last.outcome, last.finished_at = Result.UNKNOWN, machine_now()
    move(session, message, Status.CREATED, "interrupted")


def _contact(session: Session, message: Message) -> Contact | None:
    """How the recipient is reached; None for whoever is to get nothing (any more)."""
    if message.text is None:  # erased at her wish
        return None
    elder = message.elder_id
    about_herself = message.account_id is None or message.audience == Audience.ELDER
    if elder and about_herself and not may_be_contacted(session, elder):
        return None
    if message.account_id is not None:
        return contact_of(session, message.account_id)
    return Contact(phone=reach.phone(session, elder) if elder else None)


def _open_channels(session: Session, message: Message) -> list[Channel]:
    """Gateways that may still be tried in this round, none before the one tried last."""
    tried = _tried(session, message)
    order = [Channel.WECHAT, Channel.SMS]
    return [
        channel
        for channel in order[order.index(Channel(tried[-1].channel)) if tried else 0 :]
        if not any(a.channel == channel and a.outcome in CLOSED for a in tried)
        and sum(a.channel == channel for a in tried) < _most_tries(message)
    ]


def _tried(session: Session, message: Message) -> list[Attempt]:
    """What was tried in this round, oldest first."""
    return [a for a in repository.attempts(session, message.id) if a.round == message.round]


def _most_tries(message: Message) -> int:
    return URGENT_TRIES if event_of(message.event).urgent else len(PAUSES) + 1


def _prepare(
    session: Session, message: Message, channel: Channel, contact: Contact
) -> Callable[[], Outcome] | None:
    """The call to make, or None where this recipient is not reached over this channel."""
    text = service.text_of(message)
    if channel is Channel.SMS:
        phone, reference = contact.phone, f"{message.id.hex}-{message.round}"
        if phone is None or channels.sms_gateway() is None:
            return None
        return lambda: channels.over_sms(phone, text, reference)
    openid = contact.openid
    template = channels.template_ids().by_name.get(event_of(message.event).wechat)
    if openid is None or template is None or not _reached_over_wechat(contact):
        return None
    if not _has_consent(session, message):
        return None
    return lambda: channels.over_wechat(openid, template, text)


def _reached_over_wechat(contact: Contact) -> bool:
    sender = channels.wechat_sender()
    return sender is not None and contact.appid == sender.appid


def _has_consent(session: Session, message: Message) -> bool:
    """Whether WeChat may be used; a one-time consent is taken out of the balance once only."""
    account, template = message.account_id, event_of(message.event).wechat
    if account is None:
        return False
    if message.holds_consent or consents.is_long_term(session, account, template):
        return True
    message.holds_consent = consents.take(session, account, template)
    return message.holds_consent


def _start(
    session: Session, message: Message, channel: Channel, call: Callable[[], Outcome]
) -> _Try:
    message.channel = channel.value
    attempt = _attempt(session, message, channel)
    move(session, message, Status.SENDING, channel.value)
    return _Try(message.id, attempt.id, call)


def _attempt(session: Session, message: Message, channel: Channel) -> Attempt:
    made = Attempt(
        id=new_key(),
        message_id=message.id,
        round=message.round,
        channel=channel,
        started_at=machine_now(),
    )
    session.add(made)
    return made


def _finish(session: Session, begun: _Try, outcome: Outcome) -> _Try | None:
    """Keep what became of a try; the next one, if another channel is to be tried at once."""
    message = repository.locked_message(session, begun.message_id)
    attempt = session.get(Attempt, begun.attempt_id)
    if message is None or attempt is None or attempt.outcome is not None:
        return None  # another worker took it for interrupted: what it found out counts
    attempt.finished_at, attempt.errcode = machine_now(), outcome.errcode
    attempt.outcome, attempt.provider_id = outcome.result.value, outcome.provider_id
    tries = [a for a in _tried(session, message) if a.channel == attempt.channel]
    maybe_sent = any(a.outcome == Result.UNKNOWN for a in tries)
    if outcome.result is Result.ACCEPTED or (
        outcome.result is Result.NO_CONSENT and maybe_sent  # the consent was spent on the first
    ):
        message.holds_consent = False
        move(session, message, Status.ACCEPTED, attempt.outcome)
        return None
    move(session, message, Status.CREATED, attempt.outcome)
    if outcome.result not in CLOSED and len(tries) < _most_tries(message):
        service.send_soon(session, message, PAUSES[len(tries) - 1])
        return None
    _settle_consent(session, message, outcome, spent=maybe_sent)
    return _next_try(session, message)


def _settle_consent(session: Session, message: Message, outcome: Outcome, *, spent: bool) -> None:
    """A channel is left. WeChat says that no consent is there: so it is. One that was taken and
    certainly not spent goes back."""
    account, template = message.account_id, event_of(message.event).wechat
    if account is not None and outcome.result is Result.NO_CONSENT:
        consents.clear(session, account, template)
    elif account is not None and message.holds_consent and not spent:
        consents.give_back(session, account, template)
    message.holds_consent = False


def _hand_to_people(session: Session, message: Message) -> None:
    """No gateway reaches her: somebody rings up, unless it can wait on her page. It is given up
    besides where gateways failed."""
    failed = any(a.outcome not in CLOSED for a in _tried(session, message))
    reason = "gateways_failed" if failed else "no_channel"
    event = event_of(message.event)
    channel = Channel.CALL if event.rung else Channel.INBOX
    message.channel = channel.value
    attempt = _attempt(session, message, channel)
    attempt.outcome, attempt.finished_at = Result.ACCEPTED.value, machine_now()
    move(session, message, Status.SENDING, channel.value)
    if event.rung:
        calls.ask(session, message, reason, urgent=event.urgent)
    move(session, message, Status.GIVEN_UP if failed else Status.ACCEPTED, reason)
