"""How a payment stands. Somebody who looks asks the channel, too: a lost notice costs one look.
Nobody makes us ask it without end by looking (``limits.may_ask``)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.oversight.actor import Actor
from server.payments import believing, closing, limits, repository
from server.payments.channels import ChannelError
from server.payments.models import Attempt, Payment, Refund
from server.payments.payable import payable
from server.transaction import transaction

UNSETTLED = ("open", "cancelling")


@dataclass(frozen=True)
class Standing:
    """A payment, the refunds that belong to it, the newest first, and its attempts, the oldest
    first. ``silent``: the channel was asked and did not answer, so that nobody knows whether money
    has arrived. ``hurried``: it was asked so often a moment ago that it was not asked once more.
    ``checked`` are the attempts of which staff have yet to find out what they brought."""

    payment: Payment
    refunds: tuple[Refund, ...]
    attempts: tuple[Attempt, ...] = ()
    seller: str = ""
    silent: bool = False
    hurried: bool = False
    checked: frozenset[uuid.UUID] = frozenset()

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt that somebody may still pay."""
        waiting = (each for each in self.attempts if each.status in repository.OPEN_ATTEMPT)
        return next(waiting, None)


def newest_of(session: Session, elder_id: uuid.UUID, limit: int) -> list[Payment]:
    """What was to be paid for an elder, whom the caller may see; the newest first."""
    return repository.newest_of(session, elder_id, limit)


def mine(
    session: Session,
    account_id: uuid.UUID,
    elder_ids: Collection[uuid.UUID],
    before: uuid.UUID | None,
    limit: int,
) -> list[Standing]:
    """What an account has paid, and what is or was to be paid for elders whom it may pay for; the
    newest first, those older than ``before`` where that is given."""
    found = repository.of_payer(session, account_id, elder_ids, before, limit)
    return [_standing(session, each, silent=False) for each in found]


def seller_name(session: Session, seller_id: uuid.UUID) -> str:
    """Who gets the money, in words."""
    return repository.seller(session, seller_id).name


def require(actor: Actor, kind: str, order_id: uuid.UUID) -> None:
    """Raises Problem unless ``actor`` may pay for this order."""
    with transaction(writes=False) as session:
        payable(kind).require_payer(session, actor, order_id)


def now(actor: Actor, kind: str, order_id: uuid.UUID) -> Standing:
    """The payment of an order as it is now. Raises Problem 404 where there is none."""
    require(actor, kind, order_id)
    return asked(kind, order_id)


def asked(kind: str, order_id: uuid.UUID) -> Standing:
    """See ``now``, for somebody whose right to look is known."""
    found = known(kind, order_id)
    waiting = found.open_attempt
    if found.payment.status not in UNSETTLED or waiting is None:
        return found
    if not limits.may_ask(found.payment.id):
        return replace(found, hurried=True)
    try:
        closing.ask(waiting.id)
    except ChannelError:  # polling asks again; until then this is what we know
        return known(kind, order_id, silent=True)
    return known(kind, order_id)


def known(kind: str, order_id: uuid.UUID, *, silent: bool = False) -> Standing:
    """The payment as we know it, without asking anybody. Raises Problem 404 where there is none."""
    with transaction(writes=False) as session:
        payment = repository.find(session, kind, order_id)
        if payment is None:
            raise Problem(404, *TITLES[404])
        return _standing(session, payment, silent=silent)


def _standing(session: Session, payment: Payment, *, silent: bool) -> Standing:
    attempts = tuple(repository.attempts_of(session, payment.id))
    return Standing(
        payment,
        tuple(repository.refunds_of(session, payment.id)),
        attempts,
        seller_name(session, payment.seller_id),
        silent=silent,
        checked=frozenset(a.id for a in attempts if believing.being_checked(session, a)),
    )
