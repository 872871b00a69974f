"""What the programme of 2024 paid of fitting out a home, for a sum that is named; it has ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
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
_YEAR = 2024


def told(text: str, state: State, entry: Entry | None, day: date) -> str | None:
    """What was paid of the sum that ``text`` names; None where it names none, or how old
    she was in that year is not known: the age that is told may be that of ``day``."""
    if entry is None or not (_OF_IT.search(text) and _THEN.search(text)):
        return None
    known: Mapping[str, Any] = {**state.facts, **facts_in(text, of_somebody=True)}
    age, lines = known.get("age"), lines_in(text)
    if not isinstance(age, int) or len(lines) != 1:
        return None
    youngest = age - (day.year - _YEAR) - 1
    is_old = youngest >= _OLD
    if youngest < _LEAST or (age >= _OLD) is not is_old:
        return None
    spent = lines[0].total_fen
    shares = [int(figure.percent) for figure in entry.figures if figure.percent]
    most = next(figure.fen for figure in entry.figures if figure.fen)
    share = shares[1] if is_old else shares[0]
    of_age = f"{_OLD}周岁及以上" if is_old else f"{_LEAST}到{_OLD - 1}周岁"
    whole = spent * share // 100
    capped = f"，每户最高{spoken(most)}，就补{spoken(most)}" if whole > most else ""
    return (
        f"2024年那一次的办法：{of_age}补{share}%，{spoken(spent)}的{share}%是{spoken(whole)}{capped}。"
        "那一次到2024年12月31日已经结束，现在不能照这个算。"
    )
