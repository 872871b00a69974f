"""Whom 他 and 她 mean where a man and a woman are spoken of: "爸九十，妈八十五，他是低保她不是"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from intents.told.clauses import TELLS
from intents.told.departed import gone_in
from intents.told.named import MEN, NAMES, WOMEN, named_in
from intents.words.relatives import COLLEAGUES, NEIGHBOURS, YOUNGER

HE, SHE = "他", "她"
_PRONOUN = re.compile(rf"(?<![其吉算管提])(?:{HE}|{SHE})(?![们俩家人]|{YOUNGER})|[男女]的(?=\D)")
_ALSO = {"男的": HE, "女的": SHE}
_OTHERS = re.compile(f"{YOUNGER}|{NEIGHBOURS}|{COLLEAGUES}|护工|保姆|阿姨|大夫|医生")
"""Somebody else of whom a pronoun behind them may be said."""

_AGED = r"(?=\D{0,2}(?:[6-9]\d|1[01]\d))"
_OLD_MAN = re.compile(rf"(?:老头儿?(?!老太)|老爷子|男的|大爷){_AGED}")
_OLD_WOMAN = re.compile(rf"(?:老太太|老太(?!太)|女的|大妈){_AGED}")
_JOINS = tuple("和跟与同给替帮陪让叫把对比问照顾看护伺候说讲是有")
"""Behind these a clause goes on with whom it names."""

_TOLD = re.compile(f"{TELLS.pattern}|评|[是有没不]")
_MARK = re.compile(r"[\s\W_]")


def tells_of_others(text: str) -> bool:
    """Whether ``text`` (unified) speaks of somebody else, too, of whom a pronoun may be said."""
    return bool(_OTHERS.search(text))


def by_name(text: str) -> str:
    """``text`` (unified) with the name of the one man and the one woman whom it names for 他 and 她."""
    if not _PRONOUN.search(text) or tells_of_others(text):
        return text
    named = {*named_in(text)} - gone_in(text)
    men, women = named & MEN, named & WOMEN
    if not (men or women):
        men = {match[0] for match in _OLD_MAN.finditer(text)}
        women = {match[0] for match in _OLD_WOMAN.finditer(text)}
    if not (men and women):
        return _of_him_and_her(text)
    return with_names(text, _the_one(men, HE) | _the_one(women, SHE))


_THE_TWO_AHEAD = re.compile(
    r"(?:[我俺咱]们?家?的?|家里的?)?(?:老两口子?|[两俩]口子|老人家?|二老)(?:呢|啊|是|吧)*[,，:：、\s]*(?=[他她](?:今年|都|是|有|快)*\d)"
)
"""A word for who is told of right behind it as 他 and 她, each with an age ("老两口,他91她89")."""

_WITH_SPOUSE = re.compile(
    rf"(?P<one>[他她]){_AGED}(?P<told>[^我俺他她]*?[\d岁了,，、。;；\s])[他她]?的?(?:老伴|爱人)儿?[他她]?{_AGED}"
)
"""The spouse of him or her of whom nothing is known but the pronoun ("他90,老伴她85")."""

_HE_AND_SHE = re.compile(rf"(?:{HE}{_AGED}.*{SHE}{_AGED}|{SHE}{_AGED}.*{HE}{_AGED})")


def _of_him_and_her(text: str) -> str:
    """``text``, which names neither a man nor a woman, with 他 and 她 alone for a couple of whom it tells so
    how old each is."""
    plain = _THE_TWO_AHEAD.sub("", text)
    plain = _WITH_SPOUSE.sub(
        lambda m: f"{m['one']}{m['told']}{SHE if m['one'] == HE else HE}", plain
    )
    return plain if _HE_AND_SHE.search(plain) and not named_in(plain) else text


def _the_one(names: Iterable[str], pronoun: str) -> dict[str, str]:
    found = [*names]
    return {pronoun: found[0]} if len(found) == 1 else {}


def with_names(text: str, names: Mapping[str, str]) -> str:
    """``text`` with ``names`` for the pronouns; what is told of another one begins a clause."""
    parts, end, begin = [], 0, 0
    for match in _PRONOUN.finditer(text):
        word = _ALSO.get(match[0], match[0])
        if word not in names:
            continue
        marks = [*_MARK.finditer(text, begin, match.start())]
        begin = marks[-1].end() if marks else begin
        before = text[begin : match.start()]
        named = NAMES.search(before) or _PRONOUN.search(before)
        apart = named and _TOLD.search(before) and not before.endswith(_JOINS)
        parts += [text[end : match.start()], "," if apart else "", names[word]]
        end = match.end()
    return "".join([*parts, text[end:]])


def pronoun_at_first(text: str) -> str | None:
    """The pronoun with which ``text`` (unified) begins."""
    match = _PRONOUN.match(text.lstrip("那,，。 "))
    return match[0] if match else None
