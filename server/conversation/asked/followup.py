"""What a short message picks from what was offered: "第二个", "后面那个", "对", "养老的那个"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.asked.tied import core
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from intents.words.numerals import digit
from server.conversation.schemas import ChoiceOut

_ORDINAL = re.compile(
    r"^(?:我?问的是|我?[选要说]|是|就是?)?第?([123一二三])(?:个|条|项|种)?(?:吧|的)?"
    r"(?:再?(?:仔细|详细|细)?(?:说|讲)(?:仔?细|详细|清楚)?(?:一?点儿?|一下|些)?)?$"
)
_WAY = re.compile(
    r"^(?:那|就|你|说说|讲讲)*第?([123一二三])(?:个|种|条|样)?(?:办法|法子|方法|渠道|路子|途径|方式|办理法)"
    r"(?:呢|是?(?:怎么|咋)(?:个)?(?:弄|办|做|走|回事)法?呢?|"
    r"(?:能|请|给我|你|再|具体|仔细|详细|细|说|讲|清楚|明白|一|点儿?|下|些)*)$"
)
_OF_THE_LIST = re.compile(
    r"^(?:那|还有|再说)*第?([123一二三])(?:个|条|项|种)(?:呢|又?是(?:什么|啥))$"
)
_ALL = re.compile(
    r"^(?:这|那|[两几123二三])*(?:个|样|种|些)?(?:我|就)?(?:都|全都?|全部)"
    r"(?:要|想(?:要|问|知道|了解|听)|问|说|讲|来|介绍|给我|一?下|1?遍|听)+(?:吧|呗|行吗|啊)?$"
)
_PLACES = (
    (re.compile(r"^(?:就?是|要|选)?(?:最?(?:后|下)[面头边]?(?:的)?(?:那|一)?(?:一)?个)的?$"), -1),
    (
        re.compile(
            r"^(?:就?是|要|选)?(?:最?(?:上|前)[面头边]?(?:的)?(?:那|一)?(?:一)?个|头一?个)的?$"
        ),
        0,
    ),
    (re.compile(r"^(?:就?是|要|选)?(?:中间(?:的)?(?:那|一)?个)的?$"), 1),
)
_YES = re.compile(
    r"^(对|对的|对对|是|是的|是啊|嗯|嗯嗯|没错|就是这个|就这个|就是它|就是|就是那个|第一个|这个|好|好的|行|可以)$"
)
_NO = re.compile(r"^(不是|不对|不是的|不是这个|不|没有|都不)$")
_YES_FIRST = re.compile(r"^(?:对+|是的?|嗯+|没错|好)[,，、 ]*(?=就?是?\S{2})")
_CORRECTING = re.compile(
    r"^(?:不是|不对|错了|说错了|点错了|选错了)[,，、。 ]*(?:我?(?:说|问|要|选)的?(?:是)?|是)?"
)
_POINTING = re.compile(r"(?:的)?(?:那|这)(?:一)?[个种条]$|^(?:就是|就|是|要|选|问)|[的呗吧啊呀]$")


def chosen(text: str, choices: Sequence[ChoiceOut], *, asked: bool) -> ChoiceOut | None:
    """The choice that an answer in words picks; ``asked`` is True where a choice was asked for."""
    plain = re.sub(r"[\s\W]+", "", unify(text))
    if not choices:
        return None
    if match := _ORDINAL.match(plain):
        number = digit(match[1])
        return choices[number - 1] if number <= len(choices) else None
    for pattern, place in _PLACES:
        if pattern.match(plain) and -len(choices) <= place < len(choices):
            return choices[place]
    if not asked:
        return None
    if _YES.match(plain):
        return choices[0]
    return _named(text, choices) or _of_one_subject(text, choices)


def way_asked(text: str) -> int | None:
    """Which of the ways that were told ``text`` asks more about, counted from one."""
    match = _WAY.match(re.sub(r"[\s\W]+", "", unify(text)))
    return digit(match[1]) if match else None


def wants_all(text: str) -> bool:
    """Whether ``text`` takes all that was offered ("都要")."""
    return bool(_ALL.match(re.sub(r"[\s\W]+", "", unify(text))))


def of_the_list(text: str, choices: Sequence[ChoiceOut], told: str) -> ChoiceOut | None:
    """Another one of the choices of which ``told`` was picked just before ("那第三个呢")."""
    match = _OF_THE_LIST.match(re.sub(r"[\s\W]+", "", unify(text)))
    if match is None or told not in [choice.text for choice in choices]:
        return None
    number = digit(match[1])
    return choices[number - 1] if number <= len(choices) else None


def _of_one_subject(text: str, choices: Sequence[ChoiceOut]) -> ChoiceOut | None:
    """The first choice, where ``text`` names the subject that all have ("老年卡那个") and asks nothing; or the
    one that alone has it."""
    own = concepts(core(text))
    if own.wishes or not own.subjects:
        return None
    fitting = [choice for choice in choices if own.subjects & _subjects_of(choice)]
    return fitting[0] if len(fitting) in (1, len(choices)) else None


def _subjects_of(choice: ChoiceOut) -> frozenset[str]:
    return concepts(normalise(choice.label)).subjects | concepts(normalise(choice.text)).subjects


def declines(text: str) -> bool:
    """Whether ``text`` says no and nothing else."""
    return bool(_NO.match(re.sub(r"[\s\W]+", "", unify(text))))


def corrected(text: str, choices: Sequence[ChoiceOut]) -> ChoiceOut | None:
    """The other one of the choices that were offered before: "不是，我说第二个"."""
    plain = unify(text)
    rest = _CORRECTING.sub("", plain)
    return None if rest == plain else chosen(rest, choices, asked=False)


def _named(text: str, choices: Sequence[ChoiceOut]) -> ChoiceOut | None:
    """The one choice that holds the words of ``text``, in their order where it agrees first."""
    agreed = _YES_FIRST.sub("", unify(text))
    words, before = core(agreed).replace(" ", ""), None
    while words != before:
        before, words = words, _POINTING.sub("", words)
    if len(words) < 2:
        return None
    holds = _in_order if agreed != unify(text) else str.__contains__
    by_label = [choice for choice in choices if holds(unify(choice.label), words)]
    fitting = by_label or [choice for choice in choices if holds(unify(choice.text), words)]
    return fitting[0] if len(fitting) == 1 else None


def _in_order(label: str, words: str) -> bool:
    """Whether ``label`` has the characters of ``words`` one after another."""
    rest = iter(label)
    return all(char in rest for char in words)
