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
