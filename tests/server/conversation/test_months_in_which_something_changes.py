"""The sum of months in which something changes, of missed ones, and a fact that is put right in the same message."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

pytestmark = pytest.mark.usefixtures("when_written")


def head(client: FlaskClient, conversation: str) -> str:
    chat = Chat(client)
    return str([chat.say(text) for text in conversation.split("｜")][-1]["text"]).split("\n")[0]


@pytest.mark.parametrize(
    ("conversation", "says"),
    [
        ("爸京籍，今年9月满80，全年多少", "前8个月没有，后4个月每月100元，合起来400元"),
        ("低保7月批的，83，京籍，今年全年多少", "前6个月每月100元，后6个月每月400元，合起来3000元"),
        (
            "我妈85京籍，8月从中度变成重度，今年一共多少",
            "前7个月每月100元，后5个月每月700元，合起来4200元",
        ),
        (
            "我妈85京籍，今年5月评上重度，今年一共能领多少",
            "前4个月每月100元，后8个月每月700元，合起来6000元",
        ),
        (
            "低保9月取消了，84，京籍，今年一共多少",
            "前9个月每月400元，后3个月每月100元，合起来3900元",
        ),
        (
            "今年5月办的残疾证视力二级，我81京籍，全年多少",
            "前4个月每月100元，后8个月每月500元，合起来4400元",
        ),
        ("我爸今年三月满90京籍，全年能领几百", "前2个月每月100元，后10个月每月500元，合起来5200元"),
        ("我89京籍，生日3月，明年全年多少", "前2个月每月100元，后10个月每月500元，合起来5200元"),
        (
            "今年90，生日6月，今年全年高龄津贴多少",
            "前5个月每月100元，后7个月每月500元，合起来4000元",
        ),
        ("低保去年9月取消了，84，京籍，今年一共多少", "每月100元，2026年全年12个月合起来是1200元"),
        ("低保前年9月取消了，84，京籍，今年一共多少", "每月100元，2026年全年12个月合起来是1200元"),
        ("残疾证前年5月办的，视力二级，我81京籍，今年全年多少", "每月500元，2026年全年"),
        ("我妈85京籍，2024年5月评上重度，今年一共能领多少", "每月700元，2026年全年"),
        (
            "我妈85京籍，今年7月从重度变成中度，今年全年多少",
            "前6个月每月700元，后6个月每月100元，合起来4800元",
        ),
        (
            "我爸83京籍，5月从低保变成低收入，今年全年能领多少",
            "前4个月每月400元，后8个月每月300元，合起来4000元",
        ),
        (
            "我爸83京籍，今年10月由低收入转成低保了，今年全年多少",
            "前9个月每月300元，后3个月每月400元，合起来3900元",
        ),
        ("我妈84京籍，今年全年多少", "每月100元，2026年全年12个月合起来是1200元"),
        ("我妈84京籍，一年多少", "每月100元，一年12个月合起来是1200元"),
    ],
)
def test_each_month_brings_what_it_does(client: FlaskClient, conversation: str, says: str) -> None:
    assert says in head(client, conversation)


@pytest.mark.parametrize(
    ("conversation", "says"),
    [
        ("今年7月满的80，现在办能补到几月｜一共补多少", "前面4个月一共补400元"),
        ("7月满的80｜11月20办｜补几个月", "前面4个月一共补400元"),
        ("7月满的80｜11月20办｜补几个月｜多少钱", "前面4个月一共补400元"),
        ("生日在7月，80，今儿头一回办｜那7月的给吗", "前面4个月一共补400元"),
        ("2026年7月满90，一直按100发，到现在差了多少", "到上个月是4个月，差1600元"),
        (
            "低保是9月批下来的，困难补贴11月办的，补不补9月10月",
            "低保批下来，2026年11月办，晚了2个月，没超过6个月，从2026年9月补起：北京户口的，前面2个月一共补600元",
        ),
        ("低收入证今年8月下来的，到现在没领那200，补几个", "前面3个月一共补600元"),
        ("困难补贴办晚了四个月，低收入，补多少", "前面4个月一共补800元"),
        (
            "爸今年2月满80，妈今年8月满80，今天一块去办，各补多少",
            "妈妈：2026年8月满80周岁，2026年11月办，晚了3个月",
        ),
        ("我妈3月评的重度，到现在没见600，能补回来吗", "8个月合起来是4800元"),
        ("5月份就80了，一直没办，12月1号去还赶得上补吗", "晚了7个月，超过半年了"),
    ],
)
def test_what_was_missed(client: FlaskClient, conversation: str, says: str) -> None:
    assert says in head(client, conversation)


@pytest.mark.parametrize(
    ("conversation", "says"),
    [
        ("老爸离休，不对，退休，88，京籍，多少", "每月固定能领100元"),
        ("我是低保，说错了，是我弟低保，我不是，我83京籍", "每月固定能领100元"),
        ("肢体一级，噢看错了，证上是四级，82京籍", "每月固定能领100元"),
        ("前面说的85作废，重新算，90，重度，京籍", "每月固定能领1100元"),
        ("我妈88京籍低保，记错了，低收入", "每月固定能领300元"),
        ("我妈85京籍｜不，重来｜93，低保", "每月固定能领800元"),
        ("我妈85京籍｜不，重来", "我重新算"),
        ("我爸离休，88，京籍", "离休"),
        ("我83，我弟是低保，我京籍", "每月固定能领100元"),
    ],
)
def test_what_is_put_right_at_once_holds(client: FlaskClient, conversation: str, says: str) -> None:
    chat = Chat(client)
    assert says in [chat.say(text) for text in conversation.split("｜")][-1]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "我妈85京籍，肢体残疾今年7月从二级升到一级，今年全年多少",
        "我妈85京籍，肢体残疾二级，今年7月升到一级，今年全年多少",
        "我妈85京籍，8月从特困变成低保，今年全年多少",
    ],
)
def test_a_year_is_reckoned_as_it_was_before_or_not_at_all(client: FlaskClient, text: str) -> None:
    told = head(client, text)
    assert "前6个月每月500元，后6个月每月700元" in told or "合起来" not in told
