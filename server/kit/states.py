"""State machines as data: which status may follow which. Status is assigned nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class WrongMoveError(Exception):
    """A status was to follow one that it cannot follow: a fault of ours, or a race that was lost."""


@dataclass(frozen=True, eq=False)
class Machine:
    """The moves of one noun: status → the statuses that may follow. None follows a terminal one."""

    noun: str
    moves: Mapping[str, frozenset[str]]

    def __post_init__(self) -> None:
        unknown = {to for after in self.moves.values() for to in after} - self.moves.keys()
        if unknown:
            raise ValueError(f"{self.noun}: moves to unknown {sorted(unknown)}")

    @property
    def terminal(self) -> frozenset[str]:
        """Statuses that nothing follows."""
        return frozenset(status for status, after in self.moves.items() if not after)

    def allows(self, old: str, new: str) -> bool:
        """Whether ``new`` may follow ``old``."""
        return new in self.moves[old]

    def before(self, new: str) -> frozenset[str]:
        """Statuses that ``new`` may follow."""
        return frozenset(old for old, after in self.moves.items() if new in after)

    def move(self, row: Any, new: str) -> str:
        """Give ``row`` its next status; returns the one before. Raises WrongMoveError."""
        old: str = row.status
        if not self.allows(old, new):
            raise WrongMoveError(f"{self.noun}: {new} cannot follow {old}")
        row.status = new
        return old

    def check(self) -> str:
        """The CHECK of a status column."""
        return f"status IN ({', '.join(repr(status) for status in self.moves)})"
