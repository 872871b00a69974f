"""What is told of several of a family by what one of them has or is, in full: "婆婆也是", "比他小三岁"."""

from __future__ import annotations

import re

from intents.told.clauses import PIECES, TELLS, cut_by_person
from intents.told.named import ALL_BUT_THE_SPEAKER as _PEOPLE
from intents.told.named import NAMES, SPEAKER, named_in
from intents.words.numerals import COUNTS, digit

_AGE = r"(?<!\d)(?:[6-9]\d|1[01]\d)(?!\d|[块元分年月号日])"
_NEAR_A_TIER = (9, 0)
"""By a year more or less another amount is paid: who only told the years between is about so old."""

_LIKE = rf"(?:[他她我俺]|[我俺他她]?家?(?:{_PEOPLE}){{1,2}})"
_YEARS_BETWEEN = re.compile(
    rf"(?P<who>[我俺]?家?(?:{_PEOPLE})|[我俺他她])(?:要|又|还)?(?:(?:比(?P<a>{_LIKE})(?P<way>大|小)|(?P<so>大|小)(?P<b>{_LIKE}))"
    rf"(?P<n>\d{{1,2}}|[{COUNTS}])岁?|[跟和与同](?P<c>{_LIKE})(?:都|是|也)*(?:同岁|同年|同龄|(?:一样|一般|一边)大|1样大|年纪一样))"
)
_LIKE_ANOTHER = re.compile(
    rf"^(?P<who>[我俺]?家?(?:{_PEOPLE}){{1,2}}|[我俺])(?:也|都|的)?(?:情况|条件)?(?:跟|和|与|同)(?P<like>[我俺]?家?(?:{_PEOPLE}){{1,2}}|[我俺])"
    r"(?:的|情况|条件|都|也|完全|全)*(?:一样|同样|差不多)(?P<mark>[,，。;；!！?？、\s]*)$"
)
"""Says that one is in the same case as another one named before, in everything that was told."""

_ALSO = re.compile(
    rf"^(?P<who>(?:那|还有|而)?[我俺他她]?家?(?:{_PEOPLE}){{1,2}}|[我俺])(?P<age>(?:今年|也)?{_AGE}岁?)?(?:也是?|也一样|同样|也有)(?P<mark>[,，。;；!！?？、\s]*)$"
)
_NOT_SO = re.compile(
    rf"^(?P<who>(?:那|而|可是?|但是?)?[我俺他她]?家?(?:{_PEOPLE}){{1,2}}|[我俺])(?:就|却|倒|可|都)?(?:没有?|无)(?P<mark>[,，。;；!！?？、\s]*)$"
)
_DISABLED = re.compile("[一二三四1-4]级|残")
_IN_TURN = re.compile(rf"{_AGE}(?:岁?(?:[,，、和跟与]|\s)+(?:{_AGE}))+岁?")
_BRACKETS = re.compile("[()]")
_OLD_MAN, _SPOUSE = re.compile("老头(?:子|儿)?(?![乐衫环票太])"), re.compile("老伴|老婆|媳妇")
_SEVERAL = 3
OLD_MAN = "老先生"
"""What the husband is called of whom is told beside a spouse: "老头91,老伴86" are two."""


def in_family_words(text: str) -> str:
    """``text`` (unified) with what is told of one of a family by another one in full."""
    text = _BRACKETS.sub(",", text)
    if _SPOUSE.search(text):
        text = as_old_man(text)
    return _told_alike(by_years_between(_several_in_turn(text)))


def as_old_man(text: str) -> str:
    """``text`` with the old man who is not the spouse spoken of by a name of his own."""
    return _OLD_MAN.sub(OLD_MAN, text)


