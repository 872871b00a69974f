"""How often one payer, and one address, may begin to pay: each try asks the channel for something.

Counted for pages and the API together, exactly and over all hosts. What a channel tells us is
counted nowhere: a notice that was refused would only come again.
"""

from __future__ import annotations

import uuid

from server.errors import Problem
from server.identity.client import client_address
from server.kit.counters import counters

TRIES, TRIES_OF_ADDRESS, TRIES_IN_S = 30, 300, 600
"""Of one payer, and of an address (a station's visitors share one), in so many seconds."""

CARDS = 30
"""Share cards that one account may have made in the same time."""


def count_try(payer: uuid.UUID | str) -> None:
    """Count a try to pay; call it with no transaction open. Raises Problem 429 for too many."""
    said = "点得太快了，钱没有扣。请等{}秒，再点一次"
    _count(f"pay:who:{payer}", TRIES, said)
    _count(f"pay:at:{client_address()}", TRIES_OF_ADDRESS, said)


def count_card(account: uuid.UUID | str) -> None:
    """Count a share card. Raises Problem 429 for too many."""
    _count(f"pay:card:{account}", CARDS, "发得太快了，已经发出的卡片都还能用。请等{}秒，再发一次")


def _count(key: str, limit: int, said: str) -> None:
    verdict = counters().hit(key, limit, TRIES_IN_S)
    if not verdict.allowed:
        wait = str(verdict.retry_after)
        raise Problem(429, "rate-limited", said.format(wait), headers={"Retry-After": wait})
