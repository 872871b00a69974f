"""Takes apart a message that asks several questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from intents.asked import ellipsis, plainer, several
from intents.told.districts import districts_in
from intents.words.concepts import concepts, subject_words
from intents.words.normalise import normalise
from knowledge.schema import Entry
from server.conversation.asked.follow_ups import FollowUps
from server.conversation.asked.likeliest import telling_words
from server.conversation.asked.places import EXPLAINED
from server.conversation.asked.questions import SURE_PART, Asked, Questions
from server.conversation.state import Subject

SURE_UNMARKED, LEAST_UNMARKED = 0.6, 0.4
"""Speech without marks is taken apart only where its parts are answered this surely on average, and none
less surely than that."""

PART_EXPLAINED = 0.45
"""So much of a part's own words the entry must have that answers it with the subject before it."""

LESS_SURE = 0.6
"""Where the message as a whole is answered like one of its parts, another may be so much less sure
than the whole: else it only explains."""

WHOLE = 0.9
"""A message that is answered as surely as this leaves nothing over."""

TWO = 2
LONGEST_UNANSWERED = 25
"""A longer part without an answer is taken for an aside, not for a question of its own."""


@dataclass(frozen=True)
class Parts:
    """Finds the questions in a message."""

    questions: Questions

    @property
    def follow_ups(self) -> FollowUps:
        """A part may go on from the one before it."""
        return FollowUps(self.questions)

    def several(self, alone: Asked) -> list[Asked]:
        """The questions in a message, one where nothing divides it."""
        if listed := self._listed(alone):
            return listed
        parts = self._set_apart(alone)
        return self._with_left_over(alone.text, alone) if len(parts) == 1 else parts

    def _set_apart(self, alone: Asked) -> list[Asked]:
        """The questions that marks or words set apart, or the ends of what is asked in speech."""
        parts: list[Asked] = []
        marked = several.marked_parts(alone.text)
        if len(marked) < 2 and not several.ways_apart(alone.text):
            return [alone]
        for piece in marked:
            parts += self._spoken_out(piece, parts)
        parts = parts[: several.MOST]
        answered = {part.answered_by for part in parts} - {None}
        if len(parts) < 2 or not answered:
            return [alone]
        whole = alone.decision.confidence if alone.answered_by in answered else 0.0
        least = max(SURE_PART, whole - LESS_SURE)
        if any(p.answered_by and p.decision.confidence < least for p in parts):
            return [alone]
        if len(answered) >= 2:
            return _each_once(parts)
        return parts if _is_one_left_over(parts) else [alone]

    def _listed(self, alone: Asked) -> list[Asked]:
        """What is counted up or set apart by commas alone, where most of it is surely answered, each part
        by an entry of its own; empty for others."""
        parts: list[Asked] = []
        listed = several.listed_parts(alone.text) or several.tailed_parts(alone.text)
        for piece in listed[: several.MOST_LISTED]:
            parts.append(self._part(piece, parts))
        sure = [p for p in parts if p.answered_by and p.decision.confidence >= SURE_PART]
        apart = len({part.answered_by for part in sure})
        if alone.decision.confidence == 1.0 or apart < TWO or apart * 2 <= len(parts):
            return []
        return _each_once(parts)

    def beside(self, asked: Sequence[str], about: str) -> list[Asked]:
        """What is asked beside something that was about ``about``, all in one message."""
        parts = [self.questions.ask(about)]
        for piece in asked:
            parts += self._spoken_out(piece, parts)
        return parts[1:]

    def _spoken_out(self, piece: str, before: list[Asked]) -> list[Asked]:
        """A piece between marks, taken apart where every part is surely answered by itself: into as many
        as can be, and then so that they are answered most surely."""
        for _, ways in groupby(several.ways_apart(piece), key=len):
            found = [(way, self._read(way, before)) for way in ways]
            answered = [(way, parts) for way, parts in found if _all_answered(parts)]
            if answered:
                best = zip(*max(answered, key=lambda one: _sureness(one[1])), strict=True)
                return [part for text, asked in best for part in self._with_left_over(text, asked)]
        return [self._part(piece, before)]

    def _with_left_over(self, text: str, asked: Asked) -> list[Asked]:
        """``asked``, which answers ``text``, and what that leaves over: a question about something else that
        nothing answers."""
        entry = self.questions.entries.get(asked.answered_by or "")
        if entry is None or asked.decision.confidence >= WHOLE:
            return [asked]
        for way in several.ways_apart(text):
            parts = self._read(way, [])
            left = [part for part in parts if self._is_left_over(part, entry)]
            if len(way) == TWO and len(left) == 1 and entry.id in {p.answered_by for p in parts}:
                return [asked if part.answered_by else part for part in parts]
        return [asked]

    def _is_left_over(self, part: Asked, told: Entry) -> bool:
        """Whether nothing answers ``part``, least of all what is ``told``: it asks for something else, of
        something that is named there no more."""
        if part.decision.kind != "handoff" or not (
            plainer.subject(part.text) or districts_in(part.text)
        ):
            return False
        asks_else = _manner_of(part.text) & ~_manner_of(told.question)
        return bool(asks_else) and self.questions.matcher.explained(part.text, told.id) < EXPLAINED

    def _read(self, way: Sequence[str], before: list[Asked]) -> list[Asked]:
        """The questions of a message that is taken apart in this way."""
        parts = list(before)
        for text in way:
            parts.append(self._part(text, parts))
        return parts[len(before) :]

    def _part(self, text: str, before: list[Asked]) -> Asked:
        """A part without a subject takes one before it, the nearest first; of whom the first part asks, what
        follows asks as well."""
        alone = self.questions.in_plain_words(self.questions.ask(text))
        if before and (same := self._of_the_same_people(text, before[0])):
            return same
        for last in _each_subject(before):
            about = plainer.subject(last)
            found = self.follow_ups.after(alone, self._named_last(last, about, before, text))
            own = telling_words(text, about)
            strange = bool(own) and self.questions.has(found.answered_by, own) < PART_EXPLAINED
            if found.answered_by and not strange:
                return found
        return alone

    def _of_the_same_people(self, text: str, first: Asked) -> Asked | None:
        """``text`` asked of those of whom the first part asks ("外地老人有老年卡吗有消费券吗"), where its answer
        and that of ``text`` are about just them."""
        words = _people_in(first.text)
        if not words or _people_in(text) or not plainer.subject(text):
            return None
        asked = self.questions.ask(f"{words}{text}")
        entry = self.questions.entries.get(asked.answered_by or "")
        if entry is None or not _wishes_of(text) & _wishes_of(entry.question):
            return None
        of_them = (self.questions.has(a.answered_by, words) for a in (first, asked))
        return asked if min(of_them) >= PART_EXPLAINED else None

    def _named_last(self, last: str, about: str, before: list[Asked], text: str) -> Subject:
        """What was asked last: where ``text`` only names a thing, what the entry asks is asked of it, too."""
        told = before[-1].answered_by if before else None
        entry = self.questions.entries.get(told or "")
        if entry is None or before[-1].text != last or not ellipsis.as_worded(text, last):
            return Subject(last, about)
        return Subject(last, about, wording=entry.question)


