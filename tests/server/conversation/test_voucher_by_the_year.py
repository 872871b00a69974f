"""Of a year for which no voucher is known no sum is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.kit.clock import Clock
from tests.server.conversation.test_bills_by_the_time import last_said


@pytest.fixture
def in_2027(app: Flask) -> Iterator[None]:
    """Business time begins in January 2027."""
    begin = datetime.fromisoformat("2027-01-12T10:00:00+08:00")
    with patch.dict(app.extensions, clock=Clock(origin=begin)):
        yield


@pytest.mark.parametrize(
    "said",
    ["明年一年消费券一共能抵多少", "2027年全年券最多抵多少", "过了年住养老院6000，消费券抵多少"],
)
def test_what_the_voucher_is_next_year_is_not_known(client: FlaskClient, said: str) -> None:
    reply = last_said(client, said)
    assert "2027年延续不延续" in reply
    assert "抵2400" not in reply
    assert "9600" not in reply


def test_what_it_is_this_year_is_told(client: FlaskClient) -> None:
    assert "一年最多抵9600元" in last_said(client, "消费券一年一共能抵多少")


@pytest.mark.usefixtures("in_2027")
@pytest.mark.parametrize(
    "said",
    [
        "消费券一年一共能抵多少",
        "花多少钱才能把八百的券用足，居家的",
        "券八百是一个人的还是一家的",
        "从现在办券，还能用几个月",
        "中度，请保姆三千，券能抵多少",
    ],
)
def test_when_its_year_is_over_none_is_told(client: FlaskClient, said: str) -> None:
    assert "12个自然月已经过了" in last_said(client, said)


@pytest.mark.usefixtures("in_2027")
@pytest.mark.parametrize(
    "said",
    [
        "我现在每月拿一千一（高龄加护理），换成券，现钱还剩多少",
        "我妈重度失能，请保姆三千，券和护理补贴哪个合算",
        "四百档的，居家花800，哪样好",
    ],
)
def test_nothing_is_set_against_a_voucher_that_is_over(client: FlaskClient, said: str) -> None:
    reply = last_said(client, said)
    assert reply
    assert "抵0元" not in reply
    assert "最多抵800元" not in reply
