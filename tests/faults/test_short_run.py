"""Sixty orders under faults and kills, on PostgreSQL; ``make faults`` runs 500 of them."""

from __future__ import annotations

import json
import os
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from server.kit.clock import BEIJING
from tests import databases
from tests.databases import Databases
from tests.faults.plan import BILLS, KINDS, plan, times
from tests.faults.run import new_seed, run

LONGEST_RUN = timedelta(minutes=10)
ORDERS = int(os.environ.get("FAULTS_ORDERS", "60"))


@pytest.mark.skipif(not databases.SERVER_URL, reason="needs PostgreSQL (make test-pg)")
def test_nothing_is_lost_while_processes_are_killed(
    made_databases: Databases, tmp_path: Path
) -> None:
    if datetime.now(BEIJING) + LONGEST_RUN > _midnight():
        pytest.skip("clocks that are an hour off put a refund on another day than the bill does")
    seed = int(os.environ.get("FAULTS_SEED", new_seed()))
    with made_databases.fresh() as url:
        figures = run(url, tmp_path, ORDERS, seed)
    told = json.dumps(vars(figures), ensure_ascii=False, indent=1)
    print(told)
    assert figures.wrong == [], told
    assert figures.received_fen > 0
    wanted = (*KINDS, *BILLS, "pay_before_close")
    seldom = {kind for kind in wanted if figures.fired[kind] < times(ORDERS)}
    assert seldom == set(), told


def _midnight() -> datetime:
    tomorrow = datetime.now(BEIJING).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), BEIJING)


def test_a_plan_is_the_same_for_its_seed_and_has_every_kind_equally_often() -> None:
    made = plan(500, 7)
    assert made == plan(500, 7) != plan(500, 8)
    assert {sum(event.kind == kind for event in made) for kind in KINDS} == {12}
