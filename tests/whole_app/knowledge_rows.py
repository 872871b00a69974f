"""What is on its way at the editors' desk: a draft, a submitted one, a release that was blocked."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.editorial import (
    corrections,
    drafts,
    importing,
    listening,
    publishing,
    regression,
    trials,
)
from server.editorial.desk_models import Candidate, Draft
from server.editorial.importing import File
from server.editorial.listening import Turn
from server.editorial.listening_models import Correction, Unanswered
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
    timed.publish_at = business_now() + timedelta(days=1)
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
        "trial": trials.ask(session, author, handed_in.id, ["样例怎么办"]).id,
        "correction": _correction(session).id,
        "told_correction": _told(session, author).id,
        **_imported(session, author),
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


def _correction(session: Session) -> Correction:
    """Of an entry of its own: nobody was told it."""
    told = {"figures": [{"label": "样例", "condition": "样例", "fen": 100, "unit": "元"}]}
    made = corrections.notice(session, 1, _name(), told, {})
    assert made is not None
    session.flush()
    return made


def _told(session: Session, author: Actor) -> Correction:
    made = _correction(session)
    corrections.tell(session, author, made.id)
    return made


def _imported(session: Session, author: Actor) -> dict[str, Any]:
    file = File(
        "样例.txt",
        "关于样例的通知\n\n一、对象\n年满70周岁的老年人可以领取养老补贴300元。\n".encode(),
    )
    made = importing.keep(session, author, file, importing.read(file))
    return {"import": made.id, "proposal": importing.find(session, made.id)[1][0].id}


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
