"""What to say: reads a message in the light of the turns before it and of what is known."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import asdict, dataclass
from datetime import date

from intents import ellipsis, turns
from intents.concepts import concepts
from intents.normalise import normalise, unify
from intents.people import speaks_of_somebody
from intents.signals import smalltalk_in
from server.conversation import compose, entitlements, followup
from server.conversation.answering import Answering, Said, Told
from server.conversation.models import Conversation, Turn
from server.conversation.schemas import Kind, ReplyOut
from server.conversation.self_check import is_turn_of_one
from server.conversation.state import State, Subject
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today

SURE_ENOUGH = 0.75
"""A first question that an entry answers this surely is not taken for one about everything."""

_GO_ON = re.compile(r"^(那|好)?(接着|继续)(算|说|来)?(吧|啊|呗)?$")
_YEARS_AGO = {"去年": 1, "前年": 2, "大前年": 3}
_YEAR = re.compile(r"(20[12]\d)年(?!.{0,3}(出生|生的|办法|文件|新))")
_SUPPOSES = re.compile("要是|如果|假如|万一")


@dataclass
class Dialogue:
    """One conversation at the moment of a message."""

    conversation: Conversation
    previous: Turn | None
    knowledge: LiveKnowledge

    def respond(self, said: Said) -> Told:
        """The reply, and why it is the one."""
        state = State(**deepcopy(self.conversation.person))
        reply, reasons = self._respond(said, state)
        self.conversation.person = asdict(state)
        if reply.kind in ("answer", "clarify", "handoff"):
            reply = compose.begun_with(turns.comfort(said.text), reply)
        return reply, reasons

    def _respond(self, said: Said, state: State) -> Told:
        picked = self._picked(said.text, state)
        if picked is not None:
            said = Said(picked, picked, self._answering(state).ask(picked).candidates)
        elif moved := self._moved(said, state):
            return moved
        found = self._entitled(said, state)
        if found is not None:
            return found
        if picked is None and (greeting := smalltalk_in(said.text)):
            return compose.smalltalk(greeting), {"because": "small talk"}
        return self._answered(said, state)

    # what a short message does beside asking

    def _kind_before(self) -> str | None:
        """Of which kind the reply before was; what a self-check asked is not ours to go on from."""
        checked = self.previous is None or is_turn_of_one(self.previous)
        return None if checked or self.previous is None else self.previous.kind

    def _answering(self, state: State) -> Answering:
        return Answering(self.previous, self.knowledge, state)

    def _picked(self, text: str, state: State) -> str | None:
        """The question or answer that a choice in words stands for."""
        asked = self._kind_before() == "clarify"
        choice = followup.chosen(text, self._answering(state).offered, asked=asked)
        return choice.text if choice else None

    def _moved(self, said: Said, state: State) -> Told | None:
        """The reply to a message that asks nothing new, None for others."""
        move = turns.move_in(said.text)
        if self._kind_before() == "clarify" and followup.declines(said.text):
            move = "none_of_these"
        if move is None or (move == "none_of_these" and self._kind_before() != "clarify"):
            return None
        reply = self._reply_to(move, state)
        return None if reply is None else (reply, {"because": move.replace("_", " ")})

    def _reply_to(self, move: str, state: State) -> ReplyOut | None:
        before = ReplyOut.model_validate(self.previous.reply) if self.previous else None
        release = self.knowledge.release
        if move == "next":
            return self._next(state) if self._kind_before() == "answer" else None
        if move in ("repeat", "simpler") and before:
            return compose.in_short(before, "好，我说短一点：" if move == "simpler" else "")
        text = turns.sentence("nothing_before" if move == "repeat" else move)
        kind: Kind = "clarify" if move == "none_of_these" else "smalltalk"
        return compose.saying(kind, text, release=release)

    def _next(self, state: State) -> ReplyOut | None:
        """What comes after the answer before: the first question it offered."""
        answering, known = self._answering(state), self.knowledge.by_question
        offered = [choice.text for choice in answering.offered if choice.text in known]
        if not offered:
            return None
        asked = answering.ask(offered[0])
        return answering.compose(asked)

    # what somebody may have

    def _entitled(self, said: Said, state: State) -> Told | None:
        """The verdicts, where the message tells facts about a person or asks what they add up to."""
        text = said.text
        focus = self._focus(text, state)
        if not self._concerns_entitlements(state, said, focus):
            return None
        if _goes_on(text) or entitlements.asks_for_everything(text, known=True):
            focus = None
        return self._worked_out(state, text, focus)

    def _worked_out(self, state: State, text: str, focus: str | None) -> Told:
        reply = entitlements.reply(state, _day_meant(text), self.knowledge, focus)
        about = entitlements.subject_of(state, focus)
        if not state.subjects or state.subjects[-1]["about"] != about:
            state.remember(Subject(about, about))
        return reply, {"because": "worked out from the rules", "facts": sorted(state.facts)}

    def _focus(self, text: str, state: State) -> str | None:
        """The benefit that the message, or the question before it, is about."""
        named = entitlements.benefit_of(text)
        if named or concepts(normalise(text)).subjects or not state.subjects:
            return named
        return entitlements.benefit_of(state.subjects[-1]["about"])

    def _concerns_entitlements(self, state: State, said: Said, focus: str | None) -> bool:
        text, own = said.text, concepts(normalise(said.text))
        if _goes_on(text) and (state.facts or state.asking):
            return True
        going_on, known = self._kind_before() == "eligibility", bool(state.facts)
        sure = said.candidates[0].confidence if said.candidates else 0.0
        if sure == 1.0 or (own.elsewhere and not known and not ellipsis.names_beijing(text)):
            return False
        learnt, stated = self._learnt(state, text), entitlements.speaks_of_a_person(text)
        of_a_matter = bool((own.subjects and own.asks) or own.wishes & ellipsis.PRACTICAL)
        if stated or (learnt and going_on and not of_a_matter):
            return True
        if learnt and state.asking and not own.asks and not own.subjects:
            return True
        if entitlements.asks_for_everything(text, known=known) and (
            known or learnt or sure < SURE_ENOUGH
        ):
            return True
        if focus and entitlements.asks_for_a_verdict(text) and ellipsis.is_elliptic(text):
            return True
        if not ellipsis.is_statement(text):
            return False
        if focus and not ellipsis.leads_on(text) and entitlements.tells_a_condition(text):
            state.learn(text)
            return True
        return learnt and not state.subjects

    def _learnt(self, state: State, text: str) -> bool:
        """Take in what is told of a certain person; suppositions are not facts."""
        going_on = self._kind_before() == "eligibility"
        certain = going_on or state.asking is not None or speaks_of_somebody(text)
        if _SUPPOSES.search(text) or not (certain or entitlements.speaks_of_a_person(text)):
            return False
        return state.learn(text, answers=going_on)

    # questions

    def _answered(self, said: Said, state: State) -> Told:
        answering = self._answering(state)
        if wide := answering.wide(said.text):
            return wide
        found = answering.read(said)
        unanswered = len(found) == 1 and found[0].decision.kind != "answer"
        if unanswered and self._states_facts(said.text, state):
            return self._worked_out(state, said.text, self._focus(said.text, state))
        return answering.told(found, said)

    def _states_facts(self, text: str, state: State) -> bool:
        """Whether a message without an answer says something of a person or asks if they qualify."""
        if entitlements.tells_much(text) or (
            entitlements.asks_for_everything(text, known=True) and state.learn(text)
        ):
            return True
        if not speaks_of_somebody(text) or not self._focus(text, state):
            return False
        return entitlements.tells_a_condition(text) or entitlements.asks_for_a_verdict(text)


def _goes_on(text: str) -> bool:
    """Whether the sum is to be gone on with: all of it, whatever was asked in between."""
    return bool(_GO_ON.match(re.sub(r"\W", "", text)))


def _day_meant(text: str) -> date:
    """The day to judge by: today, or the same day of the year whose sum is asked for."""
    today, plain = business_today(), unify(text)
    if not entitlements.asks_for_the_sum(text):
        return today
    year = next((today.year - ago for word, ago in _YEARS_AGO.items() if word in plain), None)
    if year is None and (match := _YEAR.search(plain)):
        year = int(match[1])
    if year is None:
        return today
    return date(year, today.month, min(today.day, 28))
