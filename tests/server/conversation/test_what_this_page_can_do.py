"""Questions about what the web pages themselves do: the answer opens the page that does it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from knowledge.loader import Base
from tests.server.talk import reply_to

DONE_ON_PAGES = [
    ("街道这个月办什么活动", "this-platform-activities", "/activities"),
    ("想给我妈报个书法班", "this-platform-activities", "/activities"),
    ("我想去唱歌班，在哪报名", "this-platform-activities", "/activities"),
    ("报了名又不想去了，咋退", "this-platform-withdraw", "/activities"),
    ("取消我妈的报名", "this-platform-withdraw", "/activities"),
    ("我的付款记录在哪儿", "this-platform-payments", "/payments"),
    ("退的钱到哪儿看", "this-platform-payments", "/payments"),
    ("我付的五块钱什么时候退给我", "this-platform-payments", "/payments"),
    ("我下的订单呢", "this-platform-orders", "/payments"),
    ("颐年上能不能点餐", "this-platform-orders", "/activities"),
    ("授权怎么取消", "this-platform-end-grant", "/people"),
    ("不想再让儿子替我办事了", "this-platform-end-grant", "/people"),
    ("怎么查谁看过我的资料", "this-platform-who-did", "/people"),
    ("我闺女替我办过什么", "this-platform-who-did", "/people"),
    ("我同意过什么，在哪看", "this-platform-consents", "/me"),
    ("怎么把资料下载下来", "this-platform-data", "/me"),
    ("账号我想注销", "this-platform-data", "/me"),
    ("验证码我收不到", "this-platform-sign-in", "/sign-in"),
    ("我的消息在哪里", "this-platform-messages", "/messages"),
    ("颐年的网页有大字版没有", "this-platform-large-type", "/"),
    ("给老人用的大字版在哪里切换", "this-platform-large-type", "/"),
    ("食堂的菜太油了，我想投诉", "meal-food-bad", "/report"),
    ("助餐点的米饭老夹生，要反映", "meal-food-bad", "/report"),
    ("我要反映老年食堂的事", "meal-food-bad", "/report"),
    ("我要投诉", "complaint-12345", "/report"),
]


@pytest.mark.parametrize(("text", "entry", "page"), DONE_ON_PAGES)
def test_the_answer_opens_the_page(client: FlaskClient, text: str, entry: str, page: str) -> None:
    reply = reply_to(client, text)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)
    assert page in [each["target"] for each in reply["actions"] if each["type"] == "open_page"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("订餐退款多久到账", "meal-order-trouble"),
        ("旅居养老怎么报名", None),
        ("老年大学在哪报名", None),
        ("养老院的押金什么时候退", None),
        ("老年餐怎么网上订", None),
        ("食堂每天少付几块钱", None),
        ("微信里的字太小，上哪儿学怎么调", None),
        ("津贴的申请到哪一步了", None),
        ("怎么让闺女用她的手机替我办", "this-platform-for-family"),
        ("怎么让我闺女替我办", "this-platform-for-family"),
        ("我想让儿子在这上面替我办事", "this-platform-for-family"),
        ("饭里吃出虫子，找谁", "meal-food-bad"),
    ],
)
def test_what_others_do_is_not_ours(client: FlaskClient, text: str, entry: str | None) -> None:
    told = reply_to(client, text)["entry_id"]
    own = [name for _, name, _ in DONE_ON_PAGES]
    assert told == entry if entry else told not in own


def test_meals_cannot_be_ordered_here_yet(client: FlaskClient) -> None:
    assert "还不能订餐" in reply_to(client, "我的订单到哪了")["text"].split("\n\n")[0]


@pytest.mark.parametrize(
    "text", ["我要投诉食堂的饭太咸", "老年餐难吃，我要反映", "驿站的饭不好吃，投诉"]
)
def test_food_is_no_matter_for_the_police(client: FlaskClient, text: str) -> None:
    targets = [each["target"] for each in reply_to(client, text)["actions"]]
    assert {"/report", "12345"} <= {*targets}
    assert "110" not in targets


def test_every_page_that_an_entry_opens_is_there(base: Base, app: Flask) -> None:
    opened = {
        action.target
        for entry in base.entries.values()
        for action in entry.actions
        if action.type == "open_page" and action.target.startswith("/")
    }
    pages = app.url_map.bind("")
    assert opened >= {"/activities", "/payments", "/people", "/me", "/messages", "/report"}
    assert all(pages.test(target, "GET") for target in opened)
