"""The first administrator comes in by a command; samples and five steps show the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.config import Settings
from server.identity.models import Staff
from server.oversight.actor import Role
from server.people.models import Elder
from server.transaction import transaction
from tests.server.console.conftest import DISTRICT, YUETAN, Browser, Hired
from tests.server.console.test_staff_accounts import enrol
from tests.server.talk import words_of

Open = Callable[[], Browser]


def run(site: Flask, *command: str):
    return site.test_cli_runner().invoke(args=list(command))


def test_the_first_administrator_enrols_by_a_link_from_a_command(
    site: Flask, browser: Open
) -> None:
    told = run(site, "staff", "invite", "boss", "样例管理员")
    assert told.exit_code == 0, told.output
    who, path = browser(), re.search(r"(/console/join/\S+)", told.output)[1]
    assert enrol(who, path).status_code == 200
    assert "系统管理员" in words_of(who.get("/console/staff"))
    with site.app_context(), transaction(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Staff)) == 1


@pytest.mark.parametrize(
    ("set_to", "begins", "guessed"),
    [
        ({"port": 9123}, "http://127.0.0.1:9123/console/join/", True),
        ({"public_base_url": "https://sample.test/"}, "https://sample.test/console/join/", False),
    ],
)
def test_a_link_leads_where_the_site_is_and_says_where_that_is_guessed(
    site: Flask, monkeypatch: pytest.MonkeyPatch, set_to: dict[str, Any], begins: str, guessed: bool
) -> None:
    settings = site.extensions["settings"].model_copy(update=set_to)
    monkeypatch.setitem(site.extensions, "settings", settings)
    told = run(site, "staff", "invite", "boss", "样例管理员").output
    assert f"\n{begins}" in told
    assert ("网站开在别的端口，就把链接里的 9123 换成它" in told) is guessed


def test_a_post_that_makes_no_sense_is_refused_in_one_sentence(site: Flask) -> None:
    told = run(site, "staff", "invite", "boss", "样例", "--role", "street_clerk")
    assert told.exit_code == 1
    assert "街道经办要写明区" in told.output


def test_samples_give_a_clerk_something_to_try(site: Flask, at_yuetan: Browser) -> None:
    assert run(site, "samples", "fill").exit_code == 0
    page = words_of(at_yuetan.get("/console"))
    assert "诉求 3 件待办" in page
    assert "转人工 1 件待办" in page


def test_samples_never_get_into_production(site: Flask, monkeypatch) -> None:
    monkeypatch.setattr(Settings, "production", property(lambda _: True))
    told = run(site, "samples", "fill")
    assert told.exit_code == 1
    with site.app_context(), transaction(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Elder)) == 0


@pytest.mark.parametrize(
    ("role", "where", "own"),
    [
        (Role.STREET_CLERK, (DISTRICT, YUETAN), "回复要找人的老人"),
        (Role.EDITOR, (), "把没答上的问题写成答案"),
        (Role.ADMIN, (), "回复要找人的老人"),
    ],
)
def test_the_tour_has_five_steps_of_one_s_own_that_lead_to_pages_which_open(
    hired: Hired, role: Role, where: tuple[str, ...], own: str
) -> None:
    who, titles = hired(role, *where), []
    for step in range(1, 6):
        html = who.get(f"/console/tour?step={step}").get_data(as_text=True)
        titles.append(re.search(r"<h1>([^<]+)", html)[1])
        link = re.search(r'<section class="card">.*?href="([^"]+)"', html, re.DOTALL)[1]
        assert who.get(link).status_code == 200
    assert len(set(titles)) == 5
    assert own in titles


def test_a_step_that_is_not_for_one_s_post_has_no_dead_link(hired: Hired) -> None:
    page = hired(Role.ASSESSOR).get("/console/tour?step=3")
    assert "您的岗位没有这一页" in words_of(page)
