"""Finds what a question asks, alone, after the one before it, or as one of several."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from intents import ellipsis, several
from intents.concepts import concepts
from intents.decide import CHOICES, IN_SCOPE, decide
from intents.facts import districts_in
from intents.kinds import Kinds
from intents.matcher import BARE, Matcher
from intents.model import Candidate, Decision
from intents.normalise import normalise
from intents.slots import age_in
from knowledge.schema import Entry
from server.conversation.places import ALSO_NEAR, EXPLAINED, Places, as_sure_as, shared_out
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

SURE_UNMARKED, LEAST_UNMARKED = 0.6, 0.4
"""Speech without marks is taken apart only where its parts are answered this surely on average, and none
less surely than that."""

SURE_PART = 0.4
"""A message is taken apart only where each answer is as sure as this."""

SURE_REMARK = 0.9
"""A remark on what was told needs none of its words, where the reading is as sure as this."""

MORE_EXPLAINED = 0.3
"""So much more of a follow-up's own words another entry has to have to go before a likelier one."""

PART_EXPLAINED = 0.45
"""So much of a part's own words the entry must have that answers it with the subject before it."""

TELLING_WORD = 2
"""So short a word tells entries apart, though it is too little to say what a question is about."""

MUCH_MORE_EXPLAINED = 0.5
"""So much more of them an entry about something spoken of earlier has to have."""

LESS_SURE = 0.6
"""Where the message as a whole is answered like one of its parts, another may be so much less sure
than the whole: else it only explains."""

COMMON_SUBJECTS = ("补贴津贴", "养老助残卡", "能力评估")
"""Of these a wish without a subject is asked, the commonest first."""

