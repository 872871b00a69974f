"""How the benefits are called, and which of them are paid every month."""

from __future__ import annotations

from server.conversation.reckoned.birthdays import BY_AGE

CARE, DIFFICULTY, VOUCHER = "care_subsidy", "difficulty_subsidy", "consumption_voucher"
MONTHLY = (BY_AGE, CARE, DIFFICULTY)
"""What is paid every month, by its code."""

_NAMES = {
    "age_allowance": "高龄津贴",
    "care_subsidy": "失能老年人护理补贴",
    "difficulty_subsidy": "困难老年人养老服务补贴",
    "consumption_voucher": "养老服务消费补贴",
    "senior_card": "养老助残卡",
    "home_care_bed": "家庭养老床位",
    "ltci_shijingshan": "石景山长护险",
}


def name_of(code: str) -> str:
    """How a benefit is called."""
    return _NAMES[code]
