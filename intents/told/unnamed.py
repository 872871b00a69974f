"""What is told of each of several who are not named: "老两口一个92一个88", "姐妹三个,85、82、79"."""

from __future__ import annotations

import re

from intents.told.clauses import OF_ALL, OF_THE_HOUSE, PIECES, is_shared
from intents.told.family import OLD_MAN as HUSBAND
from intents.told.in_full import THE_TWO, is_old
from intents.told.kin import OF_ONE_KIND
from intents.told.named import ELDER, NAMES, OLD_LADY, SURNAMES
from intents.told.young import ELDERLY
from intents.words.numerals import digit
from intents.words.relatives import OLD_PEOPLE

_ONE = re.compile(
    rf"(?<![每几两])(?:[一1]?[个位](?!月)|(?:[老那]?(?:男|女)(?:的|方|人)?)|(?<!{SURNAMES})(?:{OLD_PEOPLE})|老太(?!太)|老头儿?|老两口里?[男女]的)\D{{0,2}}(?P<age>\d{{2,3}})(?!\d|[块元万分])"
)

_ONE_REGISTERED = re.compile(
    r"(?<![每几两])(?:另)?[一1][个位](?=(?:不?是|没?有|无)?[^,，。\d]{0,8}?(?:户口|户籍|京户|外地户))"
)

_ONE_TOLD = re.compile(
    r"(?<![每几两])(?:另)?[一1][个位](?=(?:是|有|吃|评的?|享受)*(?:重度|中度|轻度|完全|失能|低保|低收入|特困|[视听言肢智精][力语体神]|残疾"
    r"|不是|没有?|正常|能自理))"
)
"""One of two of whom something else is told than an age ("一个重度一个中度")."""

NOT_NAMED = ("头一位", "另一位")
"""What two people are called of whom only their ages are told."""

_BY_NUMBER = ("第一位", "第二位", "第三位", "第四位", "第五位")
"""What more of them are called."""

THE_OTHERS = "其余"
"""How the names begin of those who are told of beside the eldest or the youngest."""

_KIN = f"姐妹|兄弟|姐弟|兄妹|{OF_ONE_KIND}"
_SO_MANY = re.compile(
    rf"(?P<n>[三四五仨3-5])(?:个|位)?(?:{_KIN}|[^,，。\d]{{0,2}}(?:老人|老的|老太太?|老头|人))|(?:{_KIN}|[哥姐]们?儿?)(?P<m>[三四五仨3-5])个?"
)
_AGES_IN_A_ROW = re.compile(
    r"(?<!\d)(?:[6-9]\d|1[01]\d)岁?(?:[、,，和跟\s]\s*(?:[6-9]\d|1[01]\d)岁?){2,4}(?!\d|[块元年月])"
)
"""How old each of several is of whom none is named ("三位老人,90、85、78")."""


_ALL_AGED = re.compile(
    r"(?:都|全都?)(?:是|已经)?(?:过了?|超过|满了?|上)?(?P<all>[6-9]\d)(?:多|来)?岁?(?:以上|了|多)*"
)
_MOST_AGED = re.compile(
    r"(?P<who>(?:最|顶)(?:年长|年轻|[大小老])的)(?:那?[一1]?[个位])?(?:是|有|都|已经|也|才|今年)*(?P<near>快)?(?P<age>[6-9]\d|1[01]\d)岁?了?"
)
"""How old the eldest or the youngest of several is ("四个老人都过80,最大的91")."""

_WHOSE = re.compile("[我俺咱](?:们|家|这|那)*(?:有|的)?$")
_ONE_OF_THEM = re.compile("[1一](?:个(?!月)|位)|另[1一]?[个位]")


def one_each(text: str) -> dict[str, str] | None:
    """What is told of either of two who are not named ("老两口一个92一个88"): which of them is how old
    is not said, and neither is given a name."""
    if several := _in_a_row(text) or _by_the_eldest(text):
        return several
    marks = [match for match in _ONE.finditer(text) if int(match["age"]) >= ELDER]
    marks = marks or [*_ONE_REGISTERED.finditer(text)]
    if not marks and (THE_TWO.search(text) or is_old(text)):  # else people of a kind may be meant
        marks = [*_ONE_TOLD.finditer(text)]
    if len(marks) != len(NOT_NAMED):
        return None
    first, second = (match.start() for match in marks)
    before, one = text[:first], text[first:second]
    other, *rest = PIECES.findall(text[second:])
    of_one, of_other = _shared_out(rest, _SHE_OR_HE.match(one))
    told = before + one + of_one, before + other + of_other
    return dict(zip(_called(marks), told, strict=True))


