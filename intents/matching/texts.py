"""Many short texts in one array, so that they are opened by mapping a file and read when needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import Numbers, joined_pieces

BREAK = "\n"
"""Stands after each text; no text may hold one."""

CODING = "utf-32-le"
"""How ``Texts.letters`` are written."""


@dataclass(frozen=True, eq=False)
class Texts(Sequence[str]):
    """A sequence of texts. ``letters`` are the numbers of their characters."""

    letters: NDArray[np.uint32]
    starts: Numbers
    """Where each text begins; the last number is where the next would."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Put ``texts`` into one array. Raises ValueError if one of them has a line break."""
        every = [*texts]
        letters = np.frombuffer(BREAK.join([*every, ""]).encode(CODING), np.uint32)
        ends = np.flatnonzero(letters == ord(BREAK))
        if len(ends) != len(every):
            raise ValueError("a text has a line break in it")
        return cls(letters, np.append(0, ends + 1).astype(np.int32))

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        """One text, or some of them."""
        if isinstance(place, slice):
            return self.some(np.arange(len(self))[place])
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        first, last = self.starts[place % len(self)], self.starts[place % len(self) + 1]
        return str(self.letters[first : last - 1].tobytes(), CODING)

    def some(self, places: Numbers, lines: int = 1) -> list[str]:
        """The texts at ``places`` one after another; with more ``lines`` each is so many texts."""
        return str(self.letters_of(places, lines).data, CODING).split(BREAK)[:-1]

    def letters_of(self, places: Numbers, lines: int = 1) -> NDArray[np.uint32]:
        """The letters of the same, a break behind each."""
        firsts, lasts = self.starts[places * lines], self.starts[places * lines + lines]
        return np.frombuffer(joined_pieces(self.letters, firsts, lasts), np.uint32)
