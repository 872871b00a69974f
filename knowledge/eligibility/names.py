"""What people call the things they receive: names, and what stands behind each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.files import read_yaml

NAMES = Path(__file__).parent.parent / "rules" / "names.yaml"
HARMLESS = NAMES.with_name("other_money.yaml")

UNCLEAR = "unclear"
"""The code of what is received under a name that nobody knows: it may be what shuts out another benefit."""

_SAID_BESIDE = re.compile(r"[\s“”\"'()·]|的|(?:那|这)[个份笔项]?")


def plain_name(name: str) -> str:
    """``name`` in half width, without what people put between its words, 补助 as 补贴."""
    return _SAID_BESIDE.sub("", unicodedata.normalize("NFKC", name)).replace("补助", "补贴")


@dataclass(frozen=True)
class Names:
    """The names in ``knowledge/rules/names.yaml``.

    ``harmless`` are the names of money that shuts out no benefit, such as a pension.
    """

    codes: dict[str, str]
    harmless: frozenset[str] = frozenset()

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {plain_name(name): code for name, code in self.codes.items()}

    @cached_property
    def _plainly_harmless(self) -> frozenset[str]:
        return frozenset(map(plain_name, self.harmless))

    def received(self, named: Iterable[str]) -> tuple[frozenset[str], list[str]]:
        """The codes of what is ``named``, and the names among it that nobody knows."""
        plain = {name: plain_name(name) for name in named}
        telling = {name: p for name, p in plain.items() if p not in self._plainly_harmless}
        strange = [name for name, p in telling.items() if p not in self._plain]
        return frozenset(self._plain.get(p, UNCLEAR) for p in telling.values()), strange


def names(path: Path = NAMES, harmless: Path = HARMLESS) -> Names:
    """Read the tables of names."""
    table = read_yaml(path)
    codes = {name: code for code, row in table.items() for name in (code, *row)}
    return Names(codes, frozenset(read_yaml(harmless)))
