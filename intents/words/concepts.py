"""Names the things and wishes in a text: different words for one concept become one token."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from intents.words.districts import DISTRICTS
from intents.words.patterns import Patterns, beginnings
from intents.words.relatives import CHILDREN, GRANDCHILDREN

DATA = Path(__file__).parents[1] / "data" / "concepts.yaml"
TWO = 2
MOST = 64
"""Concepts of one kind are kept as the bits of one number."""


@dataclass(frozen=True)
class Concepts:
    """What a text is about, and what it wants to know of it: sets of concepts, as bits."""

    nouns: int
    asks: int
    elsewhere: int = 0
    """The number of the place outside Beijing that is named first, 0 for none."""
    kinds: int = 0
    """Finer kinds of question, which are no wishes of their own."""

    @property
    def manner(self) -> int:
        """How it is asked: wishes and kinds, as bits of one number."""
        return self.asks | self.kinds << len(_data().asks)

    @property
    def subjects(self) -> frozenset[str]:
        """The nouns that a question can be about, without those that only say of whom or how."""
        return frozenset(_data().nouns.named(self.nouns)) - _data().attributes

    @property
    def wishes(self) -> frozenset[str]:
        """What it wants to know, by name."""
        return frozenset(_data().asks.named(self.asks))

    @property
    def of_two(self) -> int:
        """The two nouns, as bits, that a question asks about together: an answer to it names both."""
        data = _data()
        about = self.nouns & ~data.of_whom
        together = self.asks & data.both or self.kinds & data.differ
        return about if together and about.bit_count() == TWO else 0

    @property
    def foreign(self) -> int:
        """The nouns, as bits, that make a question another matter whatever else it names."""
        return self.nouns & _data().foreign

    def is_bare_subject(self) -> bool:
        """Whether a subject of ours is named and nothing is asked of it."""
        ours = self.nouns and not {*_data().nouns.named(self.nouns)} & _data().not_ours
        return bool(ours) and not self.asks and not self.elsewhere

    def tokens(self) -> list[str]:
        """The concepts as index tokens, told from words by their sign."""
        return [*_tokens(self.nouns, self.asks, self.kinds)]


_CHILDREN = re.compile(
    f"(?:儿|女|子女|{CHILDREN}|{GRANDCHILDREN})们?(?:全|都|也|又|就|1直|现在|常年|1个|俩|两个)*(?:在|去了?|到了?|嫁到?了?|搬到?了?|住在?)$"
)
_SPEAKER = re.compile(
    "(?<![跟随和])(?:我|俺)(?:们|自己|本人|人|现在|1直|长期|常年|平时|也|都|这边)*(?:住|待|工作|上班)?在$"
)
"""Where the speaker is says nothing of the place asked about, if Beijing is named as well."""

_PARENT = re.compile(
    "(?:我|俺|家里的?)(?:妈|爸|爹|娘|爷爷|奶奶|姥姥|姥爷|公公|婆婆|岳父|岳母|父母|老人)"
)
"""Whom a message is about that says where the speaker is: "我在上海，给我妈订饭"."""

_BEIJING = re.compile("北京|京籍|京户")
_PLACE_HERE = re.compile("[门园店寨庄桥路菜]|街(?!道)|胡同|大[街厦]|镇")
"""What makes of a place elsewhere a name in Beijing: "广安门", "周口店", "苏州街", "河北镇", or a dish."""
_FOR_A_SEASON = re.compile(
    "[^,，。;；]{0,8}?(?:[过越猫]冬|避寒|避暑|过夏|过年|过节|候鸟|(?:[住待呆]|旅居)(?:上|了)?(?:[几两半1-9一三]个?多?[月年]|[1一这]?[个整]?(?:冬天?|夏天?|阵子|段时间)))"
)
_IN_SEASON = re.compile(
    "(?:冬天|夏天|入冬|天冷|天热|冬[季里]|夏[季里]|候鸟)[^,，。;；]{0,6}(?:住|去|到|在|待|呆|上|回)了?$"
)
"""Who is away only for so long asks of here ("在海南过冬，津贴还发吗")."""

_FROM = re.compile("(?:从|打|由)$")
_CAME = re.compile("[^,，。;；]{0,3}来(?:的|北京|京|这[边儿里]|打工|干活|给|照顾|帮)")
"""Who came from there asks of here ("我从河北来的，想学护工")."""

_OF_THERE = re.compile("(?:户口|户籍|老家)(?:还|都|也|一直|1直)*(?:是|在)?$")
_FROM_THERE = re.compile("[省市县的]*(?:户口|户籍|人)")
_LIVES_HERE = re.compile(
    rf"(?:住|搬|来|接|待)(?:在|到|进)?了?(?:北京|京里|城里|{'|'.join(DISTRICTS)})"
    "|(?:跟|随|和)(?:着)?(?:我|我们|俺|儿子|闺女|女儿|孩子)(?:们|家)?(?:1起|一起|1块儿?)?(?:住|过)"
)
"""Who is registered there and lives here asks of here ("户口在江西，住在朝阳")."""

_THERE = re.compile("那边|那里|那儿|当地|随(?!时|便)|跟(?!你|您|你们|我说)|1起去|过去")
_PERMIT = re.compile("居住证|居住登记卡|暂住证")
"""Who has a residence permit of Beijing asks of here, wherever she is from, unless of that place."""


@dataclass(frozen=True)
class _Data:
    nouns: Patterns
    asks: Patterns
    kinds: Patterns
    elsewhere: re.Pattern[str]
    attributes: frozenset[str]
    not_ours: frozenset[str]
    foreign: int
    """Those of them, as bits, beside which no other subject counts."""
    of_whom: int
    """The attributes, as bits."""
    both: int
    differ: int
    """The wish and the kind, as bits, of questions about two things."""
    plainly: dict[str, str]
    names: dict[str, str]
    general: dict[str, str]
    peers: frozenset[str]


@cache
def _data() -> _Data:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    if max(len(data["nouns"]), len(data["asks"]) + len(data["kinds"])) > MOST:
        raise ValueError(f"{DATA.name}: at most {MOST} nouns and {MOST} asks")
    return _Data(
        nouns=Patterns(data["nouns"]),
        asks=Patterns(data["asks"]),
        kinds=Patterns(data["kinds"]),
        elsewhere=re.compile(data["elsewhere"]),
        attributes=frozenset(data["attributes"]),
        not_ours=frozenset(data["not-ours"]),
        foreign=_mask(data["nouns"], data["foreign"]),
        of_whom=_mask(data["nouns"], data["attributes"]),
        both=_mask(data["asks"], {"both"}),
        differ=_mask(data["kinds"], {"differ"}),
        plainly=data["plainly"],
        names=data["names"],
        general=data["general"],
        peers=frozenset(data["peers"]),
    )


@lru_cache(maxsize=4096)
def _tokens(nouns: int, asks: int, kinds: int) -> tuple[str, ...]:
    data = _data()
    return (
        *(f"={name}" for name in data.nouns.named(nouns)),
        *(f"?{name}" for name in data.asks.named(asks)),
        *(f"?{name}" for name in data.kinds.named(kinds)),
    )


@cache
def _places() -> dict[str, int]:
    return {name: number for number, name in enumerate(elsewhere().pattern.split("|"), 1)}


def elsewhere() -> re.Pattern[str]:
    """Places outside Beijing."""
    return _data().elsewhere


def place_elsewhere(text: str) -> str | None:
    """The first place outside Beijing that ``text`` asks about; where the children live is none, unless
    it goes on about that place ("儿子在上海，那边有津贴吗"), nor where somebody only is for a season, nor is
    where the speaker is who asks of Beijing."""
    named = [m for m in elsewhere().finditer(text) if not _PLACE_HERE.match(text, m.end())]
    return _asked_about(text, named) if named else None


def _asked_about(text: str, named: Iterable[re.Match[str]]) -> str | None:
    """The first of the places ``named`` in ``text`` that it asks about."""
    there = [] if _THERE.search(text) else [_CHILDREN]
    if _PERMIT.search(text) and there:
        return None
    there += [_SPEAKER] if _BEIJING.search(text) or _PARENT.search(text) else []
    for match in named:
        if there and (
            _is_for_a_season(text, match)
            or _came_from(text, match)
            or _only_registered(text, match)
        ):
            continue
        if not any(pattern.search(text[: match.start()]) for pattern in there):
            return match[0]
    return None


def _is_for_a_season(text: str, place: re.Match[str]) -> bool:
    """Whether somebody is at the ``place`` that ``text`` names for some months only."""
    return bool(_FOR_A_SEASON.match(text, place.end()) or _IN_SEASON.search(text[: place.start()]))


def _came_from(text: str, place: re.Match[str]) -> bool:
    """Whether somebody came here from the ``place`` that ``text`` names."""
    return bool(_FROM.search(text[: place.start()]) and _CAME.match(text, place.end()))


def _only_registered(text: str, place: re.Match[str]) -> bool:
    """Whether somebody is registered at the ``place`` that ``text`` names, and lives here."""
    said = _OF_THERE.search(text[: place.start()]) or _FROM_THERE.match(text, place.end())
    return bool(said and _LIVES_HERE.search(text))


def kinds_of(manners: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finer kinds alone, of numbers as ``Concepts.manner``."""
    return manners >> np.uint64(len(_data().asks))


