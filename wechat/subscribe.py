"""Values of subscribe messages: shortened where that is harmless, refused where it is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from wechat.errors import RefusedValue

LIMITS = Path(__file__).parent / "data" / "subscribe_limits.yaml"

_KEY = re.compile(r"([a-z_]+?)\d{1,3}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LATIN = re.compile(r"[\x20-\x7e]*")
_DATE = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2})"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"


class Limit(BaseModel):
    """What one kind of value may be; see ``data/subscribe_limits.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    length: int
    latin_length: int | None = None
    pattern: str = r".+"
    cut: str | None = None

    def fits(self, value: str) -> bool:
        """Whether WeChat takes ``value`` as it is."""
        return (
            bool(value.strip())
            and not _CONTROL.search(value)
            and width(value) <= self.room(value)
            and re.fullmatch(self.pattern, value) is not None
        )

    def room(self, value: str) -> int:
        """Characters allowed: a name in Latin letters may be longer than a Chinese one."""
        return self.latin_length if self.latin_length and _LATIN.fullmatch(value) else self.length


@cache
def limits() -> dict[str, Limit]:
    """Kind of value → its limit."""
    text = LIMITS.read_text(encoding="utf-8").replace("{date}", _DATE).replace("{clock}", _CLOCK)
    return TypeAdapter(dict[str, Limit]).validate_python(yaml.safe_load(text))


def limit_of(key: str) -> Limit | None:
    """The limit for a template's key such as ``thing3``; ``None`` for an unknown kind."""
    found = _KEY.fullmatch(key)
    return limits().get(found.group(1)) if found else None


def width(text: str) -> int:
    """Length as JavaScript and WeChat's own pages count it: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(values: Mapping[str, str]) -> dict[str, str]:
    """``values`` as WeChat takes them. Raises :class:`RefusedValue` with the key, not the value."""
    if not values:
        raise RefusedValue("data", "no values")
    return {key: _fit_one(key, value) for key, value in values.items()}


def _fit_one(key: str, value: str) -> str:
    limit = limit_of(key)
    if limit is None:
        raise RefusedValue(key[:24], "not a kind of value that WeChat knows")
    clean = " ".join(_CONTROL.sub(" ", value).split())
    if limit.cut is not None and width(clean) > limit.room(clean):
        clean = _cut(clean, limit.room(clean), limit.cut)
    if not limit.fits(clean):
        raise RefusedValue(key, "empty" if not clean else "not allowed for this kind of value")
    return clean


def _cut(text: str, room: int, end: str) -> str:
    """The beginning of ``text`` and ``end``, together at most ``room`` wide."""
    while width(text) > room - width(end):
        text = text[:-1]
    return text.rstrip() + end
