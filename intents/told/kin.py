"""Aunts, uncles, sisters and brothers: how they are called, whoever's they are, and which of several they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.words.normalise import bare
from intents.words.relatives import COLLEAGUES, NEIGHBOURS

OLD = r"(?:今年|都|也)?(?:[6-9]\d|1[01]\d)(?![\d块元分])"
"""Who may be named without whose they are beside the age of an elder ("哥哥82,妹妹75")."""

RANK, _OF_RANK = "[大二三四五小老]", ("姨", "姑姑", "叔叔", "舅舅", "伯伯")
"""Which of several a relative is, and of whom it is said without whose they are, beside an age ("大姨85")."""

_CALLED = {
    "姨": "姨",
    "姑姑": "姑[姑妈]?+",
    **{name: f"{name[0]}{name[0]}?+" for name in ("叔叔", "舅舅", "伯伯")},
    "婶婶": "婶[婶子]?+",
    **{name: f"{name[0]}{name[0]}?+" for name in ("姐姐", "哥哥")},
    "嫂子": "嫂[子嫂]?+",
}
"""In which words those are named of whom only with a word for whose they are: "大姐" and "阿姨" alone are what the
helper is called."""

_NO_HELPER = {
    "姨": "姨妈|[二三四五小老]姨",
    "姑姑": "姑姑|姑妈|[大二三四五小老]姑",
    "舅舅": "舅舅|[大二三四五小老]舅",
    "伯伯": "伯伯|大伯|[二三四五]伯",
    "婶婶": "婶婶|婶子|[二三四五]婶",
    "叔叔": "[二三四五老]叔",
}
"""What no helper is called: these are relatives whoever's they are ("舅舅90", "二姑多少")."""

THEIRS = "(?!们|妹|弟|娘|[夫父丈]|子(?=$|[^女])|[哥爷奶仨])"
"""Not who is called after a relative: the aunt's husband, the sister-in-law ("姑父", "小姑子")."""

_BESIDE_AN_AGE = ("姐姐", "哥哥", "叔叔", "伯伯", "嫂子")

_YOUNGER = ("弟弟", "妹妹")

_GROWN_OLD = {"儿子": "(?<![侄孙])儿子", "女儿": "(?<!侄)女儿|闺女"}
"""Children who are elders themselves: only beside such an age ("妈103,儿子81")."""

_MARRIED = {"舅妈": "舅妈|舅母", "姑父": "姑[父夫丈]", "姨父": "姨[父夫丈]"}

WORDS = {
    **{
        name: rf"[我俺咱他她](?:家|们)?{RANK}?{called}{THEIRS}"
        + (rf"|{RANK}{name[0]}(?=\D{{0,4}}\d{{2}})" if name in _OF_RANK else "")
        + (rf"|(?:{_NO_HELPER[name]}){THEIRS}" if name in _NO_HELPER else "")
        + (
            rf"|(?<![表堂王李张刘陈杨赵])(?:{RANK}{name[0]}|{name}|(?<![一-龥]){name[0]})(?={OLD})"
            if name in _BESIDE_AN_AGE
            else ""
        )
        for name, called in _CALLED.items()
    },
    **{name: f"(?<![表堂]){RANK}?{name[0]}{name[0]}?(?={OLD})" for name in _YOUNGER},
    **{name: f"{RANK}?(?:{words})(?={OLD})" for name, words in _GROWN_OLD.items()},
    **_MARRIED,
}
"""Each of them, with how a text names her."""

COUSINS = "[表堂](?:姐姐?|哥哥?|弟弟?|妹妹?)"

OF_ONE_KIND = "姐姐|哥哥|弟弟|妹妹|姨妈?|姑姑|姑妈|舅舅|叔叔|伯伯|大爷"
"""Of whom somebody may have several: "三个姐姐"."""

_OTHERS = "|".join(
    [
        *(f"{RANK}?{name[0]}{name[0]}?" for name in _YOUNGER),
        *_MARRIED.values(),
        f"{RANK}?(?:伯[父母]|大[爷妈]|姨妈)|[姐妹]夫|朋友|{NEIGHBOURS}|{COLLEAGUES}",
    ]
)
"""Of whom nothing can be told under a name of hers without an age, or who are married to one that has a name."""

_ASKED_AFTER = re.compile(
    rf"(?:那么?|要是|换成?|还有|轮到)*(?:(?P<hers>{RANK}?(?:{'|'.join(_CALLED.values())}))|(?P<other>{_OTHERS}))呢[呢啊呀]*"
)

_ONE_OF = re.compile(f"(?P<rank>{RANK})(?P<kin>[姐哥弟妹姨姑叔舅伯婶])")


@dataclass(frozen=True)
class AskedAfter:
    """A relative or a neighbour in a message that says nothing else ("大姨呢"); ``by_whose``: she has a name of
    hers once it is said whose she is."""

    who: str
    by_whose: bool


def asked_after(text: str) -> AskedAfter | None:
    """Whom ``text`` asks after, where it says nothing else; None for other messages."""
    found = _ASKED_AFTER.fullmatch(bare(text))
    return found and AskedAfter(found["hers"] or found["other"], bool(found["hers"]))


def ranked(name: str, said: str) -> str:
    """``name`` with which of several it is, as ``said`` ("我二姨" is 二姨)."""
    rank = re.search(RANK, said) if name in (*_CALLED, *_YOUNGER) else None
    return f"{rank[0]}{name[0]}" if rank else name


@dataclass(frozen=True)
class OneOf:
    """Of what kind of relative somebody is called ``name`` is, in a sign, and which of them; empty where none."""

    kin: str
    rank: str


def one_of(name: str) -> OneOf:
    """Which of which relatives is called ``name``: 二姨 is the 二 of 姨."""
    match = _ONE_OF.fullmatch(name)
    alone = name[0] if name in (*_CALLED, *_YOUNGER) else ""
    return OneOf(match["kin"], match["rank"]) if match else OneOf(alone, "")
