"""Takes apart a message that asks several questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intents.asked import ellipsis, plainer, several
from server.conversation.asked.follow_ups import FollowUps
from server.conversation.asked.likeliest import telling_words
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
        """A piece between marks, taken apart where every part is surely answered by itself."""
        for way in several.ways_apart(piece):
            parts = list(before)
            for text in way:
                parts.append(self._part(text, parts))
            found = parts[len(before) :]
            if _all_answered(found):
                return found
        return [self._part(piece, before)]

    def _part(self, text: str, before: list[Asked]) -> Asked:
        """A part without a subject takes the nearest one before it."""
        alone = self.questions.in_plain_words(self.questions.ask(text))
        last = next((p.text for p in reversed(before) if plainer.subject(p.text)), None)
        if last is None:
            return alone
        about = plainer.subject(last)
        found = self.follow_ups.after(alone, self._named_last(last, about, before, text))
        own = telling_words(text, about)
        strange = bool(own) and self.questions.has(found.answered_by, own) < PART_EXPLAINED
        return alone if found.answered_by is None or strange else found

    def _named_last(self, last: str, about: str, before: list[Asked], text: str) -> Subject:
        """What was asked last: where ``text`` only names a thing, what the entry asks is asked of it, too."""
        told = before[-1].answered_by if before else None
        entry = self.questions.entries.get(told or "")
        if entry is None or before[-1].text != last or not ellipsis.as_worded(text, last):
            return Subject(last, about)
        return Subject(last, about, wording=entry.question)


def _all_answered(parts: list[Asked]) -> bool:
    """Whether each of ``parts`` has an answer of its own, and together they are sure enough."""
    sure = [part.decision.confidence for part in parts]
    entries = {part.answered_by for part in parts} - {None}
    return (
        len(entries) == len(parts)
        and min(sure) >= LEAST_UNMARKED
        and sum(sure) / len(sure) >= SURE_UNMARKED
    )


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
