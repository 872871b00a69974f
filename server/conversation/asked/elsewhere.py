"""What is asked of another place after something was told: there, in its district, or in the whole city."""

from __future__ import annotations

from dataclasses import dataclass

from intents.asked import naming, tied
from intents.matching.decide import CHOICES, IN_SCOPE
from intents.matching.model import Decision
from intents.told.districts import districts_in
from intents.words.concepts import concepts, plainly
from server.conversation.asked.likeliest import SURE_ALONE, Likeliest
from server.conversation.asked.places import EXPLAINED
from server.conversation.asked.questions import OF_THE_PLACE, Asked, Questions
from server.conversation.state import Subject

OF_THE_CITY = "another district, of which nothing is told apart from the city"


@dataclass(frozen=True)
class Elsewhere:
    """Finds what is told of the place that a question turns to."""

    questions: Questions

    def of_the_place(self, readings: list[Asked], text: str, about: frozenset[str]) -> Asked | None:
        """The same question about the place that ``text`` names, where an entry speaks of it; of one of
        the subjects ``about``, if there are any."""
        place = naming.place_in(tied.core(text)) or ""
        for reading in readings:
            for c in reading.candidates[:CHOICES]:
                if about and not about & concepts(self.questions.asks_itself(c.item_id)).subjects:
                    continue
                if (
                    c.confidence >= IN_SCOPE
                    and self.questions.matcher.explained(place, c.item_id) >= EXPLAINED
                ):
                    told = Decision("answer", (c,), OF_THE_PLACE)
                    return Asked(reading.text, (c,), told)
        return None

    def of_the_city(self, text: str, before: Subject) -> Asked | None:
        """What was told of the whole city, where a district is named of which nothing else is told."""
        return self.told_of_the_city(before) if districts_in(text) else None

    def told_of_the_city(self, before: Subject) -> Asked | None:
        """What was told before, if that is of the whole city."""
        if self.questions.districts.get(before.entry_id or ""):
            return None
        return self.questions.told_again(before, OF_THE_CITY)

    def outside_its_district(self, text: str, before: Subject) -> Asked | None:
        """What is told of other districts, where what was told holds for one and another is named."""
        told, asked = self.questions.districts.get(before.entry_id or "", ()), {*districts_in(text)}
        only = {*told} or {*districts_in(before.question)}
        if not only or not asked or asked & only:
            return None
        thing = naming.without_place(before.about)
        found = self.questions.ask(f"别的区有没有{thing}")
        local = self.questions.districts.get(found.answered_by or "")
        if found.answered_by and not local and found.decision.confidence >= SURE_ALONE:
            return found
        return self._of_all_districts(thing, before)

    def _of_all_districts(self, thing: str, before: Subject) -> Asked | None:
        """What is told of ``thing`` for the whole city: the same question, else who may have it."""
        same = [naming.without_district(before.wording)] if before.wording else []
        name = naming.without_place(next(iter(before.about.split()), thing))
        for text in (*same, *(f"{name}{wish}" for wish in plainly("who"))):
            found = self.questions.ask(text)
            if not found.answered_by or self.questions.districts.get(found.answered_by):
                continue
            if Likeliest(self.questions).is_about(found, name, None, ""):
                first = found.candidates[0]
                return Asked(text, (first,), Decision("answer", (first,), OF_THE_CITY))
        return None
