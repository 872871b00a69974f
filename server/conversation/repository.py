"""All queries on conversations. Every look-up carries the id that grants access."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Subquery, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from server.conversation.models import Conversation, Feedback, Turn
from server.kit import intervals

_ID = re.compile(r"[A-Za-z0-9_-]{16,32}")


def open_conversation(
    session: Session, conversation_id: str, now: datetime, *, locked: bool = False
) -> Conversation | None:
    """The conversation with this id, unless it has expired; ``locked``, so that two messages in it follow one
    another."""
    if not _ID.fullmatch(conversation_id):
        return None
    chosen = select(Conversation).where(
        Conversation.id == conversation_id, Conversation.expires_at > now
    )
    return session.scalars(chosen.with_for_update() if locked else chosen).one_or_none()


def last_turn(session: Session, conversation_id: str) -> Turn | None:
    """The newest turn of a conversation."""
    chosen = select(Turn).where(Turn.conversation_id == conversation_id)
    return session.scalars(chosen.order_by(Turn.seq.desc()).limit(1)).one_or_none()


def turns(session: Session, conversation_id: str, after: int, limit: int) -> list[Turn]:
    """Up to ``limit`` turns after the one numbered ``after``, oldest first."""
    chosen = select(Turn).where(Turn.conversation_id == conversation_id, Turn.seq > after)
    return list(session.scalars(chosen.order_by(Turn.seq).limit(limit)))


def recent_turns(session: Session, conversation_id: str, limit: int) -> list[Turn]:
    """The last ``limit`` turns, oldest first."""
    chosen = select(Turn).where(Turn.conversation_id == conversation_id)
    newest = session.scalars(chosen.order_by(Turn.seq.desc()).limit(limit))
    return list(newest)[::-1]


def turn_to_judge(session: Session, conversation_id: str, message_id: uuid.UUID) -> Turn | None:
    """A turn of this conversation, locked, so that two words on it follow one another."""
    chosen = select(Turn).where(Turn.conversation_id == conversation_id, Turn.id == message_id)
    return session.scalars(chosen.with_for_update()).one_or_none()


def feedback_on(session: Session, message_ids: Iterable[uuid.UUID]) -> list[Feedback]:
    """What was said of these turns."""
    chosen = select(Feedback).where(Feedback.message_id.in_(list(message_ids)))
    return list(session.scalars(chosen))


def of_elder(session: Session, elder_id: uuid.UUID) -> list[tuple[Turn, Feedback | None]]:
    """Every turn about an elder with what was said of it, conversation by conversation."""
    chosen = (
        select(Turn, Feedback)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .outerjoin(Feedback, Feedback.message_id == Turn.id)
        .where(Conversation.elder_id == elder_id)
        .order_by(Conversation.created_at, Conversation.id, Turn.seq)
    )
    return [(turn, word) for turn, word in session.execute(chosen).all()]


def newest_of_elder(session: Session, elder_id: uuid.UUID, limit: int) -> list[Turn]:
    """The newest turns about an elder."""
    chosen = (
        select(Turn)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Conversation.elder_id == elder_id)
        .order_by(Turn.seq.desc())
        .limit(limit)
    )
    return list(session.scalars(chosen))


def drop_of_elder(session: Session, elder_id: uuid.UUID) -> None:
    """Remove every conversation about an elder, with its turns and what was said of them."""
    session.execute(delete(Conversation).where(Conversation.elder_id == elder_id))


def newest_seq(session: Session) -> int:
    """The number of the newest turn, 0 before the first."""
    return session.scalar(select(func.max(Turn.seq))) or 0


def turns_between(
    session: Session, after: int, upto: int, limit: int
) -> list[tuple[Turn, Conversation]]:
    """Turns of all conversations in order, for the editors: after one number and up to another."""
    chosen = (
        select(Turn, Conversation)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Turn.seq > after, Turn.seq <= upto)
        .order_by(Turn.seq)
        .limit(limit)
    )
    return [(turn, conversation) for turn, conversation in session.execute(chosen).all()]


def turn_with_conversation(
    session: Session, message_id: uuid.UUID
) -> tuple[Turn, Conversation] | None:
    """One turn with its conversation, for the editors."""
    chosen = (
        select(Turn, Conversation)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Turn.id == message_id)
    )
    found = session.execute(chosen).one_or_none()
    return (found[0], found[1]) if found else None


def told_how_often(session: Session, entry_id: str, releases: Collection[int]) -> tuple[int, int]:
    """In how many conversations an entry was told as of these releases, and to how many who are
    known: accounts, and elders for whom the desk asked."""
    said = _told(entry_id, releases)
    chosen = select(func.count(), func.count(_LISTENER.distinct())).select_from(Conversation)
    conversations, known = session.execute(
        chosen.join(said, said.c.conversation_id == Conversation.id)
    ).one()
    return conversations, known


def told(
    session: Session, entry_id: str, releases: Collection[int], limit: int | None
) -> list[tuple[uuid.UUID | None, uuid.UUID | None, datetime]]:
    """To which accounts, for which elders an entry was told as of these releases, and when last; the
    newest first."""
    said = _told(entry_id, releases)
    last = func.max(said.c.told_at)
    chosen = (
        select(Conversation.account_id, Conversation.elder_id, last)
        .join(said, said.c.conversation_id == Conversation.id)
        .where(_LISTENER.is_not(None))
        .group_by(Conversation.account_id, Conversation.elder_id)
        .order_by(last.desc(), Conversation.account_id, Conversation.elder_id)
        .limit(limit)
    )
    return [(account, elder, at) for account, elder, at in session.execute(chosen).all()]


_LISTENER = func.coalesce(Conversation.account_id, Conversation.elder_id)


def _told(entry_id: str, releases: Collection[int]) -> Subquery:
    """Each conversation in which it was told, and when last."""
    return (
        select(Turn.conversation_id, func.max(Turn.created_at).label("told_at"))
        .where(Turn.entry_id == entry_id, Turn.release.in_(list(releases)))
        .group_by(Turn.conversation_id)
        .subquery()
    )


def entries_told_to(
    session: Session,
    elder_id: uuid.UUID,
    account_id: uuid.UUID | None,
    since: datetime,
    upto: datetime,
) -> set[str]:
    """The entries told between two instants in conversations for an elder, or of an account that
    are for nobody else."""
    mine = Conversation.elder_id == elder_id
    if account_id is not None:
        of_account = Conversation.account_id == account_id
        mine = or_(mine, and_(of_account, Conversation.elder_id.is_(None)))
    chosen = (
        select(Turn.entry_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(mine, Turn.entry_id.is_not(None), Turn.created_at.between(since, upto))
        .distinct()
    )
    return {entry_id for entry_id in session.scalars(chosen) if entry_id is not None}


def entries_told_in(
    session: Session, conversation_id: str, since: datetime, before: datetime
) -> set[str]:
    """The entries that were answers in a conversation, from one instant until before another."""
    chosen = select(Turn.entry_id).where(
        Turn.conversation_id == conversation_id,
        Turn.kind == "answer",
        Turn.entry_id.is_not(None),
        Turn.created_at >= since,
        Turn.created_at < before,
    )
    return {entry_id for entry_id in session.scalars(chosen.distinct()) if entry_id is not None}


def checks_begun(session: Session, after: datetime, upto: datetime, limit: int) -> list[Turn]:
    """The first turn of each conversation in which allowances were worked out, of those after one
    instant and up to another, in their order; those of the last instant all."""
    earlier = aliased(Turn)
    had_one = exists().where(
        earlier.conversation_id == Turn.conversation_id,
        earlier.kind == "eligibility",
        earlier.seq < Turn.seq,
    )
    some = select(Turn).where(
        Turn.created_at > after, Turn.created_at <= upto, Turn.kind == "eligibility", ~had_one
    )
    return intervals.whole_instants(session, some, (Turn.created_at, Turn.seq), limit)


def texts_between(session: Session, begins: datetime, ends: datetime, limit: int) -> list[str]:
    """What was asked in a time, each wording once, the commonest first."""
    chosen = (
        select(Turn.text)
        .where(Turn.created_at >= begins, Turn.created_at < ends)
        .group_by(Turn.text)
        .order_by(func.count().desc(), Turn.text)
        .limit(limit)
    )
    return list(session.scalars(chosen))
