"""The settlement sheet of a month: what each operator, point and district is due, and from whom.

Everything is added up from the ledger by the day on which it was entered there, so that a month
that is over never changes: a refund or a claw-back of December, for a meal of November, stands in
December's sheet. ``net_fen`` of a seller's lines is what moved on its account in that month.

An operator advances the subsidies (助餐点先垫付, 京民养老发〔2022〕69号): the payer pays less, and the
city and the district owe the rest.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.kit import sheets
from server.kit.money import in_yuan, spoken
from server.kit.sheets import Cell
from server.payments import subsidies
from server.payments.ledger import Account, Cause
from server.payments.models import LedgerEntry, Payment, Seller

Place = tuple[uuid.UUID, uuid.UUID | None, str]
"""Seller, point (None for what has none) and district (empty where no public money is in it)."""


@dataclass
class Sums:
    """Counts, and sums in fen, none below zero but what is left of them."""

    orders: int = 0
    total_fen: int = 0
    self_pay_fen: int = 0
    city_fen: int = 0
    district_fen: int = 0
    refunds: int = 0
    back_self_pay_fen: int = 0
    back_city_fen: int = 0
    back_district_fen: int = 0
    person_days: int = 0
    operating_city_fen: int = 0
    operating_district_fen: int = 0
    clawed_city_fen: int = 0
    """From meal subsidies and operating subsidies together."""
    clawed_district_fen: int = 0

    @property
    def city_due_fen(self) -> int:
        """What the city owes for the month; below zero where more came back."""
        given = self.city_fen + self.operating_city_fen
        return given - self.back_city_fen - self.clawed_city_fen

    @property
    def district_due_fen(self) -> int:
        """What the district owes."""
        given = self.district_fen + self.operating_district_fen
        return given - self.back_district_fen - self.clawed_district_fen

    @property
    def payers_fen(self) -> int:
        """What payers paid and did not get back."""
        return self.self_pay_fen - self.back_self_pay_fen

    @property
    def net_fen(self) -> int:
        """All of it: what the operator earned in the month."""
        return self.payers_fen + self.city_due_fen + self.district_due_fen

    def add(self, other: Sums) -> None:
        """Take ``other`` in."""
        for each in fields(Sums):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(frozen=True)
class Line:
    """One operator at one point in one district."""

    seller_id: uuid.UUID
    seller_name: str
    point_id: uuid.UUID | None
    point_name: str
    district: str
    sums: Sums


@dataclass(frozen=True)
class Sheet:
    """The month's lines by district, operator and point; their sum; what the figures rest on."""

    month: str
    lines: tuple[Line, ...]
    total: Sums
    notes: tuple[str, ...] = field(default=())


class NoMonthError(ValueError):
    """Not a month written as ``2026-11``."""


