"""Words for facts as they are meant, where a speech recogniser wrote what is no word: "北京户扣", "肢体二及"."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from intents.told.disabilities import KINDS
from intents.words.misheard import Misheard

_WORDS = (
    "户口", "户籍", "京籍", "北京户口", "低保", "低保户", "低收入", "特困", "残疾", "残疾证", "多重残疾", "居住证", "周岁", "虚岁",
    "重度失能", "中度失能", "轻度失能", "完全失能", *KINDS,
)  # fmt: skip
"""Those on which a sum hangs; what sounds like "失能" by itself is mostly something else ("是能")."""

_GRADES = tuple(f"{grade}级" for grade in "一二三四1234")
_GRADED = ("残", "残疾", "残疾证", "证", *KINDS)
_SHORT = re.compile(r"[^\s\W]{2,3}")
"""A clause in which nothing but a grade can be told ("是二级")."""


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
