"""What is told of several of a family by what one of them has or is, in full: "婆婆也是", "比他小三岁"."""

from __future__ import annotations

import re

from intents.told.alike import AGE as _AGE
from intents.told.alike import told_alike
from intents.told.clauses import TELLS
from intents.told.named import ALL_BUT_THE_SPEAKER as _PEOPLE
from intents.told.named import NAMES, SPEAKER, named_by, named_in, spoken_of
from intents.words.numerals import COUNTS, digit

_ANY_AGE = _AGE.replace("[6-9]", "[2-9]")
"""The same of a child, beside whom somebody may tell how old she is."""

_NEAR_A_TIER = (9, 0)
"""By a year more or less another amount is paid: who only told the years between is about so old."""

_RELATIVES = "姨姑叔舅伯婶姐哥嫂子"
"""With one of these ends what a relative is called who may also be a helper."""

_ELDER_SIBLING, _YOUNGER_SIBLING = "(?:姐姐?|哥哥?)", "(?:弟弟?|妹妹?)"
_SIBLING = f"(?:{_ELDER_SIBLING}|{_YOUNGER_SIBLING})(?![夫妇媳])"
_ONE = rf"[我俺他她]?家?的?(?:{_PEOPLE}|{_SIBLING})"
_LIKE = rf"(?:[他她我俺](?!的|{_SIBLING})|{_ONE})"
_COUNT = rf"(?P<n>[1-5]?\d(?!\d)|[{COUNTS}])"
_ROUND = "(?P<twelve>[轮旬])"
_OLDER = (
    rf"(?:比(?P<a>{_LIKE})(?P<way>大|小)|(?P<so>大|小)(?P<b>{_LIKE})?)"
    rf"{_COUNT}(?:{_ROUND}|岁|(?(a)|(?(b)|(?!))))"
)
_AS_OLD = (
    rf"[跟和与同](?P<c>{_LIKE})(?:都|是|也)*(?:同岁|同年|同龄|(?:一样|一般|一边)大|1样大|年纪一样)"
)
_YEARS_BETWEEN = re.compile(
    rf"(?P<who>{_ONE}|[我俺他她])(?:呢|啊|哈|嘛|要|又|还|也)*(?:{_OLDER}|{_AS_OLD})"
)
_AS_OLD_AS = re.compile(
    rf"(?P<before>(?P<age>{_AGE})岁?了?[,，、\s]*)[跟和与同](?P<like>{_ONE})(?:都|是|也)*(?:同岁|同龄|(?:一样|一般|一边|1样)大)"
)
"""The same of the one whose age was told right before ("我85,跟老伴同岁")."""

_APART = re.compile(
    rf"(?P<who>{_LIKE})[跟和与同](?P<like>[我俺他她]?家?的?(?:(?P<elder>{_ELDER_SIBLING})|{_YOUNGER_SIBLING}))(?:相|就|只)?差(?:了|着)?(?P<years>{_COUNT}(?:{_ROUND}|岁))"
)
"""So many years lie between somebody and a sibling, whose name says who is the elder."""

_TWELVE, _ABOUT_TWELVE = 12, "旬"
"""So many years a round of the animals is; what some call so are ten years."""

_IN_TURN = re.compile(rf"{_AGE}(?:岁?(?:[,，、和跟与]|\s)+(?:{_AGE}))+岁?")
_YOUNGER_AGED = re.compile(rf"(?P<who>弟弟|妹妹|儿子|女儿|闺女)(?:今年|都|也)?(?P<age>{_AGE})")
"""Who is named only beside her age."""

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
    text = _APART.sub(
        lambda m: f"{m['who']}比{m['like']}{'小' if m['elder'] else '大'}{m['years']}", text
    )
    return told_alike(_named_again(_ours_again(by_years_between(_several_in_turn(text)))))


def as_old_man(text: str) -> str:
    """``text`` with the old man who is not the spouse spoken of by a name of his own."""
    return _OLD_MAN.sub(OLD_MAN, text)


