"""The settlement sheet of a month: every figure is the ledger's."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from server.kit.clock import business_today
from server.kit.ids import new_key
from server.payments import claw_backs, operating, paying, refunds, repository, settlement
from server.payments.ledger import Account
from server.payments.models import LedgerEntry, Payment
from server.payments.payable import Point
from server.payments.settlement import NoMonthError, Sheet, Sums, days_of
from server.transaction import transaction
from tests.databases import unguarded
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import balances, notify, trade_no
from tests.server.payments.test_subsidies_and_books import CLERK

NORTH, SOUTH = Point(uuid.UUID(int=1), "样例北点"), Point(uuid.UUID(int=2), "样例南点")
TODAY = date(2026, 11, 20)


class Month:
    """Two operators with points in two districts, and shorthand for what happens there."""

    def __init__(self, bank: Bank, orders: Orders) -> None:
        self.bank, self.orders = bank, orders
        with transaction() as session:
            self.sellers = [orders.seller(session, name) for name in ("样例甲", "样例乙")]

    def eats(self, seller: int = 0, point: Point = NORTH, district: str = "朝阳区", **more: Any) -> uuid.UUID:  # fmt: skip
        said = {"seller_id": self.sellers[seller], "borne_by": district}
        order = self.orders.meal(new_key(), point, TODAY, **(said | more))
        notify(self.bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
        return order

    def served(self, order: uuid.UUID) -> None:
        with transaction() as session:
            operating.served(session, KIND, order)

    def back(self, order: uuid.UUID, fen: int) -> None:
        with transaction() as session:
            found = repository.payment_of(session, KIND, order)
            assert found is not None
            if 0 < fen <= refunds.left(session, found):
                refunds.request(session, found, fen, "sample", account())

    def clawed(self, order: uuid.UUID) -> None:
        with transaction() as session:
            found = repository.payment_of(session, KIND, order)
            assert found is not None
            most = claw_backs.left(session, found)
            if any(vars(most).values()):
                claw_backs.claw_back(session, found.id, most, "套补", CLERK)

    def sheet(self, month: str = "", **only: Any) -> Sheet:
        with transaction(writes=False) as session:
            return settlement.sheet(session, month or this_month(), **only)


def this_month() -> str:
    return f"{business_today():%Y-%m}"


@pytest.fixture
def month(bank: Bank, orders: Orders) -> Month:
    return Month(bank, orders)


def agrees_with_the_ledger(found: Sheet) -> None:
    """Lines add up to the total, and to the accounts they come from, to the fen."""
    total = Sums()
    for line in found.lines:
        total.add(line.sums)
    assert total == found.total
    net: dict[str, int] = {}
    for line in found.lines:
        net[str(line.seller_id)] = net.get(str(line.seller_id), 0) + line.sums.net_fen
    with transaction(writes=False) as session:
        chosen = select(LedgerEntry.holder, func.sum(LedgerEntry.amount_fen))
        chosen = chosen.where(LedgerEntry.account == Account.OPERATOR.value)
        assert net == {h: int(n) for h, n in session.execute(chosen.group_by(LedgerEntry.holder))}
    ledger = balances()
    public = ("city_subsidy", "district_subsidy", "operating_subsidy")
    due = found.total.city_due_fen + found.total.district_due_fen
    assert due == -sum(ledger.get(name, 0) for name in public)


def test_one_line_for_each_operator_point_and_district(month: Month) -> None:
    month.served(month.eats())
    month.served(month.eats())
    month.served(month.eats(point=SOUTH))
    month.eats(1, SOUTH, "西城区")
    month.eats(1, SOUTH, "朝阳区")
    found = month.sheet()
    assert [(n.district, n.seller_name, n.point_name, n.sums.orders, n.sums.person_days) for n in found.lines] == [
        ("朝阳区", "样例乙", "样例南点", 1, 0),
        ("朝阳区", "样例甲", "样例北点", 2, 2),
        ("朝阳区", "样例甲", "样例南点", 1, 1),
        ("西城区", "样例乙", "样例南点", 1, 0),
    ]  # fmt: skip
    agrees_with_the_ledger(found)


def test_advances_refunds_operating_subsidy_and_claw_backs_stand_apart(month: Month) -> None:
    kept, back, clawed = month.eats(), month.eats(), month.eats()
    for order in (kept, clawed):
        month.served(order)
    month.back(back, 2000)
    month.clawed(clawed)
    sums = month.sheet().total
    assert vars(sums) == {
        "orders": 3, "total_fen": 6000, "self_pay_fen": 4500, "city_fen": 750, "district_fen": 750,
        "refunds": 1, "back_self_pay_fen": 1500, "back_city_fen": 250, "back_district_fen": 250,
        "person_days": 2, "operating_city_fen": 300, "operating_district_fen": 300,
        "clawed_city_fen": 400, "clawed_district_fen": 400,
    }  # fmt: skip
    assert (sums.city_due_fen, sums.district_due_fen) == (400, 400)
    assert (sums.payers_fen, sums.net_fen) == (3000, 3800)
    agrees_with_the_ledger(month.sheet())


def test_what_comes_later_stands_in_its_own_month_and_changes_none_before(month: Month) -> None:
    order = month.eats()
    last = days_of(this_month())[0] - timedelta(days=1)
    with transaction() as session, unguarded(session):
        session.execute(update(LedgerEntry).values(day=last))
    before = month.sheet(f"{last:%Y-%m}")
    month.back(order, 2000)
    assert month.sheet(f"{last:%Y-%m}") == before
    assert month.sheet().total == Sums(
        refunds=1, back_self_pay_fen=1500, back_city_fen=250, back_district_fen=250
    )
    assert month.sheet().total.net_fen == -2000


def test_the_first_and_the_last_day_belong_to_the_month(month: Month) -> None:
    month.eats()
    for day, there in (("2024-02-01", 1), ("2024-02-29", 1), ("2024-03-01", 0), ("2024-01-31", 0)):
        with transaction() as session, unguarded(session):
            session.execute(update(LedgerEntry).values(day=date.fromisoformat(day)))
        assert len(month.sheet("2024-02").lines) == there


@pytest.mark.parametrize(
    "month", ["", "2026", "2026-13", "2026-1", "2026-11-01", "0000-01", "9999-12", "２０２６-11"]
)
def test_what_is_no_month_is_refused(month: str) -> None:
    with pytest.raises(NoMonthError):
        days_of(month)


def test_only_some_operators_or_one_district(month: Month) -> None:
    month.eats()
    month.eats(1, district="西城区")
    assert [n.seller_name for n in month.sheet(seller_ids={month.sellers[1]}).lines] == ["样例乙"]
    assert [n.district for n in month.sheet(district="朝阳区").lines] == ["朝阳区"]
    assert month.sheet(seller_ids=set()).lines == ()


def test_a_point_is_called_as_it_was_last(month: Month) -> None:
    month.eats()
    month.eats(point=Point(NORTH.id, "样例北点（新址）"))
    with transaction() as session:
        newest = select(Payment).where(Payment.point_name != NORTH.name)
        session.scalars(newest).one().created_at += timedelta(minutes=1)
    assert [n.point_name for n in month.sheet().lines] == ["样例北点（新址）"]


def test_money_that_never_counted_is_in_no_sheet(month: Month) -> None:
    order = month.orders.order()
    told = month.bank.takes_money(trade_no(paying.pay(account(), wish(order))), 1)
    assert told.trade is not None
    from_channel = told.trade
    assert from_channel.amount_fen == 1
    notify(told)
    assert month.sheet().lines == ()


DOINGS = st.lists(
    st.tuples(
        st.integers(0, 1), st.sampled_from([NORTH, SOUTH]), st.sampled_from(["朝阳区", "西城区"]),
        st.integers(0, 3), st.integers(0, 3), st.integers(0, 2100), st.booleans(), st.booleans(),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(doings=DOINGS)
def test_whatever_happens_in_a_month_the_sheet_is_the_ledgers(
    month: Month, doings: list[Any]
) -> None:
    for seller, point, district, city, own, back, served, clawed in doings:
        order = month.orders.meal(
            new_key(), point, TODAY, seller_id=month.sellers[seller], borne_by=district,
        )  # fmt: skip
        bill = month.orders.bills[order]
        parts = type(bill.parts)(city * 111, city * 97, own * 501 + 1)
        month.orders.bills[order] = type(bill)(**(vars(bill) | {"parts": parts}))
        notify(month.bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
        if served:
            month.served(order)
        month.back(order, back)
        if clawed:
            month.clawed(order)
        month.back(order, back // 2)
    agrees_with_the_ledger(month.sheet())


# ---- files and the command


def test_both_files_hold_the_same_figures(month: Month) -> None:
    month.served(month.eats())
    month.back(month.eats(1), 2000)
    found = month.sheet()
    table = list(csv.reader(io.StringIO(settlement.as_csv(found).decode("utf-8-sig"))))
    assert table[0] == list(settlement.HEAD)
    assert [row[1] for row in table[1:]] == ["样例乙", "样例甲", ""]
    assert table[-1][0] == "合计"
    assert [len(row) for row in table] == [len(settlement.HEAD)] * 4
    book = load_workbook(io.BytesIO(settlement.as_xlsx(found)))
    lines = list(book.active.values)
    for text, cells in zip(table[1:], lines[1:], strict=False):
        assert [Decimal(n) for n in text[3:]] == [Decimal(str(n)) for n in cells[3:]]
    assert "京民养老发〔2022〕69号" in lines[-1][0]
    assert "3元" in lines[-1][0]


def test_a_month_in_which_more_came_back_is_below_zero_in_both_files(month: Month) -> None:
    order = month.eats()
    with transaction() as session, unguarded(session):
        session.execute(update(LedgerEntry).values(day=date(2024, 1, 1)))
    month.back(order, 2000)
    found = month.sheet()
    text = settlement.as_csv(found).decode("utf-8-sig")
    assert text.splitlines()[1].endswith(",-15.00,-2.50,-2.50,-20.00")
    cells = next(
        iter(load_workbook(io.BytesIO(settlement.as_xlsx(found))).active.iter_rows(min_row=2))
    )
    assert cells[-1].value == -20
    assert cells[-1].number_format == "#,##0.00"


def test_a_sheet_without_operating_subsidy_says_nothing_of_it(month: Month) -> None:
    month.eats()
    assert month.sheet().notes == ()


def test_the_command_prints_or_writes_the_sheet(
    month: Month, empty_app: Flask, tmp_path: Path
) -> None:
    month.eats()
    runner = empty_app.test_cli_runner()
    told = runner.invoke(args=["settlement", this_month()])
    assert (told.exit_code, told.output.splitlines()[0].split(",")[0]) == (0, "区")
    for name in ("sheet.xlsx", "sheet.csv"):
        written = runner.invoke(args=["settlement", this_month(), "--output", str(tmp_path / name)])
        assert "1 行，应结合计 20.00 元" in written.output
        assert (tmp_path / name).stat().st_size > 100
    assert runner.invoke(args=["settlement", "2026-13"]).exit_code == 1
    assert runner.invoke(args=["settlement", "2026-11", "--output", "sheet.pdf"]).exit_code == 1