def _several_in_turn(text: str) -> str:
    """``text`` with each of three or more ages beside one another told of whom it is of, in their order."""
    run = _IN_TURN.search(text)
    if run is None:
        return text
    ages, named = re.findall(_AGE, run[0]), named_in(text[: run.start()])
    if len(named) < _SEVERAL or len(ages) != len(named):
        return text
    each = ",".join(
        f"{'我' if name == SPEAKER else name}{age}" for name, age in zip(named, ages, strict=True)
    )
    return f"{text[: run.start()]},{each}{of_all_behind(text[run.end() :])}"


def of_all_behind(told: str) -> str:
    """``told`` behind the ages of all in turn, where it begins with what is true of who live together."""
    return re.sub(r"^([,，、。\s]+)(?=(?:是|吃)?(?:低保|低收入))", r"\1都", told)


def years_between(text: str) -> str | None:
    """Than whom ``text`` tells somebody to be older or younger, or as old as whom, where it does not tell
    before how old that one is."""
    match = _YEARS_BETWEEN.search(text)
    if match is None or re.search(_AGE, text[: match.start()]):
        return None
    return match["a"] or match["b"] or match["c"]


def by_years_between(text: str, known: int | None = None) -> str:
    """``text`` with the age of who is told to be so many years older or younger than the one before, who is
    ``known`` to be so old where the text does not tell it."""
    match = _YEARS_BETWEEN.search(text)
    if match is None:
        return text
    ages = re.findall(_AGE, text[: match.start()])
    before = int(ages[-1]) if ages else _told_behind(match, text[match.end() :]) or known
    if before is None:
        return text
    years = digit(match["n"]) if match["n"] else 0
    age = before + (years if "大" in (match["way"], match["so"]) else -years)
    about = "大概" if years and age % 10 in _NEAR_A_TIER else ""
    return f"{text[: match.start()]}{match['who']}{about}{age}{text[match.end() :]}"


def _told_behind(match: re.Match[str], rest: str) -> int | None:
    """How old the one is whom ``match`` compares with, where ``rest`` of the text tells it."""
    age, like = re.search(_AGE, rest), match["a"] or match["b"] or match["c"]
    named = named_in(rest[: age.start()]) if age else []
    return int(age[0]) if age and named and named == named_in(like) else None


def _told_alike(text: str) -> str:
    """``text`` with what was told just before of another one told once more of who "也是"."""
    if not re.search("也|一样|同样|没有?|差不多", text):
        return text
    pieces, told = cut_by_person(text), ""
    for place, piece in enumerate(pieces):
        alike = _ALSO.match(piece)
        not_so = _NOT_SO.match(piece)
        if (like := _LIKE_ANOTHER.match(piece)) and (
            same := _told_of(pieces[:place], like["like"])
        ):
            pieces[place] = f"{like['who']}{same}{like['mark'] or ','}"
        elif not_so and _DISABLED.search(told):
            pieces[place] = f"{not_so['who']}没有残疾{not_so['mark'] or ','}"
        elif alike and told:
            pieces[place] = f"{alike['who']}{alike['age'] or ''}{told}{alike['mark'] or ','}"
        elif TELLS.search(left := _without_whom(piece)):
            told = left
    return "".join(pieces)


def _told_of(pieces: list[str], whose: str) -> str:
    """What the clauses that name the one called ``whose`` tell of that one."""
    whom = named_in(whose)
    told = (NAMES.sub("", piece) for piece in pieces if named_in(piece) == whom)
    return "".join(words for words in told if TELLS.search(words)).rstrip(",，。;；、 ")


def says_also(text: str) -> bool:
    """Whether ``text`` (unified) begins with somebody of whom is true what was told before ("婆婆也是,83")."""
    return any(_ALSO.match(piece) for piece in PIECES.findall(text)[:1])


def _without_whom(piece: str) -> str:
    """What ``piece`` tells, without of whom and how old."""
    (bare, *_) = PIECES.findall(re.sub(rf"{_AGE}(?:岁|了)*", "", NAMES.sub("", piece))) or [""]
    return re.sub(r"[,，。;；!！?？、\s]+$", "", bare)
