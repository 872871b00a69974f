"""Mobile numbers of mainland China: one way to write them. ``kit.masking`` shows them."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_BETWEEN = re.compile(r"[\s\-()·.]")


def normalised(text: str) -> str:
    """The eleven digits of a mobile number, however it was typed.

    Raises ValueError with a Chinese sentence. Numbers begin with 13 to 19 (工信部《电信网编号计划》).
    """
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    found = _MOBILE.fullmatch(plain)
    if found is None:
        raise ValueError("请填 11 位的手机号，比如 138 开头的号码")
    return found.group(1)