def _each_subject(before: Sequence[Asked]) -> list[str]:
    """The parts before that name different subjects, the nearest first."""
    each = {plainer.subject(part.text): part.text for part in before}
    return [text for about, text in reversed(each.items()) if about]


def _people_in(text: str) -> str:
    """The words of ``text`` that say of what kind of people it asks ("外地")."""
    plain = normalise(text).replace(" ", "")
    return "".join(plain[a:b] for a, b in subject_words(plain, attributes=True))


def _manner_of(text: str) -> int:
    return concepts(normalise(text)).manner


def _wishes_of(text: str) -> frozenset[str]:
    return concepts(normalise(text)).wishes


def _all_answered(parts: list[Asked]) -> bool:
    """Whether each of ``parts`` has an answer of its own, and together they are sure enough."""
    entries = {part.answered_by for part in parts} - {None}
    least = min(part.decision.confidence for part in parts)
    apart = len(entries) == len(parts)
    return apart and least >= LEAST_UNMARKED and _sureness(parts) >= SURE_UNMARKED


def _sureness(parts: list[Asked]) -> float:
    """How surely ``parts`` are answered on average."""
    return sum(part.decision.confidence for part in parts) / len(parts)


def _each_once(parts: list[Asked]) -> list[Asked]:
    """Parts that the same entry answers count once."""
    seen: dict[str | int, Asked] = {}
    for number, part in enumerate(parts):
        seen.setdefault(part.answered_by or number, part)
    return list(seen.values())


def _is_one_left_over(parts: list[Asked]) -> bool:
    """Whether what has no answer among the parts is a question of its own.

    What comes before the question is told to explain it.
    """
    *before, last = parts
    left = last.answered_by is None and all(part.answered_by for part in before)
    return left and last.decision.kind == "handoff" and len(last.text) <= LONGEST_UNANSWERED
