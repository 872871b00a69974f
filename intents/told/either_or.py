"""What is left open between two: "重度还是中度我忘了", "要么低保要么低收入", "80还是79记不清".

Neither of the two is told. Of a disability its kind stays, where both have it; of an age the fewest and the most years.
"""

from __future__ import annotations

import re

from intents.words.numerals import DIGITS, SIGNS
from intents.words.slots import counts_something_else

_OR = (
    r"(?:周?岁|户|家庭|的|吧|呢)*[,，、\s]*"
    r"(?:要么|要不|还是|或者?|也?可能|也许|也?没准|不然)(?:就|说)?(?:是|有|评[的为上]?)?\s*"
)
_EITHER = r"(?:要么|要不|或者|可能)?(?:就)?(?:是)?"

_CLASSES = "低保|低收入"
_LEVELS = "完全|[重中轻]度"
_KIND = "视力|听力|言语|肢体|智力|精神"
_GRADE = "[1-4一二三四]级"
_CARD_OF = "(?:残疾?)?证?(?:是|写的?|评的?|上)*"

_ONE_OF_TWO = {
    "income_class": re.compile(rf"{_EITHER}(?P<a>{_CLASSES}){_OR}(?P<b>{_CLASSES})"),
    "assessment_level": re.compile(rf"{_EITHER}(?P<a>{_LEVELS})(?:失能)?{_OR}(?P<b>{_LEVELS})"),
    "disability": re.compile(rf"{_EITHER}(?P<a>{_KIND}){_OR}(?P<b>{_KIND})(?!残?疾?{_GRADE})"),
}
_ONE_OF_TWO_GRADES = re.compile(
    rf"(?P<kind>{_KIND})?(?P<card>{_CARD_OF}){_EITHER}(?P<a>{_GRADE}){_OR}"
    rf"(?P<other>{_KIND})?{_CARD_OF}(?P<b>{_GRADE})(?:的)?(?P<behind>{_KIND})?"
)
_DENIED_BEFORE = re.compile(
    r"(?:不(?!知|清|确|晓|记|太|大)|没(?!记|弄|搞|问)|无|非|未)[^,，。;；\s]{0,4}$"
)
_DENIED_BEHIND = re.compile(
    "(?:户|家庭|失能|的)*(?:[都也全]|哪个|[一1]个)*(?:不(?!知|清|确|晓|记|太|大)|没(?!记|弄|搞|问|准))"
)

_NOT_KNOWN = r"[我俺他她也都可真自己这有点实在就]*(?:(?:记|搞|弄|闹|说|分|拿|想)不|不(?:太|大)?(?:知|清|晓|确|记)|忘|没(?:记|弄|搞|数|准))"
_TWO_AGES = re.compile(
    rf"(?P<nominal>虚岁?)?{_EITHER}(?<![\d.])(?P<a>\d{{2,3}}){_OR}(?P<b>\d{{2,3}})(?!\d)"
    rf"(?=(?:周?岁)*(?:的样子|左右|上下|吧|了|来着|[,，。;；!！?？\s]|$|{_NOT_KNOWN}))"
)

_DIGIT = f"[0-9零〇{SIGNS}]"
_A_YEAR = rf"(?:(?:19|一九)[0-6零〇一二三四五六]{_DIGIT}|(?<!{_DIGIT})[2-6二三四五六]{_DIGIT})"
_OR_YEAR = rf"(?:年的?(?:生的?|出生的?|生人)?|的)?[,，、\s]*(?:{_OR}|[、/])"
_TWO_YEARS = re.compile(
    rf"{_EITHER}(?P<a>{_A_YEAR}){_OR_YEAR}(?P<b>{_A_YEAR})(?!{_DIGIT})(?=年|的|生|出生|属|吧|$|[,，。;；!！?？\s]|{_NOT_KNOWN})"
)
"""Two years of birth ("1946年还是1947年生的记不清了", "四六或者四七年")."""

_NOT_THIS_THEN_THAT = re.compile(
    rf"不是(?P<a>{_A_YEAR})年?(?:生的?|的)?[,，]?(?:那?就|便)是(?={_A_YEAR})"
)
_OF_A_BIRTH = re.compile(r"年|生|属|(?:19|一九)\S")

_FROM_THAT_AGE = re.compile("[满够到过从]$")
"""Before ages that a rule might begin with ("高龄津贴满80还是90"): nobody is that old."""


def without_either(spoken: str) -> str:
    """``spoken`` (unified) without two classes, levels or grades that it leaves open between."""
    for pair in _ONE_OF_TWO.values():
        spoken = pair.sub(lambda two: two[0] if _is_told(two) else "", spoken)
    return _ONE_OF_TWO_GRADES.sub(_without_grades, spoken)


def is_between_two(fact: str, spoken: str) -> bool:
    """Whether ``spoken`` (unified) leaves it open between two values of ``fact``."""
    pairs = [_ONE_OF_TWO[fact]] if fact in _ONE_OF_TWO else []
    pairs += [_ONE_OF_TWO_GRADES] if fact == "disability" else []
    return any(not _is_told(two) for pair in pairs for two in pair.finditer(spoken))


def between_two_ages(spoken: str) -> tuple[int, int] | None:
    """The fewest and the most full years that ``spoken`` (unified) leaves open between."""
    two = _TWO_AGES.search(spoken)
    if two is None or any(counts_something_else(spoken, *two.span(one)) for one in "ab"):
        return None
    least, most = sorted((int(two["a"]), int(two["b"])))
    if most > least + 1 and _FROM_THAT_AGE.search(spoken[: two.start("a")]):
        return None
    return (least - 2, most - 1) if two["nominal"] else (least, most)


def between_two_years(spoken: str) -> tuple[int, int] | None:
    """The earlier and the later year of birth that ``spoken`` (unified) leaves open between."""
    two = _TWO_YEARS.search(_NOT_THIS_THEN_THAT.sub(r"\g<a>年还是", spoken))
    if two is None or not _OF_A_BIRTH.search(two.string[two.start() : two.end() + 2]):
        return None
    first, last = sorted(_year(two[of]) for of in "ab")
    return (first, last) if first < last else None


def without_two_years(spoken: str) -> str:
    """``spoken`` (unified) without the years that it leaves open between."""
    return _TWO_YEARS.sub("", _NOT_THIS_THEN_THAT.sub(r"\g<a>年还是", spoken))


def _year(said: str) -> int:
    number = int("".join(str(DIGITS.get(char, char)) for char in said))
    return number if number > 1000 else 1900 + number


def _without_grades(two: re.Match[str]) -> str:
    """The kind of which both grades are, and that there is a disability."""
    if _is_told(two):
        return two[0]
    kinds = {kind for kind in (two["kind"], two["other"], two["behind"]) if kind}
    if not kinds:
        return two["card"]
    return f"{kinds.pop()}残疾" if len(kinds) == 1 else "残疾"


def _is_told(two: re.Match[str]) -> bool:
    """Whether it is no choice: both are the same, or both are denied ("没有低保或者低收入")."""
    before, behind = two.string[: two.start()], two.string[two.end() :]
    denied = _DENIED_BEFORE.search(before) or _DENIED_BEHIND.match(behind)
    alike = two["a"] == two["b"] and not two.groupdict().get("other")
    return alike or bool(denied)
