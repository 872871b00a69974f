"""What was measured of a candidate, by name, for staff to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intents.matching.channel import Floats
from intents.matching.features import NAMES

_NOTHING: Mapping[str, str] = {}


class Reasons(Mapping[str, float | str]):
    """The features of a candidate, and what else is to be said of it.

    Hardly one candidate in a thousand is ever looked at so: the figures become words only then.
    """

    __slots__ = ("row", "said")

    def __init__(self, row: Floats, said: Mapping[str, str] = _NOTHING) -> None:
        """``row`` has one value for each of ``NAMES``."""
        self.row, self.said = row, said

    def __getitem__(self, name: str) -> float | str:
        """A figure of three places, or what was said."""
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        """All names."""
        return iter((*NAMES, *self.said))

    def __len__(self) -> int:
        """How many there are."""
        return len(NAMES) + len(self.said)

    def _all(self) -> dict[str, float | str]:
        return dict(zip(NAMES, self.row.round(3).tolist(), strict=True)) | dict(self.said)
