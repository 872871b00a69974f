"""Finds what a question asks after the ones before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intents.asked import ellipsis, naming, plainer, tied
from intents.told.whom import asks_whom_to_see, only_points_at
from intents.words.concepts import concepts, plain_names
from intents.words.normalise import normalise
from server.conversation.asked.elsewhere import OF_THE_CITY, Elsewhere
from server.conversation.asked.likeliest import GOING_ON, SURE_ALONE, Likeliest, telling_words
from server.conversation.asked.places import EXPLAINED
from server.conversation.asked.practical import ALSO_LIKELY, Practical, asks_for_hours
from server.conversation.asked.questions import (
    OF_THE_PLACE,
    Asked,
    Questions,
    is_bare_subject,
    is_one_of_several,
)
from server.conversation.asked.streets import street_alone
from server.conversation.state import Subject

SHORT = 10
"""Up to so many characters without a subject take the subject before them, however sure they look."""

EARLIER, MUCH_SURER = 2, 0.2
"""So many subjects before the newest are tried, and how much surer their reading must be."""

MUCH_MORE_EXPLAINED = 0.5
"""So much more of them an entry about something spoken of earlier has to have."""

OF_ANOTHER = "the same of another person"
ONE_OF_THOSE = "one of those of which the same was told"


@dataclass(frozen=True)
class FollowUps:
    """Reads questions in the light of what was asked before."""

    questions: Questions

    @property
    def _elsewhere(self) -> Elsewhere:
        return Elsewhere(self.questions)

    @property
    def _likeliest(self) -> Likeliest:
        return Likeliest(self.questions)

    def after(self, alone: Asked, before: Subject) -> Asked:
        """What a question asks after another one, if it depends on it."""
        if naming.is_only_a_person(alone.text) or only_points_at(alone.text):
            return self.questions.told_again(before, OF_ANOTHER) or self._read_after(alone, before)
        if self._is_one_of_those(alone.text, before) and (
            told := self.questions.told_again(before, ONE_OF_THOSE)
        ):
            return told
        found = self._read_after(alone, before)
        if asks_whom_to_see(alone.text):
            return Practical(self.questions).whom_to_see(found, before)
        practical = Practical(self.questions)
        if plainer.asks_only_for_papers(alone.text):
            return practical.papers(found, before)
        if asks_for_hours(alone.text):
            return practical.hours(found, before)
        if tied.is_elliptic(alone.text) and "proxy" in concepts(normalise(alone.text)).wishes:
            return practical.by_proxy(found, before)
        return found

    def _is_one_of_those(self, text: str, before: Subject) -> bool:
        """Whether ``text`` only names one of those of which something was told alike: that they go
        together, or not, or how all of them are dealt with."""
        told = concepts(normalise(before.wording))
        if not before.wording or not is_bare_subject(text):
            return False
        own = told.subjects & concepts(normalise(before.about)).subjects
        if ellipsis.names_another_of_them(text, before.about) and not own:
            return True
        if "both" not in told.wishes:
            return False
        named = plain_names(tied.core(text))
        has = self.questions.matcher.explained
        return any(has(name, before.entry_id or "") >= EXPLAINED for name in named)

    def _read_after(self, alone: Asked, before: Subject) -> Asked:
        leads_on = tied.leads_on(alone.text) or tied.points_back(alone.text)
        of_something_else = concepts(normalise(alone.text)).foreign
        if of_something_else or len(tied.core(alone.text)) > tied.LONGEST:
            return alone
        if not alone.answered_by and street_alone(alone.text):
            return self._elsewhere.told_of_the_city(before) or alone
        half = ellipsis.lacks_the_other(alone.text)
        if not leads_on and not half and not tied.is_elliptic(alone.text) and alone.answered_by:
            return alone
        readings, told = self._readings(alone.text, before, half=half), before.entry_id
        elsewhere = naming.is_only_a_place(alone.text) or naming.says_where_she_is(alone.text)
        found = self._told_there(readings, alone.text, before) if elsewhere else None
        answered = [reading for reading in readings if reading.answered_by]
        found = found or self._likeliest.newest(answered, alone.text, before)
        found = found or self._elsewhere.outside_its_district(alone.text, before)
        if found is None:
            unsure = next((r for r in readings if is_one_of_several(r)), None)
            return alone if alone.decision.kind != "handoff" or unsure is None else unsure
        if half or (leads_on and tied.is_statement(alone.text)):
            return found
        if elsewhere and found.decision.because in (OF_THE_PLACE, OF_THE_CITY):
            return found
        if found.answered_by == told and alone.answered_by not in (None, told):
            return found if self._is_of_what_was_told(alone, found) else alone
        if found.answered_by == alone.answered_by:
            return found
        if any(
            c.item_id == alone.answered_by and c.confidence >= ALSO_LIKELY for c in found.candidates
        ):
            return replace(alone, text=found.text)
        return alone if _stands_alone(alone, found, GOING_ON if leads_on else 0.0) else found

    def _is_of_what_was_told(self, alone: Asked, found: Asked) -> bool:
        """Whether the entry that was told has all the words of a remark without a subject, and answers it
        more surely than another one does by itself ("忘了密码" after the login)."""
        surer = found.decision.confidence > alone.decision.confidence
        has = self.questions.has(found.answered_by, alone.text)
        says = tied.is_elliptic(alone.text) and tied.is_statement(alone.text)
        return surer and says and has >= EXPLAINED

    def _told_there(self, readings: list[Asked], text: str, before: Subject) -> Asked | None:
        """What is told of the place that ``text`` names, else what was told of the whole city, before
        something else about the same thing."""
        at_home = naming.says_where_she_is(text)
        about = concepts(normalise(before.about)).subjects if at_home else frozenset[str]()
        return (
            self._elsewhere.of_the_place(readings, text, about)
            or self._elsewhere.of_the_city(text, before)
            or self._elsewhere.outside_its_district(text, before)
        )

    def _readings(self, text: str, before: Subject, *, half: bool) -> list[Asked]:
        """What ``text`` may ask in full after ``before``, the likeliest first; ``half``: it leaves out what
        something is to go together with."""
        texts = ellipsis.readings(text, before.question, before.about, before.topic)
        if before.wording:
            texts = [*texts, *ellipsis.as_worded(text, before.wording)]
        plain = naming.without_district(text)
        # "朝阳区去哪办" after a rule of the whole city
        if plain != text and plainer.is_done_somewhere(plain):
            texts = [*texts, *ellipsis.readings(plain, before.question, before.about, before.topic)]
        if half:
            both = ellipsis.both_named(text, before.about, before.topic, before.wording)
            texts = [*both, *texts]
        found = (
            self._likeliest.explaining(self.questions.asked_for(text, t), text, before.about)
            for t in texts
        )
        return [
            r for r in found if self._likeliest.is_about(r, text, before.entry_id, before.about)
        ]

    def after_earlier(
        self, alone: Asked, found: Asked, before: Subject, asked_before: Sequence[Subject]
    ) -> Asked:
        """What a question asks after something said earlier, where that is far surer than ``found``.

        "要是他们关门了" after a question about the deposit is about the home spoken of before it.
        """
        if (found is alone and alone.answered_by) or asks_whom_to_see(alone.text):
            return found
        told, own = {s.entry_id for s in asked_before}, telling_words(alone.text, before.about)
        others = [s for s in asked_before[1:] if s.about != before.about]
        readings = [self._read_after(alone, subject) for subject in others[:EARLIER]]
        surer = max(SURE_ALONE, found.decision.confidence + MUCH_SURER)
        least = self.questions.has(found.answered_by, own) + MUCH_MORE_EXPLAINED if own else 1.0
        fitting = (
            r
            for r in readings
            if r.answered_by and r is not alone and r.answered_by not in told
            if r.decision.confidence >= surer
            or (
                r.decision.confidence >= SURE_ALONE
                and self.questions.has(r.answered_by, own) > least
            )
        )
        return next(fitting, found)


def _stands_alone(alone: Asked, found: Asked, less: float) -> bool:
    """Whether a question is better taken by itself than with the subject before it.

    ``less`` is how much surer it must be by itself.
    """
    elliptic = tied.is_elliptic(alone.text)
    if not alone.answered_by:
        offered = {candidate.item_id for candidate in alone.decision.candidates}
        return not elliptic and bool(offered) and found.answered_by not in offered
    if naming.asks_what_a_name_means(alone.text):
        return True
    sure = alone.decision.confidence >= SURE_ALONE and not tied.points_back(alone.text)
    if sure and not plainer.is_bare_wish(alone.text):
        return True
    by_itself = not elliptic or len(tied.core(alone.text)) > SHORT
    return by_itself and alone.decision.confidence - less >= found.decision.confidence
