"""The knowledge in the access matrix's plan: its API and its pages."""

from __future__ import annotations

from tests.whole_app.call import Call

REASON = {"reason": "样例：材料不符"}
SEEN = {"version": 1}
A_DRAFT, A_SUBMITTED = {"draft_id": "@draft"}, {"draft_id": "@submitted"}
AN_ENTRY = {"entry_id": "@new_entry", "content": {}}
WRITES, PUBLISHES = "writes knowledge", "publishes knowledge"

KNOWLEDGE_API = {
    "editorial.get_drafts": Call(WRITES),
    "editorial.post_draft": Call(WRITES, json=AN_ENTRY),
    "editorial.get_draft": Call(WRITES, path=A_DRAFT),
    "editorial.put_draft": Call(WRITES, path=A_DRAFT, json=SEEN | {"content": {}}),
    "editorial.post_submit": Call(WRITES, path=A_DRAFT, json=SEEN),
    "editorial.post_approve": Call(PUBLISHES, path=A_SUBMITTED, json={"version": 2}),
    "editorial.post_give_back": Call(PUBLISHES, path=A_SUBMITTED, json=REASON | {"version": 2}),
    "editorial.post_withdraw": Call(WRITES, path=A_DRAFT, json=SEEN),
    "editorial_releases.post_publish": Call(PUBLISHES, path=A_SUBMITTED, json={"version": 2}),
    "editorial_releases.get_candidate": Call(WRITES, path={"candidate_id": "@candidate"}),
    "editorial_releases.post_override": Call(
        PUBLISHES, path={"candidate_id": "@candidate"}, json=REASON
    ),
    "editorial_releases.get_releases": Call(WRITES),
    "editorial_releases.post_roll_back": Call(PUBLISHES, path={"number": "1"}),
    "editorial_releases.get_questions": Call(WRITES),
    "editorial_releases.post_question": Call(WRITES, json={"question": "@new", "entry_id": None}),
    "editorial_releases.put_question": Call(
        WRITES, path={"question_id": "@regression_question"}, json=SEEN | {"entry_id": None}
    ),
    "editorial_releases.delete_question": Call(
        PUBLISHES, path={"question_id": "@regression_question"}
    ),
    "editorial_releases.get_conflicts": Call(WRITES),
}  # fmt: skip
