"""A stranger's elder beside one's own: each has a claim of her own, and nothing told of the one is the other's."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

OURS = "我爸八十六，京籍，重度失能，低保，能领多少"
OURS_FEN = 100_000


@pytest.mark.parametrize(
    "whose",
    ["同事他爸", "我同事他爸", "我朋友的妈妈", "邻居家老太太", "我们单位老王他妈", "老李家奶奶", "对门老爷子"],
)  # fmt: skip
def test_a_strangers_elder_has_nothing_of_what_was_told_of_ours(
    client: FlaskClient, whose: str
) -> None:
    chat = Chat(client)
    assert chat.say(OURS)["total_fen_per_month"] == OURS_FEN
    assert chat.say(f"{whose}九十了，北京户口，能领多少")["total_fen_per_month"] == 50_000
    assert chat.say("要是重度呢")["total_fen_per_month"] == 110_000
    assert chat.say("那我爸呢")["total_fen_per_month"] == OURS_FEN


@pytest.mark.parametrize(
    "text",
    [
        "同事他爸说九十岁领五百，我妈八十八京籍领多少",
        "楼上老太太九十二了领五百，我妈八十八京籍领多少",
        "街坊吃低保，我妈不吃，我妈八十八京籍领多少",
    ],
)
def test_what_a_stranger_gets_is_told_beside_and_ours_is_asked(
    client: FlaskClient, text: str
) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == 10_000
