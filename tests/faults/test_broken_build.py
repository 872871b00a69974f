"""A fault run that cannot fail proves nothing: ``make faults-mutants`` puts a broken build to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.payments import refunds
from tests import databases
from tests.databases import Databases
from tests.faults.broken import keep_surplus
from tests.faults.run import run


@pytest.mark.skipif(
    not (databases.SERVER_URL and os.environ.get("FAULTS_MUTANTS")), reason="make faults-mutants"
)
def test_money_that_came_twice_or_too_late_and_is_kept_is_noticed(
    made_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refunds, "of_surplus", keep_surplus)
    with made_databases.fresh() as url:
        figures = run(url, tmp_path, 24, 7, 3.0, "tests.faults.broken:application()")
    print(figures.doings, figures.wrong)
    assert figures.wrong
