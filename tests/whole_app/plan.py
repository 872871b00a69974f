"""The access matrix's plan: for every address a call that is in order, and whose right it needs.

A call that is in order leaves only who calls as a reason for a refusal. ``@name`` is replaced by
the id or value of that name in the world.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.knowledge.assessment.answering import answers_with_total
from tests.whole_app.call import Call
from tests.whole_app.knowledge_plan import KNOWLEDGE_API, KNOWLEDGE_PAGES
from tests.whole_app.money_plan import (
    ACTIVITIES,
    ACTIVITY_PAGES,
    MONEY_DESK,
    PAYMENT_PAGES,
    PAYMENTS,
)
from tests.whole_app.world import ACCOUNTS, CALLERS

EVERYBODY = frozenset(CALLERS)
SIGNED_IN = frozenset(ACCOUNTS)
STAFF = frozenset(
    {
        "clerk", "clerk, assisting", "clerk of another street", "clerk of another district",
        "district reviewer",
        "city supervisor", "admin", "editor", "publisher",
    }
)  # fmt: skip
KNOWLEDGE = frozenset({"editor", "publisher"})
CLERKS = frozenset({"clerk", "clerk, assisting"})
CLERKS_ELSEWHERE = frozenset({"clerk of another street", "clerk of another district"})
FAMILY = frozenset({"elder", "daughter", "daughter, pay only"})
OVER_HER = CLERKS | {"district reviewer", "city supervisor", "admin"}
ASKING = frozenset({"elder", "daughter", "clerk, assisting"})

RIGHTS: Mapping[str, frozenset[str]] = {
    "anyone": EVERYBODY,
    "proof": EVERYBODY,
    "signed in": SIGNED_IN,
    "code": SIGNED_IN,
    "code, once": SIGNED_IN - {"elder"},
    "staff": STAFF,
    "clerk": CLERKS | CLERKS_ELSEWHERE,
    "clerk of the street": CLERKS,
    "assisting clerk": frozenset({"clerk, assisting"}),
    "has the hand-off": frozenset({"clerk"}),
    "rings up": STAFF - KNOWLEDGE,
    "searches her": CLERKS | {"district reviewer"},
    "administers": frozenset({"admin"}),
    "breaks glass": frozenset({"district reviewer", "city supervisor", "admin"}),
    "rings her up": OVER_HER,
    "looks after messages": frozenset({"city supervisor", "admin"}),
    "gives back": CLERKS | {"district reviewer", "city supervisor"},
    "keeps the books": frozenset({"district reviewer", "city supervisor"}),
    "supervises money": frozenset({"city supervisor"}),
    "searches": CLERKS | CLERKS_ELSEWHERE | {"district reviewer"},
    "writes knowledge": KNOWLEDGE | {"admin"},
    "publishes knowledge": frozenset({"publisher"}),
    "herself": frozenset({"elder"}),
    "any grant": FAMILY,
    "objects": FAMILY | {"clerk, assisting"},
    "ends": frozenset({"elder", "daughter", "clerk, assisting"}),
    "ends on pages": frozenset({"elder", "daughter"}),
    "checks": ASKING | {"clerk", "district reviewer"},
    "looks": FAMILY | OVER_HER,
    "full": CLERKS | {"elder", "daughter", "district reviewer"},
    "ask": ASKING,
    "orders": frozenset({"elder", "daughter"}),
    "pays": FAMILY,
    "apply": ASKING,
    "apply on pages": frozenset({"elder", "daughter"}),
    "manage": frozenset({"elder", "clerk, assisting"}),
    "manage on pages": frozenset({"elder"}),
}
"""Who may, by the name of the right. ``proof``: anybody may try; the proof decides."""

UNRELATED = (
    "anonymous", "revoked daughter", "stranger", *sorted(CLERKS_ELSEWHERE), "API client",
)  # fmt: skip
"""Who has nothing to do with the elder: to them she does not exist."""

TOLD_BY_CODE = ("grants.post_look", "my_grants.look", "grants.post_accept")
"""Where whoever was given an invitation's code reads whose it is, masked, and has something to do
with her from then on."""


HER = {"elder_id": "@elder"}
HERS = HER | {"grant_id": "@grant"}
INVITE = {"relation": "child", "scopes": ["ask"], "days": 30}
REASON = {"reason": "样例：材料不符"}
HOLDER = {"my_name": "样例女儿"}

A_REPORT = {"kind": "complaint", "topic": "meals", "text": "样例：今天的午饭是凉的"}

PUBLIC = {
    "portal.home": Call("anyone"),
    "portal.post_question": Call("anyone", form={"text": "您好"}),
    "portal.post_font": Call("anyone", form={"size": "24"}),
    "portal.post_new": Call("anyone", form={}),
    "portal_feedback.post_feedback": Call("ask", form={"message_id": "@turn", "word": "useful"}),
    "assessments.post_score": Call("anyone", json={"items": answers_with_total(60)}),
    "benefits.post_check": Call("anyone", json={"facts": {"age": 83}}),
    "chat.post_message": Call("anyone", json={"text": "您好"}),
    "chat.get_conversation": Call("ask", path={"conversation_id": "@conversation"}),
    "chat.post_feedback": Call(
        "ask", path={"message_id": "@turn"},
        json={"conversation_id": "@conversation", "useful": True},
    ),
    "rights.get_consent_texts": Call("anyone"),
    "messages.get_verification": Call("proof", path={"number": "@verify"}),
    "wechat_push.get_push": Call("proof"),
    "wechat_push.post_push": Call("proof", json={}),
    "handoffs.get_wishes": Call("anyone"),
    "handoffs.post_handoff": Call(
        "ask", path={"conversation_id": "@conversation"}, json={"kind": "reply"}
    ),
    "handoffs.get_standing": Call("ask", path={"conversation_id": "@conversation"}),
    "handoffs.delete_handoff": Call("ask", path={"conversation_id": "@conversation"}),
    "help.page": Call("anyone"),
    "help.ask": Call("anyone", form={"kind": "reply"}),
    "help.withdraw": Call("ask", form={}),
    "help.read": Call("anyone", form={}),
    "help.now": Call("anyone"),
    "tickets.post_ticket": Call("anyone", json=A_REPORT),
    "tickets.get_ticket": Call("anyone", path={"link": "@ticket_link"}),
    "tickets.post_satisfaction": Call(
        "anyone", path={"link": "@ticket_link"}, json={"satisfaction": "good"}
    ),
    "report.page": Call("anyone"),
    "report.post_report": Call("anyone", form=A_REPORT),
    "report.status": Call("anyone", path={"link": "@ticket_link"}),
    "report.word": Call("anyone", path={"link": "@ticket_link"}, form={"word": "good"}),
    "report.withdraw": Call("proof", path={"link": "@ticket_link"}, form={}),
    "docs.page": Call("anyone"),
    "docs.spec": Call("anyone"),
    "docs.shown_spec": Call("anyone"),
    "docs.asset": Call("anyone", path={"name": "swagger-ui.css"}),
    "health.healthz": Call("anyone"),
    "health.readyz": Call("anyone"),
    "static": Call("anyone", path={"filename": "portal.css"}),
}  # fmt: skip

SIGNING_IN = {
    "sessions.post_session": Call("proof", json={"code": "@new"}),
    "sessions.post_clerk_session": Call("proof", json={"code": "@clerk_code"}),
    "sessions.post_sms_session": Call("proof", json={"phone": "13900000000", "code": "000000"}),
    "sessions.post_web_session": Call("proof", json={"id": "@secret"}),
    "sms_codes.post_sms_code": Call("proof", json={"phone": "13900000000"}),
    "web_logins.post_web_login": Call("anyone", json={}),
    "web_logins.get_web_login": Call("anyone", path={"scene": "@scene"}),
    "web_logins.get_picture": Call("anyone", path={"scene": "@scene"}),
    "web_logins.get_question": Call("signed in", path={"scene": "@scene"}),
    "web_logins.post_confirm": Call("signed in", path={"scene": "@scene"}, json={"number": "@number"}),
    "staff.post_staff_session": Call(
        "proof", json={"login": "@new", "password": "样例密码样例密码", "totp": "000000"}
    ),
    "sign_in.page": Call("anyone"),
    "sign_in.post_wechat": Call("anyone", form={}),
    "sign_in.scan": Call("anyone"),
    "sign_in.scan_state": Call("anyone"),
    "sign_in.post_phone": Call("anyone", form={"phone": "13900000000"}),
    "sign_in.post_code": Call("proof", form={"phone": "13900000000", "code": "000000"}),
    "sign_in.post_staff_code": Call("proof", form={"code": "@clerk_code"}),
    "sign_in.post_out": Call("anyone", form={}),
}  # fmt: skip

ONES_OWN = {
    "me.get_me": Call("signed in"),
    "me.post_phone": Call(
        "signed in", json={"code": "@phone_code", "agreed": True, "text_version": "1"}
    ),
    "sessions.get_sessions": Call("signed in"),
    "sessions.delete_all_sessions": Call("signed in"),
    "sessions.delete_current_session": Call("signed in"),
    "sessions.delete_session": Call("herself", path={"session_id": "@session"}),
    "rights.get_my_consents": Call("signed in"),
    "rights.post_my_consent": Call("signed in", json={"purpose": "messages", "version": 1}),
    "rights.delete_my_consent": Call("signed in", path={"purpose": "messages"}),
    "messages.get_messages": Call("signed in"),
    "messages.get_templates": Call("signed in"),
    "messages.post_consents": Call("signed in", json={"accepted": []}),
    "people.get_people": Call("signed in"),
    "people.post_person": Call(
        "signed in", json={"name": "甄别样", "relation": "child", "street": "110102007"}
    ),
    "people.delete_claim": Call("signed in", path={"grant_id": "@claim of {caller}"}),
    "grants.post_look": Call("code", path={"code": "@code"}),
    "grants.post_accept": Call("code, once", path={"code": "@code"}, json=HOLDER),
    "report.mine": Call("herself", path={"ticket_id": "@ticket"}, form={}),
    "account.mine": Call("signed in"),
    "account.inbox": Call("signed in"),
    "account.end_all": Call("signed in", form={}),
    "account.end_device": Call("herself", form={"session_id": "@session"}),
    "my_people.mine": Call("signed in"),
    "my_people.choose": Call("any grant", form={"elder_id": "@elder"}),
    "my_people.withdraw": Call("signed in", form={"grant_id": "@claim of {caller}"}),
    "my_grants.code": Call("signed in"),
    "my_grants.look": Call("code", form={"code": "@code"}),
    "my_grants.accept": Call("code, once", form={"code": "@code"} | HOLDER),
    "registering.new": Call("signed in"),
    "registering.post_new": Call(
        "signed in", form={"name": "甄别样", "relation": "child", "street": "110102007"}
    ),
}

ABOUT_HER = {
    "people.get_person": Call("looks", path=HER),
    "people.patch_person": Call("manage", path=HER, json={"version": 1, "name": "甄新样"}),
    "people.get_person_in_full": Call("full", path=HER, query={"purpose": "样例：核对"}),
    "people.get_facts": Call("ask", path=HER),
    "people.put_fact": Call("apply", path=HER | {"name": "lives"}, json={"value": "home"}),
    "people.get_fact_history": Call("ask", path=HER | {"name": "lives"}),
    "people.get_activity": Call("manage", path=HER),
    "grants.get_grants": Call("looks", path=HER),
    "grants.post_grant": Call(
        "manage", path=HER,
        json={"provider_id": "01900000-0000-7000-8000-000000000001", "scopes": ["ask"]},
    ),
    "grants.delete_grant": Call("ends", path=HERS),
    "grants.post_dispute": Call("objects", path=HERS, json=REASON),
    "grants.post_invitation": Call("manage", path=HER, json=INVITE),
    "rights.get_consents": Call("manage", path=HER),
    "rights.post_consent": Call("manage", path=HER, json={"purpose": "location", "version": 1}),
    "rights.delete_consent": Call("manage", path=HER | {"purpose": "location"}),
    "rights.post_erasure": Call("manage", path=HER, settled=True),
    "rights.get_export": Call("manage", path=HER),
    "rights.get_checks": Call("checks", path=HER),
    "rights.post_check": Call("apply", path=HER, json={"kind": "household"}),
    "my_people.show": Call("any grant", path=HER),
    "my_people.post_fact": Call("apply on pages", path=HER, form={"name": "lives", "value": "home"}),
    "registering.edit": Call("manage on pages", path=HER),
    "registering.post_edit": Call("manage on pages", path=HER, form={"birth_date": "1943年5月12日"}),
    "my_grants.of": Call("any grant", path=HER),
    "my_grants.invite": Call("manage on pages", path=HER, form=INVITE),
    "my_grants.confirm_revoke": Call("any grant", path=HER, query={"grant_id": "@grant"}),
    "my_grants.revoke": Call("ends on pages", path=HER, form={"grant_id": "@grant"}),
    "my_grants.dispute": Call("any grant", path=HER, form={"grant_id": "@grant"} | REASON),
    "my_grants.done": Call("manage on pages", path=HER),
    "account.consent": Call(
        "manage on pages", path=HER, form={"purpose": "location", "version": "1", "agree": "yes"}
    ),
    "account.export": Call("manage on pages", path=HER),
    "account.confirm_erase": Call("manage on pages", path=HER),
    "account.erase": Call("manage on pages", path=HER, form={}, settled=True),
}  # fmt: skip

OFFICE = {
    "staff.get_staff_me": Call("staff"),
    "staff.post_password": Call(
        "proof", json={"password": "样例密码样例密码", "totp": "000000", "new_password": "新样例密码新样例密码"}
    ),
    "staff.post_recovery_codes": Call("proof", json={"password": "样例密码样例密码", "totp": "000000"}),
    "staff.delete_staff_session": Call("staff"),
    "staff_messages.get_calls": Call("rings up"),
    "staff_messages.get_call": Call("rings her up", path={"call_id": "@call"}),
    "staff_messages.post_outcome": Call(
        "rings her up", path={"call_id": "@call"}, json={"outcome": "reached"}
    ),
    "staff_messages.get_given_up": Call("looks after messages"),
    "staff_messages.post_retry": Call("looks after messages", path={"message_id": "@message"}),
    "staff-people.post_person": Call(
        "clerk of the street",
        json={"name": "甄别样", "street": "110102007", "agreed": "spoken"},
    ),
    "staff-people.post_sign_in_code": Call("assisting clerk", path=HER),
    "staff-people.post_search": Call("searches", json={"id_card": "@id_card", "purpose": "样例：核对"}),
    "staff-people.post_assistance": Call(
        "clerk of the street", path=HER, json={"purpose": "样例：替老人办事"}
    ),
    "staff-people.delete_assistance": Call(
        "assisting clerk", path={"assistance_id": "@assistance"}
    ),
    "staff-people.post_paper_grant": Call(
        "clerk of the street", path=HER,
        json={"paper_reference": "样例1号", "relation": "child", "scopes": ["ask"]},
    ),
    "staff-people.post_revoke": Call("clerk of the street", path=HERS, json=REASON),
    "staff-people.get_claims": Call("clerk"),
    "staff-people.post_confirm": Call(
        "clerk of the street", path={"grant_id": "@claim"}, json={"paper_reference": "样例1号"}
    ),
    "staff-people.post_refuse": Call(
        "clerk of the street", path={"grant_id": "@claim"}, json=REASON
    ),
    "staff-people.get_disputes": Call("clerk"),
    "staff-people.post_decision": Call(
        "clerk of the street", path={"dispute_id": "@dispute"}, json=REASON | {"uphold": True}
    ),
    "staff-people.post_standing": Call(
        "clerk of the street", path=HER,
        json={"status": "moved_away", "on": "2026-11-01", "source": "family", "reason": "样例：告知"},
    ),
    "staff-people.post_check_by_hand": Call(
        "clerk of the street", path=HER,
        json={"kind": "household", "found": False, "as_of": "2026-11-01", "told_by": "样例派出所"},
    ),
    "staff-people.get_deaths": Call("clerk"),
    "staff-people.post_death": Call(
        "clerk of the street", path={"check_id": "@check"},
        json={"so_it_is": True, "reason": "样例：已核实"},
    ),
}  # fmt: skip

A_TICKET, AN_OPEN_TICKET = {"ticket_id": "@ticket"}, {"ticket_id": "@open_ticket"}
A_HANDOFF = {"handoff_id": "@handoff"}
A_DISPUTE, A_DEATH = {"row_id": "@dispute"}, {"row_id": "@check"}
A_CLERK = {"staff_id": "@clerk"}
A_POST = {"role": "editor"}
ITS_POST = {"role": "street_clerk", "district": "110102", "street": "110102007"}
AN_EMERGENCY = {"district": "110102", "street": "110102007", "reason": "样例：夜里有老人走失"}
CALLS, A_CALL = {"name": "calls"}, {"call_id": "@call"}
TICKED = {"row": "@call", "action": "heard", "heard": "reached"}

CONSOLE = {
    "console_sign_in.page": Call("anyone"),
    "console_sign_in.post_sign_in": Call(
        "proof", form={"login": "@new", "password": "样例密码样例密码", "totp": "000000"}
    ),
    "console_sign_in.post_sign_out": Call("anyone", form={}),
    "console.home": Call("staff"),
    "console_me.mine": Call("staff"),
    "console_me.end_session": Call("proof", form={"session_id": "@session"}),
    "console_me.end_others": Call("staff", form={}),
    "console_me.post_password": Call(
        "proof", form={"password": "样例密码样例密码", "totp": "000000", "new_password": "新样例密码新样例密码"}
    ),
    "console_me.post_recovery_codes": Call(
        "proof", form={"password": "样例密码样例密码", "totp": "000000"}
    ),
    "console_join.page": Call("proof", path={"token": "@new"}),
    "console_join.enrol": Call("proof", path={"token": "@new"}, form={}),
    "console_staff.index": Call("administers"),
    "console_staff.invite": Call("administers", form={"login": "@login", "name": "样例"} | A_POST),
    "console_staff.withdraw": Call("administers", form={"invitation_id": "@staff_invitation"}),
    "console_staff.show": Call("administers", path=A_CLERK),
    "console_staff.grant": Call("administers", path=A_CLERK, form=A_POST),
    "console_staff.revoke": Call("administers", path=A_CLERK, form=ITS_POST),
    "console_staff.unlock": Call("administers", path=A_CLERK, form={}),
    "console_staff.let_in_again": Call("administers", path=A_CLERK, form={}),
    "console_staff.sign_out": Call("administers", path=A_CLERK, form={}),
    "console_staff.close": Call("administers", path=A_CLERK, form={}),
    "console_emergency.page": Call("breaks glass"),
    "console_emergency.take": Call("breaks glass", form=AN_EMERGENCY),
    "console_emergency.give_back": Call("breaks glass", form={}),
    "console_emergency.review": Call("looks after messages", form={"post_id": "@taken_post"}),
    "console_handoffs.inbox": Call("rings up"),
    "console_handoffs.rows": Call("rings up"),
    "console_handoffs.show": Call("rings her up", path=A_HANDOFF),
    "console_handoffs.turns": Call("rings her up", path=A_HANDOFF),
    "console_handoffs.take": Call("rings her up", path=A_HANDOFF, form={"over": "1"}),
    "console_handoffs.give_back": Call("has the hand-off", path=A_HANDOFF, form={}),
    "console_handoffs.reply": Call("has the hand-off", path=A_HANDOFF, form={"reply": "样例：您好"}),
    "console_handoffs.number": Call("has the hand-off", path=A_HANDOFF, form={}),
    "console_handoffs.finish": Call(
        "has the hand-off", path=A_HANDOFF, form={"outcome": "reached"}
    ),
    "console_tickets.new": Call("rings up"),
    "console_tickets.post_new": Call("rings up", form=A_REPORT),
    "console_tickets.export": Call("rings up", query={"format": "csv"}),
    "console_tickets.show": Call("rings her up", path=A_TICKET),
    "console_tickets.take": Call("rings her up", path=AN_OPEN_TICKET, form={}),
    "console_tickets.number": Call("searches her", path=A_TICKET, form={}),
    "console_tickets.answer": Call(
        "rings her up", path=AN_OPEN_TICKET, form={"answer": "样例：已经联系助餐点改正"}
    ),
    "console_people.search": Call("searches"),
    "console_people.post_search": Call(
        "searches", form={"id_card": "@id_card", "purpose": "样例：核对"}
    ),
    "console_people.show": Call("rings her up", path=HER),
    "console_people.open_record": Call("searches her", path=HER, form={"purpose": "样例：核对"}),
    "console_people.assist": Call(
        "clerk of the street", path=HER, form={"purpose": "样例：替老人办事"}
    ),
    "console_people.ask": Call("assisting clerk", path=HER, form={"text": "您好"}),
    "console_people.end_assisting": Call("clerk of the street", path=HER, form={}),
    "console_calls.show": Call("rings her up", path=A_CALL),
    "console_calls.number": Call("searches her", path=A_CALL, form={}),
    "console_calls.heard": Call("rings her up", path=A_CALL, form={"heard": "reached"}),
    "console_claims.show": Call("clerk of the street", path={"grant_id": "@claim"}),
    "console_claims.confirm": Call(
        "clerk of the street", path={"grant_id": "@claim"},
        form={"paper_reference": "样例1号", "days": "30"},
    ),
    "console_claims.refuse": Call(
        "clerk of the street", path={"grant_id": "@claim"}, form=REASON
    ),
    "console_disputes.show": Call("clerk of the street", path=A_DISPUTE),
    "console_disputes.decide": Call(
        "clerk of the street", path=A_DISPUTE, form=REASON | {"uphold": "true"}
    ),
    "console_deaths.show": Call("clerk of the street", path=A_DEATH),
    "console_deaths.confirm": Call(
        "clerk of the street", path=A_DEATH, form=REASON | {"so_it_is": "false"}
    ),
    "console_standing.page": Call("clerk of the street", path=HER),
    "console_standing.post": Call(
        "clerk of the street", path=HER,
        form=REASON | {"status": "moved_away", "on": "2026-11-01", "source": "family"},
    ),
    "console_papers.show": Call("clerk of the street", path=HER),
    "console_papers.record": Call(
        "clerk of the street", path=HER,
        form={"paper_reference": "样例1号", "relation": "child", "scopes": "ask", "days": "30"},
    ),
    "console_papers.revoke": Call(
        "clerk of the street", path=HER, form=REASON | {"grant_id": "@grant"}
    ),
    "console_figures.page": Call("rings up"),
    "console_figures.export": Call("rings up", query={"format": "csv"}),
    "console_tour.page": Call("staff"),
    "console_lists.index": Call("staff"),
    "console_lists.show": Call("rings up", path=CALLS),
    "console_lists.preview": Call("rings up", path=CALLS, form=TICKED),
    "console_lists.do": Call("rings up", path=CALLS, form=TICKED),
    "console_lists.export": Call("rings up", path=CALLS, query={"format": "csv"}),
}  # fmt: skip

GROUPS: Mapping[str, Mapping[str, Call]] = {
    "Open to anyone": PUBLIC,
    "Signing in": SIGNING_IN,
    "One's own": ONES_OWN,
    "About the elder": ABOUT_HER,
    "The street office and other staff": OFFICE,
    "Street activities": ACTIVITIES,
    "Payments": PAYMENTS,
    "Street activities, the pages": ACTIVITY_PAGES,
    "Payments, the pages": PAYMENT_PAGES,
    "The knowledge, for programs": KNOWLEDGE_API,
    "The console": CONSOLE,
    "The console: the knowledge desk": KNOWLEDGE_PAGES,
    "The console: money": MONEY_DESK,
}
PLAN: Mapping[str, Call] = {name: call for group in GROUPS.values() for name, call in group.items()}
