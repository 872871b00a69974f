"""What a doctor sees by day, what law allows, whom one is angry at: told what to do, without two sentences to read out."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.talk import ask, reply_to

SCRIPT = "照着念"


@pytest.mark.parametrize(
    "text",
    ["心脏不舒服好几天了", "痰里带血", "手麻了半天", "腿肿得厉害,好几天了", "我妈发烧三十八度五"],
)
def test_an_ailment_of_some_days_is_sent_to_a_doctor_today(client: FlaskClient, text: str) -> None:
    reply = reply_to(client, text)
    assert reply["text"].startswith("今天就去医院看医生")
    assert "120" in [action["target"] for action in reply["actions"]]
    assert SCRIPT not in reply["text"]


def test_a_form_goes_on_after_an_ailment(client: FlaskClient) -> None:
    first = ask(client, "我妈84，北京户口，能领多少")
    told = ask(client, "她腿疼好几天了", conversation_id=first["conversation_id"])
    after = ask(client, "不是低保", conversation_id=first["conversation_id"])
    assert "看医生" in told["reply"]["text"]
    assert after["reply"]["kind"] == "eligibility"


@pytest.mark.parametrize("before", ["", "我想安乐死"])
def test_what_the_law_says_of_dying_gets_no_script_and_a_number(
    client: FlaskClient, before: str
) -> None:
    known = ask(client, before)["conversation_id"] if before else None
    reply = ask(client, "安乐死合法吗", conversation_id=known)["reply"]
    assert SCRIPT not in reply["text"]
    assert "120" in [action["target"] for action in reply["actions"]]


@pytest.mark.parametrize("text", ["骗子,你们都是骗子", "你们政府就是骗子", "你们这群骗子"])
def test_who_calls_us_swindlers_is_asked_what_went_wrong(client: FlaskClient, text: str) -> None:
    assert "让您生气了" in reply_to(client, text)["text"]


def test_who_reached_nobody_before_we_spoke_is_told_of_no_sentences(client: FlaskClient) -> None:
    first = reply_to(client, "打12345没人管,我找你有什么用")["text"]
    assert "那两句话" not in first
    assert "说说是什么事" in first
    asked = ask(client, "给我转人工")
    again = ask(client, "打了没人接", conversation_id=asked["conversation_id"])
    assert "那两句话" in again["reply"]["text"]


def test_a_fire_of_another_day_is_asked_of_the_fire_brigade(client: FlaskClient) -> None:
    assert reply_to(client, "养老院着过火,现在安全吗")["entry_id"] == "fire-safety"
