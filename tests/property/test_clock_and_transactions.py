"""Clocks and transactions under any sequence of values."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta, timezone

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.conversation.models import Conversation
from server.kit.clock import Clock, business_now, business_today, machine_now, to_beijing
from server.kit.columns import UtcDateTime
from server.transaction import transaction

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1905, 1, 1), datetime(2999, 1, 1), timezones=OFFSETS)  # noqa: DTZ001 - the zone is drawn
ON_A_DATABASE = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Undone(Exception):
    """Raised to leave a unit of work."""


@given(MOMENTS)
def test_a_frozen_clock_stands_still(origin: datetime) -> None:
    clock = Clock(origin)
    assert clock.now() == clock.now() == origin
    assert clock.now().tzinfo is UTC


@given(MOMENTS, st.floats(0.1, 10_000), st.integers(1, 10_000))
def test_a_fast_clock_runs_as_many_times_faster(
    origin: datetime, speed: float, seconds: int
) -> None:
    started = machine_now() - timedelta(seconds=seconds)
    ahead = Clock(origin, speed, started).now() - origin
    assert ahead >= timedelta(seconds=seconds) * speed
    assert ahead <= timedelta(seconds=seconds + 60) * speed


@given(MOMENTS)
def test_beijing_time_names_the_same_instant(moment: datetime) -> None:
    written = to_beijing(moment)
    assert abs(datetime.fromisoformat(written) - moment) < timedelta(seconds=1)
    if moment.year > 1991:  # Beijing had other offsets before
        assert written.endswith("+08:00")


def test_the_real_clock_is_the_machines() -> None:
    before = machine_now()
    assert before <= Clock().now() <= machine_now()


def test_a_clock_without_origin_runs_on_from_its_start() -> None:
    clock = Clock(speed=3600, started=machine_now() - timedelta(seconds=10))
    assert clock.now() > machine_now() + timedelta(hours=9)


def test_the_business_day_changes_at_midnight_in_beijing(shared_app: Flask) -> None:
    with shared_app.app_context():
        clocks, held = shared_app.extensions, shared_app.extensions["clock"]
        days = []
        for second in (59, 60):
            clocks["clock"] = Clock(
                datetime(2026, 11, 20, 15, 59, tzinfo=UTC) + timedelta(seconds=second)
            )
            days.append((business_today().isoformat(), business_now().day))
        clocks["clock"] = held
    assert days == [("2026-11-20", 20), ("2026-11-21", 20)]


@ON_A_DATABASE
@given(MOMENTS)
def test_every_instant_survives_the_database(app: Flask, moment: datetime) -> None:
    with app.app_context(), transaction() as session:
        session.merge(Conversation(id="instant", created_at=moment, expires_at=moment))
    with app.app_context(), transaction(writes=False) as session:
        assert session.get(Conversation, "instant").created_at == moment


@ON_A_DATABASE
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=8))
def test_only_units_that_end_well_leave_something(
    app: Flask, units: list[tuple[str, bool]]
) -> None:
    clear(app)
    for name, well in units:
        with app.app_context(), contextlib.suppress(Undone):
            write(name, well)
    with app.app_context(), transaction(writes=False) as session:
        assert set(session.scalars(select(Conversation.id))) == {
            name for name, well in units if well
        }


def write(name: str, well: bool) -> None:
    with transaction() as session:
        session.merge(Conversation(id=name, created_at=machine_now(), expires_at=machine_now()))
        if not well:
            raise Undone


def clear(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        for found in session.scalars(select(Conversation)):
            session.delete(found)


def test_an_absent_instant_stays_absent() -> None:
    column = UtcDateTime()
    assert column.process_bind_param(None, None) is None
    assert column.process_result_value(None, None) is None
