"""Openids and phone numbers go to gateways: never into a log, an answer or a job."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import text

from server import logs
from server.kit.sms import SmsError
from server.oversight.actor import Role
from server.transaction import transaction
from tests.server.messages.conftest import Office
from tests.server.messages.outside import no_answer, says
from tests.server.messages.test_push import popup, post_sealed, sent

OPENID, PHONE, HERS = "oMARKEDopenid00000000000001", "13912345678", "13987654321"
MARKS = (OPENID, PHONE, HERS)


def test_marked_openids_and_phones_leave_no_trace(
    office: Office, standard_error: Callable[[], str]
) -> None:
    logs.configure("DEBUG")
    account = office.account(openid=OPENID, phone=PHONE, consents_to={"matter": 3, "grant": 1})
    elder = office.elder(phone=HERS, street="110102007")
    office.wechat.script = [no_answer(), says(47003, f"data.thing1.value {OPENID}"), says(40003)]
    office.sms.script = [SmsError("no answer", retryable=True, unknown_outcome=True)]
    office.tell("test_message", account)
    office.tell("grant_disputed", account, elder=elder)
    office.do_everything()
    client, anybody = office.signed_in(account), office.app.test_client()
    answers = [
        client.get("/api/v1/messages"),
        client.get("/api/v1/messages/templates"),
        office.staff(Role.CITY_SUPERVISOR).get("/api/v1/staff/messages/calls"),
        post_sealed(anybody, json.dumps(popup(OPENID, "sim-template-grant"))),
        post_sealed(anybody, json.dumps(sent(OPENID, "msg-1"))),
        post_sealed(anybody, json.dumps(popup(OPENID, "sim-template-grant")), change="broken"),
    ]
    office.do_everything()
    written = standard_error()
    assert "message_channel_misconfigured" in written  # something was logged at all
    for mark in MARKS:
        assert mark not in written
        assert all(mark not in answer.get_data(as_text=True) for answer in answers)


def test_the_database_holds_them_sealed_only(office: Office) -> None:
    office.account(openid=OPENID, phone=PHONE)
    office.elder(phone=HERS)
    post_sealed(office.app.test_client(), json.dumps(popup(OPENID, "sim-template-grant")))
    with transaction(writes=False) as session:
        for table in ("messages_wechat_pushes", "jobs_outbox", "oversight_audit_records"):
            rows = str(session.execute(text(f"SELECT * FROM {table}")).all())
            assert rows != "[]"
            assert not any(mark in rows for mark in MARKS)
