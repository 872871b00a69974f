"""Where somebody is registered (户口) by what is told of a move: "户口上个月刚从山西迁来北京"."""

from __future__ import annotations

import re
from functools import cache

from intents.words.any_of import AnyOf, any_of
from intents.words.concepts import elsewhere
from intents.words.districts import DISTRICTS

_REGISTERED = re.compile("户口|户籍|落户|入户|京户")
_HERE = "北京|本市|京城|首都|京(?![东西南北津九])"
_ANY_FAR = "外地|外省|外埠|老家|原籍"
_VERB = re.compile(r"迁|转|落|挪|调|移|入(?=(?:户|[到进]|了)*(?:北京|本市|京))")
_MOVES_A_PERSON = re.compile(
    "[到进来去回了]*(?:北京|本市|京)?市?[^,]{0,4}(?:院|医|住|上班|工作|上学|养老)"
)
"""What follows a move that is none of a registration ("转到北京的医院")."""

_NOT_YET = re.compile(
    "(?:没(?!多久|几)|未|不(?!久)|别|想|打算|准备|正|要(?!强)|申请|等|差|如果|(?<!不)能|怎么|咋|可以|[明后][天儿]|大后天|下个?(?:月|周|星期|礼拜)|明年|后年|年底|月底|将来|以后|过[几两](?:天|个月|年)|马上|即将|快)[^,]{0,12}$"
)
"""What stands before a move that has not been made, or is only wished for or asked about."""


