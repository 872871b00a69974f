"""What a long story ends in: in speech the question comes last, after all that led up to it."""

from __future__ import annotations

from intents.words.concepts import concepts

LONG = 40
"""From so many characters a question is taken for a story."""

LEAST = 12
"""The end of a story has at least so many."""


def end_of_story(text: str) -> str | None:
    """The last clauses of ``text`` (normalised: a space between clauses), with the last clause that
    names a subject where they name none; None if ``text`` is short or all of it is needed."""
    clauses = text.split()
    if len(text) < LONG or len(clauses) < 3:
        return None
    start = len(clauses) - 1
    while start and sum(map(len, clauses[start:])) < LEAST:
        start -= 1
    named = None if concepts("".join(clauses[start:])).subjects else _last_subject(clauses[:start])
    kept = ([] if named is None else [named]) + clauses[start:]
    return " ".join(kept) if len(kept) < len(clauses) else None


def _last_subject(clauses: list[str]) -> str | None:
    return next((clause for clause in reversed(clauses) if concepts(clause).subjects), None)
