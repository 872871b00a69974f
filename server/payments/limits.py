"""How often one payer may begin to pay, and how often who looks has the channel asked after a payment.

Counted for pages and the API together, exactly and over all hosts. An account is counted wherever it
calls from: at noon a carrier puts hundreds of payers behind one address. An address counts only for
who holds a card and is not signed in. What a channel tells us is counted nowhere: a notice that was
refused would only come again.
"""

from __future__ import annotations

import uuid

from server.errors import Problem
from server.identity.client import client_address
from server.kit.counters import counters

TRIES, TRIES_OF_ADDRESS, TRIES_IN_S = 30, 300, 600
"""Of one payer, and of all at one address who are not signed in, in so many seconds."""

ASKS, ASKS_IN_S = 10, 60
"""How often a channel is asked after one payment because somebody looks, in so many seconds: by all
who may look together. Who looks more often is told what we know; notices and the worker go on."""

TOO_FAST = "点得太快了，钱没有扣。请等{}秒，再点一次"

CARDS = 30
"""Share cards that one account may have made in the same time."""


def count_try(account: uuid.UUID | str) -> None:
    """Count a try of an account to pay; call it with no transaction open. Raises Problem 429 for too
    many."""
    _count(f"pay:who:{account}", TRIES, TOO_FAST)


def count_visitor(visitor: str) -> None:
    """Count a try of a browser in which nobody is signed in, and of its address: the browser's name is
    its own to change. Raises Problem 429 for too many."""
    _count(f"pay:who:{visitor}", TRIES, TOO_FAST)
    _count(f"pay:at:{client_address()}", TRIES_OF_ADDRESS, TOO_FAST)


def count_card(account: uuid.UUID | str) -> None:
    """Count a share card. Raises Problem 429 for too many."""
    _count(f"pay:card:{account}", CARDS, "发得太快了，已经发出的卡片都还能用。请等{}秒，再发一次")


def may_ask(payment_id: uuid.UUID) -> bool:
    """Count a question after a payment to its channel; False for one too many. Call it with no
    transaction open."""
    return counters().hit(f"pay:asked:{payment_id}", ASKS, ASKS_IN_S).allowed


def _count(key: str, limit: int, said: str) -> None:
    verdict = counters().hit(key, limit, TRIES_IN_S)
    if not verdict.allowed:
        wait = str(verdict.retry_after)
        raise Problem(429, "rate-limited", said.format(wait), headers={"Retry-After": wait})
