"""Regression questions, and the gate: what a candidate release makes of them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from intents.matching.decide import decide
from intents.matching.matcher import Matcher
from intents.matching.model import Candidate
from server.editorial import desk_repository
from server.editorial.desk_models import RegressionQuestion
from server.errors import TITLES, Problem
from server.kit.clock import machine_now
from server.oversight import audit
from server.oversight.actor import Actor

REASONS_TOLD = 6
"""So many of what was measured, the strongest, say why an entry won."""


@dataclass(frozen=True)
class Expected:
    """A question, and the entry that has to answer it; None for a refusal."""

    question: str
    entry_id: str | None


def keep(session: Session, actor: Actor, expected: Expected) -> RegressionQuestion:
    """Add a question. Raises Problem 409 if it is there, 422 if it asks nothing or the entry is not."""
    if not any(map(str.isalnum, expected.question)):
        raise _wrong("question", "请写问题")
    _known_entry(session, expected.entry_id)
    if desk_repository.same_question(session, expected.question):
        raise Problem(409, "question-exists", "这个回归问题已经有了，请直接改那一条")
    made = _row(expected)
    session.add(made)
    session.flush()
    _keep(session, actor, "regression_question.added", made)
    return made


def find(session: Session, question_id: uuid.UUID) -> RegressionQuestion:
    """A question. Raises Problem 404."""
    found = desk_repository.question(session, question_id)
    if found is None:
        raise Problem(404, "not-found", "没有找到这个回归问题，请刷新后再看")
    return found


def expect(
    session: Session, actor: Actor, question_id: uuid.UUID, version: int, entry_id: str | None
) -> RegressionQuestion:
    """Expect something else of a question. Raises Problem 404, 409, 422."""
    found = find(session, question_id)
    if found.version != version:
        raise Problem(409, "changed-meanwhile", "别人刚改过这个问题，请刷新后再改")
    _known_entry(session, entry_id)
    found.entry_id, found.changed_at = entry_id, machine_now()
    session.flush()
    _keep(session, actor, "regression_question.changed", found)
    return found


def drop(session: Session, actor: Actor, question_id: uuid.UUID) -> None:
    """Ask a question no more. Raises Problem 404."""
    found = find(session, question_id)
    _keep(session, actor, "regression_question.dropped", found)
    session.delete(found)


def seed(session: Session, actor: Actor, expected: Iterable[Expected]) -> int:
    """Add the questions that are not there yet; how many. What staff changed stays as it is."""
    known = {row.question for row in desk_repository.questions(session)}
    new = {e.question: e for e in expected if e.question not in known}
    session.add_all(map(_row, new.values()))
    audit.record(session, actor, "regression_questions.seeded", count=len(new))
    return len(new)


def read_file(path: Path) -> Iterator[Expected]:
    """The questions of a JSONL file, ``{"q", "target"}`` a line; no target is a refusal."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            yield Expected(row["q"], row.get("target"))


def lost(
    matcher: Matcher, expected: Iterable[Expected], without: frozenset[str]
) -> list[dict[str, Any]]:
    """The questions that do not come out as expected, with what wins instead and why.

    ``without`` are the entries that are not in force on the day.
    """
    found = (_outcome(matcher, one, without) for one in expected)
    return [outcome for outcome in found if outcome is not None]


def _outcome(
    matcher: Matcher, expected: Expected, without: frozenset[str]
) -> dict[str, Any] | None:
    """None if all is well. An entry is also reached where it is the first of a choice offered."""
    exactly = matcher.exactly(expected.question, without=without)
    if exactly is not None and exactly == expected.entry_id:  # then ``match`` would say the same
        return None
    candidates = matcher.match(expected.question, without=without)
    decision = decide(candidates)
    refused = decision.kind == "handoff"
    first = None if refused else decision.candidates[0].item_id
    if first == expected.entry_id:
        return None
    return {
        "question": expected.question,
        "expected": expected.entry_id,
        "kind": decision.kind,
        "because": decision.because,
        "wins": [told(candidate) for candidate in candidates[:3]],
    }


def told(candidate: Candidate) -> dict[str, Any]:
    """A candidate as staff read it."""
    words = {name: value for name, value in candidate.reasons.items() if isinstance(value, str)}
    numbers = {n: v for n, v in candidate.reasons.items() if isinstance(v, float)}
    strongest = sorted(numbers, key=lambda name: -abs(numbers[name]))[:REASONS_TOLD]
    return {
        "entry_id": candidate.item_id,
        "phrasing": candidate.phrasing,
        "confidence": candidate.confidence,
        "share": candidate.share,
        "reasons": words | {name: numbers[name] for name in strongest},
    }


def _known_entry(session: Session, entry_id: str | None) -> None:
    if entry_id is not None and desk_repository.working_entry(session, entry_id) is None:
        raise _wrong("entry_id", f"没有 {entry_id} 这个条目")


def _wrong(field: str, message: str) -> Problem:
    return Problem(422, *TITLES[422], errors=[{"field": field, "message": message}])


def _row(expected: Expected) -> RegressionQuestion:
    return RegressionQuestion(
        question=expected.question, entry_id=expected.entry_id, changed_at=machine_now()
    )


def _keep(session: Session, actor: Actor, action: str, row: RegressionQuestion) -> None:
    session.flush()
    about = ("regression_question", row.id)
    audit.record(session, actor, action, about=about, entry=row.entry_id)