def _called(marks: list[re.Match[str]]) -> tuple[str, ...]:
    """What two are called: by their sex where that tells them apart ("老头90,老太太89")."""
    called = tuple(
        HUSBAND if _MAN.search(mark[0]) else OLD_LADY if _WOMAN.search(mark[0]) else ""
        for mark in marks
    )
    return called if {*called} == {HUSBAND, OLD_LADY} else NOT_NAMED


def _in_a_row(text: str) -> dict[str, str] | None:
    """What is told of each of three or more of whom only the ages are told, one beside another; of two who
    are not named that may be one who is so old or so."""
    many, row = _SO_MANY.search(text), _AGES_IN_A_ROW.search(text)
    if many is None or row is None:
        return None
    ages = re.findall(r"\d+", row[0])
    if _counted(many) != len(ages):
        return None
    before, after = text[: row.start()], text[row.end() :]
    beside = f"{_WHOSE.sub('', before[: many.start()])},{before[many.end() :]},{after}"
    if NAMES.search(beside) or _ONE_OF_THEM.search(after):
        return None  # who of them is meant behind it is not known
    return {name: f"{before}{age}{after}" for name, age in zip(_BY_NUMBER, ages, strict=False)}


def _by_the_eldest(text: str) -> dict[str, str] | None:
    """What is told of each of several of whom it is told how old all are at least, and how old the eldest or
    the youngest is: whether that one is named is not known, so none is."""
    many, alike = _SO_MANY.search(text), _ALL_AGED.search(text)
    apart = {match["who"]: match for match in _MOST_AGED.finditer(text)}
    if many is None or alike is None or not apart:
        return None
    count = _counted(many)
    of_all = _MOST_AGED.sub("", text).replace(alike[0], "")
    if ELDERLY.search(of_all) or len(apart) >= count:
        return None
    told = {
        f"{who}一位": f"{match['near'] or ''}{match['age']},{of_all}"
        for who, match in apart.items()
    }
    others = _BY_NUMBER[: count - len(told)]
    age = _of_the_others(int(alike["all"]), apart)
    return told | {f"{THE_OTHERS}{name}": f"{age or ''},{of_all}" for name in others}


_ALIKE_FROM = 70
"""From this age on all of one ten of years are entitled alike; before it 65 divides them."""


def _of_the_others(at_least: int, apart: dict[str, re.Match[str]]) -> int | None:
    """The least that the others can be, where all that they can be counts alike; None, to be asked, where
    the eldest is in a higher ten of years, or is not told."""
    youngest = [int(match["age"]) for who, match in apart.items() if re.search("[小轻]", who)]
    eldest = [
        int(match["age"]) - bool(match["near"])
        for who, match in apart.items()
        if re.search("[大老长]", who)
    ]
    least = min(youngest, default=at_least)
    alike = eldest and least >= _ALIKE_FROM and least // 10 == max(eldest) // 10
    return least if alike else None


def _counted(many: re.Match[str]) -> int:
    count = many["n"] or many["m"]
    return digit("三" if count == "仨" else count)


_MAN, _WOMAN = re.compile("男|老头|老爷子|大爷"), re.compile("女|老太|大妈")
_SHE_OR_HE = re.compile(f"男|女|老头|{OLD_PEOPLE}")


def _shared_out(pieces: list[str], first: re.Match[str] | None) -> tuple[str, str]:
    """What ``pieces``, behind two of whom the first is called ``first``, tell of either: of that one
    where it is called so again, of both where it is said of both, and of the second otherwise."""
    told: list[list[str]] = [[], []]
    about = 1
    for piece in pieces:
        called = _SHE_OR_HE.match(piece)
        about = int(called[0] != first[0]) if called and first else about
        both = OF_ALL.search(piece) or is_shared(piece) or OF_THE_HOUSE.fullmatch(piece)
        for one in {0, 1} if both else {about}:
            told[one].append(piece)
    return "".join(told[0]), "".join(told[1])
