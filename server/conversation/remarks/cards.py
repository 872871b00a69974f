"""What is said right after a card: that it is over, what to do now, one more thing about the danger; and what
is kept in sight beside the answer to another question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict
from typing import Any

from intents.asked import tied
from intents.asked.turns import is_at_a_loss, move_in, sentence
from intents.matching.model import Candidate
from intents.signs.courtesies import courtesy_in
from intents.signs.fraud import goes_on_about_a_loss
from intents.signs.signals import (
    danger_named,
    danger_told_in,
    gets_worse,
    has_arrived,
    is_called,
    is_in_hospital,
    is_over,
    smalltalk_in,
    speaks_of_danger,
    told_beside_the_call,
    wants_person,
)
from intents.signs.spirits import remark_in
from intents.told.ages import AGES
from intents.told.amounts import hundreds_in_money
from intents.told.spelling import as_meant
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise
from intents.words.rules import Rule
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.asked.questions import is_bare_subject
from server.conversation.models import Turn
from server.conversation.moment import Moment
from server.conversation.said import Said
from server.conversation.schemas import ReplyOut
from server.conversation.state import INCOME, LEVEL, SHARED, State
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn

SURELY_ASKED = 0.6
"""A question that an entry answers this surely has left the danger behind."""

_KEPT = frozenset((*AGES, *SHARED, INCOME, LEVEL, "family_planning_special", "disability"))
"""The facts that are kept of a message which a card answers; whether somebody has died is seen later."""

DESPAIR = "despair"
"""After this card a good-bye is no good sign: it is told once more; and whatever is answered later, the number
stays beside it."""

BESIDE = "number kept"
"""The reason under which a turn keeps the danger whose number stands beside its answer."""

REPORT = "fraud-report"
"""The entry about money that is gone."""

MEDICAL = "medical"
AMBULANCE = "120"
_AMBULANCE = re.compile(f"{AMBULANCE}|999|救护车|急救")

_GOES_ON = re.compile("(?:接着|继续)[算评说来问]?吧?$")
"""Takes up what the danger interrupted: a sum, or the check of the elder's abilities."""


def with_its_facts(person: dict[str, Any], text: str) -> dict[str, Any]:
    """What a conversation knows (``State`` as it is stored), with the facts that ``text`` tells beside the
    danger or the trick: they are not asked for again ("我妈84低保，刚才摔了")."""
    meant = hundreds_in_money(as_meant(text))
    if not heard(meant).keys() & _KEPT:
        return person
    state = State(**deepcopy(person))
    before = state.facts.get("status")
    learn(state, meant)
    if before is None:
        state.facts.pop("status", None)
    return asdict(state)


def gone_on_from(
    previous: Turn | None, text: str, candidates: Sequence[Candidate]
) -> ReplyOut | None:
    """The reply to ``text`` where the turn before was a card and ``text`` still is about that; else None."""
    if previous is None:
        return None
    card = ReplyOut.model_validate(previous.reply)
    danger = danger_told_in(card.text)
    if previous.kind not in ("emergency", "fraud_warning") and not _is_waited(card, danger):
        return None
    if is_at_a_loss(text) and (danger is None or danger.name != DESPAIR):
        return card
    if danger is None:
        return None if _of_a_loss(previous) or not goes_on_about_a_loss(text) else card
    if move_in(text) == "next":
        return _gone_on(card, danger)
    if danger.name != DESPAIR and remark_in(text):
        return None  # "照顾不过来了": another trouble, and somebody can come
    farewell = danger.name == DESPAIR and _is_farewell(text)
    if not farewell and not _tells_of_it(text, candidates):
        return None
    return _gone_on(card, danger)


def of_the_loss(said: Said, moment: Moment) -> Told | None:
    """What there is to do about money that is gone, where that was told of and the message asks or adds to it."""
    entry = moment.knowledge.entries.get(REPORT)
    told = moment.entry_told == REPORT or _of_a_loss(moment.previous)
    if entry is None or not told or not goes_on_about_a_loss(said.text):
        return None
    return moment.told_by(entry.question, said)


def _of_a_loss(previous: Turn | None) -> bool:
    """Whether the turn before warned somebody who had given something away already."""
    return previous is not None and bool(previous.reasons.get("given"))


def kept_beside(previous: Turn | None, text: str, reply: ReplyOut) -> Rule | None:
    """The danger whose number is kept beside ``reply``, an answer to something else: the one just told of,
    unless ``text`` begins by saying that it is over or that help is on its way; despair as long as the talk
    goes on."""
    first = _first_clause(text)
    if previous is None or is_over(first):
        return None
    if previous.reasons.get(BESIDE) == DESPAIR:
        return danger_named(DESPAIR)
    danger = danger_told_in(ReplyOut.model_validate(previous.reply).text)
    if previous.kind != "emergency" or danger is None:
        return None
    if danger.name == DESPAIR:
        return danger
    return None if reply.kind == "smalltalk" or _settled(danger, first) else danger


