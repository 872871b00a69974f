"""How the benefits are called, and which of them are paid every month."""

from __future__ import annotations

from collections.abc import Iterable

from server.benefits import service as benefits
from server.conversation.reckoned.birthdays import BY_AGE

CARE, DIFFICULTY, VOUCHER = "care_subsidy", "difficulty_subsidy", "consumption_voucher"
MONTHLY = (BY_AGE, CARE, DIFFICULTY)
"""What is paid every month, by its code."""

_NAMES = {
    "age_allowance": "高龄津贴",
    "care_subsidy": "失能老年人护理补贴",
    "difficulty_subsidy": "困难老年人养老服务补贴",
    "consumption_voucher": "养老服务消费补贴",
    "meal_subsidy": "就餐补贴",
    "senior_card": "养老助残卡",
    "home_care_bed": "家庭养老床位",
    "ltci_shijingshan": "石景山长护险",
}

_SHORT = _NAMES | {
    "care_subsidy": "护理补贴",
    "difficulty_subsidy": "困难补贴",
    "consumption_voucher": "消费补贴",
    "senior_card": "老年卡",
    "ltci_shijingshan": "长护险",
}


def name_of(code: str) -> str:
    """How a benefit is called."""
    return _NAMES[code]


def short_names(codes: Iterable[str]) -> list[str]:
    """What people call these benefits, in an order of their own, and behind them money from elsewhere."""
    wanted = {*codes}
    official = {code: name for name, code in reversed(benefits.names().items()) if name != code}
    return [name for code, name in (_SHORT | official | _SHORT).items() if code in wanted]
