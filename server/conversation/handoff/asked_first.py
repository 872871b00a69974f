"""Who may know what we do not, before 12345 is rung: by what the question is about, as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, field_validator

from intents.words.concepts import concepts
from intents.words.normalise import normalise
from knowledge.files import read_yaml
from knowledge.hotlines import hotlines
from server.conversation.schemas import ActionOut

FILE = Path(__file__).with_name("asked_first.yaml")


class Nearest(BaseModel):
    """Whoever is nearest to a matter. ``subjects``: names of ``intents/data/concepts.yaml``;
    ``ask``: the sentence that is told; ``number``: one of ``knowledge/hotlines.yaml``, if a source tells one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subjects: frozenset[str]
    ask: str
    number: str | None = None

    @field_validator("number")
    @classmethod
    def is_a_number_with_a_source(cls, number: str | None) -> str | None:
        if number is not None and number not in hotlines():
            raise ValueError(f"{number} has no source in knowledge/hotlines.yaml")
        return number

    @property
    def calls(self) -> tuple[ActionOut, ...]:
        """The button that rings up, if there is a number."""
        if self.number is None:
            return ()
        return (ActionOut(type="call", label=f"拨打{self.number}", target=self.number),)


def nearest(question: str) -> Nearest | None:
    """Who is nearest to what ``question`` is about, None where nobody is known."""
    subjects = concepts(normalise(question)).subjects
    return next((row for row in rows() if row.subjects & subjects), None)


@cache
def rows() -> tuple[Nearest, ...]:
    """Every row of ``asked_first.yaml``. Raises pydantic.ValidationError where one does not hold."""
    return TypeAdapter(tuple[Nearest, ...]).validate_python(read_yaml(FILE))
