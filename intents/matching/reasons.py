"""What was measured of a candidate, by name, for staff to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intents.matching.channel import Floats
from intents.matching.features import NAMES


@dataclass(frozen=True, eq=False)
class Reasons(Mapping[str, float | str]):
    """The features of a candidate, and what else is to be said of it.

    Hardly one candidate in a thousand is ever looked at so: the figures become words only then.
    """

    row: Floats
    """One value for each of ``NAMES``."""
    said: Mapping[str, str] = field(default_factory=dict)

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
