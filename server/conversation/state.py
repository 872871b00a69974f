"""What a conversation remembers: the facts of each person, and what was asked before."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

from intents import ellipsis
from intents.births import year_put_right
from intents.denials import denied_in
from intents.facts import AGES, facts_in, grade_in, merged, not_received
from intents.normalise import bare, unify
from intents.people import SPEAKER, instead, is_alike, of_whom_is_asked, person_in, without_people
from server.benefits import service as benefits
from server.conversation.plain_answers import answer_to, half_of_a_disability, speaks_of_a_card
from server.kit.clock import business_today

_ONLY_THE_SUM = re.compile(
    r"(?=.*(?:多少|几百|几个钱|再[说算讲]|呢))"
    r"(?:那|的|到底|究竟|刚才|又|是|能|该|可以|一共|总共|每月|一个月|[领拿给发]|[再说算讲]|一[下遍]|多少|几百|几个|钱|来着|[呢吧啊呀])+"
)
"""Asks for the sum of a person, and says nothing else."""

_UNKNOWN = re.compile(r"不(知道|清楚|晓得|记得|了解|好说)|没(做过|评过|听说)|说不(好|清|准)|忘了")
_UNWELL = re.compile(
    r"瘫|卧床|躺.{0,3}床|下不了床|不能自理|失能|脑(梗|血栓|溢血|出血)|中风|偏瘫|动不了|痴呆|失智|糊涂了"
)
SHARED = ("hukou", "hukou_district", "residence_permit", "residence_district", "district")
"""Facts about the place, which another person of the family may share."""

SUBJECTS_KEPT = 5

INCOME = "income_class"
_POOR = ("dibao", "low_income")


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

    denied: list[str] = field(default_factory=list)
    """Kinds of income that are not so, while the others are open."""

    who: str | None = None
    """Whom the facts are about; those of others are put aside."""
    aside: dict[str, dict[str, Any]] = field(default_factory=dict)
    of_a_kind: bool = False
    """What is known was asked of people of a kind ("重度失能补多少"): whoever is named next is of it."""

    unwell: bool = False
    subjects: list[dict[str, Any]] = field(default_factory=list)
    """What was asked before, the newest last."""

    offered: list[dict[str, str]] = field(default_factory=list)
    """The choices of the last question back, for who picks another one of them."""

    def learn(self, text: str, *, answers: bool = False, supposed: bool = False) -> bool:
        """Take in what ``text`` says of the person; True if it said anything.

        ``answers`` is True right after a fact was asked for: then "是" and "不知道" say something.
        ``supposed``: it is said of the person what is only supposed.
        """
        found, denied = heard(text, of_somebody=supposed), denied_in(text)
        found |= self._year_put_right(text)
        if answers and self.asking and self.asking not in found and not denied:
            before = dict(self.half)
            found |= self._answer(text, alone=not found)
            if not found and _UNKNOWN.search(text):
                self.skipped.append(self.asking)
                return True
            if self.half != before and not found:
                return True
        found = found or self._regraded(text)
        person = person_in(of_whom_is_asked(unify(text)))
        switched = self._turn_to(person, text, bool(found))
        was_well = not self.unwell
        self.unwell = self.unwell or bool(_UNWELL.search(text))
        self.facts = merged(self.facts, found)
        self.of_a_kind = self.of_a_kind and not found
        if INCOME in found:
            self.denied = []
        for name, value in denied:
            self._take_back(name, value)
        given_up = self._no_longer_received(text)
        return bool(found or denied or given_up) or switched or (self.unwell and was_well)

    def note_half(self, text: str) -> None:
        """Keep what a short statement says of a disability card, though nothing was asked for yet."""
        if not (self.half or speaks_of_a_card(text)):
            return
        self.half |= half_of_a_disability(text)
        held = {name: self.half[name] for name in ("type", "level") if name in self.half}
        if len(held) == 2 and "disability" not in self.facts:
            self.facts = self.facts | {"disability": [held]}

    def _year_put_right(self, text: str) -> dict[str, Any]:
        """The day of birth that is known with the year that ``text`` puts right."""
        year, known = year_put_right(unify(text)), self.facts.get("birth_date")
        if year is None or not (known or self.facts.keys() & {*AGES}):
            return {}
        return {"birth_date": f"{year}{known[4:]}"} if known else heard(f"{year}年出生")

    def _no_longer_received(self, text: str) -> bool:
        """Take back what somebody is said not to be ("不是离休"); whether anything was."""
        held, denied = self.facts.get("receiving") or [], not_received(text)
        if not {*held} & {*denied}:
            return False
        self.facts = self.facts | {"receiving": [name for name in held if name not in denied]}
        return True

    def _regraded(self, text: str) -> dict[str, Any]:
        """The disability that is known with the grade that ``text`` puts right ("是一级不是二级")."""
        held, level = self.facts.get("disability") or [], grade_in(text)
        if len(held) != 1 or level is None:
            return {}
        return {"disability": [{**held[0], "level": level}]}

    def _take_back(self, name: str, value: object) -> None:
        """What is denied is no longer known; what is left of the kinds of income is asked for."""
        if value is None or self.facts.get(name) == value:
            self.facts = {k: v for k, v in self.facts.items() if k != name}
        if value is None:  # "没评估过": there is nothing to ask for
            self.skipped.append(name)
        if name == INCOME and INCOME not in self.facts:
            self.denied = sorted({*self.denied, str(value)})
            if {*_POOR} <= {*self.denied}:
                self.facts = self.facts | {INCOME: "none"}

    def _answer(self, text: str, *, alone: bool) -> dict[str, Any]:
        """What ``text`` says of the fact that was asked for."""
        asked, left = self.asking or "", None
        if asked == INCOME and self.denied:  # only one kind was asked for
            left = next((kind for kind in _POOR if kind not in self.denied), None)
        if found := answer_to(asked, text, alone=alone, yes=left):
            return found
        if not alone or (asked != "disability" and not speaks_of_a_card(text)):
            return {}
        self.half |= half_of_a_disability(text)
        held = {name: self.half[name] for name in ("type", "level") if name in self.half}
        return {"disability": [held]} if len(held) == 2 else {}

    def _turn_to(self, person: str | None, text: str, told: bool) -> bool:
        """Put the facts aside when the talk turns to somebody else, and take up theirs."""
        if (meant := instead(text)) and self.facts:
            self.who = meant
            return True
        if person is None or person == self.who:
            return False
        # Who had no name so far is the speaker, or of the kind that was asked about; facts of somebody else
        # begin anew.
        same = not told or not self.facts or self.of_a_kind or person == SPEAKER
        if self.who is None and same and not _asks_after(text):
            self.who = person
            return False
        self.aside[self.who or ""] = self.facts
        shared = {k: v for k, v in self.facts.items() if k in SHARED} if is_alike(text) else {}
        self.facts = shared | self.aside.pop(person, {})
        self.who, self.unwell, self.skipped, self.denied = person, False, [], []
        self.half = {}
        return True

    def turns_back_to(self, text: str) -> bool:
        """Turn to the person whom ``text`` names, where it only asks for a sum worked out before
        ("那我爸到底多少"); whether it did."""
        person = person_in(text)
        told = self.facts.keys() - {"district", "residence_district"}  # where she is makes no sum
        known = self.aside.get(person or "") or (person == self.who and told)
        if not known or not _ONLY_THE_SUM.fullmatch(bare(without_people(unify(text)))):
            return False
        self._turn_to(person, text, told=False)
        return True

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


def heard(text: str, *, of_somebody: bool = False) -> dict[str, Any]:
    """The facts that ``text`` states today, under the names of the eligibility rules."""
    return facts_in(text, benefits.names(), business_today(), of_somebody=of_somebody)


def with_subject(person: dict[str, Any], text: str) -> dict[str, Any]:
    """What a conversation knows (``State`` as it is stored), with the subject that ``text`` names.

    What was asked before stays what the talk is about.
    """
    state, about = State(**deepcopy(person)), ellipsis.subject(text)
    if about and not state.subjects:
        state.remember(Subject(text, about))
    return asdict(state)


def _asks_after(text: str) -> bool:
    return bool(re.search(r"呢[\s\W]*$|呢[\s\W]", text))
