"""What somebody says she receives: the name of the money, and a word for receiving beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest
from pathlib import Path

import yaml

from intents.told.stance import Clauses

DATA = Path(__file__).parents[1] / "data" / "receiving.yaml"

_TAKEN = "丨"
"""Stands where money was found, so that its words are not found in other money's name."""

_TAKEN_ALREADY = re.compile(f"{_TAKEN}+")

_GETS = "领|拿|享受|享|吃|有|给|发|打|得|收|补"
_GOING_ON = "(?:着|了|到)"
_BEFORE = re.compile(
    rf"(?P<lead>.{{0,6}}?)(?:{_GETS})(?!过)(?P<now>{_GOING_ON})?(?:的是)?(?:他|她|我|俺|老人)?"
    r"[^能想要不没算问查说办申评看讲什啥哪几怎]{0,10}$"
)
"""A word for receiving before the money ("社保每月给他发护理费")."""

_AFTER = re.compile(
    r"(?:单位|社保|街道|国家|残联|公家|政府|民政|我|俺|他|她|老人|也|都|是|一直|还|每个?月|月月|按月|现在|正在|在|已经?|早就?|倒|照样)*"
    rf"(?:{_GETS}){_GOING_ON}?(?:呢|的|了|啊|呀|吧|\d|[一二三四五六七八九]百|块|元|多|卡|里|上)*"
    r"|(?:是|有)?[\d一二两三四五六七八九]{1}[\d千百]{2,4}(?:块|元)?"
    r"|(?:一直|还|也|都|从来|到现在)*[没未]停(?:过|发|的|呢)*"
    r"|(?:每个?月|一个?月|月月)(?:是|有)?[\d一二三四五六七八九两千百]+[多来]?(?:块|元)?钱?"
)
"""The same behind it, up to the end of the clause ("工伤护理费也有")."""

_NOT_NOW = re.compile(
    r"(?:没|不|未|无|别|能|可以|想|要|会|应该|怎么|咋|如何|打算|准备|申请|去|是否|有没|谁|什么|啥|以前|原来|曾经?|过去|从前|早年)"
    r"(?:再|还|也|去|有|在|给|是|一直|来|我|他|她|就)*$"
)
"""What stands before a word for receiving that is denied, wished for, asked about, or over."""

_NOT_AT_ALL = re.compile("[没不未无](?:再|还|有|在|给|是|一直)*$")

_NOT_WANTED = re.compile("(?:不|别)(?:再|想|打算)?(?:要|申请|办)(?:他|她|我)?$")

_NO_STATEMENT = re.compile(
    r"的(?!呢|了|$)|能|可以|吗|么|嘛|不(?!多|少)|没|多少|几|怎么|咋|要|需|什么|啥|谁|标准|条件|还是|还能|行|算|和.{1,8}(?:能|可以|冲突)|跟.{1,8}(?:能|可以|冲突)|是"
)
"""What follows the money where it is asked about; what is going on is so all the same."""

_OVER = re.compile(
    r"[^,没未不别什几哪怎啥]{0,4}?(?:停[了掉发]?|退[了掉]|取消|不领|不拿|不给|不发|没了|没有|没领|没拿|没给|没发|没申请|没办|没批)"
)


_ONLY_OVER = re.compile(f"(?:{_OVER.pattern})[了啦呢的]*")
"""The same in a clause of its own ("不领了")."""

_NO_LONGER = re.compile("了|[啦呢的]*$")
"""What stands behind money that is denied before it ("不领消费券了")."""

_LISTED = re.compile(r"[^没不未无别非想要能可申办问查看算说讲怎咋哪谁什啥几以原曾停领拿享给发过]*")
"""What stands before money that is only named, among other things that are so ("86京户重度工伤护理费")."""

_LISTED_AFTER = re.compile("(?:的|呢|啊|呀|了|也|都|那种|老人|人员|户)*")
_TELLS = re.compile(
    r"(?<!\d)(?:[5-9]\d|1[01]\d)(?!\d)|户|京籍|低保|低收入|[轻中重]度|失能|残疾|[1-4一二三四]级"
)
"""What else is told of somebody of whom the money is told."""

_ASKS_OF_IT = re.compile("(?:怎么|咋|如何|在哪|上哪|去哪|找谁|是什么|是啥|能|可以|多少)")


@dataclass(frozen=True)
class _Money:
    name: str
    told: bool
    vague: bool
    cause: re.Pattern[str] | None
    whole: re.Pattern[str]
    """The money with its cause right before it, or by itself where the cause may stand apart."""


@cache
def _rows() -> tuple[_Money, ...]:
    return tuple(
        _Money(
            row["name"],
            bool(row.get("told")),
            bool(row.get("vague")),
            re.compile(row["cause"]) if row.get("apart") else None,
            re.compile(
                f"(?:(?:{row.get('cause', '')})(?P<inner>(?:(?!多少)[^,能不没什啥哪怎几]){{0,16}}?))?(?P<money>{row['money']})"
                if row.get("apart")
                else f"(?:{row.get('cause', '')})(?P<inner>(?:(?!多少)[^能不没什啥哪怎几]){{0,{row.get('gap', 2)}}}?)(?P<money>{row['money']})"
            ),
        )
        for row in yaml.safe_load(DATA.read_text(encoding="utf-8"))
    )