@cache
def _places() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Where a move comes from, where it leads to behind its verb, and before it."""
    either = rf"(?P<here>{_HERE})|(?P<far>{_ANY_FAR}|{elsewhere().pattern})"
    return (
        re.compile(rf"(?:从|由|打|自)(?:{either})"),
        re.compile(
            rf"(?:户口|户籍|户|移)*(?:到|进|回|在|去|来|往|入|过|至)*了?(?:咱们?|我们?)?(?:{either})"
        ),
        re.compile(rf"(?:往|向)(?:{either})$"),
    )


_ARRIVES = re.compile("(?:户口|户籍|户|移)*(?:过|进|回)?来")


def moved_to(clauses: str) -> str | None:
    """``beijing`` or ``other`` by the last move that ``clauses`` (parted by commas) tell of, None where
    they tell of none."""
    spoken_of = bool(_REGISTERED.search(clauses))
    found = None
    for clause in clauses.split(","):
        for verb in _VERB.finditer(clause):
            own = bool(_REGISTERED.search(clause))
            if not own and (_MOVES_A_PERSON.match(clause, verb.end()) or verb[0] in "挪调移"):
                continue
            found = _leads(clause, verb, spoken_of=spoken_of) or found
    return found


def _leads(clause: str, verb: re.Match[str], *, spoken_of: bool) -> str | None:
    origin, behind, ahead = _places()
    before, after = clause[: verb.start()], clause[verb.end() :]
    start = origin.search(before)
    goal = behind.match(after) or ahead.search(before)
    far_from = start is not None and start["far"] is not None
    to_here = bool(goal["here"]) if goal else bool(far_from and _ARRIVES.match(after))
    to_far = goal is not None and goal["far"] is not None and spoken_of
    if not (to_here or to_far):
        return None
    if _NOT_YET.search(before):
        at_home = (start is not None and start["here"] is not None) or to_far
        return None if at_home and start is None else "beijing" if at_home else "other"
    return "beijing" if to_here else "other"


_CITY = "(?:北京|京|本市|本地)?(?:市|城)?的?(?:户口|户籍|户)"
_YES, _NO = "(?:就|倒|可)?(?:有|是)", "(?:就|倒|可|却)?(?:没有?|不是|无|不)"
_SAID = r"(?=$|[,，。;；、!！?？\s])"
_ONLY = "(?:就|只有?|光|只是)"
_BY_ONESELF = "(?:[一1]个人?|自己|自个儿)?"
_OF_TWO = "(?<=[俩两])(?:个人|口子?|人)?[,，]?(?:户口|户籍)?"
_HAS_IT = f"(?:{_YES}{_CITY}|(?:是|在)(?:北京|本市|本地)的?)"
_LOCAL = "北京户口"
_LOCALLY = "(?:京籍|京户|(?:北京|本市|本地)的?(?:户口|户籍|户))的?"
_SPOUSE = "老伴"


def of_each_of_two(text: str, people: str) -> str:
    """``text`` (unified) with where each of two is registered in full, where words are left out for the one
    that are said of the other: "我有京户老伴没有", "户口一个北京一个河北". ``people``: the pattern of those named."""
    for pattern, told in _left_out(people):
        text = pattern.sub(told, text)
    return _all_of_a_place().sub(r"\g<where>户口", text) if _REGISTERED.search(text) else text


@cache
def _all_of_a_place() -> re.Pattern[str]:
    """Where all of some are from, beside where others are registered ("公婆都在河北户口,父母都北京")."""
    far = rf"{_ANY_FAR}|{elsewhere().pattern}"
    return re.compile(
        rf"(?P<where>(?<=都)(?:是|在)?(?:北京|本市|本地|{far}))(?:的|人|这边)?{_SAID}"
    )


@cache
def _left_out(people: str) -> tuple[tuple[AnyOf, str], ...]:
    """What leaves out words, and the same in full."""
    first, other = (
        rf"(?P<{name}>[我俺他她]?(?:家|们)?(?:{people})|[我俺他她]|(?:另)?[一1][个位])"
        for name in "pq"
    )
    far = rf"{_ANY_FAR}|{elsewhere().pattern}"
    place = rf"(?:北京|本市|本地|(?:{'|'.join(DISTRICTS)})[区县]?|{far})"
    away = rf"(?:是|在)?(?P<far>{far})(?:的|户口|户籍)+"
    is_p, is_not_p = rf"\g<p>是{_LOCAL}", rf"\g<p>不是{_LOCAL}"
    is_q, is_not_q = rf"\g<q>是{_LOCAL}", rf"\g<q>不是{_LOCAL}"
    told = (
        (rf"{first}{_YES}{_CITY}[,，]?{other}{_NO}{_SAID}", f"{is_p},{is_not_q}"),
        (rf"{first}{_NO}{_CITY}[,，]?{other}{_YES}{_SAID}", f"{is_not_p},{is_q}"),
        (rf"(?:户口|户籍){first}{_YES}[,，]?{other}{_NO}{_SAID}", f"{is_p},{is_not_q}"),
        (rf"(?:户口|户籍){first}{_NO}[,，]?{other}{_YES}{_SAID}", f"{is_not_p},{is_q}"),
        (
            rf"(?:户口|户籍)[,，]?{_ONLY}?{first}{_BY_ONESELF}(?:是|在)?(?P<a>{place})的?[,，]?{other}(?:是|在)?(?P<b>{place})的?{_SAID}",
            r"\g<p>户口在\g<a>,\g<q>户口在\g<b>",
        ),
        (
            rf"{first}的?(?:户口|户籍)(?:是|在)?(?P<a>{place})的?(?P<more>(?:[,，][^,，。;；\d]{{2,8}})?)[,，]?{other}(?:的?(?:户口|户籍))?(?:是|在)(?P<b>{place})[^,，。;；]{{0,2}}{_SAID}",
            r"\g<p>户口在\g<a>\g<more>,\g<q>户口在\g<b>",
        ),
        (rf"{first}{_YES}?{_LOCALLY}[,，]?{other}{away}{_SAID}", rf"{is_p},\g<q>户口在\g<far>"),
        (rf"{first}{away}[,，]?{other}{_YES}?{_LOCALLY}{_SAID}", rf"\g<p>户口在\g<far>,{is_q}"),
        (
            rf"{_OF_TWO}{_ONLY}[我俺]{_BY_ONESELF}{_HAS_IT}{_SAID}",
            rf",我是{_LOCAL},{_SPOUSE}不是{_LOCAL}",
        ),
        (
            rf"{_OF_TWO}{_ONLY}(?:{_SPOUSE}|他|她){_BY_ONESELF}{_HAS_IT}{_SAID}",
            rf",我不是{_LOCAL},{_SPOUSE}是{_LOCAL}",
        ),
    )
    return tuple((any_of(pattern), full) for pattern, full in told)
