"""Who is named in place of another one in the same breath: "我爸90，不，我妈90" tells nothing of the father."""

from __future__ import annotations

import re

from intents.told.clauses import cut_by_person
from intents.told.named import ALL_BUT_THE_SPEAKER, NAMES, named_by

_SAID = "(?:说|讲|记|搞|弄|写)"
_WRONG = rf"(?:不对|不是|不不*|我?{_SAID}?(?:错|反|混|串|岔)了|更正)"
_NO = re.compile(
    rf"(?<=[,，。;；!！、\s])(?:哦|啊|哎|噢|唉|嗯|呃)*{_WRONG}[,，。!！、\s]+(?:应该|那?就?是|我说的?)*"
    rf"(?=(?:[我俺他她]家?)?(?:{ALL_BUT_THE_SPEAKER})(?!也|都|还|才))"
)
"""A "no" between what was told wrongly and somebody of whom it is true."""

_KINDS = {
    "age": re.compile(r"(?:今年|快|满|都)?(?<![\d.])(?:[5-9]\d|1[01]\d)(?![\d元块])(?:周?岁)?了?"),
    "income": re.compile("(?:是|有|吃|没|不是|享受)*(?:低保|低收入|特困)(?:户|家庭)?"),
    "hukou": re.compile("(?:是|有|不是|没)*(?:京籍|京户|[一-龥]{0,3}(?:户口|户籍))(?:的|人)?"),
    "disability": re.compile(
        "(?:是|有|没)*(?:[视听肢智精言][力语体神])?(?:残疾)?证?[1-4一二三四]级(?:残疾)?"
    ),
    "level": re.compile("(?:评[的了为上成是]*|是)?(?:[重中轻]度|完全)(?:失能)?(?!残)"),
    "lives": re.compile("(?:住|在|去)(?:了|着|在|进)?(?:养老院|敬老院|家里?)"),
}
"""What may have been told of the wrong one, in words."""

_NOTHING_LEFT = re.compile(r"[\W是有也都的了]*")


def without_who_was_wrong(text: str) -> str:
    """``text`` (unified) without what it told of one and says in the same breath to be true of another."""
    no = next(_NO.finditer(text), None)
    if no is None:
        return text
    before, after = cut_by_person(text[: no.start()]), cut_by_person(text[no.end() :])
    wrong, right = _last_named(before), _named(after[0])
    told = {kind for kind, words in _KINDS.items() if words.search(after[0])}
    if wrong is None or right is None or not told:
        return text
    if wrong == right and not _others(before, wrong):
        return text
    again = _told_of(before, right)
    if any(words.search(again) for kind, words in _KINDS.items() if kind in told):
        return _once(before, after)
    if told >= {"age"} and not _others(before, wrong):
        left = _without(before, wrong, {"age"})
        whole = "".join(_renamed(piece, _token(after[0])) for piece in left)
        return without_who_was_wrong(whole + "".join(after))
    return without_who_was_wrong("".join(_without(before, wrong, told) + after))


def _once(before: list[str], after: list[str]) -> str:
    """What is told of anybody both ``before`` and ``after`` a "no", as it is told behind it."""
    for piece in after:
        whose = _named(piece)
        if whose:
            before = _without(
                before, whose, {k for k, words in _KINDS.items() if words.search(piece)}
            )
    return "".join(before + after)


def _without(pieces: list[str], whose: str, kinds: set[str]) -> list[str]:
    """``pieces`` without what they tell of the one called ``whose`` that is of ``kinds``."""
    kept, about = [], None
    for piece in pieces:
        about = _named(piece) or about
        if about == whose:
            for kind in kinds:
                piece = _KINDS[kind].sub("", piece)
        if not _NOTHING_LEFT.fullmatch(piece):
            kept.append(piece)
    return kept


def _named(piece: str) -> str | None:
    """Whom alone ``piece`` names."""
    found = {name for token in NAMES.finditer(piece) for name in named_by(token)}
    return found.pop() if len(found) == 1 else None


def _renamed(piece: str, token: str) -> str:
    """``piece`` with ``token`` for whom it names first."""
    found = NAMES.search(piece)
    return f"{piece[: found.start()]}{token}{piece[found.end() :]}" if found else piece


def _token(piece: str) -> str:
    found = NAMES.search(piece)
    return found[0] if found else ""


def _last_named(pieces: list[str]) -> str | None:
    return next((name for name in map(_named, reversed(pieces)) if name), None)


def _told_of(pieces: list[str], whose: str) -> str:
    """What ``pieces`` tell of the one called ``whose``."""
    told, about = "", None
    for piece in pieces:
        about = _named(piece) or about
        told += piece if about == whose else ""
    return told


def _others(pieces: list[str], whose: str) -> bool:
    return any(name not in (None, whose) for name in map(_named, pieces))
