"""Whom to see, what to bring, who may do it and when it is open, after something was told: only what tells that answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from intents.matching.decide import CHOICES, MAYBE_IN_SCOPE
from intents.matching.model import Decision
from intents.told.whom import tells_whom_to_see
from intents.words.concepts import concepts, general_name, plainly
from intents.words.normalise import bare, normalise
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


PROXY = frozenset({"proxy"})
NO_PROXY = "nothing is told of others doing it apart from how it is done"
OPEN = "when the place where it is dealt with is open"

_AT_THE_WINDOW = frozenset(
    {"age-allowance", "care-subsidy", "difficulty-subsidy", "assessment", "voucher", "insurance"}
)
"""What is dealt with at the windows of the street offices."""

_WINDOWS_OPEN = "街道窗口周末上班吗"
_HOURS = re.compile(
    "(?:那|他们|窗口|星期|礼拜|周末|周|今天|明天|[六日天]|中午|晚上|下午|早上|过节|放假|节假日|几点|到|也|都|能|还)+"
    "(?:上班|开门|开不开门?|有人|营业|办公|休息|下班|关门|能办|办)(?:吗|么|不|没有?|啊|呀)*"
)


def asks_for_hours(text: str) -> bool:
    """Whether ``text`` asks when it is open, and nothing else ("周末上班吗")."""
    return bool(_HOURS.fullmatch(bare(text)))


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

    def by_proxy(self, found: Asked, before: Subject) -> Asked:
        """What tells whether another may do it, else how it is done: that says what is known of it."""
        if self._asks_for(found.answered_by, PROXY):
            return found
        how = self.questions.ask(f"{before.about}{HOW}")
        if not self._asks_for(how.answered_by, TELLS_PAPERS):
            return found
        return replace(how, decision=replace(how.decision, because=NO_PROXY))

    def hours(self, found: Asked, before: Subject) -> Asked:
        """When the windows are open at which what was spoken of is dealt with, where nothing else tells it."""
        if found.answered_by or not concepts(normalise(before.about)).subjects & _AT_THE_WINDOW:
            return found
        windows = self.questions.ask(_WINDOWS_OPEN)
        return replace(windows, decision=replace(windows.decision, because=OPEN))
