"""A share card: somebody who may pay asks somebody else to. Whoever holds it sees what is to be paid
and pays with an account of their own; a refund goes back to that account, as all refunds do.

A card is signed, not stored: it names one order, is good for nothing else, and for paying no longer
than the order itself.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from flask import current_app
from itsdangerous import BadData, TimestampSigner

from server.config import Settings
from server.errors import Problem

GOOD_FOR = timedelta(days=90)
"""How long whoever paid by it can still look what became of the money."""


def card(kind: str, order_id: uuid.UUID) -> str:
    """A card for an order; the caller has checked that it is hers to share."""
    return _signer().sign(f"{kind}~{order_id.hex}").decode()


def read(text: str) -> tuple[str, uuid.UUID]:
    """(kind, order) of a card. Raises Problem 404 for one that is none, or too old."""
    try:
        signed = _signer().unsign(text, max_age=int(GOOD_FOR.total_seconds())).decode()
        kind, _, order = signed.partition("~")
        return kind, uuid.UUID(order)
    except (BadData, ValueError):
        title = "这个请人付款的链接不对，或者太久了，请让发给您的人再发一次"
        raise Problem(404, "card-not-good", title) from None


def _signer() -> TimestampSigner:
    settings: Settings = current_app.extensions["settings"]
    return TimestampSigner(settings.secret_key, salt="payments.share-card")
