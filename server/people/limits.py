"""How often one account may try what could be guessed: codes, and whose numbers are known here."""

from __future__ import annotations

from server.errors import Problem
from server.kit.counters import counters
from server.oversight.actor import Actor

_HOUR = 3600
CODES = 20
"""Invitation codes an hour: looking and accepting are two; of 17 to the power of 8 codes few fall."""

ID_CARDS = 5
"""ID cards an hour that one account may name: nobody finds out by trying who is known here."""


def count(actor: Actor, what: str, limit: int) -> None:
    """Count one try, exactly and over all hosts; call it with no transaction open.

    Raises Problem 429 beyond ``limit`` an hour.
    """
    verdict = counters().hit(f"people:{what}:{actor.id}", limit, _HOUR)
    if not verdict.allowed:
        title = "试的次数太多了，请过一个小时再试，或者到街道办理"
        raise Problem(429, "rate-limited", title, headers={"Retry-After": str(verdict.retry_after)})
