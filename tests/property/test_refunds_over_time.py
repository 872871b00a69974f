"""Refunds under any sequence of what a channel, its notices and staff do: each is with its payer once."""

from __future__ import annotations

import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace

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
from server.jobs.outcome import Retry
from server.kit.clock import business_now
from server.oversight.actor import Actor, ActorKind, Post, Role
from server.payments import believing, desk, ledger_check, paying, refunds, tasks
from server.payments.channels import ChannelError, RefundFound, Told
from server.payments.desk_models import RefundRequest
from server.payments.models import (
    Attempt,
    Happening,
    Incident,
    LedgerEntry,
    Notice,
    Payment,
    Refund,
    Seller,
)
from server.transaction import transaction
from tests.databases import unguarded
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders, account, wish
from tests.server.payments.test_paying import notify, rows, trade_no

SETTINGS = settings(
    max_examples=15, stateful_step_count=25, deadline=None,
    phases=(Phase.reuse, Phase.generate),  # every step is SQL: making a failure small takes minutes
)  # fmt: skip
STAFF = Actor(ActorKind.STAFF, uuid.UUID(int=9), posts=(Post(Role.CITY_SUPERVISOR),))
ALL = (RefundRequest, LedgerEntry, Happening, Incident, Notice, Refund, Attempt, Payment, Job)
JOBS = {
    refunds.REFUND_JOB: tasks.give_back,
    desk.RETURN_JOB: tasks.return_to_seller,
    desk.STOP_JOB: tasks.stop_refund,
}
DOUBTED = "refund_after_close"
"""The incident that says that the payer may have it twice: staff find out before anything is done."""


@dataclass
class SlowBank(Bank):
    """A bank whose refunds take their time, fail, and go to the seller where that is asked for."""

    refunds_stand: dict[str, RefundFound] = field(default_factory=dict)
    refuses: bool = False

    def refund(self, refund: Refund, attempt: Attempt, seller: Seller) -> RefundFound:
        with self._fault("refund"):
            if self.refuses and refund.refund_no not in self.refunds:
                raise ChannelError("MORE_THAN_A_YEAR", refused=True)
            number = refund.refund_no
            self.refunds.setdefault(number, (attempt.trade_no, refund.amount_fen))
            named = f"C-{number}"
            taken_on = RefundFound("processing", named, amount_fen=refund.amount_fen)
            self.refunds_stand.setdefault(number, taken_on)
        return self.refunds_stand[number]

    def query_refund(self, refund_no: str, seller: Seller) -> RefundFound:
        super().query_refund(refund_no, seller)
        return self.refunds_stand[refund_no]

    def return_to_seller(self, refund: Refund, seller: Seller) -> RefundFound:
        with self._fault("return_to_seller"):
            now = self.refunds_stand[refund.refund_no]
            if now.status != "abnormal":
                raise ChannelError("NOT_ABNORMAL", refused=True)
            self.ends(refund.refund_no, "succeeded", to_payer=False)
        return replace(self.refunds_stand[refund.refund_no], status="processing")

    def ends(self, number: str, status: str, *, to_payer: bool) -> None:
        now = self.refunds_stand[number]
        self.refunds_stand[number] = replace(now, status=status, to_payer=to_payer)

    def with_payers(self) -> Counter[str]:
        """Fen by refund that the payer has from the bank."""
        return Counter({
            number: fen for number, (_, fen) in self.refunds.items()
            if self.refunds_stand[number].status == "succeeded" and self.refunds_stand[number].to_payer
        })  # fmt: skip


