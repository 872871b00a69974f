"""Streets and towns of Beijing that a message names without saying so ("方庄", "劲松附近")."""

from __future__ import annotations

import re
from functools import cache

from intents.asked.plainer import near_there
from intents.asked.tied import core
from intents.told.districts import districts_in
from intents.words.concepts import concepts, elsewhere
from intents.words.normalise import normalise, unify
from knowledge.divisions import streets_named, streets_of
from knowledge.schema import DISTRICTS

SHORTEST = 2
_AS_A_PLACE = "(?:街道|地区|镇|乡|附近|这边|那边|这儿|那儿|这片|那片|周边|旁边|周围)"
_ONLY_ONE = re.compile(
    rf"(?:我们|我|咱|家|人|就|是|在|住|那|要是)*(?P<name>\w{{2,6}}?){_AS_A_PLACE}?(?:的|呢|有没有|有|吗)*"
)
_KINDS = "街道|地区|镇|乡"
_LIKE_A_STREET = re.compile(
    rf"^(?:我|我们|咱|家|住|在)*(?P<name>\w{{1,4}}[街桥门路口寺园庄营湾屯沟]){_AS_A_PLACE}?(?=的?(?:哪|有|养老|老年|助餐))"
)
"""A place that is no street by itself ("苏州街", "崇文门"), before what is looked for there."""

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
    match = _place_in(plain)
    rest = f"{plain[: match.start()]}{plain[match.end() :]}" if match else ""
    if not concepts(normalise(rest)).subjects:
        return None
    return near_there(rest)


def places_in(text: str) -> list[str]:
    """The districts that ``text`` names, or else the street."""
    match = _place_in(unify(text))
    return districts_in(text) or ([_ENDINGS.sub("", match["name"])] if match else [])


def _place_in(plain: str) -> re.Match[str] | None:
    """The street, or the road, gate or village, that ``plain`` names; None beside a district."""
    if districts_in(plain):
        return None
    return _within().search(plain) or _LIKE_A_STREET.search(plain)


@cache
def _within() -> re.Pattern[str]:
    """The name of any street, the longest first; one that is a place elsewhere as well ("河北", a town of
    房山) only with what kind of street it is."""
    named = {_ENDINGS.sub("", street.name) for code in DISTRICTS for street in streets_of(code)}
    known = sorted((n for n in named if len(n) >= SHORTEST), key=len, reverse=True)
    shared = [name for name in known if elsewhere().fullmatch(name)]
    either = [
        rf"(?:{'|'.join(shared)})(?={_KINDS})" if shared else "(?!)",
        *(n for n in known if n not in shared),
    ]
    return re.compile(rf"(?P<name>{'|'.join(either)})(?:{_KINDS})?")
