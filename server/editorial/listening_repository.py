"""All queries on what people asked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, null, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.editorial.listening_models import (
    Correction,
    EntryUse,
    Heard,
    Import,
    Proposed,
    Trial,
    Unanswered,
    UnansweredWording,
)
from server.kit import worklist
from server.kit.worklist import Asked, Frame


def place(session: Session, name: str) -> Heard:
    """Up to where was read, locked; made when it is first asked for."""
    found = session.get(Heard, name, with_for_update=True)
    if found is None:
        found = Heard(name=name, seq=0, seen=0)
        session.add(found)
        session.flush()
    return found


def use(session: Session, entry_id: str, day: date) -> EntryUse:
    """The counters of an entry on a day, locked."""
    found = session.get(EntryUse, (entry_id, day), with_for_update=True)
    if found is not None:
        return found
    made = EntryUse(entry_id=entry_id, day=day, shown=0, useful=0, useless=0, led=0,
                    checked=0, handed=0)  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody else counted the first of the day at the same moment
        return session.get_one(EntryUse, (entry_id, day), with_for_update=True)
    return made


def uses(session: Session, since: date, entry_ids: Iterable[str] | None = None) -> list[EntryUse]:
    """The counters of every day since ``since``, in the order of the days."""
    chosen = select(EntryUse).where(EntryUse.day >= since)
    if entry_ids is not None:
        chosen = chosen.where(EntryUse.entry_id.in_(list(entry_ids)))
    return list(session.scalars(chosen.order_by(EntryUse.day)))


def shown_since(session: Session, since: date) -> dict[str, int]:
    """How often each entry was told since a day."""
    chosen = select(EntryUse.entry_id, func.sum(EntryUse.shown)).where(EntryUse.day >= since)
    return {name: int(total) for name, total in session.execute(chosen.group_by(EntryUse.entry_id))}


def wording(session: Session, bare: str, district: str, street: str) -> UnansweredWording | None:
    """These words in this street."""
    return session.scalars(
        select(UnansweredWording).where(
            UnansweredWording.bare == bare,
            UnansweredWording.district == district,
            UnansweredWording.street == street,
        )
    ).one_or_none()


def same_words(session: Session, bare: str) -> UnansweredWording | None:
    """These words in any street."""
    chosen = select(UnansweredWording).where(UnansweredWording.bare == bare)
    return session.scalars(chosen.limit(1)).first()


def recent_words(session: Session, limit: int) -> dict[uuid.UUID, str]:
    """The newest wording of each group that is not done with."""
    chosen = (
        select(UnansweredWording.group_id, UnansweredWording.bare)
        .join(Unanswered, Unanswered.id == UnansweredWording.group_id)
        .order_by(UnansweredWording.last_at)
        .where(Unanswered.status != "answered")
        .limit(limit)
    )
    return {row[0]: row[1] for row in session.execute(chosen)}


def group(session: Session, group_id: uuid.UUID) -> Unanswered | None:
    """A group of questions."""
    return session.get(Unanswered, group_id)


def locked_group(session: Session, group_id: uuid.UUID) -> Unanswered | None:
    """A group that nobody else changes until the unit ends."""
    return session.get(Unanswered, group_id, with_for_update=True, populate_existing=True)


def groups_of_draft(session: Session, draft_id: uuid.UUID) -> list[Unanswered]:
    """The questions that a draft is to answer."""
    chosen = select(Unanswered).where(Unanswered.draft_id == draft_id).with_for_update()
    return list(session.scalars(chosen.order_by(Unanswered.id)))


def groups(
    session: Session, status: str, district: str, street: str, limit: int
) -> list[Unanswered]:
    """Groups in a status, asked in a district or street if one is named, the commonest first."""
    chosen = select(Unanswered).where(Unanswered.status == status)
    if district or street:
        where = select(UnansweredWording.group_id)
        if district:
            where = where.where(UnansweredWording.district == district)
        if street:
            where = where.where(UnansweredWording.street == street)
        chosen = chosen.where(Unanswered.id.in_(where))
    order = (Unanswered.asked.desc(), Unanswered.last_at.desc(), Unanswered.id)
    return list(session.scalars(chosen.order_by(*order).limit(limit)))


def groups_asked_for(session: Session, asked: Asked) -> list[Unanswered]:
    """A page of the open groups by when each was first asked. Filter: ``district``."""
    rows = select(Unanswered).where(Unanswered.status == "open")
    if district := asked.filters.get("district"):
        where = select(UnansweredWording.group_id).where(UnansweredWording.district == district)
        rows = rows.where(Unanswered.id.in_(where))
    frame = Frame(Unanswered.id, Unanswered.first_at, stuck=Unanswered.unhappy > 0)
    return worklist.items(session, rows, frame, asked)


def wordings(session: Session, group_ids: Iterable[uuid.UUID]) -> list[UnansweredWording]:
    """Every wording of these groups, the commonest first."""
    chosen = select(UnansweredWording).where(UnansweredWording.group_id.in_(list(group_ids)))
    return list(
        session.scalars(chosen.order_by(UnansweredWording.asked.desc(), UnansweredWording.id))
    )


def corrections(session: Session, limit: int) -> list[Correction]:
    """Corrections, the newest first."""
    return list(session.scalars(select(Correction).order_by(Correction.id.desc()).limit(limit)))


def open_corrections_of(session: Session, entry_id: str, before: int) -> list[Correction]:
    """What is not decided yet of an entry and came with a release before this one, locked."""
    chosen = select(Correction).where(
        Correction.entry_id == entry_id,
        Correction.status == "open",
        Correction.release_number < before,
    )
    return list(session.scalars(chosen.order_by(Correction.id).with_for_update()))


def told_correction_before(session: Session, entry_id: str, release: int) -> int:
    """The newest release before this one about which people were told that it corrects an entry."""
    chosen = select(func.max(Correction.release_number)).where(
        Correction.entry_id == entry_id,
        Correction.status == "told",
        Correction.release_number < release,
    )
    return session.scalar(chosen) or 0


def corrections_to_count(
    session: Session, made_before: datetime, counted_before: datetime, limit: int
) -> list[uuid.UUID]:
    """Open corrections made before one instant and not counted since another, by id."""
    long_ago = or_(Correction.heard_at.is_(None), Correction.heard_at < counted_before)
    chosen = select(Correction.id).where(
        Correction.status == "open", Correction.made_at < made_before, long_ago
    )
    order = (Correction.heard_at.is_not(None), Correction.heard_at, Correction.id)
    return list(session.scalars(chosen.order_by(*order).limit(limit)))


def count_anew(session: Session, entry_id: str) -> None:
    """What was counted of the corrections of an entry does not hold any more."""
    session.flush()
    chosen = update(Correction).where(Correction.entry_id == entry_id)
    session.execute(chosen.values(heard=null(), heard_at=None))


def one_correction(session: Session, correction_id: uuid.UUID) -> Correction | None:
    """A correction, to be read."""
    return session.get(Correction, correction_id)


def correction(session: Session, correction_id: uuid.UUID) -> Correction | None:
    """A correction that nobody else decides until the unit ends."""
    return session.get(Correction, correction_id, with_for_update=True)


def trial(session: Session, trial_id: uuid.UUID) -> Trial | None:
    """Questions that were put to a draft."""
    return session.get(Trial, trial_id)


def newest_trial(session: Session, draft_id: uuid.UUID) -> Trial | None:
    """The last time that questions were put to a draft."""
    chosen = select(Trial).where(Trial.draft_id == draft_id).order_by(Trial.id.desc()).limit(1)
    return session.scalars(chosen).first()


def imported(session: Session, import_id: uuid.UUID) -> Import | None:
    """A file that was read."""
    return session.get(Import, import_id)


def imports(session: Session, limit: int) -> list[Import]:
    """Files that were read, the newest first."""
    return list(session.scalars(select(Import).order_by(Import.id.desc()).limit(limit)))


def proposals(session: Session, import_id: uuid.UUID) -> list[Proposed]:
    """What a document proposes, in its order."""
    chosen = select(Proposed).where(Proposed.import_id == import_id).order_by(Proposed.place)
    return list(session.scalars(chosen))


def proposal(session: Session, proposal_id: uuid.UUID) -> Proposed | None:
    """A proposal that nobody else decides until the unit ends."""
    return session.get(Proposed, proposal_id, with_for_update=True)
