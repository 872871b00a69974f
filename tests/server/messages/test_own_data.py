"""Messages in an elder's copy of her data, in its erasure, and when they are old."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import select

from server.kit.clock import business_now
from server.messages.models import WeChatPush
from server.people import own_data, retention
from server.people.access import job_for
from server.people.registry import registry
from server.transaction import transaction
from tests.server.messages.conftest import Office
from tests.server.messages.test_push import popup, post_sealed


def test_her_copy_holds_what_she_was_told(office: Office) -> None:
    mother, daughter = office.account(), office.account()
    elder = office.elder(mother)
    office.tell("grant_kept", mother, daughter, elder=elder)
    with transaction() as session:
        copy = own_data.export(session, job_for(elder))["messages"]
    assert {(line["title"], line["to"]) for line in copy} == {
        ("街道处理好了代办的事", "me"),
        ("街道处理好了代办的事", "somebody else"),
    }
    assert all("核实号" in line["text"] for line in copy)


def test_erased_words_are_gone_and_what_was_not_sent_is_not_sent(office: Office) -> None:
    elder = office.elder(phone="13800000009")
    office.tell("grant_kept", elder=elder, do=False)
    office.do_first()
    with transaction() as session:
        own_data.erase(session, job_for(elder))
    office.do_everything()
    message = office.only()
    assert (message.text, message.details, message.status) == (None, {}, "refused")
    assert office.sms.calls == []


def test_old_words_are_forgotten_and_recent_ones_kept(office: Office) -> None:
    office.tell("test_message", office.account())
    for days, kept in ((700, True), (740, False)):
        with transaction() as session:
            retention.clean(session, business_now() + timedelta(days=days))
        assert (office.only().text is not None) is kept


def test_what_wechat_pushed_long_ago_is_dropped(office: Office) -> None:
    post_sealed(office.app.test_client(), json.dumps(popup("o-1", "sim-template-grant")))
    with transaction() as session:
        retention.clean(session, business_now() + timedelta(days=31))
        assert session.scalars(select(WeChatPush)).all() == []


def test_every_audit_record_of_ours_has_its_sentence(office: Office) -> None:
    assert {"contact.read", "call.made", "message.retried"} <= registry().sentences.keys()
