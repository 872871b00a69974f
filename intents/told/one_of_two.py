"""One of two is registered here and the other elsewhere, and which of them is not said ("一个京户一个河北户口")."""

from __future__ import annotations

import re
from functools import cache

from intents.words.concepts import elsewhere

_LOCAL = "(?:北京|本市|本地|京)市?(?:户口|户|籍|的)*"
_MARK = "[,，、]?"


@cache
def _pattern() -> re.Pattern[str]:
    far = rf"(?:外地|外省|外埠|老家|{elsewhere().pattern})(?:户口|户|籍|的)*"
    one, other = "(?<![每几两])[一1][个位](?:是|有|在)?", "(?:另)?[一1][个位](?:是|有|在)?"
    not_so = f"(?:不是|没有?)(?:{_LOCAL})?"
    either = rf"{one}{_LOCAL}{_MARK}{other}(?:{far}|{not_so})|{one}(?:{far}|{not_so}){_MARK}{other}{_LOCAL}"
    return re.compile(rf"(?:户口|户籍)?(?:是)?(?:{either})(?=$|[,，。;；!！?？\s])")


def without_which_is_registered(text: str) -> str | None:
    """``text`` (unified) without that one of two is registered here and one elsewhere, None where it does
    not say so, or says which."""
    match = _pattern().search(text)
    return None if match is None else text[: match.start()] + text[match.end() :]
