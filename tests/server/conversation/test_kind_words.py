"""Remarks that ask nothing are answered kindly; what asks, or should be seen to, is handed over."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.talk import reply_to


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("我老伴走了十年了", "放不下"),
        ("白发人送黑发人", "放不下"),
        ("一个人过年没意思", "跟我说说"),
        ("我孙子考上大学了", "高兴"),
        ("这菜价又涨了", "不容易"),
        ("血糖高", "保重"),
        ("节日快乐", "您也好"),
        ("算了", "不着急"),
        ("年轻时候可苦了", "听见"),
    ],
)
def test_a_remark_gets_a_kind_word_that_fits(client: FlaskClient, text: str, word: str) -> None:
    reply = reply_to(client, text)
    assert reply["kind"] == "smalltalk"
    assert word in reply["text"]
    assert "照着念" not in reply["text"]


def test_a_carer_who_is_worn_out_is_told_of_respite(client: FlaskClient) -> None:
    reply = reply_to(client, "天天端屎端尿我快疯了")
    assert reply["entry_id"] == "respite-care"
    assert reply["text"].startswith("您这么照顾着")


@pytest.mark.parametrize(
    "text",
    [
        "取暖补贴一个月多少钱",
        "京东买的东西没到",
        "押金一直没退给我们",
        "特斯拉好还是比亚迪好",
        "胸口腾得慌",
        "死亡证明",
        "密码忘了邮箱登不上",
    ],
)
def test_what_asks_or_should_be_seen_to_is_handed_over(client: FlaskClient, text: str) -> None:
    assert reply_to(client, text)["kind"] != "smalltalk"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("你们这服务太差了", "对不起"),
        ("政府就会糊弄老百姓", "对不起"),
        ("你们欺负老百姓", "对不起"),
        ("我要投诉你", "我要反映"),
        ("骗人的吧", "出处"),
        ("你说话太快了", "短一点"),
        ("我今天过生日", "生日快乐"),
        ("你是男的女的", "程序"),
        ("我跟老伴吵架了", "消消气"),
        ("我等了一百天了", "受累"),
        ("冬天没暖气冷死了", "12345"),
        ("家里没米了没钱买", "社会救助"),
        ("地震了怎么办", "护住头"),
        ("帮帮我", "您请说"),
    ],
)
def test_complaints_and_remarks_get_what_fits_them(
    client: FlaskClient, text: str, word: str
) -> None:
    reply = reply_to(client, text)
    assert reply["kind"] == "smalltalk"
    assert word in reply["text"]


@pytest.mark.parametrize(
    ("text", "begins", "entry"),
    [
        ("我儿媳妇天天骂我", "让您受委屈了", "child-support"),
        ("孩子不管我", "让您受委屈了", "child-support"),
        ("我爸死在家里了怎么办", "请您节哀", "allowance-death"),
        ("陪我说说话", "听着您", "psychological-comfort"),
    ],
)
def test_who_is_wronged_or_bereaved_is_told_who_can_help(
    client: FlaskClient, text: str, begins: str, entry: str
) -> None:
    reply = reply_to(client, text)
    assert reply["entry_id"] == entry
    assert reply["text"].startswith(begins)


@pytest.mark.parametrize("text", ["劳模津贴", "每周一三五给我送饭", "津贴给我发送到哪"])
def test_what_is_no_good_news_is_not_cheered(client: FlaskClient, text: str) -> None:
    assert "替您高兴" not in reply_to(client, text)["text"]


@pytest.mark.parametrize(
    "text",
    [
        "退订",
        "周末开门吗",
        "饭里有头发",
        "有没有软烂的饭",
        "试住可以吗",
        "压金退不退",
        "能上门不",
        "退款没收到",
        "人呢",
    ],
)
def test_nobody_is_told_that_a_short_or_near_question_is_not_understood(
    client: FlaskClient, text: str
) -> None:
    assert "帮不上您" not in reply_to(client, text)["text"]


@pytest.mark.parametrize("text", ["我头晕", "心慌", "咳嗽", "发烧38度5", "我头疼"])
def test_what_ails_somebody_is_sent_to_a_doctor_with_the_number(
    client: FlaskClient, text: str
) -> None:
    reply = reply_to(client, text)
    assert "医生" in reply["text"]
    assert "120" in reply["text"]


@pytest.mark.parametrize("text", ["美国总统是谁", "北京到天津火车几点"])
def test_another_matter_of_another_place_is_not_sent_to_its_civil_affairs(
    client: FlaskClient, text: str
) -> None:
    assert "当地民政部门" not in reply_to(client, text)["text"]


def test_no_elder_is_made_of_another_matter(client: FlaskClient) -> None:
    assert "养老方面的事。”" not in reply_to(client, "幼儿园几点放学")["text"]
