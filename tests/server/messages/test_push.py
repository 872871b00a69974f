"""What WeChat pushes: signed, kept once, applied once, forgotten; anything else is refused."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from server.config import SAMPLES
from server.messages.models import WeChatPush
from server.messages.push import TOO_EARLY
from server.transaction import transaction
from tests.server.messages.conftest import Office
from tests.server.messages.outside import APPID
from wechat.push import PushReceiver, sign

URL = "/api/v1/wechat/push"
TOKEN, KEY = SAMPLES["wechat_push_token"], SAMPLES["wechat_push_aes_key"]
NOW, NONCE = "1795000000", "n0nce"


@pytest.fixture
def plain(office: Office) -> Office:
    """WeChat's console is set to plaintext."""
    office.set(wechat_push_mode="plain")
    return office


def event(name: str, openid: str, **rows: Any) -> dict[str, Any]:
    return {
        "ToUserName": "gh_sample",
        "FromUserName": openid,
        "CreateTime": int(time.time()),
        "MsgType": "event",
        "Event": name,
        **rows,
    }


def popup(openid: str, template: str, answer: str = "accept", at: int = 0) -> dict[str, Any]:
    row = {"TemplateId": template, "SubscribeStatusString": answer, "PopupScene": "0"}
    return event("subscribe_msg_popup_event", openid, List=[row]) | (
        {"CreateTime": at} if at else {}
    )


def change(openid: str, template: str, answer: str, at: int) -> dict[str, Any]:
    row = {"TemplateId": template, "SubscribeStatusString": answer}
    return event("subscribe_msg_change_event", openid, List=[row]) | {"CreateTime": at}


def sent(openid: str, message_id: str, code: str = "0") -> dict[str, Any]:
    row = {
        "TemplateId": "sim-template-matter",
        "MsgID": message_id,
        "ErrorCode": code,
        "ErrorStatus": "x",
    }
    return event("subscribe_msg_sent_event", openid, List=[row])


def post_plain(
    client: FlaskClient, body: bytes, token: str = TOKEN, kind: str = "application/json"
):
    query = {"signature": sign(token, NOW, NONCE), "timestamp": NOW, "nonce": NONCE}
    return client.post(URL, query_string=query, data=body, content_type=kind)


def post_sealed(client: FlaskClient, text: str, change: str = ""):
    sealed = PushReceiver(TOKEN, APPID, KEY).seal(text, NOW, NONCE)
    query = {
        "signature": sign(TOKEN, NOW, NONCE),
        "msg_signature": sealed["MsgSignature"],
        "timestamp": NOW,
        "nonce": NONCE,
        "encrypt_type": "aes",
    }
    body = f"<xml><ToUserName>gh</ToUserName><Encrypt>{sealed['Encrypt']}{change}</Encrypt></xml>"
    return client.post(URL, query_string=query, data=body, content_type="text/xml")


def push(office: Office, told: dict[str, Any]) -> None:
    answer = post_sealed(office.app.test_client(), json.dumps(told))
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "success")


def kept() -> list[WeChatPush]:
    with transaction(writes=False) as session:
        return list(session.scalars(select(WeChatPush)))


def test_the_check_of_the_address_is_answered_with_nothing_around(office: Office) -> None:
    query = {"signature": sign(TOKEN, NOW, NONCE), "timestamp": NOW, "nonce": NONCE}
    answer = office.app.test_client().get(URL, query_string=query | {"echostr": "4711"})
    assert answer.get_data(as_text=True) == "4711"
    assert answer.mimetype == "text/plain"
    wrong = office.app.test_client().get(URL, query_string=query | {"nonce": "x"})
    assert wrong.status_code == 403


def test_a_consent_pushed_in_secure_mode_is_counted_once_for_all_its_repeats(
    office: Office,
) -> None:
    account = office.account(openid="o-1")
    told = popup("o-1", "sim-template-matter", at=1795000000)
    for _ in range(4):
        push(office, told)
    office.do()
    assert office.balance(account, "matter") == 1
    push(office, popup("o-1", "sim-template-matter", at=1795000060))
    office.do()
    assert office.balance(account, "matter") == 2


def test_plaintext_xml_is_taken_where_it_is_expected(plain: Office) -> None:
    account = plain.account(openid="o-1")
    body = """<xml><ToUserName><![CDATA[gh]]></ToUserName><FromUserName><![CDATA[o-1]]></FromUserName>
    <CreateTime>1795000000</CreateTime><MsgType><![CDATA[event]]></MsgType>
    <Event><![CDATA[subscribe_msg_popup_event]]></Event><SubscribeMsgPopupEvent><List>
    <TemplateId><![CDATA[sim-template-matter]]></TemplateId>
    <SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><PopupScene>2</PopupScene>
    </List></SubscribeMsgPopupEvent></xml>"""
    answer = post_plain(plain.app.test_client(), body.encode(), kind="text/xml")
    assert answer.status_code == 200
    plain.do()
    assert plain.balance(account, "matter") == 1


