"""The real knowledge, asked over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from knowledge.loader import Base
from knowledge.schema import Entry
from server.app import create_app
from server.conversation import compose
from server.conversation.schemas import MessageOut, ReplyOut
from tests import databases
from tests.server.talk import ask, post, reply_to, transcript

HOTLINE = {"type": "call", "label": "拨打12345", "target": "12345"}
BY_PERSON = {"type": "open_page", "label": "请工作人员来帮我", "target": "/help"}
TO_REPORT = {"type": "open_page", "label": "我要反映、投诉", "target": "/report"}
UNSPEAKABLE = re.compile(r"https?:|www\.|[〔〕（）()\[\]{}【】<>]")
VAGUE = ("补贴", "申请", "老年卡", "评估", "津贴怎么弄", "养老院", "办理需要什么")


def test_the_age_allowance_at_85_is_100_yuan(client: FlaskClient) -> None:
    reply = reply_to(client, "高龄津贴八十五岁一个月多少")
    [source] = [c for c in reply["citations"] if c["document_number"] == "京民养老发〔2019〕160号"]
    assert (reply["kind"], source["effective_from"]) == ("answer", "2019-10-01")
    assert "100元" in reply["text"].split("\n\n")[0]


def test_the_meal_subsidy_is_5_yuan_a_day_for_basic_service_elders(client: FlaskClient) -> None:
    reply = reply_to(client, "助餐补贴每天多少")
    short = reply["text"].split("\n\n")[0]
    assert reply["kind"] == "answer"
    assert "5元" in short
    assert "基本养老服务对象" in short


def test_the_voucher_is_applied_for_in_minzhengtong(client: FlaskClient) -> None:
    reply = reply_to(client, "失能消费补贴怎么申请")
    assert reply["kind"] == "answer"
    assert "民政通" in reply["text"]
    assert "800元" in reply["text"]


def test_a_poem_is_not_our_business(client: FlaskClient) -> None:
    reply = reply_to(client, "帮我写首诗")
    assert (reply["kind"], reply["entry_id"], reply["citations"]) == ("handoff", None, [])
    assert HOTLINE in reply["actions"]


def test_a_handoff_says_what_to_say_on_the_phone(client: FlaskClient) -> None:
    asked = "骨灰海葬怎么报名"
    assert f"“我想问的是：{asked}。请问" in reply_to(client, asked)["text"]


def test_traditional_characters_and_full_width_find_the_same_answer(client: FlaskClient) -> None:
    assert (
        reply_to(client, "助餐補貼每天多少？")["entry_id"]
        == reply_to(client, "助餐补贴每天多少")["entry_id"]
    )


def test_an_answer_carries_sources_a_check_date_and_a_next_button(
    client: FlaskClient, base: Base
) -> None:
    entry = base.entries["age-allowance-amount"]
    reply = reply_to(client, entry.question)
    assert (reply["entry_id"], reply["release"]) == (entry.id, 1)
    assert reply["last_checked"] == entry.last_checked.isoformat()
    assert reply["text"].startswith(f"{entry.short}\n\n{entry.full.strip()}")
    assert reply["citations"][0]["title"] == base.documents["bj-2019-160"].title
    assert {"type": "call", "label": "打12345问一问", "target": "12345"} in reply["actions"]


def test_the_standard_question_of_every_topic_is_answered_by_its_entry(
    client: FlaskClient, base: Base
) -> None:
    first = {
        base.places[f"entries:{entry.id}"].topic: entry for entry in reversed(base.entries.values())
    }
    told = {entry.id: reply_to(client, entry.question)["entry_id"] for entry in first.values()}
    assert told == {name: name for name in told}


def test_the_answer_has_exactly_the_documented_shape(client: FlaskClient) -> None:
    said = ask(client, "高龄津贴一个月给多少")
    assert set(said) == {"conversation_id", "message_id", "reply"}
    assert set(said["reply"]) == {
        "kind", "text", "speech_text", "confidence", "entry_id", "release", "last_checked",
        "citations", "choices", "actions", "cards", "total_fen_per_month", "benefits",
    }  # fmt: skip
    assert MessageOut.model_validate(said).model_dump(mode="json") == said
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", said["conversation_id"])


def test_a_choice_that_is_offered_can_be_asked(client: FlaskClient) -> None:
    reply = reply_to(client, "高龄津贴一个月给多少")
    [first, *_] = reply["choices"]
    assert reply_to(client, first["text"])["kind"] == "answer"


def test_what_is_read_aloud_has_no_brackets_and_no_addresses(base: Base) -> None:
    stumbling = {
        entry.id: told.speech_text
        for entry in base.entries.values()
        for told in (
            answer(entry, base),
            compose.clarify([entry], confidence=0.5, release=1),
            compose.handoff(release=1),
        )
        if UNSPEAKABLE.search(told.speech_text)
    }
    assert stumbling == {}


def answer(entry: Entry, base: Base) -> ReplyOut:
    return compose.answer(
        entry, base.documents, base.entries, confidence=1.0, release=1, today=entry.last_checked
    )


def test_signs_that_a_voice_stumbles_over_are_taken_out() -> None:
    assert compose.speakable("京民〔2019〕160号（试行）80–89岁") == "京民 2019 160号 试行 80到89岁"


def test_what_is_not_known_is_said_with_whom_to_ask(base: Base) -> None:
    entry = next(e for e in base.entries.values() if e.needs_confirmation)
    text = answer(entry, base).text
    assert f"还不能确定的是：{entry.needs_confirmation.unknown}。" in text
    assert f"请问：{entry.needs_confirmation.ask}。" in text


def test_a_doubtful_question_offers_at_most_three_titles(client: FlaskClient, base: Base) -> None:
    reply = reply_to(client, vague(client))
    titles = {entry.title for entry in base.entries.values()}
    assert 1 <= len(reply["choices"]) <= 3
    assert {choice["label"] for choice in reply["choices"]} <= titles


def test_an_elder_is_asked_back_at_most_once_in_a_row(client: FlaskClient) -> None:
    doubtful = vague(client)
    first = ask(client, doubtful)
    second = ask(client, doubtful, conversation_id=first["conversation_id"])
    assert first["reply"]["kind"] == "clarify"
    assert second["reply"]["kind"] != "clarify"


def test_after_an_answer_an_elder_may_be_asked_back_again(client: FlaskClient) -> None:
    doubtful = vague(client)
    known = ask(client, doubtful)["conversation_id"]
    ask(client, "高龄津贴一个月给多少", conversation_id=known)
    assert ask(client, doubtful, conversation_id=known)["reply"]["kind"] == "clarify"


def vague(client: FlaskClient) -> str:
    """A question that is answered with a choice."""
    return next(text for text in VAGUE if reply_to(client, text)["kind"] == "clarify")


@pytest.mark.parametrize("wish", ["转人工", "没有解决", "还是没解决", "我要真人", "轉人工"])
def test_a_wish_for_a_person_names_the_topic(client: FlaskClient, base: Base, wish: str) -> None:
    first = ask(client, "助餐补贴每天多少")
    reply = ask(client, wish, conversation_id=first["conversation_id"])["reply"]
    assert reply["kind"] == "handoff"
    assert f"关于“{base.entries[first['reply']['entry_id']].title}”" in reply["text"]
    assert "我想问的是：助餐补贴每天多少。" in reply["text"]


def test_a_wish_for_a_person_needs_no_topic(client: FlaskClient) -> None:
    assert reply_to(client, "转人工")["actions"] == [HOTLINE, BY_PERSON, TO_REPORT]


def test_a_greeting_is_greeted(client: FlaskClient) -> None:
    assert reply_to(client, "您好！")["kind"] == "smalltalk"


def test_a_greeting_before_a_question_is_no_small_talk(client: FlaskClient) -> None:
    assert reply_to(client, "您好，助餐补贴每天多少")["kind"] == "answer"


def test_danger_comes_before_everything_else(client: FlaskClient) -> None:
    reply = reply_to(client, "您好，我妈摔倒了起不来，高龄津贴一个月给多少")
    assert reply["kind"] == "emergency"
    assert reply["actions"] == [{"type": "call", "label": "马上拨打120", "target": "120"}]


def test_an_emergency_is_answered_even_in_a_conversation_that_is_lost(client: FlaskClient) -> None:
    said = ask(client, "我妈摔倒了起不来", conversation_id="x" * 22)
    assert said["reply"]["kind"] == "emergency"
    assert said["conversation_id"] != "x" * 22


def test_an_emergency_is_answered_even_without_a_database(
    tmp_path: Path, standard_error: Callable[[], str]
) -> None:
    app = create_app(databases.settings("sqlite:////nowhere/at-all.db", tmp_path))
    client = app.test_client()
    for signed_in in ({}, {"HTTP_AUTHORIZATION": "Bearer a-token-nobody-can-look-up-now"}):
        client.environ_base |= signed_in
        reply = reply_to(client, "我妈摔倒了起不来")
        assert (reply["kind"], reply["actions"][0]["target"]) == ("emergency", "120")
    assert "emergency_not_kept" in standard_error()


def test_an_emergency_goes_on_in_its_conversation(client: FlaskClient) -> None:
    known = ask(client, "您好")["conversation_id"]
    assert ask(client, "我妈摔倒了起不来", conversation_id=known)["conversation_id"] == known
    assert len(transcript(client, known)["items"]) == 2


def test_before_anything_is_published_a_person_is_named(empty_app: Flask) -> None:
    client = empty_app.test_client()
    reply = reply_to(client, "高龄津贴一个月给多少")
    assert (reply["kind"], reply["release"], reply["actions"]) == (
        "handoff",
        None,
        [HOTLINE, BY_PERSON, TO_REPORT],
    )


def test_danger_is_seen_before_anything_is_published(empty_app: Flask) -> None:
    assert reply_to(empty_app.test_client(), "家里着火了")["actions"][0]["target"] == "119"


@pytest.fixture
def dated(base: Base) -> Entry:
    """An entry that came into force on a day."""
    return next(entry for entry in base.entries.values() if entry.valid_from)


@pytest.mark.parametrize(("time", "told"), [("T00:00:00", True), ("T23:59:59", True)])
def test_an_entry_is_told_on_the_day_it_comes_into_force(
    app_with: Callable[..., Flask], dated: Entry, time: str, told: bool
) -> None:
    client = app_with(app_now=f"{dated.valid_from}{time}+08:00").test_client()
    assert (reply_to(client, dated.question)["entry_id"] == dated.id) is told


def test_an_entry_is_not_told_a_second_earlier(
    app_with: Callable[..., Flask], dated: Entry
) -> None:
    # Midnight in Beijing is 16:00 of the day before in UTC.
    client = app_with(app_now="2026-06-30T15:59:59+00:00").test_client()
    assert str(dated.valid_from) == "2026-07-01"
    assert reply_to(client, dated.question)["entry_id"] != dated.id


def test_what_is_not_in_force_is_not_offered_either(
    app_with: Callable[..., Flask], base: Base
) -> None:
    later = {entry.id for entry in base.entries.values() if entry.valid_from}
    leading = next(e for e in base.entries.values() if not e.valid_from and later & set(e.related))
    client = app_with(app_now="2026-01-01T09:00:00+08:00").test_client()
    offered = {choice["text"] for choice in reply_to(client, leading.question)["choices"]}
    assert not offered & {base.entries[name].question for name in later}


def test_only_the_chosen_age_band_is_told(client: FlaskClient) -> None:
    assert "500元" in reply_to(client, "我九十一了高龄津贴给多少")["text"].split("\n\n")[0]


@pytest.mark.parametrize("mode", ["text", "voice"])
def test_how_a_question_was_put_in_is_kept(client: FlaskClient, mode: str) -> None:
    known = ask(client, "您好", input_mode=mode)["conversation_id"]
    assert transcript(client, known)["items"][0]["input_mode"] == mode


def test_the_same_question_gets_the_same_reply(client: FlaskClient) -> None:
    question = "老人吃饭有补贴吗"
    assert post(client, question).get_json()["reply"] == post(client, question).get_json()["reply"]
