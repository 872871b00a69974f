"""Money under any sequence of doings and faults: nothing is lost, given back twice, or stuck."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

from flask import Flask
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select, update

from server.errors import Problem
from server.jobs.models import Job
from server.kit.clock import business_now, business_today
from server.kit.ids import new_key
from server.oversight.actor import Actor, ActorKind
from server.payments import balances as accounts
from server.payments import (
    claw_backs,
    closing,
    ledger_check,
    operating,
    paying,
    reconciling,
    refunds,
    repository,
    settlement,
    tasks,
)
from server.payments.channels import Told, TradeState
from server.payments.claw_backs import Amounts
from server.payments.ledger import Account
from server.payments.models import (
    Attempt,
    Difference,
    Happening,
    Incident,
    LedgerEntry,
    Notice,
    Payment,
    Reconciliation,
    Refund,
)
from server.payments.payable import Point
from server.payments.states import ATTEMPT, PAYMENT, REFUND
from server.payments.subsidy_models import ClawBack, OperatingSubsidy
from server.transaction import transaction
from tests.databases import unguarded
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import notify, rows, work

SETTINGS = settings(
    max_examples=25, stateful_step_count=25, deadline=None,
    phases=(Phase.reuse, Phase.generate),  # every step is SQL: making a failure small takes minutes
)  # fmt: skip
STAFF = Actor(ActorKind.STAFF, uuid.UUID(int=9))
ALL = (
    Difference,
    Reconciliation,
    ClawBack,
    OperatingSubsidy,
    LedgerEntry,
    Happening,
    Incident,
    Notice,
    Refund,
    Attempt,
    Payment,
    Job,
)
LAST = {
    "payment": {"cancelled", "refunded"},
    "attempt": {"paid", "mismatched"},
    "refund": {"succeeded", "settled_by_hand"},
}
MACHINES = {Payment: PAYMENT, Attempt: ATTEMPT, Refund: REFUND}
CALLS = st.sampled_from(["prepare", "query", "close", "refund", "query_refund"])


class Money(RuleBasedStateMachine):
    """Two orders, two payers, one bank; every doing may be repeated and cut off anywhere."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.context = self.app.app_context()
        self.context.push()
        with transaction() as session, unguarded(session):
            for table in ALL:
                session.execute(delete(table))
        self.bank, self.kinds = Bank(), Orders()
        self.app.extensions["channels"]["bank"] = self.bank
        self.app.extensions["payables"][KIND] = self.kinds
        elder, point, today = new_key(), Point(new_key(), "样例助餐点"), business_today()
        said = {"elder_id": elder, "point": point, "serves_on": today, "operating": True}
        self.orders = [
            self.kinds.order(333, 167, 1500, **said),
            self.kinds.order(0, 0, 700, **said),
        ]
        self.payers = [account(), account()]
        self.notices: list[Told] = []

    def teardown(self) -> None:
        try:
            self.quiesce()
        finally:
            self.context.pop()

    @rule(
        order=st.integers(0, 1), payer=st.integers(0, 1), way=st.sampled_from(["jsapi", "native"])
    )
    def ask_to_pay(self, order: int, payer: int, way: str) -> None:
        with allowed():
            paying.pay(self.payers[payer], wish(self.orders[order], way))

    @rule(data=st.data())
    @precondition(lambda self: self.unpaid())
    def pay_at_the_bank(self, data: st.DataObject) -> None:
        """The money is there; its notice is on its way, perhaps for ever."""
        self.notices.append(self.bank.takes_money(data.draw(st.sampled_from(self.unpaid()))))

    @rule(data=st.data(), fen=st.sampled_from([1, 699, 1501, 4000]))
    @precondition(lambda self: self.unpaid())
    def another_amount_is_paid_at_the_bank(self, data: st.DataObject, fen: int) -> None:
        self.notices.append(self.bank.takes_money(data.draw(st.sampled_from(self.unpaid())), fen))

    @rule(data=st.data())
    @precondition(lambda self: self.notices and self.bank.trades)
    def a_notice_tells_of_one_transaction_for_another_order(self, data: st.DataObject) -> None:
        """After the right one: a wrong one that comes first can only be told by the bill, which is
        ``test_told_of_the_wrong_order_first_staff_hear_of_it_and_the_bill_names_both``."""
        told = data.draw(st.sampled_from(self.notices))
        number = data.draw(st.sampled_from(sorted(self.bank.trades)))
        notify(told)
        notify(replace(told, event_id=f"E{uuid.uuid4().hex}", number=number))

    @rule(data=st.data(), fault=st.sampled_from(["amount.total", "trade_state"]))
    @precondition(lambda self: self.notices)
    def a_notice_is_spoiled(self, data: st.DataObject, fault: str) -> None:
        told, before = data.draw(st.sampled_from(self.notices)), statuses()
        notify(replace(told, event_id=f"E{uuid.uuid4().hex}", trade=None, fault=fault))
        assert statuses() == before

    @rule()
    def staff_give_another_amount_back(self) -> None:
        for attempt in rows(Attempt):
            with allowed(), transaction() as session:
                payment = repository.locked(session, attempt.payment_id)
                now = repository.attempt(session, attempt.id)
                refunds.of_mismatch(session, payment, now, STAFF)

    @rule(twice=st.booleans())
    def the_bill_is_compared(self, *, twice: bool) -> None:
        """Also one that has each line twice: it moves nothing, and is listed until it is right."""
        right, before = self.bank.bill, (statuses(), len(rows(LedgerEntry)))
        if twice:
            self.bank.bill = lambda *which: [*right(*which), *right(*which)]  # type: ignore[method-assign]
        reconciling.reconcile(business_today())
        self.bank.bill = right  # type: ignore[method-assign]
        assert (statuses(), len(rows(LedgerEntry))) == before
        if twice:
            open_now = [d for d in rows(Difference) if d.resolved_at is None]
            assert {row.number for row in right(business_today(), None)} <= {d.number for d in open_now}  # type: ignore[arg-type]  # fmt: skip

    @rule(data=st.data())
    @precondition(lambda self: self.closed())
    def money_crosses_the_close(self, data: st.DataObject) -> None:
        """Late money: the payer's bank had it on its way already."""
        number = data.draw(st.sampled_from(self.closed()))
        self.bank.trades[number].state = TradeState.UNPAID
        self.notices.append(self.bank.takes_money(number))

    @rule(data=st.data())
    @precondition(lambda self: self.notices)
    def a_notice_arrives(self, data: st.DataObject) -> None:
        """It stays in the list: it may come again, at any later time."""
        notify(data.draw(st.sampled_from(self.notices)))

    @rule(call=CALLS, when=st.sampled_from(["before", "after"]))
    def the_next_answer_gets_lost(self, call: str, when: str) -> None:
        self.bank.loses[call] = when

    @rule(how=st.sampled_from(["succeeded", "processing"]))
    def refunds_end_so(self, how: str) -> None:
        self.bank.refund_ends = how

    @rule(order=st.integers(0, 1))
    def cancel(self, order: int) -> None:
        with allowed():
            closing.cancel(self.payers[0], KIND, self.orders[order], "sample")

    @rule(order=st.integers(0, 1))
    def time_is_over(self, order: int) -> None:
        past = business_now() - timedelta(minutes=1)
        with transaction() as session:
            ours = Payment.payable_id == self.orders[order]
            session.execute(update(Payment).where(ours).values(expires_at=past))
        tasks.expire()

    @rule(order=st.integers(0, 1), fen=st.integers(1, 2100))
    def give_back(self, order: int, fen: int) -> None:
        with allowed(), transaction() as session:
            payment = repository.payment_of(session, KIND, self.orders[order])
            if payment is not None:
                refunds.request(session, payment, fen, "sample", self.payers[0])

    @rule(order=st.integers(0, 1))
    def she_is_served(self, order: int) -> None:
        with transaction() as session:
            operating.served(session, KIND, self.orders[order])

    @rule(order=st.integers(0, 1), fen=st.tuples(*[st.integers(0, 350)] * 4))
    def claw_back(self, order: int, fen: tuple[int, int, int, int]) -> None:
        with allowed(), transaction() as session:
            payment = repository.payment_of(session, KIND, self.orders[order])
            if payment is not None:
                claw_backs.claw_back(session, payment.id, Amounts(*fen), "样例", STAFF)

    @rule(
        kind=st.sampled_from(sorted({"payments.refund", "payments.poll", "payments.close_attempt"}))
    )
    def the_worker_works(self, kind: str) -> None:
        with allowed():
            work(kind)

    # ---- what always holds

    @invariant()
    def the_books_are_right(self) -> None:
        with transaction(writes=False) as session:
            assert list(ledger_check.faults(session)) == []
            assert int(session.scalar(select(func.sum(LedgerEntry.amount_fen))) or 0) == 0

    @invariant()
    def one_person_at_one_point_is_one_person_a_day(self) -> None:
        assert len(rows(OperatingSubsidy)) <= 1

    @invariant()
    def no_fund_gets_back_more_than_it_gave(self) -> None:
        """Accounts of funds are never above zero, whatever is refunded and clawed back."""
        with transaction(writes=False) as session:
            stood = accounts.balances(session, business_today())
        funds = ("city_subsidy", "district_subsidy", "operating_subsidy")
        assert all(each.fen <= 0 for each in stood if each.account in funds)

    @invariant()
    def the_settlement_sheet_is_the_ledgers(self) -> None:
        with transaction(writes=False) as session:
            sheet = settlement.sheet(session, f"{business_today():%Y-%m}")
            stood = accounts.balances(session, business_today(), account=Account.OPERATOR)
        assert sheet.total.net_fen == sum(each.fen for each in stood)

    @invariant()
    def never_more_back_than_was_paid(self) -> None:
        back: dict[str, int] = defaultdict(int)
        for number, fen in self.bank.refunds.values():
            back[number] += fen
        for number, fen in back.items():
            trade = self.bank.trades[number]
            assert trade.state is TradeState.PAID
            assert fen <= trade.amount_fen

    @invariant()
    def events_replay_to_the_status_and_nothing_follows_the_last(self) -> None:
        replayed: dict[tuple[str, uuid.UUID], str] = {}
        for event in sorted(rows(Happening), key=lambda happening: happening.seq):
            key = (event.noun, event.noun_id)
            assert replayed.get(key) == event.before
            assert event.before not in LAST[event.noun]
            replayed[key] = event.after
        there = {(m.noun, row.id): row.status for t, m in MACHINES.items() for row in rows(t)}
        assert replayed == there

    @invariant()
    def orders_hear_everything_once(self) -> None:
        assert max(self.kinds.told.values(), default=0) <= 1

    # ---- when the faults are over

    def quiesce(self) -> None:
        """The bank answers, the time to pay is over, what was given up is taken up again."""
        self.bank.loses.clear()
        self.bank.refund_ends = "succeeded"
        for order in (0, 1):
            self.time_is_over(order)
        for told in self.notices:
            notify(told)
        tasks.ask_again()
        for _ in range(2):
            work()
        self.staff_give_another_amount_back()
        for _ in range(3):
            work()
        self.nothing_is_stuck()
        self.the_bank_and_the_books_agree()
        self.the_books_are_right()
        self.the_bill_is_compared(twice=False)
        self.the_right_bill_agrees()

    def nothing_is_stuck(self) -> None:
        assert {p.status for p in rows(Payment)} <= {"paid", "cancelled", "refunded"}
        assert {r.status for r in rows(Refund)} <= {"succeeded"}
        assert not {a.status for a in rows(Attempt)} & set(repository.OPEN_ATTEMPT)

    def the_right_bill_agrees(self) -> None:
        assert [d.kind for d in rows(Difference) if d.resolved_at is None] == []

    def the_bank_and_the_books_agree(self) -> None:
        with transaction(writes=False) as session:
            payer = select(func.sum(LedgerEntry.amount_fen)).where(LedgerEntry.account == "payer")
            ours = -int(session.scalar(payer) or 0)
        assert ours == self.bank.received_fen - self.bank.given_back_fen
        for payment in rows(Payment):
            if payment.status == "cancelled":
                assert self.kept(payment) == 0

    def kept(self, payment: Payment) -> int:
        numbers = {a.trade_no for a in rows(Attempt) if a.payment_id == payment.id}
        trades = [t for n, t in self.bank.trades.items() if n in numbers]
        back = sum(fen for number, fen in self.bank.refunds.values() if number in numbers)
        return sum(t.amount_fen for t in trades if t.state is TradeState.PAID) - back

    def unpaid(self) -> list[str]:
        return [n for n, t in self.bank.trades.items() if t.state is TradeState.UNPAID]

    def closed(self) -> list[str]:
        return [n for n, t in self.bank.trades.items() if t.state is TradeState.CLOSED]


def statuses() -> dict[uuid.UUID, str]:
    return {row.id: row.status for table in MACHINES for row in rows(table)}


@contextmanager
def allowed() -> Iterator[None]:
    """A refusal with a sentence, or a channel that is silent: the caller may try again."""
    with suppress(Problem, tasks.ChannelError):
        yield


def test_no_money_is_lost_or_given_back_twice_or_stuck(empty_app: Flask) -> None:
    class Here(Money):
        app = empty_app

    run_state_machine_as_test(Here, settings=SETTINGS)
