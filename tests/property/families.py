"""Families made up at random, and what is told of them in the ways in which people tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

CALLED = {
    "爸爸": ("我爸", "爸", "我父亲"),
    "妈妈": ("我妈", "妈", "我母亲"),
    "爷爷": ("我爷爷", "爷爷", "我爷"),
    "奶奶": ("我奶奶", "奶奶"),
    "姥爷": ("我姥爷", "姥爷"),
    "姥姥": ("我姥姥", "姥姥"),
    "公公": ("我公公", "公公"),
    "婆婆": ("我婆婆", "婆婆"),
    "岳父": ("我岳父", "岳父"),
    "岳母": ("我岳母", "岳母"),
    "老伴": ("老伴", "我丈夫", "我老公", "我爱人"),
    "您本人": ("我",),
    "舅舅": ("我舅舅", "舅舅"),
    "大姑": ("大姑", "我大姑"),
    "二姑": ("二姑",),
    "大伯": ("我大伯",),
    "二姨": ("我二姨", "二姨"),
}
_FAMILIES = (
    ("爸爸", "妈妈"), ("妈妈", "爸爸"), ("爷爷", "奶奶"), ("姥爷", "姥姥"), ("公公", "婆婆"), ("岳父", "岳母"),
    ("老伴", "您本人"), ("您本人", "老伴"), ("大姑", "二姑"), ("妈妈", "舅舅"), ("妈妈", "二姨"), ("爸爸", "大伯"),
    ("妈妈", "婆婆"), ("爸爸", "公公"), ("爸爸", "妈妈", "奶奶"), ("爷爷", "奶奶", "姥姥"),
    ("爷爷", "奶奶", "姥爷", "姥姥"), ("爸爸", "妈妈", "公公", "婆婆"),
)  # fmt: skip
PAIRS = {
    ("爸爸", "妈妈"): ("爸妈", "我爸妈", "父母"),
    ("公公", "婆婆"): ("公婆", "我公婆"),
    ("岳父", "岳母"): ("岳父母", "我岳父母"),
}
"""What some couples are called in one word."""

_REGISTERED = {
    "beijing": ("北京户口", "京户", "是北京户口"),
    "other": ("河北户口", "外地户口"),
}
_INCOME = {
    "dibao": ("低保", "是低保", "吃低保"),
    "low_income": ("低收入", "是低收入", "属于低收入"),
}
_LEVEL = {
    "severe": ("重度失能", "评了重度", "重度"),
    "moderate": ("中度失能", "评了中度"),
    "mild": ("轻度失能",),
}
_DISABILITY = (
    ("肢体", 1),
    ("肢体", 2),
    ("视力", 2),
    ("听力", 1),
    ("智力", 3),
    ("精神", 2),
    ("肢体", 3),
)
_ASKED = ("一共多少", "一共能领多少", "加起来一个月多少", "总共领多少钱", "合起来多少")
Facts = dict[str, Any]


@dataclass
class Family:
    """Two to four people with the facts of each; what all of them share may be told once."""

    facts: dict[str, Facts]
    shared: Facts = field(default_factory=dict)

    @classmethod
    def drawn(cls, chance: Random) -> Family:
        """Any family."""
        income, here = (
            chance.choice((None, None, *_INCOME)),
            chance.choice(("beijing",) * 5 + ("other",)),
        )
        together = {"hukou": here} if chance.random() < 0.75 else {}
        if income and chance.random() < 0.5:
            together["income_class"] = income
        names = chance.choice(_FAMILIES)
        return cls({name: _facts(chance) | together for name in names}, together)


def _facts(chance: Random) -> Facts:
    facts: Facts = {"age": chance.choice((*range(62, 100), 101))}
    facts["hukou"] = chance.choice(("beijing",) * 3 + ("other",))
    if income := chance.choice((None, None, *_INCOME)):
        facts["income_class"] = income
    if chance.random() < 0.4:
        kind, grade = chance.choice(_DISABILITY)
        facts["disability"] = [{"type": kind, "level": grade}]
    elif chance.random() < 0.5:
        facts["assessment_level"] = chance.choice((*_LEVEL,))
    return facts


@dataclass
class Teller:
    """Tells of a family, and asks what all of them get."""

    family: Family
    chance: Random

    def _named(self, name: str) -> str:
        return self.chance.choice(CALLED[name])

    def _aged(self, name: str, *, plain: bool = False) -> str:
        age = self.family.facts[name]["age"]
        return self._named(name) + self.chance.choice(
            (f"{age}", *(() if plain else (f"{age}岁", f"今年{age}")))
        )

    def _own(self, name: str, *, all_told: bool = False) -> list[str]:
        """What is told of one alone, without what is told of all; in the last of a couple a bare 低保
        would be true of both, and so is told as hers."""
        facts, told = self.family.facts[name], []
        apart = () if all_told else self.family.shared
        if "hukou" not in apart:
            told.append(self.chance.choice(_REGISTERED[facts["hukou"]]))
        if "income_class" in facts and "income_class" not in apart:
            told.append(self.chance.choice(_INCOME[facts["income_class"]][1:]))
        for one in facts.get("disability", ()):
            told.append(
                f"{one['type']}{self.chance.choice(('', '残疾'))}{'一二三四'[one['level'] - 1]}级"
            )
        if level := facts.get("assessment_level"):
            told.append(self.chance.choice(_LEVEL[level]))
        self.chance.shuffle(told)
        return told

    def _of_all(self) -> list[str]:
        told = []
        if here := self.family.shared.get("hukou"):
            words = _REGISTERED[here][0]
            told.append(self.chance.choice((words, f"都是{words}", f"都{words}", f"全是{words}")))
        if income := self.family.shared.get("income_class"):
            words = _INCOME[income][0]
            told.append(
                self.chance.choice((f"家里{words}", f"都{words}", f"都是{words}", f"我们家{words}"))
            )
        return told

    def _once_more(self) -> list[str]:
        own = ((name, self._own(name)) for name in self.family.facts)
        return [self._named(name) + "，".join(told) for name, told in own if told]

    def _each(self, mark: str, *, all_told: bool = False, plain: bool = False) -> list[str]:
        return [
            mark.join([self._aged(name, plain=plain), *self._own(name, all_told=all_told)])
            for name in self.family.facts
        ]

    def _asks(self) -> str:
        return self.chance.choice(_ASKED)

    def one_after_another(self) -> str:
        """Everything of each, then of the next."""
        return "，".join([*self._each("，", all_told=True), self._asks()])

    def parted_by_semicolons(self) -> str:
        """The same, each for herself."""
        return "；".join(self._each("，", all_told=True)) + "，" + self._asks()

    def shared_at_last(self) -> str:
        """What all share comes last."""
        return "，".join([*self._each("，"), *self._of_all(), self._asks()])

    def shared_at_first(self) -> str:
        """What all share comes first."""
        told = [words if words[0] in "都全家我" else f"都是{words}" for words in self._of_all()]
        return "，".join([*told, *self._each("，"), self._asks()])

    def each_in_one_clause(self) -> str:
        """Each in one breath."""
        return "，".join([*self._each(""), *self._of_all(), self._asks()])

    def without_marks(self) -> str:
        """As speech is written down."""
        told = [
            words if words[0] == "都" else f"都{words.lstrip('全是家里我们')}"
            for words in self._of_all()
        ]
        return "".join([*self._each("", plain=True), *told, self._asks()])

    def in_sentences(self) -> str:
        """With full stops."""
        return "。".join([*self._each("，"), *self._of_all(), self._asks()]) + "？"

    def ages_at_first(self) -> str:
        """How old all are, what all share, and what else is true of each."""
        aged = "，".join(self._aged(name, plain=True) for name in self.family.facts)
        return "，".join([aged, *self._of_all(), *self._once_more(), self._asks()])

    def shared_behind_each(self) -> str:
        """How old all are, what else is true of each, and what all share."""
        aged = "".join(self._aged(name, plain=True) for name in self.family.facts)
        return "，".join([aged, *self._once_more(), *self._of_all(), self._asks()])

    def ages_in_turn(self) -> str:
        """All names, then all ages."""
        names = self.chance.choice(("、", "和")).join(map(self._named, self.family.facts))
        mark = self.chance.choice(("和", "、", " "))
        ages = mark.join(str(facts["age"]) for facts in self.family.facts.values())
        return "，".join([names, ages, *self._of_all(), *self._once_more(), self._asks()])

    def by_years_between(self) -> str:
        """How much older or younger each is than the one told of before."""
        told, before = [], ""
        for name in self.family.facts:
            aged = self._aged(name, plain=True) if not before else self._older(name, before)
            told.append("，".join([aged, *self._own(name, all_told=True)]))
            before = name
        return "，".join([*told, self._asks()])

    def _older(self, name: str, before: str) -> str:
        """How old ``name`` is, by the years between her and ``before``; near a birthday that counts they
        would leave it open."""
        age, years = (
            self.family.facts[name]["age"],
            self.family.facts[name]["age"] - self.family.facts[before]["age"],
        )
        called, other = self._named(name), self._named(before)
        if years and age % 10 in (9, 0):
            return f"{called}{age}"
        if not years:
            return f"{called}跟{other}{self.chance.choice(('同岁', '一样大'))}"
        way = "大" if years > 0 else "小"
        particle = self.chance.choice(("", "呢"))
        return f"{called}{particle}比{other}{way}{abs(years)}岁"

    def pairs_in_one_word(self) -> str:
        """Each couple in one word with both ages in turn."""
        names, told = [*self.family.facts], []
        while names:
            pair = PAIRS.get(tuple(names[:2]), ())
            whose = names[: 2 if pair else 1]
            ages = self.chance.choice(("和", "、")).join(
                str(self.family.facts[name]["age"]) for name in whose
            )
            told.append(self.chance.choice(pair or CALLED[whose[0]]) + ages)
            names = names[len(whose) :]
        return "，".join([*told, *self._of_all(), *self._once_more(), self._asks()])


FORMS: tuple[Callable[[Teller], str], ...] = (
    Teller.one_after_another,
    Teller.parted_by_semicolons,
    Teller.shared_at_last,
    Teller.shared_at_first,
    Teller.each_in_one_clause,
    Teller.without_marks,
    Teller.in_sentences,
    Teller.ages_at_first,
    Teller.shared_behind_each,
    Teller.ages_in_turn,
    Teller.by_years_between,
    Teller.pairs_in_one_word,
)


def told_in(form: Callable[[Teller], str], seed: int) -> tuple[Family, str]:
    """A family by chance, and what is told of it in ``form``."""
    chance = Random(seed)
    family = Family.drawn(chance)
    return family, form(Teller(family, chance))
