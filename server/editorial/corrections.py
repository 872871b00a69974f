"""更正: a release that tells another figure than before, and who was told the old one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.editorial import audiences, repository
from server.editorial import listening_repository as heard
from server.editorial.figures import changed_figures, told_figures
from server.editorial.listening import Audience
from server.editorial.listening_models import Correction
from server.errors import Problem
from server.kit.clock import machine_now
from server.messages import fates
from server.messages.fates import Fate, Told
from server.messages.service import Announcement, announce
from server.oversight import audit
from server.oversight.actor import SYSTEM, Actor
from server.people import reach

EVENT = "correction_notice"
SHOWN = 100


@dataclass(frozen=True)
class Case:
    """A correction: while it is to be decided with whom it concerns; once they were told, with how
    many of the notices came to which end and one page of them."""

    row: Correction
    audience: Audience | None
    counted: Mapping[Fate, int]
    page: list[Told]


def notice(
    session: Session,
    release: int,
    entry_id: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Correction | None:
    """Keep that an entry tells other figures as of this release; None if it does not."""
    changes = changed_figures(before, after)
    if not changes:
        return None
    made = Correction(
        release_number=release, entry_id=entry_id, changes=changes, status="open", told=0,
        made_at=machine_now(),
    )  # fmt: skip
    session.add(made)
    return made


def fall_away(session: Session, release: int, entry_id: str, now: Mapping[str, Any]) -> None:
    """Of what waits to be corrected of an entry, take out what is told again as of this release, as
    after a way back: nobody was told a wrong figure. A correction without any is closed."""
    live = told_figures(now)
    for row in heard.open_corrections_of(session, entry_id, release):
        left = [c for c in row.changes if live.get((c["label"], c["condition"])) != c["before"]]
        if left:
            row.changes = left
            continue
        row.status, row.reason = "dismissed", f"第 {release} 版又是原来的数，不用更正"
        about = ("correction", row.id)
        audit.record(session, SYSTEM, "correction.fell_away", about=about, release=release)


def listed(session: Session) -> list[Correction]:
    """Corrections, the newest first. Whom one concerns stands in its ``case``."""
    return heard.corrections(session, SHOWN)


def case(session: Session, correction_id: uuid.UUID, after: uuid.UUID | None, limit: int) -> Case:
    """One of them, with the notices that follow ``after``. Raises Problem 404."""
    row = heard.one_correction(session, correction_id)
    if row is None:
        raise _unknown()
    audience = audiences.shown(session, row) if row.status == "open" else None
    if row.status != "told":
        return Case(row, audience, {}, [])
    occasion = _occasion(row)
    page = fates.each(session, occasion, after, limit)
    return Case(row, None, fates.counted(session, occasion), page)


def tell(session: Session, actor: Actor, correction_id: uuid.UUID) -> int:
    """Send everybody who is known a 更正通知; how many. Whom no gateway reaches is rung up, and an
    elder for whom the desk asked, who has no account, at once.

    Raises Problem 404, 409 where it is decided.
    """
    found = _open(session, correction_id)
    written = _announce(session, found, audiences.everybody(session, found))
    found.status, found.told, found.decided_by = "told", written, actor.id
    heard.count_anew(session, found.entry_id)
    _keep(session, actor, "correction.told", found)
    return found.told


def _announce(session: Session, found: Correction, audience: Audience) -> int:
    """A notice for each account, then for each elder whom no account of her own told already."""
    accounts = {listener.account_id for listener in audience.known if listener.account_id}
    matter = {"matter": _matter(session, found)}
    count = 0
    for listener in audience.known:
        to, origin = [], f"correction:{found.id}"
        if listener.account_id is not None:
            to = [listener.account_id]
        elif listener.elder_id is not None:
            if accounts & set(reach.own_accounts(session, listener.elder_id)):
                continue
            origin = f"correction:{uuid.uuid5(found.id, str(listener.elder_id))}"
        said = Announcement(origin, EVENT, listener.elder_id, to, matter, _occasion(found))
        count += len(announce(session, said))
    return count


def _matter(session: Session, found: Correction) -> str | None:
    """What the entry is called now, or was before it ended."""
    for number in (found.release_number, found.release_number - 1):
        if content := repository.released_entry(session, number, found.entry_id):
            return str(content["title"])
    return None


def _occasion(found: Correction) -> str:
    return f"correction:{found.id}"


def dismiss(session: Session, actor: Actor, correction_id: uuid.UUID, reason: str) -> None:
    """Tell nobody, with the reason. Raises Problem 404, 409, and 422 without a reason."""
    if len(reason.strip()) < 2:
        errors = [{"field": "reason", "message": "请写明为什么不用通知"}]
        raise Problem(422, "invalid-input", "请写明为什么不用通知", errors=errors)
    found = _open(session, correction_id)
    found.status, found.reason, found.decided_by = "dismissed", reason.strip(), actor.id
    heard.count_anew(session, found.entry_id)
    _keep(session, actor, "correction.dismissed", found)


def _open(session: Session, correction_id: uuid.UUID) -> Correction:
    found = heard.correction(session, correction_id)
    if found is None:
        raise _unknown()
    if found.status != "open":
        raise Problem(409, "decided", "这次更正已经有人办了，请刷新后再看")
    return found


def _unknown() -> Problem:
    return Problem(404, "not-found", "没有找到这次更正，请回到列表再看")


def _keep(session: Session, actor: Actor, action: str, found: Correction) -> None:
    session.flush()
    about = ("correction", found.id)
    audit.record(session, actor, action, about=about, release=found.release_number)
