"""What is told right after an emergency belongs to it; a new question goes on as usual."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    ("cry", "number", "facts"),
    [
        ("我妈不见了", "110", ["她有老年痴呆", "她穿红衣服", "八十三了", "不知道跑哪去了", "一米五几的个子"]),
        ("我爸摔了", "120", ["流了好多血", "叫不醒", "家住望京", "他有高血压", "救护车还没来", "嗯"]),
        ("厨房着火了", "119", ["老太太还在里面", "在三楼"]),
        ("我不想活了", "120", ["老伴儿去年没了", "孩子也不来看我", "再见", "不打扰您了"]),
    ],
)  # fmt: skip
def test_facts_told_after_an_emergency_stay_with_it(
    client: FlaskClient, cry: str, number: str, facts: list[str]
) -> None:
    chat = Chat(client)
    assert chat.say(cry)["kind"] == "emergency"
    for fact in facts:
        reply = chat.say(fact)
        assert (reply["kind"], reply["actions"][0]["target"]) == ("emergency", number), fact
        assert number in reply["text"]
        assert "补贴" not in reply["text"]


def test_the_fact_is_to_be_told_to_whoever_answers(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈不见了")
    assert "把您刚说的也告诉警察" in chat.say("她穿红衣服")["text"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("高龄津贴怎么领", "answer"), ("我妈83，北京户口，能领多少", "eligibility"), ("助餐点在哪", "answer"),
        ("护理补贴", "clarify"), ("转人工", "handoff"), ("谢谢", "smalltalk"), ("找到了", "smalltalk"),
    ],
)  # fmt: skip
def test_a_new_question_after_an_emergency_goes_on_as_usual(
    client: FlaskClient, text: str, kind: str
) -> None:
    chat = Chat(client)
    chat.say("我妈不见了")
    assert chat.say(text)["kind"] == kind


@pytest.mark.parametrize(
    ("cry", "then", "number"),
    [
        ("我妈走丢了", "伺候不过来了", "110"),
        ("我爸摔了起不来", "老年卡去哪儿办", "120"),
        ("厨房着火了", "有没有人能上门照顾", "119"),
        ("护工打我妈", "怎么防走丢", "110"),
    ],
)
def test_another_question_after_a_card_is_answered_with_the_number_kept_beside_it(
    client: FlaskClient, cry: str, then: str, number: str
) -> None:
    chat = Chat(client)
    assert chat.say(cry)["kind"] == "emergency"
    reply = chat.say(then)
    assert reply["kind"] == "answer"
    assert f"马上打{number}" in reply["text"]
    assert number in [action["target"] for action in reply["actions"]]
    assert "马上打" not in chat.say("老年餐在哪吃")["text"]


@pytest.mark.parametrize(
    ("cry", "then"),
    [
        ("我爸摔了起不来", "早打了，老年卡去哪儿办"), ("我爸摔了起不来", "打过120了，护理补贴怎么申请"),
        ("我爸摔了起不来", "救护车来了，老年卡怎么补办"), ("厨房着火了", "都报了，高龄津贴怎么领"),
    ],
)  # fmt: skip
def test_who_has_rung_up_is_not_told_to_ring_up_beside_the_next_answer(
    client: FlaskClient, cry: str, then: str
) -> None:
    chat = Chat(client)
    assert chat.say(cry)["kind"] == "emergency"
    reply = chat.say(then)
    assert (reply["kind"], "马上打1" in reply["text"]) == ("answer", False)


@pytest.mark.parametrize(
    ("cry", "then"),
    [
        ("我爸摔了起不来", "还没打，老年卡去哪儿办"), ("我爸摔了起不来", "打不通，老年卡去哪儿办"),
        ("护工打我妈", "他又打了，高龄津贴怎么领"), ("我不想活了", "已经打了，高龄津贴怎么领"),
    ],
)  # fmt: skip
def test_the_number_stays_with_whoever_has_not_rung_up_and_with_despair(
    client: FlaskClient, cry: str, then: str
) -> None:
    chat = Chat(client)
    assert chat.say(cry)["kind"] == "emergency"
    assert any(a["target"] in ("110", "120") for a in chat.say(then)["actions"])


@pytest.mark.parametrize("then", ["能不能给他喝水", "警察几点来", "从哪儿找起", "要等多久啊"])
def test_a_question_about_the_danger_stays_with_it(client: FlaskClient, then: str) -> None:
    chat = Chat(client)
    chat.say("我爸走丢了")
    assert chat.say(then)["kind"] == "emergency"


def test_after_despair_questions_are_answered_and_the_number_stays(client: FlaskClient) -> None:
    chat = Chat(client)
    first = chat.say("我不想活了")
    assert [action["target"] for action in first["actions"]] == ["120", "110"]
    for text in ("高龄津贴怎么领", "老年卡去哪儿办", "有没有人上门来看我"):
        reply = chat.say(text)
        assert reply["kind"] == "answer"
        assert "120" in reply["text"]
        assert "120" in [action["target"] for action in reply["actions"]]


def test_despair_told_again_is_not_answered_word_for_word(client: FlaskClient) -> None:
    chat = Chat(client)
    first, again = chat.say("我不想活了"), chat.say("活着真没意思")
    assert again["kind"] == "emergency"
    assert again["text"] != first["text"]
    assert chat.say("那怎么办")["text"] != first["text"]


@pytest.mark.parametrize(
    ("cry", "says", "never"),
    [
        ("年糕卡嗓子眼了", "120", "电闸"),
        ("我爸修灯让电打了", "先断电闸", "躲到"),
        ("老太太摔倒了起不来", "不要随意搬动", "电闸"),
        ("楼道里全是烟下不去楼", "先别往外跑", "请马上离开屋子"),
        ("着火了我妈瘫在床上抬不动", "先说屋里有人", "请马上离开屋子"),
        ("钥匙锁屋里了灶上还炖着汤", "人在门外等", "离开屋子"),
        ("电梯卡住了", "别扒门", "养老院"),
        ("老人反锁在厕所里出不来", "119", "电梯"),
        ("屋里进贼了", "110", "养老院"),
        ("护理员打我妈", "12345", "电梯"),
        ("我妈要跳楼", "守着他别走开", "陪您"),
        ("我不想活了", "来陪您", "电闸"),
    ],
)
def test_the_card_fits_what_has_happened(
    client: FlaskClient, cry: str, says: str, never: str
) -> None:
    reply = Chat(client).say(cry)
    assert reply["kind"] == "emergency"
    assert says in reply["text"]
    assert never not in reply["text"]


def test_after_another_question_facts_are_facts_again(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈不见了")
    chat.say("高龄津贴怎么领")
    assert chat.say("我妈83岁北京户口")["kind"] == "eligibility"


@pytest.mark.parametrize("text", ["没事了，我是北京户口", "好了好了，京籍的", "缓过来了，接着算"])
def test_a_sum_that_was_interrupted_goes_on_when_it_is_over(client: FlaskClient, text: str) -> None:
    chat = Chat(client)
    chat.say("一共能领多少钱啊，我八十五")
    assert chat.say("我爸摔了")["kind"] == "emergency"
    assert chat.say(text)["kind"] == "eligibility"


@pytest.mark.parametrize(
    ("cry", "then", "numbers"),
    [
        ("屋里着火了", "我瘫着动不了，喘不上气", ["119", "120"]),
        ("我妈不见了", "找着了，摔在沟里起不来", ["110", "120"]),
        ("我爸摔了起不来", "头上流了好多血", ["120"]),
    ],
)
def test_a_danger_goes_on_beside_another(
    client: FlaskClient, cry: str, then: str, numbers: list[str]
) -> None:
    chat = Chat(client)
    chat.say(cry)
    for text in (then, "在三楼"):
        reply = chat.say(text)
        assert reply["kind"] == "emergency"
        assert numbers[0] in reply["text"]
    assert [action["target"] for action in reply["actions"]] == numbers


@pytest.mark.parametrize("text", ["不好意思点错了", "我就是试试", "孩子闹着玩的", "看看你灵不灵"])
def test_the_all_clear_of_a_slip_or_a_trial_is_taken(client: FlaskClient, text: str) -> None:
    chat = Chat(client)
    assert chat.say("救命")["kind"] == "emergency"
    reply = chat.say(text)
    assert reply["kind"] == "smalltalk"
    assert reply["text"].startswith("没事就好")


def test_who_takes_back_despair_is_told_whom_to_call(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我不想活了")["kind"] == "emergency"
    reply = chat.say("跟你开个玩笑")
    assert reply["text"].startswith("没事就好")
    assert "心里" in reply["text"]
    assert "120" in reply["text"]


@pytest.mark.parametrize(
    ("cry", "then", "says"),
    [
        ("我妈走失了", "已经找到了", "找到就好"),
        ("我爸昏迷了", "送医院了", "听大夫的"),
        ("我胸口疼", "不疼了", "看看大夫"),
        ("护工打我妈", "已经报警了", "等警察来"),
        ("我妈不见了", "报警了", "手机别关"),
        ("邻居老太太好几天没见了", "已经打了110", "在门口等警察来"),
        ("屋里着火了", "火灭了", "关好了再回屋"),
        ("电梯把我困住了", "出来了", "出来就好"),
        ("老人落水了", "救护车来了", "别自己下水"),
        ("我不想活了", "没事了", "别一个人扛"),
    ],
)
def test_what_is_said_when_help_is_there_fits_the_danger(
    client: FlaskClient, cry: str, then: str, says: str
) -> None:
    chat = Chat(client)
    assert chat.say(cry)["kind"] == "emergency"
    reply = chat.say(then)
    assert reply["kind"] == "smalltalk"
    assert says in reply["text"]


def test_what_comes_next_after_an_emergency_is_about_it(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("老人走丢了咋办")
    assert "告诉警察" in chat.say("然后呢")["text"]


def test_a_first_word_of_the_police_is_a_cry(client: FlaskClient) -> None:
    assert Chat(client).say("报警")["kind"] == "emergency"


@pytest.mark.parametrize(
    "text", ["120打过了", "120已经在路上了", "已经叫救护车了", "打完120了怎么办", "120马上到"]
)
def test_who_has_called_an_ambulance_is_not_told_to_call_it(client: FlaskClient, text: str) -> None:
    chat = Chat(client)
    chat.say("我爸摔倒了起不来")
    for said in (text, "他出汗", "还要做什么"):
        assert chat.say(said)["text"].startswith("打过了就好。守着老人等车来")
    assert chat.say("救护车到了")["text"].startswith("来了就好")


def test_what_gets_worse_while_waiting_is_a_danger_again(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸摔倒了起不来")
    chat.say("120打过了")
    assert chat.say("他没有呼吸了")["text"].startswith("请马上拨打120")


def test_a_question_while_waiting_is_answered(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸摔倒了起不来")
    chat.say("120打过了")
    assert chat.say("老年卡去哪儿办")["kind"] == "answer"


def test_that_an_ambulance_was_called_is_heard_by_itself(client: FlaskClient) -> None:
    reply = Chat(client).say("刚打完120")
    assert (reply["kind"], reply["actions"][0]["target"]) == ("emergency", "120")
    assert reply["text"].startswith("打过了就好")
