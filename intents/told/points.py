"""The points of an assessment (GB/T 42195-2022, 0 to 90), apart from the ages told beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.words.normalise import bare, unify
from intents.words.numerals import digit
from intents.words.relatives import ELDERS_AT_HOME

_NUMBER = r"(?P<n>(?<![\d.点])\d{1,2})"
_POINTS = rf"{_NUMBER}分(?![之钟级钱半开公店毛])"
_ASSESSED = "评(?:估|定|测|分|了|得|上|完|过|下来|出来|的)|打分|得分|分数|成绩"
_ANY_POINTS = re.compile(r"(?<![\d.点])(\d{1,3})分(?![之钟级钱半开公店毛])")
"""Also more points than there are."""

_DIGIT = re.compile(r"\d")
"""Without one no clause tells points; most have none."""

_NAMED = (
    re.compile(rf"(?:(?:{_ASSESSED})[^\d]{{0,12}}?|(?:得|打|评|给|判)[了过出]|评){_POINTS}"),
    re.compile(
        rf"(?:总分|得分|评分|打分|分数|成绩|评估的?(?:那个)?分|评[了得]|[得打判]了)(?:数|是|为|有|打|得|了|才|就|只|写着?)*{_NUMBER}(?!\d|岁|年|周|多|级|[个号月日天次回元块条])"
    ),
)
"""Points by their name: "评估得了40分", "打分打了40"."""

_BY_ITSELF = re.compile(
    rf"(?:老人|[我俺他她]?(?:{ELDERS_AT_HOME})?)(?:是|得了?|打了?|有|才|就|只有|一共|总共)*{_POINTS}(?:了|呢|的|吧)*(?:(?:京[户籍]|(?:北京|本市)户口)(?:\d{{2,3}}岁?)?)?"
)
_AFTER_ASSESSED = re.compile(
    rf"(?:评(?:估|定|测)?(?:了|过|完|下来|出来|结果|是|为|得|的)*){_NUMBER}(?:了|呢|吧)*$"
)
"""A number by itself, which is a score only where an age is told as well ("能力评估55，83")."""

_OF_THE_SCALE = re.compile("(?:几|多少)分|满分|分数线")
_UNNAMED = re.compile(
    rf"[我俺他她]?(?:{ELDERS_AT_HOME})(?:是|得了?|打了?|才|就|只有)*{_NUMBER}(?:(?:算|是|属于)(?:什么|啥|几级|哪[级档])|了|呢|吧)*"
)
"""A number by itself where the message asks for points ("差几分算中度,我妈68")."""

_NOT_SO = re.compile(
    "没|不(?!大|太好)|未|满|几|多少|自[己个测]|估计|估摸|想|如果|要是|低于|高于|超过|大于|小于|差|扣|至少|块|毛|角"
)
_BOUND = re.compile("以上|以下|以内|之间|往上|往下|到|至|或")
_AGED = re.compile(r"(?<!\d)(?:[6-9]\d|1[01]\d)(?!\d|分)")
_TELLS = re.compile(rf"{_AGED.pattern}|户|京籍|低保|低收入")


def points_in(clauses: str, *, asked: bool = False) -> int | None:
    """The points that ``clauses`` (unified, parted by commas) say an assessment gave; ``asked``: its result
    was asked for."""
    found = next(_matches(clauses, asked=asked), None)
    return None if found is None else int(found["n"])


_ONLY_THE_LEVEL = re.compile(
    "(?:那|这|就|他|她|我|到底)*(?:算|是|属于|到)?(?:不算|不是)?"
    "(?:几级|(?:什么|啥|哪个)(?:级别|等级|失能|程度)|哪一?级|[轻中重]度(?:失能)?)(?:失能)?(?:不|吗|么|了|呢|吧)*"
)
_ANOTHER = re.compile(
    r"(?:那|要是|如果|才|只有|打|得|评|了)*(?P<n>\d{1,2})分?(?:呢|的话|算几级|是几级)+[呢啊呀]?"
)
_ONLY_POINTS = re.compile(rf"(?:那|要是|如果|才|得|评|了|是)*{_POINTS}(?:呢|的|吧|啊|呀|算几级)*")
_NUMBERED = re.compile(
    r"(?:评(?:估|定)?|失能)(?:结果|结论|等级|级别|书上写|写)?(?:了|为|成|上|的|是|完|出来|下来)*(?P<a>[0-4零一二三四])级(?!残)"
    r"|^(?P<b>[0-4零一二三四])级(?:是|算)?(?:失能|最[重轻]|什么失能|[轻中重]度)"
)
"""A level by its number ("评了三级", "0级是最重的吗")."""

_OF_A_CARD = re.compile("残|视力|听力|言语|肢体|智力|精神|[眼耳腿]|医院")
_ASKS_OF_A_LEVEL = re.compile("什么|啥|算|最[重轻]|[轻中重]度|严不严重|好不好|意思|是不是")


_WAS_ASSESSED = re.compile(
    "评(?:估|定)?(?:了|完|过|下来|出来|结果是?)+[^,，。没未]{0,3}[0-4零一二三四]级"
)
_ONLY_SUPPOSED = re.compile("要是|如果|假如|万一|要评|能评|想评")


def asks_only_the_level(text: str) -> bool:
    """Whether ``text`` asks which level points told before stand for ("算几级")."""
    return bool(_ONLY_THE_LEVEL.fullmatch(bare(unify(text))))


def other_points_in(text: str) -> int | None:
    """The points that ``text`` is about and nothing else, after others ("46呢")."""
    match = _ANOTHER.fullmatch(bare(unify(text)))
    return int(match["n"]) if match else None


def only_points_in(text: str) -> int | None:
    """The points that are all that ``text`` says ("45分")."""
    match = _ONLY_POINTS.fullmatch(bare(unify(text)))
    return int(match["n"]) if match else None


def level_number_in(text: str) -> int | None:
    """The number of the level of which ``text`` asks what it is, or which is all that it says ("评了2级");
    None where it is that of a disability card."""
    plain = unify(text)
    match = None if _OF_A_CARD.search(plain) else _NUMBERED.search(plain)
    if match is None or not (_ASKS_OF_A_LEVEL.search(plain) or match[0] == bare(plain)):
        return None
    return digit(match["a"] or match["b"])


def tells_of_an_assessment(text: str) -> bool:
    """Whether ``text`` says that somebody was assessed, whatever else it asks ("评了三级是什么失能")."""
    plain = unify(text)
    return bool(_WAS_ASSESSED.search(plain)) and not _ONLY_SUPPOSED.search(plain)


def points_asked_about(text: str) -> int | None:
    """The points whose level ``text`` asks for ("30分是重度还是完全"), None where it names none or several."""
    named = {match["n"] for match in re.finditer(_POINTS, unify(text))}
    said = points_in(re.sub(r"[\s\W_]+", ",", unify(text)), asked=True)
    return said if said is not None else int(named.pop()) if len(named) == 1 else None


def all_points_in(text: str) -> list[int]:
    """All the points that ``text`` names, in their order, where it speaks of an assessment."""
    spoken = unify(text)
    found = _ANY_POINTS.finditer(spoken) if re.search(_ASSESSED, spoken) else ()
    named = [int(match[1]) for match in found]
    told = points_asked_about(text)
    return [*dict.fromkeys(named)] or ([] if told is None else [told])


def without_points(spoken: str) -> str:
    """``spoken`` (unified) without the points of an assessment: they are no age."""
    for match in [*_matches(spoken, asked=False)][::-1]:
        spoken = spoken[: match.start("n")] + spoken[match.end("n") :]
    return spoken


def _matches(text: str, *, asked: bool) -> Iterator[re.Match[str]]:
    assessed = False
    for clause in re.finditer(r"[^\s,，。;；、!！?？:：]+", text):
        if match := _in_clause(text, clause, asked=asked, assessed=assessed):
            yield match
        assessed = bool(re.search(_ASSESSED, clause[0]))


def _in_clause(
    text: str, clause: re.Match[str], *, asked: bool, assessed: bool
) -> re.Match[str] | None:
    begin, end = clause.span()
    if not _DIGIT.search(text, begin, end):
        return None
    beside = text[:begin] + "," + text[end:]
    named = next(filter(None, (one.search(text, begin, end) for one in _NAMED)), None)
    if named is None and _AGED.search(beside):
        named = _AFTER_ASSESSED.search(text, begin, end)
    if named is None and _OF_THE_SCALE.search(beside):
        named = _UNNAMED.fullmatch(text, begin, end)
    if named is None and (match := _BY_ITSELF.fullmatch(text, begin, end)):
        whose = not match[0][0].isdigit()
        named = match if asked or assessed or whose or _TELLS.search(beside) else None
    if named is None or _NOT_SO.search(text, begin, named.start("n")):
        return None
    return None if _BOUND.match(text, named.end()) else named
