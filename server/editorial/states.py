"""What may become of a draft. Its status is changed here and nowhere else."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from server.editorial.desk_models import Draft, DraftEvent
from server.kit.clock import machine_now
from server.oversight.actor import Actor


class Status(StrEnum):
    """Where a draft is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[Status | None, frozenset[Status]] = {
    None: frozenset({Status.DRAFT}),
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.SUBMITTED: frozenset(
        {Status.APPROVED, Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN}
    ),
    Status.APPROVED: frozenset({Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN}),
    Status.PUBLISHED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}
"""From where to where. Publishing says that somebody has looked, so it needs no approval first."""


class WrongTurn(Exception):
    """A draft was to go where its status does not lead."""


def move(session: Session, draft: Draft, to: Status, actor: Actor, reason: str = "") -> None:
    """Change the status of ``draft`` and keep who did it and why. Raises WrongTurn."""
    before = Status(draft.status) if draft.status else None
    if to not in TRANSITIONS[before]:
        raise WrongTurn(f"a draft that is {before} cannot become {to}")
    now = machine_now()
    draft.status, draft.changed_at = to.value, now
    session.flush()  # no relationship tells the session that drafts come before their events
    session.add(
        DraftEvent(
            draft_id=draft.id,
            at=now,
            from_status=before,
            to_status=to,
            reason=reason,
            actor_kind=actor.kind.value,
            actor_id=actor.id,
        )
    )
