"""Answers a question in the light of the questions before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from intents.asked import ellipsis, plainer, several, tied, turns
from intents.asked.ours import is_near
from intents.matching.model import Decision
from intents.told.whom import asks_whom_to_see
from intents.words.concepts import concepts, place_elsewhere, plainly
from intents.words.normalise import normalise, unify
from intents.words.privacy import mask
from knowledge.schema import Entry
from server.conversation import compose
from server.conversation.asked import openings, wishes
from server.conversation.asked.elsewhere import OF_THE_CITY
from server.conversation.asked.follow_ups import FollowUps
from server.conversation.asked.parts import Parts
from server.conversation.asked.questions import (
    OF_THE_PLACE,
    SURE_PART,
    Asked,
    Questions,
    is_bare_subject,
)
from server.conversation.asked.streets import places_in, street_alone
from server.conversation.checking.self_check import is_turn_of_one
from server.conversation.models import Turn
from server.conversation.said import Said
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.conversation.state import State, Subject
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today

CANDIDATES_KEPT = 3
A_NAME = 3
"""A shorter name of a matter ("骗") says too little by itself."""
WIDE = "a wide wish: the commonest questions about it"
GO_ON = ChoiceOut(label="接着算能领多少", text="接着算")

HOW_OLD = "多大年纪算老年人，可以领补贴津贴"
"""What is asked where somebody asks for an allowance for a child: an entry for elders would promise it."""

QUESTION = "question"
"""Under this name the reasons keep what was asked, with the subject that it left out."""

_CLAUSES = re.compile("[,，。;；!！ ]+")
_ENDS = " ,，。;；!！?？~"

Reasons = dict[str, object]
Told = tuple[ReplyOut, Reasons]


def not_in_force(knowledge: LiveKnowledge, day: date) -> frozenset[str]:
    """Entries that may not be told on ``day``."""
    return frozenset(entry.id for entry in knowledge.dated if not entry.in_force(day))


@dataclass
class Answering:
    """The questions of one conversation at the moment of a message."""

    previous: Turn | None
    knowledge: LiveKnowledge
    state: State
    text: str = ""
    """What was said, where it matters whether it names a subject that was not offered before."""

    @cached_property
    def _questions(self) -> Questions:
        return Questions(
            self.knowledge.matcher,
            not_in_force(self.knowledge, business_today()),
            may_clarify=not self._asked_back or self._turns_to_another_subject,
            districts=self.knowledge.districts,
            entries=self.knowledge.entries,
            at_home=self.state.districts,
            kinds=self.knowledge.kinds,
        )

    @property
    def _asked_back(self) -> bool:
        """Whether the reply before was a choice; what a self-check asks is none."""
        asked = self.previous is not None and self.previous.kind == "clarify"
        return asked and not is_turn_of_one(self.previous)

    @property
    def _turns_to_another_subject(self) -> bool:
        """Whether a bare subject was said that the choices before did not name."""
        words = plainer.subject(tied.core(self.text))
        known = any(words in choice.label + choice.text for choice in self.offered)
        return is_bare_subject(self.text) and bool(words) and not known

    @cached_property
    def offered(self) -> list[ChoiceOut]:
        """The choices of the reply before."""
        offered = self.previous.reply.get("choices", []) if self.previous else []
        return [ChoiceOut(**choice) for choice in offered]

    def ask(self, text: str) -> Asked:
        """One question by itself."""
        return self._questions.ask(text)

    def wide(self, text: str) -> Told | None:
        """A choice for a wish that names nothing in particular, None for others."""
        if self._goes_on_to_the_subsidy(text):
            return None
        nothing_open = not self._asked_back or self._turns_to_another_subject
        named = turns.A_DISTRICT if street_alone(text) else text
        broad = turns.broad_in(named, first=not self.state.subjects and nothing_open)
        if broad is None or (not self._questions.may_clarify and self._was_offered(broad.ask)):
            return None
        if concepts(normalise(text)).subjects:  # "要钱吗" goes on from what was named
            self.state.remember(Subject(mask(text), plainer.subject(text)))
        return self._offer([self.ask(question) for question in broad.ask], broad.say)

    def _goes_on_to_the_subsidy(self, text: str) -> bool:
        """Whether ``text`` asks if there is one for what was spoken of, which is none itself."""
        before = self.state.asked_before()
        if not before or not ellipsis.asks_if_subsidised(text):
            return False
        named = concepts(normalise(before[0].about)).subjects
        return bool(named) and not named & wishes.BENEFITS

    def _was_offered(self, questions: Sequence[str]) -> bool:
        """Whether the reply before offered just these: they are not asked about twice."""
        return {choice.text for choice in self.offered} >= {*questions}

    def all_offered(self) -> Told | None:
        """Each of the questions that were offered, one after another; None where they are not several."""
        asked = [self.ask(choice.text) for choice in self.offered[: several.MOST]]
        parts = [part for part in asked if part.answered_by]
        return self._one_by_one(parts) if len(parts) > 1 else None

    def way(self, number: int) -> Told | None:
        """The way of that number that the answer before tells, or that there is to what it is about:
        by the entry of that way, else as it was told."""
        before = self._before("")
        told = (
            self.knowledge.entries.get(self.previous.reply.get("entry_id") or "")
            if self.previous
            else None
        )
        if told is None:
            return None
        ways = compose.listed_in(told)
        if len(ways) < number and before:
            where = self.ask(f"{before.about}{plainly('where')[0]}").answered_by
            told = self.knowledge.entries.get(where or "", told)
            ways = compose.listed_in(told)
        if len(ways) < number:
            return None
        asked = self.ask(ways[number - 1])
        own = next((c.item_id for c in asked.candidates[:1] if c.item_id in told.related), None)
        asked = self.ask(self.knowledge.entries[own].question if own else told.question)
        self.remember(asked)
        reply = self.compose(asked)
        return (reply if own else compose.begun_with(f"{ways[number - 1]}。", reply)), _reasons(
            asked
        )

    def read(self, said: Said) -> list[Asked]:
        """What a message asks: several questions, or one, in full after the one before."""
        alone = self._questions.decided(said.text, said.candidates)
        if wishes.asks_for_the_young(said.text):
            return [self._questions.ask(HOW_OLD)]
        if meant := tied.corrected(said.text):
            alone = self._questions.ask(meant)
        parts = Parts(self._questions).several(alone)
        if len(parts) > 1:
            return parts
        before = self._before(said.text)
        follow_ups = FollowUps(self._questions)
        asked = follow_ups.after(alone, before) if before else alone
        if before and not tied.goes_back(said.text):
            asked = follow_ups.after_earlier(alone, asked, before, self.state.asked_before())
        if asked is alone:
            asked = self._questions.of_the_city_there(self._questions.in_plain_words(alone))
        return [self._of_the_last_words(asked)]

    def _of_the_last_words(self, asked: Asked) -> Asked:
        """Where nothing is found for all of a message, the bare subject that it ends with ("我眼睛不好，想问老年卡")."""
        first, *rest = _CLAUSES.split(asked.text.strip(_ENDS))
        last = rest[-1] if rest else first
        if asked.decision.kind != "handoff" or not rest or not is_bare_subject(last):
            return asked
        return self._questions.ask(last)

    def beside(self, asked: Sequence[str], about: str) -> tuple[list[Entry], list[str]]:
        """The entries that surely answer what is asked beside a sum, and what none of them does."""
        parts = Parts(self._questions).beside(asked, about)
        sure = [p for p in parts if p.answered_by and p.decision.confidence >= SURE_PART]
        named = dict.fromkeys(p.answered_by for p in sure if p.answered_by)
        found = [self.knowledge.entries[name] for name in named]
        return found[: several.MOST - 1], [p.text for p in parts if p not in sure]

    def told(self, found: list[Asked], said: Said) -> Told:
        """The reply to what :meth:`read` found."""
        if len(found) > 1:
            return self._one_by_one(found)
        [asked] = found
        if asked.decision.kind == "handoff" and asks_whom_to_see(said.text):
            return self._whom_to_ask()
        if self._questions.may_clarify and asked.text == said.text:
            asked = self._questions.of_a_subject_there(asked)
        if asked.decision.kind != "answer" and self._questions.may_clarify:
            asked = self._questions.of_a_bare_subject(asked)
            asked = self._questions.of_a_bare_wish(asked)
        asked, before, shown = self._again(asked), self._before(said.text), said.shown
        self.remember(asked)
        if before and tied.is_elliptic(said.text) and before.about not in shown:
            shown = f"{self._name_of(before)}，{shown}"
        reply = openings.fitted(self.compose(asked), said.text)
        if asked.text == HOW_OLD:
            reply = compose.begun_with(compose.TOO_YOUNG, reply)
        place = "、".join(places_in(said.text))
        not_named = asked.decision.because == OF_THE_PLACE and place not in reply.text
        if asked.decision.because == OF_THE_CITY or (place and not_named):
            reply = compose.begun_with(compose.OF_THE_CITY.format(place=place), reply)
        if self.state.asking and reply.kind == "answer":
            reply.choices = [GO_ON, *reply.choices][: compose.NEXT_CHOICES]
        return reply, _reasons(asked) | {QUESTION: shown}

    def _whom_to_ask(self) -> Told:
        """The numbers of the reply before, where nothing tells who is in charge; what is meant, where nothing
        was told before."""
        before = ReplyOut.model_validate(self.previous.reply) if self.previous else None
        if before and before.kind != "smalltalk" and compose.has_numbers(before):
            return compose.numbers_of(before), {"because": "whom to ask"}
        text = turns.sentence("which_matter")
        return compose.saying("smalltalk", text, release=self.knowledge.release), {
            "because": "whom to ask, of what is not known"
        }

    def _name_of(self, before: Subject) -> str:
        """What was spoken of, as a person on the telephone understands it."""
        entry = self.knowledge.entries.get(before.entry_id or "")
        return entry.title if entry and len(before.about) < A_NAME else before.about

    def _before(self, text: str) -> Subject | None:
        """The question that ``text`` may go on from: the newest, or the one it goes back to."""
        asked = self.state.asked_before()
        if tied.goes_back(text):
            named = (subject for subject in asked if ellipsis.names(text, subject.about))
            return next(named, asked[0] if asked else None)
        return asked[0] if asked else None

    def _again(self, asked: Asked) -> Asked:
        """What was offered just before and is asked again is answered."""
        offered = {choice.text for choice in self.offered}
        first = asked.candidates[0] if asked.candidates else None
        if asked.answered_by or first is None or self._questions.may_clarify:
            return asked
        if self.knowledge.entries[first.item_id].question not in offered:
            return asked
        decision = Decision("answer", asked.candidates[:1], "offered before, and asked again")
        return Asked(asked.text, asked.candidates, decision)

    def _one_by_one(self, parts: list[Asked]) -> Told:
        for part in parts:
            self.remember(part)
        entries = [
            self.knowledge.entries[part.answered_by] if part.answered_by else mask(part.text)
            for part in parts
        ]
        reply = compose.answers(
            entries,
            self.knowledge.documents,
            confidence=min(p.decision.confidence for p in parts if p.answered_by),
            release=self.knowledge.release,
        )
        return reply, {"because": "several questions", "parts": [_reasons(p) for p in parts]}

    def _offer(self, asked: Sequence[Asked], text: str) -> Told:
        """A choice of questions that are surely answered."""
        reply = compose.clarify(
            [self.knowledge.entries[a.answered_by] for a in asked if a.answered_by],
            confidence=asked[0].decision.confidence,
            release=self.knowledge.release,
            text=text,
        )
        return reply, {"because": WIDE}

    def remember(self, asked: Asked) -> None:
        """Keep what is spoken of: a wish by itself ("找谁投诉") leaves that as it is."""
        if self.state.subjects and plainer.is_bare_wish(asked.text):
            return
        entry = self.knowledge.entries.get(asked.answered_by or asked.only_offered or "")
        about, topic = plainer.subject(asked.text), plainer.topic(entry.title) if entry else ""
        if len(about) < 2 and entry:  # "那卡" is known by the entry that answered
            about = plainer.subject(entry.question) or topic
        if about:
            known = entry.id if entry else None
            wording = entry.question if entry else ""
            self.state.remember(Subject(mask(asked.text), about, known, topic, wording))

    def compose(self, asked: Asked) -> ReplyOut:
        """The reply to a question whose answer is decided."""
        knowledge, release, decision = self.knowledge, self.knowledge.release, asked.decision
        if decision.kind == "handoff":
            far = is_near(asked.text) and place_elsewhere(unify(asked.text))
            head = compose.only_beijing(far) if far else compose.NOT_KNOWN
            return compose.handoff(release=release, head=head)
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


def _reasons(asked: Asked) -> Reasons:
    return {
        "because": asked.decision.because,
        "in_full": mask(asked.text),
        "candidates": [
            {"entry_id": c.item_id, "confidence": c.confidence, "share": c.share, **c.reasons}
            for c in asked.candidates[:CANDIDATES_KEPT]
        ],
    }
