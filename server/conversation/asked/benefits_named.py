"""Which benefits a message names: by a name, by whose they are, or by what they pay ("三百的那个和高龄津贴")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told import receiving
from intents.words.concepts import concepts, subject_words
from intents.words.normalise import normalise, unify
from server.benefits import service as benefits
from server.conversation.asked import wishes

_OURS = {**wishes.CODES, "meal": "meal_subsidy"}

_ALL_THREE = re.compile(r"(?:老年?人|养老)?(?:服务)?(?:补贴津贴|津贴补贴)")
"""What 京民养老发〔2019〕160号 calls the three of them in one word."""

_KINDS = {
    "age_allowance": "高龄|岁数",
    "difficulty_subsidy": "低保|低收入|困难|失独",
    "care_subsidy": "失能|护理|重度|残疾",
}
_KIND = "|".join(f"(?P<{code}>{words})" for code, words in _KINDS.items())
_JOINS = "[和跟与加、,，]|还有"
_CALLED = f"(?:{_KIND})(?:老人|户)?(?:津贴|补贴)?的?(?:那个?|每个?月)?"
_BEHIND = "|".join(f"(?P<{code}_behind>{words})" for code, words in _KINDS.items())
_SUM = re.compile(
    rf"(?:{_CALLED})?(?<!\d)(?P<yuan>[1-9]\d\d)(?![\d年月岁级号%])(?:[元块]钱?)?(?:(?=的?(?:{_BEHIND}))|(?P<only>的|那|(?={_JOINS})|(?<=加\d\d\d)))?"
)
_VOUCHER = re.compile(r"[1-9]\d\d(?:[元块]钱?)?的?(?:(?:养老)?消费|养老)?[券卷]")
"""The voucher by what it is worth at most ("八百的券"): that is no sum that is paid."""

_SHORT = re.compile(
    rf"(?:(?P<age_allowance>高龄)|(?P<difficulty_subsidy>困难)|(?P<care_subsidy>护理|失能))的?(?:(?=那[个份]|{_JOINS})|(?<=的)(?=能|可以)|[两俩三3](?=[个样份]))"
)
"""One of them by a word of its name, among others ("困难、护理、高龄三样")."""

_PAYERS = {"残联": "disability_care", "民政": "care_subsidy"}
"""Who pays, where the money has no other name ("残联发我100 民政还发400")."""


@dataclass(frozen=True)
class Sum:
    """A benefit known by what it pays: so many yuan a month; ``code`` where a word of its name stands beside."""

    yuan: int
    code: str | None = None


@dataclass(frozen=True)
class Named:
    """The benefits that a text names, by their codes in no order, and those it knows by what they pay; ``twice`` is
    one that it names in two ways."""

    codes: frozenset[str]
    sums: tuple[Sum, ...] = ()
    twice: str | None = None

    @property
    def count(self) -> int:
        """How many they are, at most."""
        return len(self.codes) + sum(one.code is None for one in self.sums)


def named_in(text: str) -> Named:
    """The benefits, and money from elsewhere, that ``text`` names; nothing where it names anything else as well."""
    held, plain = _money_in(unify(text))
    together = _ALL_THREE.search(plain)
    plain = _VOUCHER.sub("消费券", _ALL_THREE.sub("", plain))
    sums = tuple(filter(None, map(_sum, _SUM.finditer(plain))))
    subjects = concepts(normalise(plain)).subjects
    if subjects - {*_OURS}:
        return Named(frozenset())
    ours = {_OURS[name] for name in subjects}
    ours |= {code for one in _SHORT.finditer(plain) if (code := _kind(one))}
    ours |= {one.code for one in sums if one.code} | ({*_three()} if together else set())
    return Named(frozenset(ours | held), sums, _twice(plain, ours))


def _three() -> tuple[str, ...]:
    return benefits.told_together().written.of


def _money_in(plain: str) -> tuple[set[str], str]:
    """The codes of money from elsewhere that ``plain`` names, and the rest of it."""
    codes, money = benefits.names(), benefits.told_together().money
    named, plain = receiving.named_in(plain)
    for name in sorted(codes, key=len, reverse=True):
        if codes[name] in money and name in plain:
            named, plain = [*named, name], plain.replace(name, "丨")
    found = {codes[name] for name in named}
    payers = {code for who, code in _PAYERS.items() if who in plain}
    return found | (payers if len(payers) > 1 else set()), plain


def _sum(match: re.Match[str]) -> Sum | None:
    kind = _kind(match)
    named = kind or match["only"] is not None
    return Sum(int(match["yuan"]), kind) if named else None


def _kind(match: re.Match[str]) -> str | None:
    """The benefit of which a word stands beside a sum, or is all that is said of it."""
    beside = match.groupdict()
    return next((code for code in _KINDS if beside[code] or beside.get(f"{code}_behind")), None)


def _twice(plain: str, ours: set[str]) -> str | None:
    """The only one that ``plain`` names, where it does so by two names."""
    called = {plain[start:end] for start, end in subject_words(plain)}
    return next(iter(ours)) if len(ours) == 1 and len(called) > 1 else None
