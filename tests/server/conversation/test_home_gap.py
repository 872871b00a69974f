"""What is missing for a home counts nothing twice, and nothing of which it is not sure that it is due."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_bills_by_the_time import last_said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("我妈85，养老院每月6000，退休金4000，还差多少", "如果是北京户口，另外能领高龄津贴100元"),
        ("我妈85，北京户口，养老院每月6000，退休金4000，还差多少", "还差2000元；另外能领"),
        ("我妈85，养老院半年36000，退休金一年48000，还差多少", "还差2000元"),
    ],
)
def test_what_is_missing_is_reckoned(client: FlaskClient, said: str, told: str) -> None:
    assert told in last_said(client, said)


@pytest.mark.parametrize(
    "said",
    [
        "我妈85，养老院每月6000，退休金4000，高龄补贴100，还差多少",
        "我妈85，养老院每月6000，退休金4000，补贴100，还差多少",
    ],
)
def test_what_is_told_as_hers_is_not_added_again(client: FlaskClient, said: str) -> None:
    reply = last_said(client, said)
    assert "还差1900元" in reply
    assert "能领" not in reply
