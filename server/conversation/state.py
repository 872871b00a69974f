"""What a conversation remembers: the facts of each person, and what was asked before."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

from intents import ellipsis
from intents.ages import AGES
from intents.births import born_in, of_that_year, year_put_right
from intents.denials import denied_in
from intents.departed import gone_in, is_gone
from intents.disabilities import kind_put_right
from intents.facts import (
    facts_in,
    grade_in,
    grade_of_a_card_in,
    kind_in,
    merged,
    not_received,
    score_in,
)
from intents.family import OLD_MAN as HUSBAND
from intents.family import as_old_man, says_also
from intents.graver import DIAGNOSIS, NAMED, graver_in, says_only_that_it_is_confirmed
from intents.left_out import left_out_in
from intents.named import (
    ELDER,
    MEN,
    OLD_LADY,
    OLD_MAN,
    SPEAKER,
    WOMEN,
    all_alike,
    is_alike,
    named_in,
    person_in,
    without_people,
)
from intents.normalise import bare, unify
from intents.of_all import told_of_all
from intents.ours import alone_in, of_ours
from intents.people import (
    Shares,
    asks_for_one,
    instead,
    meant_of,
    of_whom_is_asked,
    put_in_place,
    shares_in,
)
from intents.self_check import says_it_was_estimated
from intents.slots import YOUNGEST
from intents.young import of_the_young
from knowledge.assessment.standard import TOTAL
from server.benefits import service as benefits
from server.conversation import assessed, money_held
from server.conversation.plain_answers import (
    answer_to,
    half_of_a_disability,
    refuses,
    speaks_of_a_card,
)
from server.kit.clock import business_today

_ONLY_THE_SUM = re.compile(
    r"(?=.*(?:多少|几百|几个钱|再[说算讲]|呢))"
    r"(?:那|的|到底|究竟|刚才|又|是|能|该|可以|一共|总共|每月|一个月|[领拿给发]|[再说算讲]|一[下遍]|多少|几百|几个|钱|来着|[呢吧啊呀])+"
)
"""Asks for the sum of a person, and says nothing else."""

_ONLY_A_GRADE = re.compile(
    "(?P<grade>[1-4一二三四]级)的?(?:残疾)?的?(?:给|是|有|能领|领|拿)*(?:多少|几百)?(?:钱|块)?"
)
_UNKNOWN = re.compile(r"不(知道|清楚|晓得|记得|了解|好说)|没(做过|评过|听说)|说不(好|清|准)|忘了")
_UNWELL = re.compile(
    r"瘫|卧床|躺.{0,3}床|下不了床|不能自理|失能|脑(梗|血栓|溢血|出血)|中风|偏瘫|动不了|痴呆|失智|糊涂了"
)
_A_KIND = re.compile("(?!那|这).{2,6}的")
SHARED = ("hukou", "hukou_district", "residence_permit", "residence_district", "district")
"""Facts about the place, which another person of the family may share."""

_NEEDED = (*AGES, "hukou")
"""Facts without which there is no sum."""

SUBJECTS_KEPT = 5

_OLD_COUNT = re.compile(r"(?:说的?|讲的?|报的?|那|这|按)(?:都|也|就)?(?:是|的)*虚岁(?!吗|么|还是)")

_BESIDES = re.compile("还有|还|另外|另有|也有|也是|加上|再加|同时|外加|又有")
"""Another disability is told beside the one that is known ("还有视力四级")."""

_NONE_OF_THEM = re.compile("(?:这些|那些|这几样|哪个|哪样)?都(?:不是|没有)[的啊呀呢吧]*")

_WRONGLY_SAID = re.compile("(?:说|讲|搞|弄|记)错|不对|错了")
INCOME, LEVEL, SEVERAL = "income_class", "assessment_level", "multiple_disability"
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


@dataclass(frozen=True)
class _Message:
    """A message, and what of it is told of whom."""

    text: str
    """Without what it tells of strangers and of who is left out."""

    spoken: str
    """What it tells of the one whom it is about."""

    shares: Shares | None

    @classmethod
    def of(cls, text: str) -> _Message:
        """Read ``text``."""
        ours = of_ours(unify(text))
        text = text if ours == unify(text) else ours
        return cls(text, of_whom_is_asked(unify(text)), shares_in(unify(text)))

    @property
    def of_main(self) -> str | None:
        """``spoken``, where it is told of the first of several."""
        shares = self.shares
        of_main = shares is not None and self.spoken == shares.told[shares.main]
        return self.spoken if of_main else None


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

    born_in: str | None = None
    """The year, or the year and the month of birth, where the day was not told."""

    one_of_several: bool = False
    """Of several told of in one message one was asked about."""

    told_last: dict[str, Any] = field(default_factory=dict)
    """What the message before told, which is true of whoever is named next with "也是"."""

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
        if self._meant_of_another(text) or self._is_of_nobody_asked_about(text):
            return True
        text = self._told_of_all(self._put_in_place(self._of_the_old_man(text)))
        text, like = self._without_likeness(text)
        message = _Message.of(text)
        if message.shares:
            self.one_of_several = asks_for_one(text)
        text, denied = message.text, denied_in(message.of_main or message.text)
        found = self._heard(text, answers=answers, supposed=supposed)
        found |= self._worked_out_of(text, message.spoken, found)
        if self.asking and self.asking not in found and refuses(text):
            self.skipped.append(self.asking)
            self.facts = merged(self.facts, found)
            return True
        if answers and self.asking and self.asking not in found and not denied:
            answer = self._answered(text, alone=not found)
            if answer is None and not found:
                return True
            found |= answer or {}
        found = found or self._put_right(text)
        half_told = "disability" not in found and self._half_told(text)
        switched = self._turn_to_whom(message, told=bool(found), like=like)
        worse = self._is_worse(text)
        self._note_birthday(text, found)
        self.facts = merged(self.facts, self._beside_the_known(found, text))
        self.told_last = {k: v for k, v in found.items() if k not in AGES} or self.told_last
        self.of_a_kind = self.of_a_kind and not found
        changed = self._takes_instead(text, supposed=supposed)
        changed |= self._unlearn(denied, text, found)
        changed |= answers and bool(not_received(text))
        told = bool(found or denied or half_told or changed)
        answered = switched or self.asking in {name for name, _ in denied}
        self.pass_over(answers and told and not answered)
        return told or switched or worse

    def _answered(self, text: str, *, alone: bool) -> dict[str, Any] | None:
        """What ``text`` says of the fact that was asked for; None where that is all that it says, and no
        fact yet: a half of it, or that she does not know."""
        before = dict(self.half)
        found = self._answer(text, alone=alone)
        if found:
            return found
        if _UNKNOWN.search(text):
            if alone:
                self.skipped.append(self.asking or "")
            return None
        return None if self.half != before else {}

    def _put_right(self, text: str) -> dict[str, Any]:
        """The disability that is known, or begun, with its kind or grade as ``text`` puts it."""
        return self._of_another_kind(text) or self._regraded(text) or self._graded(text)

    def _turn_to_whom(
        self, message: _Message, *, told: bool, like: dict[str, Any] | None = None
    ) -> bool:
        """Turn to the person whom ``message`` is about, ``like`` another one or not, and keep what it tells
        of others; whether the talk turned."""
        switched = self._turn_to(self._meant(message), message.text, told, like)
        if message.shares:
            others = {n: words for n, words in message.shares.told.items() if n != self.who}
            self._put_aside(others)
        return switched

    def _meant(self, message: _Message) -> str | None:
        """Whom ``message`` is about, where it says so."""
        named = _person_in(message.text, message.spoken, message.shares)
        return named or self._old_man_or_lady(message.text)

    def _is_worse(self, text: str) -> bool:
        """Keep that she cannot look after herself any more; whether that is new."""
        was_well = not self.unwell
        self.unwell = self.unwell or bool(_UNWELL.search(text))
        return self.unwell and was_well

    def _note_birthday(self, text: str, found: dict[str, Any]) -> None:
        """Keep the year, or the year and month of birth, behind an age that was told."""
        if found.keys() & {*AGES}:
            known = self.born_in if self._in_that_year(text) else None
            self.born_in = born_in(unify(text), business_today()) or known

    def _unlearn(
        self, denied: set[tuple[str, str | bool | None]], text: str, found: dict[str, Any]
    ) -> bool:
        """Take back what is denied, left out, or received no more; whether anything is of the last two."""
        if INCOME in found:
            self.denied = []
        for name, value in denied:
            self._take_back(name, value)
        left_out = self._leave_out(left_out_in(text))
        return self._no_longer_received(text, found) or left_out

    def _leave_out(self, names: set[str]) -> bool:
        """Forget what is not to be reckoned, and ask for none of it; whether anything is."""
        self.facts = {name: value for name, value in self.facts.items() if name not in names}
        self.skipped += sorted(names - {*self.skipped})
        return bool(names)

    def _heard(self, text: str, *, answers: bool, supposed: bool) -> dict[str, Any]:
        """The facts that ``text`` states of the person; right after a question (``answers``) also by its kind."""
        if not answers:
            return heard(text, of_somebody=supposed)
        if self._denies_all_asked(text):
            return {}
        return heard(text, of_somebody=supposed) or self._of_her_kind(text)

    def _denies_all_asked(self, text: str) -> bool:
        """Whether ``text`` says no to all that was asked for, which was not the income."""
        return self.asking not in (None, INCOME) and bool(_NONE_OF_THEM.fullmatch(bare(text)))

    def pass_over(self, passed: bool) -> None:
        """Where something else was told or asked (``passed``) than what was asked for, that is not asked
        for again, unless nothing can be told without it."""
        begun = self.half if self.asking == "disability" else None
        if passed and self.asking and self.asking not in (*_NEEDED, *self.facts) and not begun:
            self.skipped.append(self.asking)

    def with_its_kind(self, text: str) -> str:
        """``text`` with the kind of disability that was asked about just before, where it names only
        another grade ("二级呢")."""
        plain = ellipsis.core(text)
        held = {one["type"] for one in self.facts.get("disability") or []}
        kind = next(iter(held)) if len(held) == 1 else self.kind_asked if not held else None
        asks = _asks_after(text) or "多少" in text or "几百" in text
        only = _ONLY_A_GRADE.fullmatch(plain.replace(" ", ""))
        return f"{kind}残疾{only['grade']}呢" if kind and asks and only else text

    def note_half(self, text: str) -> None:
        """Keep what a short statement says of a disability card, though nothing was asked for yet."""
        if not (self.half or speaks_of_a_card(text)):
            return
        self.half |= half_of_a_disability(text)
        held = {name: self.half[name] for name in ("type", "level") if name in self.half}
        if len(held) == 2 and "disability" not in self.facts:
            self.facts = self.facts | {"disability": [held]}

    def _worked_out_of(self, text: str, spoken: str, found: dict[str, Any]) -> dict[str, Any]:
        """What ``text`` tells only together with what is known, or with a table."""
        birthday = (
            self._year_put_right(text) or self._month_of_birth(unify(text)) or _age_of_a_child(text)
        )
        told = found | birthday | self._gone(text)
        return (
            birthday
            | self._gone(text)
            | self._by_the_old_count(text, told)
            | self._level_of_the_score(spoken, told)
        )

    def _gone(self, text: str) -> dict[str, Any]:
        """That the person of whom something is known has died, as ``text`` says ("她上礼拜走了")."""
        spoken = unify(text)
        gone = self.who in gone_in(spoken) or is_gone(spoken)
        return {"status": "deceased"} if gone and self.facts and shares_in(spoken) is None else {}

    @property
    def mourned(self) -> bool:
        """Whether the person spoken of has died."""
        return self.facts.get("status") == "deceased"

    def _is_of_nobody_asked_about(self, text: str) -> bool:
        """Whether a sum is spoken of, and all of ``text`` is told of somebody who is not to be reckoned,
        or of a child who has no claim yet."""
        young = of_the_young(unify(text))
        a_child = young is not None and young[1] < ELDER and self.who != young[0]
        return bool(self.facts) and (a_child or not bare(of_ours(unify(text))))

    def _of_her_kind(self, text: str) -> dict[str, Any]:
        """What a kind of people, named and nothing else ("重度的"), says of her of whom that is not known yet."""
        if not _A_KIND.fullmatch(bare(text)):
            return {}
        found = heard(text, of_somebody=True)
        return {} if found.keys() & self.facts.keys() - {self.asking} else found

    def _year_put_right(self, text: str) -> dict[str, Any]:
        """The day of birth that is known with the year that ``text`` puts right."""
        year, known = year_put_right(unify(text)), self.facts.get("birth_date")
        if year is None or not (known or self.facts.keys() & {*AGES}):
            return {}
        return {"birth_date": f"{year}{known[4:]}"} if known else heard(f"{year}年出生")

    def _by_the_old_count(self, text: str, found: dict[str, Any]) -> dict[str, Any]:
        """The age that is known as 虚岁, where ``text`` says that it was counted so ("我说的是虚岁")."""
        age = self.facts.get("age")
        if age is None or found.keys() & {*AGES} or not _OLD_COUNT.search(unify(text)):
            return {}
        return {"age_xusui": age}

    def _level_of_the_score(self, spoken: str, found: dict[str, Any]) -> dict[str, Any]:
        """The level that the points of an assessment stand for, with what makes it heavier (GB/T
        42195-2022), where no level is told."""
        self._note_what_is_graver(spoken)
        if LEVEL in found:
            self.score, self.level_worked_out = None, False
            return {}
        score = score_in(spoken, asked=self.asking == LEVEL)
        if score is not None and score <= TOTAL and not says_it_was_estimated(spoken):
            self.score = score
        elif LEVEL in self.facts and not self.level_worked_out:
            return {}
        level = assessed.level_found(self.score, self.graver)
        self.level_worked_out = level is not None
        known = level is None or (level.code == self.facts.get(LEVEL) and score is None)
        return {} if level is None or known else {LEVEL: level.code}

    def _note_what_is_graver(self, spoken: str) -> None:
        """Keep what makes a level heavier; of a dementia named before it may be said only that a doctor
        has found it."""
        told = graver_in(spoken)
        if self.graver.get(NAMED) and says_only_that_it_is_confirmed(spoken):
            told |= {DIAGNOSIS: True}
        self.graver = self.graver | told

    def _beside_the_known(self, found: dict[str, Any], text: str) -> dict[str, Any]:
        """``found`` with what is known beside it: money that is received too, another disability."""
        known, more = self.facts.get("receiving"), found.get("receiving")
        if known and more:
            found = found | {"receiving": money_held.together(known, more)}
        held, further = self.facts.get("disability"), found.get("disability")
        another = self.facts.get(SEVERAL) or _BESIDES.search(unify(text))
        if held and further and another and not _WRONGLY_SAID.search(text):
            kinds = {one["type"] for one in further}
            kept = [one for one in held if one["type"] not in kinds]
            found = found | {"disability": [*kept, *further]}
        return found

    def _told_of_all(self, text: str) -> str:
        """Keep of those put aside what ``text`` tells of all who are known; ``text`` without the word for
        them. An age told of all ("都82") is no news of who is known to be of another."""
        told = told_of_all(text) if any(self.aside.values()) else None
        if told is None:
            return text
        of_each = heard(told[0], of_somebody=True)
        for name, known in self.aside.items():
            aged = known.keys() & {*AGES}
            news = {k: v for k, v in of_each.items() if not (aged and k in AGES)}
            self.aside[name] = merged(known, news)
        return told[1]

    def _of_the_old_man(self, text: str) -> str:
        """``text`` with 老头 as he is called who was told of beside his wife."""
        return as_old_man(unify(text)) if HUSBAND in (self.who, *self.aside) else text

    def _put_in_place(self, text: str) -> str:
        """``text`` without "不是，是我岳父", after which the talk is of the one whom it names in place
        of who was meant so far."""
        put = put_in_place(unify(text)) if self.facts else None
        if put is None:
            return text
        self.who, text = put
        return text

    def _put_aside(self, told: dict[str, str]) -> None:
        """Keep what a message tells of others beside the one whom it is about."""
        for name, words in told.items():
            if found := heard_of_one(words):
                self.aside[name] = merged(self.aside.get(name, {}), found)

    def _meant_of_another(self, text: str) -> bool:
        """What was taken for this person's is somebody else's, who is named ("刚才低保说的是我妈"):
        give it to her; whether anything was."""
        meant = meant_of(unify(text))
        if meant is None or meant[0] == self.who or not self.facts:
            return False
        name, left = meant
        told = heard(left, of_somebody=True)
        moved = {
            k: v
            for k, v in self.facts.items()
            if k in told or (not told and k not in (*AGES, *SHARED))
        }
        if not moved:
            others = {k: v for k, v in told.items() if v}
            self.aside[name] = merged(self.aside.get(name, {}), others)
            return bool(others)
        self.facts = {k: v for k, v in self.facts.items() if k not in moved}
        self.facts |= {k: v for k, v in told.items() if v != moved.get(k)}
        self.aside[name] = merged(self.aside.get(name, {}), moved)
        return True

    def _month_of_birth(self, spoken: str) -> dict[str, Any]:
        """What the month of a birthday, told by itself, makes of the year of birth that is known."""
        year = int(self.born_in[:4]) if self.born_in else None
        return {} if year is None else of_that_year(spoken, year, business_today())

    def _in_that_year(self, text: str) -> bool:
        return bool(self._month_of_birth(unify(text)))

    def _takes_instead(self, text: str, *, supposed: bool) -> bool:
        """Whether ``text`` says that she takes one benefit instead of another that excludes it."""
        return self._receives(money_held.taken_instead(self._held(), text, supposed=supposed))

    def _no_longer_received(self, text: str, found: dict[str, Any]) -> bool:
        """Take back what somebody is said not to be ("不是离休"); whether anything was."""
        by_mistake = bool(_WRONGLY_SAID.search(text)) and found.get(INCOME) in _POOR
        return self._receives(money_held.left_over(self._held(), text, by_mistake=by_mistake))

    def _held(self) -> list[str]:
        return self.facts.get("receiving") or []

    def _receives(self, held: list[str]) -> bool:
        """Keep what she receives now; whether it is something else than before."""
        if held == self._held():
            return False
        self.facts = self.facts | {"receiving": held}
        return True

    def _regraded(self, text: str) -> dict[str, Any]:
        """The disability that is known with the grade that ``text`` puts right ("是一级不是二级")."""
        held, level = self.facts.get("disability") or [], grade_in(text)
        if len(held) != 1 or level is None:
            return {}
        return {"disability": [{**held[0], "level": level}]}

    def _of_another_kind(self, text: str) -> dict[str, Any]:
        """The disability that is known with the kind that ``text`` puts right ("不是肢体，是听力")."""
        held, kind = self.facts.get("disability") or [], kind_put_right(unify(text))
        if len(held) != 1 or kind is None:
            return {}
        return {"disability": [{**held[0], "type": kind}]}

    def _graded(self, text: str) -> dict[str, Any]:
        """The disability whose kind was told before, with the grade that ``text`` tells of it."""
        kind, level = self.half.get("type"), grade_in(text)
        if kind is None or level is None or "disability" in self.facts:
            return {}
        return {"disability": [{"type": kind, "level": level}]}

    def _half_told(self, text: str) -> bool:
        """Keep the kind or the grade of a disability that ``text`` tells without the other; whether it
        tells one."""
        told = {"type": kind_in(text), "level": grade_of_a_card_in(text)}
        held = {name: value for name, value in told.items() if value is not None}
        if not held or "disability" in self.facts:
            return False
        self.half = self.half | held
        return True

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

    def _without_likeness(self, text: str) -> tuple[str, dict[str, Any] | None]:
        """``text`` without whom it says another person is like in everything, and the facts of that one."""
        alike = all_alike(text)
        if alike is None or not self.facts:
            return text, None
        named, left = alike
        like = self.facts if named in (None, self.who) else self.aside.get(named or "")
        return text if like is None else left, like

    def _turn_to(
        self, person: str | None, text: str, told: bool, like: dict[str, Any] | None = None
    ) -> bool:
        """Put the facts aside when the talk turns to somebody else, and take up theirs; ``like``: those of
        whom she is like."""
        if (meant := instead(text)) and self.facts:
            self.who = meant
            return True
        if person is None or person == self.who:
            return False
        # Who had no name so far is the speaker, or of the kind that was asked about; facts of somebody else
        # begin anew.
        same = (not told and like is None) or not self.facts or self.of_a_kind or person == SPEAKER
        if self.who is None and same and not _asks_after(text):
            self.who = person
            return False
        self.aside[self.who or ""] = self.facts
        shared = {k: v for k, v in self.facts.items() if k in SHARED} if is_alike(text) else {}
        plain = len(self.told_last) == 1  # of several facts it is not said which are meant
        shared |= self.told_last if plain and says_also(unify(text)) else {}
        self.facts = (like or shared) | self.aside.pop(person, {})
        self.who, self.unwell, self.skipped, self.denied = person, False, [], []
        self.half, self.born_in = {}, None
        self.score, self.graver, self.level_worked_out = None, {}, False
        return True

    def _old_man_or_lady(self, text: str) -> str | None:
        """Who is meant by 老爷子 or 老太太, where that is not the one spoken of ("我妈86…老爷子呢，90")."""
        for word, others in ((OLD_MAN, WOMEN | {OLD_LADY}), (OLD_LADY, MEN | {OLD_MAN})):
            if word in text and self.who in others:
                known = [name for name in self.aside if name and name not in others]
                return known[0] if len(known) == 1 else word
        return None

    def turns_back_to(self, text: str) -> bool:
        """Turn to the person whom ``text`` names, where it only asks for a sum worked out before
        ("那我爸到底多少"); whether it did."""
        alone = alone_in(unify(text))
        person = alone or person_in(text) or self._old_man_or_lady(text)
        told = self.facts.keys() - {"district", "residence_district"}  # where she is makes no sum
        known = self.aside.get(person or "") or (person == self.who and told)
        if not known or not (alone or _ONLY_THE_SUM.fullmatch(bare(without_people(unify(text))))):
            return False
        self._turn_to(person, text, told=False)
        return True

    def asks_of_several(self, text: str) -> bool:
        """Whether ``text`` only asks for the sums of several people who were told of ("我妈多少，我爸多少")."""
        told = {self.who, *self.aside} & {*named_in(text)}
        return len(told) > 1 and bool(_ONLY_THE_SUM.fullmatch(bare(without_people(unify(text)))))

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


_ONLY_BESIDE = re.compile(r"[,，。;；、\s][^,，。;；]*[他她我俺]")
"""After somebody's death is told, the talk goes on about another one ("老伴去世了，她一个人住")."""


