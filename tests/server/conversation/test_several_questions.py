"""Several questions in one message: answered one by one, single questions left whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intents.asked import tied
from intents.asked.several import marked_parts, ways_apart
from intents.matching.evaluate import read_lines
from knowledge.loader import Base
from server.conversation.asked.follow_ups import FollowUps
from server.conversation.asked.parts import Parts
from server.conversation.asked.questions import Questions
from server.conversation.state import Subject
from server.editorial.live import live_knowledge
from tests.evaluation.dialogues import several_taken_apart
from tests.server.talk import reply_to

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture
def questions(app: Flask) -> Questions:
    with app.app_context():
        return Questions(live_knowledge(app).matcher, frozenset())


def test_three_questions_get_three_short_answers(client: FlaskClient, base: Base) -> None:
    reply = reply_to(client, "高龄津贴多少钱？怎么申请？老年卡在哪办")
    names = ("age-allowance-amount", "age-allowance-auto", "elder-card-where")
    entries = [base.entries[name] for name in names]
    assert (reply["kind"], reply["entry_id"]) == ("answer", names[0])
    told = reply["text"].split("\n\n")[1:]
    for number, entry, part in zip("一二三", entries, told, strict=True):
        assert part.startswith(f"{number}、{entry.title}\n{entry.short}")
    assert [choice["text"] for choice in reply["choices"]] == [e.question for e in entries]


def test_each_source_is_cited_once(client: FlaskClient) -> None:
    reply = reply_to(client, "高龄津贴多少钱？怎么申请？")
    titles = [citation["title"] for citation in reply["citations"]]
    assert titles
    assert len(titles) == len(set(titles))


def test_what_is_read_aloud_is_shorter_than_what_is_written(client: FlaskClient) -> None:
    reply = reply_to(client, "养老消费券怎么申请，还有护理补贴谁能领")
    assert len(reply["speech_text"]) < len(reply["text"]) / 2


def test_a_question_without_an_answer_is_owned_up_to(client: FlaskClient) -> None:
    reply = reply_to(client, "第一个问题家庭养老床位怎么申请第二个问题孩子上学补贴怎么办")
    assert reply["entry_id"] == "home-bed-apply"
    assert "第二个问题我没有可靠的答案，请拨打12345" in reply["text"]


def test_a_follow_up_goes_on_from_the_last_of_them(client: FlaskClient) -> None:
    known = client.post(
        "/api/v1/chat/messages", json={"text": "高龄津贴多少钱？老年卡在哪办？"}
    ).get_json()["conversation_id"]
    assert reply_to(client, "要带什么", conversation_id=known)["entry_id"] == "elder-card-materials"


@pytest.mark.parametrize(("name", "least"), [("several", 48), ("several_new", 15)])
def test_messages_with_several_questions_hold_their_floor(name: str, least: int) -> None:
    assert sum(several_taken_apart(name)) >= least


def test_single_questions_are_practically_never_taken_apart(questions: Questions) -> None:
    rows = read_lines(DATA / "utterances.jsonl")
    split = [row["q"] for row in rows if len(Parts(questions).several(questions.ask(row["q"]))) > 1]
    assert len(split) / len(rows) <= 0.01


def test_what_must_be_refused_is_not_taken_apart(questions: Questions) -> None:
    rows = read_lines(DATA / "refuse.jsonl")
    assert not [
        row["q"] for row in rows if len(Parts(questions).several(questions.ask(row["q"]))) > 1
    ]


def test_what_must_be_refused_is_seldom_answered_after_another_question(
    questions: Questions,
) -> None:
    before = Subject("北京高龄津贴每月发多少钱？", "高龄津贴", "age-allowance-amount")
    rows = read_lines(DATA / "refuse.jsonl")
    short = [row["q"] for row in rows if len(tied.core(row["q"])) <= tied.LONGEST]
    answered = [
        q for q in short if FollowUps(questions).after(questions.ask(q), before).answered_by
    ]
    assert len(answered) / len(short) <= 0.21


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("多少钱？在哪办？", ["多少钱", "在哪办"]),
        ("怎么订，另外问一下多少钱", ["怎么订", "多少钱"]),
        ("第一怎么申请第二要带什么", ["怎么申请", "要带什么"]),
        ("2027年还有消费补贴吗", ["2027年还有消费补贴吗"]),
        ("我妈八十三。瘫痪在床。能领多少", ["我妈八十三。瘫痪在床。能领多少"]),
    ],
)
def test_only_evidence_divides(text: str, parts: list[str]) -> None:
    assert marked_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("高龄津贴多少钱怎么申请", [["高龄津贴多少钱", "怎么申请"]]),
        ("老年卡谁能办", []),
        ("收住对象和范围", []),
        ("老年卡丢了怎么办", []),
        ("居家适老化改造申请材料清单", []),
        ("我妈刚退休想加入时间银行，对报名的人有什么要求", []),
        ("怎么找助餐点，能送家里不，我行动不便", [["怎么找助餐点", "能送家里不"]]),
    ],
)
def test_speech_without_marks_is_cut_where_a_wish_ends(text: str, ways: list[list[str]]) -> None:
    assert ways_apart(text) == ways


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("消费券是啥，哪些人有，怎么领，用不完怎么办", 4),
        ("老年卡怎么办，丢了上哪补，坐地铁要钱不", 3),
        ("一是老年卡丢了，二是户口从西城迁到通州津贴怎么接", 2),
        ("头一件是高龄津贴多少钱，第二件是老年卡在哪办", 2),
        ("一个是评估多久出结果，另一个是评估要不要钱", 2),
        ("助餐点怎么找，一顿饭多少钱，一块儿告诉我吧", 2),
    ],
)
def test_what_is_counted_up_or_listed_is_answered_one_by_one(
    client: FlaskClient, text: str, titles: int
) -> None:
    reply = reply_to(client, text)
    assert reply["text"].startswith(f"您问了{'一两三四'[titles - 1]}件事")
    assert all(f"{number}、" in reply["text"] for number in "一二三四"[:titles])


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("补贴申请交到街道了，几天能批下来", "allowance-approval-time"),
        ("老年卡丢了正补着呢，津贴还照发不", "elder-card-lost-payment"),
        ("我不够餐补的条件，自己掏钱去吃行吗", "meal-without-subsidy"),
    ],
)
def test_what_is_told_before_a_comma_is_no_question(
    client: FlaskClient, text: str, entry: str
) -> None:
    reply = reply_to(client, text)
    assert reply["entry_id"] == entry
    assert "您问了" not in reply["text"]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("老年卡能坐公交不能坐地铁不逛公园收钱不", ["bus", "subway", "park"]),
        (
            "家里装扶手找谁补多少今年还有没有",
            ["retrofit-apply", "retrofit-self-pay", "retrofit-now"],
        ),
        ("驿站能不能理发一周来看几回", ["station-haircut", "visit-frequency"]),
        ("时间银行怎么报名攒下的时间能不能给我爸用", ["time-bank-register", "time-bank-gift"]),
        ("一键呼怎么装智能水表怎么装", ["emergency-button-apply", "smart-meter-monitoring"]),
        ("助餐点在哪查订餐怎么订付钱怎么付", ["point-lookup", "meal-online", "website-payment"]),
        ("押金最多交多少预收能收几个月不退找谁", ["deposit-limit", "prepay-limit", "overcharge"]),
        (
            "外地老人有老年卡吗有津贴吗有消费券吗",
            ["card-nonlocal", "non-local", "voucher-nonlocal"],
        ),
        ("消费券怎么申请护理补贴能一块儿领不", ["voucher-apply", "voucher-or-care-subsidy"]),
    ],
)
def test_speech_in_one_breath_is_answered_question_by_question(
    client: FlaskClient, base: Base, text: str, entries: list[str]
) -> None:
    choices = reply_to(client, text)["choices"]
    asked = [
        e.id for choice in choices for e in base.entries.values() if e.question == choice["text"]
    ]
    assert len(asked) == len(choices) == len(entries)
    assert all(part in name for part, name in zip(entries, asked, strict=True))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("高龄津贴多少钱？今天股市涨了没有？", "今天股市涨了没有"),
    ],
)
def test_what_is_left_over_is_named_and_can_be_asked_by_itself(
    client: FlaskClient, text: str, left: str
) -> None:
    reply = reply_to(client, text)
    assert f"、{left}" in reply["text"]
    assert "个问题我没有可靠的答案" in reply["text"]
    assert any(choice["text"].startswith(left) for choice in reply["choices"])


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("我的老年卡弄丢了里头还有钱呢怎么办", "elder-card-lost"),
        ("老年卡里还有多少钱怎么查", "elder-card-balance"),
        ("申领高龄津贴需要什么条件", "age-allowance-eligibility"),
        ("老年卡还没下来先给个临时的使行不", "elder-card-temporary"),
        ("手机上那个养老小程序能替我把补贴办了不", "elder-website"),
        ("老年人能力评估分哪几步", "assessment-steps"),
        ("适老化改造今年还有没有", "retrofit-now"),
    ],
)
def test_one_question_is_not_torn_apart(client: FlaskClient, text: str, entry: str) -> None:
    reply = reply_to(client, text)
    assert "您问了" not in reply["text"]
    assert (reply["entry_id"] or "").startswith(entry)
