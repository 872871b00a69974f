"""Ranks the items of an index for a question, each with a confidence and its reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import LITTLE, Floats, Numbers
from intents.matching.features import NAMES, POOL, Pool, pool
from intents.matching.finding import Found
from intents.matching.focus import end_of_story
from intents.matching.hearing import Hearing
from intents.matching.index import CHARACTERS, Index
from intents.matching.model import Candidate
from intents.matching.ranking import Model
from intents.matching.reasons import Reasons
from intents.words.concepts import concepts
from intents.words.privacy import mask
from intents.words.segment import cut, matter, plain_words
from intents.words.slots import age_in

BARE = 6
BARE_SUBJECT = 0.35
"""A subject and nothing else ("助餐") is one of our matters, though it is not clear which: ask."""

SURE_AS_WRITTEN = 0.5
"""From here on nothing else needs to be heard into a question."""

CLEARLY_SURER = 0.1
"""By so much surer is the end of a story than all of it where what leads up to it is of something else."""

SAID_IN_FULL, NEARLY_ALL = 0.35, 0.2
"""A question is one of our matters, and asked about, whose subject is an entry's and of whose words
the entry's phrasings lack none that is rarer than this: of 824 to be refused none is such."""

HEARD_PENALTY = 0.92
"""A reading by sound, or of the end alone, is believed a little less than what was written."""

FAR_MORE, NO_LESS = 1.03, 1.0
"""A reading by sound that the index has so much more of is the likelier one, and one that it has less
of is not. Of the questions of ``tests/data`` that are misheard more are right so than with both
readings measured, and both are measured for fewer than one in a hundred."""

FEWER = 16
"""Phrasings looked at closely for another reading of a question: as good as POOL there, and quicker."""

TELLING = 4
"""A matter of fewer characters says too little by itself."""

SUREST = 0.9999
"""Only an exact phrasing is certain."""

ELSEWHERE_PENALTY = 0.4
"""For a question about a place we have no rules for, unless the entry speaks of that too."""


_EXPLAINED = [NAMES.index(f"words of the question in the {where}") for where in ("entry", "answer")]


_SUBJECT, _NO_OTHER = NAMES.index("subject named in both"), NAMES.index("no other subject")


@dataclass(frozen=True)
class _Way:
    """A way to read a question, looked up; the text, if it is not what was written, and how it came
    about."""

    found: Found
    text: str | None = None
    how: str = "heard"


@dataclass(frozen=True)
class _Wanted:
    """What candidates a caller wants: of which items, for which age, how many."""

    allowed: NDArray[np.bool_]
    age: int | None
    most: int


@dataclass(frozen=True)
class _Reading:
    """A question as it was read, and what was found for that."""

    way: _Way
    found: Pool
    scores: Floats
    order: Numbers
    """The likeliest items of the pool by their score, the best first."""
    sure: Floats
    """How sure each of these is, none surer than the one before it."""

    @property
    def surest(self) -> float:
        """The confidence of the first."""
        return self.told(float(self.sure[0])) if len(self.sure) else 0.0

    def told(self, confidence: float) -> float:
        """A confidence as it is given: of another reading a little less."""
        told = round(confidence, 4)
        return told if self.way.text is None else round(told * HEARD_PENALTY, 4)


