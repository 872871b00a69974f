"""Message push: third-party vectors, and what the simulator sends."""

from __future__ import annotations

import json
import xml.sax.saxutils
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wechat.conftest import ELDER, PROGRESS, VALUES, Running
from wechat import push
from wechat.client import MiniProgramClient
from wechat.push import Push, PushReceiver, PushRefused, sign

VECTORS = json.loads((Path(__file__).parent / "push_vectors.json").read_text(encoding="utf-8"))
TOKEN, APPID, KEY = "token", "wx1", "k" * 43


def vectors(kind: str) -> Any:
    chosen = [vector for vector in VECTORS["vectors"] if vector["kind"] == kind]
    assert chosen
    return pytest.mark.parametrize("vector", chosen, ids=[vector["id"] for vector in chosen])


@vectors("msg_push_signature")
def test_a_plain_signature_is_as_published(vector: dict[str, Any]) -> None:
    inputs = vector["inputs"]
    query = {
        **inputs,
        "signature": vector["expected"]["signature"],
        "echostr": "4375120948345356249",
    }
    receiver = PushReceiver(inputs["token"], APPID)
    assert receiver.echo(query) == "4375120948345356249"
    with pytest.raises(PushRefused):
        receiver.echo({**query, "nonce": query["nonce"] + "1"})


@vectors("msg_push_secure_signature")
def test_a_secure_signature_is_as_published(vector: dict[str, Any]) -> None:
    inputs = vector["inputs"]
    made = sign(inputs["token"], inputs["timestamp"], inputs["nonce"], inputs["encrypt"])
    assert (made == vector["expected"]["msg_signature"]) is vector["expected"]["valid"]


@vectors("msg_push_decrypt")
def test_a_sealed_message_opens_as_published(vector: dict[str, Any]) -> None:
    inputs = vector["inputs"]
    receiver = PushReceiver(inputs["token"], inputs["appid"], inputs["encoding_aes_key"])
    got = receiver.read(inputs, sealed_body(inputs["encrypt"]))
    assert got.content == push._fields(vector["expected"]["plaintext"].encode())


@vectors("msg_push_encrypt")
def test_an_answer_is_sealed_as_published(
    vector: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = vector["inputs"]
    monkeypatch.setattr(push._Cipher, "get_random_string", lambda _: inputs["random16"])
    receiver = PushReceiver(inputs["token"], inputs["appid"], inputs["encoding_aes_key"])
    sealed = receiver.seal(inputs["plaintext"], inputs["timestamp"], inputs["nonce"])
    assert sealed == {
        "Encrypt": vector["expected"]["encrypt"],
        "MsgSignature": vector["expected"]["msg_signature"],
        "TimeStamp": inputs["timestamp"],
        "Nonce": inputs["nonce"],
    }


def test_a_message_for_another_app_is_refused() -> None:
    query, body = sealed_for("wx2", {"FromUserName": "o"})
    with pytest.raises(PushRefused, match="another app"):
        PushReceiver(TOKEN, APPID, KEY).read(query, body)


def test_in_secure_mode_a_plain_message_is_refused() -> None:
    query = {"timestamp": "1", "nonce": "2", "signature": sign(TOKEN, "1", "2")}
    with pytest.raises(PushRefused, match="msg_signature"):
        PushReceiver(TOKEN, APPID, KEY).read(query, json.dumps(event()).encode())


def test_in_compatible_mode_only_the_sealed_part_counts() -> None:
    query, body = sealed_for(APPID, event())
    mixed = {**json.loads(body), "FromUserName": "oForged", "Event": "forged"}
    got = PushReceiver(TOKEN, APPID, KEY).read(query, json.dumps(mixed).encode())
    assert (got.openid, got.event) == ("oElder", "subscribe_msg_popup_event")


def test_a_changed_byte_is_refused() -> None:
    query, body = sealed_for(APPID, event())
    sealed = json.loads(body)["Encrypt"]
    other = ("B" if sealed[0] != "B" else "C") + sealed[1:]
    with pytest.raises(PushRefused, match="msg_signature"):
        PushReceiver(TOKEN, APPID, KEY).read(query, sealed_body(other))


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_whatever_is_rightly_signed_but_no_message_is_refused(sealed: str) -> None:
    query = {"timestamp": "1", "nonce": "2", "msg_signature": sign(TOKEN, "1", "2", sealed)}
    with pytest.raises(PushRefused):
        PushReceiver(TOKEN, APPID, KEY).read(query, sealed_body(sealed))


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"<xml>", b"<other/>", b"\xff\xfe", b'{"MsgType": "event"}',
     b'{"FromUserName": "o", "CreateTime": "soon", "MsgType": "event"}',
     b'<!DOCTYPE x [<!ENTITY a "b">]><xml><FromUserName>&a;</FromUserName></xml>'],
)  # fmt: skip
def test_an_unreadable_message_is_refused(body: bytes) -> None:
    with pytest.raises(PushRefused):
        plain(body)


