"""Finds what one question asks, by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from intents.asked import naming, plainer
from intents.matching.decide import CHOICES, IN_SCOPE, decide
from intents.matching.focus import LONG
from intents.matching.matcher import BARE, Matcher
from intents.matching.model import Candidate, Decision
from intents.told.districts import districts_in
from intents.told.kinds import Kinds
from intents.words.concepts import concepts, plainly
from intents.words.normalise import normalise
from intents.words.slots import age_in
from knowledge.schema import Entry
from server.conversation.asked.places import ALSO_NEAR, Places, shared_out
from server.conversation.asked.streets import without_street
from server.conversation.state import Subject

SURE_PART = 0.4
"""A message is taken apart only where each answer is as sure as this."""

NEARLY_IN_SCOPE = 0.33
"""From here on the only thing that could be offered is told."""

ONLY_ONE = "nearly in scope, and nothing else is"
SURE_OF_A_PLACE = 0.6
"""Where something is in a district is told as of the whole city only where that is as sure as this."""

TELLING_WORD = 2
"""So short a word tells entries apart, though it is too little to say what a question is about."""

OF_THE_PLACE = "another place, of which the entry speaks"
COMMON_SUBJECTS = ("补贴津贴", "养老助残卡", "能力评估")
"""Of these a wish without a subject is asked, the commonest first."""


@dataclass(frozen=True)
class Asked:
    """A question in full, and what is to be done with it."""

    text: str
    candidates: tuple[Candidate, ...]
    decision: Decision

    @property
    def answered_by(self) -> str | None:
        """The entry that answers it."""
        return self.candidates[0].item_id if self.decision.kind == "answer" else None

    @property
    def only_offered(self) -> str | None:
        """The entry that is asked about ("您问的是…吗？") where it is the only one: whoever goes on has
        taken it for granted."""
        one = self.decision.kind == "clarify" and len(self.decision.candidates) == 1
        return self.decision.candidates[0].item_id if one else None


OF_A_DEATH = "allowance-death"
"""The entry on the allowances of who has died: it names months as others do ("1月去世，2月还发吗"), which are no
question for it by themselves."""

_NAMES_AN_END = re.compile("[走没死世亡故丧殁停销断终葬]|不在|后事|不行|咽气|人呢")


@dataclass(frozen=True)
class Questions:
    """Matches questions against one release; entries in ``without`` are not considered."""

    matcher: Matcher
    without: Collection[str]
    may_clarify: bool = True
    districts: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The districts that an entry is about, for those that are not about the whole city."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    """The entries of the release by id, where what they ask themselves may be asked."""

    at_home: Collection[str] = ()
    """The districts that the person spoken of is known to live in."""

    kinds: Mapping[str, Kinds] = field(default_factory=dict)
    """The kinds of people that an entry is for, for those that are not for everybody."""

    @property
    def _places(self) -> Places:
        return Places(
            self.matcher, self.without, self.districts, self.entries, self.at_home, self.kinds
        )

    def ask(self, text: str) -> Asked:
        """One question by itself."""
        return self.decided(text, tuple(self.matcher.match(text, without=self.without)))

    def decided(self, text: str, candidates: tuple[Candidate, ...]) -> Asked:
        """A question whose candidates are known; entries about another district are no answer."""
        candidates = self._places.ordered(text, candidates)
        if any(c.item_id == OF_A_DEATH for c in candidates) and not _NAMES_AN_END.search(text):
            candidates = tuple(shared_out([c for c in candidates if c.item_id != OF_A_DEATH]))
        decision = decide(candidates, may_clarify=self.may_clarify)
        if self._is_no_choice(text, decision):
            decision = replace(decision, kind="answer", because=ONLY_ONE)
        return Asked(text, candidates, decision)

    def _is_no_choice(self, text: str, decision: Decision) -> bool:
        """Whether a choice of one thing would be offered, which is nearly sure and asks the same of the same."""
        first = decision.candidates[0] if len(decision.candidates) == 1 else None
        if first is None or decision.kind != "clarify" or "heard" in first.reasons:
            return False
        own, told = concepts(normalise(text)), concepts(self.asks_itself(first.item_id))
        same = own.subjects & told.subjects and own.wishes <= told.wishes
        return bool(same) and first.confidence >= NEARLY_IN_SCOPE

    def asked_for(self, said: str, text: str) -> Asked:
        """``text`` asked in the place of ``said``, whose district and age it may have lost."""
        candidates = self._places.of_the_district(said, self.ask(text).candidates)
        if (age := age_in(said)) is not None:
            candidates = shared_out([c for c in candidates if self.matcher.fits(c.item_id, age)])
        return self.decided(text, candidates)

    def in_plain_words(self, alone: Asked) -> Asked:
        """The same question asked more plainly, where that is answered and it is not as it stands; a story
        that is answered is left as it is."""
        if alone.answered_by and len(alone.text) >= LONG:
            return alone
        found = [self.asked_for(alone.text, text) for text in plainer.plainer(alone.text)]
        answered = [
            asked for asked in found if asked.answered_by and not _lost_its_place(alone.text, asked)
        ]
        if not answered and alone.decision.kind == "handoff":
            return next(filter(is_one_of_several, found), alone)
        idly = plainer.names_age_idly(alone.text) or plainer.names_sum_idly(alone.text)
        if not answered or (alone.answered_by and (not idly or alone.decision.confidence == 1.0)):
            return alone
        near = {c.item_id for c in alone.candidates[:CHOICES] if c.confidence >= ALSO_NEAR}
        agreed = [asked for asked in answered if asked.answered_by in near]
        return max(agreed or answered, key=lambda asked: asked.decision.confidence)

    def of_the_city_there(self, alone: Asked) -> Asked:
        """Where something is found at a street of which nothing is told apart: as of the whole city."""
        rest = None if alone.answered_by else without_street(alone.text)
        if rest is None:
            return alone
        found = [self.ask(text) for text in (rest, f"{plainer.subject(rest)}{plainly('where')[0]}")]
        sure = (a for a in found if a.answered_by and a.decision.confidence >= SURE_PART)
        there = next(sure, None)
        if there is None:
            return alone
        return replace(there, decision=replace(there.decision, because=OF_THE_PLACE))

    def has(self, item_id: str | None, own: str) -> float:
        """How much of a follow-up's own words an entry has, however short their matter is."""
        return self.matcher.explained(own, item_id, telling=TELLING_WORD) if item_id else 0.0

    def told_again(self, before: Subject, because: str) -> Asked | None:
        """What was told before, once more; None where it can no longer be found."""
        told = self.ask(before.wording) if before.wording else None
        if told is None or told.answered_by != before.entry_id:
            return None
        first = told.candidates[0]
        return Asked(told.text, (first,), Decision("answer", (first,), because))

    def asks_itself(self, item_id: str) -> str:
        """What an entry asks itself; empty where there is none."""
        entry = self.entries.get(item_id)
        return normalise(entry.question) if entry else ""

    def of_a_bare_subject(self, alone: Asked) -> Asked:
        """A bare subject ("助餐") offers the commonest questions about it before others."""
        plain = plainer.without_chat(alone.text)
        if not is_bare_subject(alone.text):
            return alone
        found = [self.ask(f"{plain}{wish}") for wish in plainer.plain_wishes()]
        first = [asked.candidates[0] for asked in found if asked.answered_by]
        each = {c.item_id: c for c in reversed([*first, *alone.decision.candidates])}
        offered = tuple(reversed(each.values()))[:CHOICES]
        if not offered:
            return alone
        return replace(alone, decision=replace(alone.decision, kind="clarify", candidates=offered))

    def of_a_subject_there(self, alone: Asked) -> Asked:
        """A bare subject with a district ("海淀家庭养老床位") offers what is told of that district."""
        there = {*districts_in(alone.text)}
        plain = plainer.without_chat(alone.text)
        if not there or not is_bare_subject(naming.without_district(plain)):
            return alone
        found = [self.ask(f"{plain}{wish}") for wish in plainer.plain_wishes()]
        listed = [c for asked in (*found, alone) for c in asked.candidates[:CHOICES]]
        fitting = {
            c.item_id: c
            for c in reversed(listed)
            if there & {*self.districts.get(c.item_id, ())} and c.confidence >= ALSO_NEAR
        }
        offered = tuple(reversed(fitting.values()))[:CHOICES]
        if len(offered) < CHOICES:
            return alone
        return replace(alone, decision=replace(alone.decision, kind="clarify", candidates=offered))

    def of_a_bare_wish(self, alone: Asked) -> Asked:
        """A wish with no subject, now or before ("要什么材料"), is asked of the commonest subjects."""
        if alone.answered_by or concepts(normalise(alone.text)).foreign:
            return alone
        wishes = plainer.bare_wish(alone.text)
        asked = [self.ask(f"{name}{wish}") for name in COMMON_SUBJECTS for wish in wishes[:1]]
        sure = [a for a in asked if a.answered_by and a.decision.confidence >= SURE_PART]
        each = {a.answered_by: a for a in reversed(sure)}
        if len(each) == 1:
            return sure[0]
        offered = tuple(a.candidates[0] for a in reversed(each.values()))[:CHOICES]
        if not offered:
            return alone
        decision = replace(alone.decision, kind="clarify", candidates=offered)
        return replace(alone, decision=replace(decision, because="a wish without a subject"))


def _lost_its_place(text: str, asked: Asked) -> bool:
    """Whether ``asked`` is where something is, without the district that ``text`` names, and hardly sure:
    of the whole city it tells nothing of that place ("朝阳区去哪理发")."""
    lost = districts_in(text) and not districts_in(asked.text)
    where = "where" in concepts(normalise(asked.text)).wishes
    return bool(lost) and where and asked.decision.confidence < SURE_OF_A_PLACE


def is_bare_subject(text: str) -> bool:
    """Whether ``text`` names a subject of ours and nothing else."""
    plain = plainer.without_chat(text)
    return (
        len(plain) <= BARE and concepts(plain).is_bare_subject() and bool(concepts(plain).subjects)
    )


def is_one_of_several(reading: Asked) -> bool:
    """Whether a reading is surely ours, and only which entry it means is not clear."""
    return reading.decision.kind == "clarify" and reading.decision.confidence >= IN_SCOPE
