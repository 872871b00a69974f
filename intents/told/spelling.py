"""Words for facts as they are meant, where a speech recogniser wrote what is no word: "北京户扣", "肢体二及"."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from intents.told.disabilities import KINDS
from intents.words.misheard import Misheard

_WORDS = (
    "户口", "户籍", "京籍", "北京户口", "低保", "低保户", "低收入", "特困", "残疾", "残疾证", "多重残疾", "居住证", "周岁", "虚岁",
    "重度失能", "中度失能", "轻度失能", "完全失能", "石景山", "门头沟", *KINDS,
)  # fmt: skip
"""Those on which a sum hangs, with the districts that no other words sound like; what sounds like "失能" by itself is mostly something else ("是能")."""

_GRADES = tuple(f"{grade}级" for grade in "一二三四1234")
_GRADED = ("残", "残疾", "残疾证", "证", *KINDS)
_SHORT = re.compile(r"[^\s\W]{2,3}")
"""A clause in which nothing but a grade can be told ("是二级")."""


_MATTERS = (
    "高龄津贴", "护理津贴", "护理补贴", "消费补贴", "服务补贴", "困难补贴", "助餐补贴", "助残补贴", "养老消费券", "消费券", "民政通", "养老助残卡", "助残卡",
    "老年卡", "优待证", "农商银行", "养老驿站", "驿站", "助餐", "助浴", "助浴服务", "喘息服务", "日间照料", "适老化", "长护险",
    "长期护理保险", "能力评估", "养老床位", "家庭养老床位", "家庭床位", "押金", "预付费", "会员费", "养老院", "敬老院", "轮椅", "坐轮椅",
    "一键呼", "探访", "时间银行", "家庭医生", "意定监护", "养老金",
)  # fmt: skip
"""What the entries are about, by the words that they use themselves."""


@cache
def _matters() -> Misheard:
    return Misheard.of(_MATTERS, only_sure=True)


def matters_as_meant(text: str) -> str:
    """``text`` with what it is about spelt as it is, where that was only heard ("养老驿占", "压金")."""
    return _matters().respelt(text)


@cache
def _facts() -> Misheard:
    graded = ("".join(pair) for pair in product(_GRADED, _GRADES))
    return Misheard.of((*_WORDS, *graded), only_sure=True)


@cache
def _grades() -> Misheard:
    return Misheard.of(_GRADES, only_sure=True)


def as_meant(text: str) -> str:
    """``text`` with the words for facts spelt as they are, where they were only heard."""
    alone = _SHORT.fullmatch(text.strip()) is not None
    return _facts().respelt(_grades().respelt(text) if alone else text)
