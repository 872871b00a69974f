"""A sentence that may mean danger is answered as it was meant, with the number to call beside the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from intents.matching.evaluate import read_lines
from intents.signs.signals import danger_doubted_in
from intents.words.rules import Rule
from server.conversation import compose
from server.conversation.schemas import ReplyOut
from tests.server.talk import reply_to

DATA = Path(__file__).resolve().parents[2] / "data"
RULE = Rule(name="medical", number="120", if_so="要是现在有人不舒服，马上打120。")


def doubted() -> str:
    """A sentence that leaves doubt; which ones do changes with the weights."""
    rows = read_lines(DATA / "danger_heldout.jsonl") + read_lines(DATA / "danger_heldout2.jsonl")
    return next(row["q"] for row in rows if danger_doubted_in(row["q"]))


def test_doubt_adds_a_sentence_and_a_number_to_what_is_told(client: FlaskClient) -> None:
    text = doubted()
    rule = danger_doubted_in(text)
    reply = reply_to(client, text)
    assert rule is not None
    assert reply["kind"] != "emergency"
    assert reply["text"].endswith(rule.if_so)
    assert rule.number in [action["target"] for action in reply["actions"]]


def test_what_is_plain_has_no_such_sentence(client: FlaskClient) -> None:
    reply = reply_to(client, "高龄津贴多少钱")
    assert "要是现在" not in reply["text"]


@pytest.mark.parametrize("known", [[], [compose.ActionOut(type="call", label="打", target="120")]])
def test_a_number_that_is_there_is_not_added_again(known: list[compose.ActionOut]) -> None:
    reply = ReplyOut(kind="answer", text="答", speech_text="答", confidence=1.0, actions=known)
    told = compose.with_a_number(reply, RULE)
    assert [action.target for action in told.actions] == ["120"]
    assert told.text == f"答\n\n{RULE.if_so}"
    assert reply.text == "答"
