"""What people say in a self-check: which question, which answer, back, on, enough.

Knows nothing of the questions but the wording of their answers. What fits two answers is none:
asking again costs a moment, a wrong answer a wrong level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from intents.told.graver import names_a_coma
from intents.told.points import points_in
from intents.words.normalise import unify
from intents.words.numerals import SEVERAL, SIGNS, digit, times

DATA = Path(__file__).parents[1] / "data" / "self_check.yaml"

Command = Literal["start", "again", "resume", "supplement", "back", "pause", "stop"]

UNKNOWN = -1
"""Stands for the answer "不知道"."""

LONGEST_COMMAND = 24
"""Longer messages tell or ask something, whatever words of a command they hold."""

LONGEST_ANSWER = 40
"""Longer messages are stories or questions."""

LONGEST_WORDING = 60
"""No answer of the standard has more characters."""

LONGEST_REMARK = 14
"""Longer ones are not read for a single word that gives the answer away ("提醒一下就行")."""

NUMBERED = "第{number}题选第{answer}个"
NUMBERED_UNKNOWN = "第{number}题说不好"
SUPPLEMENT = "补充"
"""What the buttons send. It names the question, so that a button of an earlier question, pressed
late or twice, changes that question and no other; and it says nothing that sounds like danger."""

_NUMBERED = re.compile(rf"^({SUPPLEMENT})?第(\d{{1,2}})题(?:选第(\d)个|(说不好))$")
_EDGES = re.compile(r"[\s\W_]+")
_ORDINAL = re.compile(
    r"^(?:我)?(?:选|要|是|就|算)*第?([1-5一二两三四五])(?:个|项|条|种|档)(?:吧|的)?$"
)
_BARE = re.compile(r"^(?:选)?([1-5一二三四五])$")
_LAST = re.compile(r"^(?:选|是|就)*最后(?:那|一)?个?(?:吧)?$")
_TIMES = re.compile(rf"([0-9{SIGNS}两]|{'|'.join(SEVERAL)})(?:次|回|遭|跤)|^([0-9])$")
_CLAUSE = re.compile(r"[，,；;、/或()（）：:]")

_PATTERNS = (
    "question",
    "remark",
    "unknown",
    "agrees",
    "denies",
    "level",
    "assessed",
    "estimated",
    "how_many",
)


@dataclass(frozen=True)
class Numbered:
    """An answer that says which question it is for. ``answer`` counts from 0, or is UNKNOWN."""

    number: int
    supplementary: bool
    answer: int


@cache
def _data() -> dict[str, Any]:
    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    commands = {
        when: {name: re.compile("|".join(any_of)) for name, any_of in raw[when].items()}
        for when in ("always", "asked")
    }
    single = {name: re.compile(raw[name]) for name in _PATTERNS}
    return commands | single | {"help": [re.compile(rung) for rung in raw["help"]]}


def plain(text: str) -> str:
    """``text`` in half width and simplified characters, nothing but characters."""
    return _EDGES.sub("", unify(text))


def command_in(text: str, *, asked: bool) -> Command | None:
    """What ``text`` wants of the check. ``asked``: the message before was one of its questions."""
    said = plain(text)
    if len(said) > LONGEST_COMMAND:
        return None
    for when in ("always", "asked") if asked else ("always",):
        for name, pattern in _data()[when].items():
            of_levels = name == "start" and (_has_a_level(text) or asks_how_many_levels(text))
            if pattern.search(said) and not of_levels:
                return cast(Command, name)
    return None


def asks_how_many_levels(text: str) -> bool:
    """Whether ``text`` asks into how many grades an assessment divides ("评估能评几级")."""
    return bool(_data()["how_many"].search(plain(text)))


def _has_a_level(text: str) -> bool:
    """Whether ``text`` tells points or a coma, which have a level without a check."""
    return (
        names_a_coma(text)
        or points_in(re.sub(r"[\s\W_]+", ",", unify(text)), asked=True) is not None
    )


def numbered_in(text: str) -> Numbered | None:
    """The answer of a button, which names its question."""
    match = _NUMBERED.match(plain(text))
    if not match:
        return None
    answer = UNKNOWN if match[4] else int(match[3]) - 1
    return Numbered(int(match[2]), bool(match[1]), answer)


def sounds_like_a_question(text: str) -> bool:
    """Whether ``text`` asks something, or is too long for an answer."""
    said = plain(text)
    asks = text.rstrip().endswith(("?", "？")) or _data()["question"].search(said)
    return bool(asks) or len(said) > LONGEST_ANSWER


def sounds_like_an_answer(text: str) -> bool:
    """Whether ``text`` is a remark about the person, though it may fit no answer."""
    return bool(_data()["remark"].search(plain(text)))


def answer_in(text: str, labels: Sequence[str], *, counts: bool = False) -> int | None:
    """Which of ``labels`` is meant, counted from 0; UNKNOWN for "不知道"; None if unclear.

    ``labels`` stand best first; of two the first means no. ``counts``: they are numbers of times,
    0, 1, 2 and more.
    """
    said = plain(text)
    if len(said) > LONGEST_WORDING:
        return None
    if _data()["unknown"].match(said):
        return UNKNOWN
    for hear in (_worded, _times) if counts else (_worded, _placed, _helped):
        found = hear(said, labels)
        if found is not None:
            return found
    return _placed(said, labels) if counts else None


def _placed(said: str, labels: Sequence[str]) -> int | None:
    """ "第二个", "2", "最后一个"."""
    if _LAST.match(said):
        return len(labels) - 1
    match = _ORDINAL.match(said) or _BARE.match(said)
    place = digit(match[1]) if match else 0
    return place - 1 if 1 <= place <= len(labels) else None


def _worded(said: str, labels: Sequence[str]) -> int | None:
    """The label itself, or a clause that only one of them has."""
    if not said:
        return None
    whole = [n for n, label in enumerate(labels) if plain(label) == said]
    clauses = [n for n, label in enumerate(labels) if said in map(plain, _CLAUSE.split(label))]
    inside = [n for n, label in enumerate(labels) if len(said) >= 4 and said in plain(label)]
    return next((found[0] for found in (whole, clauses, inside) if len(found) == 1), None)


def _times(said: str, _labels: Sequence[str]) -> int | None:
    """ "摔过两次" is 2; more than 2 is 2 as well."""
    if len(said) <= LONGEST_REMARK and (match := _TIMES.search(said)):
        return min(times(match[1] or match[2]), 2)
    return 0 if _data()["denies"].match(said) else None


def _helped(said: str, labels: Sequence[str]) -> int | None:
    """Yes and no where there are two answers, else how much help is needed."""
    if len(labels) == 2:
        return 0 if _data()["denies"].match(said) else 1 if _data()["agrees"].match(said) else None
    rungs = [n for n, rung in enumerate(_data()["help"]) if rung.search(said)]
    if len(rungs) != 1 or len(said) > LONGEST_REMARK:
        return None
    [rung] = rungs
    if len(labels) == len(_data()["help"]) and labels[0].startswith("独立"):
        return rung
    return 0 if rung == 0 else None


def says_it_was_assessed(text: str) -> bool:
    """Whether the level that ``text`` names was found by those who decide, not estimated."""
    said = plain(text)
    if "正式" in said:
        return True
    return bool(_data()["assessed"].search(said)) and not says_it_was_estimated(text)


def says_it_was_estimated(text: str) -> bool:
    """Whether ``text`` says that somebody estimated a level by themselves."""
    return bool(_data()["estimated"].search(plain(text)))


def without_level(text: str) -> str:
    """``text`` without the level that it names."""
    return str(_data()["level"].sub("", text))
