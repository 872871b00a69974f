"""What Haidian pays for a bed at home is reckoned from the level and the bill that are told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("海淀轻度失能67岁，家床自费服务500元，能补多少",), "这样补250元"),
        (("海淀中度失能，花2000买家床服务，补多少",), "这样补900元"),
        (("82海淀户口，轻度，住海淀家里", "家床有多少"), "每月600元的免费服务"),
        (("82海淀户口，轻度，住海淀家里", "家床有多少", "自费花800补多少"), "这样补400元"),
        (("82海淀户口，轻度，住海淀家里", "家床自费花800补多少", "花2000呢"), "这样补500元"),
        (("海淀户口，住海淀，68岁，中度失能，家床补多少",), "最高补900元"),
        (("海淀户口85岁独居没失能，家庭养老床位有补吗",), "每月300元的免费服务"),
        (("海淀重度失能领着护理补贴600，还能享受家庭床位补贴吗",), "不再给床位的补贴"),
        (("我妈西城户口住海淀，82独居，有海淀家床补贴吗",), "差一样就不符合海淀的细则"),
        (("海淀轻度66，有偿花900",), "这样补450元"),
        (("海淀中度有偿2500，补多少自己多少",), "这样补900元，自己付1600元"),
        (("海淀中度，护理一次100一个月八次，家床有偿补多少",), "这样补400元"),
        (("海淀轻度买了800的有偿服务，补几个，无偿的还给吗",), "另有每月600元的免费服务"),
        (("海淀81空巢，轻度", "那无偿的和有偿一共多少"), "最多1100元"),
        (("海淀八十三空巢能自理，家床额度",), "每月300元的免费服务"),
        (("海淀85独居自理，有偿的花400，补几个",), "能自理的补多少没有查到"),
        (("我63，海淀，轻度，能有家床吗",), "63岁还不够"),
        (("海淀重度，护理补贴600跟家床怎么选",), "两样只能选一样"),
        (("我妈丰台的，轻度，听说海淀家床给六百，她能拿吗",), "差一样就不符合海淀的细则"),
        (("海淀户口住在昌平，82独居，有海淀家床补贴吗",), "差一样就不符合海淀的细则"),
    ],
)
def test_what_haidian_pays_is_reckoned(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    assert says in told(client, *messages)["text"].split("\n")[0]


@pytest.mark.parametrize(
    "messages",
    [
        ("朝阳轻度失能67岁，家床花500，能补多少",),
        ("海淀轻度失能62岁，家床自费花500，能补多少",),
        ("海淀85岁京户，一个月能领多少",),
        ("我妈海淀户口，中度，养老院床位2000膳食900，券抵多少",),
    ],
)
def test_elsewhere_and_to_the_young_nothing_is_promised(
    client: FlaskClient, messages: tuple[str, ...]
) -> None:
    assert "海淀的说法：自己花钱" not in told(client, *messages)["text"]


@pytest.mark.parametrize(
    "text",
    [
        "海淀85独居，生活不能自理，有偿的花400，补几个",
        "海淀85独居，没法自理，家床有偿花400补多少",
        "海淀85独居，自理不了，有偿的花400，补几个",
    ],
)
def test_who_cannot_look_after_herself_is_not_told_of_as_if_she_could(
    client: FlaskClient, text: str
) -> None:
    assert "高龄自理" not in told(client, text)["text"].split("\n")[0]
