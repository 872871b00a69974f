"""Finds what a question asks after the ones before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intents.asked import ellipsis, naming, plainer, tied
from intents.matching.decide import CHOICES, IN_SCOPE, MAYBE_IN_SCOPE
from intents.matching.model import Decision
from intents.told.districts import districts_in
from intents.told.kinds import apart, kinds_in
from intents.told.whom import asks_whom_to_see, only_points_at, tells_whom_to_see
from intents.words.concepts import concepts, general_name, plain_names, plainly
from intents.words.normalise import normalise
from server.conversation.asked.places import EXPLAINED, as_sure_as, shared_out
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

ALSO_LIKELY = 0.5
"""An entry found without the subject counts as confirmed when it is this likely with it."""

SURE_ALONE = 0.8
"""A question this sure by itself needs no subject from before, unless it is a bare wish."""

EARLIER, MUCH_SURER = 2, 0.2
"""So many subjects before the newest are tried, and how much surer their reading must be."""

GOING_ON = 0.1
"""How much surer a question that begins with "那" must be by itself to be taken so."""

SURE_REMARK = 0.9
"""A remark on what was told needs none of its words, where the reading is as sure as this."""

MORE_EXPLAINED = 0.3
"""So much more of a follow-up's own words another entry has to have to go before a likelier one."""

MUCH_MORE_EXPLAINED = 0.5
"""So much more of them an entry about something spoken of earlier has to have."""

STILL_SURE, HARDLY = 0.75, 0.1
"""What was told is told again where it is as sure as the first, and anything else hardly as sure as the second."""

OF_THE_CITY = "another district, of which nothing is told apart from the city"
OF_ANOTHER = "the same of another person"
ONE_OF_THOSE = "one of those of which the same was told"
WHOM_TO_SEE = "where it is dealt with"
NOBODY_TOLD = "nothing is told of who is in charge"
NO_PAPERS = "nothing is told of papers apart from how it is done"

HOW = "怎么申请"
PAPERS = frozenset({"papers"})
TELLS_PAPERS = PAPERS | {"how", "where"}
"""What an entry asks itself that tells what to bring, or that this is not known."""


