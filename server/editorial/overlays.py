"""What holds in one district only: an entry of its own, whose title names the district.

Nothing else marks it for whoever asks: ``conversation.places`` reads the titles, and puts what is
told of the district asked about before what holds in the whole city.
"""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.orm import Session

from intents.asked.naming import without_district
from knowledge.checks import is_near_copy
from knowledge.schema import DISTRICTS
from server.editorial import desk_repository, drafts, repository
from server.editorial.desk_models import Draft
from server.editorial.models import KnowledgeItem
from server.errors import Problem
from server.oversight.actor import Actor

LONGEST_ID = 64
MOST = 50


def of(session: Session, title: str, entry_id: str) -> list[KnowledgeItem]:
    """Entries that say the same of other districts, or of the whole city: of the same title but
    for the district, or copied from one another."""
    bare, own = without_district(title), _of_all(entry_id)
    named = repository.found_entries(session, bare, "", "", MOST) if bare else []
    copies = repository.found_entries(session, own, "", "", MOST)
    alike = [row for row in named if without_district(str(row.content.get("title"))) == bare]
    alike += [row for row in copies if _of_all(row.id) == own]
    found = {row.id: row for row in alike if row.id != entry_id}
    return [found[name] for name in sorted(found)]


def _of_all(entry_id: str) -> str:
    """The id of the entry that was copied for a district, from the copy's."""
    name, _, code = entry_id.rpartition("-")
    return name if name and code in DISTRICTS else entry_id


def begin(session: Session, actor: Actor, entry_id: str, district: str) -> Draft:
    """A draft that says for one district what an entry says, to be made right and published as
    any other; the one that is open already, or one of the district's entry if there is such.

    Whoever copies has to look the matter up for the district: the date of the last check is left
    out, and without it no draft is handed on. Raises Problem 404, 422 for no district, 409 for
    an entry that is about this district already.
    """
    if district not in DISTRICTS:
        errors = [{"field": "for_district", "message": "请选要给哪个区写"}]
        raise Problem(422, "invalid-input", "请选要给哪个区写", errors=errors)
    row = desk_repository.working_entry(session, entry_id)
    if row is None:
        raise Problem(404, "not-found", "没有这个条目，请回到列表再找")
    if row.content.get("district") == district:
        raise Problem(409, "same-district", "这个条目说的就是这个区，直接改它就行")
    name = _name(session, row, district)
    open_one = desk_repository.open_draft_of(session, name)
    if open_one is not None:
        return open_one
    known = desk_repository.working_entry(session, name)
    content = None if known else _copied(row.content, name, district)
    return drafts.begin(session, actor, name, content, f"照着“{row.content['title']}”写")


def _name(session: Session, row: KnowledgeItem, district: str) -> str:
    """The id of the entry that says it for the district, whether there is one or not."""
    for other in of(session, str(row.content["title"]), row.id):
        if other.content.get("district") == district:
            return other.id
    name = f"{_of_all(row.id)}-{district}"
    return name if len(name) <= LONGEST_ID else f"q-{uuid.uuid5(uuid.NAMESPACE_OID, name).hex[:12]}"


def _copied(content: dict[str, Any], name: str, district: str) -> dict[str, Any]:
    """Synonyms stay where they are: they hold for every entry of a release."""
    here = DISTRICTS[district]

    def told_here(text: str) -> str:
        return here + without_district(text)

    question = told_here(content["question"])
    apart = [question]
    phrasings = {
        who: [text for text in map(told_here, texts) if _is_new(text, apart)]
        for who, texts in content["phrasings"].items()
    }
    kept = {key: value for key, value in content.items() if key != "synonyms"}
    return kept | {
        "id": name,
        "title": told_here(content["title"]),
        "question": question,
        "phrasings": phrasings,
        "district": district,
        "last_checked": "",
    }


def _is_new(text: str, apart: list[str]) -> bool:
    """Whether it asks in another way than those before: short ones are all but the same once a
    district stands before each."""
    if any(is_near_copy(text, other) for other in apart):
        return False
    apart.append(text)
    return True