@lru_cache(maxsize=4096)
def concepts(text: str) -> Concepts:
    """The concepts of ``text`` (normalised)."""
    plain, data = text.replace(" ", ""), _data()
    place = place_elsewhere(plain) if elsewhere().search(text) else None  # not "老太太 原来"
    number = _places()[place] if place else 0
    begun = beginnings(plain)
    return Concepts(
        data.nouns.found(plain, begun),
        data.asks.found(plain, begun),
        number,
        data.kinds.found(plain, begun),
    )


def _mask(patterns: Collection[str], names: Collection[str]) -> int:
    """These of the concepts, as bits."""
    return sum(1 << n for n, name in enumerate(patterns) if name in names)


def subject_words(text: str, *, attributes: bool = False) -> list[tuple[int, int]]:
    """Where ``text`` names what it is about, or of whom it speaks: from–to, in order, touching ones
    joined."""
    data, found = _data(), []
    for name, pattern in data.nouns.items():
        if (name in data.attributes) is attributes:
            found += [match.span() for match in pattern.finditer(text)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def plainly(wish: str) -> list[str]:
    """The plainest ways to ask a wish."""
    return _data().plainly.get(wish, "").split()


def plain_names(text: str) -> list[str]:
    """What to call the subjects of ``text`` (normalised), for those that go by many words."""
    data = _data()
    return [data.names[s] for s in sorted(concepts(text).subjects) if s in data.names]


def general_name(text: str) -> str | None:
    """What the one subject of ``text`` (normalised) is dealt with together with, if anything."""
    named = {_data().general.get(subject) for subject in concepts(text).subjects}
    return named.pop() if len(named) == 1 else None


def are_peers(text: str, other: str) -> bool:
    """Whether ``text`` and ``other`` (normalised) each name another one of the things that are had."""
    named, before = concepts(text).subjects, concepts(other).subjects
    peers = _data().peers
    return bool(named and before) and named | before <= peers and not named & before


def ask_words(text: str) -> list[tuple[int, int, str]]:
    """Where ``text`` says what it wants to know: from, to, which wish; in order."""
    return sorted(
        (*match.span(), name)
        for name, pattern in _data().asks.items()
        for match in pattern.finditer(text)
    )
