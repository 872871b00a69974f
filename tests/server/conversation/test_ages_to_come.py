"""What an age to come brings is told with its month, after what is paid now, and is never due before."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from intents.words.normalise import unify
from server.conversation.asked.ages_to_come import age_asked
from tests.server.conversation.test_dialogues import Chat

_AT_90 = "从满90周岁的那个月起，每月能领500元"


@pytest.mark.parametrize(
    ("text", "total", "says"),
    [
        ("我妈差两个月九十,京籍,现在拿多少,到了九十拿多少", 10000, "2026年11月能领100元；2027年1月能领500元"),
        ("我太姥姥九十九了,离一百差俩月,京籍,现在领多少,满一百领多少", 50000, "2026年11月能领500元；2027年1月能领800元"),
        ("我89差仨月九十,京籍,现在一月多少,满了九十一月多少", 10000, "2026年11月能领100元；2027年2月能领500元"),
        ("我爸89岁零8个月,京籍,现在领多少,满了90领多少", 10000, "2026年11月能领100元；2027年3月能领500元"),
        ("我妈89,京籍,现在领多少,过了90领多少", 10000, f"现在每月能领100元；{_AT_90}"),
        ("我姥姥99,京籍,现在领500,到一百岁领多少", 50000, "从满100周岁的那个月起，每月能领800元"),
        ("我妈89,京籍,等满90以后一月多少", 50000, "从满90周岁的那个月起：每月多400元"),
        ("我妈1937年3月8日生,京籍,到九十多少", 50000, "满90周岁是2027年3月"),
        ("老伴85,我79,京籍,我八十以后俩人一共多少", 20000, "合起来每月固定能领200元"),
        ("老伴91,我88,京籍,我满90以后俩人一共多少,现在呢", 60000, "现在合起来每月固定能领600元。从您本人满90周岁的那个月起，合起来每月固定能领1000元"),
        ("老两口,老头九十岁整零两个月,我八十九差三个月九十,都是东城户口,想知道现在一月多少,等我满九十以后一月多少", 60000, "2027年2月合起来每月固定能领1000元"),
        ("我妈八十五京籍,评上重度的话一共多少,现在呢", 70000, "现在每月能领100元。要是这样：每月多600元"),
        ("现在89,过两年多少,京籍", 50000, "2028年"),
        ("我89,明年生日过了多少,京籍", 50000, "2027年"),
        ("我妈84京籍多少", 10000, "每月固定能领100元"),
        ("我妈这月底满九十,京籍,这个月能领五百吗", 50000, "对，照您说的情况就是500元"),
        ("我妈明年2月1号满90,京籍,2月份拿一百还是五百", 50000, "2027年2月"),
        ("我爸京籍,2027年1月1号满100,元月领800还是500", 80000, "2027年1月"),
        ("我妈90京籍,现在一月多少", 50000, "每月固定能领500元"),
        ("我妈1937年1月5日生,京籍,12月领多少,一月领多少", 10000, "2026年12月能领100元；2027年1月能领500元"),
        ("我妈1937年3月8号出生,京籍,现在每月多少,明年呢", 10000, "2027年1到2月能领100元，3月起能领500元"),
        ("我爸什么时候满80,他1947年4月2号生", None, "满80周岁是2027年4月2日"),
        ("我爸80岁2026年12月31日才满,我现在能先申请吗", None, "满80周岁是2026年12月31日。提前报收不收，没查到写明的"),
        ("我妈88北京户口,我婆婆92北京户口,我妈重度,婆婆没评级,一个月各多少", 120000, "妈妈每月固定能领700元"),
        ("我二零二六年底八十九,京籍,二零二七年一整年能拿多少津贴", None, "合起来至少"),
        ("我好像八十九了,京籍,多少", None, "每月至少能领100元"),
    ],
)  # fmt: skip
def test_what_is_paid_now_comes_before_what_an_age_brings(
    client: FlaskClient, text: str, total: int | None, says: str
) -> None:
    reply = Chat(client).say(text)
    assert says in reply["text"]
    assert reply["total_fen_per_month"] == total


@pytest.mark.parametrize("turns", [80, 90, 100])
@pytest.mark.parametrize("who", ["我妈", "我", "我爷爷"])
@pytest.mark.parametrize(
    "asks",
    [
        "到了{}拿多少",
        "等满{}以后一月多少",
        "过了{}领多少",
        "满{}岁能领多少",
        "到{}的时候每月给多少",
    ],
)
def test_no_age_to_come_is_due_now(client: FlaskClient, turns: int, who: str, asks: str) -> None:
    young = {80: 0, 90: 10000, 100: 50000}[turns]
    chat = Chat(client)
    then = chat.say(f"{who}{turns - 1},京籍,{asks.format(turns)}")
    by_age = next(b for b in then["benefits"] if b["code"] == "age_allowance")
    assert by_age["pay_from"] is None
    assert f"满{turns}周岁" in then["text"]
    both = Chat(client).say(f"{who}{turns - 1},京籍,现在领多少,{asks.format(turns)}")
    assert (both["total_fen_per_month"] or 0) == young
    assert f"满{turns}周岁的那个月起" in both["text"]


def test_a_couple_is_counted_as_it_is_when_one_of_them_is_old_enough(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我今年七十九,老伴八十五,都是北京户口,我俩一共能领多少")
    reply = chat.say("等我满八十了呢,一共多少")
    assert "从您本人满80周岁的那个月起" in reply["text"]
    assert reply["total_fen_per_month"] == 20000


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("到了九十拿多少", 90),
        ("我八十以后俩人一共多少", 80),
        ("那九十呢", 90),
        ("到90能多多少", None),
        ("满90块能减多少", None),
        ("我89差三个月90", None),
        ("从80到90一共多少", None),
    ],
)
def test_which_age_is_asked_of(text: str, age: int | None) -> None:
    asked = age_asked(text)
    assert (asked and asked.age) == age


@pytest.mark.parametrize(
    ("said", "unified"),
    [
        ("满了九十一月多少", "满了90,一月多少"),
        ("八十一个月多少", "80,一个月多少"),
        ("从八十到九十一共多少", "从80到90,一共多少"),
        ("满八十九月申请", "满80,九月申请"),
        ("八十一岁十月生", "81岁10月生"),
        ("吃了三十一个月", "吃了31个月"),
    ],
)
def test_a_number_is_read_without_the_month_behind_it(said: str, unified: str) -> None:
    assert unify(said) == unified


@pytest.mark.parametrize(
    "messages",
    [
        ("我85京籍,重度,多少", "重度是去年的,过期了"),
        ("我妈85京籍,评了重度,去年到期了,现在多少",),
        ("我妈85京籍重度,多少", "那个评估到期了"),
    ],
)
def test_a_level_whose_time_is_over_brings_nothing(
    client: FlaskClient, messages: tuple[str, ...]
) -> None:
    chat = Chat(client)
    reply = [chat.say(text) for text in messages][-1]
    assert "重新评" in reply["text"]
    assert reply["total_fen_per_month"] in (10000, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "我爸九十一,我每个月给他代领五百,上月发现只有一百到账,少的四百以后补不补",
            "该是每月500元",
        ),
        ("我93,这几年一直领的一百块,少给我的怎么补", "该是每月500元"),
        ("我今年90了津贴还是一百块,凭什么", "该是每月500元"),
        ("我爸今年3月满的90,一直按100发的,什么时候开始该500", "从那个月起该是每月500元"),
        ("我妈今年9月满的80,12月才去申请,9月到11月的钱还给吗", "前面3个月一共补300元"),
        ("我爸七月够的条件,今天才申请护理补贴,补几个月的", "从2026年7月补起"),
        ("我爸2026年6月1日满80,要是12月31日前申请能补几个月", "差不多正好6个月"),
    ],
)
def test_what_was_missed_is_counted_in_whatever_words_it_is_asked(
    client: FlaskClient, text: str, says: str
) -> None:
    assert says in Chat(client).say(text)["text"]


@pytest.mark.parametrize(
    "text", ["十二月的啥时候发", "高龄津贴几号到账,十二月的啥时候发", "津贴从9月到现在都没发给我"]
)
def test_a_month_by_itself_is_no_death(client: FlaskClient, text: str) -> None:
    assert "去世" not in Chat(client).say(text)["text"]


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("我和老伴都79，京籍", "等都八十了一共多少"),
        ("老两口都79，京籍", "都满八十以后一共多少"),
        ("我爸79，我妈77，京籍", "等都满八十了一共多少"),
        ("我爸79，我妈85，京籍", "等都满八十了一共多少"),
    ],
)
def test_when_all_have_reached_an_age_it_is_counted_for_all(
    client: FlaskClient, told: str, asked: str
) -> None:
    assert "合起来每月固定能领200元" in Chat(client).say(f"{told}，{asked}")["text"]
