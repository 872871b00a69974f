"""The kinds of people that a text speaks of: by assessed level, by income, by where they are registered, by
kind and grade of disability.

An answer for one kind of people is wrong for another: amounts hang on the kind (京民养老发〔2019〕160号). Of two
texts that each name kinds, the one does not answer the other unless they have one in common. Where a disability is
named without its kind, an entry of some kinds only tells one tier of several: that is no answer either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from intents.told.facts import values_in
from intents.told.held import disabilities_in
from intents.words.normalise import unify
from intents.words.numerals import digit

Kinds = Mapping[str, frozenset[object]]

_BY_FACT = ("assessment_level", "income_class", "hukou")
_CARD = "disability card"
_DISABILITY, _WHICHEVER = "disability", "whichever disability"
_HELD = "视力|听力|言语|肢体|智力|精神"
_LISTED = re.compile(
    rf"(?P<held>(?:{_HELD})(?:[、或和](?:{_HELD}))*)残?疾?(?P<grades>[一二三四]级(?:[、或和至][一二三四]级)*)"
)
"""As rules list them: "智力、精神残疾二级或三级"."""
_EACH = tuple(_HELD.split("|"))

_ANY_DISABILITY = re.compile("(?<![没无非])(?<!没有)(?<!不是)(?<!没办)残(?:疾|联|废)")
_SOME_KIND = {
    "视力": re.compile("视|眼|盲|瞎|看不见|失明"), "听力": re.compile("听|耳|聋"), "言语": re.compile("言语|哑|说话|说不"),
    "肢体": re.compile("肢|腿|脚|胳膊|手(?!里|续|机|头|上)|瘫|走"), "智力": re.compile("智(?!能)|傻"),
    "精神": re.compile("精神|脑|痴呆"),
}  # fmt: skip
"""By which words a kind of disability is named, however loosely."""

_OF_CARE = re.compile("护理(?:补贴|费|钱)")
_ASSESSED = re.compile("失能|评[估成上为]")
"""A grade beside these may be that of an assessment."""

_NO_CARD = re.compile("(?:没有?|无|不办|未办)(?:办过?|评过?|领过?)?(?:有)?残疾[证本]|不是残疾人")
_HELD_CARD = re.compile(
    r"有(?:个|了|张)?残疾[证本](?!吗|没|不)|残疾的?(?:老年?)?人(?!证|两项|[家子补])|残疾[证本][\s,，]*(?:是|写的?|上)*[1-4一二三四]级|"
    r"残疾[证本]\s*(?:能|可以|的|每|月|[1一]个月|一月)*(?:领|拿|给|发|补|多少|几百)"
)

_GRADE = re.compile("([1-4一二三四])级")
_LISTED_GRADES = {"智力": (1, 2, 3), "精神": (1, 2, 3)}
_OF_OTHERS = (1, 2)
"""The grades that the rules list for a kind of disability (京民养老发〔2019〕160号)."""

_AWAY = re.compile(r"(?:在|住|去|到|搬)外(?:地|省)(?!的?(?:户|老人))")
_COMES = re.compile(r"[来到进]北?京|接[来过到]")
"""Who is away from Beijing, or whose children are, is not for that registered elsewhere; who comes may be."""


def kinds_in(text: str) -> Kinds:
    """What kinds of people ``text`` asks about; what it denies is none of them."""
    found = {name: frozenset(values_in(text, name)) for name in _BY_FACT}
    found[_DISABILITY] = frozenset(disabilities_in(text))
    found[_WHICHEVER] = frozenset(_whichever(text))
    found[_CARD] = _card(text)
    if not found["hukou"] and _AWAY.search(text) and not _COMES.search(text):
        found["hukou"] = frozenset({"away"})
    return {name: kinds for name, kinds in found.items() if kinds}


def kinds_of_entry(title: str, question: str, short: str) -> Kinds:
    """What kinds of people an entry is for: its title and question name levels, incomes and
    registrations, its short answer lists disabilities with their grades."""
    found = {name: frozenset(values_in(f"{title}，{question}", name)) for name in _BY_FACT}
    found[_DISABILITY] = frozenset(_listed(short))
    found[_CARD] = _card(f"{title}，{question}")
    return {name: kinds for name, kinds in found.items() if kinds}


def _listed(text: str) -> Iterator[tuple[str, int]]:
    for match in _LISTED.finditer(text):
        for held in re.findall(_HELD, match["held"]):
            yield from (
                (held, digit(grade[0])) for grade in re.findall("[一二三四]级", match["grades"])
            )


def _card(text: str) -> frozenset[object]:
    """Whether there is a disability card; empty where nothing is said of it, or both."""
    plain = unify(text)
    if _NO_CARD.search(plain):
        return frozenset({"none"})
    return frozenset({"held"}) if _HELD_CARD.search(plain) else frozenset()


def _whichever(text: str) -> Iterator[tuple[str, int]]:
    """What a disability may be whose kind or grade is not named: any kind of that grade, that kind of
    any grade that is listed. Empty where both are named, or neither a disability nor the care subsidy."""
    plain = unify(text)
    grades = [digit(grade) for grade in _GRADE.findall(plain)]
    of_care = _OF_CARE.search(plain) and (
        re.search(_HELD, plain) or (grades and not _ASSESSED.search(plain))
    )
    if not (_ANY_DISABILITY.search(plain) or of_care):
        return
    kinds = [kind for kind, words in _SOME_KIND.items() if words.search(plain)]
    if kinds and grades:
        return
    for kind in kinds or _EACH:
        listed = _LISTED_GRADES.get(kind, _OF_OTHERS) if kinds else _OF_OTHERS
        yield from ((kind, grade) for grade in grades or listed)


def apart(asked: Kinds, other: Kinds) -> bool:
    """Whether both name kinds in one respect and have none in common there, or ``other`` tells of some
    disabilities only, where it is open which is meant."""
    if any(not kinds & other[name] for name, kinds in asked.items() if name in other):
        return True
    return _DISABILITY in other and not asked.get(_WHICHEVER, frozenset()) <= other[_DISABILITY]
