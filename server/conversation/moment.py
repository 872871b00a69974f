"""A conversation at the moment of a message, as every reader of the message sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from intents.asked import plainer
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from server.conversation.answering import WIDE, Answering, Told
from server.conversation.asked import wishes
from server.conversation.checking.self_check import is_turn_of_one
from server.conversation.models import Turn
from server.conversation.said import Said
from server.conversation.schemas import ReplyOut
from server.conversation.state import State
from server.editorial.live import LiveKnowledge

CARD = "senior_card"

BEGUN = "only begins to tell"
"""Why somebody was asked to go on: of whom, and what of her."""


@dataclass(frozen=True)
class Moment:
    """The turn before, the open release, and what is known; what readers learn goes into ``state``."""

    previous: Turn | None
    knowledge: LiveKnowledge
    state: State

    @property
    def kind_before(self) -> str | None:
        """Of which kind the reply before was; what a self-check asked is not ours to go on from."""
        checked = self.previous is None or is_turn_of_one(self.previous)
        return None if checked or self.previous is None else self.previous.kind

    @property
    def after_a_sum(self) -> bool:
        """Whether the reply before told what somebody may have."""
        return self.kind_before == "eligibility"

    @property
    def after_several(self) -> bool:
        """Whether the reply before told the sums of several people side by side."""
        return self.after_a_sum and bool(self.previous and self.previous.reasons.get("several"))

    @property
    def because_before(self) -> object:
        """Why the reply before was the one."""
        return self.previous.reasons.get("because") if self.previous else None

    @property
    def entry_told(self) -> str:
        """The id of the entry that the reply before told; empty for other replies."""
        told = self.previous.reply.get("entry_id") if self.previous else None
        return str(told or "")

    @property
    def question_told(self) -> str:
        """The question of the entry that the reply before told; empty for other replies."""
        entry = self.knowledge.entries.get(self.entry_told)
        return entry.question if entry else ""

    def trying(self, tried: State) -> Moment:
        """The same moment with something else known of the person."""
        return replace(self, state=tried)

    def benefit_meant(self, text: str) -> str | None:
        """The benefit that ``text``, or the question before it, is about."""
        named, subjects = wishes.benefit_of(text), self.state.subjects
        if named or concepts(normalise(text)).subjects or not subjects:
            return named
        before = wishes.benefit_of(subjects[-1]["about"])
        # the card is no allowance: "津贴能领吗" after it asks of them
        return None if before == CARD and wishes.names_an_allowance(text) else before

    @property
    def invites_facts(self) -> bool:
        """Whether a fact told by itself is told of somebody whose sum is wanted: facts were asked for, or
        allowances were spoken of, and none of them in particular."""
        if self.because_before in (WIDE, BEGUN):
            return True
        asked = self.state.subjects[-1]["question"] if self.state.subjects else ""
        of_all = wishes.asks_what_there_is(asked) and wishes.benefit_of(asked) is None
        return of_all and not concepts(normalise(asked)).wishes & plainer.PRACTICAL

    def answering(self, text: str = "") -> Answering:
        """Whoever answers its questions."""
        return Answering(self.previous, self.knowledge, self.state, text)

    def told_by(self, question: str, said: Said) -> Told:
        """The reply to ``said`` by the entry that asks ``question``."""
        answering = self.answering(said.text)
        return answering.told([answering.ask(question)], said)

    def answer_of(self, entry_id: str) -> ReplyOut | None:
        """What an entry tells, whatever was asked; None where there is no such entry."""
        entry = self.knowledge.entries.get(entry_id)
        if entry is None:
            return None
        answering = self.answering()
        return answering.compose(answering.ask(entry.question))


Reader = Callable[[Said, Moment], Told | None]
"""Reads a message, and knows a reply to it or None."""


def first_told(readers: Iterable[Reader], said: Said, moment: Moment) -> Told | None:
    """The reply of the first of ``readers`` that knows one."""
    for reader in readers:
        if told := reader(said, moment):
            return told
    return None
