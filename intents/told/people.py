"""Whom a sentence is about, and what of it is told of whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from intents.told.amounts import in_money
from intents.told.clauses import (
    CARES,
    OF_BOTH,
    TELLS,
    cut_by_person,
    is_shared,
    only_registered,
    told_of,
)
from intents.told.departed import GONE_ONE, gone_in
from intents.told.in_full import THE_TWO, in_full, is_old
from intents.told.named import (
    ALL_BUT_THE_SPEAKER,
    ELDER,
    EVERYBODY,
    GROUPS,
    MEN,
    NAMES,
    NOT_THEIR_PENSIONS,
    PARENTS,
    SPEAKER,
    WOMEN,
    WORDS,
    named_in,
    person_in,
)
from intents.told.ours import ASKS, FOR_MYSELF, alone_in, of_ours
from intents.told.unnamed import NOT_NAMED, one_each
from intents.told.young import NOT_A_CHILD, of_the_young
from intents.words.normalise import unify

_INSTEAD = re.compile(r".{0,4}?不是(?P<wrong>\S{1,5}?)是(?P<right>\S{1,6})$")


def instead(text: str) -> str | None:
    """The person whom ``text`` names in place of another one: "不是我妈，是我婆婆"."""
    plain = re.sub(r"[\s\W]+", "", unify(text))
    wrong, right = _INSTEAD.match(plain), None
    if wrong and person_in(wrong["wrong"]):
        right = person_in(wrong["right"])
    return right


_IN_PLACE = re.compile(
    rf"^(?:哦|啊|哎|唉|呃|等等|等下|对了|[,，。、\s])*(?:不是|不对|错了|[说讲搞弄]错了|不)[,，。、!！\s啊呀哦]+"
    rf"(?:我?[说问]的)?(?P<is>是)?(?P<who>[我俺他她]?家?(?:{EVERYBODY}))(?=$|[,，。、!！\s今\d])"
)


def put_in_place(text: str, age: int | None = None) -> tuple[str, str] | None:
    """The person whom ``text`` (unified) names in place of who was meant, and what it tells beside
    ("不是,是我岳父,87"): the denial is of the person, and answers no question. Who is only named is meant
    instead where she is told to be of the same ``age`` ("不对,我妈90")."""
    match = _IN_PLACE.match(text)
    as_old = match is not None and age and re.match(rf"(?:今年)?{age}(?!\d)", text[match.end() :])
    if match and not (match["is"] or as_old):
        return None
    person = person_in(match["who"]) if match else None
    return (person, match["who"] + text[match.end() :]) if match and person else None


_BOTH = re.compile(
    r"(?:[两俩]个?人|我[们俩]+|他们俩|[两俩]口子)"
    rf"{NOT_THEIR_PENSIONS}"
    r"[^,，。]{0,4}(?:一共|总共|加起来|合计|合起来|加一块儿?)|"
    r"(?:爸妈|父母|二老|老两口|老俩|[两俩]口子|[两俩]老|爹娘|公婆|夫妻[俩两]?|夫妇|岳父母|[两俩三四五2-5]个?位?(?:老人|老的)|(?:我们|他们|她们|咱们?)俩|爷爷奶奶|姥姥姥爷)"
    rf"{NOT_THEIR_PENSIONS}"
    r"[^,，。]{0,6}(?:都|一个|各|合|一共|加|一块|\d)|"
    r"一[个位]\d{2,3}岁?\D{0,3}[个位]\d{2,3}|男的?\D{0,3}\d{2,3}岁?\W?女的?\D{0,3}\d{2,3}|"
    rf"[我俺][和跟与][我俺]?(?:{WORDS['老伴']}|老公|老婆|媳妇)[^,，。]{{0,4}}都[^,，。]{{0,5}}\d{{2,3}}"
)
"""The second 一 of "一个八十一个八十五" is read as a part of the first number."""

_FOR_ALL = re.compile("都.*(?:一共|总共|合计|加起来|合起来|各(?:能|领|拿|是)?多少)")
"""Asks what all get who are told of."""


def names_two(text: str) -> bool:
    """Whether ``text`` tells of two elders, each with a claim of their own."""
    plain = in_money(of_ours(unify(text)))
    if (gone := gone_in(plain)) and len({*named_in(plain)} - gone) <= 1:
        return False
    if _BOTH.search(plain) or _tells_of_a_pair(plain) or one_each(plain):
        return True
    if _FOR_ALL.search(plain) and len({*named_in(plain)} - {SPEAKER, *gone_in(plain)}) > 1:
        return True
    aged = re.compile(
        rf"({EVERYBODY})[^,，。\d说讲领拿发给]{{0,6}}(?P<age>[1-9]\d|1[01]\d)(?![\d块元])"
    )
    shares = shares_in(plain)
    if shares and sum(is_old(words) for words in shares.told.values()) > 1:
        return True
    told = {person_in(m[0]): int(m["age"]) for m in aged.finditer(_without_others(plain))}
    for name in (None, *gone_in(plain)):
        told.pop(name, None)
    if told.get(SPEAKER, ELDER) < ELDER:  # "我52，我妈85"
        del told[SPEAKER]
    return len(told) > 1


def _tells_of_a_pair(text: str) -> bool:
    """Whether ``text`` (unified) tells of two people in one word for both ("我们两口子六十七")."""
    pair = next((names for words, names in GROUPS.items() if re.search(words, text)), None)
    shares = shares_in(text) if pair else None
    return shares is not None and {*shares.told} == {*(pair or ())}


_CLAUSES = re.compile(r"[,，。；;、]+\s*")

_MINE_AT_LAST = re.compile(
    "[我俺](?:自己|本人)?(?:[1一每]?个?月|一共|总共|到底)*(?:能|可以|该)(?:领|拿|享受)(?:多少|什么|啥|几|哪些)[^,，。]{0,4}$"
)
"""The same at the end of speech without marks ("我61肢体一级我妈84都京籍我能领多少")."""

_FOR_THE_OTHER = re.compile(FOR_MYSELF.pattern.replace("[我俺]", "[他她]", 1))
"""The same of the one named beside her ("他能领多少")."""

_GONE = re.compile(r"老伴\S{0,4}?(?:走|去世|过世|不在|没)(?:的|了)")
"""Who is no longer there is told of, not asked about."""

_FOR_ME = re.compile("(?:问|说|算|查|看)(?:的是)?我(?:自己|本人)?的?(?=$|[,，。])")


@dataclass(frozen=True)
class Shares:
    """What is told of whom in one message: of each person in the order in which they are named."""

    told: dict[str, str]

    @property
    def main(self) -> str:
        """Whom the sum is about: the first elder whose age is told, or else the first of all; a child
        of hers who tells her own age as well asks for her."""
        aged = [name for name, words in self.told.items() if is_old(words)]
        named = [*aged, *self.told]
        return next((name for name in named if name in PARENTS and SPEAKER in named), named[0])


@lru_cache(maxsize=512)
def shares_in(text: str) -> Shares | None:
    """What ``text`` (unified) tells of each person, None unless it tells something of several.

    A clause belongs to the person named last before it. What is said of all of them, or before anybody is named,
    belongs to each; where somebody is registered belongs to all named so far of whom that was not told.
    """
    text = _in_full(_of_those_named(in_money(of_ours(text))))
    if each := one_each(text):
        return Shares(
            {name: words for name, words in each.items() if not GONE_ONE.search(words)} or each
        )
    pieces = cut_by_person(text)
    owned = told_of(pieces)
    order = dict.fromkeys(name for whose, _ in owned for name in whose or ())
    told = {
        name: "".join(words for whose, words in owned if whose is None or name in whose)
        for name in order
        if any(
            whose and name in whose and TELLS.search(words) and not is_shared(words)
            for whose, words in owned
        )
    }
    somebody_gone = any(GONE_ONE.search(piece) for piece in pieces)
    return Shares(told) if len(told) > 1 or (told and somebody_gone) else None


_FACT_OF_ONE = re.compile("京籍|(?:北京|本市|本地)(?:户口|户籍)|低保|低收入|居住证|残疾证|特困")

_DENIED_ALIKE = re.compile(
    rf"(?P<what>{_FACT_OF_ONE.pattern})(?P<mark>[,，、]?(?:可是?|但是?|不过|而)?)"
    rf"(?P<who>[我俺他她]?(?:妈妈|爸爸|{ALL_BUT_THE_SPEAKER})|[我俺](?!们)|他|她)"
    r"(?P<denied>(?:就|却|倒|还|可)?(?:不是|没有|没吃|不吃))(?=$|[,，。;；!！?？\s]|一共|总共|[能领])"
)
"""What is true of one is denied of another in one word ("老伴京籍我不是")."""


def _in_full(text: str) -> str:
    """``text`` with what is denied named once more."""
    return _DENIED_ALIKE.sub(
        lambda m: f"{m['what']}{m['mark'] or ','}{m['who']}{m['denied']}{_denied_of(m)}", text
    )


_HERSELF = {"她": WOMEN, "他": MEN}


def _denied_of(match: re.Match[str]) -> str:
    """What is denied: the fact told last, unless that is told of herself, then the one told last of the others
    ("我爸91京籍,低保,我妈85京籍,我妈不是")."""
    before = match.string[: match.start()]
    told, who = [*NAMES.finditer(before)], match["who"]
    last = person_in(told[-1][0]) if told else None
    if last is None or not (person_in(who) == last or last in _HERSELF.get(who, ())):
        return match["what"]
    of_others, hers = before[: told[-1].start()], before[told[-1].start() :] + match["what"]
    facts = [fact[0] for fact in _FACT_OF_ONE.finditer(of_others) if fact[0] not in hers]
    return facts[-1] if facts else match["what"]


def _of_those_named(text: str) -> str:
    """``text`` (unified) with "都" for a word for two people where both were named before it ("我62,我妈88,我们俩都是京籍")."""
    pair = THE_TWO.search(text)
    before = named_in(text[: pair.start()]) if pair else []
    return text if pair is None or len(before) < len(NOT_NAMED) else _BOTH_OF_THEM.sub("都", text)


_BOTH_OF_THEM = re.compile(f"(?:{THE_TWO.pattern})都?")


@lru_cache(maxsize=512)
def of_whom_is_asked(text: str) -> str:
    """``text`` (unified) without what it tells of others than the person whom it is about."""
    text = NOT_A_CHILD.sub("他", text) if of_the_young(text) else of_ours(text)
    asked, shares = _without_others(text), shares_in(text)
    if shares and (person := _asked_for(text)) in shares.told:
        return shares.told[person or ""]
    if shares is None or asked != text:
        return asked
    return shares.told[_asked_among(text, shares)]


def _asked_among(text: str, shares: Shares) -> str:
    """Whose sum is asked for of those told of: who is named in the question, or the one it is about."""
    *_, asked = _CLAUSES.split(text.rstrip("?？!！。 "))
    named = SPEAKER if _FOR_ME.search(text) else _asked_for(text)
    if named is None and FOR_MYSELF.match(asked):
        named = SPEAKER
    others = [name for name in shares.told if name != SPEAKER]
    if named is None and _FOR_THE_OTHER.match(asked) and len(others) == 1:
        named = others[0]
    return named if named in shares.told else shares.main


def _without_others(text: str) -> str:
    """``text`` (unified) without what it tells of others, where the question at its end names somebody.

    "我妈八十二，我爸是肢体二级，我妈能领多少" says nothing of a disability of the mother.
    """
    *told, asked = _CLAUSES.split(text.rstrip("?？!！。 "))
    person = _asked_for(text)
    if person is None or not told:
        return text
    kept, about = [], person
    for clause in told:
        others = about == SPEAKER and clause[:1] in "他她"
        mine = SPEAKER if clause[:1] in "我俺" and clause[1:2] not in "们家" else None
        named = person_in(clause)
        if CARES.search(clause) and named != person:  # "我84,还得照顾老伴,低保,我能领多少"
            named = None
        about = named or mine or (person if others else about)
        last = clause is told[-1] and person_in(clause) is None and only_registered(clause)
        if about == person or last or OF_BOTH.search(clause):
            kept.append(clause)
    return ",".join([*kept, asked])


def asks_for_one(text: str) -> bool:
    """Whether the question in ``text`` is about one person, though it tells of others ("…，我能领多少")."""
    plain = in_full(unify(text))
    *_, asked = _CLAUSES.split(plain.rstrip("?？!！。 "))
    for_one = (
        _asked_for(plain) is not None or FOR_MYSELF.match(asked) or _FOR_THE_OTHER.match(asked)
    )
    of_all = len(named_in(asked)) > 1 and ADDED_UP.search(asked)
    return bool(for_one) and not (of_all or _BOTH.search(plain) or THE_TWO.search(asked))


ADDED_UP = re.compile("一共|总共|合计|[合加]起来|[合加]一起|[合加]一块")


def _asked_for(text: str) -> str | None:
    """Whom the question at the end of ``text`` (unified) names."""
    if alone := alone_in(text):
        return alone
    *told, asked = _CLAUSES.split(text.rstrip("?？!！。 "))
    mine = _MINE_AT_LAST.search(asked)
    if mine and SPEAKER in named_in(asked[: mine.start()]):
        return SPEAKER
    person = person_in(_GONE.sub("", asked)) if ASKS.search(asked) else None
    if person is None and FOR_MYSELF.match(asked) and SPEAKER in map(person_in, told):
        return SPEAKER
    return person
