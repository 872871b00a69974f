"""What a conversation remembers: the facts of each person, and what was asked before."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

from intents import ellipsis
from intents.denials import denied_in
from intents.facts import facts_in, grade_in, merged
from intents.normalise import unify
from intents.people import SPEAKER, is_alike, person_in
from server.benefits import service as benefits
from server.kit.clock import business_today

_UNKNOWN = re.compile(r"不(知道|清楚|晓得|记得|了解|好说)|没(做过|评过|听说)|说不(好|清|准)|忘了")
_YES = re.compile(r"^(是|是的|对|对的|有|办了|嗯|没错)")
_NO = re.compile(
    r"^(不是|没有|没|不|都不是|无)(?!对|行|知道|清楚|用|想|问|算|要|说|事|听|懂|明白|看|关系)"
)
_CORRECTS = re.compile(r"不对|说错|不是.+是|错了")
_UNWELL = re.compile(
    r"瘫|卧床|躺.{0,3}床|下不了床|不能自理|失能|脑(梗|血栓|溢血|出血)|中风|偏瘫|动不了|痴呆|失智|糊涂了"
)
SHARED = ("hukou", "hukou_district", "residence_permit", "residence_district", "district")
"""Facts about the place, which another person of the family may share."""

SUBJECTS_KEPT = 5

INCOME = "income_class"
_POOR = ("dibao", "low_income")

_PLAIN_ANSWERS: dict[str, tuple[Any, Any]] = {
    "hukou": ("beijing", "other"),
    "residence_permit": (True, False),
    INCOME: (None, "none"),
    "family_planning_special": (True, False),
    "disability": (None, []),
    "basic_service_elder": ("yes", "no"),
    "alone": (True, False),
    "insured_district": ("石景山区", None),
}
"""What yes and no mean as an answer to the question for a fact."""


@dataclass
class Subject:
    """A question in full, what it was about, and the entry that answered it."""

    question: str
    about: str
    entry_id: str | None = None
    topic: str = ""
    """What that entry is about, in its own words."""


@dataclass
class State:
    """What a conversation knows. Stored with the conversation."""

    facts: dict[str, Any] = field(default_factory=dict)
    asking: str | None = None
    skipped: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    """Kinds of income that are not so, while the others are open."""

    who: str | None = None
    """Whom the facts are about; those of others are put aside."""
    aside: dict[str, dict[str, Any]] = field(default_factory=dict)
    unwell: bool = False
    subjects: list[dict[str, Any]] = field(default_factory=list)
    """What was asked before, the newest last."""

    offered: list[dict[str, str]] = field(default_factory=list)
    """The choices of the last question back, for who picks another one of them."""

    def learn(self, text: str, *, answers: bool = False) -> bool:
        """Take in what ``text`` says of the person; True if it said anything.

        ``answers`` is True right after a fact was asked for: then "是" and "不知道" say something.
        """
        found, denied = heard(text), denied_in(text)
        if answers and self.asking and self.asking not in found and not denied:
            found |= self._plain_answer(text, alone=not found)
            if not found and _UNKNOWN.search(text):
                self.skipped.append(self.asking)
                return True
        found = found or self._regraded(text)
        switched = self._turn_to(person_in(text), text, bool(found))
        self.unwell = self.unwell or bool(_UNWELL.search(text))
        self.facts = merged(self.facts, found)
        if INCOME in found:
            self.denied = []
        for name, value in denied:
            self._take_back(name, value)
        return bool(found or denied) or switched

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

    def _plain_answer(self, text: str, *, alone: bool) -> dict[str, Any]:
        """What yes or no means for the fact that was asked for; never in a correction."""
        plain = re.sub(r"[\s\W]+", "", unify(text))
        if _CORRECTS.search(plain) or not (alone or re.match(r"\w{1,3}[\s\W]", text)):
            return {}
        yes, no = _PLAIN_ANSWERS.get(self.asking or "", (None, None))
        if self.asking == INCOME and self.denied:  # only one kind was asked for
            yes = next((kind for kind in _POOR if kind not in self.denied), None)
        value = no if _NO.match(plain) else yes if _YES.match(plain) else None
        return {} if value is None else {self.asking or "": value}

    def _turn_to(self, person: str | None, text: str, told: bool) -> bool:
        """Put the facts aside when the talk turns to somebody else, and take up theirs."""
        if person is None or person == self.who:
            return False
        if self.who is None and not _asks_after(text):
            # Who had no name so far is the speaker; facts of somebody else begin anew.
            if not told or not self.facts or person == SPEAKER:
                self.who = person
                return False
        self.aside[self.who or ""] = self.facts
        shared = {k: v for k, v in self.facts.items() if k in SHARED} if is_alike(text) else {}
        self.facts = shared | self.aside.pop(person, {})
        self.who, self.unwell, self.skipped, self.denied = person, False, [], []
        return True

    def remember(self, subject: Subject) -> None:
        """Keep what was asked, for follow-ups."""
        self.subjects = [*self.subjects, vars(subject)][-SUBJECTS_KEPT:]

    def asked_before(self) -> list[Subject]:
        """What was asked, the newest first."""
        return [Subject(**kept) for kept in reversed(self.subjects)]


def heard(text: str) -> dict[str, Any]:
    """The facts that ``text`` states today, under the names of the eligibility rules."""
    return facts_in(text, benefits.names(), business_today())


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
