"""What the programme of 2024 paid of fitting out a home, for a sum that is named; it has ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from intents.told.billed import lines_in
from intents.told.facts import facts_in
from knowledge.schema import Entry
from server.conversation.state import State
from server.kit.money import spoken

ENTRY = "retrofit-2024-subsidy"
_OF_IT = re.compile("适老化|改造|扶手|防滑")
_THEN = re.compile("2024|那会儿?|那时候?|当时|前年|过去")
_OLD, _LEAST = 80, 60


def told(text: str, state: State, entry: Entry | None) -> str | None:
    """What was paid of the sum that ``text`` names; None where it names none, or how old she is is not known."""
    if entry is None or not (_OF_IT.search(text) and _THEN.search(text)):
        return None
    known: Mapping[str, Any] = {**state.facts, **facts_in(text, of_somebody=True)}
    age, lines = known.get("age"), lines_in(text)
    if not isinstance(age, int) or age < _LEAST or len(lines) != 1:
        return None
    shares = [int(figure.percent) for figure in entry.figures if figure.percent]
    most = next(figure.fen for figure in entry.figures if figure.fen)
    share = shares[1] if age >= _OLD else shares[0]
    whole = lines[0].fen * share // 100
    capped = f"，每户最高{spoken(most)}，就补{spoken(most)}" if whole > most else ""
    return (
        f"2024年那一次的办法：{age}岁补{share}%，{spoken(lines[0].fen)}的{share}%是{spoken(whole)}{capped}。"
        "那一次到2024年12月31日已经结束，现在不能照这个算。"
    )
