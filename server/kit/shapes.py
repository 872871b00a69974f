"""Base of request and response shapes, and what texts and whole numbers in them may hold."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError

LARGEST = 2**53 - 1
"""A whole number beyond it is not the same one everywhere (RFC 8259, 6), and larger ones fit no column."""


class Shape(BaseModel):
    """Unknown fields are refused, and so is whatever is no whole number where one is wanted.

    Pydantic takes true, 3.0 and "3" for numbers; nobody who writes them as JSON means a number of days
    or fen. ``written``: it comes from an address or a form, where everything is text.
    """

    model_config = ConfigDict(extra="forbid")
    written: ClassVar[bool] = False

    @field_validator("*", mode="before")
    @classmethod
    def is_whole(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, (str, bool, int, float)) and _wants_whole(cls, info.field_name or ""):
            if isinstance(value, (bool, float)) or (isinstance(value, str) and not cls.written):
                raise PydanticKnownError("int_type")
            if isinstance(value, int) and abs(value) > LARGEST:
                raise ValueError("这个数太大了，请检查一下")
        return value


@cache
def _wants_whole(shape: type[Shape], field: str) -> bool:
    found = shape.model_fields.get(field)
    return found is not None and int in (kinds := _kinds(found.annotation)) and str not in kinds


def _kinds(annotation: Any) -> set[Any]:
    """The types that a value may be of, without what is noted about them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return set().union(*map(_kinds, get_args(annotation)))
    return {annotation}


def plain_text(value: str) -> str:
    """``value`` without control characters (PostgreSQL stores no NUL) and outer space.

    Raises ValueError for half a character.
    """
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError("里面有认不出的字符，请改一改再发")
    return "".join(c for c in value if c.isprintable() or c.isspace()).strip()


def one_line(value: str) -> str:
    """``value`` as it can be seen, on one line: nothing in it turns the writing round or hides.

    Raises ValueError where nothing is left.
    """
    seen = " ".join(plain_text(value).split())
    if not seen:
        raise ValueError("这一项不能空着，请写上")
    return seen
