"""What a message takes back: facts denied, left out of the sum, and money received no more."""

from __future__ import annotations

import re
from typing import Any

from intents.told.lapsed import is_lapsed
from intents.told.left_out import left_out_in
from intents.words.normalise import bare, unify
from server.conversation.state import INCOME, LEVEL, POOR, State
from server.conversation.told import disability_told, money_held
from server.conversation.told.message import Message

_HOME_AGAIN = re.compile(
    r"(?:后来|现在|前几天|上周|上个?月|昨天|今天|又|已经|刚|给|把|我们?|他|她|老人|妈|爸|爷爷|奶奶|从|打|养老院|敬老院|里|院)*"
    r"(?:(?:接|搬|回)(?:回|出)?(?:来|家)(?:住|养)?|不住(?:养老院|敬老院|那儿|院)?|出院)(?:了|啦|里)*"
)

_MOVED_BACK = re.compile(
    r"(?:后来|现在|前几天|上周|上个?月|今年|昨天|又|已经|刚|给|把|我们?|他|她|老人|妈|爸|户口|户籍|也|再)*"
    r"(?:迁|转|落|挪|办|调)(?:户口|户籍)?回(?:来|到?(?:北京|本市|京))(?:了|啦|的)*"
)


def unlearn(state: State, message: Message, found: dict[str, Any]) -> bool:
    """Take back what is denied, left out, or received no more; whether anything is of the last two."""
    if INCOME in found:
        state.denied = []
    for name, value in message.denied:
        _take_back(state, name, value)
    lapsed = LEVEL in state.facts and is_lapsed(unify(message.text))
    if lapsed:
        _take_back(state, LEVEL, None)
    left_out = lapsed | _leave_out(state, left_out_in(message.text))
    over = "disability" not in found and disability_told.takes_back(state, message.text)
    over |= _is_home_again(state, message.text) | _is_registered_again(state, message.text)
    return _no_longer_received(state, message, found) or left_out or over


def takes_instead(state: State, text: str, *, supposed: bool) -> bool:
    """Whether ``text`` says that she takes one benefit instead of another that excludes it."""
    return _receives(state, money_held.taken_instead(state.received, text, supposed=supposed))


def _take_back(state: State, name: str, value: object) -> None:
    """What is denied is no longer known; what is left of the kinds of income is asked for."""
    if value is None or state.facts.get(name) == value:
        state.facts = {k: v for k, v in state.facts.items() if k != name}
    if value is None:  # "没评估过": there is nothing to ask for
        state.skipped.append(name)
    if name == INCOME and INCOME not in state.facts:
        state.denied = sorted({*state.denied, str(value)})
        if {*POOR} <= {*state.denied}:
            state.facts = state.facts | {INCOME: "none"}


def _leave_out(state: State, names: set[str]) -> bool:
    """Forget what is not to be reckoned, and ask for none of it; whether anything is."""
    state.facts = {name: value for name, value in state.facts.items() if name not in names}
    state.skipped += sorted(names - {*state.skipped})
    return bool(names)


def _is_home_again(state: State, text: str) -> bool:
    """Whether who lived in a home is said to have left it ("又接回来了"), which is kept."""
    if state.facts.get("lives") != "institution" or not _HOME_AGAIN.fullmatch(bare(text)):
        return False
    state.facts = state.facts | {"lives": "home"}
    return True


def _is_registered_again(state: State, text: str) -> bool:
    """Whether who was registered here and moved away is said to have moved back ("又迁回来了"), which is kept."""
    away = state.facts.get("moved_out") or state.facts.get("hukou") == "other"
    if not away or not _MOVED_BACK.fullmatch(bare(text)):
        return False
    left = {k: v for k, v in state.facts.items() if k != "moved_out"}
    state.facts = left | {"hukou": "beijing"}
    return True


def _no_longer_received(state: State, message: Message, found: dict[str, Any]) -> bool:
    """Take back what somebody is said not to be ("不是离休"); whether anything was."""
    by_mistake = message.corrects and found.get(INCOME) in POOR
    left = money_held.left_over(state.received, message.text, by_mistake=by_mistake)
    return _receives(state, left)


def _receives(state: State, held: list[str]) -> bool:
    """Keep what she receives now; whether it is something else than before."""
    if held == state.received:
        return False
    state.facts = state.facts | {"receiving": held}
    return True
