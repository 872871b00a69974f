"""Whether things go together is answered of just those, however they are meant: never with the rule of another pair."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told
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


POOR_AND_DISABLED = "我妈91低保重度，北京户口"
TOGETHER, ONE_OF_TWO = "three-allowances-together", "voucher-or-care-subsidy"
OF_THE_DISABLED = "allowance-vs-disability-subsidies"


@pytest.mark.parametrize(
    ("messages", "entry", "says"),
    [
        (("三百的那个和高龄津贴能一起领吗",), TOGETHER, "每月300元的是困难补贴。高龄津贴、困难补贴可以一起领"),
        (("三百的和六百的能同时拿吗",), TOGETHER, "一共每月900元"),
        (("高龄津贴那一百和护理那六百冲突吗",), TOGETHER, "一共每月700元"),
        (("六百的护理补贴和一百的高龄津贴能一起领吗",), TOGETHER, "一共每月700元"),
        (("高龄100护理600能一起领不",), TOGETHER, "一共每月700元"),
        (("六百的那个跟八百的券能一起用吗",), ONE_OF_TWO, "每月600元的是护理补贴。不能全要"),
        (("六百的那个和消费券能一起吗",), ONE_OF_TWO, "每月600元的是护理补贴。不能全要"),
        (("残联的那份和六百的能一起领吗",), OF_THE_DISABLED, "不能重复领"),
        (("养老服务补贴津贴和消费券能一起领吗",), ONE_OF_TWO, "只能选一样，高龄津贴、困难老年人养老服务补贴不受影响"),
        (("消费券能不能和高龄津贴还有护理补贴一起领",), ONE_OF_TWO, "高龄津贴不受影响"),
        (("护理补贴多少", "那个和消费券能一起领吗"), ONE_OF_TWO, "只能选一样"),
        (("我妈领着护理补贴", "消费券能一起领吗"), ONE_OF_TWO, "只能选一样"),
        (("离休护理费和高龄津贴能一起领吗",), "allowance-vs-retired-cadre", "择高领一类"),
        (("高龄津贴和护理补贴能一块儿领吗", "加上困难那个呢"), TOGETHER, "高龄津贴、护理补贴、困难补贴可以一起领"),
        (("高龄津贴和护理补贴能一块儿领吗", "再加上消费券呢"), ONE_OF_TWO, "高龄津贴不受影响"),
        ((POOR_AND_DISABLED, "能一块领吗"), TOGETHER, "高龄津贴、护理补贴、困难补贴可以一起领"),
        ((POOR_AND_DISABLED, "那三个能一起领吗"), TOGETHER, "高龄津贴、护理补贴、困难补贴可以一起领"),
        ((POOR_AND_DISABLED, "这些能都领吗"), ONE_OF_TWO, "只能选一样，高龄津贴、困难老年人养老服务补贴不受影响"),
        ((POOR_AND_DISABLED, "五百的和六百的能一起拿吗"), TOGETHER, "一共每月1100元"),
        ((POOR_AND_DISABLED, "跟消费券能同时要吗"), ONE_OF_TWO, "高龄津贴、困难老年人养老服务补贴不受影响"),
    ],
)  # fmt: skip
def test_what_is_named_told_before_received_or_known_by_its_amount_is_one_of_those_meant(
    client: FlaskClient, messages: tuple[str, ...], entry: str, says: str
) -> None:
    reply = told(client, *messages)
    assert reply["entry_id"] == entry
    assert says in reply["text"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("领着护理补贴还能再领失能补贴吗", "是同一样，一个人只有一份"),
        ("五百的和高龄津贴能一起领吗", "说的都是高龄津贴，是同一样"),
        ("一百的和五百的能同时领吗", "要是说的都是高龄津贴，那是同一样，一个人只按一档领"),
        ("两百的和四百的能一起领吗", "每月200元的是护理补贴或者困难补贴，每月400元的是护理补贴。不是同一样的，能一起领，一共每月600元"),
        ("三百的和一百八的能同时拿吗", "没查到每月180元的补贴津贴"),
        ("高龄三百和护理六百能一起领吗", "没查到每月300元的高龄津贴"),
    ],
)  # fmt: skip
def test_two_tiers_of_one_benefit_and_amounts_that_none_pays_are_told_of(
    client: FlaskClient, text: str, says: str
) -> None:
    assert says in reply_to(client, text)["text"]


def test_of_money_from_elsewhere_beside_the_voucher_the_rule_on_allowances_is_not_told(
    client: FlaskClient,
) -> None:
    reply = reply_to(client, "我妈领着残联的护理补贴，消费券还能领吗")
    assert reply["text"].startswith("没查到写着消费补贴和重度残疾人护理补贴只能领一样的规定。")
    assert (
        "外省公布的口径是特困供养不重复享受"
        in reply_to(client, "特困供养和消费券能一起领吗")["text"]
    )


def test_people_who_are_pointed_at_are_no_benefits(client: FlaskClient) -> None:
    reply = told(client, "我爸91重度，我妈85低保，都京籍", "那两个能都要吗")
    assert reply["entry_id"] is None or "可以一起领，各看各的条件" not in reply["text"]
