"""What is told of one by what another one is or is not: "婆婆也是", "我爸不是低保，我妈是"."""

from __future__ import annotations

import re

from intents.told.clauses import PIECES, TELLS, cut_by_person
from intents.told.named import ALL_BUT_THE_SPEAKER as _PEOPLE
from intents.told.named import NAMES, named_in

AGE = r"(?<!\d)(?:[6-9]\d|1[01]\d)(?!\d|[块元分年月号日])"
"""The age of an elder."""

_LIKE_ANOTHER = re.compile(
    rf"^(?P<who>[我俺]?家?(?:{_PEOPLE}){{1,2}}|[我俺])(?:也|都|的)?(?:情况|条件)?(?:跟|和|与|同)(?P<like>[我俺]?家?(?:{_PEOPLE}){{1,2}}|[我俺])"
    r"(?:的|情况|条件|都|也|完全|全)*(?:一样|同样|差不多)(?P<mark>[,，。;；!！?？、\s]*)$"
)
"""Says that one is in the same case as another one named before, in everything that was told."""

_ALSO = re.compile(
    rf"^(?P<who>(?:那|还有|而)?[我俺他她]?家?(?:{_PEOPLE}){{1,2}}|[我俺])(?P<age>(?:今年|也)?{AGE}岁?)?(?:也是?|也一样|同样|也有)(?P<mark>[,，。;；!！?？、\s]*)$"
)
_NOT_SO = re.compile(
    rf"^(?P<who>(?:那|而|可是?|但是?)?[我俺他她]?家?(?:{_PEOPLE}){{1,2}}|[我俺])(?:就|却|倒|可|都)?(?:没有?|无)(?P<mark>[,，。;；!！?？、\s]*)$"
)
_IS_SO = re.compile(
    rf"^(?P<who>(?:那|而|可是?|但是?|就|只有)?(?:[我俺他她]?家?(?:{_PEOPLE}){{1,2}}|[我俺他她]))(?:就|却|倒|可|都)?"
    rf"(?P<is>(?:是|有|吃|领|拿|享受|评)(?:上|过|到|着|了|的|呢)*)(?P<mark>[,，。;；!！、\s]*$|(?=一共|总共|合计|加起来|[能俩]))"
)
"""Says that of another one is true what was denied of the one before ("我爸不是低保，我妈是")."""

_DENIAL = re.compile("不是|没有?(?:吃|领|拿|享受|评)?[上过到着]?|[不未](?:吃|领|拿|享受|评)|无")
_NAMED_FIRST = re.compile(
    rf"(?:^|(?<=[,，。;；、\s]))(?P<what>低保|低收入|特困|残疾证?|(?:北京|本市)户口|京籍)(?P<who>[我俺他她]?家?(?:{_PEOPLE})|[他她])(?P<denied>(?:就|都|倒|可)?(?:没有?|不是|[没不][吃领]))(?=$|[,，。;；!！、\s])"
)
"""What is denied of somebody, named before her ("低保我爸没有")."""

_DISABLED = re.compile("[一二三四1-4]级|残")


def told_alike(text: str) -> str:
    """``text`` with what was told just before of another one told once more of who "也是", and what was
    denied of that one told of who "是"."""
    if not re.search("也|一样|同样|没有?|差不多|不[是吃领拿享]|未|无", text):
        return text
    pieces, told = cut_by_person(_NAMED_FIRST.sub(r"\g<who>\g<denied>\g<what>", text)), ""
    for place, piece in enumerate(pieces):
        alike = _ALSO.match(piece)
        not_so = _NOT_SO.match(piece)
        if (like := _LIKE_ANOTHER.match(piece)) and (
            same := _told_of(pieces[:place], like["like"])
        ):
            pieces[place] = f"{like['who']}{same}{like['mark'] or ','}"
        elif not_so and _DISABLED.search(told):
            pieces[place] = f"{not_so['who']}没有残疾{not_so['mark'] or ','}"
        elif (so := _IS_SO.match(piece)) and (denied := _denied(pieces[:place])):
            pieces[place] = f"{so['who']}{so['is']}{denied}{so['mark'] or ','}{piece[so.end() :]}"
            told = denied
        elif alike and told:
            pieces[place] = f"{alike['who']}{alike['age'] or ''}{told}{alike['mark'] or ','}"
        elif TELLS.search(left := _without_whom(piece)):
            told = left
    return "".join(pieces)


def _denied(pieces: list[str]) -> str:
    """What the last of ``pieces`` denies of somebody; empty where it denies nothing, or so much that it is
    not said which part of it is true of another one."""
    told = _without_whom(pieces[-1]) if pieces else ""
    denials = [*_DENIAL.finditer(told)]
    if len(denials) != 1 or not TELLS.search(told):
        return ""
    return told[denials[0].end() :] or told[: denials[0].start()]


def _told_of(pieces: list[str], whose: str) -> str:
    """What the clauses that name the one called ``whose`` tell of that one."""
    whom = named_in(whose)
    told = (NAMES.taken_out(piece) for piece in pieces if named_in(piece) == whom)
    return "".join(words for words in told if TELLS.search(words)).rstrip(",，。;；、 ")


def says_also(text: str) -> bool:
    """Whether ``text`` (unified) begins with somebody of whom is true what was told before ("婆婆也是,83")."""
    return any(_ALSO.match(piece) for piece in PIECES.findall(text)[:1])


def _without_whom(piece: str) -> str:
    """What ``piece`` tells, without of whom and how old."""
    (bare, *_) = PIECES.findall(re.sub(rf"{AGE}(?:岁|了)*", "", NAMES.taken_out(piece))) or [""]
    return re.sub(r"[,，。;；!！?？、\s]+$", "", bare)