def settled_after(previous: Turn | None, text: str) -> ReplyOut | None:
    """What is said to ``text`` where the turn before was an emergency and it tells that help is there or on
    its way, or that all is well; or where it tells so of an ambulance by itself. "报警了" by itself would be
    a cry."""
    card = ReplyOut.model_validate(previous.reply) if previous else None
    danger = danger_told_in(card.text) if card else None
    if card and (card.kind == "emergency" or _is_waited(card, danger)):
        settled = _settled(danger, text) if danger else ""
        return compose.smalltalk(settled) if settled else None
    if not (_AMBULANCE.search(text) and is_called(text)):
        return None
    danger = danger_named(MEDICAL)
    return _while_waiting(danger) if danger else None


def _gone_on(card: ReplyOut, danger: Rule) -> ReplyOut:
    if _is_waited(card, danger):
        more = sentence("while_waiting").format(number=danger.number)
        return _while_waiting(danger, more)
    return card.model_copy(update={"text": danger.more, "speech_text": danger.more})


def _is_waited(card: ReplyOut, danger: Rule | None) -> bool:
    """Whether ``card`` was told to somebody who has rung up, and waits for those who come."""
    return danger is not None and bool(danger.called) and card.text.startswith(danger.called)


def _while_waiting(danger: Rule, more: str = "") -> ReplyOut:
    """What to do until they come, with the number for whatever gets worse."""
    text = danger.called + more
    return compose.emergency(danger).model_copy(update={"text": text, "speech_text": text})


def _settled(danger: Rule, text: str) -> str:
    """What is said where ``text`` says that help is on its way, or that all is well; empty for others."""
    if has_arrived(text) and danger.number == AMBULANCE:
        return sentence("arrived")
    if is_called(text):
        return danger.called
    if is_in_hospital(text):
        return sentence("in_hospital")
    return danger.over if is_over(text) else ""


def alarm(danger: Rule, text: str) -> ReplyOut:
    """The card for ``text``; where that tells that help is on its way, what to do until it comes."""
    beside = told_beside_the_call(text, danger.number) if danger.called else None
    if beside is None:
        return compose.emergency(danger)
    return _worse_while_waiting(danger) if gets_worse(beside[1]) else _while_waiting(danger)


def _worse_while_waiting(danger: Rule) -> ReplyOut:
    """What to do where it has become worse since help was called."""
    text = sentence("worse_while_waiting").format(number=danger.number)
    return compose.emergency(danger).model_copy(update={"text": text, "speech_text": text})


def beside_the_one_before(previous: Turn | None, card: ReplyOut, text: str) -> ReplyOut:
    """``card`` with the danger that the turn before told of, where that is another one: a fire goes on
    while somebody in it cannot move. What has just been told is not told again word for word, and whoever
    waits for help is not sent for it again, unless ``text`` tells of something worse."""
    if previous is None:
        return card
    before = ReplyOut.model_validate(previous.reply)
    danger, now = danger_told_in(before.text), danger_told_in(card.text)
    if danger and _is_waited(before, danger) and _are_alike(danger, now):
        return card if gets_worse(text) else _gone_on(before, danger)
    if previous.kind != "emergency":
        return card
    if danger is not None and danger == now and not _is_waited(card, now):
        return _gone_on(card, danger)
    if danger is None or (now and (now.name, now.number) == (danger.name, danger.number)):
        return card
    both = f"{danger.more}{card.text}"
    known = {action.target for action in before.actions}
    calls = [*before.actions, *(a for a in card.actions if a.target not in known)]
    return card.model_copy(update={"text": both, "speech_text": both, "actions": calls})


def _are_alike(danger: Rule | None, now: Rule | None) -> bool:
    """Whether those who were called for ``danger`` come for what is told ``now``, too."""
    return (
        danger is not None
        and now is not None
        and (danger.name, danger.number) == (now.name, now.number)
    )


def _tells_of_it(text: str, candidates: Sequence[Candidate]) -> bool:
    """Whether ``text`` asks for nothing of ours: then it tells of the danger ("她有老年痴呆", "八十三了")."""
    if wants_person(text) or move_in(text) or _is_chat(text):
        return False
    if is_over(_first_clause(text)) or _GOES_ON.search(bare(text)):
        return False  # "没事了，我是北京户口", "缓过来了，接着算"
    if speaks_of_danger(text):
        return True
    if wishes.names_an_allowance(text) or wishes.asks_for_the_sum(text) or is_bare_subject(text):
        return False
    if tied.is_statement(text):
        return True
    sure = candidates[0].confidence if candidates else 0.0
    return not concepts(normalise(text)).subjects and sure < SURELY_ASKED


def _first_clause(text: str) -> str:
    return re.split(r"[\s\W]+", text)[0]


def _is_farewell(text: str) -> bool:
    courtesy = courtesy_in(text)
    return courtesy is not None and courtesy.name != "thanks"


def _is_chat(text: str) -> bool:
    """Whether ``text`` is small talk; a mere nod goes on ("嗯")."""
    courtesy = courtesy_in(text)
    return (
        courtesy.name not in ("nod", "understood") if courtesy else smalltalk_in(text) is not None
    )
