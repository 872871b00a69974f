"""Work lists of money: what is due a day after it was found is overdue and paged by that day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from server.kit.clock import business_now
from server.oversight.actor import Role
from server.payments.models import Incident
from server.transaction import transaction
from tests.server.console.conftest import Browser, Hired
from tests.server.talk import words_of

LIST = "/console/lists/money-incidents"


@pytest.fixture
def supervisor(hired: Hired) -> Browser:
    return hired(Role.CITY_SUPERVISOR)


@pytest.fixture
def found(site: Flask) -> Iterator[list[str]]:
    """The numbers of 60 incidents, one an hour, the oldest first: some of them are overdue."""
    numbers = [f"P样例{hours:02d}" for hours in range(60, 0, -1)]
    with site.app_context(), transaction() as session:
        now = business_now()
        for hours, number in zip(range(60, 0, -1), numbers, strict=True):
            at = now - timedelta(hours=hours)
            session.add(Incident(kind="unknown_number", about=number, details={}, opened_at=at))
    yield numbers
    with site.app_context(), transaction() as session:
        session.execute(delete(Incident))


def numbers_in(browser: Browser, address: str) -> list[str]:
    return re.findall(r"P样例\d\d", words_of(browser.get(address)))


def test_what_was_found_within_a_day_is_not_overdue(supervisor: Browser, found: list[str]) -> None:
    shown = numbers_in(supervisor, f"{LIST}?view=overdue")
    assert list(dict.fromkeys(shown)) == found[:37]  # 60 to 24 hours ago


def test_the_second_page_begins_where_the_first_ended(
    supervisor: Browser, found: list[str]
) -> None:
    first = supervisor.get(LIST)
    [onward] = re.findall(r'href="([^"]*after=[^"]*)"', first.text)
    pages = numbers_in(supervisor, LIST) + numbers_in(supervisor, onward.replace("&amp;", "&"))
    assert list(dict.fromkeys(pages)) == found
