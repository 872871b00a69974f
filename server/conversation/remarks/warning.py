"""The card for whoever quotes a seller: the warning, how to check the provider, whom to call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intents.signs.fraud import Trick
from knowledge.schema import Entry
from server.conversation import compose
from server.conversation.schemas import ActionOut, ReplyOut
from server.editorial.live import LiveKnowledge

FILE = Path(__file__).parent / "fraud_warnings.yaml"
CHECK = "check-provider"
"""The entry with the three platforms where providers are published, by their legal form."""

POLICE = ActionOut(type="call", label="打110报警", target="110")
_NUMBERS = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Warned:
    """What is told of one trick, and the entry that says more."""

    say: str
    entry: str
    rule: bool = False
    """Whether the entry is told in short as well: it says what may be asked for."""
    firm: bool = True
    """Whether there is a firm whose registration can be looked up."""


@cache
def warnings() -> dict[str, Warned]:
    """What is told of each trick, by its name."""
    return {name: Warned(**told) for name, told in _data()["tricks"].items()}


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


def compose_warning(trick: Trick, knowledge: LiveKnowledge | None, today: date) -> ReplyOut:
    """The card; without knowledge it still warns and says whom to call."""
    warned = warnings()[trick.name]
    said = _data()["given"].get(trick.given) or warned.say
    entries = _entries(warned, knowledge, today)
    about = entries.get(warned.entry)
    rule = f"{about.short}\n\n" if about and warned.rule else ""
    first_police = trick.pressing or trick.name == "paid"
    check = entries.get(CHECK) if warned.firm and not trick.given else None
    calls = [POLICE, compose.HOTLINE] if first_police else [compose.HOTLINE, POLICE]
    return ReplyOut(
        kind="fraud_warning",
        text=f"{said}\n\n{rule}{_steps(check, first_police=first_police)}",
        speech_text=_spelt(f"{said}{_call_line(first_police=first_police)}"),
        confidence=1.0,
        entry_id=about.id if about else None,
        release=knowledge.release if knowledge else None,
        last_checked=about.last_checked.isoformat() if about else None,
        citations=compose.citations(entries.values(), knowledge.documents) if knowledge else [],
        choices=[compose.choice(entry) for entry in entries.values()],
        actions=calls,
    )


def _entries(warned: Warned, knowledge: LiveKnowledge | None, today: date) -> dict[str, Entry]:
    """The entry about the trick and the one about checking a provider, if they are in force."""
    known = knowledge.entries if knowledge else {}
    names = (warned.entry, CHECK)
    return {name: known[name] for name in names if name in known and known[name].in_force(today)}


def _steps(check: Entry | None, *, first_police: bool) -> str:
    """What to do, the most urgent first."""
    police = "已经交了钱、有人催逼您：马上打110，合同、聊天和转账记录都留好。"
    ask = "拿不准、想举报：打12345。"
    look = [f"怎么查这家登记没有：{check.short}"] if check else []
    steps = [police, *look, ask] if first_police else [*look, ask, police]
    return "\n".join(f"- {step}" for step in [*steps, "跟儿女或家里人说一声，别一个人拿主意。"])


def _call_line(*, first_police: bool) -> str:
    police, ask = "已经交了钱，马上打110。", "拿不准，打12345问。"
    return police + ask if first_police else ask + police


def _spelt(text: str) -> str:
    """Telephone numbers digit by digit, so that a voice does not read them as quantities."""
    return _NUMBERS.sub(lambda number: " " + " ".join(number[0]) + " ", text)