OF_THE_PLACE = "another place, of which the entry speaks"
LONGEST_UNANSWERED = 25
"""A longer part without an answer is taken for an aside, not for a question of its own."""


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
        return Asked(text, candidates, decide(candidates, may_clarify=self.may_clarify))

    def _for(self, said: str, text: str) -> Asked:
        """``text`` asked in the place of ``said``, whose district and age it may have lost."""
        candidates = self._places.of_the_district(said, self.ask(text).candidates)
        if (age := age_in(said)) is not None:
            candidates = shared_out([c for c in candidates if self.matcher.fits(c.item_id, age)])
        return self.decided(text, candidates)

    def in_plain_words(self, alone: Asked) -> Asked:
        """The same question asked more plainly, where that is answered and it is not as it stands."""
        found = [self._for(alone.text, text) for text in ellipsis.plainer(alone.text)]
        answered = [asked for asked in found if asked.answered_by]
        if not answered and alone.decision.kind == "handoff":
            return next(filter(_is_one_of_several, found), alone)
        if not answered or (alone.answered_by and not ellipsis.names_age_idly(alone.text)):
            return alone
        near = {c.item_id for c in alone.candidates[:CHOICES] if c.confidence >= ALSO_NEAR}
        agreed = [asked for asked in answered if asked.answered_by in near]
        return max(agreed or answered, key=lambda asked: asked.decision.confidence)

    def after(self, alone: Asked, before: Subject) -> Asked:
        """What a question asks after another one, if it depends on it."""
        leads_on = ellipsis.leads_on(alone.text) or ellipsis.points_back(alone.text)
        if len(ellipsis.core(alone.text)) > ellipsis.LONGEST:
            return alone
        half = ellipsis.lacks_the_other(alone.text)
        if not leads_on and not half and not ellipsis.is_elliptic(alone.text) and alone.answered_by:
            return alone
        readings, told = self._readings(alone.text, before, half=half), before.entry_id
        answered = [reading for reading in readings if reading.answered_by]
        elsewhere = ellipsis.is_only_a_place(alone.text)
        found = self._of_the_place(readings, alone.text) if elsewhere else None
        found = found or self._newest(answered, alone.text, before)
        found = found or self._outside_its_district(alone.text, before)
        if found is None:
            unsure = next((r for r in readings if _is_one_of_several(r)), None)
            return alone if alone.decision.kind != "handoff" or unsure is None else unsure
        if half or (leads_on and ellipsis.is_statement(alone.text)):
            return found
        if elsewhere and found.decision.because == OF_THE_PLACE:
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
        plain = ellipsis.without_district(text)
        # "朝阳区去哪办" after a rule of the whole city
        if plain != text and ellipsis.is_done_somewhere(plain):
            texts = [*texts, *ellipsis.readings(plain, before.question, before.about, before.topic)]
        if half:
            both = ellipsis.both_named(text, before.about, before.topic, before.wording)
            texts = [*both, *texts]
        found = (self._explaining(self._for(text, t), text, before.about) for t in texts)
        return [r for r in found if self._is_about(r, text, before.entry_id, before.about)]

    def after_earlier(
        self, alone: Asked, found: Asked, before: Subject, asked_before: Sequence[Subject]
    ) -> Asked:
        """What a question asks after something said earlier, where that is far surer than ``found``.

        "要是他们关门了" after a question about the deposit is about the home spoken of before it.
        """
        if found is alone and alone.answered_by:
            return found
        told, own = {s.entry_id for s in asked_before}, _telling_words(alone.text, before.about)
        others = [s for s in asked_before[1:] if s.about != before.about]
        readings = [self.after(alone, subject) for subject in others[:EARLIER]]
        surer = max(SURE_ALONE, found.decision.confidence + MUCH_SURER)
        least = self._has(found.answered_by, own) + MUCH_MORE_EXPLAINED if own else 1.0
        fitting = (
            r
            for r in readings
            if r.answered_by and r is not alone and r.answered_by not in told
            if r.decision.confidence >= surer
            or (r.decision.confidence >= SURE_ALONE and self._has(r.answered_by, own) > least)
        )
        return next(fitting, found)

    def _of_the_place(self, readings: list[Asked], text: str) -> Asked | None:
        """The same question about the place that ``text`` names, where an entry speaks of it."""
        place = ellipsis.place_in(ellipsis.core(text)) or ""
        for reading in readings:
            for c in reading.candidates[:CHOICES]:
                if (
                    c.confidence >= IN_SCOPE
                    and self.matcher.explained(place, c.item_id) >= EXPLAINED
                ):
                    told = Decision("answer", (c,), OF_THE_PLACE)
                    return Asked(reading.text, (c,), told)
        return None

    def _outside_its_district(self, text: str, before: Subject) -> Asked | None:
        """What is told of other districts, where what was told holds for one and another is named."""
        only, asked = self.districts.get(before.entry_id or "", ()), {*districts_in(text)}
        if not only or not asked or asked & {*only}:
            return None
        thing = ellipsis.without_place(before.about)
        found = self.ask(f"别的区有没有{thing}")
        return found if found.answered_by else None

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
        if len(said) < 2 or ellipsis.is_bare_wish(text):
            return True
        remark = ellipsis.is_statement(text) or ellipsis.goes_back(text)
        if remark and first.item_id == told and first.confidence >= SURE_REMARK:
            return True
        return self.matcher.explained(said, first.item_id) >= EXPLAINED

    def _explaining(self, reading: Asked, text: str, about: str) -> Asked:
        """The reading with the entry first that has what ``text`` itself says, where the likeliest has
        much less of it and is hardly likelier."""
        near = [
            c
            for c in reading.candidates[:CHOICES]
            if c.confidence >= reading.candidates[0].confidence - GOING_ON
        ]
        own = _telling_words(text, about)
        if len(near) < 2 or not own:
            return reading
        has = [self._has(c.item_id, own) for c in near]
        best = has.index(max(has))
        if has[best] < has[0] + MORE_EXPLAINED:
            return reading
        first = as_sure_as(near[0], near[best])
        rest = tuple(c for c in reading.candidates if c is not near[best])
        return self.decided(reading.text, (first, *rest))

    def _most_explained(self, readings: list[Asked], text: str, about: str) -> Asked | None:
        """Of the readings that are about as sure as the surest the first that has about as much of what
        ``text`` itself says as any."""
        surest = max((asked.decision.confidence for asked in readings), default=0.0)
        near = [a for a in readings if a.decision.confidence >= surest - GOING_ON]
        own = _telling_words(text, about)
        if len({a.answered_by for a in near}) < 2 or not own:
            return next(iter(near), None)
        has = [self._has(a.answered_by, own) for a in near]
        return near[next(n for n, share in enumerate(has) if share > max(has) - MORE_EXPLAINED)]

    def _newest(self, answered: list[Asked], text: str, before: Subject) -> Asked | None:
        """The best reading; what was told answers no other question, if anything else does."""
        told = before.entry_id
        others = [self._beside(asked, told) for asked in answered if told]
        others = [
            asked
            for asked in others
            if asked.answered_by and self._is_about(asked, text, told, before.about)
        ]
        other = self._most_explained(others, text, before.about)
        surest = self._most_explained(answered, text, before.about)
        if other is None or surest is None or surest.answered_by != told:
            return other or surest
        own = _telling_words(text, before.about)
        if not own:
            return other
        more = self._has(told, own) - self._has(other.answered_by, own)
        return surest if more >= MORE_EXPLAINED else other

    def _has(self, item_id: str | None, own: str) -> float:
        """How much of a follow-up's own words an entry has, however short their matter is."""
        return self.matcher.explained(own, item_id, telling=TELLING_WORD) if item_id else 0.0

    def _beside(self, asked: Asked, told: str | None) -> Asked:
        """The same question without the entry ``told``."""
        left = [c for c in asked.candidates if c.item_id != told]
        return self.decided(asked.text, shared_out(left))

    def of_a_bare_subject(self, alone: Asked) -> Asked:
        """A bare subject ("助餐") offers the commonest questions about it before others."""
        plain = ellipsis.without_chat(alone.text)
        if not is_bare_subject(alone.text):
            return alone
        found = [self.ask(f"{plain}{wish}") for wish in ellipsis.plain_wishes()]
        first = [asked.candidates[0] for asked in found if asked.answered_by]
        each = {c.item_id: c for c in reversed([*first, *alone.decision.candidates])}
        offered = tuple(reversed(each.values()))[:CHOICES]
        if not offered:
            return alone
        return replace(alone, decision=replace(alone.decision, kind="clarify", candidates=offered))

    def of_a_bare_wish(self, alone: Asked) -> Asked:
        """A wish with no subject, now or before ("要什么材料"), is asked of the commonest subjects."""
        if alone.answered_by:
            return alone
        wishes = ellipsis.bare_wish(alone.text)
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

    def several(self, alone: Asked) -> list[Asked]:
        """The questions in a message, one where nothing divides it."""
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

    def beside(self, asked: Sequence[str], about: str) -> list[Asked]:
        """What is asked beside something that was about ``about``, all in one message."""
        parts = [self.ask(about)]
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
        alone = self.in_plain_words(self.ask(text))
        last = next((p.text for p in reversed(before) if ellipsis.subject(p.text)), None)
        if last is None:
            return alone
        about = ellipsis.subject(last)
        found = self.after(alone, Subject(last, about))
        own = _telling_words(text, about)
        strange = bool(own) and self._has(found.answered_by, own) < PART_EXPLAINED
        return alone if found.answered_by is None or strange else found


