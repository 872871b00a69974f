"""One typed error for everything WeChat refuses or does not answer.

No text here ever carries a secret, a token, a code, an openid or a phone number: WeChat's own
``errmsg`` may quote what was sent, so only the error code, the name of the refused field and the
request id are taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

TABLE = Path(__file__).parent / "data" / "errcodes.yaml"

Kind = Literal[
    "busy", "limit", "token", "code", "risk", "person", "consent", "value", "configuration",
    "wait", "done", "final", "answer", "network",
]  # fmt: skip
"""What the caller does with an error; ``data/errcodes.yaml`` explains each."""

_RID = re.compile(r"\brid: ?([0-9a-f]{4,16}(?:-[0-9a-f]{4,16}){1,4})", re.IGNORECASE)
_FIELD = re.compile(
    r"\bdata\.((?:thing|name|phrase|number|letter|symbol|character_string|time|date|amount"
    r"|phone_number|car_number|enum)\d{1,3})\b"
)


class Meaning(BaseModel):
    """One row of the table of error codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    meaning: str
    tell: str
    retryable: bool = False


@cache
def table() -> dict[str, dict[int | str, Meaning]]:
    """Operation (or ``common``, ``transport``) → code → meaning."""
    adapter = TypeAdapter(dict[str, dict[int | str, Meaning]])
    return adapter.validate_python(yaml.safe_load(TABLE.read_text(encoding="utf-8")))


def meaning_of(operation: str, errcode: int) -> Meaning:
    """What ``errcode`` means for ``operation``; an operation's own row wins over the common one."""
    rows = table()
    own = rows.get(operation, {}).get(errcode)
    return own or rows["common"].get(errcode) or rows["transport"]["unknown"]


class WeChatError(Exception):
    """WeChat refused, or there is no usable answer.

    ``errcode``          WeChat's number; ``None`` where there was no answer
    ``kind``             what to do about it, see :data:`Kind`
    ``retryable``        the same call may succeed later
    ``unknown_outcome``  the request may have had its effect: never repeat blindly what is not repeatable
    ``tell``             a Chinese sentence for the person
    ``field``            the refused value's key (47003), e.g. ``thing3``
    ``rid``              WeChat's request id, for their support
    """

    def __init__(
        self,
        operation: str,
        errcode: int | None,
        meaning: Meaning,
        *,
        unknown_outcome: bool = False,
        field: str | None = None,
        rid: str | None = None,
    ) -> None:
        self.operation = operation
        self.errcode = errcode
        self.kind: Kind = meaning.kind
        self.retryable = meaning.retryable
        self.tell = meaning.tell
        self.meaning = meaning.meaning
        self.unknown_outcome = unknown_outcome
        self.field = field
        self.rid = rid
        super().__init__(self._text())

    def _text(self) -> str:
        code = f"errcode {self.errcode}" if self.errcode is not None else self.kind
        outcome = ", the outcome is unknown" if self.unknown_outcome else ""
        field = f", field {self.field}" if self.field else ""
        return f"{self.operation}: {code} ({self.meaning}){field}{outcome}"


def refusal(operation: str, answer: Mapping[str, Any]) -> WeChatError | None:
    """The error in an answer, or ``None``: an absent ``errcode`` means success."""
    errcode: int = answer.get("errcode") or 0
    if errcode == 0:
        return None
    text = str(answer.get("errmsg", ""))
    field, rid = _FIELD.search(text), _RID.search(text)
    return WeChatError(
        operation,
        errcode,
        meaning_of(operation, errcode),
        field=field.group(1) if field else None,
        rid=rid.group(1) if rid else None,
    )


def failure(operation: str, what: str, *, unknown_outcome: bool = False) -> WeChatError:
    """An error without a code of WeChat's: ``what`` is a row of ``transport``."""
    return WeChatError(operation, None, table()["transport"][what], unknown_outcome=unknown_outcome)


class RefusedValue(ValueError):
    """A value we were about to send is not allowed. Names the field, never the value."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}")
