"""Streets and towns of Beijing that a message names without saying so ("方庄", "劲松附近")."""

from __future__ import annotations

import re
from functools import cache

from intents.asked.tied import core
from intents.told.districts import districts_in
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from knowledge.divisions import streets_named, streets_of
from knowledge.schema import DISTRICTS

SHORTEST = 2
_AS_A_PLACE = "(?:街道|地区|镇|乡|附近|这边|那边|这儿|那儿|这片|那片|周边|旁边|周围)"
_ONLY_ONE = re.compile(
    rf"(?:我们|我|咱|家|人|就|是|在|住|那|要是)*(?P<name>\w{{2,6}}?){_AS_A_PLACE}?(?:的|呢|有吗|有没有|有|吗)*"
)
_ENDINGS = re.compile("(?:地区办事处|街道办事处|民族乡|街道|地区|镇|乡)$")


def street_alone(text: str) -> str | None:
    """The street that ``text`` names and nothing else ("我在劲松"); not one that is a place elsewhere."""
    plain = core(text).replace(" ", "")
    match = _ONLY_ONE.fullmatch(plain)
    if match is None or concepts(plain).elsewhere or districts_in(plain):
        return None
    return match["name"] if streets_named(match["name"]) else None


def without_street(text: str) -> str | None:
    """``text`` without the street that it names beside its matter ("劲松附近的老年食堂"), None where it
    names none, or a district, whose name may hold that of a street."""
    plain = unify(text)
    match = None if districts_in(plain) else _within().search(plain)
    rest = f"{plain[: match.start()]}{plain[match.end() :]}" if match else ""
    return rest.removeprefix("的") if concepts(normalise(rest)).subjects else None


def places_in(text: str) -> list[str]:
    """The districts that ``text`` names, or else the street."""
    match = _within().search(unify(text))
    return districts_in(text) or ([_ENDINGS.sub("", match["name"])] if match else [])


@cache
def _within() -> re.Pattern[str]:
    """The name of any street, the longest first."""
    named = {_ENDINGS.sub("", street.name) for code in DISTRICTS for street in streets_of(code)}
    known = sorted((n for n in named if len(n) >= SHORTEST), key=len, reverse=True)
    return re.compile(rf"(?P<name>{'|'.join(known)})(?:街道|地区|镇|乡)?")