def is_bare_subject(text: str) -> bool:
    """Whether ``text`` names a subject of ours and nothing else."""
    plain = ellipsis.without_chat(text)
    return (
        len(plain) <= BARE and concepts(plain).is_bare_subject() and bool(concepts(plain).subjects)
    )


def _is_one_of_several(reading: Asked) -> bool:
    """Whether a reading is surely ours, and only which entry it means is not clear."""
    return reading.decision.kind == "clarify" and reading.decision.confidence >= IN_SCOPE


def _telling_words(text: str, about: str) -> str:
    """The words of its own by which answers to ``text`` can be told apart; empty for a bare wish."""
    own = _beside_the_subject(text, about)
    frame = ellipsis.is_bare_wish(text) and not concepts(normalise(text)).wishes <= {"whether"}
    return "" if frame or len(own) < 2 else own


def _beside_the_subject(text: str, about: str) -> str:
    """What ``text`` says in words of its own, without the characters of what was spoken of."""
    return "".join(char for char in ellipsis.own_words(text) if char not in about)


def _stands_alone(alone: Asked, found: Asked, less: float) -> bool:
    """Whether a question is better taken by itself than with the subject before it.

    ``less`` is how much surer it must be by itself.
    """
    elliptic = ellipsis.is_elliptic(alone.text)
    if not alone.answered_by:
        offered = {candidate.item_id for candidate in alone.decision.candidates}
        return not elliptic and bool(offered) and found.answered_by not in offered
    sure = alone.decision.confidence >= SURE_ALONE and not ellipsis.points_back(alone.text)
    if sure and not ellipsis.is_bare_wish(alone.text):
        return True
    by_itself = not elliptic or len(ellipsis.core(alone.text)) > SHORT
    return by_itself and alone.decision.confidence - less >= found.decision.confidence


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
