"""The numbers of a day: counted as they are defined, within what one's posts cover."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from flask import Flask
from openpyxl import load_workbook

from server.console.statistics import Span
from server.kit.clock import BEIJING, Clock
from server.oversight.actor import ANONYMOUS, Role
from server.transaction import transaction
from tests.server.console.conftest import DISTRICT, YUETAN, Browser, Hired
from tests.server.people import makers
from tests.server.talk import words_of

FIGURES = "/console/figures"


@pytest.fixture(autouse=True)
def _noon(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 30, 12, 0, tzinfo=BEIJING)
    monkeypatch.setitem(site.extensions, "clock", Clock(now))


def elder_asks(site: Flask, text: str, street: str = YUETAN, born: date | None = None) -> None:
    with site.app_context(), transaction() as session:
        elder = makers.elder(session, street, birth_date=born)
        headers = makers.token(session, makers.herself(session, elder))
    said = {"text": text, "elder_id": str(elder.id)}
    answer = site.test_client().post("/api/v1/chat/messages", json=said, headers=headers)
    assert answer.status_code == 200


def somebody_asks(site: Flask, text: str) -> None:
    assert site.test_client().post("/api/v1/chat/messages", json={"text": text}).status_code == 200


@pytest.fixture
def asked(site: Flask) -> None:
    elder_asks(site, "洗澡有人帮吗", born=date(1940, 5, 1))
    elder_asks(site, "洗澡有人帮吗", street=makers.ZHANLAN, born=date(1955, 5, 1))
    for _ in range(2):
        somebody_asks(site, "月球上能不能种土豆")
    somebody_asks(site, "您好")


def test_the_city_counts_everybody_and_greetings_are_no_questions(
    asked: None, hired: Hired
) -> None:
    page = words_of(hired(Role.CITY_SUPERVISOR).get(FIGURES))
    assert "提问 4 次 其中 80 岁以上：1次" in page
    assert "答上来的 50 % 其中 80 岁以上：100%" in page
    assert "服务的人 4 位" in page
    assert "月球上能不能种土豆 2" in page


def test_a_street_counts_its_own_and_a_district_drills_down(
    asked: None, at_yuetan: Browser, hired: Hired
) -> None:
    assert "提问 1 次" in words_of(at_yuetan.get(FIGURES))
    district = hired(Role.DISTRICT_REVIEWER, DISTRICT)
    assert "提问 2 次" in words_of(district.get(FIGURES))
    assert "提问 1 次" in words_of(district.get(f"{FIGURES}?street={makers.ZHANLAN}"))
    assert district.get(f"{FIGURES}?district=110107").status_code == 403
    assert at_yuetan.get(f"{FIGURES}?street={makers.ZHANLAN}").status_code == 403


def test_definitions_stand_beside_the_numbers_and_a_day_without_questions_has_no_rate(
    hired: Hired,
) -> None:
    page = words_of(hired(Role.CITY_SUPERVISOR).get(f"{FIGURES}?day=2026-11-01"))
    assert "不算问候" in page
    assert "答上来的 — 还没有" in page


def test_the_file_has_the_same_numbers_with_their_definitions(asked: None, hired: Hired) -> None:
    book = load_workbook(io.BytesIO(hired(Role.CITY_SUPERVISOR).get(f"{FIGURES}/export").data))
    head, first, *_ = book.active.values
    assert dict(zip(head, first, strict=True))["当天"] == "4"
    assert head[-1] == "2026-11-30"


@pytest.mark.parametrize(
    ("day", "born_by"), [(date(2026, 11, 30), date(1946, 11, 30)), (date(2028, 2, 29), date(1948, 2, 29))]
)  # fmt: skip
def test_eighty_is_counted_in_full_years(day: date, born_by: date) -> None:
    assert Span(ANONYMOUS, day, from_80=True).born_by == born_by