@dataclass
class Matcher:
    """Finds what a question asks for. Deterministic; safe to share between threads."""

    index: Index
    model: Model = field(default_factory=lambda: Model.load())
    _hearing: Hearing = field(init=False)

    def __post_init__(self) -> None:
        lists = self.index.lists
        self._hearing = Hearing(self.index.sounding, partial(lists.counts, CHARACTERS))

    def match(self, text: str, *, without: Collection[str] = (), most: int = 10) -> list[Candidate]:
        """The likeliest items for ``text``, best first, at most ``most``.

        ``without`` are ids not to be considered (not in force today, say). Items that are wrong
        for an age named in the text are left out. An exact phrasing comes first with confidence 1.
        """
        age = age_in(text)
        allowed = self.index.fitting(age)
        out = (self.index.number(name) for name in without)
        allowed[[number for number in out if number is not None]] = False
        plain = self.index.synonyms.read(text)
        found = self._candidates(self._likeliest(plain, _Wanted(allowed, age, most + 1)))
        if len(plain) <= BARE and concepts(plain).is_bare_subject():
            found = [_in_doubt(candidate) for candidate in found]
        return self._with_exact(plain, found, allowed)[:most]

    def exactly(self, text: str, *, without: Collection[str] = ()) -> str | None:
        """The item that has ``text`` as a phrasing, which ``match`` therefore puts first with
        confidence 1; None if there is none. Nothing is measured: a fraction of ``match``'s time."""
        place = self.index.exactly(self.index.synonyms.read(text))
        if place is None:
            return None
        owner, age = self.index.owners[place], age_in(text)
        name = self.index.ids[owner]
        fits = age is None or self.index.youngest[owner] <= age <= self.index.oldest[owner]
        return name if fits and name not in without else None

    def fits(self, item_id: str, age: int | None) -> bool:
        """Whether the entry may answer a question that names this age."""
        return bool(self.index.fitting(age)[self._number(item_id)])

    def explained(self, text: str, item_id: str, *, telling: int = TELLING) -> float:
        """How much of the matter of ``text`` the entry has in its phrasings or its answer, 0–1; of all
        its words where the matter has fewer than ``telling`` characters."""
        only = np.zeros(len(self.index.ids), dtype=np.bool_)
        only[self._number(item_id)] = True
        plain = self.index.synonyms.read(text)
        about = matter(plain_words(cut(plain)))
        read = about if len(about) >= telling else plain
        found = pool(self.index, Found.of(self.index, read), only)
        return float(found.rows[0, _EXPLAINED].max()) if found.owners else 0.0

    def _number(self, item_id: str) -> int:
        number = self.index.number(item_id)
        if number is None:
            raise KeyError(item_id)
        return number

    def _likeliest(self, plain: str, wanted: _Wanted) -> _Reading:
        """The surest reading of a question: as it was written, by its sound, or of its end alone.

        To measure one takes five times as long as to look it up: where the index has far more of what
        is heard, or less, only one of the two is measured; else what is heard where there is doubt.
        """
        written = _Way(Found.of(self.index, plain))
        heard = self._heard(plain, written.found)
        gain = heard.found.support / max(written.found.support, LITTLE) if heard else 0.0
        reading = self._read(heard if heard and gain >= FAR_MORE else written, wanted)
        if heard and not len(reading.order):
            reading = self._read(written, wanted)
        if heard and NO_LESS <= gain < FAR_MORE and reading.surest < SURE_AS_WRITTEN:
            reading = _surer(reading, self._read(heard, wanted))
        if end := self._ended(plain):
            ended, doubtful = self._read(end, wanted), reading.surest < SURE_AS_WRITTEN
            clearer = ended.surest >= reading.surest + CLEARLY_SURER
            reading = _surer(reading, ended) if doubtful or clearer else reading
        return reading

    def _heard(self, plain: str, written: Found) -> _Way | None:
        """The question by its sound, if that is another one. A place that we have no rules for was not
        misheard: it is what the question is about; nor was a matter that is none of ours: "要赔吗" is
        not "要陪吗"."""
        about = concepts(plain)
        heard = plain if about.elsewhere or about.foreign else self._hearing.reread(plain)
        if heard in (plain, ""):
            return None
        return _Way(Found.of(self.index, heard, written), heard)

    def _ended(self, plain: str) -> _Way | None:
        """The end of a long story; what asks about a place elsewhere is read as a whole."""
        end = None if concepts(plain).elsewhere else end_of_story(plain)
        return _Way(Found.of(self.index, end), end, "end") if end not in (plain, "", None) else None

    def _read(self, way: _Way, wanted: _Wanted) -> _Reading:
        most = POOL if way.text is None else FEWER
        found = pool(self.index, way.found, wanted.allowed, wanted.age, most)
        scores = self.model.scores(found)
        order = np.argsort(-scores, kind="stable")[: wanted.most]
        sure = np.minimum.accumulate(self._confidences(found, scores, order))
        return _Reading(way, found, scores, order, sure)

    def _confidences(self, found: Pool, scores: Floats, which: Numbers) -> Floats:
        """How sure each of ``which`` is by itself."""
        if not len(which):
            return np.zeros(0)
        confidences = self.model.confidences(found, scores, which)
        in_full = (found.missing[which, 0] <= NEARLY_ALL) & (found.rows[which, _SUBJECT] > 0.5)
        confidences = np.where(in_full, np.maximum(confidences, SAID_IN_FULL), confidences)
        foreign = found.rows[which, _NO_OTHER] == 0
        return np.minimum(confidences * np.where(foreign, ELSEWHERE_PENALTY, 1.0), SUREST)

    def _candidates(self, reading: _Reading) -> list[Candidate]:
        """The likeliest items of a reading in the order of the ranking model.

        The confidence model says how sure each is; no item is surer than one before it.
        """
        found, order = reading.found, reading.order
        if not len(order):
            return []
        shares = np.exp(reading.scores - reading.scores[order[0]])
        shares /= shares.sum()
        way = reading.way
        more = {} if way.text is None else {way.how: mask(way.text)}
        return [
            Candidate(name, phrasing, confidence, round(share, 4), Reasons(row, more))
            for name, phrasing, confidence, share, row in zip(
                self.index.ids.some(np.array(found.owners)[order]),
                self.index.texts.some(np.array(found.places)[order]),
                map(reading.told, reading.sure.tolist()),
                shares[order].tolist(),
                found.rows[order],
                strict=True,
            )
        ]

    def _with_exact(
        self, plain: str, candidates: list[Candidate], allowed: NDArray[np.bool_]
    ) -> list[Candidate]:
        """An exact phrasing always wins, whatever the models say; then one that the whole question
        sounds like from end to end."""
        place, how, sure = self.index.exactly(plain), "exact", 1.0
        if place is None and not concepts(plain).elsewhere:
            place, how, sure = self.index.sounding_like(plain), "heard", HEARD_PENALTY
        if place is None or not allowed[self.index.owners[place]]:
            return candidates
        name, text = self.index.ids[self.index.owners[place]], self.index.texts[place]
        won = Candidate(name, text, sure, 1.0, {how: text})
        return [won, *(c for c in candidates if c.item_id != name)]


def _surer(first: _Reading, second: _Reading) -> _Reading:
    """The reading whose best candidate is surer; the first where they are the same."""
    return second if second.surest > first.surest or not len(first.order) else first


def _in_doubt(candidate: Candidate) -> Candidate:
    """The candidate with enough confidence to be offered, if it is about the subject at all."""
    about = float(candidate.reasons.get("subject named in both", 0)) > 0
    sure = max(candidate.confidence, BARE_SUBJECT) if about else candidate.confidence
    return replace(candidate, confidence=sure)
