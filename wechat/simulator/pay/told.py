"""How trades and refunds look to the merchant: the fields of queries, notices and bills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from wechat.simulator.pay.trades import Refund, Trade

BEIJING = ZoneInfo("Asia/Shanghai")
STATES = {"NOTPAY": "订单未支付", "SUCCESS": "支付成功", "REFUND": "转入退款", "CLOSED": "已关闭"}
TRADE_TYPES = {"jsapi": "JSAPI", "native": "NATIVE", "h5": "MWEB"}


def moment(at: float) -> str:
    """RFC 3339 in Beijing."""
    return datetime.fromtimestamp(at, BEIJING).isoformat(timespec="seconds")


def trade(found: Trade) -> dict[str, Any]:
    """A query's answer. Before payment most fields are absent."""
    told: dict[str, Any] = found.ids | {
        "out_trade_no": found.out_trade_no,
        "trade_state": found.state,
        "trade_state_desc": STATES[found.state],
    }
    if not found.paid_at:
        return told
    payer = "sub_openid" if "sub_appid" in found.ids else "sp_openid" if "sp_mchid" in found.ids else "openid"  # fmt: skip
    return told | {
        "transaction_id": found.transaction_id,
        "trade_type": TRADE_TYPES[found.way],
        "bank_type": "OTHERS",
        "attach": found.asked.get("attach", ""),
        "success_time": moment(found.paid_at),
        "payer": {payer: found.openid},
        "amount": {
            "total": found.total,
            "payer_total": found.total,
            "currency": "CNY",
            "payer_currency": "CNY",
        },
    }


def refund(found: Refund) -> dict[str, Any]:
    """The answer to a refund or to its query."""
    return _refund(found) | {
        "status": found.status,
        "channel": "ORIGINAL",
        "create_time": moment(found.created_at),
        "funds_account": "AVAILABLE",
    }


def refund_notice(found: Refund) -> dict[str, Any]:
    """What a notice holds: the state is called refund_status there."""
    ids = {k: v for k, v in found.trade.ids.items() if k.endswith("mchid")}
    return ids | _refund(found) | {"refund_status": found.status}


def _refund(found: Refund) -> dict[str, Any]:
    ended = {"success_time": moment(found.ended_at)} if found.status == "SUCCESS" else {}
    return ended | {
        "refund_id": found.refund_id,
        "out_refund_no": found.out_refund_no,
        "transaction_id": found.trade.transaction_id,
        "out_trade_no": found.trade.out_trade_no,
        "user_received_account": found.received_account,
        "amount": {
            "total": found.trade.total,
            "refund": found.amount,
            "payer_total": found.trade.total,
            "payer_refund": found.amount,
            "settlement_refund": found.amount,
            "settlement_total": found.trade.total,
            "discount_refund": 0,
            "currency": "CNY",
        },
    }


# ---- bills

HEADING = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
SUMMARY = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)


def bill(day: str, trades: Iterable[Trade], refunds: Iterable[Refund], spoiled: str = "") -> bytes:
    """The trade bill of a day. ``spoiled``: ``row_missing`` or ``row_too_many``."""
    paid = [_paid_row(t) for t in trades if t.paid_at and moment(t.paid_at).startswith(day)]
    back = [_refund_row(r) for r in refunds if moment(r.created_at).startswith(day)]
    rows = sorted([*paid, *back])
    if spoiled == "row_missing" and rows:
        rows.pop()
    if spoiled == "row_too_many" and rows:
        cells = list(rows[-1])
        cells[5], cells[6] = "4200" + "9" * 24, "NOBODYKNOWSTHISONE"
        rows.append(tuple(cells))
    return _csv(rows)


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    def total(column: int) -> str:
        fen = sum(int(Decimal(row[column]) * 100) for row in rows)
        return _yuan(fen)

    last = (f"{len(rows)}.0", total(12), total(16), "0.00", "0.00", total(24), total(25))
    lines = [HEADING, *map(_line, rows), SUMMARY, _line(last)]
    return ("﻿" + "\r\n".join(lines) + "\r\n").encode()


def _line(cells: tuple[str, ...]) -> str:
    return ",".join(f"`{cell}" for cell in cells)


def _paid_row(found: Trade) -> tuple[str, ...]:
    return _row(found, found.paid_at, "SUCCESS", paid=found.total)


def _refund_row(found: Refund) -> tuple[str, ...]:
    numbers = (found.refund_id, found.out_refund_no)
    return _row(
        found.trade, found.created_at, "REFUND", back=found.amount, numbers=numbers, status=found.status
    )  # fmt: skip


def _row(
    found: Trade, at: float, state: str, *, paid: int = 0, back: int = 0,
    numbers: tuple[str, str] = ("0", "0"), status: str = "",
) -> tuple[str, ...]:  # fmt: skip
    written = datetime.fromtimestamp(at, BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    ids = found.ids
    return (
        written, ids.get("appid", ids.get("sp_appid", "")), ids.get("mchid", ids.get("sp_mchid", "")),
        ids.get("sub_mchid", "0"), "", found.transaction_id, found.out_trade_no, found.openid,
        TRADE_TYPES[found.way], state, "OTHERS", "CNY", _yuan(paid), "0.00", *numbers, _yuan(back),
        "0.00", "ORIGINAL" if back else "", status, found.description, found.asked.get("attach", ""),
        "0.00000", "0.60%", _yuan(paid), _yuan(back), "",
    )  # fmt: skip


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
