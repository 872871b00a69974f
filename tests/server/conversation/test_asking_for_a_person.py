"""转人工 at any time: number, hours, two sentences to read out, and the way back."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from intents.words import concepts
from intents.words.privacy import mask
from knowledge.files import read_yaml
from knowledge.hotlines import hotlines
from knowledge.loader import Base
from server.conversation.handoff import asked_first
from server.conversation.told.spoken_facts import in_words
from tests.server.conversation.test_dialogues import Chat

WISH = "转人工"
WINDOW = "allowance-pingguoyuan"


def sentences(reply: dict[str, object]) -> list[str]:
    """The sentences to read out."""
    return [line[2:] for line in str(reply["text"]).splitlines() if line.startswith("- ")]


def numbers(reply: dict[str, object]) -> list[str]:
    return [action["target"] for action in reply["actions"] if action["type"] == "call"]


def test_the_hand_over_says_number_hours_and_two_sentences(client: FlaskClient) -> None:
    reply = Chat(client).say(WISH)
    assert (reply["kind"], numbers(reply)) == ("handoff", ["12345"])
    assert "几点到几点有人接，我没查到公开的说法" in reply["text"]
    assert len(sentences(reply)) == 2


def test_hours_are_said_only_where_a_source_tells_them(base: Base) -> None:
    for line in hotlines().values():
        assert all(citation.document in base.documents for citation in line.citations)
        assert line.hours is None or "24" not in line.hours


def test_the_number_of_the_last_answer_comes_with_its_hours(
    client: FlaskClient, base: Base
) -> None:
    chat = Chat(client)
    chat.say(base.entries[WINDOW].question)
    reply = chat.say(WISH)
    assert numbers(reply) == ["12345", "010-88932121"]
    assert (
        "010-88932121是石景山区苹果园街道的窗口，工作日9点到12点、14点到17点有人接" in reply["text"]
    )


def test_the_sentences_tell_topic_facts_and_question(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十五了，住在海淀区，高龄津贴一个月给多少")
    about, wanted = sentences(chat.say(WISH))
    assert "补贴津贴" in about
    assert "85周岁，住在海淀区" in about
    assert "高龄津贴一个月给多少" in wanted


def test_the_facts_that_were_collected_are_told(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸八十六，京籍，低保，肢体二级残疾，一共能领多少")
    about, wanted = sentences(chat.say(WISH))
    assert "86周岁，北京户口，低保，肢体残疾二级" in about
    assert "一共能领多少" in wanted


def test_a_corrected_age_is_the_one_that_is_told(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十三，北京户口，不是低保，能领多少")
    chat.say("不是八十三，是七十三")
    about, _ = sentences(chat.say(WISH))
    assert "73周岁" in about
    assert "83" not in about


def test_a_day_of_birth_is_told_as_a_year(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈1946年3月5日生，北京户口，不是低保，能领多少")
    about, _ = sentences(chat.say(WISH))
    assert "1946年出生" in about
    assert "3月" not in about


def test_no_personal_number_is_told(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我电话13812345678，高龄津贴怎么还没到账")
    told = chat.say(WISH)["text"]
    assert mask(told) == told
    assert "13812345678" not in told


def test_words_after_the_last_topic_do_not_hide_it(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("助餐补贴每天多少")
    for word in ("谢谢", "没有解决", "有没有人啊"):
        reply = chat.say(word)
    assert "我想问的是：助餐补贴每天多少" in sentences(reply)[1]


def test_an_unknown_question_is_quoted_with_what_was_told_before(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十五了，高龄津贴一个月给多少")
    reply = chat.say("帮我写一首关于月亮的诗")
    assert (reply["kind"], len(sentences(reply))) == ("handoff", 2)
    assert "85周岁" in sentences(reply)[0]
    assert "帮我写一首关于月亮的诗" in sentences(reply)[1]


def test_in_the_middle_of_the_facts_the_sum_can_be_gone_on_with(client: FlaskClient) -> None:
    chat = Chat(client)
    asked = chat.say("我爸八十六，京籍，低保，肢体二级残疾，一共能领多少")
    handed = chat.say(WISH)
    assert {"label": "接着算能领多少", "text": "接着算"} in handed["choices"]
    assert chat.say("接着算")["text"] == asked["text"]


def test_in_the_middle_of_a_choice_the_choice_stays_open(client: FlaskClient) -> None:
    chat = Chat(client)
    offered = chat.say("助餐")
    assert offered["kind"] == "clarify"
    assert chat.say("我要找活人")["choices"] == offered["choices"]
    directly = Chat(client).say(offered["choices"][1]["text"])
    assert chat.say("第二个")["entry_id"] == directly["entry_id"]


def test_in_the_middle_of_the_self_check_it_can_be_gone_on_with(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("自己先评一评")
    question = chat.say("第1题选第1个")
    handed = chat.say("叫你们领导来")
    assert (handed["kind"], handed["choices"][0]["text"]) == ("handoff", "接着评")
    assert "失能等级" in sentences(handed)[1]
    assert chat.say("接着评")["text"].split("。")[0] == question["text"].split("。")[0]


@pytest.mark.parametrize("said", ["打不通", "没人接", "一直占线"])
def test_when_nobody_answers_another_way_is_named(client: FlaskClient, said: str) -> None:
    chat = Chat(client)
    chat.say(WISH)
    reply = chat.say(said)
    assert (reply["kind"], "民政窗口" in reply["text"]) == ("handoff", True)


def test_a_number_that_is_not_reached_is_a_question_where_none_was_given(
    client: FlaskClient,
) -> None:
    assert "过一会儿再打12345" not in Chat(client).say("打不通")["text"].split("\n\n")[0]


@pytest.mark.parametrize(
    ("opening", "then", "told", "number"),
    [
        ("老年卡怎么办", "要排队吗", "北京农商银行", "96198"),
        ("养老院押金最多多少", "能用信用卡交吗", "那家养老院", None),
    ],
)
def test_what_is_not_known_is_asked_first_of_whoever_is_nearest_to_it(
    client: FlaskClient, opening: str, then: str, told: str, number: str | None
) -> None:
    chat = Chat(client)
    chat.say(opening)
    reply = chat.say(then)
    assert reply["kind"] == "handoff"
    assert told in reply["text"]
    assert told in reply["speech_text"]
    assert numbers(reply) == ["12345", *([number] if number else [])]


def test_whoever_is_nearest_is_named_by_subjects_that_the_words_know() -> None:
    named = {subject for row in asked_first.rows() for subject in row.subjects}
    assert named <= set(read_yaml(concepts.DATA)["nouns"])


@pytest.mark.parametrize(
    ("said", "about", "wanted", "gone"),
    [
        (["我八十三了，一个月能领多少钱", "不是八十三，是九十三"],
         "93周岁", "老人能领哪些补贴津贴，一共多少", "八十三"),
        (["我妈八十二，西城户口，不是低保，一共能领多少", "不对，户口在朝阳"],
         "户口在朝阳区", "老人能领哪些补贴津贴，一共多少", "西城"),
        (["我爸八十六，京籍，低保，肢体二级残疾，一共能领多少", "还有视力一级残疾"],
         "86周岁", "我爸八十六，京籍，低保，肢体二级残疾，一共能领多少", "一共多少"),
    ],
)  # fmt: skip
def test_what_was_corrected_is_not_read_out_beside_what_is_right(
    client: FlaskClient, said: list[str], about: str, wanted: str, gone: str
) -> None:
    chat = Chat(client)
    for text in said:
        chat.say(text)
    first, second = sentences(chat.say(WISH))
    assert about in first
    assert wanted in second
    assert gone not in first + second


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"hukou_district": "西城区", "district": "西城区"}, "户口在西城区"),
        ({"residence_district": "海淀区", "district": "海淀区"}, "住在海淀区"),
        ({"hukou_district": "西城区", "residence_district": "西城区"}, "户口和住处都在西城区"),
        ({"hukou_district": "西城区", "residence_district": "海淀区"}, "户口在西城区，住在海淀区"),
        ({"district": "西城区"}, "在西城区"),
        ({"hukou_district": "西城区", "district": "海淀区"}, "户口在西城区，在海淀区"),
    ],
)
def test_a_district_is_told_once(facts: dict[str, str], told: str) -> None:
    assert in_words(facts) == told
