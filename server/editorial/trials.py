"""The test panel: what the live release makes of a question, and what a draft would."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from intents.matching.decide import decide
from intents.matching.model import Decision
from server.editorial import drafts, listening, live, publishing, regression, speaking
from server.editorial import listening_repository as repository
from server.editorial.listening_models import Trial
from server.editorial.live import LiveKnowledge
from server.editorial.service import Published
from server.editorial.speaking import Answered
from server.errors import Problem
from server.jobs import service as jobs
from server.kit.clock import business_today, machine_now
from server.oversight.actor import Actor
from server.transaction import transaction

TRY = "editorial.try"
MOST = 500
CANDIDATES = 5


@dataclass(frozen=True)
class Tried:
    """What becomes of one question: what an elder is told; and of the matcher alone, which hears no
    danger and works out no sums, the decision, the entry, the best candidates with reasons."""

    question: str
    kind: str
    because: str
    entry_id: str | None
    candidates: list[dict[str, Any]]
    reply: Answered

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return {
            "kind": self.kind, "because": self.because, "entry_id": self.entry_id,
            "candidates": self.candidates, "reply": asdict(self.reply),
        }  # fmt: skip


def on_live(question: str) -> Tried:
    """What becomes of a question now; outside a transaction, since it computes.

    Raises NothingPublished.
    """
    return tried(live.live_knowledge(current_app), question)


def nearest(question: str, most: int) -> list[str]:
    """The live entries that a question is likest to, at most ``most``, the best first; nothing is
    answered. Raises NothingPublished."""
    knowledge = live.live_knowledge(current_app)
    found = knowledge.matcher.match(question, without=not_in_force_of(knowledge), most=most)
    return [candidate.item_id for candidate in found]


def tried(knowledge: LiveKnowledge, question: str) -> Tried:
    """One question by itself: as the chat answers it, and as the matcher decides on it."""
    candidates = knowledge.matcher.match(question, without=not_in_force_of(knowledge))
    decision = decide(candidates)
    told = [regression.told(candidate) for candidate in candidates[:CANDIDATES]]
    with transaction(durable=False) as session:
        reply = speaking.voice().answered(session, question, knowledge)
    return Tried(question, decision.kind, decision.because, _answers(decision), told, reply)


def _answers(decision: Decision) -> str | None:
    return None if decision.kind == "handoff" else decision.candidates[0].item_id


def not_in_force_of(knowledge: LiveKnowledge) -> frozenset[str]:
    """Entries that are not told today."""
    today = business_today()
    return frozenset(entry.id for entry in knowledge.dated if not entry.in_force(today))


def ask(session: Session, actor: Actor, draft_id: uuid.UUID, questions: Sequence[str]) -> Trial:
    """Have questions put to a draft and to what is live, in a job: an index built in a web
    process would hold up everybody's questions. Raises Problem 404, 409, 422."""
    draft = drafts.find(session, draft_id)
    if found := drafts.problems(session, draft):
        raise Problem(422, "draft-has-problems", "草稿还有不对的地方，改好才能试", errors=found)
    wanted = list(dict.fromkeys(filter(None, (text.strip() for text in questions))))[:MOST]
    if not wanted:
        errors = [{"field": "questions", "message": "请写要试的问题，一行一个"}]
        raise Problem(422, "invalid-input", "请写要试的问题，一行一个", errors=errors)
    made = Trial(
        draft_id=draft.id, draft_version=draft.version, questions=wanted, status="waiting",
        results=[], asked_by=actor.id, made_at=machine_now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    jobs.enqueue(session, TRY, {"trial_id": str(made.id)})
    return made


def yesterdays(session: Session) -> list[str]:
    """What was asked yesterday, the commonest first."""
    return listening.ears().asked_on(session, business_today() - timedelta(days=1), MOST)


def find(session: Session, trial_id: uuid.UUID) -> Trial:
    """A trial. Raises Problem 404."""
    found = repository.trial(session, trial_id)
    if found is None:
        raise Problem(404, "not-found", "没有找到这次试答，请回到草稿再看")
    return found


def do(payload: dict[str, Any]) -> None:
    """``{"trial_id"}``: put the questions to both and keep what came of each."""
    trial_id = uuid.UUID(payload["trial_id"])
    with transaction(writes=False) as session:
        trial = find(session, trial_id)
        if trial.status != "waiting":
            return
        draft = drafts.find(session, trial.draft_id)
        questions, stale = list(trial.questions), draft.version != trial.draft_version
        content = None if stale else publishing.content_with(session, draft)
    if content is None:
        _keep(trial_id, "failed", [])
        return
    _keep(trial_id, "done", _side_by_side(questions, content))


def _side_by_side(questions: Sequence[str], content: Published) -> list[dict[str, Any]]:
    """``{"question", "live", "draft"}`` for each question."""
    folder: Path = current_app.extensions["live"].folder
    knowledge = live.live_knowledge(current_app)
    with_draft = live.knowledge_of(content, live.opened(folder, content), knowledge.release)
    return [
        {
            "question": text,
            "live": tried(knowledge, text).as_json(),
            "draft": tried(with_draft, text).as_json(),
        }
        for text in questions
    ]


def _keep(trial_id: uuid.UUID, status: str, results: list[dict[str, Any]]) -> None:
    with transaction() as session:
        trial = find(session, trial_id)
        trial.status, trial.results = status, results
