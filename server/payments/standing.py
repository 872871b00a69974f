"""How a payment stands. Somebody who looks asks the channel, too: a lost notice costs one look."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.oversight.actor import Actor
from server.payments import closing, repository
from server.payments.channels import ChannelError
from server.payments.models import Payment, Refund
from server.payments.payable import payable
from server.transaction import transaction


@dataclass(frozen=True)
class Standing:
    """A payment and the refunds that belong to it, the newest first."""

    payment: Payment
    refunds: tuple[Refund, ...]


def newest_of(session: Session, elder_id: uuid.UUID, limit: int) -> list[Payment]:
    """What was to be paid for an elder, whom the caller may see; the newest first."""
    return repository.newest_of(session, elder_id, limit)


def require(actor: Actor, kind: str, order_id: uuid.UUID) -> None:
    """Raises Problem unless ``actor`` may pay for this order."""
    with transaction(writes=False) as session:
        payable(kind).require_payer(session, actor, order_id)


def now(actor: Actor, kind: str, order_id: uuid.UUID) -> Standing:
    """The payment of an order as it is now. Raises Problem 404 where there is none."""
    require(actor, kind, order_id)
    open_attempt = None
    with transaction() as session:
        payment = repository.payment_of(session, kind, order_id)
        if payment is None:
            raise Problem(404, *TITLES[404])
        if payment.status in ("open", "cancelling"):
            open_attempt = repository.open_attempt(session, payment.id)
    if open_attempt is not None:
        with suppress(ChannelError):  # polling asks again; until then this is what we know
            closing.ask(open_attempt.id)
    with transaction(writes=False) as session:
        found = repository.payment(session, payment.id)
        if found is None:
            raise Problem(404, *TITLES[404])
        return Standing(found, tuple(repository.refunds_of(session, found.id)))
