"""Whatever is told of a family in one message is told of the one whom it is true of: no fact is lost, and none
is given to somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intents.told.facts import facts_in
from intents.told.people import shares_in
from intents.words.normalise import unify
from tests.property.families import FORMS, Facts, Teller, told_in

FAMILIES = 60
TOLD = ("age", "hukou", "income_class", "disability", "assessment_level")


def heard_of_each(text: str) -> dict[str, Facts]:
    shares = shares_in(unify(text))
    told = shares.told if shares else {}
    found = {name: facts_in(words, of_somebody=True, of_one=True) for name, words in told.items()}
    return {name: {k: v for k, v in facts.items() if k in TOLD} for name, facts in found.items()}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_each_of_a_family_keeps_her_own_facts(form: Callable[[Teller], str]) -> None:
    lost = []
    for seed in range(FAMILIES):
        family, text = told_in(form, seed)
        if (heard := heard_of_each(text)) != family.facts:
            lost.append((text, heard))
    assert not lost
