"""What a message tells of others than the one spoken of, which is kept aside for them."""

from __future__ import annotations

import re
from typing import Any

from intents.told.ages import AGES
from intents.told.births import born_in
from intents.told.clauses import PIECES
from intents.told.denials import denied_in
from intents.told.facts import merged
from intents.told.moved import meant_of
from intents.told.named import ELDER, named_in, person_in
from intents.told.of_all import told_of_all
from intents.told.ours import of_ours, tells_only_of_outsiders
from intents.told.people import shares_in
from intents.told.young import of_the_young
from intents.words.normalise import bare, unify
from server.conversation.state import OF_A_HOUSE, SHARED, State
from server.conversation.told.facts_told import heard
from server.conversation.told.levels_told import heard_of_one
from server.conversation.told.message import Message
from server.conversation.told.plain_answers import answer_to
from server.kit.clock import business_today

_ALL_ARE = re.compile("都(?P<answer>不?是)[的啊呀呢吧]*")


def without_denials_of_others(state: State, text: str) -> str:
    """``text`` without what it says, beside what it tells of one, not to be so of others, who lose it
    ("我妈重度，我爸没评")."""
    about, pieces = person_in(text), PIECES.findall(unify(text))
    named = [named_in(piece) for piece in pieces]
    if about is None or not any(about in names for names in named) or shares_in(unify(text)):
        return text
    denials = [
        piece
        for piece, names in zip(pieces, named, strict=True)
        if len(names) == 1 and about not in names and denied_in(piece)
    ]
    for piece in denials:
        _take_back(state, named_in(piece)[0], piece)
    return "".join(piece for piece in pieces if piece not in denials) if denials else text


def _take_back(state: State, name: str, words: str) -> None:
    """Forget of ``name`` what ``words`` say not to be so of her."""
    known, denied = state.facts_of(name), denied_in(words)
    not_so = {k for k, value in denied if k in known and value in (None, known[k])}
    if not_so:
        state.keep_of(name, {k: v for k, v in known.items() if k not in not_so})


def is_of_nobody_asked_about(state: State, text: str) -> bool:
    """Whether a sum is spoken of, and all of ``text`` is told of somebody who is not to be reckoned, of a
    child who has no claim yet, or of a neighbour while the talk is of one's own."""
    young = of_the_young(unify(text))
    a_child = young is not None and young[1] < ELDER and state.who != young[0]
    strangers = state.who is not None and tells_only_of_outsiders(unify(text))
    return bool(state.facts) and (a_child or strangers or not bare(of_ours(unify(text))))


def was_meant_of_another(state: State, text: str) -> bool:
    """What was taken for this person's is somebody else's, who is named ("刚才低保说的是我妈"):
    give it to her; whether anything was."""
    meant = meant_of(unify(text))
    if meant is None or meant[0] == state.who or not state.facts:
        return False
    name, left = meant
    told = heard(left, of_somebody=True)
    moved = _taken_for_hers(state, told)
    if not moved:
        others = {k: v for k, v in told.items() if v}
        state.put_aside(name, others)
        return bool(others)
    state.facts = {k: v for k, v in state.facts.items() if k not in moved}
    state.facts |= {k: v for k, v in told.items() if v != moved.get(k)}
    state.put_aside(name, moved)
    return True


def _taken_for_hers(state: State, told: dict[str, Any]) -> dict[str, Any]:
    """Of the facts of the one spoken of those that are meant: those ``told`` again, else all that are
    neither her age nor true of the family."""
    if told:
        return {k: v for k, v in state.facts.items() if k in told}
    return {k: v for k, v in state.facts.items() if k not in (*AGES, *SHARED)}


def keep_of_all(state: State, text: str) -> str:
    """Keep of those put aside what ``text`` tells of all who are known; ``text`` without the word for
    them. An age told of all ("都82") is no news of who is known to be of another."""
    told = told_of_all(text)
    if told is None:
        return text
    if not any(state.aside.values()):  # who is told of next is of the same house
        found = heard(told[0], of_somebody=True)
        state.of_all |= {k: v for k, v in found.items() if k in OF_A_HOUSE}
        return text
    if all_are := _ALL_ARE.fullmatch(bare(told[0])):
        return _answered_of_all(state, all_are["answer"]) or told[1]
    of_each = heard(told[0], of_somebody=True)
    for name, known in state.aside.items():
        aged = known.keys() & {*AGES}
        news = {k: v for k, v in of_each.items() if not (aged and k in AGES)}
        state.aside[name] = merged(known, news)
    return told[1]


def _answered_of_all(state: State, answer: str) -> str | None:
    """``answer``, where it tells of all who are known where they are registered, which is kept of those put
    aside."""
    found = answer_to(state.asking, answer, alone=True) if state.asking == "hukou" else {}
    for name, known in state.aside.items():
        state.aside[name] = found | known
    return answer if found else None


def keep_of_the_others(state: State, message: Message) -> None:
    """Keep what ``message`` tells of others beside the one whom it is about."""
    told = message.shares.told if message.shares else {}
    for name, words in told.items():
        if name != state.who:
            _take_back(state, name, words)
        if name != state.who and (found := heard_of_one(words)):
            state.put_aside(name, found)
            if year := born_in(words, business_today()):
                state.born_aside[name] = year
