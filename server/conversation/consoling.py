"""What is said to somebody who is lonely, sad or worn out: a kind word, who can come, a person to talk to."""

from __future__ import annotations

from intents.concepts import concepts
from intents.normalise import normalise
from intents.spirits import remark_in
from intents.turns import comfort, is_half_said, is_only_angry, sentence
from server.conversation import compose
from server.conversation.answering import Answering, Told

BECAUSE = "a remark that asks for nothing"
NO_QUESTION = frozenset({"missing", "stop"})
"""Wishes that may stand in a remark: "孩子也不来，电话都没了"."""


def told(answering: Answering, text: str, *, asked: bool) -> Told | None:
    """The reply to a remark that asks for nothing, None for others; ``asked``: whether a question in it is
    let pass, since nothing was found for it."""
    remark = remark_in(text)
    if remark is None or not (asked or concepts(normalise(text)).wishes <= NO_QUESTION):
        return None
    found = [answering.ask(question) for question in remark.ask]
    entries = [answering.knowledge.entries[f.answered_by] for f in found if f.answered_by]
    if not entries:
        return None
    first = answering.ask(entries[0].question)
    answering.remember(first)
    reply = compose.begun_with(remark.say, answering.compose(first))
    reply.choices = [compose.choice(entry) for entry in entries[1:]]
    reply.actions = [*reply.actions, compose.BY_PERSON]
    return reply, {"because": BECAUSE, "remark": remark.name}


def asked_on(text: str, release: int) -> Told | None:
    """What is said to somebody who only begins to tell, or is only angry; None for others."""
    angry = comfort(text) if is_only_angry(text) else ""
    if not (angry or is_half_said(text)):
        return None
    reply = compose.saying("smalltalk", angry + sentence("half_said"), release=release)
    reply.actions = [*reply.actions, compose.BY_PERSON]
    return reply, {"because": "only begins to tell"}