def test_what_is_not_signed_by_wechat_is_refused_and_not_kept(
    office: Office, plain: Office
) -> None:
    body = json.dumps(popup("o-1", "sim-template-grant")).encode()
    assert post_plain(plain.app.test_client(), body, token="guess").status_code == 403
    assert kept() == []


def test_a_sealed_message_that_was_changed_is_refused(office: Office) -> None:
    text = json.dumps(popup("o-1", "sim-template-grant"))
    assert post_sealed(office.app.test_client(), text, change="x").status_code == 403
    assert kept() == []


def test_plaintext_is_refused_where_sealed_messages_are_expected(office: Office) -> None:
    body = json.dumps(popup("o-1", "sim-template-grant")).encode()
    assert post_plain(office.app.test_client(), body).status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"<xml>", b"\xff\xfe", b'{"a": 1}'])
def test_what_cannot_be_read_is_refused(plain: Office, body: bytes) -> None:
    assert post_plain(plain.app.test_client(), body).status_code == 403


def test_a_body_too_large_is_refused(office: Office) -> None:
    answer = post_plain(office.app.test_client(), b"x" * (65 * 1024))
    assert answer.status_code == 413


def test_an_unknown_event_is_accepted_and_forgotten(office: Office) -> None:
    push(office, event("weapp_audit_success", "o-1"))
    push(office, event("user_enter", "o-1") | {"MsgType": "text", "Content": "喂", "MsgId": "9"})
    assert kept() == []


def test_once_applied_the_content_is_forgotten(office: Office) -> None:
    office.account(openid="o-1")
    push(office, popup("o-1", "sim-template-grant"))
    [before] = kept()
    assert before.content["openid"] == "o-1"
    office.do()
    [after] = kept()
    assert after.content is None
    assert after.applied_at is not None


def test_somebody_unknown_changes_nothing(office: Office) -> None:
    account = office.account(openid="o-1")
    push(office, popup("o-2", "sim-template-grant"))
    office.do()
    assert office.balance(account, "grant") == 0


def test_the_switch_in_wechats_settings_turns_everything_off_but_gives_nothing(
    office: Office,
) -> None:
    account = office.account(openid="o-1", consents_to={"grant": 2})
    push(office, change("o-1", "sim-template-grant", "accept", at=1795000000))
    office.do()
    assert office.balance(account, "grant") == 2
    push(office, change("o-1", "sim-template-grant", "reject", at=1795000060))
    office.do()
    assert office.balance(account, "grant") == 0


def test_saying_no_to_one_more_question_keeps_what_was_agreed(office: Office) -> None:
    account = office.account(openid="o-1", consents_to={"grant": 2})
    push(office, popup("o-1", "sim-template-grant", answer="reject"))
    office.do()
    assert office.balance(account, "grant") == 2


def test_a_message_that_arrived_is_delivered(office: Office) -> None:
    account = office.account(openid="o-1", consents_to={"matter": 1})
    office.tell("test_message", account)
    push(office, sent("o-1", "msg-1"))
    office.do()
    assert office.only().status == "delivered"


def test_a_message_that_did_not_arrive_goes_on_by_sms(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to={"matter": 2})
    office.tell("test_message", account)
    push(office, sent("o-1", "msg-1", code="1"))
    office.do()
    message = office.only()
    assert (message.status, message.channel) == ("accepted", "sms")
    assert len(office.wechat.calls) == 1
    assert office.tried(message) == [("wechat", "refused"), ("sms", "accepted")]


def test_a_delivery_told_before_the_call_returned_is_applied_later(office: Office) -> None:
    account = office.account(openid="o-1", consents_to={"matter": 1})
    push(office, sent("o-1", "msg-1"))
    office.do()
    office.tell("test_message", account)
    office.do(waited=True)
    assert office.only().status == "delivered"


def test_a_delivery_of_somebody_elses_message_is_dropped_in_the_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(office, sent("o-1", "not-ours"))
    office.do()
    assert kept()[0].content is not None
    monkeypatch.setattr("server.messages.push.TOO_EARLY", -TOO_EARLY)
    office.do(waited=True)
    assert kept()[0].content is None


def test_other_addresses_still_want_json(office: Office) -> None:
    client = office.signed_in(office.account())
    answer = client.post("/api/v1/messages/consents", data="<xml/>", content_type="text/xml")
    assert answer.status_code == 415
