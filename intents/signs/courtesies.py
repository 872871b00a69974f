"""Thanks, praise, good-byes and nods: messages that are nothing but that, in however many words.

The pieces are data (``data/courtesies.yaml``). A message is read piece by piece from its beginning, so that its
length costs no more than that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from intents.words.normalise import bare
from intents.words.rules import pattern_of

DATA = Path(__file__).parents[1] / "data" / "courtesies.yaml"
LONGEST = 60
_CLAUSE = re.compile(r"\s*([^,，。.!！;；~\n]+)[,，。.!！;；~\s]+(?=\S)")


@dataclass(frozen=True)
class Courtesy:
    """A kind of courtesy, and what is said to it."""

    name: str
    say: str
    only: str = ""
    """What is said to it where the conversation begins with it; empty where that is the same."""


@dataclass(frozen=True)
class _Data:
    pieces: dict[str, re.Pattern[str]]
    glue: re.Pattern[str]
    kinds: tuple[Courtesy, ...]


@cache
def _data() -> _Data:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return _Data(
        pieces={kind["name"]: pattern_of(kind["any"]) for kind in data["kinds"]},
        glue=pattern_of(data["glue"]),
        kinds=tuple(
            Courtesy(kind["name"], kind["say"], kind.get("only", "")) for kind in data["kinds"]
        ),
    )


def courtesy_in(text: str) -> Courtesy | None:
    """What courtesy ``text`` is, None where it says anything else beside it."""
    plain = bare(text)
    found = _kinds_in(plain) if len(plain) <= LONGEST else None
    return next((kind for kind in _data().kinds if found and kind.name in found), None)


def without_thanks(text: str) -> str:
    """``text`` without the clauses of thanks and praise before what it says; a nod may be an answer."""
    rest = text
    while (cut := _CLAUSE.match(rest)) and (kind := courtesy_in(cut[1])):
        if kind.name not in ("thanks", "praise"):
            break
        rest = rest[cut.end() :]
    return rest


def _kinds_in(plain: str) -> set[str] | None:
    """The kinds of the pieces of ``plain``; None where anything is left over."""
    data, place, found = _data(), 0, set[str]()
    while place < len(plain):
        ends = {name: piece.match(plain, place) for name, piece in data.pieces.items()}
        lengths = {name: match.end() - place for name, match in ends.items() if match}
        name = max(lengths, key=lambda kind: lengths[kind], default=None)
        glue = data.glue.match(plain, place)
        if name and lengths[name]:
            found.add(name)
            place += lengths[name]
        elif glue:
            place = glue.end()
        else:
            return None
    return found
