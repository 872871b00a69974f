"""How much is asked and answered, counted within what a member of staff sees.

Who sees the whole city counts everybody, also those who have not signed in; who sees a district or
street counts the conversations about elders who live there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, select
from sqlalchemy.orm import Session

from intents.signals import wants_person
from server.conversation.handoff_models import Handoff
from server.conversation.models import Conversation, Turn
from server.identity.scope import posts_as
from server.oversight.actor import Actor, Role
from server.people import reach

ANSWERS = ("answer", "eligibility", "emergency", "fraud_warning")
NO_QUESTION = ("smalltalk", "staff")


@dataclass(frozen=True)
class Counted:
    """By whom and in which roles, from when to when, where, and of whom born by a day."""

    actor: Actor
    roles: tuple[Role, ...]
    begins: datetime
    ends: datetime
    district: str | None = None
    street: str | None = None
    born_by: date | None = None

    @property
    def everybody(self) -> bool:
        """Whether nobody is left out: the whole city and all ages."""
        whole = any(post.district is None for post in posts_as(self.actor, *self.roles))
        return whole and not (self.district or self.street or self.born_by)


def asked(session: Session, what: Counted) -> int:
    """How many questions."""
    return session.scalar(_turns(what, func.count(), Turn.kind.not_in(NO_QUESTION))) or 0


def answered(session: Session, what: Counted) -> int:
    """How many of them were answered."""
    return session.scalar(_turns(what, func.count(), Turn.kind.in_(ANSWERS))) or 0


def served(session: Session, what: Counted) -> int:
    """In how many conversations."""
    distinct = func.count(Turn.conversation_id.distinct())
    return session.scalar(_turns(what, distinct, Turn.kind.not_in(NO_QUESTION))) or 0


def unanswered(session: Session, what: Counted, limit: int) -> Sequence[tuple[str, int]]:
    """What was asked most and not answered, with how often; wishes for a person are none."""
    chosen = _turns(what, Turn.text, Turn.kind == "handoff").add_columns(func.count())
    chosen = chosen.group_by(Turn.text).order_by(func.count().desc(), Turn.text).limit(5 * limit)
    found = [(text, count) for text, count in session.execute(chosen) if not wants_person(text)]
    return found[:limit]


def persons_wanted(session: Session, what: Counted) -> int:
    """How often a person was asked for."""
    within = and_(Handoff.asked_at >= what.begins, Handoff.asked_at < what.ends)
    chosen = select(func.count()).select_from(Handoff).where(within)
    if not what.everybody:
        chosen = chosen.where(Handoff.elder_id.in_(_elders(what)))
    return session.scalar(chosen) or 0


def _turns(
    what: Counted, counted: SQLColumnExpression[Any], kinds: ColumnElement[bool]
) -> Select[Any]:
    within = and_(Turn.created_at >= what.begins, Turn.created_at < what.ends)
    chosen = select(counted).select_from(Turn).where(within, kinds)
    if what.everybody:
        return chosen
    joined = chosen.join(Conversation, Conversation.id == Turn.conversation_id)
    return joined.where(Conversation.elder_id.in_(_elders(what)))


def _elders(what: Counted) -> Select[Any]:
    return reach.living_in(what.actor, what.roles, what.district, what.street, what.born_by)
