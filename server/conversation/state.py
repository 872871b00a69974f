"""What a conversation remembers: the facts of each person, and what was asked before."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

from intents.asked import plainer
from intents.told.ages import AGES
from intents.told.facts import merged

SHARED = ("hukou", "hukou_district", "residence_permit", "residence_district", "district")
"""Facts about the place, which another person of the family may share."""

OF_A_HOUSE = (*SHARED, "income_class", "family_planning_special")
"""Facts that are true of all who live together, where they are told of all."""

INCOME, LEVEL, SEVERAL = "income_class", "assessment_level", "multiple_disability"
POOR = ("dibao", "low_income")
"""The kinds of income for which more is paid."""

_NEEDED = (*AGES, "hukou")
"""Facts without which there is no sum."""

SUBJECTS_KEPT = 5


@dataclass
class Subject:
    """A question in full, what it was about, and the entry that answered it."""

    question: str
    about: str
    entry_id: str | None = None
    topic: str = ""
    """What that entry is about, in its own words; after a sum, the benefits that make it up."""
    wording: str = ""
    """How that entry itself asks: another subject takes over what is asked there ("押金呢")."""


@dataclass
class State:
    """What a conversation knows. Stored with the conversation."""

    facts: dict[str, Any] = field(default_factory=dict)
    asking: str | None = None
    skipped: list[str] = field(default_factory=list)
    half: dict[str, Any] = field(default_factory=dict)
    """What is known of a disability whose kind or grade is still missing."""

    score: int | None = None
    """The points of the assessment, where they told the level."""

    graver: dict[str, Any] = field(default_factory=dict)
    """What makes a level heavier than the points: a coma, a diagnosis, dangers of the last 30 days."""

    points_asked: int | None = None
    """The points whose level was last asked about, of nobody in particular."""

    level_worked_out: bool = False
    """Whether the level is what the points and that make, and was not told."""

    kind_asked: str | None = None
    """The kind of disability whose grade was last asked about, of nobody in particular."""

    denied: list[str] = field(default_factory=list)
    """Kinds of income that are not so, while the others are open."""

    who: str | None = None
    """Whom the facts are about; those of others are put aside."""
    aside: dict[str, dict[str, Any]] = field(default_factory=dict)
    of_a_kind: bool = False
    """What is known was asked of people of a kind ("重度失能补多少"): whoever is named next is of it."""

    beforehand: dict[str, Any] = field(default_factory=dict)
    """What was told by itself before anybody was spoken of ("重度失能"), of whoever is told of next."""

    facts_before: dict[str, Any] = field(default_factory=dict)
    """What was known of her before the last change of it."""

    supposed: dict[str, Any] = field(default_factory=dict)
    """What was last supposed of somebody, on which a further supposition rests."""
    supposed_of: str | None = None
    """Of whom that was supposed."""

    born_in: str | None = None
    """The year, or the year and the month of birth, where the day was not told."""
    of_a_feast: bool = False
    """Whether how old somebody is was told by a great birthday, which is kept by one count or the other."""

    born_aside: dict[str, str] = field(default_factory=dict)
    """The same of those who are put aside."""

    of_all: dict[str, Any] = field(default_factory=dict)
    """What was told of all of a house before more than one of them was told of ("家里都是低收入")."""

    one_of_several: bool = False
    """Of several told of in one message one was asked about."""

    told_last: dict[str, Any] = field(default_factory=dict)
    """What the message before told, which is true of whoever is named next with "也是"."""

    bill: dict[str, Any] = field(default_factory=dict)
    """What was last told of what services cost: ``fen``, ``place`` where they are given or None,
    and ``care``, the care subsidy of whose bill it is."""

    meal_price: int | None = None
    """What a meal was last said to cost, in fen."""

    sum_named: str = ""
    """In which words a sum was last said to be paid or due, for who asks only then if it is right."""

    care_paid: int | None = None
    """How much the care subsidy that she receives was said to be a month, in fen."""

    unwell: bool = False
    subjects: list[dict[str, Any]] = field(default_factory=list)
    """What was asked before, the newest last."""

    offered: list[dict[str, str]] = field(default_factory=list)
    """The choices of the last question back, for who picks another one of them."""

    @property
    def mourned(self) -> bool:
        """Whether the person spoken of has died."""
        return self.facts.get("status") == "deceased"

    @property
    def disabilities(self) -> list[dict[str, Any]]:
        """The disabilities that the person is known to have."""
        return self.facts.get("disability") or []

    @property
    def received(self) -> list[str]:
        """What the person is known to receive, by the names that people use."""
        return self.facts.get("receiving") or []

    @property
    def districts(self) -> set[str]:
        """The districts that the person is known to live or be registered in, without 区."""
        places = ("district", "residence_district", "hukou_district", "insured_district")
        return {self.facts[name].removesuffix("区") for name in places if self.facts.get(name)}

    def remember(self, subject: Subject) -> None:
        """Keep what was asked, for follow-ups."""
        self.subjects = [*self.subjects, vars(subject)][-SUBJECTS_KEPT:]

    def asked_before(self) -> list[Subject]:
        """What was asked, the newest first."""
        return [Subject(**kept) for kept in reversed(self.subjects)]

    def put_aside(self, name: str, found: dict[str, Any]) -> None:
        """Keep the facts ``found`` for ``name``, who is not the one spoken of."""
        self.aside[name] = merged(self.aside.get(name, {}), found)

    def facts_of(self, name: str) -> dict[str, Any]:
        """What is known of the one called ``name``, empty for whom nobody named."""
        return self.facts if name == (self.who or "") else self.aside.get(name, {})

    def keep_of(self, name: str, facts: dict[str, Any]) -> None:
        """Let ``facts`` be all that is known of the one called ``name``."""
        if name == (self.who or ""):
            self.facts = facts
        else:
            self.aside[name] = facts

    def rename(self, old: str, name: str) -> None:
        """Call ``name`` who was called ``old`` so far, with what is known under either."""
        if self.who == old:
            self.who, self.facts = name, self.facts | self.aside.pop(name, {})
        elif self.who == name:
            self.facts = self.aside.pop(old, {}) | self.facts
        elif old in self.aside:
            self.aside[name] = self.aside.pop(old) | self.aside.get(name, {})
        if old in self.born_aside:
            self.born_aside[name] = self.born_aside.pop(old)

    def turn_to(self, person: str, more: dict[str, Any]) -> None:
        """Put aside what is known, and take up what is known of ``person``, and ``more`` that is true of
        her."""
        self.aside[self.who or ""] = self.facts
        if self.born_in:
            self.born_aside[self.who or ""] = self.born_in
        self.born_in = self.born_aside.pop(person, None)
        self.facts = self.of_all | more | self.aside.pop(person, {})
        self.who, self.unwell, self.skipped, self.denied = person, False, [], []
        self.half, self.facts_before, self.supposed = {}, {}, {}
        self.score, self.graver, self.level_worked_out = None, {}, False
        self.sum_named, self.of_a_feast, self.care_paid = "", False, None

    def pass_over(self, passed: bool) -> None:
        """Where something else was told or asked (``passed``) than what was asked for, that is not asked
        for again, unless nothing can be told without it."""
        begun = self.half if self.asking == "disability" else None
        if passed and self.asking and self.asking not in (*_NEEDED, *self.facts) and not begun:
            self.skipped.append(self.asking)


def with_subject(person: dict[str, Any], text: str) -> dict[str, Any]:
    """What a conversation knows (``State`` as it is stored), with the subject that ``text`` names.

    What was asked before stays what the talk is about.
    """
    state, about = State(**deepcopy(person)), plainer.subject(text)
    if about and not state.subjects:
        state.remember(Subject(text, about))
    return asdict(state)