UNREADABLE = {
    "an encoding that nobody knows": b'<?xml version="1.0" encoding="foo"?><xml/>',
    "an encoding that is none": b'<?xml version="1.0" encoding="hex"?><xml>a</xml>',
    "a list without end": b"[" * 100_000,
    "an object without end": b'{"a":' * 100_000,
    "half a character": b'{"Encrypt": "\\ud800"}',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("key", [KEY, None], ids=["secure", "plain"])
def test_what_anybody_may_post_is_refused_and_breaks_nothing(key: str | None, body: bytes) -> None:
    query = {"timestamp": "1", "nonce": "2", "signature": sign(TOKEN, "1", "2")}
    with pytest.raises(PushRefused):
        PushReceiver(TOKEN, APPID, key).read(query, body)


@pytest.mark.parametrize(
    "changed",
    [
        {"CreateTime": float("inf")},
        {"FromUserName": "o\0"},
        {"Event": "\ud800"},
        {"List": [{"MsgID": "1", "TemplateId": "\0"}]},
        {"List": [{"MsgID": "1", "TemplateId": "t", "ErrorCode": float("inf")}]},
    ],
    ids=str,
)
def test_what_no_database_keeps_is_refused(changed: dict[str, Any]) -> None:
    plain(json.dumps(event()).encode())
    with pytest.raises(PushRefused):
        plain(json.dumps(event() | changed).encode())


def test_one_row_and_many_rows_read_alike_in_json_and_xml() -> None:
    one = plain(json.dumps(event()).encode())
    listed = plain(json.dumps({**event(), "List": [event()["List"]]}).encode())
    as_xml = plain(xml_event([event()["List"]]))
    many = plain(xml_event([event()["List"], {**event()["List"], "TemplateId": "t2"}]))
    assert one.consents == listed.consents == as_xml.consents
    assert one.dedupe_key == listed.dedupe_key == as_xml.dedupe_key
    assert [consent.template_id for consent in many.consents] == ["t1", "t2"]


def test_the_dedupe_key_is_the_same_for_repeats_only() -> None:
    key = plain(json.dumps(event()).encode()).dedupe_key
    assert plain(json.dumps(event()).encode()).dedupe_key == key
    others = [{"CreateTime": 6}, {"FromUserName": "oOther"}, {"Event": "other"}, {"MsgId": 1}]
    keys = {plain(json.dumps(event() | other).encode()).dedupe_key for other in others}
    assert len(keys | {key}) == 5
    assert "oElder" not in key


def test_two_deliveries_in_one_second_are_two_events() -> None:
    sent = {"TemplateId": "t1", "ErrorCode": "0", "ErrorStatus": "success"}
    first, second = (
        plain(json.dumps({**event(), "Event": "subscribe_msg_sent_event", "List": sent | {"MsgID": n}}).encode())
        for n in ("1", "2")
    )  # fmt: skip
    assert first.dedupe_key != second.dedupe_key
    assert first.deliveries[0].arrived


def test_a_message_of_a_person_is_known_by_its_id() -> None:
    text = {"FromUserName": "o", "CreateTime": 1, "MsgType": "text", "Content": "你好", "MsgId": 7}
    again = {**text, "CreateTime": 2}
    assert (
        plain(json.dumps(text).encode()).dedupe_key == plain(json.dumps(again).encode()).dedupe_key
    )


def test_nobody_is_named_in_the_repr_of_a_push() -> None:
    assert "oElder" not in repr(plain(json.dumps(event()).encode()))


def test_a_key_of_the_wrong_length_is_told_at_the_start() -> None:
    with pytest.raises(ValueError, match="43 characters"):
        PushReceiver(TOKEN, APPID, "short")


def test_without_a_key_nothing_can_be_sealed() -> None:
    with pytest.raises(PushRefused):
        PushReceiver(TOKEN, APPID).seal("{}", "1", "2")


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("secure", [True, False])
def test_what_the_simulator_pushes_can_be_read(
    start_simulator: Callable[..., Running], form: str, secure: bool
) -> None:
    changes = {} if secure else {"push_aes_key": ""}
    simulator = start_simulator(push_format=form, **changes)
    simulator.control(f"/people/{ELDER}/consents", {"template_id": PROGRESS})
    simulator.control(f"/people/{ELDER}/consents/{PROGRESS}", method="DELETE")
    assert [pushed["answered"] for pushed in simulator.pushes()] == [True, True]
    got = {push.event: push for push in pushed_to(simulator)}
    asked, changed = got["subscribe_msg_popup_event"], got["subscribe_msg_change_event"]
    assert (asked.openid, asked.consents[0].accepted) == (ELDER, True)
    assert (changed.consents[0].template_id, changed.consents[0].accepted) == (PROGRESS, False)
    body = simulator.callbacks.received[0][2].decode()
    assert (ELDER in body) is not secure


def test_a_sent_message_is_reported_with_its_id(wx: MiniProgramClient, simulator: Running) -> None:
    simulator.control(f"/people/{ELDER}/consents", {"template_id": PROGRESS, "count": 2})
    arrived = wx.send_subscribe_message(ELDER, PROGRESS, VALUES)
    simulator.control(f"/people/{ELDER}", {"refuses_delivery": True}, "PATCH")
    lost = wx.send_subscribe_message(ELDER, PROGRESS, VALUES)
    simulator.pushes()
    reports = {d.message_id: d.arrived for push in pushed_to(simulator) for d in push.deliveries}
    assert reports == {arrived: True, lost: False}


def test_an_unanswered_push_is_tried_three_more_times(simulator: Running) -> None:
    simulator.callbacks.answers = [(500, ""), (200, "<html>"), (403, "")]
    simulator.control("/pushes", {"openid": ELDER, "fields": {"MsgType": "text", "MsgId": 5}})
    assert [(p["tries"], p["answered"]) for p in simulator.pushes()] == [(4, True)]
    assert len({push.dedupe_key for push in pushed_to(simulator)}) == 1


def test_a_push_that_is_never_answered_is_given_up(simulator: Running) -> None:
    simulator.callbacks.answers = [(500, "")] * 9
    simulator.control("/pushes", {"openid": ELDER, "fields": {"MsgType": "text", "MsgId": 5}})
    assert [(p["tries"], p["answered"]) for p in simulator.pushes()] == [(4, False)]


def test_a_backend_that_is_down_is_tried_four_times(
    start_simulator: Callable[..., Running],
) -> None:
    simulator = start_simulator(app_base="http://127.0.0.1:9")
    simulator.control("/pushes", {"openid": ELDER, "fields": {"MsgType": "text", "MsgId": 5}})
    assert [(p["tries"], p["answered"]) for p in simulator.pushes()] == [(4, False)]


def pushed_to(simulator: Running) -> list[Push]:
    settings = simulator.settings
    receiver = PushReceiver(settings.push_token, settings.appid, settings.push_aes_key or None)
    return [
        receiver.read(query, body)
        for path, query, body, _ in simulator.callbacks.received
        if path == "/api/v1/wechat/push"
    ]


def event() -> dict[str, Any]:
    return {
        "ToUserName": "gh_1",
        "FromUserName": "oElder",
        "CreateTime": 5,
        "MsgType": "event",
        "Event": "subscribe_msg_popup_event",
        "List": {"TemplateId": "t1", "SubscribeStatusString": "accept", "PopupScene": "0"},
    }


def xml_event(rows: list[dict[str, str]]) -> bytes:
    fields = {name: value for name, value in event().items() if name != "List"}
    tagged = "".join(f"<List>{tags(row)}</List>" for row in rows)
    nested = f"<SubscribeMsgPopupEvent>{tagged}</SubscribeMsgPopupEvent>"
    return f"<xml>{tags(fields)}{nested}</xml>".encode()


def tags(fields: dict[str, Any]) -> str:
    return "".join(
        f"<{name}>{xml.sax.saxutils.escape(str(value))}</{name}>" for name, value in fields.items()
    )


def sealed_for(appid: str, fields: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    sealed = PushReceiver(TOKEN, appid, KEY).seal(json.dumps(fields), "1", "2")
    query = {"timestamp": "1", "nonce": "2", "msg_signature": sealed["MsgSignature"]}
    return query, sealed_body(sealed["Encrypt"])


def sealed_body(sealed: str) -> bytes:
    return json.dumps({"ToUserName": "gh_1", "Encrypt": sealed}).encode()


def plain(body: bytes) -> Push:
    query = {"timestamp": "1", "nonce": "2", "signature": sign(TOKEN, "1", "2")}
    return PushReceiver(TOKEN, APPID).read(query, body)