def _ours_again(text: str) -> str:
    """``text`` with whose a relative is beside every further word for one who is named before as the speaker's or
    by her age ("我大哥88我81，大哥重度"): alone it may be what a helper is called."""
    for name in (known := [one for one in named_in(text) if one[-1] in _RELATIVES]):
        first = spoken_of(name, known).search(text)
        again = re.compile(f"(?<=[,，。;；、\\s]){spoken_of(name, known).pattern}")
        begin = first.end() if first else len(text)
        text = text[:begin] + again.sub(
            lambda m: m[0] if m[0][0] in "我俺" else f"我{m[0]}", text[begin:]
        )
    return text


def _named_again(text: str) -> str:
    """``text`` with the age of a younger sibling, who is an elder, beside every further word for that one."""
    for told in _YOUNGER_AGED.finditer(text):
        again = re.compile(
            f"(?<=[,，。;；、\\s])(?:{told['who']})(?=[^\\d,，。]{{0,8}}(?:{TELLS.pattern}))"
        )
        rest = again.sub(f"{told['who']}{told['age']}", text[told.end() :])
        text = text[: told.end()] + rest
    return text


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
    full = _AS_OLD_AS.sub(r"\g<before>\g<like>\g<age>", text)
    while (match := _YEARS_BETWEEN.search(full)) and (more := _by_years(match, known)):
        full = more
    return full


def _by_years(match: re.Match[str], known: int | None) -> str | None:
    """The text of ``match`` with the age of who is compared, None where it is not known."""
    text, rest = match.string, match.string[match.end() :]
    if (before := _told_before(match)) is None:
        before, rest = _told_behind(match, rest)
    if before is None:
        if known is None:
            return _the_other_one(match, rest)
        before = known
    age = before + (_years(match) if "大" in (match["way"], match["so"]) else -_years(match))
    near = _years(match) and age % 10 in _NEAR_A_TIER
    about = "大概" if near or match["twelve"] == _ABOUT_TWELVE else ""
    return f"{text[: match.start()]}{match['who']}{about}{age}{rest}"


def _told_before(match: re.Match[str]) -> int | None:
    """How old the one is whom ``match`` compares with, where it is told before: of that one by name, or else
    of whoever is told of last and is not somebody else by name."""
    like = match["a"] or match["b"] or match["c"]
    whose = named_in(like) if like else []
    told: list[tuple[list[str], int]] = []
    before = match.string[: match.start()]
    for age in re.finditer(_ANY_AGE if match["n"] else _AGE, before):
        marks = [*NAMES.finditer(before[: age.end()])]
        told.append(([*named_by(marks[-1])] if marks else [], int(age[0])))
    hers = [age for name, age in told if name and name == whose]
    known = hers or [age for name, age in told if not (name and whose)]
    return known[-1] if known else None


def _the_other_one(match: re.Match[str], rest: str) -> str | None:
    """The text of ``match`` with the age of whom it compares with, where ``rest`` tells that of who is compared
    ("我比老伴大两岁,我88")."""
    age, like = re.search(_AGE, rest), match["a"] or match["b"]
    named = named_in(rest[: age.end()]) if age else []
    if age is None or like is None or not named or named != named_in(f"{match['who']}{age[0]}"):
        return None
    other = int(age[0]) - (_years(match) if "大" in (match["way"], match["so"]) else -_years(match))
    about = "大概" if other % 10 in _NEAR_A_TIER else ""
    begins, behind = match.string[: match.start()], rest[age.end() :]
    return f"{begins}{rest[: age.end()].lstrip(',，。;；、 ')},{like}{about}{other}{behind}"


def _years(match: re.Match[str]) -> int:
    """How many years ``match`` names."""
    return digit(match["n"] or "零") * (_TWELVE if match["twelve"] else 1)


def _told_behind(match: re.Match[str], rest: str) -> tuple[int | None, str]:
    """How old the one is whom ``match`` compares with, where ``rest`` of the text tells it, and ``rest``
    with who that is by name."""
    age, like = re.search(_AGE, rest), match["a"] or match["b"] or match["c"]
    if age is None or like is None:
        return None, rest
    rest = re.sub("^([,，。;；、\\s]*)[他她](?![们俩])", rf"\1{like}", rest)
    age = re.search(_AGE, rest)
    named = named_in(rest[: age.start()]) if age else []
    same = named == named_in(f"{like}{age[0]}" if age else like)
    return (int(age[0]), rest) if age and named and same else (None, rest)
