"""Telephone numbers that people may be given, with the hours that a source tells, if one does."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from knowledge.files import read_yaml
from knowledge.schema import Citation, Line, Mark, Strict

DATA = Path(__file__).with_name("hotlines.yaml")


class Hotline(Strict):
    """A number, who answers it, what about, and when; ``hours`` is None where no source says."""

    number: Annotated[str, StringConstraints(pattern=r"^\d[\d-]{2,}$")]
    name: Line
    answers: Line
    hours: Line | None = None
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def rests_on_something_verified(self) -> Self:
        if any(citation.mark is Mark.UNVERIFIED for citation in self.citations):
            raise ValueError(f"{self.number}的来源没核实，不能告诉老人")
        return self


@cache
def hotlines() -> dict[str, Hotline]:
    """Every number of ``hotlines.yaml``. Raises pydantic.ValidationError where it does not hold."""
    rows = TypeAdapter(tuple[Hotline, ...]).validate_python(read_yaml(DATA))
    return {hotline.number: hotline for hotline in rows}
