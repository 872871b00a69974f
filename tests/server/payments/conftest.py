"""A bank and orders in memory, in an application with a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import databases, lock_order
from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders


@pytest.fixture(autouse=True)
def in_one_order() -> Iterator[None]:
    """Whatever a test does, it locks rows in one order."""
    if not databases.SERVER_URL:  # SQLite has one lock for all
        yield
        return
    with lock_order.watched() as wrong:
        yield
    assert wrong == []


@pytest.fixture
def bank(empty_app: Flask) -> Bank:
    made = Bank()
    empty_app.extensions["channels"]["bank"] = made
    return made


@pytest.fixture
def orders(empty_app: Flask) -> Orders:
    made = Orders()
    empty_app.extensions["payables"][KIND] = made
    return made
