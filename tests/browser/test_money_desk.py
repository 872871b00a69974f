"""Money at the console in a browser: an operator's books, a refund that two persons have to want."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from server.app import create_app
from server.kit.clock import business_today
from server.oversight.actor import Role
from server.payments import happenings
from server.payments.models import Payment
from server.transaction import transaction
from tests import databases
from tests.browser.desk import DESK, PHONE, SMALL_PHONE, TABLET, Colleague, signed_in
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.processes import environment, gunicorn
from tests.server.people import makers
from tests.small_knowledge import entry, small_base
from tests.whole_app import money_rows

SECRET = "a secret for browser tests only"
SHOTS = os.environ.get("CONSOLE_SHOTS")
LISTS = (
    "refund-requests", "refunds-by-hand", "refunds-on-the-way", "payments-unsettled",
    "money-incidents", "bill-differences",
)  # fmt: skip
Come = Callable[..., Colleague]


@pytest.fixture(scope="module")
def till(
    made_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, str, dict[str, Any]]]:
    """A web server that gives back 3 yuan at most by one person; one fee is paid, one is not."""
    folder = tmp_path_factory.mktemp("money-desk")
    with made_databases.fresh() as url, ExitStack() as running:
        variables = environment(folder, url, SECRET_KEY=SECRET, REFUND_ALONE_FEN="300")
        app = create_app(databases.settings(url, folder / "data", secret_key=SECRET))
        running.callback(dispose, app)
        with app.app_context():
            publish(small_base(folder / "content", [entry("lunch")]))
            with transaction() as session:
                elder = makers.elder(session, name="样例老人")
                actors = {"clerk": makers.clerk(session), "elder": makers.herself(session, elder)}
                ids = money_rows.make(session, elder, actors)
                happenings.alarm(
                    session, "amount_mismatch", "P样例", ids["paid"], asked_fen=500, told_fen=400
                )
        yield app, running.enter_context(gunicorn(variables, folder)), ids


@pytest.fixture
def come(browser: Browser, till: tuple[Flask, str, dict[str, Any]]) -> Iterator[Come]:
    with ExitStack() as contexts:

        def begin(**more: Any) -> Colleague:
            context, colleague = signed_in(browser, *till[:2], Role.CITY_SUPERVISOR, **more)
            contexts.callback(context.close)
            return colleague

        yield begin


@pytest.mark.parametrize("size", [DESK, TABLET], ids=["desktop", "tablet"])
def test_no_page_about_money_has_a_barrier_or_reaches_beyond_the_screen(
    come: Come, till: tuple[Flask, str, dict[str, Any]], size: tuple[int, int]
) -> None:
    ids, supervisor = till[2], come(size=size)
    pages = [f"/console/lists/{name}" for name in LISTS]
    pages += [
        f"/console/money/payments/{ids[name]}" for name in ("payment", "paid", "odd", "subsidised")
    ]
    pages += ["/console/money/sellers", f"/console/money/sellers/{ids['seller']}", "/console/lists"]
    pages += ["/console/money/reconciliations"]
    for number, path in enumerate(pages):
        supervisor.opens(path).meets_no_barrier().never_scrolls_sideways()
        if SHOTS:
            supervisor.is_seen(Path(SHOTS), f"money-{size[0]}-{number}")


@pytest.mark.parametrize("size", [DESK, PHONE, SMALL_PHONE], ids=["1280", "390", "320"])
def test_a_day_is_compared_again_with_a_button(
    come: Come, till: tuple[Flask, str, dict[str, Any]], size: tuple[int, int]
) -> None:
    ago = timedelta(days={1280: 3, 390: 4, 320: 5}[size[0]])
    with till[0].app_context():
        day = (business_today() - ago).isoformat()
    supervisor = come(size=size).opens("/console/money/sellers").follows("对账")
    supervisor.page.get_by_label("再对哪一天的账").fill(day)
    supervisor.presses("再对一次").reads("正在对").meets_no_barrier().fits_but_for_tables()
    supervisor.page.get_by_label("再对哪一天的账").fill(day)
    supervisor.presses("再对一次").reads("这一天正在对").meets_no_barrier()
    if SHOTS:
        supervisor.is_seen(Path(SHOTS), f"reconciliations-{size[0]}")


def test_a_refund_above_the_limit_waits_until_another_person_agrees(
    come: Come, till: tuple[Flask, str, dict[str, Any]]
) -> None:
    app, _, ids = till
    one, other = come(), come()
    one.opens(f"/console/money/payments/{ids['paid']}").reads("还能退5.00元")
    one.page.get_by_label("退多少元").fill("5")
    one.page.get_by_label("为什么退").fill("样例：活动取消")
    one.page.get_by_label("我确定：退").check()
    one.presses("退款").reads("5.00元：等第二个人同意")
    for colleague, said in ((one, "您提出的退款，要由另一个人同意"), (other, "同意退 5.00元")):
        colleague.opens("/console/lists/refund-requests")
        colleague.page.get_by_role("checkbox", name="选中：样例茶会").check()
        colleague.page.get_by_role("group", name="对勾选的：同意退款").get_by_role("button").click()
        colleague.reads(said)
    other.presses("确认，办这 1 件")
    other.reads("同意退 5.00元")
    with app.app_context(), transaction(writes=False) as session:
        paid = session.get_one(Payment, ids["paid"])
        assert (paid.status, paid.refunded_fen) == ("refunded", 500)


def test_cash_that_was_taken_at_the_counter_is_recorded(
    come: Come, till: tuple[Flask, str, dict[str, Any]]
) -> None:
    supervisor = come().opens(f"/console/money/payments/{till[2]['payment']}").reads("等付款")
    supervisor.page.get_by_label("怎么付的").select_option("cash")
    supervisor.page.get_by_label("收据号").fill("样例 0001")
    supervisor.page.get_by_label("我确定：收到了 5.00元").check()
    supervisor.presses("记为已付").reads("现金 5.00元：付成了")
    supervisor.reads("样例 0001")


def test_a_wrong_amount_is_given_back_by_two_persons_from_the_page_that_tells_of_it(
    come: Come, till: tuple[Flask, str, dict[str, Any]]
) -> None:
    supervisor = come().opens(f"/console/money/payments/{till[2]['odd']}")
    supervisor.reads("退回数目不对的 6.00元")
    supervisor.page.get_by_label("查到了什么").fill("样例：付款人多付了")
    supervisor.page.get_by_label("我确定：全部退回").check()
    supervisor.presses("全部退回").reads("6.00元：等第二个人同意")


def test_subsidy_is_taken_back_and_more_than_there_is_left_is_refused(
    come: Come, till: tuple[Flask, str, dict[str, Any]]
) -> None:
    supervisor = come().opens(f"/console/money/payments/{till[2]['subsidised']}")
    for yuan, said in (("3", "超过了还在服务商那里的补贴"), ("1.50", "1.50元")):
        supervisor.page.get_by_label("市级补贴追回多少元").fill(yuan)
        supervisor.page.get_by_label("为什么追回").fill("样例：没有用餐")
        supervisor.page.get_by_label("我确定：从收款方").check()
        supervisor.presses("追回").reads(said)
    supervisor.reads("向收款方追回的补贴").reads("最多 0.50元")
