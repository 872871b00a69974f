"""Which status may follow which, for payments, attempts and refunds."""

from __future__ import annotations

from server.kit.states import Machine

PAYMENT = Machine(
    "payment",
    {
        "open": frozenset({"paid", "cancelling"}),
        # Asked to be cancelled; the channel has not said yet that nothing was paid.
        "cancelling": frozenset({"paid", "cancelled"}),
        "paid": frozenset({"refunded"}),
        "cancelled": frozenset(),
        "refunded": frozenset(),
    },
)
"""``refunded``: all of it that was not clawed back. A part given back leaves it ``paid``, with
``refunded_fen``."""

ATTEMPT = Machine(
    "attempt",
    {
        # Kept before the channel is asked: a success may arrive before its answer.
        "created": frozenset({"prepared", "failed", "closed", "paid", "mismatched"}),
        "prepared": frozenset({"prepared", "closed", "paid", "mismatched"}),
        "failed": frozenset({"paid", "mismatched"}),
        "closed": frozenset({"paid", "mismatched"}),
        "paid": frozenset(),
        # Money of another amount arrived: never counted, somebody has to look.
        "mismatched": frozenset(),
    },
)
"""Money that arrives is never turned away, whatever we believed before."""

REFUND = Machine(
    "refund",
    {
        "requested": frozenset({"processing", "succeeded", "closed", "abnormal"}),
        "processing": frozenset({"succeeded", "closed", "abnormal"}),
        # The payer's card or account is dead: staff decide how the money gets back.
        "abnormal": frozenset({"processing", "succeeded", "closed"}),
        # The channel gave up; the money is still owed, and is paid out by hand.
        "closed": frozenset({"settled_by_hand"}),
        "succeeded": frozenset(),
        "settled_by_hand": frozenset(),
    },
)
