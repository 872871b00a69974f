"""Whom a visitor waits for, in whichever of her conversations she has asked for a person.

Putting the answers away begins another conversation; what somebody is still to do, and what she has
been told and has not put away itself, stays in sight.
"""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.orm import Session

from server.conversation import service
from server.conversation.handoff import service as handoffs
from server.conversation.handoff.service import Standing
from server.conversation.models import Turn
from server.conversation.owners import Asker
from server.errors import Problem
from server.portal import preferences

TURNS_AT_ONCE = 20


def conversations() -> list[str]:
    """The conversation that the page continues, and those in which a person was asked for."""
    known = [preferences.conversation_id(), *preferences.awaited()]
    return list(dict.fromkeys(each for each in known if each is not None))


def standings(session: Session, who: Asker) -> list[Standing]:
    """How far the visitor's open hand-offs are."""
    found = (handoffs.standing(session, known, who) for known in conversations())
    return [each for each in found if each is not None]


def withdraw(session: Session, who: Asker) -> None:
    """Nobody needs to answer any more, wherever it was asked. Raises Problem 404 for a conversation
    that is not hers."""
    known = conversations()
    waited_for = [each for each in known if handoffs.standing(session, each, who)]
    for each in waited_for or known[:1]:
        handoffs.withdraw(session, each, who)


def said_since(session: Session, who: Asker, after: int) -> list[Turn]:
    """What persons have said after turn ``after``, oldest first."""
    found: list[Turn] = []
    for known in conversations():
        with suppress(Problem):
            found += service.transcript(session, known, who, after, TURNS_AT_ONCE).turns
    return sorted(filter(_of_a_person, found), key=lambda turn: turn.seq)


def said_elsewhere(session: Session, who: Asker) -> list[Turn]:
    """What persons have said in conversations that the page has put away, oldest first."""
    found: list[Turn] = []
    for known in conversations():
        if known != preferences.conversation_id():
            found += service.recent(session, known, who, TURNS_AT_ONCE)
    return sorted(filter(_of_a_person, found), key=lambda turn: turn.seq)


def put_replies_away(session: Session, who: Asker) -> None:
    """She has read what persons have said; where somebody is still to answer, it is waited for."""
    for known in preferences.awaited():
        if handoffs.standing(session, known, who) is None:
            preferences.await_no_longer(known)


def _of_a_person(turn: Turn) -> bool:
    return turn.kind == "staff" and not turn.text
