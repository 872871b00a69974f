"""How much is asked and answered, counted within what a member of staff sees.

Who sees the whole city counts everybody, also those who have not signed in; who sees a district or
street counts the conversations about elders who live there, and who is to be answered from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from intents.signs.signals import wants_person
from server.conversation.handoff.models import Handoff
from server.conversation.models import Conversation, Turn
from server.identity.scope import posts_as, staff_in
from server.kit import intervals
from server.kit.intervals import INTERVAL
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


@dataclass(frozen=True)
class Talk:
    """How many questions were asked in a time, how many of them answered, in how many
    conversations."""

    asked: int = 0
    answered: int = 0
    served: int = 0


def talk(session: Session, what: Counted, edges: Sequence[datetime]) -> list[Talk]:
    """Of each interval that ``edges`` bound, in one query; when ``what`` begins and ends is not
    looked at. Each interval is counted by itself, by conversation first: no turn is sorted, and what
    is counted at once stays in the database's working memory, which that of a week does not."""
    of_elders = None if what.everybody else _conversations(what).cte("of_elders")
    each = [_talk(nth, of_elders, span) for nth, span in enumerate(intervals.between(edges))]
    rows = session.execute(union_all(*each).order_by(INTERVAL))
    return [Talk(int(asked), int(answered), served) for _, asked, answered, served in rows]


def _talk(nth: int, among: CTE | None, span: tuple[datetime, datetime]) -> Select[Any]:
    """One row: the number of the interval, and what was said in it in these conversations or in all."""
    answers = func.sum(case((Turn.kind.in_(ANSWERS), 1), else_=0)).label("answered")
    chosen: Select[*tuple[Any, ...]] = select(func.count().label("asked"), answers)
    chosen = chosen.where(intervals.within(Turn.created_at, span), Turn.kind.not_in(NO_QUESTION))
    if among is not None:
        chosen = chosen.join(among, among.c.id == Turn.conversation_id)
    of = chosen.group_by(Turn.conversation_id).subquery().c
    sums = (func.coalesce(func.sum(each), 0) for each in (of.asked, of.answered))
    return select(literal(nth).label(INTERVAL), *sums, func.count()).select_from(of.asked.table)


def unanswered(session: Session, what: Counted, limit: int) -> Sequence[tuple[str, int]]:
    """What was asked most and not answered, with how often; wishes for a person are none."""
    within = and_(Turn.created_at >= what.begins, Turn.created_at < what.ends)
    chosen: Select[*tuple[Any, ...]] = select(Turn.text, func.count()).where(
        within, Turn.kind == "handoff"
    )
    chosen = _of_elders(what, chosen)
    chosen = chosen.group_by(Turn.text).order_by(func.count().desc(), Turn.text).limit(5 * limit)
    found = [(text, count) for text, count in session.execute(chosen) if not wants_person(text)]
    return found[:limit]


def persons_wanted(session: Session, what: Counted, edges: Sequence[datetime]) -> list[int]:
    """How often a person was asked for in each interval that ``edges`` bound."""
    nth = intervals.nth(Handoff.asked_at, edges)
    chosen = select(nth, func.count()).where(intervals.within(Handoff.asked_at, edges))
    if not what.everybody:
        chosen = chosen.where(*_answered_from(what))
    return intervals.numbers(session.execute(chosen.group_by(INTERVAL)), edges)


def _answered_from(what: Counted) -> Iterator[ColumnElement[bool]]:
    """Hand-offs of the places that a span covers, whoever asked; of an age, those about elders."""
    yield staff_in(what.actor, Handoff.district, Handoff.street, *what.roles)
    if what.district is not None:
        yield Handoff.district == what.district
    if what.street is not None:
        yield Handoff.street == what.street
    if what.born_by is not None:
        yield Handoff.elder_id.in_(
            reach.living_in(what.actor, what.roles, None, None, what.born_by)
        )


def _of_elders(what: Counted, chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Turns about elders whom the span covers."""
    if what.everybody:
        return chosen
    joined = chosen.join(Conversation, Conversation.id == Turn.conversation_id)
    return joined.where(Conversation.elder_id.in_(_elders(what)))


def _conversations(what: Counted) -> Select[Any]:
    return select(Conversation.id).where(Conversation.elder_id.in_(_elders(what)))


def _elders(what: Counted) -> Select[Any]:
    return reach.living_in(what.actor, what.roles, what.district, what.street, what.born_by)
