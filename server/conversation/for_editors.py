"""What the editors of the knowledge hear of the chat: questions, masked, and who was told what."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from intents.told.districts import districts_in
from knowledge import divisions
from server.conversation import repository, service
from server.conversation.answering import QUESTION
from server.conversation.handoff import repository as handoff_repository
from server.conversation.models import Conversation, Turn
from server.editorial import listening
from server.editorial.listening import Audience, Listener
from server.editorial.live import LiveKnowledge
from server.editorial.outcomes import HappenedThere
from server.editorial.speaking import Answered
from server.kit.clock import BEIJING
from server.people import elders


class Voice:
    """``server.editorial.speaking.Voice``."""

    def answered(self, session: Session, question: str, knowledge: LiveKnowledge) -> Answered:
        """What an elder is told who asks one thing: a turn of the chat, which is taken back."""
        asked = service.Question(question)
        understood = service.understand_danger(asked)
        if understood.urgent is None:
            understood = service.understand(asked, knowledge)
        with session.begin_nested() as kept:
            turn = service.take_turn(session, understood, knowledge)
            found = Answered(turn.kind, str(turn.reply["text"]), turn.entry_id)
            kept.rollback()
        return found


class Ears:
    """``server.editorial.listening.Ears``."""

    def newest(self, session: Session) -> int:
        """The number of the newest turn, 0 before the first."""
        return repository.newest_seq(session)

    def turns(self, session: Session, after: int, upto: int, limit: int) -> list[listening.Turn]:
        """Turns of all conversations in order."""
        return _heard(session, repository.turns_between(session, after, upto, limit))

    def turn(self, session: Session, message_id: uuid.UUID) -> listening.Turn | None:
        """One turn, unless it has been erased."""
        found = repository.turn_with_conversation(session, message_id)
        return _heard(session, [found])[0] if found else None

    def told(
        self, session: Session, entry_id: str, releases: Sequence[int], limit: int | None
    ) -> Audience:
        """Who was told this entry as of these releases; the last of those who are known."""
        conversations, count = repository.told_how_often(session, entry_id, releases)
        known: dict[uuid.UUID | None, Listener] = {}
        for account, elder, at in repository.told(session, entry_id, releases, limit):
            known.setdefault(account or elder, Listener(account, elder, at))
        return Audience(conversations, count, tuple(known.values()))

    def told_to(
        self,
        session: Session,
        elder_id: uuid.UUID,
        account_id: uuid.UUID | None,
        since: datetime,
        upto: datetime,
    ) -> set[str]:
        """The entries told between two instants to somebody, or for an elder."""
        return repository.entries_told_to(session, elder_id, account_id, since, upto)

    def told_in(
        self, session: Session, conversation_id: str, since: datetime, before: datetime
    ) -> set[str]:
        """The entries that were answers in a conversation, from one instant until before another."""
        return repository.entries_told_in(session, conversation_id, since, before)

    def asked_on(self, session: Session, day: date, limit: int) -> list[str]:
        """The questions of a day in Beijing, each once, the commonest first."""
        begins = datetime.combine(day, time.min, BEIJING)
        return repository.texts_between(session, begins, begins + timedelta(days=1), limit)


def checks(session: Session, after: datetime, upto: datetime, limit: int) -> list[HappenedThere]:
    """Where somebody began to have worked out what she may have; once for each conversation."""
    found = repository.checks_begun(session, after, upto, limit)
    return [HappenedThere(turn.created_at, turn.conversation_id) for turn in found]


def persons_wanted(
    session: Session, after: datetime, upto: datetime, limit: int
) -> list[HappenedThere]:
    """Where a person was asked for."""
    found = handoff_repository.asked_in_order(session, after, upto, limit)
    return [HappenedThere(each.asked_at, each.conversation_id) for each in found]


def as_heard(session: Session, turn: Turn, conversation: Conversation) -> listening.Turn:
    """One turn as the editors read it."""
    return _heard(session, [(turn, conversation)])[0]


def _heard(session: Session, found: Sequence[tuple[Turn, Conversation]]) -> list[listening.Turn]:
    homes = elders.homes(session, {c.elder_id for _, c in found if c.elder_id})
    return [_one(turn, homes.get(c.elder_id) if c.elder_id else None) for turn, c in found]


def _one(turn: Turn, home: tuple[str, str] | None) -> listening.Turn:
    """The district that a question names stands for a home that nobody knows."""
    named = districts_in(turn.text)
    district = divisions.district_code(f"{named[0]}区") if named else None
    where, street = home or (district or "", "")
    return listening.Turn(
        seq=turn.seq,
        at=turn.created_at,
        question=str(turn.reasons.get(QUESTION) or turn.text),
        entry_id=turn.entry_id,
        not_known=turn.kind == "handoff" and QUESTION in turn.reasons,
        district=where,
        street=street,
    )
