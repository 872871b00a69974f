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
LONGEST_PLEASANTRY = 16
_CLAUSE = re.compile(r"[^,，。.!！;；~\n]+[,，。.!！;；~\s]*")
_FIRST_CLAUSE = re.compile(r"\s*([^,，。.!！;；~\n]+)[,，。.!！;；~\s]+(?=\S)")


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
    pleasantries: re.Pattern[str]
    reported: re.Pattern[str]
    opened: re.Pattern[str]
    kinds: tuple[Courtesy, ...]


@cache
def _data() -> _Data:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return _Data(
        pieces={kind["name"]: pattern_of(kind["any"]) for kind in data["kinds"]},
        glue=pattern_of(data["glue"]),
        pleasantries=re.compile(f"(?:{pattern_of(data['pleasantries']).pattern})*"),
        reported=pattern_of(data["reported"]),
        opened=re.compile(data["opened"]),
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
    """``text`` without the clauses of thanks and praise before what it says, without pleasantries, without who
    asks it where that is passed on, and without that it is a question; a nod may be an answer."""
    rest = text
    while (cut := _FIRST_CLAUSE.match(rest)) and (kind := courtesy_in(cut[1])):
        if kind.name not in ("thanks", "praise"):
            break
        rest = rest[cut.end() :]
    rest = without_pleasantries(rest) or rest
    for begins in (_data().reported, _data().opened):
        if head := begins.match(rest):
            rest = rest[head.end() :]
    return rest


def without_pleasantries(text: str) -> str:
    """``text`` without what is said before somebody comes to the point ("您好啊，天真冷"), wherever it is a
    clause of its own; empty where it is nothing else."""
    clauses = (match[0] for match in _CLAUSE.finditer(text))
    return "".join(clause for clause in clauses if not _is_pleasant(bare(clause)))


def _is_pleasant(plain: str) -> bool:
    return len(plain) <= LONGEST_PLEASANTRY and bool(_data().pleasantries.fullmatch(plain))


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
