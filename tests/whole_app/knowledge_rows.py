"""What is on its way at the editors' desk: a draft, a submitted one, a release that was blocked."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.orm import Session

from server.editorial import drafts, listening, publishing, regression
from server.editorial.desk_models import Candidate, Draft
from server.editorial.listening import Turn
from server.editorial.listening_models import Unanswered
from server.editorial.regression import Expected
from server.kit.clock import business_now, machine_now
from server.oversight.actor import Actor, Role
from tests.server.people import makers
from tests.small_knowledge import entry


def make(session: Session) -> dict[str, Any]:
    """Ids by name. All of it was written by somebody who is none of the callers."""
    author = makers.staff(session, Role.EDITOR)
    handed_in, blocked = _submitted(session, author), _submitted(session, author)
    timed = _candidate(session, _submitted(session, author), author)
    publishing.schedule(session, timed, [])
    group = _group(session)
    asked = regression.keep(session, author, Expected(f"样例问题{uuid.uuid4().hex}", None))
    return {
        "draft": _draft(session, author).id,
        "submitted": handed_in.id,
        "candidate": _blocked(session, blocked, author).id,
        "regression_question": asked.id,
        "new_entry": _name(),
        "scheduled": timed.id,
        "group": group.id,
        "asked": group.question,
    }


def _name() -> str:
    return f"sample-{uuid.uuid4().hex[:12]}"


def _draft(session: Session, author: Actor) -> Draft:
    name = _name()
    return drafts.begin(session, author, name, entry("bus") | {"id": name}, "样例")


def _submitted(session: Session, author: Actor) -> Draft:
    begun = _draft(session, author)
    return drafts.submit(session, author, begun.id, begun.version)


def _group(session: Session) -> Unanswered:
    question = f"样例没答上{uuid.uuid4().hex}"
    turn = Turn(seq=1, at=business_now(), question=question, entry_id=None, not_known=True)
    return listening.group(session, turn, ["lunch"], unhappy=False)


def _blocked(session: Session, draft: Draft, author: Actor) -> Candidate:
    made = _candidate(session, draft, author)
    publishing.block(session, made, [])
    return made


def _candidate(session: Session, draft: Draft, author: Actor) -> Candidate:
    made = Candidate(
        draft_id=draft.id, draft_version=draft.version, status="waiting",
        requested_by=author.id, changed_at=machine_now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
