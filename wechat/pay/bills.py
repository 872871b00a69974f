"""Bills as CSV: every cell begins with a back-tick, money is in yuan, two summary lines end it.

Columns are found by their heading, as their order differs between merchants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
SUMMARY = ("总交易单数", "资金流水总笔数")
"""How the heading of the summary begins, in a trade bill and in a fund-flow bill."""


_PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?", re.ASCII)


class BillError(Exception):
    """A bill is not of the form that was agreed; the message names the line."""


@dataclass(frozen=True)
class Trade:
    """One line of a trade bill: a payment, or a refund with its own numbers. Money in fen."""

    at: datetime
    mchid: str
    sub_mchid: str | None
    transaction_id: str
    trade_no: str
    trade_state: str
    total_fen: int
    refund_id: str | None
    refund_no: str | None
    refund_fen: int
    refund_status: str | None
    fee_fen: Decimal
    """A share of a fen is possible here."""

    @property
    def is_refund(self) -> bool:
        """Whether the line is about a refund."""
        return self.refund_no is not None


@dataclass(frozen=True)
class FundFlow:
    """One line of a fund-flow bill; ``amount_fen`` is below zero for what left the account."""

    at: datetime
    flow_no: str
    business: str
    amount_fen: int
    voucher_no: str


def read_trades(content: bytes) -> list[Trade]:
    """The lines of a trade bill. Raises BillError, also if the summary counts differently."""
    rows, summary = _read(content)
    trades = [_trade(row) for row in rows]
    told = fen(summary.get("订单总金额", "0")), fen(summary.get("申请退款总金额", "0"))
    if (count := summary.get("总交易单数")) is not None and _decimal(count, "a count") != len(
        trades
    ):
        raise BillError(f"the summary counts {count} lines, there are {len(trades)}")
    paid = sum(trade.total_fen for trade in trades if not trade.is_refund)
    refunded = sum(trade.refund_fen for trade in trades if trade.is_refund)
    if "订单总金额" in summary and told != (paid, refunded):
        raise BillError("the summary adds up to other sums than the lines")
    return trades


def read_fund_flow(content: bytes) -> list[FundFlow]:
    """The lines of a fund-flow bill. Raises BillError."""
    rows, _ = _read(content)
    return [
        FundFlow(
            at=_moment(row["记账时间"]),
            flow_no=row["资金流水单号"],
            business=row["业务名称"],
            amount_fen=fen(row["收支金额(元)"]) * (1 if row["收支类型"] == "收入" else -1),
            voucher_no=row["业务凭证号"],
        )
        for row in rows
    ]


def _decimal(cell: str, what: str) -> Decimal:
    """Digits and a point; Python reads other things as numbers, some of which cannot be reckoned with.
    Raises BillError, which names ``what``."""
    if not _PLAIN.fullmatch(cell):
        raise BillError(f"{what} cannot be read")
    return Decimal(cell)


def fen(yuan: str) -> int:
    """Yuan as written to fen. Raises BillError for what is no amount of whole fen."""
    exact = _decimal(yuan, "an amount") * 100
    if exact != exact.to_integral_value():
        raise BillError("an amount is not a whole number of fen")
    return int(exact)


def _read(content: bytes) -> tuple[list[dict[str, str]], dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BillError("the bill is not UTF-8") from None
    # Not splitlines(): what goods are called may hold other ends of lines.
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 3 or not lines[-2].startswith(SUMMARY):
        raise BillError("the bill has no heading or no summary")
    return list(_rows(lines[0], lines[1:-2])), next(_rows(lines[-2], lines[-1:]))


def _rows(heading: str, lines: list[str]) -> Iterator[dict[str, str]]:
    names = [name.strip() for name in heading.split(",")]
    if len(set(names)) != len(names):
        raise BillError("a column is there twice")
    for number, line in enumerate(lines, 2):
        # A comma inside a cell is no end of it: the next cell begins with a back-tick.
        cells = line.removeprefix("`").split(",`")
        if len(cells) != len(names):
            raise BillError(f"line {number} has {len(cells)} cells instead of {len(names)}")
        yield dict(zip(names, map(str.strip, cells), strict=True))


def _trade(row: dict[str, str]) -> Trade:
    try:
        refund_no = _number(row["商户退款单号"])
        sub_mchid = _number(row.get("特约商户号", "0"))
        return Trade(
            at=_moment(row["交易时间"]),
            mchid=row["商户号"],
            sub_mchid=sub_mchid,
            transaction_id=row["微信订单号"],
            trade_no=row["商户订单号"],
            trade_state=row["交易状态"],
            total_fen=fen(row["订单金额"]),
            refund_id=_number(row["微信退款单号"]),
            refund_no=refund_no,
            refund_fen=fen(row["申请退款金额"]),
            refund_status=row["退款状态"] or None if refund_no else None,
            fee_fen=_decimal(row["手续费"], "a fee") * 100,
        )
    except KeyError:
        raise BillError("a column is missing") from None


def _number(cell: str) -> str | None:
    """A number, or None for the zero or nothing that stands in its place."""
    return cell if cell not in ("", "0") else None


def _moment(cell: str) -> datetime:
    try:
        return datetime.strptime(cell, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        raise BillError("a time cannot be read") from None
