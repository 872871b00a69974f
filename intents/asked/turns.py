"""What a short message does beside asking: none of these, say it again, what comes next.

The patterns and the sentences are data (``data/turns.yaml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from intents.asked.naming import without_district
from intents.asked.tied import core
from intents.told.named import without_people
from intents.words.concepts import concepts
from intents.words.normalise import unify
from intents.words.rules import pattern_of

DATA = Path(__file__).parents[1] / "data" / "turns.yaml"
LONGEST = 18
A_DISTRICT = "某区"
"""In the data this stands for a district that is named by itself."""

_EDGES = re.compile(r"[\s\W]+")
_PARTICLES = re.compile(r"(?<=.)[啊呀吧嘛哈哇呗啦]+$")
_HUH = re.compile(r"\s*[啊嗯哈哦噢诶哎咦呃嘿]+[\s!.]*\?[\s?!.]*")
"""What is said by somebody who has not caught it; without the mark some of it is a nod."""


@dataclass(frozen=True)
class Broad:
    """A wish that may mean several questions: which ones, and what to say."""

    pattern: re.Pattern[str]
    ask: tuple[str, ...]
    say: str
    first: bool = False
    """Whether it is so only before anything was spoken of: "退不退" after a deposit asks of that."""


@dataclass(frozen=True)
class _Data:
    moves: dict[str, re.Pattern[str]]
    at_a_loss: re.Pattern[str]
    half_said: re.Pattern[str]
    sum_opened: dict[str, re.Pattern[str]]
    moods: tuple[tuple[re.Pattern[str], str], ...]
    say: dict[str, str]
    broad: tuple[Broad, ...]


@cache
def _data() -> _Data:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return _Data(
        moves={name: pattern_of(pattern) for name, pattern in data["moves"].items()},
        at_a_loss=pattern_of(data["at_a_loss"]),
        half_said=pattern_of(data["half_said"]),
        sum_opened={name: pattern_of(words) for name, words in data["sum_opened"].items()},
        moods=tuple((pattern_of(row["any"]), row["say"]) for row in data["moods"]),
        say=data["say"],
        broad=tuple(
            Broad(pattern_of(row["any"]), tuple(row["ask"]), row["say"], row.get("first", False))
            for row in data["broad"]
        ),
    )


def _plain(text: str) -> str:
    return _EDGES.sub("", unify(text))


def move_in(text: str) -> str | None:
    """The name of what ``text`` does, None for a question or a statement."""
    if _HUH.fullmatch(unify(text)):
        return "repeat"
    spoken = _plain(text)
    plain = _PARTICLES.sub("", spoken)
    if len(plain) > LONGEST:
        return None
    fits = (n for n, p in _data().moves.items() if p.fullmatch(plain) or p.fullmatch(spoken))
    return next(fits, None)


def complains(text: str) -> bool:
    """Whether ``text`` says that the answer was wrong or the machine is no good, and nothing else."""
    plain = _PARTICLES.sub("", _plain(text))
    return len(plain) <= LONGEST and bool(_data().moves["complaint"].fullmatch(plain))


def is_at_a_loss(text: str) -> bool:
    """Whether ``text`` only asks what to do now ("那怎么办"): after a warning that is about the warning."""
    return bool(_data().at_a_loss.fullmatch(_PARTICLES.sub("", _plain(text))))


def is_half_said(text: str) -> bool:
    """Whether ``text`` only begins to tell something ("我婆婆", "他不会走路了")."""
    plain = _plain(text)
    return 0 < len(plain) <= LONGEST and bool(_data().half_said.fullmatch(plain))


def opens_a_sum(text: str) -> bool:
    """Whether ``text`` asks what there is for somebody, or to have it added up, and says nothing else
    ("你给算算我妈的", "我想算补贴")."""
    plain, opened = _plain(text), _data().sum_opened
    rest = without_people(plain)
    if len(plain) > LONGEST or broad_in(text, first=False):
        return False
    if rest != plain and opened["age_unknown"].fullmatch(rest):
        return True
    meant = opened["sum" if rest == plain else "of_somebody"].search(rest)
    return bool(meant and opened["words"].fullmatch(rest))


def is_only_angry(text: str) -> bool:
    """Whether ``text`` is upset and names no matter ("气死我了", "跑了三趟")."""
    plain = _plain(text)
    return len(plain) <= LONGEST and bool(comfort(text)) and not concepts(plain).nouns


def sentence(name: str) -> str:
    """What to say to a move."""
    return _data().say[name]


def comfort(text: str) -> str:
    """How to begin for somebody who is upset; empty for others."""
    plain = _plain(text)
    return next((say for pattern, say in _data().moods if pattern.search(plain)), "")


def broad_in(text: str, *, first: bool) -> Broad | None:
    """The wish that names no matter in particular, if ``text`` is one; ``first``: nothing was spoken of
    before."""
    said = core(text)
    plain = _plain(without_district(said)) or (A_DISTRICT if _plain(said) else "")
    fitting = (b for b in _data().broad if b.pattern.fullmatch(plain))
    return next((broad for broad in fitting if first or not broad.first), None)
