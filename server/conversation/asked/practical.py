"""Whom to see and what to bring after something was told: only what tells that answers it."""

from __future__ import annotations

from dataclasses import dataclass

from intents.matching.decide import CHOICES, MAYBE_IN_SCOPE
from intents.matching.model import Decision
from intents.told.whom import tells_whom_to_see
from intents.words.concepts import concepts, general_name, plainly
from intents.words.normalise import normalise
from server.conversation.asked.questions import Asked, Questions
from server.conversation.state import Subject

ALSO_LIKELY = 0.5
"""An entry found without the subject counts as confirmed when it is this likely with it."""

WHOM_TO_SEE = "where it is dealt with"
NOBODY_TOLD = "nothing is told of who is in charge"
NO_PAPERS = "nothing is told of papers apart from how it is done"
HOW = "怎么申请"
PAPERS = frozenset({"papers"})
TELLS_PAPERS = PAPERS | {"how", "where"}
"""What an entry asks itself that tells what to bring, or that this is not known."""


@dataclass(frozen=True)
class Practical:
    """Finds how what was spoken of is dealt with."""

    questions: Questions

    def whom_to_see(self, found: Asked, before: Subject) -> Asked:
        """What tells where or with whom the matter spoken of is dealt with: no other answer helps."""
        whole = self.questions.ask(f"{before.question}找谁")  # "押金不退"
        sure = whole.answered_by and whole.decision.confidence >= ALSO_LIKELY
        for asked in (whole, found) if sure else (found,):
            if self._tells_whom(asked.answered_by):
                return asked
        about = before.about.split()[0] if before.about.split() else before.question
        general = general_name(normalise(about))
        wishes = plainly("where") if general else ["找谁", *plainly("where")]
        for text in [f"{general or about}{wish}" for wish in (*wishes, HOW)]:
            for c in self.questions.ask(text).candidates[:CHOICES]:
                if c.confidence >= MAYBE_IN_SCOPE and self._tells_whom(c.item_id, about):
                    return Asked(text, (c,), Decision("answer", (c,), WHOM_TO_SEE))
        again = self.questions.told_again(before, WHOM_TO_SEE)
        if again and self._tells_whom(again.answered_by):
            return again
        return Asked(before.about, found.candidates, Decision("handoff", (), NOBODY_TOLD))

    def _tells_whom(self, item_id: str | None, about: str = "") -> bool:
        """Whether an entry is there that tells where something is dealt with; the subject ``about``, if
        one is named."""
        if item_id is None or not tells_whom_to_see(self.questions.asks_itself(item_id)):
            return False
        named, own = concepts(normalise(about)).subjects, self.questions.asks_itself(item_id)
        return (
            not named
            or bool(named & concepts(own).subjects)
            or bool(general_name(normalise(about)))
        )

    def _asks_for(self, item_id: str | None, wishes: frozenset[str]) -> bool:
        """Whether an entry is there that asks one of ``wishes`` itself."""
        entry = self.questions.entries.get(item_id or "")
        return entry is not None and bool(concepts(normalise(entry.question)).wishes & wishes)

    def papers(self, found: Asked, before: Subject) -> Asked:
        """What tells what to bring, or that this is not known; what was told, if it tells that."""
        sure = found.decision.confidence >= ALSO_LIKELY
        if self._asks_for(found.answered_by, TELLS_PAPERS if sure else PAPERS):
            return found
        if self._asks_for(before.entry_id, TELLS_PAPERS):
            return self.questions.told_again(before, NO_PAPERS) or found
        how = self.questions.ask(f"{before.about}{HOW}")
        return how if found.answered_by and self._asks_for(how.answered_by, TELLS_PAPERS) else found
