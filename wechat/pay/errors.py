"""What a failed call means for the money. Decided on ``code``, never on the message's words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml


class Outcome(StrEnum):
    """What has become of what was asked for."""

    REFUSED = "refused"
    UNKNOWN = "unknown"
    DONE = "done"


@dataclass(frozen=True)
class Meaning:
    """What a code means: the outcome, whether the same request may be repeated later, and
    whether somebody has to mend something first."""

    outcome: Outcome
    repeat: bool = False
    alarm: bool = False


def _plain(code: str) -> str:
    return code.replace("_", "").upper()


def _read() -> dict[str, Meaning]:
    table: dict[str, dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("errors.yaml").read_text(encoding="utf-8")
    )
    return {
        _plain(code): Meaning(Outcome(row.pop("outcome")), **row) for code, row in table.items()
    }


_MEANINGS = _read()


class PayError(Exception):
    """A call that did not succeed. Holds codes only: no number, name or message of anybody."""

    def __init__(
        self, code: str, status: int | None = None, meaning: Meaning | None = None
    ) -> None:
        super().__init__(f"WeChat Pay: {code}")
        self.code, self.status = code, status
        self.meaning = meaning or _meaning(code, status)

    def says(self, *codes: str) -> bool:
        """Whether the code is one of these, in either spelling."""
        return _plain(self.code) in map(_plain, codes)

    @property
    def outcome(self) -> Outcome:
        """What has become of what was asked for."""
        return self.meaning.outcome


def _meaning(code: str, status: int | None) -> Meaning:
    """The table's, else by status: 4xx did nothing; of 429, 5xx and silence nobody knows."""
    known = _MEANINGS.get(_plain(code))
    if known is not None:
        return known
    refused = status is not None and 400 <= status < 500 and status != 429
    return (
        Meaning(Outcome.REFUSED, alarm=True) if refused else Meaning(Outcome.UNKNOWN, repeat=True)
    )


def no_answer() -> PayError:
    """The request may have arrived, but no answer came back."""
    return PayError("NO_ANSWER", None, Meaning(Outcome.UNKNOWN, repeat=True))


def not_sent() -> PayError:
    """No connection could be made: nothing was asked for."""
    return PayError("NOT_SENT", None, Meaning(Outcome.REFUSED, repeat=True))


def forged_answer() -> PayError:
    """A success that is not signed by WeChat Pay says nothing about what happened."""
    return PayError("FORGED_ANSWER", None, Meaning(Outcome.UNKNOWN, repeat=True, alarm=True))
