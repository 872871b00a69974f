"""Which fault is fired when: a seeded plan over the orders of a run, every kind equally often."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

NOTICE_TRICKS = (
    "drop", "duplicate", "delay", "reorder", "wrong_amount", "wrong_appid",
    "bad_signature", "stale_timestamp", "unknown_serial",
)  # fmt: skip
"""What may go wrong with a notice (``wechat.simulator.pay.notices``)."""

CALL_FAULTS: dict[str, dict[str, Any]] = {
    "lost_before_effect": {"drop": "before"},
    "lost_after_effect": {"drop": "after"},
    "500": {"status": 500},
    "502_after_effect": {"status": 502, "after_effect": True},
    "slow_answer": {"answer_delay_s": 1.5},
    "refund_429": {"status": 429, "path": "/v3/refund/*"},
    "refund_502_after_effect": {"status": 502, "after_effect": True, "path": "/v3/refund/*"},
}
"""What may go wrong with a call of ours: ``wechat.simulator.faults.Fault`` without a name."""

DEEDS = ("kill_web", "kill_worker", "cut_connections", "clock_wrong", "keys_change", "spelling_changes", "paid_after_close")  # fmt: skip
"""What else happens: to our processes, to clocks, and to how WeChat signs and spells."""

BILLS = ("row_missing", "row_too_many")

KINDS = (*NOTICE_TRICKS, *CALL_FAULTS, *DEEDS)
ORDERS_FOR_ONE_MORE = 40
LAST_SHARE = 0.85
"""Nothing new is begun after this share of the orders: what was asked for can still be fired."""


@dataclass(frozen=True)
class Event:
    """``kind`` is done once ``order`` payers have begun."""

    order: int
    kind: str


def times(orders: int) -> int:
    """How often each kind is fired in a run of so many orders: 12 times in one of 500."""
    return max(1, orders // ORDERS_FOR_ONE_MORE)


def plan(orders: int, seed: int) -> list[Event]:
    """The events of a run, in their order; the same for the same seed."""
    chosen = random.Random(seed)
    last = max(1, int(orders * LAST_SHARE))
    events = [Event(chosen.randrange(last), kind) for kind in KINDS for _ in range(times(orders))]
    return sorted(events, key=lambda event: event.order)
