"""What a family made up at random gets together is what the rules give each of them, however it is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.evaluation.dialogues import WRITTEN_ON
from tests.property.families import FORMS, Facts, Family, Teller, told_in
from tests.server.conversation.test_dialogues import Chat

FAMILIES = 4


def by_the_rules(client: FlaskClient, family: Family) -> int | None:
    """What is certain of all of them together each month, in fen; None, not 0, where something is open."""
    sums = [_of_one(client, facts) for facts in family.facts.values()]
    return sum(fen or 0 for fen in sums) or (None if None in sums else 0)


def _of_one(client: FlaskClient, facts: Facts) -> int | None:
    body = {"as_of": WRITTEN_ON[:10], "facts": facts}
    found = client.post("/api/v1/benefits/check", json=body).get_json()["benefits"]
    paid = sum(b["amount_fen_per_month"] or 0 for b in found if b["verdict"] == "eligible")
    is_open = any(b["verdict"] == "need_info" for b in found)
    return paid or (None if is_open else 0)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_is_told_in_one_message_adds_up(
    client: FlaskClient, form: Callable[[Teller], str]
) -> None:
    told = [told_in(form, 1000 + seed) for seed in range(FAMILIES)]
    sums = [(text, Chat(client).say(text)["total_fen_per_month"]) for _, text in told]
    assert sums == [(text, by_the_rules(client, family)) for family, text in told]


def test_what_is_told_one_by_one_adds_up(client: FlaskClient) -> None:
    told = [told_in(Teller.parted_by_semicolons, 2000 + seed) for seed in range(3 * FAMILIES)]
    for family, text in told:
        chat = Chat(client)
        *each, last = text.split("；")
        for words in [*each, last.rpartition("，")[0]]:
            chat.say(words)
        asked = "一共多少"
        assert (text, chat.say(asked)["total_fen_per_month"]) == (
            text,
            by_the_rules(client, family),
        )
