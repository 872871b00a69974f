"""Conversations of several turns: follow-ups, corrections, choices, the sum and the way back."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient


class Chat:
    """One conversation over the API."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.id = client, None

    def say(self, text: str) -> dict[str, Any]:
        body = {"text": text, "conversation_id": self.id}
        answer = self.client.post("/api/v1/chat/messages", json=body).get_json()
        self.id = answer["conversation_id"]
        return answer["reply"]


def test_a_sentence_with_all_facts_gets_the_sum_at_once(client: FlaskClient) -> None:
    reply = Chat(client).say("我爸八十六，京籍，低保，肢体二级残疾，一共能领多少")
    assert (reply["kind"], reply["total_fen_per_month"]) == ("eligibility", 80000)
    assert "800元" in reply["speech_text"]
    assert any(c["document_number"] == "京民养老发〔2019〕160号" for c in reply["citations"])


def test_either_or_is_said_where_two_benefits_exclude_each_other(client: FlaskClient) -> None:
    reply = Chat(client).say("我爸八十六，京籍，低保，肢体二级残疾，一共能领多少")
    assert "和失能老年人护理补贴只能选一样" in reply["text"]


def test_a_wrong_age_can_be_corrected(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我妈八十三，北京户口，不是低保，能领多少")["total_fen_per_month"] == 10000
    assert chat.say("不是八十三，是七十三")["total_fen_per_month"] is None


def test_another_age_is_followed(client: FlaskClient) -> None:
    chat = Chat(client)
    assert "100元" in chat.say("我妈八十三了，每个月能领多少钱")["text"]
    assert "500元" in chat.say("那九十岁呢？")["text"]


def test_a_question_in_the_middle_is_answered_and_the_sum_goes_on(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸八十六，京籍，低保，肢体二级残疾，一共能领多少")
    between = chat.say("那评估去哪儿做")
    assert between["kind"] == "answer"
    assert between["choices"][0]["text"] == "接着算"
    assert chat.say("接着算")["total_fen_per_month"] == 80000


def test_not_knowing_is_an_answer(client: FlaskClient) -> None:
    chat = Chat(client)
    first = chat.say("我爸八十六，京籍，低保，肢体二级残疾，一共能领多少")
    second = chat.say("不知道")
    assert second["kind"] == "eligibility"
    assert second["text"].split("请再告诉我")[-1] != first["text"].split("请再告诉我")[-1]


def test_last_year_is_judged_by_last_year(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈1946年3月5日生，北京户口，不是低保，能领多少")
    assert chat.say("去年能领多少")["total_fen_per_month"] is None


def test_a_choice_can_be_picked_in_words(client: FlaskClient) -> None:
    chat = Chat(client)
    offered = chat.say("助餐")
    assert offered["kind"] == "clarify"
    directly = Chat(client).say(offered["choices"][1]["text"])
    assert chat.say("第二个")["entry_id"] == directly["entry_id"]
