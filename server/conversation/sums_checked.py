"""A sum that somebody names and asks to be checked ("领500对吗"), and what is paid in a whole year."""

from __future__ import annotations

import re
from datetime import date

from intents.ages import AGES
from intents.normalise import unify
from server.benefits import service as benefits
from server.conversation.days import on_that_day
from server.conversation.entitlements import MONTHLY
from server.conversation.schemas import ReplyOut
from server.conversation.state import State
from server.conversation.supposed import registered_here
from server.editorial.live import LiveKnowledge
from server.kit.money import spoken

_RIGHT = "(?:对吗|对不对|对不|对吧|对么|是不是(?:发|给|算|领)?(?:错|多|少)了?|(?:发|给|算|领)错|[多少]发|正常吗|没错吧|是这个数吗)"
_NAMED = re.compile(
    rf"(?:[领拿给发是有到得]|现在|每月|每个月)(?:了|的|着|是|到)*(?P<n>[1-9]\d{{2,3}})(?:块|元)?钱?(?!岁|年)[^\d。]{{0,8}}?{_RIGHT}"
)
_A_YEAR = re.compile(
    "(?<![前去今明后每\\d十])(?:[1一]整?年|全年)(?:一共|总共|下来|合计|到底|能|是|可以|共)*(?:[领拿给有发]|多少)(?!一次)"
)
_RIGHT_SO, _WRONG = "对，", "不对，"
_MORE = "要是还有低保、残疾、失能没说到，数会不一样。"
_ASK = "发的和这个不一样，请问户籍地街道（乡镇）的民政窗口。"


def claimed_in(text: str) -> int | None:
    """The sum a month, in fen, that ``text`` names and asks if it is right."""
    match = _NAMED.search(unify(text))
    return int(match["n"]) * 100 if match else None


def verdict(text: str, state: State, day: date, knowledge: LiveKnowledge) -> str:
    """Whether the sum that ``text`` names is what the rules give her, in a sentence; empty where none is
    named or her age is not known."""
    claimed = claimed_in(text)
    if claimed is None or not state.facts.keys() & {*AGES}:
        return ""
    facts = registered_here(on_that_day(state.facts, day, state.born_in))
    found = benefits.check(facts, day, knowledge.documents)
    due = found.total_fen_per_month
    where = "" if "hukou" in state.facts else "如果是北京户口，"
    if not due:
        return ""
    if claimed == due:
        return f"{_RIGHT_SO}{where}照您说的情况就是{spoken(due)}。"
    is_open = claimed > due and any(
        b.verdict == "need_info" for b in found.benefits if b.code in MONTHLY
    )
    more = _MORE if is_open else ""
    return f"{_WRONG}{where}照您说的情况该是{spoken(due)}，不是{spoken(claimed)}；{more}{_ASK}"


def in_a_year(text: str, reply: ReplyOut) -> str:
    """What a monthly sum comes to in a year, where ``text`` asks for that."""
    total = reply.total_fen_per_month
    if not total or not _A_YEAR.search(unify(text)):
        return ""
    return f"每月{spoken(total)}，一年12个月合起来是{spoken(total * 12)}。"
