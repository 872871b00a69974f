"""The queue of questions that were not answered: each becomes a phrasing, an entry, or is left."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.editorial import desk_repository, drafts
from server.editorial import listening_repository as repository
from server.editorial.desk_models import Draft
from server.editorial.listening_models import Unanswered, UnansweredWording
from server.errors import Problem
from server.kit.clock import business_today
from server.kit.ids import new_key
from server.kit.worklist import Asked
from server.oversight import audit
from server.oversight.actor import Actor

SHOWN = 100
WORDINGS_TAKEN = 12
"""So many wordings, the commonest, become the phrasings of a new entry."""


@dataclass(frozen=True)
class Group:
    """Questions alike with how each was worded and where it was asked."""

    row: Unanswered
    wordings: tuple[UnansweredWording, ...]

    @property
    def suggestion(self) -> str | None:
        """The likeliest entry that nobody has refused."""
        left = (name for name in self.row.suggested if name not in self.row.refused)
        return next(left, None)

    @property
    def texts(self) -> list[str]:
        """Each wording once, the commonest first."""
        return list(dict.fromkeys(each.question for each in self.wordings))

    @property
    def places(self) -> dict[tuple[str, str], int]:
        """How often it was asked in each district and street that is known."""
        counted: dict[tuple[str, str], int] = defaultdict(int)
        for each in self.wordings:
            if each.district or each.street:
                counted[each.district, each.street] += each.asked
        return dict(sorted(counted.items(), key=lambda item: -item[1]))


def waiting(
    session: Session, status: str = "open", district: str = "", street: str = ""
) -> list[Group]:
    """Groups in a status, asked in a district or street if one is named, the commonest first."""
    return _with_wordings(session, repository.groups(session, status, district, street, SHOWN))


def listed(session: Session, asked: Asked) -> list[Group]:
    """A page of the groups that wait, by when each was first asked. Filter: ``district``."""
    return _with_wordings(session, repository.groups_asked_for(session, asked))


def find(session: Session, group_id: uuid.UUID) -> Group:
    """A group. Raises Problem 404."""
    return _with_wordings(session, [_there(repository.group(session, group_id))])[0]


def add_as_phrasing(
    session: Session, actor: Actor, group_id: uuid.UUID, entry_id: str, texts: Iterable[str]
) -> Draft:
    """Put wordings of a group into the draft of an entry, begun if none is open.

    Raises Problem 404 without group or entry, 409 where it is decided, 422 without a wording.
    """
    found = _open(session, group_id)
    chosen = _chosen(find(session, group_id), texts)
    draft = desk_repository.open_draft_of(session, entry_id)
    if draft is None:
        draft = drafts.begin(session, actor, entry_id, None, "收进没有答上的问题")
    content = with_phrasings(draft.content, chosen)
    draft = drafts.write(session, actor, draft.id, draft.version, content, draft.note)
    return _drafted(session, actor, found, draft)


def begin_entry(session: Session, actor: Actor, group_id: uuid.UUID) -> Draft:
    """Begin a new entry with the group's wordings as its phrasings. Raises Problem 404, 409."""
    found = _open(session, group_id)
    texts = find(session, group_id).texts[:WORDINGS_TAKEN]
    name = f"q-{new_key().hex[-12:]}"
    content = blank(name) | {"question": texts[0], "phrasings": {"elder": texts[1:]}}
    draft = drafts.begin(session, actor, name, content, "新条目：没有答上的问题")
    return _drafted(session, actor, found, draft)


def blank(name: str) -> dict[str, Any]:
    """A new entry of which nothing is known yet."""
    return {
        "id": name, "title": "", "question": "", "phrasings": {}, "short": "", "full": "",
        "citations": [], "last_checked": business_today().isoformat(), "audience": ["elder"],
    }  # fmt: skip


def ignore(session: Session, actor: Actor, group_id: uuid.UUID, reason: str) -> None:
    """Leave a question, with the reason. Raises Problem 404, 409, and 422 without a reason."""
    if len(reason.strip()) < 2:
        raise _wrong("reason", "请写明为什么不收")
    found = _open(session, group_id)
    found.status, found.reason, found.decided_by = "ignored", reason.strip(), actor.id
    _keep(session, actor, "unanswered.ignored", found)


def refuse(session: Session, actor: Actor, group_id: uuid.UUID, entry_id: str) -> None:
    """Say that a question is not this entry's: it is not suggested again."""
    found = _open(session, group_id)
    found.refused = list(dict.fromkeys([*found.refused, entry_id]))
    _keep(session, actor, "unanswered.suggestion_refused", found)


def with_phrasings(content: dict[str, Any], texts: Iterable[str]) -> dict[str, Any]:
    """The content with more ways in which elders ask."""
    asked = dict(content.get("phrasings") or {})
    known = {text for each in asked.values() for text in each}
    new = [text for text in texts if text not in known]
    return content | {"phrasings": asked | {"elder": [*asked.get("elder", ()), *new]}}


def _chosen(group: Group, texts: Iterable[str]) -> list[str]:
    chosen = [text for text in group.texts if text in set(texts)]
    if not chosen:
        raise _wrong("wording", "请至少选一种问法")
    return chosen


def _open(session: Session, group_id: uuid.UUID) -> Unanswered:
    found = _there(repository.locked_group(session, group_id))
    if found.status != "open":
        raise Problem(409, "decided", "这个问题已经有人办了，请刷新后再看")
    return found


def _there(found: Unanswered | None) -> Unanswered:
    if found is None:
        raise Problem(404, "not-found", "没有找到这个问题，请回到列表再看")
    return found


def _drafted(session: Session, actor: Actor, found: Unanswered, draft: Draft) -> Draft:
    found.status, found.draft_id, found.decided_by = "drafted", draft.id, actor.id
    _keep(session, actor, "unanswered.drafted", found)
    return draft


def _keep(session: Session, actor: Actor, action: str, found: Unanswered) -> None:
    session.flush()
    audit.record(session, actor, action, about=("unanswered", found.id))


def _wrong(field: str, message: str) -> Problem:
    errors = [{"field": field, "message": message}]
    return Problem(422, "invalid-input", "有几处填写不对，请按提示改好再发", errors=errors)


def _with_wordings(session: Session, rows: list[Unanswered]) -> list[Group]:
    found: dict[uuid.UUID, list[UnansweredWording]] = defaultdict(list)
    for each in repository.wordings(session, [row.id for row in rows]):
        found[each.group_id].append(each)
    return [Group(row, tuple(found[row.id])) for row in rows]
