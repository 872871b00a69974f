"""A bill told as a price and how often is reckoned as a whole, whatever it is reckoned against."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def last_said(client: FlaskClient, said: str) -> str:
    """The first paragraph of the reply to the last of the messages of ``said``."""
    chat = Chat(client)
    return str([chat.say(message) for message in said.split("|")][-1]["text"]).split("\n")[0]


@pytest.mark.parametrize(
    ("said", "off", "left"),
    [
        ("请护工一天180，用了8天，中度，券抵多少", "720", "720"),
        ("护工一小时40，每周三次每次两小时，一个月券抵几个，中度", "480", "480"),
        ("日托一天80，去20天，中度", "640", "960"),
        ("理发25一次，一个月一次，助浴160一次，一个月两次，中度，一共抵多少", "172.50", "172.50"),
        ("住养老院一天120，住了半个月，中度", "720", "1080"),
        ("养老院床位1800、护理1200、伙食800，中度，券抵多少", "800", "3000"),
        ("两千零五十请人，抵多少", "800", "1250"),
        ("我爸85，护工一天100，一个月20天，中度，抵多少", "800", "1200"),
        ("我妈重度，请保姆五千，券抵多少|那剩下的还得自己掏几个", "800", "4200"),
        ("机构抵四成，1999块", "799.60", "1199.40"),
    ],
)
def test_a_price_is_paid_as_often_as_it_is_told(
    client: FlaskClient, said: str, off: str, left: str
) -> None:
    assert f"抵{off}元，自己付{left}元" in last_said(client, said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("每次康复200，每周一次，中度，一个月抵多少", "按一个月4周算"),
        ("护工一天两百六，一个月，重度，券能抵多少", "按一个月30天算"),
        ("四次护理120，中度，抵多少", "是一次的价钱，还是几次一共的"),
        ("请两个月护工，每月3000，中度，一共抵多少", "2个月一共抵1600元"),
        ("我妈中度请人800，我爸中度请人2000，俩人一共抵多少", "合起来抵1200元"),
        ("我俩都中度，一块请一个人每月三千，能抵多少", "券是按人发的"),
        ("居家花1500，抵完自己掏700对不对", "不对，自己付750元"),
        ("券和六百块选哪个？我妈住养老院六千一个月", "券抵的多200元"),
        ("四百档的，居家花800，哪样好", "两样一样多"),
        ("住院舍一千四一个月，重度|选哪样划算", "护理补贴多40元"),
        ("爸重度失能，领600呢，换成800的券合适不合适", "居家社区服务每月花到1200元"),
        ("重度，都说选券划算，可我家没请人", "一分也抵不到"),
        ("我现在每月拿一千一（高龄加护理），换成券，现钱还剩多少", "现钱还剩500元"),
        ("花多少钱才能把八百用足，居家的", "每月花到1600元"),
        ("从现在办券，还能用几个月", "2027年是否延续未知"),
        ("十月的券没用，十二月一起用行吗", "当月有效"),
        ("券八百是一个人的还是一家的", "按人算"),
    ],
)
def test_what_is_assumed_or_left_open_is_said(client: FlaskClient, said: str, told: str) -> None:
    assert told in last_said(client, said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("石景山医保，重度，请人一个月三千，长护险给多少，自己掏多少", "约2100元，自己约付900元"),
        ("石景山居民医保71重度，长护险一年能顶多少钱", "基金约付25200元"),
        ("长护险要我掏三成，是九百吗", "差不多"),
        ("长护险服务花了4000，石景山，报多少", "超出的部分怎么付没有查到"),
    ],
)
def test_what_the_care_insurance_pays_is_told_as_a_report_has_it(
    client: FlaskClient, said: str, told: str
) -> None:
    reply = last_said(client, said)
    assert told in reply
    assert "2020年的报道" in reply


@pytest.mark.parametrize("said", ["石景山长护险一年交多少钱", "我妈中度，石景山长护险给多少"])
def test_the_premium_and_who_has_none_are_no_such_sums(client: FlaskClient, said: str) -> None:
    assert "基金总体约付" not in last_said(client, said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("四千四的养老院，退休金三千，高龄一百，券用上还差多少，中度", "还差500元"),
        ("我妈养老金2800，住养老院7000，重度，八十九，缺口多少", "都算上还差3500元"),
        ("困境家庭入住低保3600，我妈82低保住养老院7000，还要多少", "还差3400元"),
        ("养老院5500，退休金4000，我81，还差多少", "都算上还差1400元"),
        ("养老院月4000，让我交三个月加四倍押金，一共多少", "一共28000元"),
        ("押金收我五倍，月费4500，多收了几个", "多收4500元"),
        ("预收半年的，月费六千，最多该交多少", "就是18000元"),
    ],
)
def test_what_is_missing_for_a_home_or_paid_beforehand_is_reckoned(
    client: FlaskClient, said: str, told: str
) -> None:
    assert told in last_said(client, said)
