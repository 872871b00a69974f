"""What people ask beside the policies: cards that are broken, windows, telephones, signing in, what to do with a caller."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("助残卡被水泡坏了刷不动", "elder-card-broken"),
        ("新的助残卡要不要去银行开通", "elder-card-activate"),
        ("查查卡里每笔钱花哪儿了", "elder-card-money-short"),
        ("领津贴的银行卡销户了咋办", "allowance-card-closed"),
        ("农业户口的能领高龄津贴吗", "allowance-hukou-kinds"),
        ("乡里民政窗口几点下班", "allowance-window-hours"),
        ("我们居委会的电话给一个", "street-phone"),
        ("我妈的评估不想做了怎么取消", "application-withdraw"),
        ("认证刷脸说不是我妈", "face-check"),
        ("有个人上门要登记户口本，能给吗", "id-card-asked"),
        ("12345反映半个月了没信", "hotline-nobody"),
        ("怎么看养老院几星级", "institution-stars"),
        ("饭桌不开了，预存的钱退不退", "meal-card-money"),
        ("吃饭的卡丢了咋整", "meal-card-lost"),
        ("老人做饭忘关火，有报警的装置吗", "smoke-alarm"),
        ("驿站来探望要收钱吗", "visit-fee"),
        ("低保归哪儿受理", "minimum-living-apply"),
        ("条例第二十六条说的啥", "regulation-articles"),
        ("民政通在手机哪儿下", "minzhengtong-what"),
        ("消费券到店咋使", "voucher-how-to-use"),
        ("验证码一直不来", "this-platform-sign-in"),
        ("孩子怎么在他手机上替我办", "this-platform-for-family"),
        ("你这儿存我的身份证号吗", "this-platform-data"),
        ("护理补贴到底咋回事", "care-subsidy-what"),
    ],
)
def test_it_has_an_entry(client: FlaskClient, text: str, entry: str) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("老年卡丢了怎么补", "elder-card-lost"),
        ("老年卡余额怎么查", "elder-card-balance"),
        ("外地户口有津贴吗", "age-allowance-non-local"),
        ("公办养老院能收会员费吗", "membership-fee-forbidden"),
        ("条例第28条以后写了什么", "regulation-later-articles"),
        ("北京低保标准是多少", "minimum-living-amount"),
        ("消费券能买什么服务", "voucher-services"),
        ("海淀家床白给多少钱的服务", "haidian-home-bed-free-quota"),
    ],
)
def test_what_had_one_keeps_it(client: FlaskClient, text: str, entry: str) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("户口9月迁走，9月的津贴还有没有", "迁出的当月还有，从下个月起就不发了"),
        ("户口迁走下个月还给钱吗", "迁出的当月还有，从下个月起就不发了"),
        ("我妈昨天没的，这个月的津贴发吗", "请您节哀。去世的当月还有，从下个月起停发"),
        ("我爸5月去世，6月的津贴还发吗", "去世的当月还有，从下个月起停发"),
        ("海淀有没有家庭照护床位", "有，就是老人住在家里"),
        ("海淀轻度失能能建家床吗", "轻度、中度失能的，要满65周岁"),
        ("户口簿丢了能报津贴吗", "没有户口簿不要紧"),
        ("身份证到期了能不能办补贴", "身份证过期收不收，没查到"),
        ("替老人办津贴要公证书吗", "要不要公证"),
        ("有异议的数据街道哪天前报", "有异议的数据，每月20日前报"),
        ("还差一个月80能提前办吗", "提前报收不收"),
        ("痴呆的老人养老院收吗", "没查到不收失智老人的规定"),
    ],
)
def test_what_is_asked_is_told_at_the_head(client: FlaskClient, text: str, begins: str) -> None:
    assert begins in Chat(client).say(text)["text"][:60]


@pytest.mark.parametrize("text", ["老伴上周没了，他的津贴用去停吗", "我爸走了，他那津贴还发不发"])
def test_who_lost_somebody_hears_it_once(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["text"].count("请您节哀") == 1


@pytest.mark.parametrize("text", ["退休金怎么领", "我的养老金上哪儿查", "退休工资几号到账"])
def test_pensions_are_not_known_here(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] == "handoff"


@pytest.mark.parametrize("text", ["有退休金能领高龄津贴吗", "高龄津贴和退休金能一块领吗"])
def test_a_pension_beside_the_allowance_is(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["entry_id"] == "age-allowance-pension"


@pytest.mark.parametrize("text", ["全国都是一百吗", "各省都是一百块吗", "外省也给一百吗"])
def test_what_other_places_pay_is_neither_an_age_nor_put_right(
    client: FlaskClient, text: str
) -> None:
    reply = Chat(client).say(text)
    assert "不对" not in reply["text"]
    assert reply["entry_id"] != "age-allowance-100-plus"
