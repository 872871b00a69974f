"""What is said of two people in words that are left out for one of them, in full."""

from __future__ import annotations

import re
from functools import lru_cache

from intents.told.births import names_a_year
from intents.told.clauses import REGISTERED_AT, TELLS
from intents.told.family import in_family_words, of_all_behind
from intents.told.named import ALL_BUT_THE_SPEAKER, GROUPS, NAMES, SPEAKER, named_in
from intents.told.pronouns import by_name
from intents.told.registration import of_each_of_two
from intents.told.young import ELDERLY
from intents.words.relatives import LAST_SIGNS

_OTHERS = f"妈妈|爸爸|{ALL_BUT_THE_SPEAKER}"

_IN_TURN = re.compile(
    rf"(?:^|(?<=[,，。;；、\s])|(?<=[{LAST_SIGNS}]))"
    r"(?:分别是?|各是?)?(?P<one>[一1][个位])?(?P<a>[6-9]\d|1[01]\d)岁?(?:和|跟|与|、|,|，|\s)*(?(one)[一1][个位]|(?<=[和跟与、,，\s]))(?P<b>[6-9]\d|1[01]\d)岁?(?=[,，。;；\s]|$)"
)
"""Two ages beside one another, of two people named in the same order ("妈肢体一级爸听力二级，81和90")."""

THE_TWO = re.compile(
    "(?:(?:我们?|咱们?|他们?|她们?)(?:娘|爷|母子|母女|父子|父女)?[俩两]|[娘爷][俩两]|[两俩][个位]?人)个?人?"
    "|(?:兄弟|姐妹|姐弟|兄妹|[哥姐])[俩两]|老[俩两](?:口子?)?|[两俩]口子|二老|夫妻[俩两]?|[两俩][个位]?(?:老人|老的)"
)
"""Two people in one word that names neither."""

_AGED_PAIR = re.compile(
    rf"(?P<pair>{THE_TWO.pattern})(?:今年|现在|分别|都|是|[,，:：\s])*(?P<a>[6-9]\d|1[01]\d)岁?(?:[和跟与、,，\s]|还有)+"
    r"(?P<b>[6-9]\d|1[01]\d)岁?(?=[,，。;；!！?？\s]|的?(?:北京|本市|京)|$)"
)
"""Such a word right before two ages ("老两口86和91")."""


_AN_AGE = r"(?:[6-9]\d|1[01]\d)"
_EACH_PAIR = re.compile(
    rf"(?:[我俺咱他她]们?家?)?(?P<pair>{'|'.join(f'(?:{words})' for words in GROUPS)})(?:今年|现在|分别|各|都|是|[:：,，\s])*"
    rf"(?P<a>{_AN_AGE})岁?[和跟与、,，\s]\s*(?P<b>{_AN_AGE})岁?(?!\d|[块元年月])(?P<told>(?:都|全)?(?:是|吃)?(?:低保|低收入)(?:户|家庭)?(?=[,，。;；、\s]|$))?"
)
"""Two people in one word and their ages in turn, and what is true of their household right behind
("公婆88、90低保")."""

_THEIR_PARENTS = "(?:爸爸?妈妈?|父母|爹娘)"
_IN_LAWS = (
    (re.compile(f"(?:男方|(?:老公|丈夫)(?=[家的他]))[家的他]*{_THEIR_PARENTS}"), "公婆"),
    (re.compile(f"(?:女方|(?:老婆|媳妇|妻子)(?=[家的她]))[家的她]*{_THEIR_PARENTS}"), "岳父母"),
)
_HIS_OR_HER = (
    (re.compile(rf"(?:^|(?<=[,，。;；、\s]))(?:老公|丈夫|他)家?的?{_THEIR_PARENTS}"), "公婆"),
    (re.compile(rf"(?:^|(?<=[,，。;；、\s]))(?:老婆|媳妇|她)家?的?{_THEIR_PARENTS}"), "岳父母"),
)
"""Whose parents they are; 他 and 她 only beside the speaker's own ("我爸妈…,他爸妈…")."""

_MY_PARENTS = re.compile(f"[我俺]们?家?的?{_THEIR_PARENTS}")

_A_ONE = "(?:另?[一1])?[个位]"
_TOLD_OF_ONE = "[^,，、。;；\\s个位]{1,9}?"
_TWICE_ONE_EACH = re.compile(
    rf"{_A_ONE}(?P<a>{_TOLD_OF_ONE})[,，、]?{_A_ONE}(?P<b>{_TOLD_OF_ONE})[,，。;；\s]+"
    rf"{_A_ONE}(?P<c>{_TOLD_OF_ONE})[,，、]?{_A_ONE}(?P<d>{_TOLD_OF_ONE})(?=[,，。;；!！?？\s]|$)"
)
"""Two things told of either of two, each of both at once ("一个重度一个中度,一个90一个85")."""


