"""A sum that somebody names and asks to be checked is told to be right or not, with the right one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def last(client: FlaskClient, *messages: str) -> str:
    chat = Chat(client)
    return str([chat.say(message) for message in messages][-1]["text"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("每月都有100对吧", "对，是100元。"),
        ("每月都有200对吧", "不对，每月该是100元，不是200元"),
        ("人家说是500，对吗", "不对，每月该是100元，不是500元"),
        ("听说能领800是真的吗", "不对，每月该是100元，不是800元"),
        ("不是300吗", "不对，每月该是100元，不是300元"),
        ("怎么才100，不是200吗", "不对，每月该是100元，不是200元"),
        ("是不是一年1200", "对，每月100元，一年12个月合起来是1200元。"),
        ("一年1000对吧", "不对，每月100元，一年12个月合起来是1200元，不是1000元"),
        ("一千一百对吗", "不对，每月该是100元，不是1100元"),
    ],
)
def test_after_a_sum(client: FlaskClient, text: str, says: str) -> None:
    assert last(client, "我妈85，京籍", text).startswith(says)


def test_what_is_added_up_is_claimed_together(client: FlaskClient) -> None:
    told = "我妈85，京籍，低保，重度失能"
    assert last(client, told, "600加600对吧").startswith("不对，每月该是1000元，不是1200元")


def test_what_was_said_of_one_claim_is_not_said_again_with_the_next(client: FlaskClient) -> None:
    text = last(client, "我妈85，京籍", "每月200对吗", "每月100对吗")
    assert text.startswith("对，是100元。按您说的情况")
    assert "200" not in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我妈85，京籍，每月200对吗", "不对，照您说的情况该是100元，不是200元"),
        ("我妈85，京籍，听说每月200是真的吗", "不对，照您说的情况该是100元，不是200元"),
        ("我妈85，京籍，是不是一年1200", "对，照您说的情况每月100元，一年12个月合起来是1200元"),
        ("我爸98，京户，每月领800，对不对", "不对，照您说的情况该是500元，不是800元"),
    ],
)
def test_with_facts_beside_it(client: FlaskClient, text: str, says: str) -> None:
    assert last(client, text).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("听说80以上每月200是真的吗", "不对，按规定该是100元，不是200元"),
        ("听说80岁以上每月100是真的吗", "对，按规定就是100元"),
        ("听说90以上每月800是真的吗", "不对，按规定该是500元，不是800元"),
        ("低收入困难补贴300对吗", "不对，按规定该是200元，不是300元"),
        ("重度失能护理补贴是不是600", "对，按规定就是600元"),
        ("听力二级护理补贴400对吗", "不对，按规定该是200元，不是400元"),
        (
            "高龄津贴每月200对吗",
            "不对，80至89周岁每月100元，90至99周岁每月500元，100周岁及以上每月800元，不是200元",
        ),
        ("消费券每月最多抵800对吗", "对，每月最多抵扣800元"),
        ("就餐补贴每天5块对吗", "对，是基本养老服务对象的，每天5元"),
        ("2400能抵1200对吗", "不对，抵800元，不是1200元。"),
        ("花了2000抵800对吗", "对，按报道的说法，"),
        ("在家请人花了1200，券抵600对吗", "对，按报道的说法，"),
    ],
)
def test_of_an_entry_that_is_known(client: FlaskClient, text: str, says: str) -> None:
    assert last(client, text).startswith(says)


def test_after_an_entry_its_own_figures_decide(client: FlaskClient) -> None:
    assert last(client, "高龄津贴多少钱", "每月200对吗").startswith("不对，80至89周岁每月100元")
    assert not last(client, "高龄津贴多少钱", "护理补贴600对吗").startswith("不对")


@pytest.mark.parametrize(
    "text", ["人家说是500，对吗", "是不是一年1200", "600加600对吧", "不是300吗"]
)
def test_of_nothing_known_it_is_asked_what_it_hangs_on(client: FlaskClient, text: str) -> None:
    told = last(client, text)
    assert told.startswith("对不对要看老人的岁数、户口这些情况。")
    assert "请再告诉我" in told


def test_meals_are_no_allowance_of_hers(client: FlaskClient) -> None:
    assert "该是100元" not in last(client, "我妈85，就餐补贴每天10块对吗")


def test_an_age_of_a_hundred_is_no_claim(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我妈今年100对吧，京籍，能领多少")["total_fen_per_month"] == 80000


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("重度失能85，北京户口，护理补贴发了400，对吗",), "护理补贴该是600元，不是400元"),
        (("听力一级88，北京户口，说给600，对吗",), "高龄津贴100元、失能老年人护理补贴200元"),
        (("81，北京户口，办听力二级证，能多200吗",), "对，失能老年人护理补贴每月200元"),
        (("84肢体一级，北京户口，只给了400，是不是少了",), "少了300元"),
        (("92，领了900，是不是少了，低保，北京户口",), "没少"),
        (("我爸83低保重度北京户口领了900", "少了吗"), "少了100元"),
        (("我爸83低保重度北京户口领了900", "少多少"), "少了100元"),
        (("我爸1937年3月生，北京户口，说明年一年5200，对吗",), "对，2027年全年：前2个月每月100元"),
        (("我爸1937年3月生，北京户口，说明年一年1200，对吗",), "合起来5200元，不是1200元"),
        (("70岁有100块吗",), "不对，高龄津贴要满80周岁"),
        (("轻度失能每月200吗",), "不对，失能老年人护理补贴按规定领不到"),
    ],
)
def test_a_sum_is_held_against_what_it_is_said_of(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    chat = Chat(client)
    assert says in [chat.say(text) for text in messages][-1]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "听说消费券能提现800块，对吗",
        "老年餐4块钱，还补5块吗",
        "普通老人吃饭都补5块吗",
        "在家吃饭也补5块吗",
        "所有失能老人每月600吗",
    ],
)
def test_a_right_figure_is_no_yes_to_another_question(client: FlaskClient, text: str) -> None:
    assert not Chat(client).say(text)["text"].startswith("对")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "视力二级肢体二级，81，京户，是多重残疾吗，给600吗",
            "失能老年人护理补贴该是400元，不是600元",
        ),
        ("重度失能85京户，护理补贴发了400，对吗", "失能老年人护理补贴该是600元，不是400元"),
        ("我妈85京户重度，一共700对吗", "就是700元"),
    ],
)
def test_a_sum_claimed_of_one_benefit_is_held_against_that_one(
    client: FlaskClient, text: str, says: str
) -> None:
    assert says in Chat(client).say(text)["text"].split("\n")[0]


@pytest.mark.parametrize("text", ["助餐补贴一年60块，对吗", "就餐补贴半年30块，对吗"])
def test_what_is_paid_by_the_day_is_not_held_against_months(client: FlaskClient, text: str) -> None:
    assert not last(client, text).startswith(("对，", "不对，"))


def test_what_is_paid_by_the_month_is_held_against_months(client: FlaskClient) -> None:
    assert last(client, "90岁的高龄津贴一年6000，对吗").startswith("对，")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("每年1200对吗", "对，"),
        ("每年1000对吗", "不对，"),
        ("一年半1800对吗", "对，"),
        ("三年3600对吗", "对，"),
        ("两年一共2400，对不对", "对，"),
        ("两年半3000对吗", "对，"),
        ("两个季度600对吗", "对，"),
        ("一个季度300对吗", "对，"),
        ("两年1200对吗", "不对，"),
        ("三个月发了300，一个月100对吗", "对，"),
        ("三个月发了3000，一个月1000对吗", "不对，照您说的情况该是100元，不是1000元"),
        ("一年1200，每月100对吗", "对，"),
        ("每月100，一年1200对吗", "对，"),
        ("领了三年了，每月100对吗", "对，"),
        ("一年1200对吗", "对，"),
        ("半年600对吗", "对，"),
    ],
)
def test_a_sum_is_that_of_the_time_named_with_it(client: FlaskClient, text: str, says: str) -> None:
    assert last(client, f"我妈82京籍，{text}").startswith(says)


@pytest.mark.parametrize(
    "text", ["一年多1500对吗", "一年零三个月1500对吗", "三个半月350对吗", "好几个月了，800对吗"]
)
def test_nothing_is_certain_of_a_time_that_is_not_understood(
    client: FlaskClient, text: str
) -> None:
    assert not last(client, f"我妈82京籍，{text}").startswith(("对，", "不对，"))
