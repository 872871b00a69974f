"""How long a time is, as it is said: "半年", "一年半", "两个季度", "每年"."""

from __future__ import annotations

import re

from intents.words.numerals import digit

YEAR, QUARTER = 12, 3

NUMBER = r"(?:\d{1,2}|[一两二三四五六七八九十])"
YEARS = r"(?:1\d|20|[1-9]|[一两二三四五六七八九十])"
"""Not more: "46年的" tells when somebody was born."""
WHOLE_YEAR = r"[1一]?整年|[1一]年到头|[1一]年|全年|每年"
LENGTH = (
    rf"(?P<year>{WHOLE_YEAR})|(?P<half>半年)|(?P<quarter>(?:(?P<quarters>{NUMBER}(?=个)|两)个?|[1一]?个?)季度)"
    rf"|(?P<years>{YEARS})年(?P<odd>半)?|(?P<months>{NUMBER})个月(?:零|又)?"
)
"""The pattern of a length, with names for the groups that ``length`` reads."""


def length(match: re.Match[str]) -> int:
    """How many months the length is that was matched."""
    if match["year"]:
        return YEAR
    if match["half"]:
        return YEAR // 2
    if match["quarter"]:
        return QUARTER * count(match["quarters"] or "1")
    if match["months"]:
        return count(match["months"])
    return count(match["years"]) * YEAR + (YEAR // 2 if match["odd"] else 0)


def count(said: str) -> int:
    """A small number in digits or as a word."""
    return int(said) if said.isdecimal() else digit(said)
