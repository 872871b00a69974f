"""What is known about a person. Every fact may be absent, which means "not known"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, field_validator

from knowledge import divisions
from knowledge.files import read_yaml

NAMES = Path(__file__).parent.parent / "rules" / "names.yaml"
EARLIEST_BIRTH = date(1900, 1, 1)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

LUNAR_LAG = (timedelta(days=17), timedelta(days=52))
"""A day of the lunar calendar falls this much later in the solar one (its new year lies between
21 January and 20 February); leap months add to it, so the later bound is generous."""

YesNo = Literal["yes", "no"]
Years = Annotated[StrictInt, Field(ge=0, le=130)]


class Disability(BaseModel):
    """A disability as the card has it: grade 1 is the heaviest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["视力", "听力", "言语", "肢体", "智力", "精神"]
    level: Annotated[StrictInt, Field(ge=1, le=4)]

    @field_validator("type", mode="before")
    @classmethod
    def is_named_shortly(cls, value: object) -> object:
        """肢体残疾 is 肢体."""
        return value.removesuffix("残疾") if isinstance(value, str) else value


@dataclass(frozen=True)
class AgeSpan:
    """Full years of age: exactly known, or between two bounds."""

    least: int
    most: int


class Facts(BaseModel):
    """The facts of design.md §3; unknown keys are set aside by :func:`read`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    birth_date: date | None = None
    birth_lunar: StrictBool | None = None
    age: Years | None = None
    age_xusui: Annotated[StrictInt, Field(ge=1, le=131)] | None = None
    age_between: tuple[Years, Years] | None = None
    """Full years told by and large ("七十九八十"), the fewest and the most."""

    hukou: Literal["beijing", "other"] | None = None
    residence_permit: StrictBool | None = None
    hukou_district: str | None = None
    residence_district: str | None = None
    district: str | None = None
    lives: Literal["home", "institution", "elsewhere"] | None = None
    alone: StrictBool | None = None
    basic_service_elder: YesNo | None = None
    moved_out: StrictBool | None = None
    income_class: Literal["dibao", "low_income", "none"] | None = None
    family_planning_special: StrictBool | None = None
    disability: tuple[Disability, ...] | None = None
    multiple_disability: StrictBool | None = None
    """The card says 多重残疾: there is another kind than the one told, though it was not named."""

    assessment_level: Literal["intact", "mild", "moderate", "severe", "total"] | None = None
    receiving: frozenset[str] | None = None
    insured_district: str | None = None
    insurance_type: Literal["employee", "resident", "student"] | None = None
    apply_date: date | None = None
    status: Literal["normal", "deceased", "missing", "imprisoned"] | None = None

    @field_validator("hukou_district", "residence_district", "district", "insured_district")
    @classmethod
    def is_a_district(cls, value: str | None) -> str | None:
        """Codes, 石景山 and 石景山区 all become 石景山区; another place is refused."""
        if value is None:
            return None
        code = divisions.district_code(value)
        if code is None:
            raise ValueError("请写北京的区名，比如：海淀区")
        return divisions.district_name(code)

    @field_validator("birth_date", "apply_date", mode="before")
    @classmethod
    def is_written_as_a_day(cls, value: object) -> object:
        """Numbers would be read as seconds since 1970, times as days: neither is a date."""
        if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
            return value
        raise ValueError("请写成 1943-05-12 这样的日期")

    @field_validator("birth_date")
    @classmethod
    def is_plausible(cls, value: date | None) -> date | None:
        if value is not None and value < EARLIEST_BIRTH:
            raise ValueError("出生日期太早了，请检查")
        return value

    @cached_property
    def age_span(self) -> AgeSpan | None:
        """Full years on ``as_of``; 虚岁 and lunar birthdays leave a doubt that is not hidden."""
        if self.birth_date is not None:
            first, last = LUNAR_LAG if self.birth_lunar else (timedelta(0), timedelta(0))
            return AgeSpan(
                full_years(self.birth_date + last, self.as_of),
                full_years(self.birth_date + first, self.as_of),
            )
        if self.age is not None:
            return AgeSpan(self.age, self.age)
        if self.age_xusui is not None:  # 一岁 at birth and one more at each new year
            return AgeSpan(self.age_xusui - 2, self.age_xusui - 1)
        if self.age_between is not None:
            return AgeSpan(min(self.age_between), max(self.age_between))
        return None

    @property
    def exact_birth_date(self) -> date | None:
        """The birth date in the solar calendar, None where it is not known to the day."""
        return None if self.birth_lunar else self.birth_date

    def value(self, name: str) -> str | bool | None:
        """A plain fact by name; districts fall back on ``district``, 户口 on its district."""
        if name in ("hukou_district", "residence_district"):
            own, other = getattr(self, name), self._other_district(name)
            return own if own is not None or other is not None else self.district
        if name == "hukou" and self.hukou is None and self.hukou_district is not None:
            return "beijing"
        found: str | bool | None = getattr(self, name)
        return found

    def _other_district(self, name: str) -> str | None:
        """``district`` stands for both districts only where neither is given."""
        return self.residence_district if name == "hukou_district" else self.hukou_district


def full_years(birth: date, day: date) -> int:
    """Full years of age on ``day``, counted up on the birthday itself.

    Who was born on 29 February counts up on 1 March in other years: no sum is promised a day
    before it is sure.
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birthday(birth: date, years: int) -> date:
    """The day on which someone is ``years`` old."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


@dataclass(frozen=True)
class Names:
    """What people call the things they receive, from ``knowledge/rules/names.yaml``."""

    codes: dict[str, str]
    titles: dict[str, str]


def names(path: Path = NAMES) -> Names:
    """Read the table of names."""
    table = read_yaml(path)
    codes = {name: code for code, row in table.items() for name in (code, *row)}
    return Names(codes, {code: row[0] for code, row in table.items()})


def read(raw: Mapping[str, Any], as_of: date, known: Names) -> tuple[Facts, list[str]]:
    """Facts from a JSON object, and what was set aside: unknown keys, unknown received things.

    Raises pydantic.ValidationError naming the field for a value of the wrong kind.
    """
    ignored = [key for key in raw if key not in Facts.model_fields or key == "as_of"]
    given = {k: v for k, v in raw.items() if k not in ignored and v is not None}
    if isinstance(given.get("receiving"), list):
        received = [known.codes.get(str(item).strip(), "") for item in given["receiving"]]
        strange = [str(i) for i, c in zip(given["receiving"], received, strict=True) if not c]
        ignored += [f"receiving: {item}" for item in strange]
        # Something is received that we cannot name: then nothing is known to be absent either.
        given["receiving"] = frozenset(filter(None, received))
    return Facts.model_validate({"as_of": as_of, **given}), ignored
