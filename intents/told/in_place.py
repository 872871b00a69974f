"""What a text puts in the place of what it said before: "是低保，不对，是低收入", "户口在河北，说错了，是北京的"."""

from __future__ import annotations

import re
from functools import cache

from intents.told.corrections import of_which_fact
from intents.told.named import ALL_BUT_THE_SPEAKER
from intents.words.concepts import elsewhere
from intents.words.districts import DISTRICTS

_SAID = "(?:说|讲|记|搞|弄|写|看|听|念|想)"
_WRONG = (
    rf"(?:不对|我?{_SAID}?错了?(?=[,，。、\s])|我?{_SAID}错了|(?:收回|作废|不作数|不算数)了?"
    r"|不是(?=[,，、\s]+是\w{2})|不不+|(?<=[哦啊哎噢唉嗯呃])不是?(?=[,，。、\s]))"
)
_AGE = r"(?:\d{2,3}|[一二三四五六七八九十百零]{2,5}|[四五六七八九]十)(?=(?:周?岁)?(?:了|吧)?(?:[,，。;；!！?？、\s]|$))"
_HERS = f"(?:[我俺他她](?:{ALL_BUT_THE_SPEAKER})?)?(?:今年)?"
_ANOTHER_AGE = rf"(?<=[,，。、\s])(?:不[,，、\s]+(?:应该)?(?={_HERS}是?{_AGE})|[哦噢啊哎唉呃][,，、\s]*(?:应该)?(?=是?{_AGE}))"
"""A bare "no" or "oh" between an age and another one ("95，不，是85", "95，哦是85")."""

_FACT = (
    "(?:[一-龥]{0,4}?(?:低保|低收入|特困|户口|户籍|京籍|残疾|居住证|[视听肢智精言][力语体神]|[重中轻]度|完全失能|[1-4一二三四]级)"
    r"|[有没是]了?(?=[,，。;；!！?？\s]|$))"
)
_ANOTHER_FACT = rf"(?<=[,，。;；、\s])不[,，、\s]+(?:应该)?(?={_FACT})"
"""The same between a fact and another one ("没有低保，不，有低保")."""

_PUT_RIGHT = re.compile(
    rf"[,，。、\s]*(?:哦|啊|哎|噢|唉|嗯|呃)?{_WRONG}[,，。、\s]*(?:应该)?(?=是|\w)|{_ANOTHER_AGE}|{_ANOTHER_FACT}"
)
"""What comes after it holds, in place of what was said before it."""

_MARKS = re.compile(r"[\s\W_]+")
_YES = re.compile("(?:是|有|评过|办过)(?:的|了)*")
_NO = re.compile("(?:不是|没有?|不吃|没评过|没办过)(?:的|呢)?")
_DENIAL = re.compile("不是|没有?|不(?=[吃享领])")
_SO = re.compile("是|有|吃着?")
_AFFIRMED = {"不是": "是", "没有": "有"}


def in_place(text: str) -> tuple[str, str] | None:
    """What ``text`` says first and what it puts in its place at last, in full; None where it corrects nothing."""
    marks = [match for match in _PUT_RIGHT.finditer(text) if match.start() > 1]
    if not marks:
        return None
    before, after = text[: marks[-1].start()], text[marks[-1].end() :]
    return before, _in_full(before, after)


def first_clause(text: str) -> str:
    """The first clause of ``text``."""
    return _MARKS.split(text.strip(",，。、 "))[0]


def _in_full(before: str, after: str) -> str:
    """``after`` with what it leaves out: the name that stands ``before`` a place, what it says yes or no to."""
    first, last = first_clause(after), _MARKS.split(before.rstrip(",，。、 "))[-1]
    if of_which_fact(last) == "hukou" and _only_a_place().fullmatch(first):
        return f"户口{after}"
    if _YES.fullmatch(first) and _DENIAL.search(last):
        return after.replace(first, _DENIAL.sub(_affirmed, last, count=1), 1)
    if _NO.fullmatch(first):
        return _SO.sub("", last) + after
    return after


def _affirmed(denial: re.Match[str]) -> str:
    return _AFFIRMED.get(denial[0], "")


@cache
def _only_a_place() -> re.Pattern[str]:
    """A clause that says a place and no more ("是北京的")."""
    place = rf"北京|本市|本地|外地|外省|老家|{'|'.join(DISTRICTS)}|{elsewhere().pattern}"
    return re.compile(rf"(?:是|在|应该|就)*(?:{place})[一-龥]{{0,3}}?(?:的|人|那边|这边|老家)*")
