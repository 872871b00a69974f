"""Everyday words for care need name no level: the assessment is told of, with what it would bring."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

ASSESSMENT = "先申请老年人能力综合评估"
SEVERE = "要是评为重度失能，护理补贴每月600元"


@pytest.mark.parametrize(
    "text",
    [
        "我妈吃饭要人喂，83，北京户口，能领多少",
        "我妈坐轮椅，82，北京户口，领多少",
        "大小便失禁，83，北京户口，能领啥",
        "我爸走不了路得背着，85，北京户口，能领什么",
        "我爸插着尿管，吃鼻饲，88，北京户口，一共多少",
        "我爸动弹不了，话都说不了，80，北京户口，能领多少",
    ],
)
def test_who_needs_care_hears_of_the_assessment_and_gets_no_level(
    client: FlaskClient, text: str
) -> None:
    said = Chat(client).say(text)
    assert said["total_fen_per_month"] == 10000
    assert ASSESSMENT in said["text"]
    assert SEVERE in said["text"]
    assert "消费补贴每月最多抵800元" in said["text"]


@pytest.mark.parametrize(
    "text",
    [
        "我爸老糊涂了，打人骂人，80，有补贴吗",
        "我妈85糊涂了，总疑心人偷东西，国家有补助吗",
        "我妈喂饭都呛，有补贴没",
        "老爷子老年痴呆，不认得我们了，想申请补贴",
        "脑出血后遗症，偏瘫，70，有补贴没",
        "坐轮椅的能领失能补贴吗，78",
    ],
)
def test_who_asks_what_there_is_for_her_is_not_sent_away(client: FlaskClient, text: str) -> None:
    said = Chat(client).say(text)
    assert said["kind"] == "eligibility"
    assert ASSESSMENT in said["text"]


def test_of_who_is_registered_elsewhere_no_care_subsidy_is_promised(client: FlaskClient) -> None:
    said = Chat(client).say("我妈河北户口，有居住证，85，瘫痪在床，能领什么")["text"]
    assert SEVERE not in said


def test_who_can_walk_is_told_nothing_of_it(client: FlaskClient) -> None:
    assert ASSESSMENT not in Chat(client).say("我妈能走能动，83，北京户口，能领多少")["text"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("我妈68，差几分算中度", "68分，按国家标准是轻度失能"),
        ("差几分算中度啊，我妈68", "68分，按国家标准是轻度失能"),
        ("我爸得了58，是中度吧", "58分，按国家标准是中度失能"),
        ("满分90，我爸得了66，是轻度吧", "66分，按国家标准是轻度失能"),
        ("45分算啥", "45分，按国家标准是重度失能"),
        ("满分多少，我妈75算啥", "75分，按国家标准是轻度失能"),
    ],
)
def test_points_are_no_age_and_a_level_asked_about_is_none_told(
    client: FlaskClient, text: str, level: str
) -> None:
    assert level in Chat(client).say(text)["text"]


def test_a_level_that_is_told_is_kept_beside_other_questions(client: FlaskClient) -> None:
    said = Chat(client).say("我妈是重度失能，85，北京户口，能领多少")
    assert said["total_fen_per_month"] == 70000
