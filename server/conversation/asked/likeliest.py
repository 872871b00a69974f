"""Which of the readings of a follow-up is meant: the one that is about what it says in words of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.asked import ellipsis, naming, plainer, tied
from intents.matching.decide import CHOICES
from intents.told.kinds import apart, kinds_in
from intents.words.concepts import concepts, general_name
from intents.words.normalise import normalise
from intents.words.slots import age_in
from server.conversation.asked.places import EXPLAINED, as_sure_as, shared_out
from server.conversation.asked.questions import Asked, Questions, is_bare_subject
from server.conversation.state import Subject

SURE_ALONE = 0.8
"""A question this sure by itself needs no subject from before, unless it is a bare wish."""

GOING_ON = 0.1
"""How much surer a question that begins with "那" must be by itself to be taken so."""

_HOW_MUCH = re.compile(
    "(?:[给领补发拿]|每?[1一]?个?月)(?:能|可以|是|给|领|发|补|拿)*多少钱?[呢啊呀?？]*$|多少钱|几百"
)
"""How much money is asked for: what is known of time is no answer to that."""

SURE_REMARK = 0.9
"""A remark on what was told needs none of its words, where the reading is as sure as this."""

MORE_EXPLAINED = 0.3
"""So much more of a follow-up's own words another entry has to have to go before a likelier one."""

STILL_SURE, HARDLY = 0.75, 0.1
"""What was told is told again where it is as sure as the first, and anything else hardly as sure as the second."""


@dataclass(frozen=True)
class Likeliest:
    """Weighs the readings of a question against one another."""

    questions: Questions

    def newest(self, answered: list[Asked], text: str, before: Subject) -> Asked | None:
        """The best reading; what was told answers no other question, if anything else does."""
        told = before.entry_id
        others = [self._beside(asked, told, text) for asked in answered if told]
        others = [
            asked
            for asked in others
            if asked.answered_by and self.is_about(asked, text, told, before.about)
        ]
        other = self._most_explained(others, text, before.about)
        surest = self._most_explained(answered, text, before.about)
        if other is None or surest is None or surest.answered_by != told:
            return other or surest
        own = telling_words(text, before.about)
        gap = surest.decision.confidence - other.decision.confidence
        wishes = concepts(normalise(text)).wishes
        if gap >= GOING_ON and wishes <= {"whether"} and _asks_beside_an_age(text):
            return surest
        where = "where" in wishes
        again = max(
            (a for a in answered if a.answered_by == told), key=lambda a: a.decision.confidence
        )
        else_named = not own and ellipsis.turns_to_a_word(text)
        if not (where or else_named) and self._still_tells(again, other, own):
            return again
        if not own:
            return other
        more = self.questions.has(told, own) - self.questions.has(other.answered_by, own)
        return surest if more >= MORE_EXPLAINED else other

    def is_about(self, reading: Asked, text: str, told: str | None, about: str) -> bool:
        """Whether the likeliest answer to a reading of ``text`` speaks of what ``text`` itself says.

        A remark on what was told may be of other words.
        """
        if not reading.candidates:
            return False
        first, named = reading.candidates[0], concepts(normalise(text)).subjects
        if named and not named & concepts(first.phrasing).subjects:
            return _is_told_of_all(text, reading.text, first.phrasing)
        if _HOW_MUCH.search(text) and not _tells_how_much(first.phrasing):
            return False
        said = _beside_the_subject(text, about)
        if len(said) < 2 or _is_bare_wish(text):
            return True
        told_on = tied.is_statement(text) and not naming.names_something_else(text)
        remark = told_on or tied.goes_back(text)
        if remark and first.item_id == told and first.confidence >= SURE_REMARK:
            return True
        return self.questions.matcher.explained(said, first.item_id) >= EXPLAINED

    def explaining(self, reading: Asked, text: str, about: str) -> Asked:
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


def _is_told_of_all(text: str, asked: str, phrasing: str) -> bool:
    """Whether ``phrasing`` is of all that is dealt with like what ``text`` only names, and so was ``asked``."""
    general = general_name(normalise(text))
    if general is None or not is_bare_subject(text):
        return False
    return general in asked and not concepts(phrasing).subjects


def _tells_how_much(phrasing: str) -> bool:
    return "amount" in concepts(phrasing).wishes or bool(_HOW_MUCH.search(phrasing))


def telling_words(text: str, about: str) -> str:
    """The words of its own by which answers to ``text`` can be told apart; empty for a bare wish."""
    own = _beside_the_subject(text, about)
    frame = _is_bare_wish(text) and not concepts(normalise(text)).wishes <= {"whether"}
    return "" if frame or len(own) < 2 else own


def _is_bare_wish(text: str) -> bool:
    """Whether ``text`` is a wish and nothing else, or beside an age nothing else ("我八十了行吗")."""
    return plainer.is_bare_wish(text) or _asks_beside_an_age(text)


def _asks_beside_an_age(text: str) -> bool:
    return age_in(text) is not None and plainer.is_bare_wish(naming.own_words(text))


def _beside_the_subject(text: str, about: str) -> str:
    """What ``text`` says in words of its own, without the characters of what was spoken of; they are its own
    where it names something else ("养老院" after 老年餐)."""
    own = naming.own_words(text)
    if concepts(normalise(text)).subjects - concepts(normalise(about)).subjects:
        return own
    return "".join(char for char in own if char not in about)
