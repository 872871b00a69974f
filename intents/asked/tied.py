"""Short messages that hang on the talk before them: what they hold beside what ties them to it."""

from __future__ import annotations

import re

from intents.words.concepts import concepts
from intents.words.normalise import normalise

_LEADS = re.compile(
    r"^(?:不是 ?是|哦|噢|嗯|好的|好吧|好|行吧|行|那么|那要是|那|要是|如果|换成|改成|对了|等等|等一下|算了|不对|不是|还有|另外|"
    r"再问一下|再问|顺便问一下|顺便问|顺便|接着说|我想知道|我问的是|我说的是|我(?:是)?(?:要|想)问的?|我是问|你说的|请问|刚才说的?|"
    r"你?(?:能不能|会不会)?(?:说人话|好好说)|(?:先)?不(?:测|评|答|做|弄|算)了|(?:你)?(?:就)?直接(?:说|讲|告诉我|问)|我就(?:想)?问)"
)

_NOT_BUT = re.compile(
    r"^(?:我?(?:问|说|要)的?可?)?不是 ?[^是]{2,12}?(?: |[,，])+(?:我?(?:问|说|要)的?)?是"
)
"""Another subject for the one before: "不是高龄津贴，是护理补贴"."""

BACK = re.compile(r"(?:刚才|前面|上面|之前|一开始)(?:说|问)?(?:的|过的)?(?:那个|那件事|这个)?")

_TAIL = re.compile(r"(?:呢|吧|啊|呀|嘛)$")

_LEADING_ON = re.compile(r"^(?:那|要是|如果|换成|改成)|呢$|^不是.*是")

_ASKING = re.compile(
    r"[?？]|[吗呢么不没][\s\W]*$|谁|什么|啥|怎|咋|如何|多少|几|哪|(.)[不没]\1|想|要|请|帮"
)

POINTS_BACK = re.compile("(?:这|那)(?:个|项|种|笔)(?:钱|补贴|津贴|券|卡)?(?!月|星期|礼拜)")

LONGEST = 24
"""Longer messages are questions of their own."""


def core(text: str) -> str:
    """``text`` (normalised) without what only ties it to the talk before it."""
    plain, before = _NOT_BUT.sub("", normalise(text)), None
    while plain != before:
        before, plain = plain, _TAIL.sub("", _LEADS.sub("", plain)).strip()
    return plain


def corrected(text: str) -> str | None:
    """What ``text`` asks instead of something else ("不是高龄津贴，是护理补贴"), None where it corrects nothing."""
    plain = normalise(text)
    rest = _NOT_BUT.sub("", plain)
    return None if rest == plain else rest


def leads_on(text: str) -> bool:
    """Whether ``text`` plainly goes on from the question before it ("那…呢")."""
    plain = normalise(text).replace(" ", "")
    with_tail = re.sub(r"[\s\W]+", "", text)
    return len(plain) <= LONGEST and bool(_LEADING_ON.search(with_tail))


def is_elliptic(text: str) -> bool:
    """Whether ``text`` is short and does not say what it is about."""
    plain = core(text)
    return len(plain) <= LONGEST and not concepts(plain).subjects


def points_back(text: str) -> bool:
    """Whether ``text`` is short and points at what was spoken of ("还能要这个吗")."""
    plain = normalise(text)
    return len(plain) <= LONGEST and bool(POINTS_BACK.search(plain))


def is_statement(text: str) -> bool:
    """Whether ``text`` is short and asks nothing."""
    plain = core(text)
    return len(plain) <= LONGEST and not (concepts(plain).asks or _ASKING.search(plain))


def goes_back(text: str) -> bool:
    """Whether ``text`` returns to something said earlier."""
    return bool(BACK.search(normalise(text)))
