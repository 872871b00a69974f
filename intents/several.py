"""Takes apart a message that asks several things, on evidence only.

Evidence is a question mark, words that begin another question ("还有", "另外"), a number ("第二"), or
a wish that is spoken out before another one begins ("高龄津贴多少钱怎么申请").
"""

from __future__ import annotations

import itertools
import re

from intents.concepts import ask_words, concepts, subject_words
from intents.ellipsis import core
from intents.normalise import normalise

MOST = 3
LONGEST = 40
"""In longer speech without marks wishes stand beside what is only told."""

LONGEST_BEFORE = 25
GAP = 1
"""Characters that may stand between a wish and what begins after it ("怎么申" – "请" – "老年卡")."""

JOINED = ("和", "与", "跟", "及", "或")
WEAK = ("both", "proxy", "stop", "missing", "balance", "complaint")
"""Wishes that often stand inside another one."""

_NEXT = (
    r"还有(?:一个|一件事|一点|个事儿?|就是|呢)?|另外(?:再?问(?:一下|问)?|呢|一个|还有)?|"
    r"(?:我)?(?:还想|再)(?:问|打听)(?:一下|问|一个|您|你|一句)?|"
    r"顺便(?:再)?(?:问(?:一下|问)?|打听(?:一下)?|说(?:一下)?)?|以及|再(?:一个|有|者)(?:就是)?|"
    r"第[一二三123](?:个)?(?:问题|件事)?(?:是|呢)?|(?<![\d.])[一二三123][、.．](?=\D)|其次|最后(?:问|一个)(?:一下|问题)?"
)
_HINT = re.compile(rf"[？?；;]+|[，,。！!、 ]*(?:{_NEXT})[，,：:、 ]*")
_ANY_MARK = re.compile(r"[？?；;，,。！!、\n]+")
_ASKING = re.compile(r"呢$|没有?$|不$|几|多少|电话|谁|什么|怎么|(.)[不没]\1")
_MARK = re.compile(r"[？?；;，,。！!、 ]|第|另外|顺便|再问|我?还想")
_WHAT_NOW = re.compile("(该|要)?(怎么办|咋办|咋整|怎么弄|咋弄)$")
_AGAIN = re.compile("到底|究竟")
"""Insists on what was asked: the same question once more, not another one."""

_STOPS = re.compile(r"^[\s，,。！!、：:]+|[\s，,、：:]+$")


def marked_parts(text: str) -> list[str]:
    """The questions that marks or words set apart, as they were said."""
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
    """``text`` taken apart wherever a mark, a word or a spoken wish may end something, asked or told."""
    found = [part for piece in _ANY_MARK.split(text) for part in _HINT.split(piece)]
    return [part for piece in found if piece.strip() for part in unmarked_parts(piece.strip())]


def asks(piece: str) -> bool:
    """Whether ``piece`` is a question, by its words."""
    return _asks(piece)


def unmarked_parts(text: str) -> list[str]:
    """The same for speech without marks: a wish ends where a subject or another wish begins."""
    plain = normalise(text).replace(" ", "")
    if len(plain) > LONGEST:
        return [text]
    wishes = [wish for wish in ask_words(plain) if wish[2] not in WEAK]
    begins = [(start, "") for start, _ in subject_words(plain)]
    begins += [(start, name) for start, _, name in wishes]
    cuts = sorted(
        {
            begin
            for begin, name in begins
            if any(_parts_at(plain, end, begin) for _, end, other in wishes if other != name)
        }
    )
    edges = [0, *cuts, len(plain)]
    pieces = [plain[a:b] for a, b in itertools.pairwise(edges) if b > a]
    return pieces if all(map(_asks, pieces)) else [text]


def _parts_at(plain: str, end: int, begin: int) -> bool:
    """Whether what begins is another question: near the wish before, and not joined to it.

    "怎么办" after "丢了" asks about just that.
    """
    if _WHAT_NOW.match(plain, begin):
        return False
    return 0 <= begin - end <= GAP and plain[end:begin] not in JOINED


def _asks(piece: str) -> bool:
    plain = normalise(piece)
    asking = concepts(plain).asks or _ASKING.search(plain) or piece.endswith("呢")
    return len(core(piece)) > 1 and bool(asking)


def _has_asked(piece: str) -> bool:
    """Whether ``piece`` is a short question: only then does "还有" begin another one."""
    return len(piece) <= LONGEST_BEFORE and _asks(piece)
