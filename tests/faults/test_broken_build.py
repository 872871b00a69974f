"""A fault run that cannot fail proves nothing: ``make faults-mutants`` puts broken builds to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import databases
from tests.databases import Databases
from tests.faults.broken import BUILDS, broken
from tests.faults.run import run

ORDERS, SEED = 150, 7


@pytest.mark.skipif(
    not (databases.SERVER_URL and os.environ.get("FAULTS_MUTANTS")), reason="make faults-mutants"
)
@pytest.mark.parametrize("build", BUILDS)
def test_a_broken_build_is_noticed(made_databases: Databases, tmp_path: Path, build: str) -> None:
    with made_databases.fresh() as url, broken(build):
        figures = run(url, tmp_path, ORDERS, SEED, f"tests.faults.broken:application('{build}')")
    print(build, figures.doings, figures.fired, figures.wrong)
    assert figures.wrong
