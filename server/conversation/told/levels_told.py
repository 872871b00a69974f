"""The level that points tell, with what makes it heavier, and that somebody is worse than before."""

from __future__ import annotations

import re
from typing import Any

from intents.told.care_need import needs_care
from intents.told.graver import DIAGNOSIS, NAMED, graver_in, says_only_that_it_is_confirmed
from intents.told.held import score_in
from intents.told.self_check import says_it_was_estimated
from intents.words.normalise import bare, unify
from intents.words.numerals import digit
from knowledge.assessment import standard
from knowledge.assessment.standard import TOTAL
from server.conversation.state import LEVEL, State
from server.conversation.told import assessed
from server.conversation.told.facts_told import heard

_GRADED = re.compile(
    r"评[了上为成定是到出]{0,2}(?P<grade>[1-3一二三])级(?!残|[视听言肢智精]|以|医|甲|护理)"
)
_OF_WHICH = re.compile("残|证|评估|失能|视力|听力|言语|肢体|智力|精神|养老院|机构|医院|长护")
"""What says of which grading a grade is."""

_OF_THE_ASSESSMENT = re.compile(
    "(?:是|就|说的|讲的|那个|他|她|老人|老年人)*(?:失能|能力|综合)*(?:评估|等级评定)(?:的|等级|级别|那个|结果|里|上|呢|啊)*"
)
"""Says that the grade told before is one of the assessment, and no more."""


def grade_of_either(text: str) -> int | None:
    """The grade that ``text`` says somebody was given, which may be one of the assessment or of a card
    ("我爸评了三级"); None where it says of which, or tells none."""
    plain = unify(text)
    graded = _GRADED.search(plain)
    return digit(graded["grade"]) if graded and not _OF_WHICH.search(plain) else None


def of_the_assessment(state: State, text: str) -> dict[str, Any]:
    """The level of the grade told before, which ``text`` says to be one of the assessment."""
    grade = state.half.get("level")
    if grade is None or "type" in state.half or not _OF_THE_ASSESSMENT.fullmatch(bare(text)):
        return {}
    state.half = {}
    return {LEVEL: standard().levels[grade].code}


def heard_of_one(words: str) -> dict[str, Any]:
    """The facts in ``words`` that belong to one person, others may be named in them; with the level that
    points told of her stand for."""
    found = heard(words, of_somebody=True, of_one=True)
    level = None if LEVEL in found else assessed.level_found(score_in(words), graver_in(words))
    return found | ({LEVEL: level.code} if level else {})


def level_of_the_score(state: State, spoken: str, found: dict[str, Any]) -> dict[str, Any]:
    """The level that the points of an assessment stand for, with what makes it heavier (GB/T
    42195-2022), where no level is told."""
    _note_what_is_graver(state, spoken)
    if LEVEL in found:
        state.score, state.level_worked_out = None, False
        return {}
    score = score_in(spoken, asked=state.asking == LEVEL)
    if score is not None and score <= TOTAL and not says_it_was_estimated(spoken):
        state.score = score
    elif LEVEL in state.facts and not state.level_worked_out:
        return {}
    level = assessed.level_found(state.score, state.graver)
    state.level_worked_out = level is not None
    known = level is None or (level.code == state.facts.get(LEVEL) and score is None)
    return {} if level is None or known else {LEVEL: level.code}


def note_points(state: State, text: str) -> None:
    """Keep the points, and what makes their level heavier, that are told before anybody is spoken of
    ("评估60分"): they are of whoever is told of next."""
    if state.facts:
        return
    score = score_in(text)
    if score is not None and score <= TOTAL and not says_it_was_estimated(text):
        state.score = score
    if state.score is not None:
        _note_what_is_graver(state, text)


def _note_what_is_graver(state: State, spoken: str) -> None:
    """Keep what makes a level heavier; of a dementia named before it may be said only that a doctor
    has found it."""
    told = graver_in(spoken)
    if state.graver.get(NAMED) and says_only_that_it_is_confirmed(spoken):
        told |= {DIAGNOSIS: True}
    state.graver = state.graver | told


def is_worse(state: State, text: str) -> bool:
    """Keep that she cannot look after herself any more; whether that is new."""
    was_well = not state.unwell
    state.unwell = state.unwell or needs_care(unify(text))
    return state.unwell and was_well
