"""A sum that was paid, or that others name, is held against what is due, of one month, of several and of several people."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def last(client: FlaskClient, conversation: str) -> str:
    chat = Chat(client)
    return str([chat.say(text) for text in conversation.split("｜")][-1]["text"]).split("\n")[0]


@pytest.mark.parametrize(
    ("conversation", "begins"),
    [
        (
            "我爸95岁，京籍，去年总共发了6000，对不对",
            "对，照您说的情况每月500元，一年12个月合起来是6000元",
        ),
        (
            "我妈83，京籍，今年到现在领了1100，对吗",
            "对，照您说的情况每月100元，11个月合起来是1100元",
        ),
        ("我妈86京籍低收入，三个月到账900，准吗", "对，照您说的情况每月300元，3个月合起来是900元"),
        ("84京籍，半年打了600，算对了没", "对，照您说的情况每月100元，6个月合起来是600元"),
        (
            "我爸92，京籍，四个月给了1600，对不对",
            "少了400元，照您说的情况每月500元，4个月合起来是2000元",
        ),
        ("有人讲90岁以后一年六千，是真的吗", "对，按规定每月500元，一年12个月合起来是6000元"),
        (
            "84岁重度失能京籍，一年7200，对吧",
            "对，光失能老年人护理补贴每月600元，一年12个月合起来是7200元；各项加在一起，每月700元",
        ),
        ("我妈91京籍低保，卡上只进来500", "少了300元，照您说的情况合起来该是800元"),
        ("给我少打了100，94，京籍，到账400", "少了100元，照您说的情况该是500元，不是400元"),
        ("我算我妈得有1400，94、低保、评了重度，京籍，对吗", "对，照您说的情况就是1400元"),
        ("社区说我能领900，我90岁低保，京籍", "不对，照您说的情况该是800元"),
        ("网上讲89岁每月200，京籍，不是吧", "不对，照您说的情况该是100元，不是200元"),
        ("我爸93京籍，银行卡收到400", "少了100元，照您说的情况该是500元"),
        ("到账1100｜92重度低收入，京籍｜对吗", "少了200元，照您说的情况该是1300元"),
        ("我妈低保83京籍，到账300｜少了吗", "少了100元"),
        ("我妈低保83京籍，到账300｜少了吗｜少多少", "少了100元"),
        ("我88，京籍｜那就一百?", "对，是100元"),
        ("这津贴是一个月一百还是一年一百，我86京籍", "按您说的情况，每月固定能领100元"),
        ("少算了一百，85低保，京籍", "按您说的情况，每月固定能领400元"),
        ("到底85给多少，京籍", "按您说的情况，每月固定能领100元"),
        ("我84京籍重度，到底能领几百", "按您说的情况，每月固定能领700元"),
    ],
)
def test_it_is_told_if_it_is_right(client: FlaskClient, conversation: str, begins: str) -> None:
    assert last(client, conversation).startswith(begins)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("我爸妈都京籍，爸92低保，妈80，加一块800，对吗", "不对，合起来该是900元，不是800元"),
        ("我跟老伴都是京籍，我90他85，共600，对不对", "对，合起来就是600元"),
        (
            "老两口都京籍，都85低收入，两人一年7200，对吗",
            "对，合起来每月600元，一年12个月合起来是7200元",
        ),
        ("爸比妈多多少，爸91京籍，妈87京籍", "爸爸比妈妈每月多400元"),
    ],
)
def test_of_two_together(client: FlaskClient, text: str, begins: str) -> None:
    assert last(client, text).startswith(begins)


@pytest.mark.parametrize(
    ("conversation", "begins"),
    [
        ("我妈85京籍，领着高龄津贴100，还能领什么", "高龄津贴：符合"),
        ("邻居领500，我85京籍，能领多少", "按您说的情况，每月固定能领100元"),
        ("我妈98京籍，我爸100京籍，一共多少", "每位老人各算各的"),
        ("我爸88京籍｜说错了，是100岁", "按您说的情况，每月固定能领800元"),
        ("我妈85京籍重度，请护工花了3000，券抵800对吗", "对，按报道的说法"),
        ("我妈85京籍，到明年年底能领多少", "每月100元，14个月合起来是1400元"),
    ],
)
def test_what_is_no_claim_stays_what_it_is(
    client: FlaskClient, conversation: str, begins: str
) -> None:
    assert last(client, conversation).startswith(begins)
