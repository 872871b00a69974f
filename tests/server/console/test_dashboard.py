"""The numbers of a day: counted as they are defined, within what one's posts cover."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from flask import Flask
from openpyxl import load_workbook

from server.console.statistics import Span
from server.conversation.handoff import service as handoffs
from server.conversation.handoff.service import Kind, Wanted
from server.conversation.owners import ANYBODY
from server.extensions import db
from server.kit.clock import BEIJING, Clock
from server.oversight.actor import ANONYMOUS, Role
from server.transaction import transaction
from tests.server.console.conftest import DISTRICT, YUETAN, Browser, Hired
from tests.server.people import makers
from tests.server.talk import words_of
from tests.statements import sent_to

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


def test_a_street_counts_whom_it_is_to_answer_though_nobody_knows_who_asks(
    site: Flask, at_yuetan: Browser, at_zhanlan: Browser, hired: Hired
) -> None:
    said = site.test_client().post("/api/v1/chat/messages", json={"text": "您好"}).get_json()
    with site.app_context(), transaction() as session:
        wanted = Wanted(Kind.CALLBACK, "13912345678", place=YUETAN)
        handoffs.ask(session, said["conversation_id"], ANYBODY, wanted)
    seen = "转人工 1 件 其中 80 岁以上：0件"
    assert seen in words_of(at_yuetan.get(FIGURES))
    assert seen in words_of(
        hired(Role.DISTRICT_REVIEWER, DISTRICT).get(f"{FIGURES}?street={YUETAN}")
    )
    assert "转人工 0 件" in words_of(at_zhanlan.get(FIGURES))


def test_who_sees_no_money_is_shown_no_number_of_it(at_yuetan: Browser, hired: Hired) -> None:
    assert "付成的" not in words_of(at_yuetan.get(FIGURES))
    assert "付成的" in words_of(hired(Role.DISTRICT_REVIEWER, DISTRICT).get(FIGURES))


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


def test_each_day_of_the_week_has_its_own_numbers_and_they_are_those_of_the_day_alone(
    site: Flask, monkeypatch: pytest.MonkeyPatch, hired: Hired
) -> None:
    for day, times in ((28, 2), (30, 1)):
        now = datetime(2026, 11, day, 0, 0, tzinfo=BEIJING)  # the first instant of the day
        monkeypatch.setitem(site.extensions, "clock", Clock(now))
        for _ in range(times):
            elder_asks(site, "洗澡有人帮吗", born=date(1940, 5, 1))
    boss = hired(Role.CITY_SUPERVISOR)
    book = load_workbook(io.BytesIO(boss.get(f"{FIGURES}/export?day=2026-11-30").data))
    head, *rows = book.active.values
    lines = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    for label in ("提问", "服务的人"):
        days = [lines[label][f"2026-11-{day}"] for day in range(24, 31)]
        assert days == ["0", "0", "0", "0", "2", "0", "1"]
        assert lines[label]["其中 80 岁以上"] == "1"
    assert [lines["答上来的"][f"2026-11-{day}"] for day in (27, 28)] == ["没有", "100"]
    assert "提问 2 次" in words_of(boss.get(f"{FIGURES}?day=2026-11-28"))


def test_a_page_of_numbers_asks_the_database_once_for_what_several_share(
    site: Flask, hired: Hired
) -> None:
    boss = hired(Role.CITY_SUPERVISOR)
    with site.app_context():
        engine = db.engine
    with sent_to(engine) as statements:
        assert boss.get(FIGURES).status_code == 200
    of_turns = [each for each in statements if "FROM conversation_turns" in each]
    assert len(of_turns) == 3, "a week, those of 80 and older, what was not answered"


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-03"])
def test_a_day_before_all_figures_is_no_fault_of_ours(hired: Hired, day: str) -> None:
    at_the_city = hired(Role.CITY_SUPERVISOR)
    for path in (FIGURES, f"{FIGURES}/export"):
        assert at_the_city.get(f"{path}?day={day}").status_code == 200
