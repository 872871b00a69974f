"""Which kind of place can tell about matters that are none of ours: a hospital, an insurance, a school."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from intents.asked.ours import NOT_OURS
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from knowledge.files import read_yaml

_OURS = re.compile("津贴|补贴|补助|低保|[领券停]|评估|养老[院券服]|照[顾护料看]|没人管|护工(?!费)")
"""Beside these it is of our matters what is asked ("住院了，津贴停吗")."""

FILE = Path(__file__).with_name("other_offices.yaml")


class Office(BaseModel):
    """A kind of place. ``words``: how its matters are spoken of; ``ask``: the sentence that is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: re.Pattern[str]
    ask: str


def office_for(text: str) -> Office | None:
    """Whom to ask about the matter of ``text``, where it is none of ours."""
    plain = bare(unify(text))
    own = concepts(normalise(text))
    if (own.subjects - NOT_OURS and not own.foreign) or _OURS.search(plain):
        return None
    return next((office for office in offices() if office.words.search(plain)), None)


def tells_of_it(office: Office, *told: str) -> bool:
    """Whether one of the texts ``told`` speaks of a matter of ``office``: else it is no answer to what is asked."""
    return any(office.words.search(unify(text)) for text in told)


@cache
def offices() -> tuple[Office, ...]:
    """Every row of ``other_offices.yaml``. Raises pydantic.ValidationError where one does not hold."""
    return TypeAdapter(tuple[Office, ...]).validate_python(read_yaml(FILE))
