"""What to say: reads a message in the light of the turn before it and of what is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from intents.decide import decide
from intents.model import Candidate, Decision
from intents.normalise import unify
from intents.signals import smalltalk_in
from server.conversation import compose, entitlements, followup
from server.conversation.entitlements import State
from server.conversation.models import Conversation, Turn
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.conversation.self_check import is_turn_of_one
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today

CANDIDATES_KEPT = 3
GO_ON = ChoiceOut(label="接着算能领多少", text="接着算")
_GO_ON = re.compile(r"^(接着|继续)(算|说|来)?$")
_YEARS_AGO = {"去年": 1, "前年": 2, "大前年": 3}
_YEAR = re.compile(r"(20[12]\d)年(?!.{0,3}(出生|生的|办法|文件|新))")

Reasons = dict[str, object]


@dataclass(frozen=True)
class Said:
    """A message: as sent, with personal numbers masked, and what it may mean."""

    text: str
    shown: str
    candidates: tuple[Candidate, ...]


def not_in_force(knowledge: LiveKnowledge, day: date) -> frozenset[str]:
    """Entries that may not be told on ``day``."""
    return frozenset(entry.id for entry in knowledge.dated if not entry.in_force(day))


@dataclass
class Dialogue:
    """One conversation at the moment of a message."""

    conversation: Conversation
    previous: Turn | None
    knowledge: LiveKnowledge

    def respond(self, said: Said) -> tuple[ReplyOut, Reasons]:
        """The reply, and why it is the one."""
        if greeting := smalltalk_in(said.text):
            return compose.smalltalk(greeting), {"because": "small talk"}
        state = State(**self.conversation.person)
        if self._concerns_entitlements(state, said):
            reply = entitlements.reply(state, _day_meant(said.text), self.knowledge)
            self.conversation.person = asdict(state)
            return reply, {"because": "worked out from the rules", "facts": sorted(state.facts)}
        said = self._completed(said)
        asked_back = self.previous is not None and self.previous.kind == "clarify"
        asked_back = asked_back and not is_turn_of_one(self.previous)
        decision = decide(said.candidates, may_clarify=not asked_back)
        reply = self._compose(decision, said)
        if state.asking and reply.kind == "answer":
            reply.choices = [GO_ON, *reply.choices][: compose.NEXT_CHOICES]
        return reply, _reasons(decision, said.candidates)

    def _concerns_entitlements(self, state: State, said: Said) -> bool:
        """Whether the message tells or corrects facts about a person, or asks what they add up to."""
        if _GO_ON.match(re.sub(r"\W", "", said.text)):
            return bool(state.facts)
        if state.facts and _day_meant(said.text) != business_today():
            return entitlements.asks_for_the_sum(said.text)
        if state.asking or (state.facts and followup.leads_on(said.text)):
            return state.learn(said.text)
        exact = bool(said.candidates) and said.candidates[0].confidence == 1.0
        if exact or not entitlements.speaks_of_a_person(said.text):
            return False
        return state.learn(said.text)

    def _completed(self, said: Said) -> Said:
        """A message that only makes sense after the one before it, said in full."""
        if self.previous is None:
            return said
        choices = [choice["text"] for choice in self.previous.reply.get("choices", [])]
        picked = followup.chosen(said.text, choices)
        stands_alone = decide(said.candidates).kind == "answer"
        if picked is None and not stands_alone and followup.leads_on(said.text):
            picked = followup.continued(said.text, self.previous.text)
        if picked is None:
            return said
        without = not_in_force(self.knowledge, business_today())
        return Said(
            said.text, said.shown, tuple(self.knowledge.matcher.match(picked, without=without))
        )

    def _compose(self, decision: Decision, said: Said) -> ReplyOut:
        knowledge, release = self.knowledge, self.knowledge.release
        if decision.kind == "handoff":
            return compose.handoff(release=release)
        confidence, entries = decision.confidence, knowledge.entries
        if decision.kind == "clarify":
            meant = [entries[c.item_id] for c in decision.candidates]
            return compose.clarify(meant, confidence=confidence, release=release)
        return compose.answer(
            entries[decision.candidates[0].item_id],
            knowledge.documents,
            entries,
            confidence=confidence,
            release=release,
            rivals=decision.candidates[1:],
            today=business_today(),
        )


def _day_meant(text: str) -> date:
    """The day to judge by: today, or the same day of the year that is named."""
    today, plain = business_today(), unify(text)
    year = next((today.year - ago for word, ago in _YEARS_AGO.items() if word in plain), None)
    if year is None and (match := _YEAR.search(plain)):
        year = int(match[1])
    if year is None:
        return today
    return date(year, today.month, min(today.day, 28))


def _reasons(decision: Decision, candidates: Sequence[Candidate]) -> Reasons:
    return {
        "because": decision.because,
        "candidates": [
            {"entry_id": c.item_id, "confidence": c.confidence, "share": c.share, **c.reasons}
            for c in candidates[:CANDIDATES_KEPT]
        ],
    }
