"""At which age to come a sum is asked ("到了九十拿多少", "我八十以后俩人一共多少"), and what is told beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.named import named_in
from intents.words.normalise import unify

_HER = r"我俩|我们|咱们|我(?![俩们])|咱(?!们)|俺|他|她|您|老[人伴头]|老太太|爸|妈|父亲|母亲|爷爷|奶奶|姥姥|姥爷|婆婆|公公|岳母|岳父"
_AGE = r"\d{2,3}(?!\d|[块元月号日天%分年零]|多(?!少)|个(?!月)|还差)(?:周?岁)?(?:生日)?"
_THEN = r"(?:了|以后|之后|过后|后|的|时候|时(?!候)|那(?:会儿|天|个?月|年)?|起|呢(?=[,，])|[,，\s])*"
_COMES = (
    rf"(?:都?[等到满过][到满过够了]*(?P<who>(?:{_HER}|[也都又再就快能要]){{0,4}})[到满过够了整]*(?P<a>{_AGE})"
    rf"|(?P<whose>(?:{_HER}){{0,2}})(?P<b>{_AGE})(?=[以之过]后|了?的?那个?月)){_THEN}"
)
_ALL = r"[俩两2]个?人|[俩两2]口子|合(?:起来|计)|加(?:起来|[1一]起|[1一]块儿?)|[一总拢]共"
_ASKS = (
    rf"(?:{_HER}|[1一每]个?月(?!份)|{_ALL}|又|就|能|可以|该|应该|会|是|给|变成?|涨到?|高龄|[津补]贴|[领拿发有])*"
    r"(?:多少|几[块百1]|(?<=[领拿发给有])(?:什么|啥)|[158]00(?:块|元)?(?:还是|吗|么|不)|呢\W*$)"
)
_ASKED = re.compile(rf"(?<![从活\d]){_COMES}{_ASKS}")
_ALONE = re.compile(rf"(?:那|{_HER})*(?P<a>{_AGE}){_THEN}{_ASKS}")
_BY_HOW_MUCH = re.compile(r"[多少差]多少|多几|从\d{2,3}[^。]*到")
_NOW = re.compile("现在|眼下|目前|如今|这个?月(?!底|[满初中])")


@dataclass(frozen=True)
class AgeAsked:
    """An ``age`` to come at which a sum is asked."""

    age: int
    whose: tuple[str, ...]
    """The people who are named beside it."""

    rest: str
    """What is told and asked beside it (unified)."""

    of_all: bool
    """Whether what several get together is asked."""

    by_all: bool
    """Whether all of them are to have reached it ("等都八十了")."""

    now: bool
    """Whether the sum of now is asked, or told, as well."""


def age_asked(text: str) -> AgeAsked | None:
    """The first age at which ``text`` asks for a sum; None where it asks for none, or by how much it differs."""
    plain = unify(text)
    match = _ASKED.search(plain) or _ALONE.fullmatch(plain.rstrip("。?？"))
    if match is None or _BY_HOW_MUCH.search(plain):
        return None
    said = match.groupdict()
    age = match["a"] or said.get("b") or ""
    rest = f"{plain[: match.start()]},{plain[match.end() :]}".strip(",，。 ?？")
    before = match[0].split(age)[0]
    beside = said.get("who") or said.get("whose") or before
    of_all = bool(re.search(_ALL, match[0]))
    years = int(re.sub(r"\D", "", age))
    now = bool(_NOW.search(rest))
    return AgeAsked(years, tuple(named_in(beside)), rest, of_all, "都" in before, now)
