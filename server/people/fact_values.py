"""Which facts about a person are kept, and what a value of each looks like.

Those that benefits are judged by have the names and values of ``knowledge.eligibility``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    TypeAdapter,
    ValidationError,
)
from pydantic import field_validator as checked

from knowledge import divisions
from knowledge.eligibility import facts as eligibility
from knowledge.eligibility import names
from server.errors import TITLES, Problem, field_errors
from server.kit import phones
from server.kit.clock import business_today
from server.kit.shapes import one_line
from server.people import id_cards

LABELS: Mapping[str, str] = {
    "birth_date": "出生日期",
    "birth_lunar": "生日是不是农历",
    "hukou": "户口",
    "hukou_district": "户口所在区",
    "residence_permit": "居住证",
    "residence_district": "居住的区",
    "residence_street": "居住的街道",
    "lives": "住在家里还是机构",
    "alone": "是否独居",
    "basic_service_elder": "是否基本养老服务对象",
    "moved_out": "户口是否迁出",
    "income_class": "低保或低收入",
    "family_planning_special": "是否计划生育特殊家庭",
    "disability": "残疾类别和等级",
    "multiple_disability": "是否多重残疾",
    "assessment_level": "能力评估等级",
    "receiving": "正在领的待遇",
    "insured_district": "参保的区",
    "insurance_type": "医保种类",
    "diet": "饮食要求",
    "emergency_contact": "紧急联系人",
    "preferences": "使用习惯",
}
"""Every fact with its name for people."""

ELIGIBILITY = frozenset(LABELS) & frozenset(eligibility.Facts.model_fields)
ASSESSMENT = frozenset({"assessment_level"})
"""Seen only with the scope see_assessment."""

SENSITIVE = ASSESSMENT | {
    "income_class", "family_planning_special", "disability", "multiple_disability", "receiving",
    "basic_service_elder", "diet",
}  # fmt: skip
"""Health, disability and income: kept only while the elder agrees to the text sensitive_facts."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EmergencyContact(_Strict):
    """Whom to call."""

    name: Annotated[str, Field(min_length=1, max_length=32), AfterValidator(one_line)]
    phone: str
    relation: Annotated[str, Field(min_length=1, max_length=16)]

    @checked("phone")
    @classmethod
    def is_a_number(cls, value: str) -> str:
        return phones.any_normalised(value)


class Preferences(_Strict):
    """How the elder likes to read and listen."""

    font_size: Literal["normal", "large", "largest"] = "normal"
    read_aloud: StrictBool = False
    slow: StrictBool = False


Diet = list[
    Literal["soft", "low_salt", "diabetic", "low_fat", "halal", "vegetarian", "no_pork",
            "no_seafood", "no_nuts", "no_dairy", "no_egg"]
]  # fmt: skip

_OTHERS: Mapping[str, TypeAdapter[Any]] = {
    "diet": TypeAdapter(Diet),
    "emergency_contact": TypeAdapter(EmergencyContact),
    "preferences": TypeAdapter(Preferences),
    "residence_street": TypeAdapter(str),
}


def read(name: str, value: object) -> Any:
    """The value as it is kept, as JSON. Raises Problem 404 for a fact we do not keep, 422 for a
    value of the wrong kind, with a Chinese sentence."""
    if name not in LABELS:
        raise Problem(404, "not-found", "没有这一项资料")
    try:
        return _eligibility(name, value) if name in ELIGIBILITY else _other(name, value)
    except ValidationError as error:
        problems = [{**e, "field": _place(name, e["field"])} for e in field_errors(error)]
        raise Problem(422, *TITLES[422], errors=problems) from None


def _place(name: str, field: str) -> str:
    inside = field.removeprefix(name).removeprefix(".")
    return f"value.{inside}" if inside else "value"


def _eligibility(name: str, value: object) -> Any:
    facts, ignored = eligibility.read({name: value}, business_today(), _names())
    if ignored:
        strange = "、".join(item.removeprefix("receiving: ") for item in ignored)
        raise _wrong(f"不认识这项待遇：{strange}")
    kept = facts.model_dump(mode="json")[name]
    if kept is None:
        raise _wrong("这一项要填")
    if name == "birth_date":
        _served(facts.birth_date)
    return sorted(kept) if name == "receiving" else kept


def _served(birth: date | None) -> None:
    try:
        id_cards.served(birth)
    except ValueError as error:
        raise _wrong(str(error)) from None


def _other(name: str, value: object) -> Any:
    adapter = _OTHERS[name]
    kept = adapter.dump_python(adapter.validate_python(value), mode="json")
    if name == "residence_street" and divisions.street(kept) is None:
        raise _wrong("没有这个街道，请从列表里选")
    return kept


def _wrong(message: str) -> Problem:
    return Problem(422, *TITLES[422], errors=[{"field": "value", "message": message}])


@cache
def _names() -> names.Names:
    return names.names()
