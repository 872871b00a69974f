"""订单发货管理: telling WeChat that a paid order was handed over, and asking what it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from wechat.errors import RefusedValue, failure

LONGEST_DESCRIPTION = 120
UNIFIED = 1
"""统一发货, one parcel; 分拆发货 exists for express only, which we do not use."""


class Logistics(IntEnum):
    """How the goods reach the buyer."""

    EXPRESS = 1
    CITY = 2
    VIRTUAL = 3
    PICK_UP = 4


class OrderState(IntEnum):
    """As ``get_order`` tells it; the numbers were not checked against its page yet."""

    TO_SHIP = 1
    SHIPPED = 2
    RECEIVED = 3
    FINISHED = 4
    REFUNDED = 5
    SETTLING = 6


@dataclass(frozen=True)
class OrderKey:
    """Either our own trade number with the merchant's id, or WeChat Pay's transaction id."""

    mchid: str | None = None
    out_trade_no: str | None = None
    transaction_id: str | None = None

    def body(self) -> dict[str, Any]:
        if self.transaction_id:
            return {"order_number_type": 2, "transaction_id": self.transaction_id}
        if self.mchid and self.out_trade_no:
            return {
                "order_number_type": 1,
                "mchid": self.mchid,
                "out_trade_no": self.out_trade_no,
            }
        raise RefusedValue("order_key", "transaction_id, or mchid with out_trade_no")


@dataclass(frozen=True)
class Shipment:
    """One order handed over. ``uploaded_at`` (aware) must be later than in the call before."""

    order: OrderKey
    logistics: Logistics
    description: str
    payer_openid: str = field(repr=False)
    uploaded_at: datetime
    tracking_no: str = field(default="", repr=False)
    express_company: str = ""
    receiver_contact: str = field(default="", repr=False)

    def body(self) -> dict[str, Any]:
        """``shipping_list`` is an array also for one parcel; the offset carries a colon."""
        return {
            "order_key": self.order.body(),
            "logistics_type": int(self.logistics),
            "delivery_mode": UNIFIED,
            "shipping_list": [self._parcel()],
            "upload_time": self._upload_time(),
            "payer": {"openid": self.payer_openid},
        }

    def _parcel(self) -> dict[str, Any]:
        if not self.description.strip():
            raise RefusedValue("item_desc", "empty")
        parcel: dict[str, Any] = {"item_desc": self.description[:LONGEST_DESCRIPTION]}
        if self.logistics is Logistics.EXPRESS:
            if not (self.tracking_no and self.express_company):
                raise RefusedValue("tracking_no", "express needs a number and a company")
            parcel["tracking_no"] = self.tracking_no
            parcel["express_company"] = self.express_company
        if self.receiver_contact:
            parcel["contact"] = {"receiver_contact": self.receiver_contact}
        return parcel

    def _upload_time(self) -> str:
        if self.uploaded_at.tzinfo is None:
            raise RefusedValue("upload_time", "needs a time zone")
        return self.uploaded_at.isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class ShippingState:
    """What WeChat knows of an order; ``shipped_as`` is ``None`` before the upload."""

    state: OrderState
    shipped_as: Logistics | None
    transaction_id: str

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> ShippingState:
        try:
            order = answer["order"]
            shipping = order.get("shipping") or {}
            kind = shipping.get("logistics_type")
            return cls(
                OrderState(order["order_state"]),
                Logistics(kind) if kind else None,
                str(order["transaction_id"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            pass
        raise failure("order_shipping", "broken_answer")
