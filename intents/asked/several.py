"""Takes apart a message that asks several things, on evidence only.

Evidence is a question mark, words that begin another question ("还有", "另外"), a number ("第二"), or
a wish that is spoken out before another one begins ("高龄津贴多少钱怎么申请").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from intents.asked.tied import core
from intents.words.concepts import ask_words, concepts, subject_words
from intents.words.normalise import normalise
from intents.words.segment import cut

MOST, MOST_LISTED = 3, 4
LONGEST = 40
"""In longer speech without marks wishes stand beside what is only told."""

LONGEST_BEFORE = 25
SHORTEST = 3
SHORT = 14
"""Up to so many characters a question may have among others that only commas set apart."""

TAIL = 3
"""At most so many characters follow the word that asks ("在哪" – "报名")."""

PLACES = 10
"""At most so many places are tried."""

JOINED = ("和", "与", "跟", "及", "或")
"""What stands before the second of two things that are asked about together."""

_NEXT = (
    r"(?<![里头面上中])还有(?!没)(?:一个|一件事|一点|个事儿?|就是|呢)?|另外(?:再?问(?:一下|问)?|呢|一个|还有)?|"
    r"(?:我)?(?:还想|再)(?:问|打听)(?:一下|问|一个|您|你|一句)?|"
    r"顺便(?:再)?(?:问(?:一下|问)?|打听(?:一下)?|说(?:一下)?)?|以及|再(?:一个|有|者)(?:就是)?|"
    r"第[一二三123](?:个)?(?:问题|件事)?(?:是|呢)?|(?<![\d.])[一二三123][、.．](?=\D)|其次|最后(?:问|一个)(?:一下|问题)?"
)
_HINT = re.compile(rf"[？?；;]+|[，,。！!、 ]*(?:{_NEXT})[，,：:、 ]*")
_BEGINS = re.compile(
    r"(\w{1,2})[不没]\1|多久|多少|多长|多大|怎么|咋|哪|谁|(?<![前好这那十])几|什么|有没有|找谁|去哪|到哪|上哪|向谁|在哪|一(?:年|次|个月|小时|顿|天)|能(?!力|不能)"
)
"""Words with which another question may begin, where one was asked before."""

_QUESTION = re.compile(
    r"怎|咋|哪|多|(?<![前好这那十])几|谁|什么|啥|[吗呢嘛]|能(?!力|$)|(.)[不没]\1|不$|没有?$"
)
_ENDS = re.compile("吗|呢|么(?!时|人|样|个|地|东|材|意)")
_ENDS_IN_NOT = re.compile(r"(.)不(?!\1)(?=.)")
"""Ends a question in speech whose last one ends so ("能坐公交不能进公园不"); "能不能" only asks."""
_BROKEN_OFF = re.compile(
    r"(能|会|要|可以|该|想|怎么|咋|为啥|上哪|还没|(?<![哪儿没])有|(?<!的)有没有|([能会该用给是])不\2|可不可以)$"
)
"""No question ends so."""

_WANTS_MORE = re.compile(
    "(?:什么|啥|哪[个些种类]?|几个?|[吗呢].{1,2}).$|多少[个家位名张天年钱块元次条]$"
)
"""What is asked about still comes ("哪个部门"), or a question was over before."""

_GOES_ON = re.compile("吗|呢|么(?!时|人|样|个|地|东|材|意)|[的了]")
"""No question begins so."""

_COUNTED = re.compile(
    r"(?:^|[，,。：:；;、 ])(?:还有)?(?:第?[一二三123](?:是(?!不)|来(?!个)|个(?:问题|事儿?)?是?(?!月|年|人|星期)|件(?:事儿?)?是?)"
    r"|头一?件(?:事儿?)?是?|(?:其中|再|另|还有)?一个是(?!不))[，,：:、 ]*"
)
"""Counts up what is asked."""

_COMMAS = re.compile(r"[，,、]+(?=.)")
_ANY_MARK = re.compile(r"[？?；;，,。！!、\n]+")
_ASKING = re.compile(
    r"呢$|没有?$|不$|(?<![前好这那十])几|多少|多久|电话|谁|什么|啥|怎么|咋|哪|(.)[不没]\1"
)
_MARK = re.compile(r"[？?；;，,。！!、 ]|第|另外|顺便|再问|我?还想")
_WHAT_NOW = re.compile("(该|要)?(怎么办|咋办|咋整|怎么弄|咋弄)$")
_AGAIN = re.compile("到底|究竟")
"""Insists on what was asked: the same question once more, not another one."""

_ANGER = re.compile(
    "管不管|像话吗?|讲不讲理|有没有(王法|天理|良心)|哪门子|算(怎么|什么)回事|这不是.{1,8}吗"
)
"""Asks in anger, not to be told."""

_STOPS = re.compile(r"^[\s，,。！!、：:]+|[\s，,、：:]+$")


_ALL_TOGETHER = re.compile(
    r"[，, ]*(?:一(?:块|起|并|次|股脑)儿?|全都?|都)(?:给我|跟我|帮我|您|你)*(?:告诉|说|讲|答|回答|查)(?:我|一下|一遍|说|讲|清楚)*(?:吧|呗|行吗)?[。！!]*$"
)
"""Says only that all of it is asked at once."""


def listed_parts(text: str) -> list[str]:
    """What is counted up ("一是卡丢了，二是搬家了"), or short questions with nothing but commas between them;
    empty for others. Whether each has an answer of its own decides."""
    text = _ALL_TOGETHER.sub("", text)
    counted = [_STOPS.sub("", piece) for piece in _COUNTED.split(text)[1:]]
    if len(counted) > 1:
        return [piece for piece in counted if len(piece) > 1]
    listed = [_STOPS.sub("", piece) for piece in _COMMAS.split(text)]
    if len(marked_parts(text)) > 1 or _AGAIN.search(text):
        return []
    asked = (len(piece) <= SHORT and _asks(piece) and _ends_asking(piece) for piece in listed)
    return listed if len(listed) > 1 and all(asked) else []


def tailed_parts(text: str) -> list[str]:
    """The questions in speech without marks where things are named one after another with 呢 ("坐公交免费吗
    公园呢地铁呢"); empty for others. Whether each has an answer of its own decides."""
    plain = _STOPS.sub("", text)
    if _ANY_MARK.search(plain.rstrip("？?。！!")) or " " in plain or len(plain) > LONGEST:
        return []
    *named, rest = re.split("(?<=呢)", plain.rstrip("？?。！!"))
    if rest or not named:
        return []
    first = _with_a_name_behind(named[0])
    parts = [*first, *named[1:]]
    short = all(SHORTEST - 1 <= len(part) <= SHORT for part in parts[1:])
    return parts if len(parts) > 1 and short and _asks(parts[0]) else []


def _with_a_name_behind(piece: str) -> list[str]:
    """``piece`` cut where something else is only named behind its question ("高龄津贴多少护理补贴呢")."""
    named = subject_words(piece)
    ends = [b for a, b, _ in ask_words(piece) if not any(m <= a and b <= n for m, n in named)]
    ends += [match.end() for match in (*_BEGINS.finditer(piece), *_ENDS.finditer(piece))]
    asked = [end for end in ends if SHORTEST <= end < len(piece) - 1]
    if not asked or _asks_beside_names(piece[max(asked) :]):
        return [piece]
    cut = max(asked)
    return [piece[:cut], piece[cut:]]


def _asks_beside_names(piece: str) -> bool:
    """Whether ``piece`` asks anything outside the names of things ("预收费呢" only names one)."""
    named = subject_words(piece)
    return any(not any(m <= a and b <= n for m, n in named) for a, b, _ in ask_words(piece))


def marked_parts(text: str) -> list[str]:
    """The questions that marks or words set apart, as they were said."""
    text = _ALL_TOGETHER.sub("", text)
    pieces, begun = [], 0
    for hint in _HINT.finditer(text):
        piece = text[begun : hint.start()]
        if _MARK.match(hint[0]) or not piece or _has_asked(piece):
            pieces.append(piece)
            begun = hint.end()
    pieces = [_STOPS.sub("", piece) for piece in [*pieces, text[begun:]]]
    if any(_AGAIN.search(piece) for piece in pieces[1:]):
        return [text]
    return [piece for piece in pieces if _asks(piece)]


def pieces(text: str) -> list[str]:
    """``text`` taken apart at every mark, and at words that begin another question."""
    found = [part.strip() for piece in _ANY_MARK.split(text) for part in _HINT.split(piece)]
    return [part for part in found if part]


def asks_once_more(text: str) -> bool:
    """Whether words begin another question in ``text`` ("还有", "另外"), not only a mark."""
    return bool(re.search(_NEXT, text))


def asks(piece: str) -> bool:
    """Whether ``piece`` is a question, by its words."""
    return _asks(piece)


def ways_apart(text: str) -> list[list[str]]:
    """Every way in which ``text`` may be several questions, the most questions first.

    Where one may end and another begin is only guessed here: whether each is answered decides.
    """
    text = _up_to_the_last_question(text)
    plain = normalise(text).replace(" ", "")
    if len(plain) > LONGEST or _count_asked(plain) < 2 or _AGAIN.search(text):
        return []
    places = _places(text, plain)
    ways = [
        [plain[a:b] for a, b in itertools.pairwise((0, *chosen, len(plain)))]
        for number in range(MOST - 1, 0, -1)
        for chosen in itertools.combinations(places, number)
    ]
    return [
        way
        for way in ways
        if all(len(part) >= SHORTEST and _asks(part) for part in way)
        and not any(map(_BROKEN_OFF.search, way[:-1]))
        and not any(map(_GOES_ON.match, way[1:]))
        and all(map(_ends_asking, way[:-1]))
    ]


def _up_to_the_last_question(text: str) -> str:
    """``text`` without what is only told after its last question, where it asks before that."""
    parts = _ANY_MARK.split(text)
    while len(parts) > 2 and not _asks(parts[-1]):
        parts.pop()
    return "，".join(parts)


def _ends_asking(part: str) -> bool:
    """Whether ``part`` has a word that asks near its end: what was only told is not cut off."""
    if not _QUESTION.search(part):
        return False
    ends = [end for start, end in _asking(part) if _QUESTION.search(part[start:end])]
    ends += [match.end() for match in _ENDS.finditer(part)]
    return max(ends, default=0) >= len(part) - TAIL


def _count_asked(plain: str) -> int:
    """How often ``plain`` seems to ask something."""
    places = [*(start for start, _ in _asking(plain)), *_ended_in_not(plain)]
    apart = 0
    for place, after in itertools.pairwise((*sorted(set(places)), len(plain) + SHORTEST)):
        apart += after - place >= SHORTEST - 1
    return apart


def _places(text: str, plain: str) -> list[int]:
    """Where another question may begin: at marks, else after 吗, at a subject, at words that ask, and at the
    words right behind those."""
    said = normalise(text).split(" ")
    found = set(itertools.accumulate(map(len, said[:-1])))
    if not found:
        asking = _asking(plain)
        asked = min((start for start, _ in asking), default=len(plain))
        begun = [start for start, _ in (*subject_words(plain), *asking)]
        found = {match.end() for match in _ENDS.finditer(plain)} | {*_ended_in_not(plain)}
        found |= {start for start in begun if start > asked} | _behind(plain, asking)
        found |= {m.start() - 2 for m in _WHAT_NOW.finditer(plain) if m.start() - 2 > asked}
    inside = [place for place in found if SHORTEST <= place <= len(plain) - SHORTEST]
    return sorted(place for place in inside if _parts_at(plain, place))[:PLACES]


def _asking(plain: str) -> list[tuple[int, int]]:
    """Where ``plain`` has words that ask: from, to."""
    asked = [(start, end) for start, end, _ in ask_words(plain)]
    return asked + [match.span() for match in _BEGINS.finditer(plain)]


def _behind(plain: str, asking: Iterable[tuple[int, int]]) -> set[int]:
    """Where a word ends close behind one that asks ("给不给理发" – "一周来看几次")."""
    bounds = set(itertools.accumulate(map(len, cut(plain))))
    asked = [(a, b) for a, b in asking if _QUESTION.search(plain[a:b])]
    near = {n for _, end in asked for n in range(end, end + TAIL + 1) if n in bounds}
    return {n for n in near if not _WANTS_MORE.search(plain[: n + 1])}


def _ended_in_not(plain: str) -> list[int]:
    """Where questions end in 不, if the last one does."""
    return [m.end() for m in _ENDS_IN_NOT.finditer(plain)] if plain.endswith("不") else []


def _parts_at(plain: str, place: int) -> bool:
    """Whether something new may begin there: "怎么办" after "丢了" asks about just that."""
    return not _WHAT_NOW.match(plain, place) and plain[place - 1] not in JOINED


def _asks(piece: str) -> bool:
    plain = _ANGER.sub("", normalise(piece))
    asking = concepts(plain).asks or _ASKING.search(plain) or piece.endswith("呢")
    return len(core(piece)) > 1 and bool(asking)


def _has_asked(piece: str) -> bool:
    """Whether ``piece`` is a short question: only then does "还有" begin another one."""
    return len(piece) <= LONGEST_BEFORE and _asks(piece)
