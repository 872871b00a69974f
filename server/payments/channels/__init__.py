"""What every way of paying can do. WeChat and offline implement it; docs/payments.md maps others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from flask import current_app

from server.errors import Problem
from server.payments.models import Attempt, Payment, Refund, Seller


class ChannelError(Exception):
    """The channel did not do it. ``refused``: certainly not; else nobody knows yet. ``done``: it
    says that it had happened before. ``answered``: it was reached and said something. ``taken``: it
    has another order under this number. ``absent``: it has none. ``closed``: it was closed there.
    ``code`` is the channel's own, without personal data."""

    def __init__(
        self,
        code: str,
        *,
        refused: bool = False,
        done: bool = False,
        answered: bool = True,
        taken: bool = False,
        absent: bool = False,
        closed: bool = False,
    ) -> None:
        super().__init__(code)
        self.code, self.refused, self.done, self.answered = code, refused, done, answered
        self.taken, self.absent, self.closed = taken, absent, closed


class TradeState(StrEnum):
    """What a channel says of a trade."""

    UNPAID = "unpaid"
    PAID = "paid"
    CLOSED = "closed"
    ABSENT = "absent"
    """It has never heard of the number."""
    UNKNOWN = "unknown"
    """It cannot say yet."""


@dataclass(frozen=True)
class TradeFound:
    """A trade as the channel sees it. ``amount_fen`` is what was asked for in the channel."""

    state: TradeState
    amount_fen: int | None = None
    transaction_id: str | None = None
    paid_at: datetime | None = None
    is_ours: bool = True
    """Merchant, app and currency are those that were asked for."""


@dataclass(frozen=True)
class RefundFound:
    """A refund as the channel sees it: processing, succeeded, closed or abnormal."""

    status: str
    channel_id: str | None = None
    finished_at: datetime | None = None
    accepted_at: datetime | None = None
    """When it was taken on; a notice may not say."""

    to_payer: bool | None = None
    """Whether it went to an account of the payer's or to one of the seller's; None if nobody says."""

    amount_fen: int | None = None
    trade_no: str | None = None
    """How much goes back, and of which attempt; None if nobody says."""

    is_ours: bool = True
    """Whether it is a refund of this merchant's."""


@dataclass(frozen=True)
class Told:
    """A verified notice. One of ``trade`` and ``refund`` is set; ``number`` is the trade's or
    the refund's own.

    ``fault`` names the field by which it contradicts what was agreed, or itself: nothing of it is
    believed then. Neither is set, and ``number`` is that of what it may be about, if one can be read.
    """

    event_id: str
    event_type: str
    number: str
    trade: TradeFound | None = None
    refund: RefundFound | None = None
    fault: str | None = None


@dataclass(frozen=True)
class BillRow:
    """A line of a channel's bill. ``amount_fen`` is below zero for a refund."""

    number: str
    channel_id: str
    amount_fen: int
    at: datetime
    is_refund: bool
    status: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Payer:
    """Whoever pays: their openid for payment inside WeChat, their address for a browser's."""

    openid: str | None = None
    address: str | None = None


class NotVerifiedError(Exception):
    """A notice that is not known to come from the channel; it is not kept. ``unknown_key``: it is
    signed by a key that we do not have, and may be verified once it was fetched. ``unopened``: the
    channel signed it, but our own key does not open it."""

    def __init__(self, why: str = "", *, unknown_key: bool = False, unopened: bool = False) -> None:
        super().__init__(why)
        self.unknown_key, self.unopened = unknown_key, unopened


class Bills(StrEnum):
    """Whose trades one bill of a channel holds."""

    NONE = "none"
    SHARED = "shared"
    BY_SELLER = "by_seller"


class Channel(Protocol):
    """A way of paying. No method is called with a transaction open; all raise ChannelError."""

    @property
    def bills(self) -> Bills:
        """Whether there are bills, and whose."""
        ...

    @property
    def name(self) -> str:
        """What attempts and notices call it."""
        ...

    @property
    def ways(self) -> frozenset[str]:
        """How one can pay in it."""
        ...

    @property
    def wants_hand_over(self) -> bool:
        """Whether it keeps the money until it is told that what was paid for is handed over."""
        ...

    def prepare(self, attempt: Attempt, seller: Seller, title: str, payer: Payer) -> dict[str, Any]:
        """Open a trade; what the payer's device needs."""
        ...

    def query(self, trade_no: str, seller: Seller) -> TradeFound:
        """The trade as the channel sees it now."""
        ...

    def close(self, trade_no: str, seller: Seller) -> None:
        """Close an unpaid trade, so that nobody can pay it any more."""
        ...

    def refund(self, refund: Refund, attempt: Attempt, seller: Seller) -> RefundFound:
        """Give money back. Repeating it with the same number gives nothing twice."""
        ...

    def query_refund(self, refund_no: str, seller: Seller) -> RefundFound:
        """A refund as the channel sees it now."""
        ...

    def hand_over(self, attempt: Attempt, payment: Payment, seller: Seller) -> None:
        """Tell it so. Told before is as good as told now; ``refused`` where repeating is useless."""
        ...

    def return_to_seller(self, refund: Refund, seller: Seller) -> RefundFound:
        """Send an abnormal refund to the seller's own account: staff hand it over in person."""
        ...

    def open_notice(self, headers: Mapping[str, str], body: bytes) -> Told:
        """Verify and read a notice. Raises NotVerifiedError, and nothing else: what is signed and
        malformed is ``Told`` with its ``fault``."""
        ...

    def keep_keys(self) -> None:
        """Fetch what its answers and notices are verified with, where that ends and is replaced."""
        ...

    def self_check(self, seller: Seller | None) -> None:
        """Ask for something that it cannot know; raises ChannelError unless it says so. ``seller``
        where each has a number of its own."""
        ...

    def bill(self, day: date, seller: Seller) -> Sequence[BillRow]:
        """All payments and refunds of a day."""
        ...


def channel(name: str) -> Channel:
    """The channel of that name. Raises Problem 422 for one that is not set up."""
    found: Channel | None = current_app.extensions["channels"].get(name)
    if found is None:
        raise Problem(422, "unknown-channel", "这种付款方式现在用不了，请换一种，或到窗口付款")
    return found
