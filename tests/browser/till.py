"""What the street, the office and the bank do while somebody pays on the pages; and the books."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import requests
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from server.activities import service
from server.activities.service import NewActivity
from server.app import create_app
from server.kit.clock import business_now
from server.oversight.actor import SYSTEM
from server.payments import ledger_check, refunds, repository
from server.payments.models import LedgerEntry, Seller
from server.transaction import transaction
from tests import databases
from tests.browser.family import Member, WholeSite
from tests.conftest import dispose
from tests.server.people import makers

SELLER = "样例社区服务中心"


@dataclass(frozen=True)
class Books:
    """How one payment stands here, and what the bank received and gave back for it, in fen."""

    status: str
    attempts: list[str]
    refunds: list[tuple[str, int, str]]
    """(reason, fen, status), the oldest first."""
    ledger: dict[str, int]
    """Balance by account, those that are not zero."""


@dataclass(frozen=True)
class Till:
    """The application's own code on the site's database."""

    app: Flask
    site: WholeSite

    def announces(self, fee_fen: int = 500, title: str = "样例合唱班") -> str:
        """A street announces an activity; the address of its page."""
        with self.app.app_context(), transaction() as session:
            seller = Seller(name=SELLER, created_at=business_now())
            session.add(seller)
            session.flush()
            now = business_now()
            said = NewActivity(
                title, "月坛街道样例活动室", makers.YUETAN, now + timedelta(days=2),
                now + timedelta(days=1), fee_fen, 5, seller.id,
            )  # fmt: skip
            return f"/activities/{service.create(session, makers.clerk(session), said).id}"

    def wishes(self, **wishes: object) -> None:
        """Ask the simulated bank for something out of the ordinary."""
        address = f"{self.site.phones}/_control/pay"
        requests.patch(address, json=wishes, timeout=5).raise_for_status()

    def gives_back(self, order_id: uuid.UUID, fen: int) -> None:
        """The office gives a part back; the site's worker does it."""
        with self.app.app_context(), transaction() as session:
            payment = repository.payment_of(session, service.KIND, order_id)
            assert payment is not None
            refunds.request(session, payment, fen, "sample_reason", SYSTEM)

    def books(self, order_id: uuid.UUID) -> Books:
        with self.app.app_context(), transaction(writes=False) as session:
            payment = repository.find(session, service.KIND, order_id)
            assert payment is not None
            back = reversed(repository.refunds_of(session, payment.id))
            sums = select(LedgerEntry.account, func.sum(LedgerEntry.amount_fen)).where(
                LedgerEntry.payment_id == payment.id
            )
            rows = session.execute(sums.group_by(LedgerEntry.account))
            return Books(
                payment.status,
                [each.status for each in repository.attempts_of(session, payment.id)],
                [(each.reason, each.amount_fen, each.status) for each in back],
                {name: int(fen) for name, fen in rows if fen},
            )

    def place(self, order_id: uuid.UUID) -> str:
        """How the elder's place stands."""
        with self.app.app_context(), transaction(writes=False) as session:
            found = session.get(service.SignUp, order_id)
            assert found is not None
            return str(found.status)

    def adds_up(self) -> None:
        """The ledger is right, and what the bank has is, in the end, what the books say."""
        with self.app.app_context(), transaction(writes=False) as session:
            assert list(ledger_check.faults(session)) == []
        deadline = time.monotonic() + 15
        while self._of_payers() != self._at_the_bank():
            assert time.monotonic() < deadline, (self._of_payers(), self._at_the_bank())
            time.sleep(0.2)

    def _of_payers(self) -> int:
        sums = select(func.sum(LedgerEntry.amount_fen)).where(LedgerEntry.account == "payer")
        with self.app.app_context(), transaction(writes=False) as session:
            return -int(session.scalar(sums) or 0)

    def _at_the_bank(self) -> int:
        bank = requests.get(f"{self.site.phones}/_control/pay", timeout=5).json()
        return int(bank["received_fen"] - bank["refunded_fen"])


@contextmanager
def till(site: WholeSite, folder: Path) -> Iterator[Till]:
    secret = site.variables["SECRET_KEY"]
    app = create_app(databases.settings(site.variables["DATABASE_URL"], folder, secret_key=secret))
    try:
        yield Till(app, site)
    finally:
        dispose(app)


class Payer(Member):
    """Somebody at the payment page."""

    @property
    def order_id(self) -> uuid.UUID:
        return uuid.UUID(self.page.url.partition("/pay/activity/")[2][:36])

    def signs_up(self, activity: str) -> Payer:
        self.opens(activity).button("我要报名").click()
        self.page.wait_for_url("**/pay/activity/*")
        return self

    def wants_the_code(self) -> Payer:
        self.button("给我付款二维码").click()
        self.page.get_by_label("付款二维码").wait_for()
        return self

    def opens_help(self) -> Payer:
        self.page.locator("summary", has_text="不会用手机付").click()
        return self

    def cashier(self) -> Page:
        """The simulated cashier behind the code, in a page of its own."""
        with self.page.context.expect_page() as opened:
            self.link("打开模拟收银台").click()
        opened.value.get_by_role("button", name="立即支付").wait_for()
        return opened.value

    def looks_until_it_says(self, sentence: str) -> Payer:
        """Opens the page again and again: news that nobody expects comes to it seldom."""
        deadline = time.monotonic() + 45
        said = self.page.locator("#pay-said p").first
        while said.inner_text() != sentence and time.monotonic() < deadline:
            self.page.wait_for_timeout(500)
            self.page.reload()
        return self.reads(sentence, within_s=1)

    def reads(self, sentence: str, within_s: float = 30) -> Payer:
        expect(self.page.locator("#pay-said p").first).to_have_text(
            sentence, timeout=within_s * 1000
        )
        return self

    def sees(self, **amounts: str) -> Payer:
        """The figures by their names; none but these."""
        shown = {
            name: amount
            for name, amount in self.page.evaluate(
                "[...document.querySelectorAll('#pay-rest dl div')].map((d) =>"
                " [d.querySelector('dt').textContent, d.querySelector('dd').textContent])"
            )
            if amount.endswith("元")
        }
        assert shown == amounts
        return self


def pays(cashier: Page) -> None:
    cashier.get_by_role("button", name="立即支付").click()
    expect(cashier.get_by_role("status")).to_have_text("支付成功")