def received_in(said: Clauses) -> tuple[list[str], str]:
    """The names of what is said to be received, and the text without what was spoken of as such money."""
    held: list[str] = []
    left: list[str] = []
    clauses = [*_clauses(said)]
    for clause, following in zip_longest(clauses, clauses[1:], fillvalue=""):
        others = said.plain.replace(clause, "", 1)
        for row in _rows():
            match = row.whole.search(clause)
            if match is None or not (row.cause is None or row.cause.search(said.plain)):
                continue
            got = row.told or _is_received(clause, match)
            if got or (not row.vague and _is_listed(clause, match, others, following)):
                held = held if row.name in held else [*held, row.name]
            clause = clause[: match.start()] + _TAKEN * len(match[0]) + clause[match.end() :]
        left.append(clause)
    return held, "".join(left)


def named_in(plain: str) -> tuple[list[str], str]:
    """The names of such money that ``plain`` (unified) speaks of, whether received or not, and the text without it;
    not of money of which it is not said which it is."""
    named: list[str] = []
    for row in _rows():
        match = row.whole.search(plain)
        if match is None or row.vague or not (row.cause is None or row.cause.search(plain)):
            continue
        named = named if row.name in named else [*named, row.name]
        plain = plain[: match.start()] + _TAKEN + plain[match.end() :]
    return named, plain


def money_in(what: str) -> str | None:
    """The name of the money that ``what`` is a name of, whether received or not."""
    fitting = (row for row in _rows() if row.whole.search(what))
    return next((r.name for r in fitting if r.cause is None or r.cause.search(what)), None)


def no_more_in(said: Clauses) -> list[str]:
    """The names of what is said to be no longer received ("工伤护理费停了"), or not at all."""
    clauses = [*_clauses(said)]
    return [
        row.name
        for clause, following in zip_longest(clauses, clauses[1:], fillvalue="")
        for row in _rows()
        if (match := row.whole.search(clause))
        and (row.cause is None or row.cause.search(said.plain))
        if _is_over(clause[match.end() :], following) or _denied_before(clause[: match.start()])
    ]


def over_in(said: Clauses, names: Iterable[str]) -> list[str]:
    """Which of ``names``, received until now, are said to be received no more ("消费券停了"); who asks if they
    are has not said so."""
    clauses, longest = [*_clauses(said)], sorted(names, key=len, reverse=True)
    found = []
    for clause, following in zip_longest(clauses, clauses[1:], fillvalue=""):
        name = next((name for name in longest if name in clause), None)
        if name is None:
            continue
        before, after = clause.split(name, 1)
        ended = _ONLY_OVER.fullmatch(after) or (not after and says_only_that_it_is_over(following))
        if ended or (_NO_LONGER.match(after) and _denied_before(before)):
            found.append(name)
    return found


def is_of_now(before: str) -> bool:
    """Whether what stands ``before`` a word for receiving leaves it so today: not denied, wished for, or over."""
    return not _NOT_NOW.search(before)


def _is_over(after: str, following: str) -> bool:
    """Whether what stands behind the money says that it is over, there or in a clause of its own."""
    return bool(_OVER.match(after) or (not after and says_only_that_it_is_over(following)))


def says_only_that_it_is_over(clause: str) -> bool:
    """Whether ``clause`` says that some money is received no more, and does not name it ("停了")."""
    return bool(_ONLY_OVER.fullmatch(clause)) and clause not in ("没有", "没了")


def _denied_before(before: str) -> bool:
    if _NOT_WANTED.search(before):
        return True
    found = _BEFORE.search(before)
    return found is not None and bool(_NOT_AT_ALL.search(before[: found.end("lead")]))


def _clauses(said: Clauses) -> Iterator[str]:
    return (said.plain[begin:end] for begin, end in pairwise((0, *said.ends)))


def _is_received(clause: str, match: re.Match[str]) -> bool:
    after = clause[match.end() :]
    if _OVER.match(after):
        return False
    if _AFTER.fullmatch(after):
        return True
    ahead = (_TAKEN_ALREADY.sub(_TAKEN, clause[: match.start(group)]) for group in (0, "money"))
    return any(_gets(before, after) for before in ahead)


def _is_listed(clause: str, match: re.Match[str], others: str, following: str) -> bool:
    """Whether the money stands by itself among what is told of somebody ("工伤护理费，低保，86")."""
    before, after = clause[: match.start()], clause[match.end() :]
    beside = _TELLS.search(before)
    asked = not beside and _ASKS_OF_IT.match(following)
    if asked or _ONLY_OVER.fullmatch(following) or not (beside or _TELLS.search(others)):
        return False
    return bool(_LISTED.fullmatch(before) and _LISTED_AFTER.fullmatch(after))


def _gets(before: str, after: str) -> bool:
    """Whether a word for receiving stands at the end of what is said before the money."""
    found = _BEFORE.search(before)
    if found is None or _NOT_NOW.search(before[: found.end("lead")]):
        return False
    going_on = found["now"] or re.search("(?:正|在|已经?|一直|现在)$", before[: found.end("lead")])
    return bool(going_on) or not _NO_STATEMENT.match(after)
