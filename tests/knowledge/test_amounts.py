"""Which amounts a Chinese sentence speaks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.amounts import amounts_in

SPOKEN = {
    "每月100元": {"100元"},
    "每天5元补贴": {"5元"},
    "100、500、800 元": {"100元", "500元", "800元"},
    "100元、500元、800元": {"100元", "500元", "800元"},
    "2500至3100元": {"2500元", "3100元"},
    "2500-3100元": {"2500元", "3100元"},
    "2500～3100元": {"2500元", "3100元"},
    "20元或者25元": {"20元", "25元"},
    "1,395元": {"1395元"},
    "12,345,678元": {"12345678元"},
    "6.5元": {"6.5元"},
    "0.01元": {"0.01元"},
    "1.5万元": {"15000元"},
    "3 亿元": {"300000000元"},
    "5到10万元": {"50000元", "100000元"},
    "5万到10万元": {"50000元", "100000元"},
    "报销40%": {"40%"},
    "报销 40 ％": {"40%"},
    "20%到30%": {"20%", "30%"},
    "20到30%": {"20%", "30%"},
    "百分之四十": {"40%"},
    "百分之百": {"100%"},
    "百分之九十五": {"95%"},
    "补500元，报销50%": {"500元", "50%"},
    "京民养老发〔2019〕160号，2019年10月1日起": set(),
    "80到89周岁，拨打12345": set(),
    "1540个驿站、10.9万张床位": set(),
    "一次不少于20分钟": set(),
    "": set(),
}  # fmt: skip


def meant(written: str) -> tuple[str, Decimal]:
    value = Decimal(written[:-1])
    return ("fen", value * 100) if written.endswith("元") else ("percent", value)


@pytest.mark.parametrize(("text", "amounts"), SPOKEN.items())
def test_the_amounts_of_a_sentence_are_found(text: str, amounts: set[str]) -> None:
    assert amounts_in(text) == {meant(amount) for amount in amounts}