_ONE_EACH_AGED = re.compile(
    rf"{_A_ONE}(?P<a>{_TOLD_OF_ONE})[,，、]?{_A_ONE}(?P<b>{_TOLD_OF_ONE})[,，。;；\s]+"
    rf"(?:分别是?)?(?P<c>{_AN_AGE})岁?(?:和|跟|与|、|,|，)(?P<d>{_AN_AGE})岁?(?=[,，。;；!！?？\s]|$)"
)
"""The same where the ages stand in turn behind ("一个轻度一个中度,85和83")."""


_OF_BOTH = re.compile("(?:都|全都?)[^,，。;；]*")
"""What is said of both, which tells neither from the other ("我爸妈都低保，一个82一个78")."""


def _each_once(match: re.Match[str]) -> str:
    """Of either of the two both things at once, how old one is first: in the order in which they are told."""
    one, other = (match["a"], match["c"]), (match["b"], match["d"])
    if is_old(match["c"]):
        one, other = one[::-1], other[::-1]
    return f"一个{one[0]},{one[1]},一个{other[0]},{other[1]}"


@lru_cache(maxsize=512)
def in_full(text: str) -> str:
    """``text`` (unified) with where each of two is registered, and how old each is, told of whom it is."""
    text = _ONE_EACH_AGED.sub(r"一个\g<a>,\g<c>,一个\g<b>,\g<d>", _each_pair(_in_laws(text)))
    text = in_family_words(_TWICE_ONE_EACH.sub(_each_once, text))
    return by_name(_aged_in_turn(_one_each(of_each_of_two(text, _OTHERS))))


def _in_laws(text: str) -> str:
    """``text`` with the parents of husband or wife as what they are to the speaker."""
    beside_mine = _HIS_OR_HER if _MY_PARENTS.search(text) else ()
    for words, called in (*_IN_LAWS, *beside_mine):
        text = words.sub(called, text)
    return text


def _each_pair(text: str) -> str:
    """``text`` with either age of each pair told of whom it is of."""
    for pair in reversed([*_EACH_PAIR.finditer(text)]):
        begin = pair.start("pair")
        names = next(two for words, two in GROUPS.items() if re.compile(words).match(text, begin))
        if SPEAKER in names:
            continue
        each = ",".join(
            f"{name}{pair[age]}{pair['told'] or ''}" for name, age in zip(names, "ab", strict=True)
        )
        text = f"{text[: pair.start()]}{each}{text[pair.end() :]}"
    return text


def _one_each(text: str) -> str:
    """``text`` with "一个86一个91" for the two ages behind a word for two people; where they are named
    before it, it adds nothing ("爸妈两口子88和90")."""
    found = _AGED_PAIR.search(text)
    if found is None:
        return text
    named = len(set(named_in(text[: found.start()]))) > 1
    told = (
        f",{found['a']}和{found['b']}"
        if named
        else f"{found['pair']}一个{found['a']}一个{found['b']}"
    )
    return f"{text[: found.start()]}{told}{text[found.end() :]}"


def _aged_in_turn(text: str) -> str:
    """``text`` with each of two ages beside one another told of whom it is of, where nobody's is told
    otherwise."""
    ages, named = _IN_TURN.search(text), [name for name in named_in(text) if name != "邻居"]
    if ages is None or len(named) != 2:
        return text
    before, after = text[: ages.start()], text[ages.end() :]
    if ages["one"] and not TELLS.search(_OF_BOTH.sub("", REGISTERED_AT.sub("", before))):
        return text  # nothing else is told of either, and which is how old is not said
    beside = any(name.end() == len(before.rstrip("分别是 ")) for name in NAMES.finditer(before))
    by_chance = ages["b"] == str(int(ages["a"]) + 1) and not re.search("[和跟与]", ages[0])
    close = (
        by_chance and not beside and ages["b"].endswith("0")
    )  # "爸妈七十九、八十": both may be either
    if close or is_old(before) or is_old(after):
        return text
    first, other = ("我" if name == SPEAKER else name for name in named)
    return f"{before},{first}{ages['a']},{other}{ages['b']}{of_all_behind(after)}"


def is_old(words: str) -> bool:
    """Whether ``words`` tell the age or the year of birth of an elder."""
    return bool(ELDERLY.search(words)) or names_a_year(words)
