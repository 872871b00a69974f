"""The codes of a content in the words of forms and workbooks, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from knowledge.schema import DISTRICTS, Audience, Mark

AUDIENCES: Mapping[str, str] = {
    Audience.ELDER.value: "老人", Audience.FAMILY.value: "家属",
    Audience.CLERK.value: "工作人员", Audience.PROVIDER.value: "服务机构",
}  # fmt: skip
FIGURE_KINDS: Mapping[str, str] = {
    "fixed": "固定", "up_to": "最高", "at_least": "至少", "share": "比例", "price": "价格",
    "target": "目标", "count": "数量",
}  # fmt: skip
ACTIONS: Mapping[str, str] = {"call": "打电话", "open_page": "打开网页"}
MARKS: Mapping[str, str] = {
    Mark.ORIGINAL.value: "看过文件原文", Mark.WEB.value: "官方网页上写的",
    Mark.SEED.value: "随系统带来的", Mark.UNVERIFIED.value: "听说的，没有核对",
}  # fmt: skip
VALUES: Mapping[str, str] = {"fen": "元", "percent": "%", "number": "个数"}
"""What a figure is counted in."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "audience": AUDIENCES, "kind": FIGURE_KINDS, "type": ACTIONS, "mark": MARKS, "in": VALUES,
    "district": DISTRICTS,
}  # fmt: skip
"""Field → its codes in words."""
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")
_CODES = {name: {word: code for code, word in words.items()} for name, words in WORDS.items()}


def in_words(field: str, code: str) -> str:
    """The word for a code of a field; what is no code stays as it is."""
    return WORDS[field].get(code, code)


def code_of(field: str, written: str) -> str:
    """The code that a word stands for; a code, and what is neither, stay as they are."""
    return _CODES[field].get(written, written)


def fen_of(text: str) -> int | str:
    """``100``, ``99.5``, ``1,000 元`` in fen; what is no amount stays as it was written."""
    plain = text.removesuffix("元").replace(",", "").replace("，", "").strip()
    return int(Decimal(plain) * 100) if _AMOUNT.fullmatch(plain) else text


def yuan_of(fen: Any) -> str:
    """An amount in fen as a person writes it in yuan; what is none as it was written."""
    return f"{(Decimal(fen) / 100).normalize():f}" if isinstance(fen, int) else str(fen)


def value_of(figure: Mapping[str, Any]) -> tuple[str, str]:
    """What a figure is counted in, and its value as a person writes it."""
    name = next((n for n in VALUES if figure.get(n) is not None), "fen")
    value = figure.get(name, "")
    return name, yuan_of(value) if name == "fen" else str(value)
