"""Whatever is said, the reply gives something to hold on to; over all development questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from intents.matching.evaluate import read_lines
from tests.server.talk import reply_to

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = (
    *("utterances", "utterances_fresh", "utterances_fresh2", "refuse", "refuse_fresh", "several"),
    *(
        "several_new",
        "eligibility",
        "eligibility_new",
        "remarks",
        "plain_talk",
        "fraud",
        "fraud_fresh",
    ),
    *(
        "fraud_told",
        "danger",
        "danger_misheard",
        "danger_fresh",
        "danger_heldout",
        "danger_heldout2",
    ),
)
AT_ONCE = 150
REMARKS = [
    "你好",
    "谢谢",
    "再见",
    "你是谁",
    "吃了吗",
    "转人工",
    "第二个",
    "接着算",
    "都不是",
    "嗯",
    "？",
]


def parts() -> list[Any]:
    """The lines of all files in stretches, so that workers share them."""
    return [pytest.param(REMARKS, id="remarks")] + [
        pytest.param([row["q"] for row in rows[start : start + AT_ONCE]], id=f"{name}-{start}")
        for name in FILES
        for rows in [read_lines(DATA / f"{name}.jsonl")]
        for start in range(0, len(rows), AT_ONCE)
    ]


def what_is_lacking(reply: dict[str, Any]) -> str | None:
    """Why nobody could go on from this reply, None if they can."""
    if not reply["text"].strip() or not reply["speech_text"].strip():
        return "nothing is said"
    if reply["kind"] == "answer" and not reply["citations"]:
        return "an answer without a source"
    if reply["kind"] in ("handoff", "emergency", "fraud_warning") and not any(
        action["type"] == "call" for action in reply["actions"]
    ):
        return "no number to call"
    if reply["kind"] == "clarify" and not 1 <= len(reply["choices"]) <= 3:
        return f"{len(reply['choices'])} choices"
    helps = reply["citations"] or reply["choices"] or reply["actions"] or reply["benefits"]
    return None if helps else "nothing to go on with"


@pytest.mark.parametrize("texts", parts())
def test_every_reply_has_a_source_a_choice_an_action_or_a_number(
    client: FlaskClient, texts: list[str]
) -> None:
    wrong = {text: what_is_lacking(reply_to(client, text)) for text in texts}
    assert {text: why for text, why in wrong.items() if why} == {}
