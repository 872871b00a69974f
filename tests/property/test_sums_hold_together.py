"""Laws of sums told in talk: a claim is right exactly if it is what is due, of one month or of several, a difference is
one sum less the other, and the months of a year before and after a change add up."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.kit.clock import Clock
from tests.evaluation.dialogues import WRITTEN_ON
from tests.server.talk import ask

TIMES = 12
INCOMES = {"": 0, "低收入": 200, "低保": 300}
LEVELS = {"": 0, "轻度失能": 0, "重度失能": 600}
AGES = [*range(81, 90), *range(91, 100), *range(101, 105)]
"""Without those in whose last months a birthday may lie."""


@pytest.fixture(autouse=True)
def when_written(app: Flask) -> Iterator[None]:
    with patch.dict(app.extensions, clock=Clock(origin=datetime.fromisoformat(WRITTEN_ON))):
        yield


def by_age(age: int) -> int:
    return 800 if age >= 100 else 500 if age >= 90 else 100 if age >= 80 else 0


def head(client: FlaskClient, text: str) -> str:
    return str(ask(client, text)["reply"]["text"]).split("\n")[0]


@pytest.mark.parametrize("seed", range(TIMES))
def test_a_claim_is_right_exactly_if_it_is_due(client: FlaskClient, seed: int) -> None:
    draw = random.Random(seed)
    age, income, level = draw.choice(AGES), draw.choice([*INCOMES]), draw.choice([*LEVELS])
    due = by_age(age) + INCOMES[income] + LEVELS[level]
    claimed = draw.choice([due, due, due + 50, due * 2 + 10])
    told = head(client, f"我妈{age}岁，北京户口{income}{level}，每月一共{claimed}元，对吗")
    assert told.startswith("对，") == (claimed == due), told


@pytest.mark.parametrize("seed", range(TIMES))
def test_several_months_are_so_many_times_one(client: FlaskClient, seed: int) -> None:
    draw = random.Random(seed)
    age, income, months = draw.choice(AGES), draw.choice([*INCOMES]), draw.randint(2, 11)
    due = (by_age(age) + INCOMES[income]) * months
    less = draw.choice([0, 100])
    told = head(client, f"我妈{age}岁，北京户口{income}，{months}个月到账{due - less}元，对吗")
    assert told.startswith(f"少了{less}元" if less else "对，"), told
    assert f"{months}个月合起来是{due}元" in told


@pytest.mark.parametrize("first", ["低收入", "低保"])
@pytest.mark.parametrize("age", [66, 84, 95, 101])
def test_a_difference_is_one_sum_less_the_other(client: FlaskClient, age: int, first: str) -> None:
    then = "低保" if first == "低收入" else "低收入"
    told = head(client, f"我妈{age}岁，北京户口，从{first}变成{then}，差多少钱")
    gap, before, after = map(int, re.findall(r"(\d+)元", told)[:3])
    assert (before, after) == (by_age(age) + INCOMES[first], by_age(age) + INCOMES[then])
    assert gap == abs(after - before)


@pytest.mark.parametrize("month", range(2, 11))
def test_the_months_before_and_after_a_change_add_up(client: FlaskClient, month: int) -> None:
    begun = head(client, f"我84，北京户口，低保今年{month}月批的，今年全年多少")
    over = head(client, f"我84，北京户口，低保今年{month}月取消了，今年全年多少")
    assert f"合起来{100 * 12 + 300 * (13 - month)}元" in begun
    assert f"合起来{100 * 12 + 300 * month}元" in over
