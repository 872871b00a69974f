"""What stops an allowance, or does not, where that is told: prison, a person declared missing, a home, a hospital."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.ages import AGES
from intents.told.departed import gone_in
from intents.told.named import named_in
from intents.told.status import IMPRISONED, RELEASED
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from intents.words.relatives import ELDERS_AT_HOME, YOUNGER
from server.conversation.told.facts_told import heard

REASONS = "补贴津贴什么情况下会停发？"
"""The question of the entry that lists the reasons of 京民养老发〔2019〕160号."""

_PAID = re.compile(
    r"(?:津贴|补贴|补助|低保|养老钱|[发领拿给停]).{0,6}(?:吗|么|嘛|不|没|多少|啥|停|钱|怎么|咋)|(?:还|能|照)[发领拿给]"
)
_GOES_ON = re.compile(r"停|还(?:能|有|给|发|可以|领|拿)|(?:照|接着|继续)(?:发|领|给)|发不发|给不给")


@dataclass(frozen=True)
class _Row:
    told: re.Pattern[str]
    lead: str
    whoever: bool = True
    """Whether it settles the matter whatever else is told; else only where no age is."""


_ROWS = (
    _Row(
        RELEASED,
        "服刑期间停发；出来以后怎么恢复，没查到写明的办法，请问户籍地街道（乡镇）的民政窗口。",
    ),
    _Row(
        IMPRISONED,
        "服刑的停发，从次月停起。",
    ),
    _Row(
        re.compile(
            r"失踪|下落不明|(?:找不着|找不到|丢)了?[^,，]{0,2}(?:几|多|[两二三四五六七八九十\d]+)年"
        ),
        "宣告失踪的停发，从次月停起；没有宣告失踪的怎么发，没查到写明的，请问户籍地街道（乡镇）的民政窗口。",
    ),
    _Row(
        re.compile(r"住院(?!补)|住(?:着|在|进)?医院"),
        "查到的停发情形里没有住院这一条。",
        whoever=False,
    ),
    _Row(
        re.compile(
            r"(?:住|进|去|送)[^,，。]{0,4}(?:养老院|敬老院|养老机构|福利院|护理院|老年公寓)"
        ),
        "查到的停发情形里没有住养老院这一条；护理补贴要是另领了困境家庭入住机构的补贴，就不能再领。",
        whoever=False,
    ),
)
_MARKS = re.compile(r"[？?，,。；;！!、\s]+")
_MINE = re.compile(f"[我俺](?!们|家|{ELDERS_AT_HOME})")
_LEFT = re.compile(
    r"(?:津贴|补贴|补助|低保).{0,8}(?:吗|么|嘛|不|没|停|影响)|(?:还|照)[能发领拿给有]"
)
_NOT_THE_ELDER = re.compile(rf"(?:{YOUNGER}|邻居|护工|保姆|骗子|坏人)[^,，。]{{0,6}}$")


def lead_of(text: str) -> str | None:
    """What is said before the list of reasons; None where nothing of the kind is told and asked about."""
    plain = unify(text)
    for row in _ROWS:
        match = row.told.search(plain)
        if match is None or _NOT_THE_ELDER.search(plain[: match.start()]):
            continue
        asked = _PAID.search(plain) if row.whoever else _asks_if_it_goes_on(text, plain)
        return row.lead if asked else None
    return None


def of_the_other(text: str) -> str | None:
    """That nothing changes for whoever is left, where it is asked of her after somebody's death ("妈去年没了，我爸的
    津贴还有吗"); None where facts of her are told, or it is asked of the dead."""
    plain = unify(text)
    gone, told = gone_in(plain), heard(text).keys() & {*AGES, "assessment_level", "disability"}
    asked = next((piece for piece in _MARKS.split(plain) if _LEFT.search(piece)), "")
    left = [name for name in named_in(asked) if name not in gone]
    if _MINE.search(asked) and not left:
        left = ["您"]
    if not gone or told or not left or gone & {*named_in(asked)}:
        return None
    return f"请您节哀。{left[0]}的照发：津贴按各人自己的条件给，不因为家里别人去世就停；去世的那位，从次月停发。"


def _asks_if_it_goes_on(text: str, plain: str) -> bool:
    """Whether it is asked if an allowance goes on, of nobody whose sum could be worked out."""
    named = concepts(normalise(text)).subjects - {"care-home"}
    ours = named <= {"age-allowance", "difficulty-subsidy"}
    money = named or re.search("补贴|津贴", plain)
    told = heard(text).keys() & {*AGES, "hukou", "assessment_level", "disability"}
    return bool(ours and money and _GOES_ON.search(plain) and not told)