@dataclass(frozen=True)
class FollowUps:
    """Reads questions in the light of what was asked before."""

    questions: Questions

    def after(self, alone: Asked, before: Subject) -> Asked:
        """What a question asks after another one, if it depends on it."""
        if naming.is_only_a_person(alone.text) or only_points_at(alone.text):
            return self._told_again(before, OF_ANOTHER) or self._read_after(alone, before)
        if self._is_one_of_those(alone.text, before) and (
            told := self._told_again(before, ONE_OF_THOSE)
        ):
            return told
        found = self._read_after(alone, before)
        if asks_whom_to_see(alone.text):
            return self._of_whom_to_see(found, before)
        if not plainer.asks_only_for_papers(alone.text):
            return found
        sure = found.decision.confidence >= ALSO_LIKELY
        if self._asks_for(found.answered_by, TELLS_PAPERS if sure else PAPERS):
            return found
        if self._asks_for(before.entry_id, TELLS_PAPERS):
            return self._told_again(before, NO_PAPERS) or found
        how = self.questions.ask(f"{before.about}{HOW}")
        return how if found.answered_by and self._asks_for(how.answered_by, TELLS_PAPERS) else found

    def _of_whom_to_see(self, found: Asked, before: Subject) -> Asked:
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
        again = self._told_again(before, WHOM_TO_SEE)
        if again and self._tells_whom(again.answered_by):
            return again
        return Asked(before.about, found.candidates, Decision("handoff", (), NOBODY_TOLD))

    def _tells_whom(self, item_id: str | None, about: str = "") -> bool:
        """Whether an entry is there that tells where something is dealt with; the subject ``about``, if
        one is named."""
        if item_id is None or not tells_whom_to_see(self._asks_itself(item_id)):
            return False
        named, own = concepts(normalise(about)).subjects, self._asks_itself(item_id)
        return (
            not named
            or bool(named & concepts(own).subjects)
            or bool(general_name(normalise(about)))
        )

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

    def _asks_for(self, item_id: str | None, wishes: frozenset[str]) -> bool:
        """Whether an entry is there that asks one of ``wishes`` itself."""
        entry = self.questions.entries.get(item_id or "")
        return entry is not None and bool(concepts(normalise(entry.question)).wishes & wishes)

    def _told_again(self, before: Subject, because: str) -> Asked | None:
        """What was told before, once more; None where it can no longer be found."""
        told = self.questions.ask(before.wording) if before.wording else None
        if told is None or told.answered_by != before.entry_id:
            return None
        first = told.candidates[0]
        return Asked(told.text, (first,), Decision("answer", (first,), because))

    def _read_after(self, alone: Asked, before: Subject) -> Asked:
        leads_on = tied.leads_on(alone.text) or tied.points_back(alone.text)
        of_something_else = concepts(normalise(alone.text)).foreign
        if of_something_else or len(tied.core(alone.text)) > tied.LONGEST:
            return alone
        if not alone.answered_by and street_alone(alone.text):
            return self._told_of_the_city(before) or alone
        half = ellipsis.lacks_the_other(alone.text)
        if not leads_on and not half and not tied.is_elliptic(alone.text) and alone.answered_by:
            return alone
        readings, told = self._readings(alone.text, before, half=half), before.entry_id
        answered = [reading for reading in readings if reading.answered_by]
        at_home = naming.says_where_she_is(alone.text)
        elsewhere = naming.is_only_a_place(alone.text) or at_home
        about = concepts(normalise(before.about)).subjects if at_home else frozenset[str]()
        found = self._of_the_place(readings, alone.text, about) if elsewhere else None
        # what was told of the whole city, before something else about the same thing
        found = found or (self._of_the_city(alone.text, before) if elsewhere else None)
        found = found or (self._outside_its_district(alone.text, before) if elsewhere else None)
        found = found or self._newest(answered, alone.text, before)
        found = found or self._outside_its_district(alone.text, before)
        if found is None:
            unsure = next((r for r in readings if is_one_of_several(r)), None)
            return alone if alone.decision.kind != "handoff" or unsure is None else unsure
        if half or (leads_on and tied.is_statement(alone.text)):
            return found
        if elsewhere and found.decision.because in (OF_THE_PLACE, OF_THE_CITY):
            return found
        if found.answered_by == told and alone.answered_by not in (None, told):
            return alone
        if found.answered_by == alone.answered_by:
            return found
        if any(
            c.item_id == alone.answered_by and c.confidence >= ALSO_LIKELY for c in found.candidates
        ):
            return replace(alone, text=found.text)
        return alone if _stands_alone(alone, found, GOING_ON if leads_on else 0.0) else found

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
            self._explaining(self.questions.asked_for(text, t), text, before.about) for t in texts
        )
        return [r for r in found if self._is_about(r, text, before.entry_id, before.about)]

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

    def _of_the_place(
        self, readings: list[Asked], text: str, about: frozenset[str]
    ) -> Asked | None:
        """The same question about the place that ``text`` names, where an entry speaks of it; of one of
        the subjects ``about``, if there are any."""
        place = naming.place_in(tied.core(text)) or ""
        for reading in readings:
            for c in reading.candidates[:CHOICES]:
                if about and not about & concepts(self._asks_itself(c.item_id)).subjects:
                    continue
                if (
                    c.confidence >= IN_SCOPE
                    and self.questions.matcher.explained(place, c.item_id) >= EXPLAINED
                ):
                    told = Decision("answer", (c,), OF_THE_PLACE)
                    return Asked(reading.text, (c,), told)
        return None

    def _asks_itself(self, item_id: str) -> str:
        entry = self.questions.entries.get(item_id)
        return normalise(entry.question) if entry else ""

    def _of_the_city(self, text: str, before: Subject) -> Asked | None:
        """What was told of the whole city, where a district is named of which nothing else is told."""
        return self._told_of_the_city(before) if districts_in(text) else None

    def _told_of_the_city(self, before: Subject) -> Asked | None:
        """What was told before, if that is of the whole city."""
        if self.questions.districts.get(before.entry_id or ""):
            return None
        return self._told_again(before, OF_THE_CITY)

    def _outside_its_district(self, text: str, before: Subject) -> Asked | None:
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
            if self._is_about(found, name, None, ""):
                first = found.candidates[0]
                return Asked(text, (first,), Decision("answer", (first,), OF_THE_CITY))
        return None

    def _is_about(self, reading: Asked, text: str, told: str | None, about: str) -> bool:
        """Whether the likeliest answer to a reading of ``text`` speaks of what ``text`` itself says.

        A remark on what was told may be of other words.
        """
        if not reading.candidates:
            return False
        first, named = reading.candidates[0], concepts(normalise(text)).subjects
        if named and not named & concepts(first.phrasing).subjects:
            return False
        said = _beside_the_subject(text, about)
        if len(said) < 2 or plainer.is_bare_wish(text):
            return True
        remark = tied.is_statement(text) or tied.goes_back(text)
        if remark and first.item_id == told and first.confidence >= SURE_REMARK:
            return True
        return self.questions.matcher.explained(said, first.item_id) >= EXPLAINED

    def _explaining(self, reading: Asked, text: str, about: str) -> Asked:
        """The reading with the entry first that has what ``text`` itself says, where the likeliest has
        much less of it and is hardly likelier."""
        near = [
            c
            for c in reading.candidates[:CHOICES]
            if c.confidence >= reading.candidates[0].confidence - GOING_ON
        ]
        own = telling_words(text, about)
        if len(near) < 2 or not own:
            return reading
        has = [self.questions.has(c.item_id, own) for c in near]
        best = has.index(max(has))
        if has[best] < has[0] + MORE_EXPLAINED:
            return reading
        first = as_sure_as(near[0], near[best])
        rest = tuple(c for c in reading.candidates if c is not near[best])
        return self.questions.decided(reading.text, (first, *rest))

    def _most_explained(self, readings: list[Asked], text: str, about: str) -> Asked | None:
        """Of the readings that are about as sure as the surest the first that has about as much of what
        ``text`` itself says as any."""
        surest = max((asked.decision.confidence for asked in readings), default=0.0)
        near = [a for a in readings if a.decision.confidence >= surest - GOING_ON]
        own = telling_words(text, about)
        if len({a.answered_by for a in near}) < 2 or not own:
            return next(iter(near), None)
        has = [self.questions.has(a.answered_by, own) for a in near]
        return near[next(n for n, share in enumerate(has) if share > max(has) - MORE_EXPLAINED)]

    def _newest(self, answered: list[Asked], text: str, before: Subject) -> Asked | None:
        """The best reading; what was told answers no other question, if anything else does."""
        told = before.entry_id
        others = [self._beside(asked, told, text) for asked in answered if told]
        others = [
            asked
            for asked in others
            if asked.answered_by and self._is_about(asked, text, told, before.about)
        ]
        other = self._most_explained(others, text, before.about)
        surest = self._most_explained(answered, text, before.about)
        if other is None or surest is None or surest.answered_by != told:
            return other or surest
        own = telling_words(text, before.about)
        where = "where" in concepts(normalise(text)).wishes
        again = max(
            (a for a in answered if a.answered_by == told), key=lambda a: a.decision.confidence
        )
        if not where and self._still_tells(again, other, own):
            return again
        if not own:
            return other
        more = self.questions.has(told, own) - self.questions.has(other.answered_by, own)
        return surest if more >= MORE_EXPLAINED else other

    def _still_tells(self, told: Asked, other: Asked, own: str) -> bool:
        """Whether what was told answers this too, and ``other`` is found only because that is left out."""
        beside = (c.confidence for c in told.candidates if c.item_id == other.answered_by)
        if told.decision.confidence < STILL_SURE or max(beside, default=0.0) >= HARDLY:
            return False
        has = self.questions.has
        return not own or has(told.answered_by, own) >= has(other.answered_by, own)

    def _beside(self, asked: Asked, told: str | None, text: str) -> Asked:
        """The same question without the entry ``told``, nor what is for other people than that, unless
        ``text`` itself names any."""
        kinds = self.questions.kinds
        of_whom = {} if kinds_in(text) else kinds.get(told or "", {})
        left = [
            c
            for c in asked.candidates
            if c.item_id != told and not apart(of_whom, kinds.get(c.item_id, {}))
        ]
        return self.questions.decided(asked.text, shared_out(left))


def telling_words(text: str, about: str) -> str:
    """The words of its own by which answers to ``text`` can be told apart; empty for a bare wish."""
    own = _beside_the_subject(text, about)
    frame = plainer.is_bare_wish(text) and not concepts(normalise(text)).wishes <= {"whether"}
    return "" if frame or len(own) < 2 else own


def _beside_the_subject(text: str, about: str) -> str:
    """What ``text`` says in words of its own, without the characters of what was spoken of."""
    return "".join(char for char in naming.own_words(text) if char not in about)


def _stands_alone(alone: Asked, found: Asked, less: float) -> bool:
    """Whether a question is better taken by itself than with the subject before it.

    ``less`` is how much surer it must be by itself.
    """
    elliptic = tied.is_elliptic(alone.text)
    if not alone.answered_by:
        offered = {candidate.item_id for candidate in alone.decision.candidates}
        return not elliptic and bool(offered) and found.answered_by not in offered
    sure = alone.decision.confidence >= SURE_ALONE and not tied.points_back(alone.text)
    if sure and not plainer.is_bare_wish(alone.text):
        return True
    by_itself = not elliptic or len(tied.core(alone.text)) > SHORT
    return by_itself and alone.decision.confidence - less >= found.decision.confidence
