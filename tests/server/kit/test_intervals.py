"""Consecutive intervals of time, counted in one query."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.conversation.models import Turn
from server.kit import intervals
from server.transaction import transaction
from tests.server.test_database import NOON, conversation, turn

HOUR = timedelta(hours=1)
EDGES = [NOON, NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR]


def test_an_edge_belongs_to_the_interval_that_it_begins_and_an_empty_one_counts_none(
    empty_app: Flask,
) -> None:
    instant = timedelta(microseconds=1)
    at = [NOON - instant, NOON, NOON + HOUR - instant, EDGES[2], EDGES[3] - instant, EDGES[3]]
    with transaction() as session:
        session.add(conversation())
        session.flush()
        session.add_all(turn("one", created_at=each) for each in at)
    nth = intervals.nth(Turn.created_at, EDGES)
    chosen = select(nth, func.count()).where(intervals.within(Turn.created_at, EDGES))
    with transaction(writes=False) as session:
        rows = session.execute(chosen.group_by(intervals.INTERVAL))
        assert intervals.numbers(rows, EDGES) == [2, 0, 2]


@pytest.mark.parametrize("edges", [[], [NOON], [NOON, NOON], [NOON + HOUR, NOON]])
def test_edges_have_to_rise(edges: list) -> None:
    with pytest.raises(ValueError, match="rising"):
        intervals.within(Turn.created_at, edges)
