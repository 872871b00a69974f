"""Money is integer fen; rates are Decimal. Nothing here, and nobody else, uses float."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal


def spoken(fen: int) -> str:
    """``1250`` as 12.50元, ``1200`` as 12元."""
    yuan, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{yuan}.{rest:02d}元" if rest else f"{sign}{yuan}元"


def in_yuan(fen: int) -> Decimal:
    """``1250`` as ``Decimal("12.50")``, for tables."""
    return Decimal(fen).scaleb(-2)


def yuan(fen: int) -> str:
    """``1200`` as 12.00元: what is paid and given back, always with two decimals."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}元"


def divided(total_fen: int, weights: Sequence[Decimal]) -> list[int]:
    """``total_fen`` in whole fen by ``weights``; the parts add up to it exactly.

    Each gets its share rounded down; the fen left over go to the largest remainders, the earlier
    first. Raises ValueError for weights below zero or all zero.
    """
    whole = sum(weights, Decimal(0))
    if any(weight < 0 for weight in weights) or whole <= 0:
        raise ValueError("weights are not below zero, and one is above")
    exact = [total_fen * weight / whole for weight in weights]
    parts = [int(share.to_integral_value(ROUND_DOWN)) for share in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: total_fen - sum(parts)]:
        parts[n] += 1
    return parts
