"""Which answers hold where and for whom: those of the district that is asked about, else those of the whole
city; never those for people of another kind than the question names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from intents.asked import naming
from intents.matching.decide import CHOICES, IN_SCOPE, MAYBE_IN_SCOPE
from intents.matching.matcher import Matcher
from intents.matching.model import Candidate
from intents.told.districts import districts_in
from intents.told.kinds import Kinds, apart, kinds_in
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from knowledge.schema import Entry

ALSO_NEAR = 0.3
"""An entry found for the words as they stand is near from here on."""

ONLY_ASKED = (IN_SCOPE + MAYBE_IN_SCOPE) / 2
"""Too little to be answered, enough to be offered."""

A_NAME = 3
"""So many characters that a title shares with a question name its office ("苹果园")."""

_REACHED_AT = re.compile("电话|号码|几点|开门|上班|下班|休息|中午|周[六日末]|星期|礼拜|地址")

EXPLAINED = 0.3
"""So much of a follow-up's own words the entry must have: of 437 short questions to be refused, asked
after one that was answered, 14 % are then answered, without it 70 %."""


@dataclass(frozen=True)
class Places:
    """What the entries of a release are about, by place; those in ``without`` are not considered."""

    matcher: Matcher
    without: Collection[str]
    districts: Mapping[str, Collection[str]] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    at_home: Collection[str] = ()
    kinds: Mapping[str, Kinds] = field(default_factory=dict)

    def ordered(self, text: str, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """``candidates`` for ``text``, with those first that hold at the place it is about."""
        candidates = self._of_the_kind(text, self.of_the_district(text, candidates))
        if districts_in(text):
            return self._that_speak_of_it(text, candidates)
        found = self._of_the_whole_city(self._of_no_district(text, candidates))
        return self._asked_about(text, found) if _REACHED_AT.search(text) else found

    def of_the_district(
        self, text: str, candidates: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """``candidates`` without those about another district than ``text`` names."""
        asked = set(districts_in(text))
        if not asked:
            return candidates
        return shared_out(
            [c for c in candidates if asked & {*self.districts.get(c.item_id, asked)}]
        )

    def _of_the_kind(self, text: str, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """``candidates`` without those for people of other kinds only, unless one is asked for to the letter."""
        asked = kinds_in(text)
        if not asked:
            return candidates
        left = [
            c
            for c in candidates
            if c.confidence == 1.0 or not apart(asked, self.kinds.get(c.item_id, {}))
        ]
        return candidates if len(left) == len(candidates) else shared_out(left)

    def _that_speak_of_it(
        self, text: str, candidates: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """An entry that tells of the district asked about goes before a likelier one that does not."""
        near = [c for c in candidates[:CHOICES] if c.confidence >= ALSO_NEAR]
        places = districts_in(text)
        for place in places if len(places) == 1 else ():  # of two, none is what is asked about
            speaking = [c for c in near if self.matcher.explained(place, c.item_id) >= EXPLAINED]
            if speaking and near[0] not in speaking and near[0].confidence < 1.0:
                rest = (c for c in candidates if c is not speaking[0])
                return as_sure_as(near[0], speaking[0]), *rest
        return candidates

    def _of_no_district(
        self, text: str, candidates: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """``candidates`` without those of one district whose matter ``text`` does not name either: what
        long-term care insurance pays in 石景山 is no answer to what is paid for a disability."""
        named = concepts(normalise(text)).subjects
        left = [c for c in candidates if c.confidence == 1.0 or self._is_named(c.item_id, named)]
        return candidates if len(left) == len(candidates) else shared_out(left)

    def _is_named(self, item_id: str, named: Collection[str]) -> bool:
        """Whether an entry holds in the whole city or at home, or is about something that is ``named``."""
        only, entry = self.districts.get(item_id), self.entries.get(item_id)
        if not only or entry is None or {*only} & {*self.at_home}:
            return True
        about = concepts(normalise(entry.question)).subjects
        return not about or bool(about & {*named})

    def _of_the_whole_city(self, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """What is told of the whole city goes before what holds in one district, where none is named
        and the person is not known to be of it: its own question is asked without its district."""
        first = candidates[0] if candidates else None
        only = self.districts.get(first.item_id) if first else None
        entry = self.entries.get(first.item_id) if first else None
        if first is None or entry is None or not only or {*only} & {*self.at_home}:
            return candidates
        if first.confidence == 1.0:
            return candidates
        meant = naming.without_district(entry.question)
        found = self.matcher.match(meant, without={*self.without, *self.districts})
        if not found or found[0].confidence < IN_SCOPE or not self._asks_alike(found[0], entry):
            return candidates
        beside = replace(first, share=min(first.share, found[0].share))
        return found[0], beside, *found[1:]

    def _asked_about(self, text: str, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Where and when one district's office is reached is asked about, not told, to whoever does not
        name it: another office's telephone helps nobody."""
        first = candidates[0] if candidates else None
        only = self.districts.get(first.item_id) if first else None
        if first is None or not only or {*only} & {*self.at_home} or first.confidence == 1.0:
            return candidates
        named = SequenceMatcher(None, text, self.entries[first.item_id].title).find_longest_match()
        if named.size >= A_NAME:
            return candidates
        return replace(first, confidence=min(first.confidence, ONLY_ASKED)), *candidates[1:]

    def _asks_alike(self, found: Candidate, entry: Entry) -> bool:
        """Whether the entry found asks in the manner of ``entry``: what it costs, who may."""
        other = self.entries[found.item_id].question
        return bool(concepts(normalise(other)).manner & concepts(normalise(entry.question)).manner)


def shared_out(left: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Candidates that are left of more, their shares summing up to 1 again."""
    weight = sum(c.share for c in left) or 1.0
    return tuple(replace(c, share=c.share / weight) for c in left)


def as_sure_as(first: Candidate, other: Candidate) -> Candidate:
    """Another candidate in the place of the first."""
    return replace(other, confidence=first.confidence, share=first.share)
