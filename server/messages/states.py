"""What may become of a message. Its status is changed here and nowhere else.

``accepted``: a channel has taken it over (WeChat, the SMS gateway, the people who ring up).
``refused``: its recipient is to get nothing. ``given_up``: every channel failed; only staff take
it up again.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from server.kit.clock import machine_now
from server.messages.models import Message, MessageEvent
from server.oversight.actor import SYSTEM, Actor


class Status(StrEnum):
    """Where a message is."""

    CREATED = "created"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


TRANSITIONS: dict[Status | None, frozenset[Status]] = {
    None: frozenset({Status.CREATED}),
    Status.CREATED: frozenset({Status.SENDING, Status.REFUSED}),
    Status.SENDING: frozenset({Status.CREATED, Status.ACCEPTED, Status.REFUSED, Status.GIVEN_UP}),
    Status.ACCEPTED: frozenset({Status.CREATED, Status.DELIVERED, Status.GIVEN_UP}),
    Status.GIVEN_UP: frozenset({Status.CREATED, Status.DELIVERED}),
    Status.DELIVERED: frozenset(),
    Status.REFUSED: frozenset(),
}
"""From where to where. Back to ``created``: it waits for its next try or channel."""


class WrongTurn(Exception):
    """A message was to go where its status does not lead."""


def move(
    session: Session, message: Message, to: Status, reason: str, actor: Actor = SYSTEM
) -> None:
    """Change the status of ``message`` and keep why. Raises WrongTurn.

    ``reason`` is a code, never something that a person wrote.
    """
    before = Status(message.status) if message.status else None
    if to not in TRANSITIONS[before]:
        raise WrongTurn(f"a message that is {before} cannot become {to}")
    now = machine_now()
    message.status, message.changed_at = to.value, now
    if before is None:
        session.flush()  # no relationship tells the session that messages come before their events
    session.add(
        MessageEvent(
            message_id=message.id,
            at=now,
            from_status=before,
            to_status=to,
            reason=reason,
            actor_kind=actor.kind.value,
            actor_id=actor.id,
        )
    )
