"""The kinds of people that a text speaks of: by assessed level, by income, by kind and grade of disability.

An answer for one kind of people is wrong for another: amounts hang on the kind (京民养老发〔2019〕160号). Of two
texts that each name kinds, the one does not answer the other unless they have one in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from intents.facts import disabilities_in, values_in

Kinds = Mapping[str, frozenset[object]]

_BY_FACT = ("assessment_level", "income_class")
_DISABILITY = "disability"
_HELD = "视力|听力|言语|肢体|智力|精神"
_LISTED = re.compile(
    rf"(?P<held>(?:{_HELD})(?:[、或和](?:{_HELD}))*)残?疾?(?P<grades>[一二三四]级(?:[、或和至][一二三四]级)*)"
)
"""As rules list them: "智力、精神残疾二级或三级"."""
_GRADES = "零一二三四"


def kinds_in(text: str) -> Kinds:
    """What kinds of people ``text`` asks about; what it denies is none of them."""
    found = {name: frozenset(values_in(text, name)) for name in _BY_FACT}
    found[_DISABILITY] = frozenset(disabilities_in(text))
    return {name: kinds for name, kinds in found.items() if kinds}


def kinds_of_entry(title: str, question: str, short: str) -> Kinds:
    """What kinds of people an entry is for: its title and question name levels and incomes, its short
    answer lists disabilities with their grades."""
    found = {name: frozenset(values_in(f"{title}，{question}", name)) for name in _BY_FACT}
    found[_DISABILITY] = frozenset(_listed(short))
    return {name: kinds for name, kinds in found.items() if kinds}


def _listed(text: str) -> Iterator[tuple[str, int]]:
    for match in _LISTED.finditer(text):
        for held in re.findall(_HELD, match["held"]):
            yield from (
                (held, _GRADES.index(grade[0]))
                for grade in re.findall("[一二三四]级", match["grades"])
            )


def apart(asked: Kinds, other: Kinds) -> bool:
    """Whether both name kinds in one respect and have none in common there."""
    return any(not kinds & other[name] for name, kinds in asked.items() if name in other)
