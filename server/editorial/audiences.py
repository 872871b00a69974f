"""Who was told the figure that a correction corrects.

To find them every conversation in which its entry was told is read: tens of thousands, for what
everybody asks. While a correction waits to be decided, the worker counts them once an hour, and
its page shows what was counted. Nothing but erasure changes them: all processes tell the new
figure within seconds.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.editorial import listening, repository
from server.editorial import listening_repository as heard
from server.editorial.figures import changed_figures
from server.editorial.listening import Audience, Listener
from server.editorial.listening_models import Correction
from server.kit.clock import machine_now

LISTED = 50
"""So many of those who were told an old figure, the last first, stand on the page."""
SETTLED = timedelta(minutes=1)
"""Since so long no process tells the old figure any more, and what it told is committed."""
COUNTED_EVERY = timedelta(hours=1)
AT_ONCE = 20


def everybody(session: Session, row: Correction) -> Audience:
    """All of them, as it is now."""
    return _found(session, row, None)


def shown(session: Session, row: Correction) -> Audience:
    """What the page shows of them: as they were last counted, or before that as it is now."""
    return _found(session, row, LISTED) if row.heard is None else _read(row.heard)


def to_count(session: Session) -> list[uuid.UUID]:
    """Open corrections that were not counted for an hour, the longest ago first."""
    now = machine_now()
    return heard.corrections_to_count(session, now - SETTLED, now - COUNTED_EVERY, AT_ONCE)


def count(session: Session, correction_id: uuid.UUID) -> None:
    """Keep who they are, unless it was decided meanwhile."""
    row = heard.correction(session, correction_id)
    if row is None or row.status != "open":
        return
    row.heard = _written(_found(session, row, LISTED))
    row.heard_at = machine_now()


def _found(session: Session, row: Correction, limit: int | None) -> Audience:
    wrong = _wrong_releases(session, row)
    return listening.ears().told(session, row.entry_id, wrong, limit)


def _wrong_releases(session: Session, row: Correction) -> list[int]:
    """The releases before this one that told a figure which does not hold any more. Where the
    figures are the same again, as after a way back, nobody was told a wrong one; unless it was
    said meanwhile that it was wrong."""
    digests = repository.entry_digests(session, row.entry_id, row.release_number)
    now = repository.released_entry(session, row.release_number, row.entry_id) or {}
    said = repository.contents(session, set(digests.values()))
    differ = {digest for digest, content in said.items() if changed_figures(content, now)}
    taken_back = heard.told_correction_before(session, row.entry_id, row.release_number)
    return [n for n, digest in sorted(digests.items()) if digest in differ or n < taken_back]


def _written(found: Audience) -> dict[str, Any]:
    known = [
        {"account": _text(each.account_id), "elder": _text(each.elder_id), "at": str(each.at)}
        for each in found.known
    ]
    return {"conversations": found.conversations, "count": found.count, "known": known}


def _read(kept: Mapping[str, Any]) -> Audience:
    known = (
        Listener(_id(each["account"]), _id(each["elder"]), datetime.fromisoformat(each["at"]))
        for each in kept["known"]
    )
    return Audience(kept["conversations"], kept["count"], tuple(known))


def _text(given: uuid.UUID | None) -> str | None:
    return None if given is None else str(given)


def _id(given: str | None) -> uuid.UUID | None:
    return None if given is None else uuid.UUID(given)
