"""The self-check in chat: one question at a time, apart from the facts, binding nobody."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from intents.signs.signals import danger_in
from knowledge.assessment import bounds, score, standard, steps
from server.transaction import transaction
from tests.knowledge.assessment.answering import NOTHING_ELSE
from tests.server.conversation.test_dialogues import Chat

START = "自己先评一评"
ITEMS = list(standard().items.values())
UNDECIDED_TO_THE_END = (1, *[2] * 24)
"""Numbers of the answers to 25 items after which the last one decides between two levels."""

APPLY = "能力评估怎么申请"


@pytest.fixture
def chat(client: FlaskClient) -> Chat:
    """A conversation whose self-check has just begun."""
    begun = Chat(client)
    begun.say(START)
    return begun


def progress(reply: dict[str, Any]) -> str:
    return str(reply["text"]).split("。")[0]


def answers(chat: Chat, *numbers: int) -> dict[str, Any]:
    """Presses these answers, one question after the other; the last reply."""
    reply: dict[str, Any] = {}
    for place, number in enumerate(numbers, 1):
        reply = chat.say(f"第{place}题选第{number}个")
    return reply


@pytest.mark.parametrize("said", [START, "自测失能等级", "估一下我妈几级", "我想做个自评"])
def test_a_self_check_begins_with_the_first_question(client: FlaskClient, said: str) -> None:
    reply = Chat(client).say(said)
    assert (reply["kind"], progress(reply)) == ("clarify", "第1题，共26题")
    assert [c["label"] for c in reply["choices"][:5]] == [o.text for o in ITEMS[0].options]
    assert "不作数" in reply["text"]
    assert [c["document_number"] for c in reply["citations"]] == ["GB/T 42195-2022"]


def test_no_button_sounds_like_danger(client: FlaskClient) -> None:
    chat = Chat(client)
    reply = chat.say(START)
    for place in range(1, 27):
        assert [c["text"] for c in reply["choices"] if danger_in(c["text"])] == []
        reply = chat.say(f"第{place}题选第2个")


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("第二个", ITEMS[0].options[1].text),
        ("最后一个", ITEMS[0].options[4].text),
        (ITEMS[0].options[2].text, ITEMS[0].options[2].text),
        ("自己能行", ITEMS[0].options[0].text),
        ("全靠别人喂", ITEMS[0].options[4].text),
        ("说不好", "说不好"),
    ],
)
def test_an_answer_is_tapped_or_spoken(chat: Chat, said: str, noted: str) -> None:
    reply = chat.say(said)
    assert progress(reply) == "第2题，共26题"
    assert f"记下了：进食，{noted}。" in reply["text"]


@pytest.mark.parametrize("said", ["嗯这个嘛", "自己不行", "能走但是慢", "有点费劲"])
def test_what_is_no_clear_answer_is_asked_again(chat: Chat, said: str) -> None:
    reply = chat.say(said)
    assert progress(reply) == "第1题，共26题"
    assert "没听准" in reply["text"]


@pytest.mark.parametrize("said", ["上一题", "改上一题", "选错了"])
def test_the_question_before_can_be_answered_anew(chat: Chat, said: str) -> None:
    answers(chat, 1, 1)
    again = chat.say(said)
    assert progress(again) == "第2题，共26题"
    assert f"原来选的是：{ITEMS[1].options[0].text}" in again["text"]
    assert progress(chat.say("第三个")) == "第3题，共26题"
    assert f"原来选的是：{ITEMS[1].options[2].text}" in chat.say("上一题")["text"]


def test_before_the_first_question_there_is_none(chat: Chat) -> None:
    assert progress(chat.say("上一题")) == "第1题，共26题"


def test_a_button_pressed_twice_answers_once(chat: Chat) -> None:
    for _ in range(2):
        reply = chat.say("第1题选第1个")
    assert progress(reply) == "第2题，共26题"


def test_a_button_of_an_earlier_question_changes_that_question(chat: Chat) -> None:
    answers(chat, 1, 1, 1)
    reply = chat.say("第1题选第5个")
    assert progress(reply) == "第4题，共26题"
    chat.say("上一题")
    chat.say("上一题")
    assert f"原来选的是：{ITEMS[0].options[4].text}" in chat.say("上一题")["text"]


@pytest.mark.parametrize(
    "said", ["第9题选第1个", "第1题选第9个", "第99题说不好", "补充第1题选第1个"]
)
def test_a_button_of_a_question_that_has_not_come_up_changes_nothing(chat: Chat, said: str) -> None:
    reply = chat.say(said)
    assert progress(reply) == "第1题，共26题"
    assert "记下了" not in reply["text"]


def test_a_question_in_the_middle_is_answered_and_the_check_goes_on(chat: Chat) -> None:
    answers(chat, 1, 1)
    between = chat.say("高龄津贴一个月给多少")
    assert between["kind"] == "answer"
    assert between["choices"][0]["text"] == "接着评"
    assert progress(chat.say("接着评")) == "第3题，共26题"


def test_an_unclear_question_in_the_middle_is_asked_back(chat: Chat) -> None:
    between = chat.say("助餐")
    assert between["kind"] == "clarify"
    assert between["choices"][-1]["text"] == "接着评"
    assert chat.say("第二个")["entry_id"] is not None


def test_words_of_another_matter_are_no_answers_to_the_check(chat: Chat) -> None:
    chat.say("高龄津贴一个月给多少")
    chat.say("没有")
    assert progress(chat.say("接着评")) == "第1题，共26题"


def test_danger_in_the_middle_is_seen_and_the_check_waits(chat: Chat) -> None:
    answers(chat, 1)
    assert chat.say("我妈刚摔倒了起不来")["kind"] == "emergency"
    assert progress(chat.say("接着评")) == "第2题，共26题"


def test_the_check_can_wait_and_go_on(chat: Chat) -> None:
    answers(chat, 1, 2)
    paused = chat.say("先停一下")
    assert paused["choices"][0]["text"] == "接着评"
    assert progress(chat.say("接着评")) == "第3题，共26题"


def test_beginning_again_in_the_middle_goes_on_unless_asked_to_start_over(chat: Chat) -> None:
    answers(chat, 1, 2)
    assert progress(chat.say(START)) == "第3题，共26题"
    assert progress(chat.say("从头再评")) == "第1题，共26题"


def test_enough_is_enough(chat: Chat) -> None:
    answers(chat, 1, 2)
    ended = chat.say("不做了")
    assert APPLY in [c["label"] for c in ended["choices"]]
    assert "接着评" not in str(chat.say("高龄津贴一个月给多少")["choices"])
    assert progress(chat.say(START)) == "第1题，共26题"


def test_the_result_says_that_it_decides_nothing_and_who_does(chat: Chat) -> None:
    reply = answers(chat, *UNDECIDED_TO_THE_END, 2)
    assert (reply["kind"], reply["entry_id"]) == ("answer", None)
    head, _, visible = reply["text"].split("\n\n")
    assert "2级中度失能，65分" in head
    assert "不作数" in head
    assert "以评估人员结论为准" in visible
    assert APPLY in [c["label"] for c in reply["choices"]]
    assert reply["citations"][0]["document_number"] == "GB/T 42195-2022"
    assert chat.say(reply["choices"][0]["text"])["entry_id"] == "assessment-apply"


def test_it_stops_as_soon_as_nothing_can_change_and_offers_to_go_on(chat: Chat) -> None:
    reply: dict[str, Any] = {}
    for place in range(1, 27):
        reply = chat.say(f"第{place}题选第{len(ITEMS[place - 1].options)}个")
        if reply["kind"] == "answer":
            break
    assert place < 26
    assert "4级完全失能" in reply["text"].split("\n\n")[0]
    assert f"还有{26 - place}题没答，不管怎么答，等级都不会变了" in reply["text"]
    assert progress(chat.say("接着评")) == f"第{place + 1}题，共26题"


def test_after_an_early_end_the_supplements_are_asked_without_the_rest(chat: Chat) -> None:
    reply = answers(chat, *[2] * 25)
    assert [c["text"] for c in reply["choices"][1:3]] == ["接着评", "补充题"]
    assert chat.say("补充题")["text"].startswith("补充第2题。")
    chat.say("没有")
    assert "3级重度失能" not in chat.say("一次")["text"].split("\n\n")[0]


def test_not_knowing_ends_in_a_range(chat: Chat) -> None:
    for place in range(1, 27):
        reply = chat.say(f"第{place}题说不好" if place < 14 else f"第{place}题选第1个")
    assert "自己估出来在0级能力完好到" in reply["text"]
    assert "之间" in reply["text"]


@pytest.mark.parametrize("go_on", ["接着评", "补充题"])
def test_the_supplements_are_asked_on_request_and_count(chat: Chat, go_on: str) -> None:
    reply = answers(chat, *UNDECIDED_TO_THE_END, 2)
    assert "还没问到" in reply["text"]
    asked = chat.say(go_on)
    assert asked["text"].startswith("补充第2题。")
    chat.say("有")
    reply = chat.say("没有")
    assert "3级重度失能" in reply["text"].split("\n\n")[0]
    assert "确诊痴呆" in reply["text"]
    assert "还没问到" not in reply["text"]


def test_an_estimated_level_is_no_fact(chat: Chat, app: Flask) -> None:
    answers(chat, *[2] * 26)
    assert kept(app)["person"] in ({}, "{}")
    reply = chat.say("我爸八十六，京籍，低保，没有残疾证，一共能领多少")
    [care] = [b for b in reply["benefits"] if b["code"] == "care_subsidy"]
    assert care["verdict"] == "need_info"
    assert "assessment_level" in care["missing"]


NAMED = "我爸八十六，京籍，低保，没有残疾证，重度失能，一共能领多少"


def test_a_level_that_is_named_after_a_check_is_asked_about(chat: Chat, app: Flask) -> None:
    answers(chat, *[2] * 26)
    doubt = chat.say(NAMED)
    assert (doubt["kind"], kept(app)["person"] in ({}, "{}")) == ("clarify", True)
    assert [c["label"] for c in doubt["choices"]] == ["正式评估过", "是自己估的"]
    estimated = chat.say(doubt["choices"][1]["text"])
    assert verdict(estimated) == "need_info"
    assert verdict(chat.say(doubt["choices"][0]["text"])) == "eligible"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("第一个", "eligible"), ("正式评估过", "eligible"), ("街道评过的", "eligible"),
        ("第二个", "need_info"), ("是自己估的", "need_info"),
    ],
)  # fmt: skip
def test_the_choice_between_assessed_and_estimated_is_made_in_words_too(
    chat: Chat, said: str, told: str
) -> None:
    answers(chat, *[2] * 26)
    chat.say(NAMED)
    assert verdict(chat.say(said)) == told


def test_points_that_are_told_after_a_check_are_asked_about_too(chat: Chat) -> None:
    answers(chat, *[2] * 26)
    doubt = chat.say(NAMED.replace("重度失能", "评估得了40分"))
    assert verdict(chat.say(doubt["choices"][1]["text"])) == "need_info"
    assert verdict(chat.say(doubt["choices"][0]["text"])) == "eligible"


@pytest.mark.parametrize("said", ["评估过，是重度失能", "正式评的重度失能"])
def test_a_level_that_was_assessed_is_a_fact(chat: Chat, said: str) -> None:
    answers(chat, *[2] * 26)
    assert verdict(chat.say(NAMED.replace("重度失能", said))) == "eligible"


def test_without_a_check_a_named_level_is_believed(client: FlaskClient) -> None:
    assert verdict(Chat(client).say(NAMED)) == "eligible"


def verdict(reply: dict[str, Any]) -> str:
    """What is said of the benefit that goes by the level."""
    return str(next(b["verdict"] for b in reply["benefits"] if b["code"] == "care_subsidy"))


def test_facts_and_check_do_not_overwrite_one_another(client: FlaskClient) -> None:
    chat = Chat(client)
    asked = chat.say("我爸八十六，京籍，低保，肢体二级残疾，一共能领多少")
    chat.say(START)
    answers(chat, 1, 1)
    assert chat.say("接着算")["text"] == asked["text"]
    assert progress(chat.say("接着评")) == "第3题，共26题"


def kept(app: Flask) -> dict[str, Any]:
    with app.app_context(), transaction(writes=False) as session:
        return dict(
            session.execute(text("SELECT person, self_check FROM conversations")).mappings().one()
        )


@given(st.lists(st.integers(0, 5), min_size=26, max_size=26))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_answers_end_within_26_questions_with_the_librarys_own_result(
    client: FlaskClient, picked: list[int]
) -> None:
    chat = Chat(client)
    reply, taken, asked = chat.say(START), {}, 0
    for step, pick in zip(steps(), picked, strict=False):
        if reply["kind"] == "answer":
            break
        options = [c for c in reply["choices"] if c["text"].startswith(f"第{step.number}题")]
        pressed = options[pick % len(options)]
        if pressed["label"] != "说不好":
            taken[step.key] = step.values[options.index(pressed)]
        reply, asked = chat.say(pressed["text"]), asked + 1
    assert (reply["kind"], asked <= 26) == ("answer", True)
    if len(taken) == 26:
        assert f"是{score(taken, NOTHING_ELSE).level}，" in reply["text"]
    else:
        found = bounds(taken, NOTHING_ELSE)
        told = reply["text"].split("\n\n")[0]
        assert str(found.lightest) in told
        assert str(found.heaviest) in told