def _person_in(text: str, spoken: str, shares: Shares | None) -> str | None:
    """Whom ``text`` names, of which ``spoken`` is told of the person whom it is about."""
    if shares and spoken in shares.told.values():
        named = [name for name, words in shares.told.items() if words == spoken]
        return shares.main if shares.main in named else named[0]
    young = of_the_young(unify(text))
    person = young[0] if young else person_in(spoken)
    return None if person in gone_in(unify(text)) and _ONLY_BESIDE.search(text) else person


def _age_of_a_child(text: str) -> dict[str, Any]:
    """The age of who is too young for ``AGES`` to be heard of: a sum hangs on it all the same."""
    young = of_the_young(unify(text))
    return {"age": young[1]} if young and young[1] < YOUNGEST else {}


def heard(text: str, *, of_somebody: bool = False) -> dict[str, Any]:
    """The facts that ``text`` states today, under the names of the eligibility rules."""
    return facts_in(text, benefits.names(), business_today(), of_somebody=of_somebody)


def heard_of_one(words: str) -> dict[str, Any]:
    """The facts in ``words`` that belong to one person, others may be named in them."""
    found = facts_in(words, benefits.names(), business_today(), of_somebody=True, of_one=True)
    level = None if LEVEL in found else assessed.level_found(score_in(words), graver_in(words))
    return found | ({LEVEL: level.code} if level else {})


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
