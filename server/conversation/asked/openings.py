"""How an answer begins: with the yes or no that was asked for, and with none for whoever asked for none.

What an entry does not say at its head is data (``openings.yaml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from intents.words.normalise import bare, unify
from intents.words.slots import age_in
from server.conversation import compose
from server.conversation.schemas import ReplyOut

_VERDICT = re.compile(
    r"^(?:不能|不行|能代办|能接上|能|可以|会|有人[查管]|有这一项|有|要|是|行)[。，](?=.)"
)
"""Yes or no by itself, as the short answers of entries begin."""

_ONLY = re.compile("只(?:能|许|让|准|给|可以|有)")
_YES = re.compile(r"^(?:能|可以|会|有|要|行)[。，](?=.)")
"""A yes by itself would say of "只能领一样是不是" that it is so."""

_OPEN = re.compile(
    r"怎么|怎样|咋|如何|哪|谁|为什么|为啥|为何|凭什么|凭啥|多少|几[个点天号月岁时块]|多久|多长时间|(?:什么|啥)(?:时候|地方|材料|人)"
)
_WHETHER = re.compile(
    r"(?<![怎什这那多])么|[吗嘛]|(.)[不没]\1|有没有|能否|是否|可不可以|[^,，。？?]{2}(?:不|没有?)[呢啊呀]*[?？\s]*$"
)


DATA = Path(__file__).with_name("openings.yaml")


@dataclass(frozen=True)
class Opening:
    """What the answer of ``entry`` begins with where the question fits; ages in full years."""

    entry: str
    say: str
    asks: re.Pattern[str]
    younger_than: int | None = None
    at_least: int | None = None

    def fits(self, text: str) -> bool:
        """Whether ``text`` asks what this answers."""
        if not self.asks.search(bare(text)):
            return False
        if self.younger_than is None and self.at_least is None:
            return True
        age = age_in(text)
        if age is None:
            return False
        return (self.younger_than is None or age < self.younger_than) and age >= (
            self.at_least or 0
        )


@cache
def openings() -> tuple[Opening, ...]:
    """All of them, in the order in which they count."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return tuple(
        Opening(**{**row, "entry": entry, "asks": re.compile(row["asks"])})
        for row in rows
        for entry in ([row["entry"]] if isinstance(row["entry"], str) else row["entry"])
    )


def verdict(reply: ReplyOut, text: str) -> str:
    """What the answer ``reply`` to ``text`` has to begin with; empty where it may begin as it does."""
    if reply.kind != "answer":
        return ""
    own = (one for one in openings() if one.entry == reply.entry_id)
    return next((one.say for one in own if one.fits(text)), "")


def fitted(reply: ReplyOut, text: str) -> ReplyOut:
    """``reply`` with the yes or no that ``text`` asks for; without its own, if ``text`` asks how, where, who
    or why and not whether; without a yes, if ``text`` asks whether there is only one way."""
    if said := verdict(reply, text):
        return compose.begun_with(said, _without_verdict(reply))
    asked = unify(text)
    if _ONLY.search(asked):
        return _without_verdict(reply, _YES)
    if not _OPEN.search(asked) or _WHETHER.search(asked):
        return reply
    return _without_verdict(reply)


def behind(lead: str, reply: ReplyOut) -> ReplyOut:
    """``reply`` behind a ``lead`` that says yes or no itself; as it is where that is empty."""
    return compose.begun_with(lead, _without_verdict(reply)) if lead else reply


def _without_verdict(reply: ReplyOut, verdict: re.Pattern[str] = _VERDICT) -> ReplyOut:
    shown = {name: verdict.sub("", getattr(reply, name)) for name in ("text", "speech_text")}
    return reply.model_copy(update=shown)
