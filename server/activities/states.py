"""What becomes of a place."""

from __future__ import annotations

from server.kit.states import Machine

SIGN_UP = Machine(
    "sign_up",
    {
        "waiting": frozenset({"confirmed", "given_back"}),
        "confirmed": frozenset({"given_back"}),
        "given_back": frozenset(),
    },
)
"""``waiting`` for the fee, ``confirmed`` once it is paid (at once where there is none)."""
