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

A_GROUP, A_RESULT = {"group_id": "@group"}, {"candidate_id": "@candidate"}
SECOND = {"version": "2"}
A_CORRECTION = {"correction_id": "@correction"}

KNOWLEDGE_PAGES = {
    "knowledge_entries.index": Call(WRITES),
    "knowledge_entries.show": Call(WRITES, path={"entry_id": "lunch"}),
    "knowledge_entries.for_district": Call(
        WRITES, path={"entry_id": "lunch"}, form={"for_district": "110107"}
    ),
    "knowledge_queue.index": Call(WRITES),
    "knowledge_queue.show": Call(WRITES, path=A_GROUP),
    "knowledge_queue.add_phrasing": Call(
        WRITES, path=A_GROUP, form={"entry_id": "lunch", "wording": "@asked"}
    ),
    "knowledge_queue.begin_entry": Call(WRITES, path=A_GROUP, form={}),
    "knowledge_queue.ignore": Call(WRITES, path=A_GROUP, form=REASON),
    "knowledge_queue.refuse": Call(WRITES, path=A_GROUP, form={"entry_id": "lunch"}),
    "knowledge_drafts.index": Call(WRITES),
    "knowledge_drafts.begin": Call(WRITES, path={"entry_id": "lunch"}, form={}),
    "knowledge_drafts.begin_new": Call(WRITES, form={}),
    "knowledge_drafts.show": Call(WRITES, path=A_DRAFT),
    "knowledge_drafts.write": Call(WRITES, path=A_DRAFT, form={"version": "1", "title": "样例"}),
    "knowledge_drafts.preview": Call(WRITES, path=A_DRAFT, form={"title": "样例"}),
    "knowledge_drafts.submit": Call(WRITES, path=A_DRAFT, form={"version": "1"}),
    "knowledge_drafts.approve": Call(PUBLISHES, path=A_SUBMITTED, form=SECOND),
    "knowledge_drafts.give_back": Call(PUBLISHES, path=A_SUBMITTED, form=REASON | SECOND),
    "knowledge_drafts.withdraw": Call(WRITES, path=A_DRAFT, form={"version": "1", "sure": "1"}),
    "knowledge_releases.index": Call(WRITES),
    "knowledge_releases.publish": Call(PUBLISHES, path=A_SUBMITTED, form=SECOND),
    "knowledge_releases.show": Call(WRITES, path=A_RESULT),
    "knowledge_releases.override": Call(PUBLISHES, path=A_RESULT, form=REASON),
    "knowledge_releases.call_off": Call(WRITES, path={"candidate_id": "@scheduled"}, form={}),
    "knowledge_releases.roll_back": Call(PUBLISHES, path={"number": "1"}, form={"sure": "1"}),
    "knowledge_trials.index": Call(WRITES, query={"q": "样例怎么办"}),
    "knowledge_trials.ask": Call(WRITES, path=A_DRAFT),
    "knowledge_trials.post_ask": Call(WRITES, path=A_DRAFT, form={"questions": "样例怎么办"}),
    "knowledge_trials.show": Call(WRITES, path={"trial_id": "@trial"}),
    "knowledge_upkeep.review": Call(WRITES),
    "knowledge_upkeep.show_conflicts": Call(WRITES),
    "knowledge_upkeep.show_corrections": Call(WRITES),
    "knowledge_upkeep.show_correction": Call(WRITES, path={"correction_id": "@told_correction"}),
    "knowledge_upkeep.tell": Call(PUBLISHES, path=A_CORRECTION, form={}),
    "knowledge_upkeep.dismiss": Call(PUBLISHES, path=A_CORRECTION, form=REASON),
    "knowledge_upkeep.questions": Call(WRITES),
    "knowledge_upkeep.add_question": Call(WRITES, form={"question": "@new", "entry_id": "lunch"}),
    "knowledge_upkeep.drop_question": Call(
        PUBLISHES, path={"question_id": "@regression_question"}, form={}
    ),
    "knowledge_files.index": Call(WRITES),
    "knowledge_files.post_import": Call("proof", form={}),
    "knowledge_files.show": Call(WRITES, path={"import_id": "@import"}),
    "knowledge_files.keep_source": Call(
        WRITES,
        path={"import_id": "@import"},
        form={"place": "0", "title": "样例来源", "issuer": "样例街道", "issued_on": "2026-11-20"},
    ),
    "knowledge_files.accept": Call(WRITES, path={"proposal_id": "@proposal"}, form={}),
    "knowledge_files.dismiss": Call(
        WRITES, path={"import_id": "@import", "proposal_id": "@proposal"}, form={}
    ),
    "knowledge_files.template": Call(WRITES),
    "knowledge_files.export": Call(WRITES, path={"form": "json"}),
}  # fmt: skip
