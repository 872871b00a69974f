"""Telephone numbers: mobile, and Beijing landlines, which many elders still have."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}")
_BEIJING = re.compile(r"[2-9]\d{7}")


def read(text: str) -> str:
    """The digits of a number, landlines with area code. Raises ValueError in Chinese."""
    number = re.sub(r"[\s()\-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    if _BEIJING.fullmatch(number):
        return f"010{number}"
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
        return number
    raise ValueError("电话号码不对，请写11位手机号，或者带区号的座机号")
