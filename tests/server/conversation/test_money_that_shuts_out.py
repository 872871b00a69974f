"""Money that shuts out ours is heard in whatever words it is named; what is not clear is asked for."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat
from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("工伤护理费，低保，86，北京户口", 10000),
        ("低保，86，京户，工伤生活护理金", 10000),
        ("吃劳保工伤那个护理钱的，83，低收入，京户", 10000),
        ("有工伤护理金，90，京户，低收入", 50000),
        ("我爸86京户重度工伤护理费，能领多少", 10000),
        ("返城知青因公致残护理费，81，北京户口，低保，重度", 40000),
        ("知青护理津贴，84，京户，重度", 10000),
        ("见义勇为护理金，82，京户，低保，重度", 40000),
        ("住养老院政府给着困境补助呢，85，北京户口，低保，重度", 40000),
        ("困境补贴拿着呢，人在福利院，85，京户，重度", 10000),
        ("重残补助，82，京户，低保，重度", 10000),
        ("领着困残生活补贴，82，京户，低保，重度", 10000),
        ("82，京户，低保，重度，护残补贴领着呢", 10000),
        ("82，京户，重度，领着重残的那个补贴", 10000),
    ],
)
def test_what_is_received_is_heard_in_whatever_words(
    client: FlaskClient, text: str, fen: int
) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("福利院补贴领着呢，83，低保京户，评了重度", 40000),
        ("享受着政府给的住养老院补贴，88，低收入，北京户口，视力一级", 30000),
        ("住养老院有政府补贴，85，京户，重度", 10000),
        ("街道给补着住养老院的钱，86，京户，重度", 10000),
        ("住福利院每月政府补三千，86，京户，重度", 10000),
        ("单位发着护理费，82，京户，重度", 10000),
        ("护理费领着呢，82，京户，低保", 10000),
        ("工伤补助拿着呢，82，京户，低保，重度", 10000),
        ("残疾补贴领着呢，82，京户，重度", 10000),
        ("领着遗属补助，72，京户，低保，重度，能领多少", None),
    ],
)
def test_what_may_shut_out_ours_is_asked_for_and_not_summed(
    client: FlaskClient, text: str, fen: int
) -> None:
    reply = Chat(client).say(text)
    assert reply["total_fen_per_month"] == fen
    assert "老人正在领的是下面哪一样" in reply["text"]


@pytest.mark.parametrize(
    ("answer", "fen"),
    [("工伤保险生活护理费", 10000), ("见义勇为护理补贴", 40000), ("都不是", 100000)],
)
def test_which_money_it_is_settles_the_sum(client: FlaskClient, answer: str, fen: int) -> None:
    chat = Chat(client)
    chat.say("领着护理费，82，京户，低保，重度")
    assert chat.say(answer)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("没有工伤护理费，86，京户，低保", 40000),
        ("工伤护理费早就停了，86，京户，低保", 40000),
        ("我妈86，京户，重度，住养老院有什么补贴", 70000),
        ("我妈86，京户，重度，住养老院一个月护理费两千，能领多少", 70000),
        ("86，京户，重度，困境补助没有", 70000),
    ],
)
def test_what_is_asked_about_paid_or_over_shuts_out_nothing(
    client: FlaskClient, text: str, fen: int
) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("我爸京户82重度", "工伤护理费", "一共多少"), 10000),
        (("我爸85，北京户口，军休干部，有优抚的护理费，重度失能，一共多少",), None),
        (("我爸82京户低保", "困难残疾人生活补贴在领", "困难补贴还有吗"), 10000),
        (("我爸82京户，工伤护理费，重度", "高龄津贴能领吗"), 10000),
    ],
)
def test_money_named_alone_after_a_sum_is_received(
    client: FlaskClient, messages: tuple[str, ...], says: int | None
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == says


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("我爸京户82重度", "护理补贴多少"), "每月600元"),
        (("我爸京户82，肢体二级", "护理补贴还能领吗"), "每月400元"),
        (("工伤护理费，82京户完全失能", "消费券行吗"), "养老服务消费补贴：符合"),
        (("我妈82京户", "护理补贴多少"), "600元、400元、200元"),
        (("我妈82京户重度", "护理补贴怎么申请"), "能力综合评估"),
    ],
)
def test_one_benefit_asked_after_is_judged_for_who_is_known(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    assert says in told(client, *messages)["text"].split("\n")[0]


def test_a_sum_that_hangs_on_a_comparison_is_said_first(client: FlaskClient) -> None:
    reply = told(client, "我爷爷95岁离休干部，海淀户口，重度失能，每月能领多少")
    head = reply["text"].split("\n")[0]
    assert reply["total_fen_per_month"] is None
    assert "高龄津贴每月500元、失能老年人护理补贴每月600元，领不领得到还定不下来" in head
    assert "择高" in head


@pytest.mark.parametrize(
    "text",
    [
        "我父亲79，有工伤保险护理费，北京户口，肢体二级，低保，能领护理补贴吗",
        "我妈54，北京户口，肢体一级，能领护理补贴吗",
    ],
)
def test_who_is_shut_out_is_not_sent_to_be_assessed(client: FlaskClient, text: str) -> None:
    reply = told(client, text)
    assert "不符合" in reply["text"]
    assert "先申请老年人能力综合评估" not in reply["text"]


@pytest.mark.parametrize(
    ("messages", "begins", "says"),
    [
        (
            ("我妈已经领着护理补贴了,重度失能,还能领消费券不能",),
            "养老服务消费补贴：报道称",
            "只能二选一",
        ),
        (("我是离休干部九十三了,有护理费,还能领高龄津贴不",), "高龄津贴、", "择高"),
        (
            ("我领着工伤的生活护理费,七十五岁低保,困难补贴能给吗",),
            "困难老年人养老服务补贴：不符合，领工伤",
            "不享受这项补贴",
        ),
        (
            ("我老伴儿肢体二级残疾,今年六十六,北京的,能领啥", "他还拿着重度残疾人护理补贴呢"),
            "失能老年人护理补贴、困难老年人养老服务补贴：和",
            "只能选一样",
        ),
    ],
)
def test_what_is_shut_out_is_said_before_what_is_left(
    client: FlaskClient, messages: tuple[str, ...], begins: str, says: str
) -> None:
    head = told(client, *messages)["text"].split("\n")[0]
    assert head.startswith(begins)
    assert says in head


def test_what_it_would_be_without_the_money_for_the_disabled_is_said_beside(
    client: FlaskClient,
) -> None:
    reply = told(client, "肢体一级,低保,北京户口86,领着重度残疾人护理补贴,能领多少")
    assert reply["total_fen_per_month"] == 10000
    assert "要是不领重度残疾人护理补贴，改领这边的，合起来每月是1000元" in reply["text"]
    assert "1000" not in reply["text"].split("\n")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("85，北京户口，领着护理补贴600", "护理补贴每月600元没有算在里面，加上一共每月700元"),
        ("我爸85，北京户口，领着护理补贴400", "护理补贴每月400元没有算在里面，加上一共每月500元"),
        ("我妈91，北京户口，领着200的护理补贴", "护理补贴没有算在里面，领多少要另加上"),
        ("我爸85，北京户口，一级残疾，领着护理补贴", "护理补贴没有算在里面，领多少要另加上"),
    ],
)
def test_a_care_subsidy_that_is_received_is_said_to_be_beside_the_sum(
    client: FlaskClient, text: str, said: str
) -> None:
    chat = Chat(client)
    chat.say(text)
    assert said in chat.say("一共多少")["text"]


@pytest.mark.parametrize(
    "messages",
    [
        ("我妈88，北京户口，正领着重度失能护理补贴600", "一共多少"),
        ("85，北京户口，领着护理补贴600", "护理补贴不领了", "一共多少"),
        ("85，北京户口，领着高龄津贴100", "一共多少"),
        ("85，北京户口，能领护理补贴600吗", "一共多少"),
    ],
)
def test_nothing_is_beside_a_sum_that_has_it_or_that_is_not_received(
    client: FlaskClient, messages: tuple[str, ...]
) -> None:
    chat = Chat(client)
    assert "没有算在里面" not in [chat.say(text) for text in messages][-1]["text"]


@pytest.mark.parametrize(
    "text", ["我妈83北京户口,领着高龄津贴,还能领啥", "我妈83北京户口，低保，重度"]
)
def test_what_shuts_out_nothing_is_not_said_to(client: FlaskClient, text: str) -> None:
    reply = told(client, text)
    assert "不享受" not in reply["text"]
    assert "要是不领" not in reply["text"]


@pytest.mark.parametrize(
    ("then", "fen"),
    [
        ("改领重残护理补贴了", None),
        ("改领护残了", None),
        ("改领助残补贴了", None),
        ("改领重残的护理补贴了", None),
        ("改领因公的护理补贴了", None),
        ("改领咱们的护理补贴了", 60000),
    ],
)
def test_what_is_taken_instead_is_known_by_its_whole_name(
    client: FlaskClient, then: str, fen: int | None
) -> None:
    chat = Chat(client)
    assert chat.say("我老伴70，北京户口，重度失能，能领多少")["total_fen_per_month"] == 60000
    assert chat.say(then)["total_fen_per_month"] == fen


@pytest.mark.parametrize("over", ["不领消费券了", "没领消费券", "消费券停了", "券退了"])
def test_a_voucher_that_is_over_leaves_the_care_subsidy_sure_again(
    client: FlaskClient, over: str
) -> None:
    chat = Chat(client)
    chat.say("我老伴70，北京户口，重度失能，能领多少")
    assert chat.say("他还领着消费券")["total_fen_per_month"] is None
    assert chat.say(over)["total_fen_per_month"] == 60000


def test_who_asks_what_to_do_once_the_voucher_ends_still_has_it(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我老伴70，北京户口，重度失能，领着消费券，能领多少")
    assert chat.say("消费券停了怎么办")["kind"] == "answer"
    assert chat.say("那能领多少")["total_fen_per_month"] is None


def test_who_says_that_her_allowance_was_stopped_is_told_what_stops_it(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈83，北京户口，能领多少")
    chat.say("她还领着高龄津贴")
    assert chat.say("高龄津贴停了")["kind"] == "answer"


def test_the_benefit_that_is_asked_for_comes_first_whatever_money_is_named(
    client: FlaskClient,
) -> None:
    reply = Chat(client).say("85岁,北京户口,同时领离休护理费,能领高龄津贴多少")
    assert reply["text"].startswith("高龄津贴")
