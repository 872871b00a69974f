"""Telephone numbers: one way to write them. ``kit.masking`` shows them."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}", re.ASCII)
_OF_BEIJING = re.compile(r"[2-9]\d{7}", re.ASCII)
_BETWEEN = re.compile(r"[\s\-()·.]")


def normalised(text: str) -> str:
    """The eleven digits of a mobile number, however it was typed.

    Raises ValueError with a Chinese sentence. Numbers begin with 13 to 19 (工信部《电信网编号计划》).
    """
    found = _MOBILE.fullmatch(_digits(text))
    if found is None:
        raise ValueError("请填 11 位的手机号，比如 138 开头的号码")
    return found.group(1)


def any_normalised(text: str) -> str:
    """The digits of a mobile number or of a landline with its area code, which many elders still
    have; eight digits are Beijing's. Raises ValueError with a Chinese sentence."""
    plain = _digits(text)
    if _OF_BEIJING.fullmatch(plain):
        return f"010{plain}"
    if _LANDLINE.fullmatch(plain):
        return plain
    if found := _MOBILE.fullmatch(plain):
        return found.group(1)
    raise ValueError("电话号码不对，请写11位手机号，或者带区号的座机号")


def _digits(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
