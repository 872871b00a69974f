"""While a fact is asked for, only what answers the question changes it: a remark leaves the sum as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from intents.matching.evaluate import read_lines
from server.conversation.told.plain_answers import answer_to
from tests.server.conversation.test_dialogues import Chat

DATA = Path(__file__).resolve().parents[1] / "data"
REMARKS = [row["q"] for row in read_lines(DATA / "remarks.jsonl")]
OF_THE_SUM = [
    *("没领过这钱", "不多啊", "不够花呀", "不会少吧", "没少吧", "不止吧", "不变吧", "不能再多点么"),
    *(
        "不容易啊 谢谢",
        "不会弄啊",
        "没有别的了？",
        "没有别的了",
        "没拿到过",
        "没有那么多吧",
        "不给现金吗",
    ),
    *(
        "没有户口本行吗",
        "不是吧",
        "不懂",
        "没听清",
        "不用评估吧",
        "不是说三百吗",
        "不对吧",
        "没想到",
        "没钱花",
    ),
    *(
        "不少了",
        "无所谓",
        "不急",
        "没戏了",
        "不公平",
        "不就一百吗",
        "没有？",
        "不比别人多",
        "没人管啊",
        "不了",
    ),
    *(
        "北京这么大就给这点",
        "重新说一遍",
        "中午能去吃吗",
        "大家都这样",
        "完全听不懂",
        "对北京户口有要求吗",
    ),
    *(
        "我儿子在外地上班",
        "不是，你听错了",
        "没有，这也太少了",
        "家里有事",
        "回家问问",
        "手机坏了",
        "有什么用",
    ),
]
"""What people say of a sum, of themselves and of us, and much of which begins as a no does."""

ANSWERS: dict[str, tuple[str, ...]] = {
    "hukou": ("都不是", "是北京户口", "不是北京户口", "我是外地的，跟着孩子来北京的"),
    "receiving": ("都不是", "没领过这钱"),
    "residence_permit": ("都不是", "没办居住证"),
    "income_class": ("都不是",),
    "family_planning_special": ("都不是",),
    "disability": ("都不是", "没有残疾证"),
    "assessment_level": (),
    "lives": (),
    "basic_service_elder": ("都不是",),
    "insured_district": (),
    "insurance_type": (),
    "alone": ("都不是",),
}
"""The questions that may wait, with those of the remarks that answer them."""


@pytest.mark.parametrize("asked", ANSWERS)
def test_of_all_remarks_only_an_answer_is_taken_for_one(asked: str) -> None:
    said = [*REMARKS, *OF_THE_SUM]
    assert {text for text in said if answer_to(asked, text, alone=True)} == {*ANSWERS[asked]}


WAITING: dict[str, tuple[str, ...]] = {
    "hukou": ("我妈86 低保",),
    "income_class": ("我妈86 北京户口",),
    "disability": ("我妈86 北京户口 低保",),
}
"""What is said before each of the questions."""


def sum_after(client: FlaskClient, *messages: str) -> dict[str, Any]:
    chat = Chat(client)
    for message in messages:
        reply = chat.say(message)
    return {"fen": reply["total_fen_per_month"], "first": reply["text"].split("\n")[0]}


@pytest.mark.parametrize("asked", WAITING)
def test_a_remark_leaves_the_sum_as_it_was(client: FlaskClient, asked: str) -> None:
    told = WAITING[asked]
    before = sum_after(client, *told, "一共多少")
    changed = {
        remark: after
        for remark in OF_THE_SUM[::3]
        if remark not in ANSWERS[asked]
        and (after := sum_after(client, *told, remark, "一共多少")) != before
    }
    assert changed == {}


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我妈86 低保", "没错"), 40000),
        (("我妈86 低保", "对对"), 40000),
        (("我妈86 低保", "嗯，是的"), 40000),
        (("我妈86 低保", "本地人"), 40000),
        (("我妈86 低保", "不多啊", "是北京户口"), 40000),
        (("我妈86 低保", "不是", "一共多少"), None),
        (("我妈86 低保", "外地的", "一共多少"), None),
        (("我妈86 低保", "不是北京的", "一共多少"), None),
        (("我爸85 我妈82 都是低保 北京户口", "不多啊", "俩人一共"), 80000),
        (("我妈92 听力二级 低收入 北京户口", "不变吧", "一共"), 90000),
    ],
)
def test_an_answer_is_taken_for_one(
    client: FlaskClient, messages: tuple[str, ...], fen: int | None
) -> None:
    assert sum_after(client, *messages)["fen"] == fen


@pytest.mark.parametrize("remark", ["不多啊", "不够花呀", "没少吧", "不变吧", "没有那么多吧"])
def test_what_is_said_of_the_sum_is_answered_by_it_and_the_question_stays(
    client: FlaskClient, remark: str
) -> None:
    chat = Chat(client)
    chat.say("我妈86 低保")
    reply = chat.say(remark)
    assert "每月固定能领400元" in reply["text"]
    assert "请再告诉我：老人是北京户口吗？" in reply["text"]
    assert chat.say("没错")["total_fen_per_month"] == 40000
