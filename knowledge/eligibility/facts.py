"""What is known about a person. Every fact may be absent, which means "not known"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from knowledge import divisions
from knowledge.eligibility.names import Names

EARLIEST_APPLICATION = date(2000, 1, 1)
YEARS_AHEAD = 5
"""An application may be supposed so many years after the day of reckoning."""

OLDEST = 130
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

LUNAR_LAG = (timedelta(days=17), timedelta(days=52))
"""A day of the lunar calendar falls this much later in the solar one (its new year lies between
21 January and 20 February); leap months add to it, so the later bound is generous."""

YesNo = Literal["yes", "no"]
Years = Annotated[StrictInt, Field(ge=0, le=OLDEST)]


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
    def is_plausible(cls, value: date | None, others: ValidationInfo) -> date | None:
        day = others.data.get("as_of")
        if value is None or day is None:
            return value
        if value > day:
            raise ValueError("出生日期还没有到，请检查")
        if full_years(value, day) > OLDEST:
            raise ValueError("出生日期太早了，请检查")
        return value

    @field_validator("apply_date")
    @classmethod
    def is_near(cls, value: date | None, others: ValidationInfo) -> date | None:
        day = others.data.get("as_of")
        if value is None or day is None:
            return value
        if not EARLIEST_APPLICATION <= value <= birthday(day, YEARS_AHEAD):
            raise ValueError("申请日期离得太远了，请检查")
        return value

    @field_validator("age_between")
    @classmethod
    def begins_with_the_fewest(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value is not None and value[0] > value[1]:
            raise ValueError("小的岁数写在前面，请检查")
        return value

    @field_validator("age", "age_xusui", "age_between")
    @classmethod
    def agrees_with_the_other_ages(cls, value: Any, others: ValidationInfo) -> Any:
        own = _span(others.field_name or "", value)
        told = age_span(others.data)
        if own and told and (own.least > told.most or own.most < told.least):
            raise ValueError("出生日期和年龄对不上，请检查")
        return value

    @field_validator("hukou_district")
    @classmethod
    def agrees_with_the_hukou(cls, value: str | None, others: ValidationInfo) -> str | None:
        if value is not None and others.data.get("hukou") == "other":
            raise ValueError("户口不在北京，就没有北京的户口区，请检查")
        return value

    @cached_property
    def age_span(self) -> AgeSpan | None:
        """Full years on ``as_of``; 虚岁 and lunar birthdays leave a doubt that is not hidden."""
        return age_span({name: getattr(self, name) for name in ("as_of", "birth_lunar", *_AGES)})

    def turned(self, years: int) -> date | None:
        """The day by which someone had surely turned ``years``; None where no age is known."""
        if self.birth_date is not None:
            return birthday(self.birth_date + _lag(self.birth_lunar)[1], years)
        span = self.age_span
        return birthday(self.as_of, years - span.least) if span else None

    def on(self, day: date) -> Facts:
        """The same person on a later ``day``: as much older as is known."""
        known = {name: getattr(self, name) for name in Facts.model_fields} | {"as_of": day}
        span = self.age_span
        if self.birth_date is None and span is not None:
            years = full_years(self.as_of, day)
            on_the_day = birthday(self.as_of, years) == day
            most = span.most + years + (0 if on_the_day else 1)
            known |= {"age": None, "age_xusui": None, "age_between": (span.least + years, most)}
        return Facts.model_construct(**known)

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


_AGES = ("birth_date", "age", "age_xusui", "age_between")


def age_span(told: Mapping[str, Any]) -> AgeSpan | None:
    """Full years on the day ``as_of``, by the first of the ages that is ``told``."""
    birth, day = told.get("birth_date"), told["as_of"]
    if birth is not None:
        first, last = _lag(told.get("birth_lunar"))
        return AgeSpan(full_years(birth + last, day), full_years(birth + first, day))
    return next(filter(None, (_span(name, told.get(name)) for name in _AGES)), None)


def _span(name: str, value: Any) -> AgeSpan | None:
    if value is None or name == "birth_date":
        return None
    if name == "age_xusui":  # 一岁 at birth and one more at each new year
        return AgeSpan(value - 2, value - 1)
    return AgeSpan(value, value) if name == "age" else AgeSpan(min(value), max(value))


def _lag(lunar: bool | None) -> tuple[timedelta, timedelta]:
    return LUNAR_LAG if lunar else (timedelta(0), timedelta(0))


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


def read(raw: Mapping[str, Any], as_of: date, known: Names) -> tuple[Facts, list[str]]:
    """Facts from a JSON object, and what was set aside: unknown keys, unknown received things.

    Raises pydantic.ValidationError naming the field for a value of the wrong kind.
    """
    ignored = [key for key in raw if key not in Facts.model_fields or key == "as_of"]
    given = {k: v for k, v in raw.items() if k not in ignored and v is not None}
    named = given.get("receiving")
    if isinstance(named, list) and all(isinstance(name, str) for name in named):
        given["receiving"], strange = known.received(named)
        ignored += [f"receiving: {item}" for item in strange]
    return Facts.model_validate({"as_of": as_of, **given}), ignored


def what_fits(raw: Mapping[str, Any], as_of: date, known: Names) -> dict[str, Any]:
    """``raw``, kept already, without the facts that cannot be so on a day: those are unknown."""
    try:
        read(raw, as_of, known)
    except ValidationError as error:
        wrong = {str(each["loc"][0]) for each in error.errors(include_url=False)}
        return {name: value for name, value in raw.items() if name not in wrong}
    return dict(raw)