def days_of(month: str) -> tuple[date, date]:
    """First and last day of ``2026-11``. Raises NoMonthError."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month) or not "2000" < month < "9999-12":
        raise NoMonthError(month)
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - date.resolution


def sheet(
    session: Session,
    month: str,
    *,
    seller_ids: Collection[uuid.UUID] | None = None,
    district: str | None = None,
) -> Sheet:
    """The sheet of ``month`` (``2026-11``), of all operators or of these, of all districts or one.

    Two queries, whatever the number of orders. Raises NoMonthError. Who may see whose, the caller
    looks after.
    """
    first, last = days_of(month)
    chosen = _moved(first, last)
    if seller_ids is not None:
        chosen = chosen.where(Payment.seller_id.in_(seller_ids))
    if district is not None:
        chosen = chosen.where(Payment.district == district)
    by_place: dict[Place, Sums] = {}
    for seller_id, point_id, where, *moved in session.execute(chosen):
        _take(by_place.setdefault((seller_id, point_id, where), Sums()), *moved)
    lines = _lines(session, by_place)
    total = Sums()
    for line in lines:
        total.add(line.sums)
    return Sheet(month, lines, total, _notes(first, last, total))


def _moved(first: date, last: date) -> Any:
    """(seller, point, district, cause, account, whether it has no holder, fen, movements)."""
    entry, where = LedgerEntry, func.coalesce(Payment.district, "")
    key = [Payment.seller_id, Payment.point_id, where, entry.cause, entry.account]
    shared = entry.holder == ""
    sums = select(*key, shared, func.sum(entry.amount_fen), func.count())
    return (
        sums.join(Payment, Payment.id == entry.payment_id)
        .where(entry.day.between(first, last), entry.cause.in_(_INTO))
        .group_by(*key, shared)
    )


_INTO: dict[str, dict[tuple[Account, bool | None], tuple[str, int]]] = {
    Cause.PAID.value: {
        (Account.OPERATOR, None): ("total_fen", 1),
        (Account.PAYER, None): ("self_pay_fen", -1),
        (Account.CITY_SUBSIDY, None): ("city_fen", -1),
        (Account.DISTRICT_SUBSIDY, None): ("district_fen", -1),
    },
    Cause.REFUND_OWED.value: {
        (Account.REFUNDS, None): ("back_self_pay_fen", 1),
        (Account.CITY_SUBSIDY, None): ("back_city_fen", 1),
        (Account.DISTRICT_SUBSIDY, None): ("back_district_fen", 1),
    },
    Cause.OPERATING.value: {
        (Account.OPERATING_SUBSIDY, True): ("operating_city_fen", -1),
        (Account.OPERATING_SUBSIDY, False): ("operating_district_fen", -1),
    },
    Cause.CLAW_BACK.value: {
        (Account.CITY_SUBSIDY, None): ("clawed_city_fen", 1),
        (Account.DISTRICT_SUBSIDY, None): ("clawed_district_fen", 1),
        (Account.OPERATING_SUBSIDY, True): ("clawed_city_fen", 1),
        (Account.OPERATING_SUBSIDY, False): ("clawed_district_fen", 1),
    },
}
"""Cause → account (and, where it matters, whether it is the city's) → sum, and with which sign."""

_COUNTS = {
    Cause.PAID.value: "orders",
    Cause.REFUND_OWED.value: "refunds",
    Cause.OPERATING.value: "person_days",
}
"""What the movements of a cause count; each has one side on the operator's account."""


def _take(into: Sums, cause: str, account: str, shared: bool, fen: int, movements: int) -> None:
    sides = _INTO[cause]
    kind = Account(account)
    found = sides.get((kind, None)) or sides.get((kind, bool(shared)))
    if found is not None:
        name, sign = found
        setattr(into, name, getattr(into, name) + sign * int(fen))
    if kind is Account.OPERATOR and cause in _COUNTS:
        name = _COUNTS[cause]
        setattr(into, name, getattr(into, name) + int(movements))


def _lines(session: Session, by_place: dict[Place, Sums]) -> tuple[Line, ...]:
    sellers = {row[0]: row[1] for row in session.execute(select(Seller.id, Seller.name))}
    points = _point_names(session, {point for _, point, _ in by_place if point is not None})
    lines = [
        Line(seller, sellers[seller], point, points.get(point, "") if point else "", where, sums)
        for (seller, point, where), sums in by_place.items()
    ]
    return tuple(
        sorted(
            lines,
            key=lambda n: (n.district, n.seller_name, n.point_name, str(n.seller_id), str(n.point_id)),
        )
    )  # fmt: skip


def _point_names(session: Session, points: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """As each point was called last."""
    last = func.max(Payment.created_at)
    chosen = select(Payment.point_id, Payment.point_name).where(Payment.point_id.in_(points))
    named = chosen.group_by(Payment.point_id, Payment.point_name).order_by(last)
    return {row[0]: row[1] or "" for row in session.execute(named) if row[0]}


def _notes(first: date, last: date, total: Sums) -> tuple[str, ...]:
    """By which document the operating subsidy was worked out; nothing where there was none."""
    if not total.person_days:
        return ()
    return tuple(
        f"运营补贴：给助餐点，按实际用餐人数每人每天{spoken(each.operating_fen_per_person_day)}，"
        f"市级、区级按{each.city_parts}:{each.district_parts}分担（{each.number}）"
        for each in subsidies.documents(first, last)
    )


# ---- as files

HEAD = (
    "区", "服务商", "助餐点", "笔数", "原价合计（元）", "自付（元）", "市级补贴垫付（元）", "区级补贴垫付（元）",
    "退款笔数", "退回自付（元）", "退回市级补贴（元）", "退回区级补贴（元）",
    "用餐人天", "市级运营补贴（元）", "区级运营补贴（元）", "追回市级（元）", "追回区级（元）",
    "自付净额（元）", "市级应拨（元）", "区级应拨（元）", "应结合计（元）",
)  # fmt: skip


def rows(found: Sheet) -> list[list[Cell]]:
    """The lines as a table under ``HEAD``, and their sum where there is more than one."""
    told = [
        [line.district or "—", line.seller_name, line.point_name or "—", *_cells(line.sums)]
        for line in found.lines
    ]
    return [*told, ["合计", "", "", *_cells(found.total)]] if len(told) > 1 else told


def _cells(sums: Sums) -> Sequence[Cell]:
    s = sums
    return (
        s.orders, *_yuan(s.total_fen, s.self_pay_fen, s.city_fen, s.district_fen),
        s.refunds, *_yuan(s.back_self_pay_fen, s.back_city_fen, s.back_district_fen),
        s.person_days, *_yuan(s.operating_city_fen, s.operating_district_fen, s.clawed_city_fen, s.clawed_district_fen),
        *_yuan(s.payers_fen, s.city_due_fen, s.district_due_fen, s.net_fen),
    )  # fmt: skip


def _yuan(*fen: int) -> Iterable[Cell]:
    return (in_yuan(each) for each in fen)


def as_xlsx(found: Sheet) -> bytes:
    """The sheet as a workbook, with what its figures rest on below."""
    told = rows(found)
    if found.notes:
        told.append([])
        told.extend([note] for note in found.notes)
    return sheets.xlsx(f"结算表 {found.month}", HEAD, told)


def as_csv(found: Sheet) -> bytes:
    """The sheet for other programs: the table and nothing else."""
    return sheets.as_csv(HEAD, rows(found))