class Refunds(RuleBasedStateMachine):
    """Two paid orders; what is given back of them."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.context = self.app.app_context()
        self.context.push()
        with transaction() as session, unguarded(session):
            for table in ALL:
                session.execute(delete(table))
        self.bank, self.kinds = SlowBank(), Orders()
        self.app.extensions["channels"]["bank"] = self.bank
        self.app.extensions["payables"][KIND] = self.kinds
        self.orders = [self.kinds.order(333, 167, 1500), self.kinds.order(0, 0, 1500)]
        for order in self.orders:
            notify(self.bank.takes_money(trade_no(paying.pay(account(), wish(order)))))
        self.notices: list[Told] = []
        self.in_hand: Counter[str] = Counter()

    def teardown(self) -> None:
        try:
            self.quiesce()
        finally:
            self.context.pop()

    # ---- staff

    @rule(order=st.integers(0, 1), fen=st.sampled_from([500, 500, 1, 2000]))
    def staff_give_back(self, order: int, fen: int) -> None:
        with suppress(Problem), transaction() as session:
            found = session.scalars(
                select(Payment).where(Payment.payable_id == self.orders[order])
            ).one()
            desk.ask_refund(session, STAFF, found.id, fen, "样例")

    @rule(data=st.data(), what=st.sampled_from(["settle", "return", "stop", "ask"]))
    @precondition(lambda self: rows(Refund))
    def staff_see_to_one(self, data: st.DataObject, what: str) -> None:
        self.does(what, data.draw(st.sampled_from(sorted(rows(Refund), key=lambda r: r.refund_no))))

    def does(self, what: str, one: Refund) -> None:
        with suppress(Problem), transaction() as session:
            if what == "settle":
                desk.settle_by_hand(session, STAFF, one.id, "样例收据")
                self.in_hand[one.refund_no] += one.amount_fen
            elif what == "return":
                desk.return_to_seller(session, STAFF, one.id)
            elif what == "stop":
                desk.stop_asking(session, STAFF, one.id)
            else:
                desk.ask_again(session, STAFF, one.id)

    @rule()
    def staff_close_what_they_have_seen(self) -> None:
        with transaction() as session:
            seen = Incident.kind.in_((believing.REFUND_TWICE, believing.OTHER_REFUND))
            session.execute(update(Incident).where(seen).values(closed_at=business_now()))

    # ---- the bank

    @rule(data=st.data(), how=st.sampled_from(["succeeded", "abnormal", "closed"]))
    @precondition(lambda self: self.standing("processing"))
    def one_ends(self, data: st.DataObject, how: str) -> None:
        number = data.draw(st.sampled_from(self.standing("processing")))
        self.bank.ends(number, how, to_payer=how == "succeeded")
        self.send(number)

    @rule(data=st.data())
    @precondition(lambda self: self.standing("abnormal"))
    def the_payers_account_takes_it_after_all(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.standing("abnormal")))
        self.bank.ends(number, "succeeded", to_payer=True)
        self.send(number)

    @rule(refuses=st.booleans())
    def the_year_is_over(self, *, refuses: bool) -> None:
        self.bank.refuses = refuses

    @rule(call=st.sampled_from(["refund", "query_refund", "return_to_seller"]), when=st.sampled_from(["before", "after"]))  # fmt: skip
    def the_next_answer_gets_lost(self, call: str, when: str) -> None:
        self.bank.loses[call] = when

    def send(self, number: str) -> None:
        said = self.bank.refunds_stand[number]
        self.notices.append(Told(f"E{uuid.uuid4().hex}", "REFUND", number, refund=said))

    def standing(self, status: str) -> list[str]:
        return sorted(n for n, each in self.bank.refunds_stand.items() if each.status == status)

    # ---- notices and the worker

    @rule(data=st.data())
    @precondition(lambda self: self.notices)
    def a_notice_arrives(self, data: st.DataObject) -> None:
        """It stays in the list: it may come again, at any later time."""
        notify(data.draw(st.sampled_from(self.notices)))

    @rule(data=st.data())
    @precondition(lambda self: self.alike())
    def a_notice_tells_of_one_refund_for_another(self, data: st.DataObject) -> None:
        """Of the same amount, and after the right one: a wrong one that comes first only the bill can tell."""
        told, number = data.draw(st.sampled_from(self.alike()))
        notify(told)
        before = {r.refund_no: r.status for r in rows(Refund)}
        notify(replace(told, event_id=f"E{uuid.uuid4().hex}", number=number))
        if self.holds(told):
            assert {r.refund_no: r.status for r in rows(Refund)} == before

    def alike(self) -> list[tuple[Told, str]]:
        """Each notice with each other refund of its amount."""
        fen = {r.refund_no: r.amount_fen for r in rows(Refund)}
        return [
            (told, number) for told in self.notices for number in sorted(fen)
            if number != told.number and fen[number] == fen[told.number]
        ]  # fmt: skip

    def holds(self, told: Told) -> bool:
        """Whether the refund that a notice was of has the bank's number."""
        assert told.refund is not None
        return any(
            r.refund_no == told.number and r.channel_refund_id == told.refund.channel_id
            for r in rows(Refund)
        )

    @rule(kind=st.sampled_from(sorted(JOBS)))
    def the_worker_works(self, kind: str) -> None:
        self.works(kind)

    def works(self, *kinds: str) -> None:
        with transaction() as session:
            chosen = select(Job).where(Job.kind.in_(kinds), Job.status == "waiting")
            jobs = list(session.scalars(chosen.order_by(Job.seq)))
        for job in jobs:
            with suppress(Retry):
                JOBS[job.kind](job.payload)
                with transaction() as session:
                    session.get_one(Job, job.seq).status = "done"

    # ---- what always holds

    @invariant()
    def the_books_are_right(self) -> None:
        with transaction(writes=False) as session:
            assert list(ledger_check.faults(session)) == []
            assert int(session.scalar(select(func.sum(LedgerEntry.amount_fen))) or 0) == 0

    @invariant()
    def nothing_is_handed_over_twice(self) -> None:
        fen = {r.refund_no: r.amount_fen for r in rows(Refund)}
        assert all(self.in_hand[number] == fen[number] for number in self.in_hand)

    @invariant()
    def what_is_done_here_was_done(self) -> None:
        got = self.bank.with_payers() + self.in_hand
        for each in rows(Refund):
            if each.status in ("succeeded", "settled_by_hand") and each.amount_fen:
                assert got[each.refund_no]

    def doubted(self) -> set[str]:
        return {i.about for i in rows(Incident) if i.kind == DOUBTED}

    # ---- when the faults are over

    def quiesce(self) -> None:
        """The bank answers and goes on; staff see to everything on their lists."""
        self.bank.loses.clear()
        for _ in range(4):
            for number in self.standing("processing"):
                self.bank.ends(number, "succeeded", to_payer=True)
                self.send(number)
            for told in self.notices:
                notify(replace(told, event_id=f"E{uuid.uuid4().hex}", refund=self.bank.refunds_stand[told.number]))  # fmt: skip
            tasks.ask_again()
            self.works(*JOBS)
            for each in rows(Refund):
                for what in ("stop", "return", "settle"):
                    self.does(what, each)
        self.the_books_are_right()
        self.what_is_done_here_was_done()
        assert self.bank.with_payers().keys() & self.in_hand.keys() <= self.doubted()
        stuck = {
            r.refund_no for r in rows(Refund) if r.status not in ("succeeded", "settled_by_hand")
        }
        assert stuck <= self.doubted()


def test_each_refund_reaches_its_payer_once(empty_app: Flask) -> None:
    class Here(Refunds):
        app = empty_app

    run_state_machine_as_test(Here, settings=SETTINGS)
