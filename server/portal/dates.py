"""A date as people write it: 1943-5-12, 1943年5月12日, 1943.5.12, 19430512."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_APART = re.compile(r"(\d{4})\s*[-/.年、 ]\s*(\d{1,2})\s*[-/.月、 ]\s*(\d{1,2})\s*[日号]?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")


def read(text: str) -> date:
    """The date in ``text``. Raises ValueError with a Chinese sentence for whoever typed it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _APART.fullmatch(plain) or _TOGETHER.fullmatch(plain)
    if found is None:
        raise ValueError("请写成 1943年5月12日 这样，年、月、日都要有")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError("没有这一天，请看看月和日是不是写错了") from None
