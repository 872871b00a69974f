"""Request and response shapes of payments."""

from __future__ import annotations

import uuid
from typing import Any, Literal, Self

from server.kit.clock import to_beijing
from server.kit.shapes import Shape
from server.payments.models import Payment
from server.payments.paying import Ready
from server.payments.standing import Standing


class PayIn(Shape):
    """How to pay: inside WeChat (jsapi), by a QR code (native), from a mobile browser (h5)."""

    channel: Literal["wechat"] = "wechat"
    way: Literal["jsapi", "native", "h5"]


class PartsOut(Shape):
    """原价, and who bears it, in fen."""

    total_fen: int
    city_subsidy_fen: int
    district_subsidy_fen: int
    self_pay_fen: int

    @classmethod
    def of(cls, payment: Payment) -> Self:
        """The parts of a payment."""
        return cls(
            total_fen=payment.total_fen,
            city_subsidy_fen=payment.city_subsidy_fen,
            district_subsidy_fen=payment.district_subsidy_fen,
            self_pay_fen=payment.self_pay_fen,
        )


class ReadyOut(Shape):
    """``device`` is what ``wx.requestPayment`` takes, or ``code_url`` or ``h5_url``; null if all
    is paid already."""

    status: str
    parts: PartsOut
    device: dict[str, Any] | None
    expires_at: str

    @classmethod
    def of(cls, ready: Ready) -> Self:
        """What a prepared attempt gives its payer."""
        payment = ready.payment
        return cls(
            status=payment.status,
            parts=PartsOut.of(payment),
            device=ready.device,
            expires_at=to_beijing(payment.expires_at),
        )


class CardOut(Shape):
    """What the mini program passes on in the message that asks somebody to pay."""

    card: str


class RefundOut(Shape):
    """Money on its way back, or back; ``amount_fen`` is the payer's part of it."""

    amount_fen: int
    status: str
    reason: str
    created_at: str


class PaymentOut(Shape):
    """``being_checked``: staff have yet to find out what came; it cannot be paid meanwhile, and what came
    beside a payment that is ``paid`` may go back."""

    id: uuid.UUID
    title: str
    status: str
    parts: PartsOut
    refunded_fen: int
    refunds: list[RefundOut]
    being_checked: bool
    expires_at: str

    @classmethod
    def of(cls, found: Standing) -> Self:
        """A payment and its refunds as the payer sees them."""
        payment = found.payment
        return cls(
            id=payment.id,
            title=payment.title,
            status=payment.status,
            parts=PartsOut.of(payment),
            refunded_fen=payment.refunded_fen,
            refunds=[
                RefundOut(
                    amount_fen=refund.amount_fen,
                    status=refund.status,
                    reason=refund.reason,
                    created_at=to_beijing(refund.created_at),
                )
                for refund in found.refunds
            ],
            being_checked=bool(found.checked),
            expires_at=to_beijing(payment.expires_at),
        )
