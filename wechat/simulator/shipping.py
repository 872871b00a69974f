"""订单发货管理: orders become known seconds after they are paid, and are shipped once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wechat.simulator.clock import Clock
from wechat.simulator.refused import Refused

INGESTED_AFTER_S = 10.0
TO_SHIP, SHIPPED, REFUNDED = 1, 2, 5


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Key(_Model):
    order_number_type: Literal[1, 2]
    mchid: str = ""
    out_trade_no: str = ""
    transaction_id: str = ""


class _Parcel(_Model):
    item_desc: str = Field(min_length=1, max_length=120)
    tracking_no: str = ""
    express_company: str = ""
    contact: dict[str, str] | None = None


class _Payer(_Model):
    openid: str


class Upload(_Model):
    """What ``upload_shipping_info`` takes; anything else is 47001."""

    order_key: _Key
    logistics_type: Literal[1, 2, 3, 4]
    delivery_mode: Literal[1, 2]
    is_all_delivered: bool | None = None
    shipping_list: list[_Parcel] = Field(min_length=1, max_length=15)
    upload_time: str = Field(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$"
    )
    payer: _Payer

    def moment(self) -> datetime:
        """When, whatever zone it is written in."""
        return datetime.fromisoformat(self.upload_time)

    def content(self) -> dict[str, Any]:
        """What is compared to tell a repeat from a second shipping."""
        return self.model_dump(exclude={"upload_time", "order_key"})


@dataclass
class PaidOrder:
    mchid: str
    out_trade_no: str
    transaction_id: str
    openid: str
    paid_at: float
    refunded: bool = False
    shipped_again: bool = False
    upload: Upload | None = None


@dataclass
class Shipping:
    """Orders are told by whoever plays the payment: here the control endpoint."""

    clock: Clock
    orders: list[PaidOrder] = field(default_factory=list)

    def upload(self, body: dict[str, Any]) -> None:
        try:
            told = Upload.model_validate(body)
        except ValidationError:
            raise Refused(47001, "data format error") from None
        _check_list(told)
        order = self._find(told.order_key.model_dump())
        if order.refunded:
            raise Refused(10060004, "支付单处于不可发货的状态")
        if order.openid != told.payer.openid:
            raise Refused(40003, "invalid openid")
        _ship(order, told)

    def get(self, body: dict[str, Any]) -> dict[str, Any]:
        order = self._find(
            {
                "transaction_id": body.get("transaction_id", ""),
                "mchid": body.get("merchant_id", ""),
                "out_trade_no": body.get("merchant_trade_no", ""),
            }
        )
        state = REFUNDED if order.refunded else SHIPPED if order.upload else TO_SHIP
        shipping: dict[str, Any] = {}
        if order.upload:
            shipping = order.upload.model_dump(include={"logistics_type", "delivery_mode"})
        return {
            "transaction_id": order.transaction_id,
            "merchant_id": order.mchid,
            "merchant_trade_no": order.out_trade_no,
            "openid": order.openid,
            "pay_time": int(order.paid_at),
            "order_state": state,
            "shipping": shipping,
        }

    def find(self, transaction_id: str) -> PaidOrder | None:
        return next((o for o in self.orders if o.transaction_id == transaction_id), None)

    def _find(self, key: dict[str, Any]) -> PaidOrder:
        for order in self.orders:
            by_trade = (order.mchid, order.out_trade_no) == (key["mchid"], key["out_trade_no"])
            known = self.clock.now() - order.paid_at >= INGESTED_AFTER_S
            if known and (by_trade or order.transaction_id == key["transaction_id"]):
                return order
        raise Refused(10060001, "支付单不存在")


def _check_list(told: Upload) -> None:
    unified = told.delivery_mode == 1
    express = told.logistics_type == 1
    tracked = all(parcel.tracking_no and parcel.express_company for parcel in told.shipping_list)
    if (unified and len(told.shipping_list) != 1) or (not unified and not express):
        raise Refused(47001, "data format error: shipping_list")
    if express and not tracked:
        raise Refused(47001, "data format error: tracking_no")


def _ship(order: PaidOrder, told: Upload) -> None:
    """A repeat is "done"; other content is the one second chance."""
    if order.upload is not None:
        if told.content() == order.upload.content():
            raise Refused(10060002, "支付单已完成发货，无法继续发货")
        if order.shipped_again:
            raise Refused(10060003, "支付单已使用重新发货机会")
        if told.moment() <= order.upload.moment():
            raise Refused(47001, "upload_time must be later than before")
        order.shipped_again = True
    order.upload = told
