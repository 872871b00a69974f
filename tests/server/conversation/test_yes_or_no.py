"""Questions that want a yes or a no get it first."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from knowledge.loader import CONTENT, load
from server.conversation.asked.openings import openings
from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("没照片能办老年卡吗", "不行"),
        ("办老年卡用身份证复印件行不行", "带原件"),
        ("59岁能办卡吗", "还不能"),
        ("我妈59岁零十个月,能先办养老助残卡吗", "还不能"),
        ("还差两个月60，能先办老年卡吗", "还不能"),
        ("64岁能办老年卡不", "岁数够了"),
        ("老年卡坐到河北那段也免费吗", "不免费"),
        ("国庆节公园还免费吗", "不免费"),
        ("公办养老院能收会员费吗", "不能收"),
        ("养老院能收会员费吗", "不提倡"),
        ("养老院让交半年的费,可以吗", "不可以"),
        ("预交一年费用打八折能交吗", "不可以"),
        ("押金收一年的合法吗", "超了"),
        ("每顿都补5块吗", "不是"),
        ("普通老人吃饭都补5块吗", "不是"),
        ("在家吃饭也补5块吗", "不是"),
        ("所有老人吃饭都便宜5块吗", "不是"),
        ("所有失能老人每月600吗", "不是人人都有"),
        ("早饭有补贴吗", "早饭没有"),
        ("时间银行60岁以上才能存吗", "不是"),
        ("残疾三级肢体有护理补贴吗", "光凭这个等级领不了"),
        ("电话订餐行吗", "打电话订"),
        ("护理补贴只要是残疾就有对吧", "不是有残疾就有"),
        ("三类补贴只能领一样是不是", "不是只能领一样"),
        ("三样补贴不能都领吧", "不是只能领一样"),
        ("残疾军人能领护理补贴吗", "要看领没领因公致残"),
        ("残疾军人能领高龄津贴吗", "要看领没领因公致残"),
        ("户口要是迁到北京,能领高龄津贴吗", "迁进来以后"),
        ("消费券居家机构能各抵800吗", "先不能按两份算"),
        ("我把密码告诉儿媳妇了她取走了我的钱", "先给银行打电话"),
        ("只能去户籍地街道申请津贴吗", "拿身份证"),
    ],
)
def test_the_answer_begins_with_the_yes_or_no(client: FlaskClient, text: str, begins: str) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "answer"
    assert reply["text"].startswith(begins)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("老年卡坐公交免费吗", "60周岁"),
        ("80岁津贴每月100对吗", "对"),
        ("三样补贴能都领吗", "能。"),
        ("消费券最多抵八百吗", "对"),
        ("保姆偷钱", "打110"),
        ("办老年卡带什么", "京籍"),
        ("养老院最多能预收几个月", "最多3个月"),
        ("助餐补贴每天多少钱", "居家的"),
    ],
)
def test_other_questions_keep_the_beginning_of_their_answer(
    client: FlaskClient, text: str, begins: str
) -> None:
    assert Chat(client).say(text)["text"].startswith(begins)


def test_every_opening_is_of_an_entry_and_says_no_figure_that_it_does_not_tell() -> None:
    entries = load(CONTENT).entries
    for one in openings():
        entry = entries[one.entry]
        told = f"{entry.question}{entry.short}{entry.full}{[a.target for a in entry.actions]}"
        assert {*re.findall(r"\d+", one.say)} <= {*re.findall(r"\d+", told)}, one.say
