"""What the street decides about people, in a browser: on a desk, on a telephone at the door."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from server.app import create_app
from server.kit.clock import business_today
from server.oversight.actor import Role
from server.people import checks, grants
from server.people.access import acting_for, office_of
from server.people.checks import ByHand
from server.people.models import Elder
from server.people.registers import CheckKind
from server.people.states import Scope
from server.transaction import transaction
from tests import databases
from tests.browser.desk import DESK, PHONE, SMALL_PHONE, Colleague, signed_in
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.processes import environment, gunicorn
from tests.server.people import makers
from tests.small_knowledge import entry, small_base

SECRET = "a secret for browser tests only"
SHOTS = os.environ.get("CONSOLE_SHOTS")
Come = Callable[..., Colleague]
Street = tuple[Flask, str, dict[str, uuid.UUID]]


@pytest.fixture(scope="module")
def street(made_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """月坛街道 with somebody to decide about for each of the four lists."""
    folder = tmp_path_factory.mktemp("people-desk")
    with made_databases.fresh() as url, ExitStack() as running:
        variables = environment(folder, url, SECRET_KEY=SECRET)
        app = create_app(databases.settings(url, folder / "data", secret_key=SECRET))
        running.callback(dispose, app)
        with app.app_context():
            publish(small_base(folder / "content", [entry("lunch")]))
        yield app, running.enter_context(gunicorn(variables, folder)), {}


@pytest.fixture
def people(street: Street) -> dict[str, uuid.UUID]:
    """New ones for each test, so that what one test decides is no other's."""
    with street[0].app_context(), transaction() as session:
        elder, clerk = makers.elder(session, name="甄样例"), makers.clerk(session)
        acting = acting_for(session, makers.herself(session, elder), elder.id, Scope.MANAGE)
        held = makers.grant(session, elder, makers.account(session), Scope.PAY, Scope.ORDER)
        office = office_of(session, clerk, elder.id, Role.STREET_CLERK)
        said = ByHand(
            CheckKind.DEATH, True, {"died_on": "2026-10-30"}, business_today(), "样例：派出所来电"
        )
        return {
            "elder": elder.id,
            "dispute": grants.dispute(session, acting, held.id, "样例：他没有把钱花在我身上").id,
            "death": checks.by_hand(session, office, said).id,
        }


@pytest.fixture
def come(browser: Browser, street: Street) -> Iterator[Come]:
    with ExitStack() as contexts:

        def begin(**more: object) -> Colleague:
            given = {"street": makers.YUETAN} | more
            context, colleague = signed_in(browser, *street[:2], Role.STREET_CLERK, **given)
            contexts.callback(context.close)
            return colleague

        yield begin


@pytest.mark.parametrize("size", [DESK, PHONE, SMALL_PHONE], ids=["1280", "390", "320"])
def test_no_page_about_people_has_a_barrier_or_reaches_beyond_the_screen(
    come: Come, people: dict[str, uuid.UUID], size: tuple[int, int]
) -> None:
    clerk, hers = come(size=size), f"/console/people/{people['elder']}"
    pages = [f"/console/lists/{name}" for name in ("disputes", "deaths", "moves", "papers")]
    pages += [f"/console/disputes/{people['dispute']}", f"/console/deaths/{people['death']}"]
    pages += [hers, f"{hers}/standing", f"{hers}/grants"]
    for number, path in enumerate(pages):
        clerk.opens(path).meets_no_barrier().fits_but_for_tables()
        if SHOTS:
            clerk.is_seen(Path(SHOTS), f"people-{size[0]}-{number}")


def test_a_dispute_is_decided_from_the_list(come: Come, people: dict[str, uuid.UUID]) -> None:
    clerk = come().opens("/console/lists/disputes")
    clerk.page.locator(f'a[href$="{people["dispute"]}"]').click()
    clerk.reads("样例：他没有把钱花在我身上")
    clerk.page.get_by_label("取消这项授权").check()
    clerk.page.get_by_label("理由").fill("问过老人本人，看过流水")
    clerk.presses("决定").reads("对授权有不同意见")
    assert clerk.page.locator(f'a[href$="{people["dispute"]}"]').count() == 0


def test_a_death_is_confirmed_after_the_family_was_asked(
    come: Come, street: Street, people: dict[str, uuid.UUID]
) -> None:
    clerk = come(size=PHONE).opens("/console/lists/deaths")
    clerk.page.locator(f'a[href$="{people["death"]}"]').click()
    clerk.reads("派出所来电").page.get_by_label("确实去世了").check()
    clerk.page.get_by_label("问了谁，怎么说的").fill("女儿来电确认")
    clerk.presses("登记").reads("等确认的去世消息")
    clerk.opens(f"/console/people/{people['elder']}").reads("已去世")


def test_whoever_moves_is_met_by_her_new_street(
    come: Come, street: Street, people: dict[str, uuid.UUID]
) -> None:
    clerk = come().opens(f"/console/people/{people['elder']}").follows("搬家、迁走、去世")
    clerk.page.get_by_label("搬到北京市内别的街道").check()
    clerk.page.get_by_label("搬到哪个区").select_option("石景山区")
    clerk.page.get_by_label("搬到哪个街道").fill("八宝山街道")
    clerk.page.get_by_label("谁说的").select_option("家人告知")
    clerk.page.get_by_label("情况").fill("搬去和女儿住")
    clerk.presses("登记").reads("已登记搬到石景山区八宝山街道").meets_no_barrier()
    there = come(street=makers.BABAOSHAN).opens("/console/lists/moves").reads("新搬来，还没联系")
    there.meets_no_barrier().page.get_by_role("checkbox", name="选中：甄*例").check()
    batch = there.page.get_by_role("group", name="对勾选的：联系过了")
    batch.get_by_label("谈了什么").fill("午饭改到八宝山助餐点")
    batch.get_by_role("button").click()
    there.presses("确认，办这 1 件").reads("已联系").opens("/console/lists/moves")
    there.reads("这里没有要办的")
    with street[0].app_context(), transaction(writes=False) as session:
        assert session.get_one(Elder, people["elder"]).street == makers.BABAOSHAN


@pytest.mark.parametrize("size", [DESK, SMALL_PHONE], ids=["1280", "320"])
def test_a_paper_is_recorded_and_its_code_shown_once(
    come: Come, people: dict[str, uuid.UUID], size: tuple[int, int]
) -> None:
    clerk = come(size=size).opens(f"/console/people/{people['elder']}/grants")
    clerk.page.get_by_label("材料编号").fill("样例2026-1")
    clerk.page.get_by_label("授权给老人的").select_option("子女")
    clerk.page.get_by_label("老人怎么称呼").fill("大女儿")
    clerk.presses("登记，生成邀请码").reads("请至少")  # nothing was ticked: asked again
    clerk.meets_no_barrier().page.get_by_label("替订餐、订服务").check()
    clerk.presses("登记，生成邀请码").reads("已登记，请把邀请码交给对方")
    clerk.meets_no_barrier().fits_but_for_tables()
    if SHOTS:
        clerk.is_seen(Path(SHOTS), f"people-{size[0]}-code")
    clerk.follows("抄好了").reads("样例2026-1").opens("/console/lists/papers").reads("样例2026-1")
    clerk.fits_but_for_tables()
