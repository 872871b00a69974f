"""Whom it concerns: a hand-off is her street's, and she can read which of the staff looked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from server.identity.access import COOKIE_ENTRY
from server.oversight.actor import Actor, Role
from server.people import activity
from server.people.access import acting_for
from server.people.models import Elder
from server.people.states import Scope
from server.transaction import transaction
from tests.server.console.conftest import DISTRICT, YUETAN, Browser, Hired
from tests.server.console.test_handoffs import INBOX, Asker, only
from tests.server.people import makers
from tests.server.talk import words_of


@dataclass
class Known:
    """An elder with a record, signed in by herself."""

    elder_id: uuid.UUID
    actor: Actor
    asker: Asker

    def reads(self, site: Flask) -> list[str]:
        with site.app_context(), transaction(writes=False) as session:
            acting = acting_for(session, self.actor, self.elder_id, Scope.MANAGE)
            return [line.sentence for line in activity.of(session, acting, None, 50)]


def known(site: Flask, street: str | None) -> Known:
    with site.app_context(), transaction() as session:
        elder = makers.elder(session, street)
        actor = makers.herself(session, elder)
        token = makers.token(session, actor)["Authorization"].removeprefix("Bearer ")
    asker = Asker(site)
    with asker.client.session_transaction() as cookie:
        cookie[COOKIE_ENTRY] = token
    return Known(elder.id, actor, asker)


@pytest.fixture
def nowhere(site: Flask) -> Known:
    """Of her no street is known."""
    return known(site, None)


def path_of(site: Flask) -> str:
    return f"{INBOX}/{only(site).id}"


@pytest.mark.parametrize("kind", ["reply", "callback"])
def test_of_whom_no_street_is_known_the_page_asks_for_it_and_only_hers_sees_it(
    site: Flask, nowhere: Known, at_yuetan: Browser, at_zhanlan: Browser, kind: str
) -> None:
    page = nowhere.asker.page("/help").text
    assert page.count("您住在哪个区") == 2  # whichever way she asks
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    chosen = {"district": DISTRICT, "street": YUETAN}
    assert nowhere.asker.wants(kind=kind, phone="13912340000", **chosen).status_code == 303
    assert only(site).street == YUETAN
    assert at_zhanlan.get(path_of(site)).status_code == 404
    assert at_yuetan.get(path_of(site)).status_code == 200


def test_whose_street_is_known_is_not_asked_and_cannot_choose_another(site: Flask) -> None:
    at_home = known(site, YUETAN)
    assert "您住在哪个区" not in words_of(at_home.asker.page("/help"))
    at_home.asker.wants(kind="reply", street=makers.BABAOSHAN)
    assert only(site).street == YUETAN


def test_a_district_alone_is_told_to_those_who_work_in_it(
    site: Flask, nowhere: Known, at_yuetan: Browser, hired: Hired
) -> None:
    nowhere.asker.wants(kind="reply", district=DISTRICT)
    far = hired(Role.STREET_CLERK, makers.BABAOSHAN[:6], makers.BABAOSHAN)
    assert far.get(path_of(site)).status_code == 404
    assert at_yuetan.get(path_of(site)).status_code == 200
    assert hired(Role.DISTRICT_REVIEWER, DISTRICT).get(path_of(site)).status_code == 200


@pytest.mark.parametrize("place", [{}, {"district": DISTRICT}])
def test_once_it_is_taken_up_nobody_else_reads_it_but_who_oversees(
    site: Flask, nowhere: Known, at_yuetan: Browser, at_zhanlan: Browser, hired: Hired,
    place: dict[str, Any],
) -> None:  # fmt: skip
    nowhere.asker.wants(kind="reply", **place)
    path = path_of(site)
    assert at_zhanlan.get(path).status_code == 200
    at_yuetan.send(f"{path}/take")
    for what in (path, f"{path}/turns"):
        assert at_zhanlan.get(what).status_code == 404
        assert at_yuetan.get(what).status_code == 200
    assert path not in at_zhanlan.get(INBOX).text
    assert at_zhanlan.send(f"{path}/take").status_code == 404
    assert hired(Role.CITY_SUPERVISOR).get(path).status_code == 200
    at_yuetan.send(f"{path}/give-back")
    assert at_zhanlan.get(path).status_code == 200


@pytest.mark.parametrize("part", ["", "/turns"])
def test_she_reads_which_looks_staff_took_at_what_she_asked_for_once_an_hour(
    site: Flask, at_yuetan: Browser, hired: Hired, part: str
) -> None:
    at_home = known(site, YUETAN)
    at_home.asker.wants(kind="reply")
    line = "工作人员打开了您要工作人员帮忙的事，看了那段对话"
    assert line not in at_home.reads(site)
    for _ in range(3):
        at_yuetan.get(path_of(site) + part)
    assert at_home.reads(site).count(line) == 1
    hired(Role.DISTRICT_REVIEWER, DISTRICT).get(path_of(site) + part)
    assert at_home.reads(site).count(line) == 2


def test_she_reads_that_staff_opened_her_page(
    site: Flask, at_yuetan: Browser, at_zhanlan: Browser
) -> None:
    at_home = known(site, YUETAN)
    page = f"/console/people/{at_home.elder_id}"
    assert at_zhanlan.get(page).status_code == 404
    line = "工作人员打开了您的资料页（号码是遮住的）"
    assert line not in at_home.reads(site)
    for _ in range(2):
        assert at_yuetan.get(page).status_code == 200
    assert at_home.reads(site).count(line) == 1
    at_home.asker.page(f"/people/{at_home.elder_id}")  # she herself needs no line
    assert at_home.reads(site).count(line) == 1


def test_staff_who_read_her_record_over_the_interface_are_named_as_well(site: Flask) -> None:
    at_home = known(site, YUETAN)
    with site.app_context(), transaction() as session:
        headers = makers.token(session, makers.clerk(session))
        elder = session.get_one(Elder, at_home.elder_id)
    path = f"/api/v1/people/{elder.id}"
    assert site.test_client().get(path, headers=headers).status_code == 200
    assert "工作人员打开了您的资料页（号码是遮住的）" in at_home.reads(site)
