"""What a short message does beside asking: again, shorter, what next, why, no, that is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from intents.asked import turns
from intents.signs.signals import smalltalk_in
from intents.told.named import person_in
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from server.conversation import compose
from server.conversation.answering import Answering, Reasons, Told
from server.conversation.asked import followup
from server.conversation.moment import Moment
from server.conversation.reckoned import (
    claims_of_replies,
    objections,
    readings,
    sums_asked,
    sums_doubted,
    without_a_card,
)
from server.conversation.remarks import so_little
from server.conversation.said import Said
from server.conversation.schemas import Kind, ReplyOut

_AGAIN = {"repeat": "", "simpler": "好，我说短一点：", "sure": "我刚才说的是："}
"""Moves that are answered with the reply before, and how it begins then."""

_OBJECTS = ("complaint", "uneasy")
"""Moves that tell nothing themselves: what may be told again is the reply that they object to."""

OBJECTED_TO = "objected to"
"""Under this name the reasons of such a turn keep that reply."""

_TELLS_MORE = ("answer", "fraud_warning")
"""Kinds of reply with something beside them to be told."""

_OF_A_SUM = ("answer", "eligibility")
"""After replies of these kinds a sum may be doubted, and a question for a fact be open."""


def told(said: Said, moment: Moment) -> Told | None:
    """The reply to a message that asks nothing new, None for others."""
    if without_a_card.tells_a_weakness(said.text, moment):
        return None  # "耳朵背" of her who has no card asks for no bigger letters
    return _Moves(moment.answering(), moment.kind_before).made(said.text)


@dataclass(frozen=True)
class _Moves:
    """The moves of one conversation at the moment of a message; ``kind_before`` is the kind of the reply
    before, None where a self-check asked it."""

    answering: Answering
    kind_before: str | None

    def made(self, text: str) -> Told | None:
        """The reply to a message that asks nothing new, None for others."""
        move = self._move_in(text)
        reply = self._reply_to(move, text) if move else None
        if move and reply:
            return reply, {"because": move.replace("_", " "), **self._kept(move)}
        return self._held_to(text)

    def _kept(self, move: str) -> Reasons:
        """What an objection keeps of the talk: the reply that it objects to."""
        told = self._told_last if move in _OBJECTS else None
        return {OBJECTED_TO: told.model_dump(mode="json")} if told else {}

    @property
    def _told_last(self) -> ReplyOut | None:
        """The reply before; where that answered an objection, the one that was objected to."""
        previous = self.answering.previous
        told = previous.reasons.get(OBJECTED_TO) if previous else None
        return ReplyOut.model_validate(told) if told else self._before

    @property
    def _before(self) -> ReplyOut | None:
        previous = self.answering.previous
        return ReplyOut.model_validate(previous.reply) if previous else None

    def _move_in(self, text: str) -> str | None:
        move = turns.move_in(text)
        declined = followup.declines(text)
        if declined and (self.answering.previous is None or self.kind_before == "smalltalk"):
            return "repeat"
        if self.kind_before == "clarify" and declined:
            move = "none_of_these"
        if move == "none_of_these" and self.kind_before != "clarify":
            move = "complaint" if turns.complains(text) else None
        if move == "repeat" and person_in(text) not in (None, self.answering.state.who):
            return None  # "刚才我妈多少来着" while the talk is of somebody else
        if move == "next" and self.answering.state.asking and sums_asked.goes_on(text):
            return None
        return None if move == "simpler" and readings.asks_of_ours(text) else move

    def _reply_to(self, move: str, text: str) -> ReplyOut | None:
        before, state = self._before, self.answering.state
        knowledge = self.answering.knowledge
        if move == "next" and before and self.kind_before == "smalltalk":
            return self._next_of_the_last()
        if move in ("next", "other_ways", "telephone"):
            told = before is not None and self.kind_before in _TELLS_MORE
            return self._beside(move, before) if before and told else None
        if move in ("why_asked", "no_more"):
            open_question = state.asking and self.kind_before in _OF_A_SUM
            return objections.to_our_questions(move, state, knowledge) if open_question else None
        if move == "not_so":
            return self._taken_back()
        if move == "complaint" and before:
            return objections.to_an_answer(before, state, knowledge)
        if move == "uneasy":
            return self._asked_what_is_wrong(before)
        return self._told_anew(move, text) or self._said_to(move)

    def _told_anew(self, move: str, text: str) -> ReplyOut | None:
        """The reply before again, or shorter; None where there is none."""
        before = self._before
        if move == "simpler" and before and before.kind != "smalltalk":
            return compose.shorter(before, _AGAIN[move], turns.sentence("shortest"))
        if (
            move == "sure"
            and self.kind_before in (None, "smalltalk")
            and (of_us := smalltalk_in(text))
        ):
            return compose.smalltalk(of_us)  # "你说的准吗", where nothing has been told yet
        if move in _AGAIN and move != "simpler" and (told := self._told_last):
            return compose.in_short(told, _AGAIN[move])
        return None

    def _said_to(self, move: str) -> ReplyOut:
        """The sentence for a move that needs no reply before it."""
        knowledge = self.answering.knowledge
        said = turns.sentence("nothing_before" if move in ("repeat", "sure") else move)
        kind: Kind = "clarify" if move == "none_of_these" else "smalltalk"
        reply = compose.saying(kind, said, release=knowledge.release)
        if move == "grievance":
            reply.actions = [*reply.actions, compose.TO_REPORT]
        return reply

    def _asked_what_is_wrong(self, before: ReplyOut | None) -> ReplyOut:
        """What each thing that may be wrong asks for, with the numbers; what was offered stays."""
        text, state = turns.sentence("uneasy"), self.answering.state
        if self.kind_before == "eligibility" and state.asking:
            reply = objections.asked_on(text, state, self.answering.knowledge)
        else:
            reply = compose.saying("smalltalk", text, release=self.answering.knowledge.release)
            reply.choices = [*before.choices] if before else []
        reply.actions = [*map(compose.call, ("120", "110")), *reply.actions]
        return reply

    def _taken_back(self) -> ReplyOut:
        """What is said to somebody who has not fallen after all; what was asked for is asked for again."""
        text, state = turns.sentence("over"), self.answering.state
        if self.kind_before == "eligibility" and state.asking:
            return objections.asked_on(text, state, self.answering.knowledge)
        return compose.saying("smalltalk", text, release=self.answering.knowledge.release)

    def _beside(self, move: str, before: ReplyOut) -> ReplyOut | None:
        """What there is beside the answer ``before``: the next step, other ways, whom to ring up."""
        knowledge = self.answering.knowledge
        if move == "next":
            return self._next()
        if move == "other_ways":
            return objections.other_ways(before, knowledge)
        entry = knowledge.entries.get(before.entry_id or "")
        of_numbers = entry is not None and readings.speaks_of_a_number(entry.question)
        return None if of_numbers else compose.numbers_of(before)

    def _next(self) -> ReplyOut | None:
        """What comes after the answer before: the first question it offered."""
        known = self.answering.knowledge.by_question
        offered = [choice.text for choice in self.answering.offered if choice.text in known]
        return self.answering.compose(self.answering.ask(offered[0])) if offered else None

    def _next_of_the_last(self) -> ReplyOut | None:
        """What comes after the last answer, where only a nod or thanks came after it."""
        entries, subjects = self.answering.knowledge.entries, self.answering.state.asked_before()
        told = entries.get(subjects[0].entry_id or "") if subjects else None
        following = [entries[name] for name in told.related if name in entries] if told else []
        answering = self.answering
        return answering.compose(answering.ask(following[0].question)) if following else None

    def _held_to(self, text: str) -> Told | None:
        """What was told of money once more, where ``text`` doubts it by what others say or get."""
        before = self._before
        if before is None or self.kind_before not in _OF_A_SUM:
            return None
        little = so_little.finds_it_little(text)
        if little and (taken_apart := so_little.explained(before)):
            return taken_apart, {"because": "a sum found small, taken apart"}
        before = claims_of_replies.unheld(before)
        if claimed := claims_of_replies.held_against(before, text, self.answering.knowledge):
            return claimed, {"because": "a sum held against the one before"}
        if not (little or sums_doubted.doubts_a_sum(text)) or "元" not in before.text:
            return None
        entry = self.answering.knowledge.entries.get(before.entry_id or "")
        named = concepts(normalise(text)).subjects
        if entry and named - concepts(normalise(entry.question)).subjects:
            return None  # "听说消费券有一千" after another benefit
        reply = objections.to_a_sum(before, self.answering.knowledge)
        return reply, {"because": "doubted, and held to"}
