"""A few orders under faults and kills, on PostgreSQL; ``make faults`` runs more of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests import databases
from tests.databases import Databases
from tests.faults.run import new_seed, run

ORDERS = int(os.environ.get("FAULTS_ORDERS", "24"))
KILL_EVERY_S = float(os.environ.get("FAULTS_KILL_EVERY_S", "1.5"))


@pytest.mark.skipif(not databases.SERVER_URL, reason="needs PostgreSQL (make test-pg)")
def test_nothing_is_lost_while_processes_are_killed(
    made_databases: Databases, tmp_path: Path
) -> None:
    seed = int(os.environ.get("FAULTS_SEED", new_seed()))
    with made_databases.fresh() as url:
        figures = run(url, tmp_path, ORDERS, seed, KILL_EVERY_S)
    told = json.dumps(vars(figures), ensure_ascii=False, indent=1)
    print(told)
    assert figures.wrong == [], told
    assert figures.received_fen > 0
    assert figures.kills["web"] > 0
