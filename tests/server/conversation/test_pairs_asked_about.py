"""Whether two things go together is answered of those two: never with the rule of another pair."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.talk import reply_to


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("长护险和护理补贴能一起领吗", "ltci-and-care-subsidy"),
        ("长护险护理补贴二选一吗", "ltci-and-care-subsidy"),
        ("高龄津贴和护理补贴能同时领吗", "three-allowances-together"),
        ("消费券和护理补贴能一起领吗", "voucher-or-care-subsidy"),
        ("我妈有消费券还能领护理补贴吗", "voucher-or-care-subsidy"),
        ("消费券和就餐补贴能一起领吗", "meal-subsidy-with-voucher"),
        ("困难补贴和残疾人两项补贴能一起领吗", "allowance-vs-disability-subsidies"),
    ],
)
def test_a_pair_with_a_rule_is_told_that(client: FlaskClient, text: str, entry: str) -> None:
    assert reply_to(client, text)["entry_id"] == entry


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("拿着消费券，高龄津贴还给吗", "没查到写着高龄津贴和消费补贴只能领一样的规定。"),
        ("高龄津贴，消费券，只能选一个吗", "没查到写着高龄津贴和消费补贴只能领一样的规定。"),
        ("护理补贴领着，饭补还有吗", "没查到写着护理补贴和就餐补贴只能领一样的规定。"),
        ("困难补贴和长护险冲突吗", "没查到写着困难补贴和长护险只能领一样的规定。"),
    ],
)
def test_a_pair_without_a_rule_is_told_that_none_is_found(
    client: FlaskClient, text: str, begins: str
) -> None:
    reply = reply_to(client, text)
    assert reply["entry_id"] == "other-pairs-together"
    assert reply["text"].startswith(begins)


def test_the_age_allowance_is_outside_the_rule_on_the_disabled(client: FlaskClient) -> None:
    text = reply_to(client, "高龄津贴和残疾人两项补贴能一起领吗")["text"]
    assert text.startswith("高龄津贴不在这条限制里，能同时申请。")


def test_a_sum_with_a_voucher_held_is_worked_out(client: FlaskClient) -> None:
    reply = reply_to(client, "我爸85北京户口，有消费券，高龄津贴还能领吗")
    assert reply["total_fen_per_month"] == 10000
