"""A bank and orders in memory, in an application with a database of its own."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.server.payments.bank import Bank
from tests.server.payments.orders import KIND, Orders


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
