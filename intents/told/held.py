"""What a text says of a disability or an assessment without its name in the rules: kinds, grades, points."""

from __future__ import annotations

import re

from intents.told.disabilities import GRADE, KINDS, bare_grade, grade_alone, grade_of, kind_alone
from intents.told.of_the_elder import EDGES, of_the_elder
from intents.told.points import points_in
from intents.told.stance import CHANGED, Clauses
from intents.words.normalise import unify
from intents.words.numerals import digit


def kind_in(text: str) -> str | None:
    """The kind of a disability that ``text`` says somebody has, without its grade ("听力残疾")."""
    return kind_alone(Clauses.of(of_the_elder(text)))


def disabilities_in(text: str) -> set[tuple[str, int]]:
    """The disabilities that ``text`` names with their grade, of whomever."""
    said = Clauses.of(unify(text))
    held = filter(None, (grade_of(kind, said, ("so", "open")) for kind in KINDS))
    return {(kind, level) for _, kind, level in held}


def grade_in(text: str) -> int | None:
    """The grade of a disability that ``text`` names without its kind ("是一级不是二级")."""
    plain = EDGES.sub("", of_the_elder(text))
    match = re.fullmatch(rf"\D{{0,6}}?(?:是|有)?{GRADE}(?:的|残疾)?", plain)
    if match is not None:
        return digit(match["grade"])
    changes = (bare_grade(plain[change.end() :]) for change in CHANGED.finditer(plain))
    return next((level for level in changes if level is not None), None)


def score_in(text: str, *, asked: bool = False) -> int | None:
    """The points that ``text`` says an assessment gave; ``asked``: its result was asked for."""
    return points_in(EDGES.sub(",", of_the_elder(text)), asked=asked)


def grade_of_a_card_in(text: str) -> int | None:
    """The grade of a disability that ``text`` says somebody has, without its kind ("残疾证一级")."""
    return grade_alone(Clauses.of(of_the_elder(text)))
