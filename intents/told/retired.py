"""How old somebody is who tells when she retired and how old she was then ("60退的,退休30年了")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.words.numerals import digit

_SO_OLD_RETIRED = r"(?<!\d)(?P<{}>[4-6]\d)岁?(?:就|才|上|那年)*退"
_FOR_YEARS = r"(?:都|有|已经|整)*(?P<{}>[1-5]?\d|[一二三四五六七八九])年"
_RETIRED = re.compile(
    rf"退(?:了|休|下来)*{_FOR_YEARS.format('n')}了?[,，。、\s]*(?:是|就是)?{_SO_OLD_RETIRED.format('a')}"
    rf"|{_SO_OLD_RETIRED.format('b')}(?:的|了|休|下来)*[,，。、\s]*"
    rf"(?:(?:都|已经)?(?:退|到现在|至今)(?:了|休|下来)*{_FOR_YEARS.format('m')}(?=了|[,，。、\s]|$)|{_FOR_YEARS.format('k')}了)"
    r"(?!\s*(?:多|左右|上下|出头|以上))"
)
"""At what age somebody retired and, right beside it, how many years ago ("60退的,退休30年了"); years of anything
else, or told by and large ("20多年"), say nothing of it."""


@dataclass(frozen=True)
class Retired:
    """The fewest and the most full years by it, and what else is said."""

    least: int
    most: int
    rest: str


def retired_in(spoken: str) -> Retired | None:
    """The same of ``spoken`` (unified); None where it does not tell both."""
    match = _RETIRED.search(spoken)
    if match is None:
        return None
    since = match["n"] or match["m"] or match["k"]
    years = int(match["a"] or match["b"]) + (int(since) if since.isdecimal() else digit(since))
    return Retired(years - 1, years + 1, f"{spoken[: match.start()]},{spoken[match.end() :]}")
