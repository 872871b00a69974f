"""What a long story ends in: in speech the question comes last, after all that led up to it."""

from __future__ import annotations

import re

from intents.asked.beside_facts import only_tells
from intents.words.concepts import concepts

LONG = 40
"""From so many characters a question is taken for a story."""

LEAST = 12
"""The end of a story has at least so many."""

_ASKS = re.compile(
    "[吗呢么不]$|谁|什么|啥|怎|咋|哪|多少|多久|(?<![好这那十])几|(.)[不没]\\1|能不能|可不可以|算不算|(?<!不)是不是|要不要|想(?:问|知道|打听|请|让|找)"
)
"""A clause asks or wishes something."""


def end_of_story(text: str) -> str | None:
    """The last clauses of ``text`` (normalised: a space between clauses) up to its last question, with the
    last clause that names a subject where they name none; None if ``text`` is short or all of it is needed."""
    told = text.split()
    if len(text) < LONG or len(told) < 3:
        return None
    clauses = [c for c in told[: _last_question(told) + 1] if not only_tells(c)]
    start = max(len(clauses) - 1, 0)
    while start and sum(map(len, clauses[start:])) < LEAST:
        start -= 1
    named = None if concepts("".join(clauses[start:])).subjects else _last_subject(clauses[:start])
    kept = ([] if named is None else [named]) + clauses[start:]
    return " ".join(kept) if len(kept) < len(told) else None


def _last_question(clauses: list[str]) -> int:
    """Where the last clause stands that asks something: facts may be told behind it ("…有补贴吗，我爸是中度")."""
    asking = (n for n in reversed(range(len(clauses))) if _ASKS.search(clauses[n]))
    return next(asking, len(clauses) - 1)


def _last_subject(clauses: list[str]) -> str | None:
    return next((clause for clause in reversed(clauses) if concepts(clause).subjects), None)
