"""What is said to somebody who is lonely, sad or worn out: a kind word, who can come, a person to talk to."""

from __future__ import annotations

from intents.asked.turns import comfort, is_half_said, is_only_angry, sentence
from intents.signs.fraud import trick_named_in
from intents.signs.signals import danger_doubted_in
from intents.signs.spirits import help_in_need, kind_word, remark_in
from intents.told.ages import AGES
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.moment import BEGUN, Moment
from server.conversation.said import SURE_ENOUGH, Said
from server.conversation.state import INCOME
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn

BECAUSE = "a remark that asks for nothing"
NO_QUESTION = frozenset({"missing", "stop"})
"""Wishes that may stand in a remark: "孩子也不来，电话都没了"."""


def remarked(said: Said, moment: Moment) -> Told | None:
    """A kind word and who can help, for a remark that asks for nothing and tells no fact asked for."""
    told = heard(said.text)
    answers = bool(told) and moment.after_a_sum
    if said.confidence >= SURE_ENOUGH or answers or told.keys() & {*AGES, "hukou", INCOME}:
        return None
    wishes = concepts(normalise(said.text)).wishes
    return over_a_question(said, moment) if wishes <= NO_QUESTION else None


def in_need(said: Said, moment: Moment) -> Told | None:
    """Whom to call where an elder is without heat, water, power or food."""
    say = help_in_need(said.text)
    if say is None or said.confidence >= SURE_ENOUGH or trick_named_in(said.text):
        return None
    learn(moment.state, said.text)
    reply = compose.smalltalk(say)
    reply.choices, reply.actions = [], [compose.HOTLINE, compose.AMBULANCE]
    return reply, {"because": BECAUSE, "remark": "in need"}


def over_a_question(said: Said, moment: Moment) -> Told | None:
    """The same where a question in the remark is let pass, since nothing was found for it."""
    remark = remark_in(said.text)
    if remark is None:
        return None
    answering = moment.answering()
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


def asked_on(said: Said, moment: Moment) -> Told | None:
    """What is said to somebody who only begins to tell, or is only angry; None for others."""
    text = said.text
    angry = comfort(text) if is_only_angry(text) else ""
    if not (angry or is_half_said(text)):
        return None
    lead, release = angry + sentence("half_said"), moment.knowledge.release
    reply = compose.saying("smalltalk", lead, release=release)
    reply.actions = [*reply.actions, compose.BY_PERSON]
    return reply, {"because": BEGUN}


def acknowledged(said: Said, moment: Moment) -> Told | None:
    """A kind word for a statement that asks nothing, of nothing that somebody should see to."""
    own = concepts(normalise(said.text))
    word = kind_word(said.text)
    if danger_doubted_in(said.text) or trick_named_in(said.text):
        return None
    if word is None or own.elsewhere or not own.wishes <= NO_QUESTION:
        return None
    return compose.smalltalk(word), {"because": BECAUSE}
