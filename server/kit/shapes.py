"""Base of request and response shapes, and what texts in them may hold."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


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
